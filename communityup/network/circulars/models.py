"""What do we remember of a message to who comes to a session: its words, to how many it went, and when."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.meetings.models import Session
from communityup.texts.models import Text

TITLE_LENGTH, WORDS_LENGTH = 100, 3000


class Message(models.Model):
    """A message of who coordinates to who registered for a session."""

    class To(models.TextChoices):
        """Who gets it."""

        PLACES = "places", _("who has a place")
        ALL = "all", _("who has a place, and who is on the waiting list")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="circulars")
    to = models.CharField(max_length=6, choices=To)
    title = models.CharField(max_length=TITLE_LENGTH)
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    readers = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.title
