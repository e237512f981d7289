"""What do we show of the working agreement: what counts now, who accepted it, versions and what differs."""

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.http import Http404

from communityup.workspace.challenges.models import Challenge, Clock, Party, Ring, Seat
from communityup.workspace.challenges.queries import articles, clock, rules_now
from communityup.workspace.consent.models import Round
from communityup.workspace.rules.models import READING_DAYS, SILENT_DAYS, STEPS_BACK, Version

RULES = "rules"


def current(challenge: Challenge) -> Version | None:
    """Return the version that counts now; None as long as it is the first and nobody proposed another."""
    return Version.objects.select_related("words__current").filter(challenge=challenge, number=challenge.rules).first()


def steps_back(challenge: Challenge) -> int:
    """Return how often a party calls a step back by itself in one phase."""
    version = current(challenge)
    return STEPS_BACK if version is None else version.steps_back


def silent_days(challenge: Challenge) -> int:
    """Return after how many days of silence the others may let a party sleep (R15)."""
    version = current(challenge)
    return SILENT_DAYS if version is None else version.silent_days


def reading_days(challenge: Challenge) -> int:
    """Return how many days everybody gets to read what is laid down from now on, before anything rests on it (E17)."""
    version = current(challenge)
    return READING_DAYS if version is None else version.reading_days


@dataclass(frozen=True)
class ReadingTime:
    """How long everybody can read something: by the rules that counted when it was laid down, never later ones (E14).

    `counted` are the versions that ever counted: since when, their number, and their days.
    """

    clock: Clock
    counted: tuple[tuple[dt.datetime, int, int], ...]

    def days(self, since: dt.datetime) -> int:
        """Return how many days of running time there are for what was laid down then."""
        known = [(number, days) for moment, number, days in self.counted if moment <= since]
        return max(known)[1] if known else READING_DAYS

    def ends(self, since: dt.datetime) -> dt.datetime | None:
        """Return when everybody had the time to read; None while a step back makes that unknown."""
        return self.clock.deadline(since, dt.timedelta(days=self.days(since)))


def reading_time(challenge: Challenge) -> ReadingTime:
    """Return the time to read of everything in this challenge, in two queries."""
    found = Version.objects.filter(challenge=challenge).order_by("number")
    rows = found.values_list("in_force_at", "number", "reading_days")
    return ReadingTime(clock(challenge), tuple((since, number, days) for since, number, days in rows if since))


def versions(challenge: Challenge) -> list[Version]:
    """Return all versions, the newest first, those that wait or were not agreed included."""
    found = Version.objects.select_related("words__current", "proposed_by", "asked").filter(challenge=challenge)
    return list(found.order_by("-number"))


def first_day(version: Version) -> dt.date | None:
    """Return from which day an agreed version counts, on the clock of the challenge; None during a step back (E12)."""
    running = clock(version.challenge)
    if version.applies_from is None or version.asked is None or version.asked.ended_at is None:
        return version.applies_from
    return None if running.stands_still else running.day(version.applies_from, since=version.asked.ended_at)


def proposal(challenge: Challenge) -> Version | None:
    """Return the version about which all parties are asked now, if any."""
    open_ones = Version.objects.select_related("words__current", "asked", "proposed_by")
    return open_ones.filter(challenge=challenge, asked__outcome=Round.Outcome.OPEN).first()


def acceptance(challenge: Challenge) -> list[dict[str, Any]]:
    """Return for each party that takes part how many of its places at the table accepted the agreement.

    Only who sits at the table accepts; nobody is named.
    """
    at_table = Q(seats__ring=Ring.TABLE)
    parties = challenge.parties.filter(state=Party.State.ACTIVE).annotate(
        places=Count("seats", filter=at_table),
        accepted=Count("seats", filter=at_table & Q(seats__rules=F("challenge__rules"))),
        earlier=Count("seats", filter=at_table & Q(seats__rules__lt=F("challenge__rules"))),
    )
    return [dict(row) for row in parties.order_by("number").values("name", "number", "places", "accepted", "earlier")]


def must_accept(challenge: Challenge, seat: Seat | None) -> bool:
    """Say whether this place does not yet stand behind the version that counts now."""
    return seat is not None and seat.ring == Ring.TABLE and (seat.rules or 0) < challenge.rules


def version_of(challenge: Challenge, number: int) -> Version:
    """Return one version; raises Http404 when there is none."""
    found = next((version for version in versions(challenge) if version.number == number), None)
    if found is None:
        raise Http404
    return found


def parts_of(version: Version | None, challenge: Challenge) -> list[dict[str, str]]:
    """Return a version in parts; without one, what counts from the start."""
    return rules_now(challenge) if version is None else articles(str(version.words))


def difference(before: str, after: str) -> list[dict[str, str]]:
    """Return the lines of two versions in order: {kind: "same" | "gone" | "new", words}. Empty lines are left out."""
    kinds = {"  ": "same", "- ": "gone", "+ ": "new"}
    compared = difflib.ndiff(_lines(before), _lines(after))
    return [{"kind": kinds[line[:2]], "words": line[2:]} for line in compared if line[:2] in kinds]


def _lines(words: str) -> Sequence[str]:
    return [line.removeprefix("## ").strip() for line in words.splitlines() if line.strip()]
