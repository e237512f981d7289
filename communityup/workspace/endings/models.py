"""What do we remember of closing a challenge: with which outcome, why, and why it was opened again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.consent.models import Round

WORDS_LENGTH = 1000


class Outcome(models.TextChoices):
    """What came of a challenge (R26). Each is a respectable end, and none is called a failure."""

    REACHED = "reached", _("carried out: we did what we wanted")
    PARTLY = "partly", _("carried out in part")
    TOGETHER = "together", _("stopped together")
    NOT_YET = "not_yet", _("not yet: the time is not there")
    TAKEN_OVER = "taken_over", _("one party goes on with it, and agrees to that")
    OVERRULED = "overruled", _("decided otherwise by a body that may")


class Closing(models.Model):
    """A question to all parties to close the challenge; only the yes of all closes it (E1).

    `before` is the phase in which it was closed, or in which it is proposed: opening again goes back there.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="closings")
    asked = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="closing")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    taken_over_by = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=12, choices=Phase)
    # Questions to all parties that ended because of it (random ids of rounds).
    ended = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="closing_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome="taken_over", taken_over_by__isnull=False)
                | ~Q(outcome="taken_over") & Q(taken_over_by=None),
                name="who_takes_over_is_named",
            ),
            models.CheckConstraint(
                condition=Q(before__in=[phase for phase in Phase.values if phase != "closed"]),
                name="closed_from_an_open_phase",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.get_outcome_display()}"


class Reopening(models.Model):
    """A question to all parties to open a closed challenge again, with its reason."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="reopenings")
    asked = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="reopening")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.reason)
