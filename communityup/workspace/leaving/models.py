"""What do we remember of leaving: whose reading along parties want to end, and why."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Reader
from communityup.workspace.consent.models import Round
from communityup.workspace.council.models import Watch


class ObserverEnd(models.Model):
    """A party's question to all parties to end somebody's reading along, with its reason.

    `reader` goes when that person no longer reads along, however that came; `ended_at` says it came by consent.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="observer_ends")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Reader, null=True, on_delete=models.SET_NULL, related_name="+")
    watches = models.CharField(max_length=9, choices=Watch)
    reason = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(watches__in=Watch.values), name="ended_observer_watched_for_a_body"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(reader=None), name="ended_observer_reads_along_no_more"
            ),
        ]

    def __str__(self) -> str:
        return str(self.reason)
