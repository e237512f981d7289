"""What do we remember of asking "are we ready?": the round, what each party says about it, and what one will do."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.questionnaires.models import Round
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party

WORDS_LENGTH = 600


class Check(models.Model):
    """One time that all parties, or one party for itself, look whether they are ready (S12).

    With a party it is that party's own: nobody else sees it, and its lines stand in a stream of its own.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="checks")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="checks")
    asked = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="readiness")
    number = models.PositiveSmallIntegerField()
    # How many steps were told, and why there is deliberately none: without either no round ends (B20).
    steps = models.PositiveSmallIntegerField(default=0)
    no_step = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge"], condition=Q(party=None, ended_at=None), name="one_check_of_all_at_a_time"
            ),
            models.UniqueConstraint(fields=["party"], condition=Q(ended_at=None), name="one_own_check_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(steps__gt=0) | Q(no_step__isnull=False),
                name="a_check_ends_in_a_step_or_deliberately_none",
            ),
        ]

    def __str__(self) -> str:
        return _("Round %(number)d") % {"number": self.number}


class Outcome(models.Model):
    """What one party says after talking about a round; "not yet" is as good an answer as any (B35)."""

    class Choice(models.TextChoices):
        """Go on, not yet, or in another way."""

        GO = "go", _("we can go on")
        NOT_YET = "not_yet", _("not yet")
        OTHERWISE = "otherwise", _("in another way")

    check_round = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="outcomes")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=9, choices=Choice)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_round", "party"], name="one_outcome_per_party_per_check"),
            models.CheckConstraint(
                condition=Q(choice__in=["go", "not_yet", "otherwise"]), name="outcome_of_a_check_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_choice_display()}"


class Step(models.Model):
    """What one party will do because of a round."""

    check_round = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="told_steps")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["check_round", "told_at", "pk"]

    def __str__(self) -> str:
        return str(self.words)
