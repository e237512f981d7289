"""What do we remember of formal decisions: what a competent body decided, beside what the table decided (T6).

What the table decided stands in its own app and is not copied here. The two are never one field.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge

WORDS_LENGTH = 1000
REFERENCE_LENGTH = 200


class FormalDecision(models.Model):
    """What a competent body decided, as the clerk recorded it (besluit, formal_body and formal_status)."""

    class Body(models.TextChoices):
        """Who decided."""

        COUNCIL = "council", _("the council")
        EXECUTIVE = "executive", _("the executive")
        BOARD = "board", _("the board of an organisation")

    class Beside(models.TextChoices):
        """How it stands beside what the table decided; consent of the table is never itself a formal decision."""

        AS_TABLE = "as_table", _("as the table decided")
        OTHERWISE = "otherwise", _("otherwise than the table")
        APART = "apart", _("the table did not decide about this")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="formal_decisions")
    body = models.CharField(max_length=9, choices=Body)
    day = models.DateField()
    reference = models.CharField(max_length=REFERENCE_LENGTH)
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    beside = models.CharField(max_length=9, choices=Beside)
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    reason_link = models.URLField(blank=True)
    recorded_at = models.DateTimeField()
    # A correction is a record of its own, with the one before beside it.
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(body__in=["council", "executive", "board"]), name="formal_body_is_known"
            ),
            models.CheckConstraint(
                condition=Q(beside__in=["as_table", "apart"]) | Q(beside="otherwise", reason__isnull=False),
                name="other_than_the_table_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)


class About(models.Model):
    """One outcome of the table that a formal decision is about: its kind, and its id in the app that keeps it."""

    decision = models.ForeignKey(FormalDecision, on_delete=models.PROTECT, related_name="about")
    kind = models.CharField(max_length=20)
    outcome = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "kind", "outcome"], name="one_outcome_once_per_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.outcome}"
