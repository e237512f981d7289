"""Who is waited for, since when, and who sleeps; told to everybody in the same words, never as blame."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.log.models import Line
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Clock, Party, Phase, Seat
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.challenges.queries import clock, sponsor_of
from communityup.workspace.consent.models import PartyConsent, Round
from communityup.workspace.consent.queries import besides, what_and_where
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.facilitators.permissions import helpers_about, helpers_of, still_asked
from communityup.workspace.rules.queries import silent_days
from communityup.workspace.silence.models import Silence
from communityup.workspace.tasks.queries import Asked, Task

SLEEP = "sleep"
KINDS_AWAKE = 2
# Between two steps there is time to answer, also when the reminders themselves went out late.
BETWEEN = dt.timedelta(days=3)
FIRST, SECOND = 0.5, 0.75


@dataclass(frozen=True, kw_only=True)
class Term:
    """The moments of one silence by the running time of its challenge; None while a step back makes one unknown."""

    first: dt.datetime | None
    second: dt.datetime | None
    over: dt.datetime | None


Awaited = Callable[[Challenge | None], Mapping[int, dt.datetime]]
"""Gives per party (key) since when something of it is waited for, in one challenge or in all."""


@dataclass(kw_only=True)
class Waits:
    """Since when a party is waited for: questions that it did not answer, and what else (a label, an address)."""

    since: dt.datetime
    asked: list[Round] = field(default_factory=list)
    others: list[tuple[Any, str]] = field(default_factory=list)


Signs = Callable[[Collection[Party]], Mapping[int, dt.datetime]]
"""Gives per party (key) of one challenge when its people last did something that no line of the log tells."""

_SIGNS: list[Signs] = []
_GO_ON: list[str] = []
_WAITS: list[tuple[Awaited, Any, str]] = []


def register_signs(source: Signs) -> None:
    """Say when people of a party did something that no line of the log tells, such as a private answer."""
    if source not in _SIGNS:
        _SIGNS.append(source)


def register_waits(source: Awaited, *, label: Any, url_name: str) -> None:
    """Say what else the others wait for, beside answers to questions, and on which page of a challenge one gives it."""
    if (source, label, url_name) not in _WAITS:
        _WAITS.append((source, label, url_name))


def register_going_on(about: str) -> None:
    """Say by which question all go on after a step back: whoever is silent on that does not keep the others there."""
    if about not in _GO_ON:
        _GO_ON.append(about)


def silence_clock(challenge: Challenge) -> Clock:
    """Return the clock by which silence is counted: it stands still in a step back until all are asked to go on.

    From that question on it runs in real time. Otherwise who vanished would decide that nobody goes on (E12).
    """
    told = clock(challenge)
    if not told.pauses:
        return told
    asked = Round.objects.filter(challenge=challenge, about__in=_GO_ON).order_by("opened_at")
    times = [(began.timestamp(), None if ended is None else ended.timestamp()) for began, ended in
             asked.values_list("opened_at", "ended_at")]  # fmt: skip
    return Clock(tuple(piece for pause in told.pauses for piece in _standing(*pause, times)))


def _standing(
    began: float, ended: float | None, asked: list[tuple[float, float | None]]
) -> Iterator[tuple[float, float | None]]:
    """Give the parts of one step back in which nobody was asked to go on."""
    for opened, closed in asked:
        if opened >= began and (ended is None or opened < ended):
            yield began, opened
            if closed is None:
                return
            began = closed
    if ended is None or began < ended:
        yield began, ended


def asked_to_go_on(challenge: Challenge) -> bool:
    """Say whether all parties are asked now to go on after a step back."""
    return Round.objects.filter(challenge=challenge, about__in=_GO_ON, outcome=Round.Outcome.OPEN).exists()


def last_signs(parties: Collection[Party]) -> dict[int, dt.datetime]:
    """Return per party (key) of one challenge when somebody of it last did anything here; none for none."""
    streams, known = {party.challenge.stream_id for party in parties}, {party.public_id: party.pk for party in parties}
    if not known:
        return {}
    lines = Line.objects.filter(stream__in=streams, party__in=known, role="person").order_by().values_list("party")
    joined = Seat.objects.filter(party__in=parties).order_by().values_list("party")
    told = [
        *((known[party], dt.datetime.fromtimestamp(at / 1000, tz=dt.UTC)) for party, at in lines.annotate(Max("time"))),
        *joined.annotate(Min("since")),
        *(sign for source in _SIGNS for sign in source(parties).items()),
    ]
    return {key: max(moment for party, moment in told if party == key) for key in {party for party, _at in told}}


def waits_since(challenge: Challenge) -> dict[int, dt.datetime]:
    """Return per party (key) since when its answer to all parties is waited for, or something else of it."""
    return {key: found.since for key, found in waits_of(challenge).items()}


def things(challenge: Challenge, waits: Mapping[int, Waits]) -> dict[int, list[dict[str, str]]]:
    """Return per party (key) on what it is waited for, each with words and address; the same for everybody (X15)."""
    rounds = {asked.pk: asked for one in waits.values() for asked in one.asked}
    named = {key: found for key, asked in rounds.items() if (found := what_and_where(asked)) is not None}
    return {
        party: [
            *(named[asked.pk] for asked in one.asked if asked.pk in named),
            *({"label": str(label), "url": reverse(name, args=[challenge.slug])} for label, name in one.others),
        ]
        for party, one in waits.items()
    }


def waits_of(challenge: Challenge) -> dict[int, Waits]:
    """Return per party (key) since when it is waited for, and on what."""
    rounds = Round.objects.filter(challenge=challenge, outcome=Round.Outcome.OPEN).order_by("opened_at", "pk")
    open_ones = Round.together(rounds.select_related("challenge").prefetch_related("answers"))
    parties = list(challenge.parties.filter(state=Party.State.ACTIVE).annotate(came=Min("seats__since")))
    found: dict[int, Waits] = {}
    for asked in open_ones:
        answers = {answer.party_id: answer.lapsed_at for answer in asked.answers.all()}
        left_out = besides(asked)
        for party in parties:
            anew = answers.get(party.pk, asked.opened_at)
            if anew is not None and party.pk not in left_out and party.came is not None:
                since = max(asked.opened_at, anew, party.came)
                waits = found.setdefault(party.pk, Waits(since=since))
                waits.since = min(since, waits.since)
                waits.asked.append(asked)
    for source, label, url_name in _WAITS:
        for key, since in source(challenge).items():
            waits = found.setdefault(key, Waits(since=since))
            waits.since = min(since, waits.since)
            waits.others.append((label, url_name))
    going_on = next((asked for asked in open_ones if asked.about in _GO_ON), None)
    return found if going_on is None else _in_a_step_back(found, going_on)


def _in_a_step_back(found: dict[int, Waits], going_on: Round) -> dict[int, Waits]:
    """Return who is waited for while all are asked to go on, perhaps anew: nothing else can be answered now."""
    anew = {answer.party_id: answer.lapsed_at for answer in going_on.answers.all() if answer.lapsed_at is not None}
    return {
        party: Waits(since=max(waits.since, anew.get(party, waits.since)), asked=[going_on])
        for party, waits in found.items()
        if going_on in waits.asked
    }


def silent_since(party: Party) -> dt.datetime | None:
    """Return since when a party is silent while something waits for it; None when nothing waits."""
    waits = waits_since(party.challenge).get(party.pk)
    return None if waits is None else max(waits, last_signs([party]).get(party.pk, waits))


def term_of(challenge: Challenge, since: dt.datetime, running: Clock | None = None) -> Term:
    """Return when the reminders are due and the agreed term is over, told by the clock of the challenge."""
    told, whole = running or silence_clock(challenge), dt.timedelta(days=silent_days(challenge))
    return Term(
        first=told.deadline(since, whole * FIRST),
        second=told.deadline(since, whole * SECOND),
        over=told.deadline(since, whole),
    )


def open_silence(party: Party) -> Silence | None:
    """Return the silence of a party that is kept now, also while it sleeps."""
    return Silence.objects.select_related("asked").filter(party=party, ended_at=None).first()


def may_sleep_from(silence: Silence) -> dt.datetime | None:
    """Return from when the others may let this party sleep; None as long as a step is missing or the clock stands."""
    if silence.sponsor_told_at is None:
        return None
    return silence_clock(silence.party.challenge).deadline(silence.sponsor_told_at, BETWEEN)


def others_awake(party: Party) -> list[Party]:
    """Return the parties that would go on without this one."""
    return list(party.challenge.parties.filter(state=Party.State.ACTIVE).exclude(pk=party.pk).order_by("number"))


def enough_awake(party: Party) -> bool:
    """Say whether at least two other parties, of two kinds, would go on (R15)."""
    silent = ripe(party.challenge)
    return len({other.kind for other in others_awake(party) if other.pk not in silent}) >= KINDS_AWAKE


def waited_for() -> list[Party]:
    """Return the parties for which a question waits, or whose silence is kept, in challenges that go on."""
    answered = PartyConsent.objects.filter(round=OuterRef("pk"), party=OuterRef(OuterRef("pk")), lapsed_at=None)
    open_ones = Round.objects.filter(challenge=OuterRef("challenge"), outcome=Round.Outcome.OPEN)
    kept = Silence.objects.filter(party=OuterRef("pk"), ended_at=None)
    parties = Party.objects.filter(state=Party.State.ACTIVE, invented=False).exclude(challenge__phase=Phase.CLOSED)
    others = {party for source, _label, _name in _WAITS for party in source(None)}
    waits = parties.filter(Exists(open_ones.filter(~Exists(answered))) | Exists(kept) | Q(pk__in=others))
    return list(waits.select_related("challenge__stream").order_by("pk"))


def page(challenge: Challenge, viewer: Viewer, own: Party | None) -> dict[str, Any]:
    """Return per party what is waited for and who sleeps; the same for everybody, but for what one can do oneself."""
    kept = Silence.objects.select_related("asked", "party").filter(party__challenge=challenge, ended_at=None)
    silences = {one.party_id: one for one in kept}
    waits, running, helpers = waits_of(challenge), silence_clock(challenge), helpers_of(challenge)
    stands = running.stands_still
    present, named = (Party.State.ACTIVE, Party.State.ASLEEP), things(challenge, waits)
    parties = list(challenge.parties.filter(state__in=present, invented=False).order_by("number"))
    over = _over(challenge, [party for party in parties if party.pk in silences], silences, waits)
    asked = _asked_from_outside(challenge)
    silent = ripe(challenge) if any(one.sponsor_told_at for one in silences.values()) else frozenset()
    awake = [party for party in parties if party.state == Party.State.ACTIVE and party.pk not in silent]
    rows = [
        {
            **_row(party, waits.get(party.pk), silences.get(party.pk) if party.pk not in over else None, running, own),
            "stands": stands,
            "waits_on": named.get(party.pk, []),
            "enough": len({one.kind for one in awake if one != party}) >= KINDS_AWAKE,
            **_help(asked.get(party.pk, []), helpers, viewer),
        }
        for party in parties
    ]
    return {"rows": [row for row in rows if row["waits"] or row["silence"]], "days": silent_days(challenge)}


def _over(
    challenge: Challenge, parties: list[Party], silences: Mapping[int, Silence], waits: Mapping[int, Waits]
) -> set[int]:
    """Return the parties (keys) whose silence is over by now, though no job ended it yet."""
    for party in parties:
        party.challenge = challenge
    awake = [party for party in parties if party.state == Party.State.ACTIVE]
    signs = last_signs(awake)
    since = {party.pk: max(waits[party.pk].since, signs[party.pk]) for party in awake if party.pk in waits}
    return {party.pk for party in awake if party.pk not in since or since[party.pk] > silences[party.pk].since}


def _asked_from_outside(challenge: Challenge) -> dict[int, list[Candidacy]]:
    """Return per silent party (key) who was asked from outside to help decide about it, and did not stop."""
    found: dict[int, list[Candidacy]] = {}
    about = Candidacy.objects.filter(challenge=challenge, without__isnull=False).exclude(state=Candidacy.State.ENDED)
    for one in about.select_related("person", "asked").order_by("asked_at", "pk"):
        found.setdefault(one.without_id or 0, []).append(one)
    return found


def _help(about: list[Candidacy], helpers: list[Person], viewer: Viewer) -> dict[str, Any]:
    """Return whether somebody from outside helps with one silence, whether that is who looks, and who is asked."""
    serve = [*helpers, *(one.person for one in about if one.state == Candidacy.State.SERVES)]
    waits = [one for one in about if one.state == Candidacy.State.ASKED and still_asked(one)]
    return {"helped": bool(serve), "helps": isinstance(viewer, Person) and viewer in serve, "asks_help": waits}


def _row(
    party: Party, waits: Waits | None, silence: Silence | None, running: Clock, own: Party | None
) -> dict[str, Any]:
    told = None if silence is None else silence.sponsor_told_at
    ripe = None if told is None else running.deadline(told, BETWEEN)
    asleep = party.state == Party.State.ASLEEP
    asked = None if silence is None else silence.asked
    open_question = asked is not None and asked.outcome != Round.Outcome.WITHDRAWN
    return {
        "party": party,
        "waits": None if asleep or waits is None else waits.since,
        "silence": silence,
        "asleep_since": silence.asleep_at if silence is not None and asleep else None,
        "may_sleep_from": None if asleep else ripe,
        "can_ask": ripe is not None and ripe <= timezone.now() and not asleep and own not in {None, party}
        and not open_question and not running.stands_still,
        "asked": asked if open_question and not asleep else None,
        "own": own == party,
    }  # fmt: skip


def sleeping(challenge: Challenge) -> dict[int, dt.datetime]:
    """Return the parties (keys) that sleep now, and since when; for pages of the apps above."""
    kept = Silence.objects.filter(party__challenge=challenge, ended_at=None, asleep_at__isnull=False)
    return {party: since for party, since in kept.values_list("party_id", "asleep_at") if since is not None}


def silence_of(challenge: Challenge, public_id: str) -> Silence:
    """Return a silence of this challenge; raises Http404 for another's and for one that is over."""
    found = Silence.objects.select_related("party__challenge__stream", "asked")
    return get_object_or_404(found, party__challenge=challenge, public_id=public_id, ended_at=None)


