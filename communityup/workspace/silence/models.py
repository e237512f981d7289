"""What do we remember of a silence: since when, which reminders went out, and whether the party sleeps."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from communityup.base.ids import new_id
from communityup.workspace.challenges.models import Party
from communityup.workspace.consent.models import Round


class Silence(models.Model):
    """A time in which something waited for a party and none of its people did anything (R15).

    It begins to be kept with the first reminder, and ends with any act of the party. The party sleeps from `asleep_at`
    until then; never before two reminders, word to who stands behind it, the yes of the others and of a helper.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="silences")
    since = models.DateTimeField()
    reminded_at = models.DateTimeField()
    reminded_again_at = models.DateTimeField(null=True)
    sponsor_told_at = models.DateTimeField(null=True)
    asked = models.OneToOneField(Round, null=True, on_delete=models.SET_NULL, related_name="+")
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    helped_at = models.DateTimeField(null=True)
    asleep_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party", "since"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(ended_at=None), name="one_silence_per_party_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(sponsor_told_at=None) | Q(reminded_again_at__isnull=False),
                name="two_reminders_before_the_sponsor",
            ),
            models.CheckConstraint(
                condition=Q(asleep_at=None) | Q(sponsor_told_at__isnull=False, helped_at__isnull=False),
                name="nobody_sleeps_before_reminders_and_help",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.since}"
