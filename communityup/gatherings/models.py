"""What do we remember of people coming together: roughly when or exactly, where, and which state of it people heard."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id

TITLE_LENGTH, WHERE_LENGTH, ROUGH_LENGTH = 120, 200, 120


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
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_dated(self) -> bool:
        """Say whether there is a moment."""
        return self.begins_at is not None
