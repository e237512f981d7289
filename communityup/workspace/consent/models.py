"""What do we remember of asking consent: one round about one thing, and one answer per party."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party


class Round(models.Model):
    """A question to all parties; `about` names what it is about, for the app that asked."""

    class Outcome(models.TextChoices):
        """How a round stands. There is no outcome by majority, and none by silence."""

        OPEN = "open", _("open")
        AGREED = "agreed", _("agreed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="consent_rounds")
    about = models.CharField(max_length=60)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.OPEN)
    # The version of the working agreement by which this is decided; a later one never changes that (E14).
    rules = models.PositiveSmallIntegerField(default=1)
    # Whether a party asked, and said yes with it; otherwise those who guard the process did.
    from_table = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge", "about"], condition=models.Q(outcome="open"), name="one_open_round_about_one_thing"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="open", ended_at=None)
                | ~models.Q(outcome="open") & models.Q(ended_at__isnull=False),
                name="ended_round_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_outcome_display()}"

    @property
    def agreed(self) -> bool:
        """Say whether every party that takes part said yes."""
        return self.outcome == self.Outcome.AGREED


class PartyConsent(models.Model):
    """The one answer of one party in a round; changeable while the round is open.

    With `lapsed_at` it counts no more: something came to light afterwards, and the party is asked again (E13).

    `person` is who gave it, kept so that nobody answers one round for two parties; nowhere shown (None: left).
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    agrees = models.BooleanField()
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "party"], name="one_consent_per_party_per_round"),
            models.CheckConstraint(
                condition=models.Q(agrees=True) | models.Q(reason__isnull=False), name="not_yet_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.agrees}"
