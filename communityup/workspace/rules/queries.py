"""What do we show of the working agreement: what counts now, who accepted it, versions and what differs."""

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.workspace.challenges.models import Challenge, Clock, Party, Phase, Ring, Seat
from communityup.workspace.challenges.queries import articles, clock, rules_now
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import review_days
from communityup.workspace.rules.models import ACCEPT_DAYS, READING_DAYS, SILENT_DAYS, STEPS_BACK, Version
from communityup.workspace.tasks.queries import Asked, Task

RULES = "rules"


def current(challenge: Challenge) -> Version | None:
    """Return the version that counts now; None as long as it is the first and nobody proposed another."""
    found = Version.objects.select_related("words__current", "asked", "challenge")
    return found.filter(challenge=challenge, number=challenge.rules).first()


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


def words_asked(asked: Round) -> str:
    """Return the words of the version about which all parties are asked."""
    return str(asked.thing.words)


def agreed_now() -> QuerySet[Round]:
    """Return the rounds in which the versions were agreed that count now."""
    counting = Version.objects.filter(number=F("challenge__rules"), asked__isnull=False)
    return Round.objects.filter(pk__in=counting.values("asked"))


def agreed_label(asked: Round) -> str:
    """Return the name of the version that was agreed."""
    return _("the working agreement, version %(number)s") % {"number": asked.thing.number}


def review_of(version: Version | None) -> dict[str, Any]:
    """Return when all look again at the version that counts, and whether that day came (B29).

    There is none for the usual rules, nor during a step back.
    """
    asked = None if version is None else version.asked
    if version is None or asked is None:
        return {}
    day = review_days([asked], clock(version.challenge)).get(asked.pk)
    return {"review": day, "to_review": day is not None and day <= timezone.localdate()}


def version_url(asked: Round) -> str:
    """Return where one reads the version about which all parties are asked, and what differs."""
    return reverse("rules:version", args=[asked.challenge.slug, asked.thing.number])


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


def agreed_by(proposal: Version | None, own: Party | None) -> bool:
    """Say whether this party said yes to the version about which all are asked now."""
    asked = None if proposal is None else proposal.asked
    return asked is not None and asked.agreed_by(own)


def acceptance(challenge: Challenge, lapse: "Lapse") -> list[dict[str, Any]]:
    """Return for each party that takes part how many of its places at the table accepted which version, newest first.

    Only who sits at the table accepts; nobody is named. An earlier version says until which day it counts (A34).
    """
    at_table = Q(seats__ring=Ring.TABLE)
    parties = challenge.parties.filter(state=Party.State.ACTIVE).annotate(count=Count("seats", filter=at_table))
    rows = parties.values("name", "number", "seats__rules", "count").order_by("number", F("seats__rules").desc())
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        party = found.setdefault(row["number"], {"name": row["name"], "number": row["number"], "versions": []})
        number = row["seats__rules"]
        if row["count"] and number is not None:
            told = {"number": number, "count": row["count"], "now": number == challenge.rules}
            party["versions"].append({**told, "until": lapse.last_day(number), "over": lapse.over(number)})
        elif row["count"]:
            party["waiting"] = row["count"]
    return list(found.values())


def behind(challenge: Challenge) -> QuerySet[Seat]:
    """Return the places at the table that did not accept the version that counts now."""
    table = Seat.objects.filter(challenge=challenge, ring=Ring.TABLE, party__state=Party.State.ACTIVE)
    return table.filter(Q(rules__isnull=True) | Q(rules__lt=challenge.rules))


@prepared
def _in_force(challenge: int) -> QuerySet[Version, tuple[int, dt.datetime | None]]:
    found = Version.objects.filter(challenge=challenge, in_force_at__isnull=False).order_by("number")
    return found.values_list("number", "in_force_at")


@dataclass(frozen=True)
class Lapse:
    """Until when a place counts by the version it accepted, after another came into force (A34); asked in two queries.

    `counted` are the moments at which each version that ever counted came into force, by number.
    """

    clock: Clock
    counted: tuple[tuple[int, dt.datetime], ...]

    @classmethod
    def of(cls, challenge: Challenge) -> "Lapse":
        """Return when places of this challenge lapse."""
        rows = _in_force(challenge.pk)
        return cls(clock(challenge), tuple((number, since) for number, since in rows if since is not None))

    def ends(self, accepted: int) -> dt.datetime | None:
        """Return when a place that accepted this version no longer counts; None while that is not known."""
        since = min((moment for number, moment in self.counted if number > accepted), default=None)
        return None if since is None else self.clock.deadline(since, dt.timedelta(days=ACCEPT_DAYS))

    def over(self, accepted: int) -> bool:
        """Say whether a place that accepted this version no longer counts now."""
        end = self.ends(accepted)
        return end is not None and end <= timezone.now()

    def last_day(self, accepted: int) -> dt.date | None:
        """Return the last day on which a place counts by this version; None without one, and during a step back."""
        end = self.ends(accepted)
        return None if end is None else timezone.localdate(end)


def lapsed(challenge: Challenge, seat: Seat) -> bool:
    """Say whether what was accepted for this place no longer counts, because another version came long enough ago."""
    return seat.rules is not None and Lapse.of(challenge).over(seat.rules)


def tasks(asked: Asked) -> list[Task]:
    """Return the places at the table that did not accept the version that counts now, each with its last day (A34)."""
    return [_task(seat, Lapse.of(seat.challenge)) for seat in _left_behind(asked.emails)]


@prepared
def _left_behind(emails: frozenset[str]) -> QuerySet[Seat]:
    found = Seat.objects.filter(ring=Ring.TABLE, party__state=Party.State.ACTIVE, person__email__in=emails)
    waiting = found.filter(rules__lt=F("challenge__rules")).exclude(challenge__phase=Phase.CLOSED)
    return waiting.select_related("challenge", "person", "party")


def _task(seat: Seat, lapse: Lapse) -> Task:
    known = min((moment for number, moment in lapse.counted if number > (seat.rules or 0)), default=seat.since)
    return Task(
        asks=_("Do you accept the new working agreement?"),
        about=_("version %(number)s") % {"number": seat.challenge.rules},
        url=reverse("rules:page", args=[seat.challenge.slug]),
        challenge=seat.challenge.title,
        since=known,
        due=lapse.last_day(seat.rules or 0),
        email=seat.person.email,
    )


def own(challenge: Challenge, seat: Seat | None, lapse: Lapse) -> dict[str, Any]:
    """Return whether one's own place accepted the version that counts now, and if not, until when it counts."""
    if seat is None or seat.ring != Ring.TABLE or (seat.rules or 0) >= challenge.rules:
        return {"must_accept": False}
    if seat.rules is None:
        return {"must_accept": True}
    told = {"until": lapse.last_day(seat.rules), "over": lapse.over(seat.rules), "accepted": seat.rules}
    return {"must_accept": True, **told}


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
