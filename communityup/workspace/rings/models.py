"""What do we remember of rings beside the places: who asks a party for a place, around its table or at it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Seat

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


class PartAsked(models.Model):
    """The question of a follower to a party that takes part, whether they may contribute with it (B17).

    A person asks one party at a time. It goes when who asked takes it back or stops following. A yes gives the place; a
    no has its reason and can become a yes later.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="asked_for_part")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    agrees = models.BooleanField(null=True)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "person"], name="a_person_asks_a_party_once"),
            models.UniqueConstraint(
                fields=["challenge", "person"],
                condition=Q(agrees__isnull=True),
                name="a_person_asks_one_party_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True, answered_at__isnull=True)
                | Q(agrees__isnull=False, answered_at__isnull=False),
                name="answer_to_who_wants_to_contribute_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True) | Q(agrees=True) | Q(words__isnull=False),
                name="a_no_to_who_wants_to_contribute_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}"
