"""What do we remember of people coming together: roughly when or exactly, where, and which state of it people heard."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id

TITLE_LENGTH, WHERE_LENGTH, ROUGH_LENGTH = 120, 200, 120
NAME_LENGTH, LINK_LENGTH, HASH_LENGTH = 60, 300, 64
# So long an offered place waits for who was on the waiting list, unless the coordinators say otherwise.
OFFER_HOURS, LONGEST_OFFER = 48, 336


class Way(models.TextChoices):
    """How people come together."""

    PLACE = "place", _("in one place")
    ONLINE = "online", _("online")
    BOTH = "both", _("in one place and online")


class Gathering(models.Model):
    """People come together. What it is for belongs to the app above; so do the lines of the log and the letters.

    `edition` goes up with everything that belongs in a calendar: the first date, another moment or place, no date any
    more, cancelled. `told` is the edition that everybody heard; between the two lies what still has to be told.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    title = models.CharField(max_length=TITLE_LENGTH)
    way = models.CharField(max_length=6, choices=Way, default=Way.PLACE)
    where = models.CharField(max_length=WHERE_LENGTH, blank=True)
    # "after the summer, more follows": words, as long as there is no date.
    rough = models.CharField(max_length=ROUGH_LENGTH, blank=True)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    edition = models.PositiveSmallIntegerField(default=0)
    told = models.PositiveSmallIntegerField(default=0)
    # The first edition with a moment that went out: from then on it stands in calendars.
    in_calendars_from = models.PositiveSmallIntegerField(null=True)
    # The moment that stands there: what a later edition takes out again.
    in_calendars_begins_at = models.DateTimeField(null=True)
    in_calendars_ends_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    # How many can come; nothing is no limit. In one place and online at once it counts those in the place.
    capacity = models.PositiveSmallIntegerField(null=True)
    offer_hours = models.PositiveSmallIntegerField(default=OFFER_HOURS)
    # Only for who has a place.
    online_url = models.URLField(max_length=LINK_LENGTH, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="gathering_has_a_known_way"),
            models.CheckConstraint(
                condition=Q(begins_at=None, ends_at=None) & ~Q(rough="")
                | Q(begins_at__isnull=False, ends_at__gt=F("begins_at"), rough=""),
                name="gathering_is_roughly_or_exactly",
            ),
            models.CheckConstraint(condition=Q(told__lte=F("edition")), name="gathering_told_what_there_is"),
            models.CheckConstraint(
                condition=Q(in_calendars_from=None, in_calendars_begins_at=None, in_calendars_ends_at=None)
                | Q(
                    in_calendars_from__lte=F("edition"),
                    in_calendars_begins_at__isnull=False,
                    in_calendars_ends_at__isnull=False,
                ),
                name="gathering_in_calendars_since_an_edition",
            ),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=1), name="gathering_has_room"),
            models.CheckConstraint(
                condition=Q(offer_hours__gte=1, offer_hours__lte=LONGEST_OFFER), name="gathering_offers_for_a_while"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_dated(self) -> bool:
        """Say whether there is a moment."""
        return self.begins_at is not None


class Participant(models.Model):
    """Somebody who wants to come, with an account or with an address alone."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=NAME_LENGTH)
    language = models.CharField(max_length=2, default="nl")
    # How they chose to come. It stays when the gathering is held another way, and counts again when that can be.
    online = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_online(self) -> bool:
        """Say whether they come online, as it is held now."""
        way = self.gathering.way  # type: ignore[attr-defined]  # both that are one belong to a gathering
        return way == Way.ONLINE or (way == Way.BOTH and self.online)


class Request(Participant):
    """Somebody filled in the form with this address; whose address it is did not say yes yet. Gone after seven days.

    Who gives a place back is asked again like this, so that their own link brings it back.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="requests")
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gathering", "email"], name="place_asked_once_for_an_address"),
        ]


class Registration(Participant):
    """A place at a gathering, or one in the waiting list; the row goes when they do not come after all."""

    class State(models.TextChoices):
        """What somebody has."""

        SEAT = "seat", _("has a place")
        WAITING = "waiting", _("is on the waiting list")
        OFFERED = "offered", _("can take a place that came free")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="registrations"
    )
    # Which question they said yes to, so that a second click on the same link finds them. Its id is theirs too.
    asked_as = models.CharField(max_length=32, null=True, unique=True)  # noqa: DJ001 - nothing is not a word here
    state = models.CharField(max_length=7, choices=State)
    # From 1 on, each for one; none online beside a place, and none in the waiting list. It can lie beyond the capacity
    # for who came online when a gathering in a place did.
    seat = models.PositiveSmallIntegerField(null=True)
    since = models.DateTimeField()
    offer_until = models.DateTimeField(null=True)
    came_at = models.DateTimeField(null=True)
    # For which day they were reminded, and how many days before it the last time; a moved day starts anew.
    reminded_for = models.DateField(null=True)
    reminded_before = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gathering", "email"], name="one_registration_for_an_address"),
            models.UniqueConstraint(fields=["gathering", "seat"], name="one_registration_for_a_seat"),
            models.CheckConstraint(
                condition=Q(state="seat", offer_until=None)
                | Q(state="waiting", seat=None, offer_until=None, came_at=None)
                | Q(state="offered", seat__isnull=False, offer_until__isnull=False, came_at=None),
                name="registration_has_a_seat_or_waits",
            ),
            models.CheckConstraint(condition=Q(seat=None) | Q(seat__gte=1), name="seats_count_from_one"),
            models.CheckConstraint(
                condition=Q(reminded_for=None, reminded_before=None)
                | Q(reminded_for__isnull=False, reminded_before__isnull=False),
                name="reminded_of_a_day_before_it",
            ),
        ]

    @property
    def is_offer_over(self) -> bool:
        """Say whether the time to take a place that came free is over: it passed, or it began.

        While there is no day, that time stands still at the moment at which it was put off.
        """
        gathering = self.gathering
        moments, now = (self.offer_until, gathering.begins_at), timezone.now()
        clock = now if gathering.is_dated else gathering.changed_at
        return self.state == self.State.OFFERED and any(one is not None and one <= clock for one in moments)
