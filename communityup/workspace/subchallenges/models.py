"""What do we remember of a challenge and its parts: the question to both tables to put one under the other."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from communityup.base.ids import new_id
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import Round


class Link(models.Model):
    """The proposal to make an existing challenge a part of another: first one table agrees, then the other (A11).

    `asked_in` is where it was proposed, one of the two. While neither ended it, it waits or counts (`linked_at`).
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    whole = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="+")
    asked_in = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # The question to the table that proposed it, and then the one to the other.
    here = models.OneToOneField(Round, null=True, on_delete=models.PROTECT, related_name="+")
    there = models.OneToOneField(Round, null=True, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(whole=F("part")), name="no_challenge_is_a_part_of_itself"),
            models.CheckConstraint(
                condition=Q(asked_in=F("whole")) | Q(asked_in=F("part")), name="a_link_is_asked_in_one_of_the_two"
            ),
            models.CheckConstraint(
                condition=Q(linked_at__isnull=True) | Q(there__isnull=False), name="a_link_counts_when_both_were_asked"
            ),
            models.UniqueConstraint(
                fields=["part"], condition=Q(ended_at__isnull=True), name="a_part_is_linked_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whole} > {self.part}"

    @property
    def other(self) -> Challenge:
        """Return the challenge that is asked after the one in which this was proposed."""
        return self.part if self.asked_in_id == self.whole_id else self.whole
