"""What do we remember of who comes again: introductions by choice, and figures per session that name nobody."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from communityup.base.ids import new_id
from communityup.gatherings.models import Registration
from communityup.network.meetings.models import Session

BRIEFED_LENGTH, BRINGS_LENGTH = 200, 300


class Introduction(models.Model):
    """How somebody with a place introduces themselves to the others who come (kaartje); it goes with the place.

    Who comes in the place of somebody else says how they were briefed (B38). The words are no text in the log: they
    are for this session alone, and gone when addresses are forgotten.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="introduction")
    is_substitute = models.BooleanField(default=False)
    briefed = models.CharField(max_length=BRIEFED_LENGTH, blank=True)
    brings = models.CharField(max_length=BRINGS_LENGTH)
    is_new = models.BooleanField(default=False)
    introduced_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["introduced_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_substitute=False, briefed="") | Q(is_substitute=True) & ~Q(briefed=""),
                name="substitute_was_briefed",
            ),
            models.CheckConstraint(condition=~Q(brings=""), name="introduction_card_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.registration)


class Figures(models.Model):
    """How many come to a session, how many of these came the last time, and how many members of the core are there.

    Counted while addresses are known; they stay when these are forgotten.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="continuity")
    people = models.PositiveSmallIntegerField()
    # Nothing when there was no session before it, or nobody knows any more who came.
    again = models.PositiveSmallIntegerField(null=True)
    core = models.PositiveSmallIntegerField()
    core_members = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(again=None) | Q(again__lte=F("people")), name="again_is_a_part"),
            models.CheckConstraint(condition=Q(core__lte=F("core_members")), name="core_there_is_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.people}"
