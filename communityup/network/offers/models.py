"""What do we remember of what members offer and look for."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.members.models import Member
from communityup.texts.models import Text

WORDS_LENGTH = 300


class Offer(models.Model):
    """What a member offers or looks for; it can be withdrawn at any moment, and its words go then (A6)."""

    class Direction(models.TextChoices):
        """Which way."""

        OFFER = "offer", _("offers")
        WISH = "wish", _("looks for")

    class What(models.TextChoices):
        """What it is about, so that an offer and a wish can find each other."""

        HOURS = "hours", _("hours")
        SKILL = "skill", _("skill or knowledge")
        ROOM = "room", _("a room or place")
        CONTACTS = "contacts", _("a network of people")
        VISIT = "visit", _("a visit to see how it goes")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="offers")
    direction = models.CharField(max_length=5, choices=Direction)
    what = models.CharField(max_length=8, choices=What)
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-given_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(direction__in=["offer", "wish"]), name="offer_direction_is_known"),
            models.CheckConstraint(
                condition=Q(what__in=["hours", "skill", "room", "contacts", "visit"]), name="offer_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)
