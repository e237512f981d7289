"""What do we remember of leaving: which party asks itself whether it goes, whose reading along should end, and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

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


class Departure(models.Model):
    """The question of one person of a party to its own people: do we go? Nothing changes for others meanwhile (E22).

    It goes with the yes of a second person at the table of that party. `alone` says that there was none when it was
    asked: then it goes by itself after days of running time, unless one of them takes it back. Its words are read by
    its own people alone; they become those of the party when it goes, and are erased when it stays.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="departures")
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    alone = models.BooleanField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    went_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(went_at=None, taken_back_at=None), name="one_open_departure_per_party"
            ),
            models.CheckConstraint(
                condition=Q(went_at=None) | Q(taken_back_at=None), name="a_party_goes_or_stays_not_both"
            ),
            models.CheckConstraint(
                condition=Q(went_at=None) | Q(alone=True) | Q(agreed_at__isnull=False),
                name="a_party_goes_with_a_second_yes",
            ),
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="the_second_yes_is_of_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(words=None) | Q(went_at=None), name="words_of_a_departure_become_those_of_its_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.asked_at}"
