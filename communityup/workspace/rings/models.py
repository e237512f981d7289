"""What do we remember of rings beside the places themselves: who asks to sit at the table of their party."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Seat

WORDS_LENGTH = 280


class PlaceAsked(models.Model):
    """The question of somebody around the table, whom nobody there let in before, to sit at it (X7).

    A place has one; it goes with the place, and when who asked takes it back. A no can become a yes later.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="asked_for_table")
    asked_at = models.DateTimeField()
    agrees = models.BooleanField(null=True)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agrees=None, answered_at=None) | Q(agrees__isnull=False, answered_at__isnull=False),
                name="answer_about_a_place_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}"
