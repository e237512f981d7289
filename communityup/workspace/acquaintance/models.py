"""What do we remember of getting to know each other: a card per person, coffee across parties, and visits.

Of coffee we keep who was paired with whom, so that the next draw is fair. Whether two people met stands nowhere (B23).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Seat

# As long as a thought: the same space for everybody (A37).
WORDS_LENGTH = 280


class Introduction(models.Model):
    """What somebody tells of themselves in a challenge (kaartje): two questions, one answer is enough; no titles."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="introductions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="introductions")
    brings = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    at_stake = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["challenge", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "person"], name="one_introduction_per_person_per_challenge"),
            models.CheckConstraint(
                condition=Q(brings__isnull=False) | Q(at_stake__isnull=False), name="introduction_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.person}"


class NotNow(models.Model):
    """Somebody who does not want to be asked for an introduction again; it goes with their place."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.seat)


class CoffeeWish(models.Model):
    """Somebody who wants to drink coffee with people of other parties; it goes at once, and with their place."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="coffee_wish")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.seat)


class CoffeeRound(models.Model):
    """One draw of pairs among who wanted to at that moment; with its seed the draw can be repeated."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="coffee_rounds")
    seed = models.CharField(max_length=32)
    pairs_made = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["challenge", "-pk"]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.drawn_at}"


class Pair(models.Model):
    """Two people of two parties who were drawn together."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    round = models.ForeignKey(CoffeeRound, on_delete=models.CASCADE, related_name="pairs")

    def __str__(self) -> str:
        return str(self.round)


class Lot(models.Model):
    """What a draw brought one person: a pair, or nobody this time (pair None). Only they read it.

    `shows_address` is their yes to showing their mail address; the two see each other's once both said so.
    """

    round = models.ForeignKey(CoffeeRound, on_delete=models.CASCADE, related_name="lots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    pair = models.ForeignKey(Pair, null=True, on_delete=models.CASCADE, related_name="lots")
    shows_address = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["round", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "person"], name="one_lot_per_person_per_coffee_round"),
            models.UniqueConstraint(fields=["pair", "party"], name="coffee_pair_is_never_of_one_party"),
            models.CheckConstraint(
                condition=Q(pair__isnull=False) | Q(shows_address=False), name="address_is_shown_in_a_pair_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.person}"


class CoffeeNote(models.Model):
    """Something one of a pair writes to the other, to agree on when and where."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="notes")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pair", "pk"]

    def __str__(self) -> str:
        return str(self.text)


class Visit(models.Model):
    """A party that invites the others to its place (op bezoek bij elkaar); `sequence` counts its changes."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="place_visits")
    host = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    what = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    where = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    told_at = models.DateTimeField()
    sequence = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["challenge", "begins_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="visit_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(reason=None) | Q(cancelled_at__isnull=False), name="only_a_cancelled_visit_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}: {self.begins_at}"


class Guest(models.Model):
    """Whether somebody comes to a visit, by their own word; it goes with their place."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="guests")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    comes = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["visit", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "seat"], name="one_answer_per_place_per_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.visit}: {self.seat}"
