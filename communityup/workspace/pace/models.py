"""What do we remember of the pace: step backs, signals that it is too fast or too slow, and dates from outside."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Pause, Phase

WORDS_LENGTH = 500


class StepBack(models.Model):
    """A pause that one party asked for, to look together before going on (stapje terug, E12).

    Without a pause the request waits: a party that called more often in this phase than the rules say first needs
    somebody of another party who keeps the process.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="step_backs")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=12, choices=Phase)
    called_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    pause = models.OneToOneField(Pause, null=True, on_delete=models.PROTECT, related_name="step_back")

    class Meta:
        ordering: ClassVar = ["challenge", "called_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge"],
                condition=Q(pause=None, withdrawn_at=None),
                name="one_request_for_a_step_back_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(pause=None) | Q(withdrawn_at=None), name="a_step_back_that_began_is_not_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.party}"


class CriticalMoment(models.Model):
    """How one party saw the moment at which something changed between the parties (kritiek moment)."""

    step_back = models.ForeignKey(StepBack, on_delete=models.PROTECT, related_name="moments")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["party__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step_back", "party"], name="one_reading_per_party_per_step_back"),
        ]

    def __str__(self) -> str:
        return str(self.text)


class Signal(models.Model):
    """A sign of one person that the pace does not fit; no name is shown, and who keeps the process answers (B28)."""

    class Kind(models.TextChoices):
        """Which way: both exist, because slow hurts too."""

        FAST = "fast", _("This goes too fast")
        SLOW = "slow", _("This goes too slow")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="pace_signals")
    # Kept so that one person has one open signal; shown nowhere, and cut when the signal is answered.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    answer = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "given_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge", "person"], condition=Q(answer=None), name="one_open_pace_signal_per_person"
            ),
            models.CheckConstraint(condition=Q(kind__in=["fast", "slow"]), name="pace_signal_kind_is_known"),
            models.CheckConstraint(
                condition=Q(answer=None, answered_at=None) | Q(answer__isnull=False, answered_at__isnull=False),
                name="answered_signal_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class OutsideDate(models.Model):
    """A date that somebody outside the table set, and who; a change of it is a new one, with the old one beside it."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="outside_dates")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    what = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    told_at = models.DateTimeField()
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.day}"