def silences() -> QuerySet[Silence]:
    """Return the silences, with the party that the others are asked about."""
    return Silence.objects.select_related("party")


def asks_about(asked: Round) -> frozenset[int]:
    """Return the silent party, and others that stay silent as long: the rest is asked about it."""
    silence: Silence | None = asked.thing
    return frozenset() if silence is None else ripe(asked.challenge) | {silence.party_id}


def asks_helper_about(asked: Round) -> frozenset[int]:
    """Return the same for the question who helps to decide about a silent party."""
    found: Candidacy | None = asked.thing
    return frozenset() if found is None or found.without_id is None else ripe(asked.challenge) | {found.without_id}


def ripe(challenge: Challenge) -> frozenset[int]:
    """Return the parties (keys) that stay silent after two reminders and word to who stands behind them, for now.

    Whether another of them sleeps does not wait for their answer: two that vanished would keep each other (R15).
    """
    kept = Silence.objects.select_related("party__challenge").filter(party__challenge=challenge, ended_at=None)
    told = list(kept.filter(party__state=Party.State.ACTIVE, sponsor_told_at__isnull=False))
    signs, now = last_signs([one.party for one in told]), timezone.now()
    from_when = {one.party_id: may_sleep_from(one) for one in told if signs.get(one.party_id, one.since) <= one.since}
    return frozenset(party for party, moment in from_when.items() if moment is not None and moment <= now)


