"""What do we remember of what visitors tell: three questions, or the story of a host, and the yes of the other."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.visits.models import Visit
from communityup.texts.models import Text

QUESTION_LENGTH, PART_LENGTH, REMARK_LENGTH = 300, 3000, 1000


class Impression(models.Model):
    """What came of a visit: what the guests saw, take along and noticed; or the story that the host told (N17).

    It is public only while the other side says yes to these very words (E30).
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("is being written")
        SHOWN = "shown", _("the other reads it")
        PUBLIC = "public", _("public")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="impression")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    question = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    saw = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    takes = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    noticed = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    told = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # What the other says who read it and does not agree yet; for both sides alone.
    remark = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-published_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", shown_at=None, agreed_at=None, published_at=None, withdrawn_at=None)
                | Q(state="shown", shown_at__isnull=False, published_at=None, withdrawn_at=None)
                | Q(state="public", agreed_at__isnull=False, published_at__gte=F("agreed_at"), withdrawn_at=None)
                & Q(published_at__isnull=False)
                | Q(state="withdrawn", agreed_at__isnull=False, published_at__isnull=False, withdrawn_at__isnull=False),
                name="impression_is_public_with_the_yes_of_the_other",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question or "")