def label(asked: Round) -> str:
    """Return what the others are asked."""
    silence: Silence | None = asked.thing
    if silence is None:
        raise Http404
    return _("%(party)s sleeps for now, and we go on") % {"party": silence.party}


def state(challenge: Challenge) -> str:
    """Return in a few words who sleeps, for the page of the lead-in."""
    names = Party.objects.filter(pk__in=sleeping(challenge)).order_by("number").values_list("name", flat=True)
    return _("%(names)s sleeps") % {"names": ", ".join(names)} if names else ""


def knows_sponsor(party: Party) -> bool:
    """Say whether who stands behind a party can be reached."""
    sponsor = sponsor_of(party)
    return sponsor is not None and bool(sponsor.email)


def tasks(asked: Asked) -> list[Task]:
    """Return for helpers from outside the silences they are asked to look at; one query, and one per such challenge."""
    return [
        Task(
            asks=_("Shall this party sleep for now?"),
            about=row.party.name,
            url=reverse("silence:page", args=[row.party.challenge.slug]),
            challenge=row.party.challenge.title,
            since=row.asked.opened_at,
            email=helper.email,
        )
        for row in _to_look_at()
        if row.asked is not None
        for helper in helpers_about(row.party)
        if helper.email in asked.emails
    ]


@prepared
def _to_look_at() -> QuerySet[Silence]:
    rounds = (Round.Outcome.OPEN, Round.Outcome.AGREED)
    found = Silence.objects.filter(ended_at=None, helped_at=None, asked__outcome__in=rounds)
    return found.select_related("party__challenge", "asked").order_by("pk")
