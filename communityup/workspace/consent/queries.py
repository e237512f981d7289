"""How a question to all parties stands, party by party; a silent party stays visible as silent."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from communityup.methods.reading import reading_minutes
from communityup.people.actors import Actor
from communityup.ui.templatetags.ui import clock as time_of_day
from communityup.workspace.challenges.models import Challenge, Clock, Party, Phase
from communityup.workspace.challenges.permissions import Viewer, takes_part
from communityup.workspace.challenges.queries import active_parties, clock, marks
from communityup.workspace.consent.models import PartyConsent, Round, Things, by_id, register_things
from communityup.workspace.consent.permissions import silent
from communityup.workspace.tasks.queries import Asked, Task

ENDED_ON_A_PAGE = 20
# By which name all are asked whether something still fits, and after how long (B29).
AGAIN, REVIEW_DAYS = "again", 182
Words = Callable[[Round], Any]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One kind of question to all parties. The app that asks registers it in AppConfig.ready.

    `about` of a round begins with the prefix, then perhaps ":" and an id. `carry_out` is the action that follows the
    last yes: it does the thing, records its own event, and raises Refused when it became impossible meanwhile.
    `besides` gives parties (keys) whose yes is not needed, and who do not answer: the question is about them.
    `reads` gives the text on which all decide, where `label` and `why` do not hold it: long texts are read first.
    `label` and `why` name no people, as everybody reads them: `who` does, for who takes part alone (X14).
    """

    prefix: str
    label: Callable[[Round], Any]
    why: Callable[[Round], Any]
    carry_out: Callable[[Round, Actor], None]
    url: Callable[[Round], str] = lambda asked: reverse("room:overview", args=[asked.challenge.slug])
    while_paused: bool = False
    while_closed: bool = False
    besides: Callable[[Round], frozenset[int]] = lambda _asked: frozenset()
    reads: Callable[[Round], str] = lambda _asked: ""
    who: Callable[[Round], str] = lambda _asked: ""
    about_url: Callable[[Round], str] | None = None  # where one reads what it is about, if not where one answers
    part: str = ""  # of the platform, when that can be off: then it is not asked or answered (A5)
    # A question that nobody can take back, because something else asked it than the wish of one party.
    firm: bool = False
    taken_back: Callable[[Round], None] = lambda _asked: None  # what goes along when the party takes it back
    things: Things = lambda _rounds: {}  # what these are about, found for all at once; `asked.thing` gives it
    counts: Callable[[Round], bool] = lambda _asked: False  # still counts once agreed, so it can be touched (E13)


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """One kind of decision that goes on counting: half a year later all parties are asked whether it still fits (B29).

    `counts` gives the keys of the rounds of this kind that count now, `url` where it stands and how one changes it.
    """

    counts: Callable[[], QuerySet[Any, Any]]
    label: Callable[[Round], Any]
    url: Callable[[Round], str]


class Beside:
    """What is shown beside questions of one challenge, now or at a moment: each part asked once, when it is needed."""

    def __init__(
        self, challenge: Challenge, rounds: Sequence[Round], at: dt.datetime | None = None, viewer: Viewer | None = None
    ) -> None:
        """Keep what it is about; nothing is asked yet."""
        self._challenge, self._rounds, self._at, self._viewer = challenge, rounds, at, viewer

    inside = cached_property(lambda self: self._viewer is not None and takes_part(self._challenge, self._viewer))
    parties = cached_property(lambda self: active_parties(self._challenge))
    may = cached_property(lambda self: mandates(self._challenge, self._at))
    marks = cached_property(lambda self: marks(self._challenge))
    running = cached_property(lambda self: clock(self._challenge))

    @cached_property
    def answers(self) -> Mapping[int, Sequence[dict[str, Any]]]:
        """Return the answers per question (key), in the order in which they came; also those that lapsed."""
        found: dict[int, list[dict[str, Any]]] = {}
        rows = PartyConsent.objects.filter(round__in=self._rounds).order_by("pk")
        for row in rows.values(*PartyConsent.SHOWN, "lapsed_at"):
            found.setdefault(row["round_id"], []).append(dict(row))
        return found


Mandates = Callable[[Challenge, dt.datetime | None], Mapping[int, Sequence[str]]]
"""Gives per party (key) in short sentences what its people can promise, now or as it was at a moment."""

_SUBJECTS: dict[str, Subject] = {}
_MANDATES: list[Mandates] = []
_LASTING: dict[str, Lasting] = {}
_ELSEWHERE: dict[str, tuple[Words, Callable[[Round], str]]] = {}
_DECISIONS = by_id(lambda: Round.objects.select_related("challenge"))


def register_subject(subject: Subject) -> None:
    """Let questions of this kind be asked, answered and shown."""
    _SUBJECTS[subject.prefix] = subject
    register_things(subject.prefix, things=subject.things)


def register_lasting(prefix: str, lasting: Lasting) -> None:
    """Let decisions of this kind be looked at again; called in AppConfig.ready."""
    _LASTING[prefix] = lasting


def register_elsewhere(*prefixes: str, label: Words, url: Callable[[Round], str], things: Things) -> None:
    """Say what questions of a kind ask that their own app answers, and on which page; called in AppConfig.ready."""
    register_things(*prefixes, things=things)
    _ELSEWHERE.update(dict.fromkeys(prefixes, (label, url)))


def find_subject(about: str) -> Subject | None:
    """Return the kind of a question, or None for one that its own app answers itself."""
    return _SUBJECTS.get(about.partition(":")[0])


def subject_of(about: str) -> Subject:
    """Return the kind of a question; raises Http404 for one that nobody registered."""
    found = find_subject(about)
    if found is None:
        raise Http404
    return found


def besides(asked: Round) -> frozenset[int]:
    """Return the parties (keys) that do not answer this question."""
    subject = find_subject(asked.about)
    return frozenset() if subject is None else subject.besides(asked)


def minutes_to_read(asked: Round) -> int:
    """Return how many minutes everybody gets to read what is asked; 0 for what is short.

    Counted in Dutch for everybody, so that it is the same whatever language somebody reads in.
    """
    subject = find_subject(asked.about)
    if subject is None:
        return 0
    with override("nl"):
        return reading_minutes(str(part(asked)) for part in (subject.label, subject.why, subject.who, subject.reads))


def read_until(asked: Round, minutes: int, running: Clock) -> dt.datetime | None:
    """Return the whole minute from which every party can say yes; None while a step back makes that unknown."""
    until = running.deadline(asked.opened_at, dt.timedelta(minutes=minutes))
    if until is None:
        return None
    whole = until.replace(second=0, microsecond=0)
    return whole if whole == until else whole + dt.timedelta(minutes=1)


def still_reading(asked: Round, beside: Beside | None = None) -> dict[str, Any] | None:
    """Return how many minutes of reading there are and from when one can say yes (B26); None when that has come."""
    minutes = minutes_to_read(asked) if asked.outcome == Round.Outcome.OPEN else 0
    until = read_until(asked, minutes, (beside or Beside(asked.challenge, [asked])).running) if minutes else None
    return None if until is None or until <= timezone.now() else {"minutes": minutes, "time": time_of_day(until)}


def register_mandates(source: Mandates) -> None:
    """Say where it is kept what people may promise, to show it at every decision; called in AppConfig.ready."""
    if source not in _MANDATES:
        _MANDATES.append(source)


def mandates(challenge: Challenge, at: dt.datetime | None = None) -> dict[int, Sequence[str]]:
    """Return per party (key) what its people can promise and what goes back first; a party that said nothing is absent.

    With `at` as it was at that moment, for a decision that was taken.
    """
    return {party: said for source in _MANDATES for party, said in source(challenge, at).items()}


def standing(asked: Round, beside: Beside | None = None) -> list[dict[str, Any]]:
    """Return per party that takes part: number, name, answer ("agrees", "not_yet", None), reason, seen, mandates."""
    beside = beside or Beside(asked.challenge, [asked], asked.ended_at)
    answers = {row["party_id"]: row for row in beside.answers.get(asked.pk, ()) if row["lapsed_at"] is None}
    left_out = besides(asked)
    parties = [party for party in beside.parties if party.pk not in left_out]
    return [_row(asked, party, answers.get(party.pk, {}), beside.may.get(party.pk, ())) for party in parties]


def _row(asked: Round, party: Party, answer: dict[str, Any], may: Sequence[str]) -> dict[str, Any]:
    agrees, reason = answer.get("agrees"), answer.get("reason__current__body") or ""
    said = None if agrees is None else ("agrees" if agrees else "not_yet")
    told = {"answer": said, "reason": reason, "seen": asked.mark(agrees=agrees, reason=answer.get("reason__public_id"))}
    return {"number": party.number, "name": party.name, "party_id": party.pk, **told, "mandates": may}


def own_row(rows: Iterable[dict[str, Any]], own: Party | None) -> dict[str, Any]:
    """Return what one's own party answered, of how all parties stand; nothing for who answers for none of them."""
    return next((row for row in rows if own is not None and row["party_id"] == own.pk), {})


def open_about(challenge: Challenge, about: str) -> Round | None:
    """Return the open round about one thing, if any."""
    return Round.objects.filter(challenge=challenge, about=about, outcome=Round.Outcome.OPEN).first()


def proposer_of(asked: Round, beside: Beside | None = None) -> int | None:
    """Return the party (key) that asked: its own yes came with the question, before every other answer."""
    said = (beside or Beside(asked.challenge, [asked])).answers.get(asked.pk) if asked.from_table else None
    return said[0]["party_id"] if said else None


def round_of(challenge: Challenge, public_id: str) -> Round:
    """Return a question of this challenge; raises Http404 for another's and for one that is answered elsewhere."""
    found = Round.objects.select_related("challenge__stream").filter(challenge=challenge, public_id=public_id).first()
    if found is None or find_subject(found.about) is None:
        raise Http404
    return found


def asked_now(challenge: Challenge, own: Party | None, viewer: Viewer | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return all that waits for answers, the oldest first: `questions` of a registered kind, and `asked_elsewhere`.

    The latter is answered on a page of its own app: what it asks, where, and who is silent.
    """
    waiting = Round.objects.filter(challenge=challenge, outcome=Round.Outcome.OPEN).select_related("challenge")
    rounds, elsewhere = Round.together(waiting.order_by("opened_at", "pk")), list[dict[str, Any]]()
    beside = Beside(challenge, rounds, viewer=viewer)
    for asked in rounds:
        if asked.kind in _ELSEWHERE:
            silent = [row for row in standing(asked, beside) if row["answer"] is None]
            row = {"round": asked, "silent": silent, "own_waits": bool(own_row(silent, own))}
            elsewhere.append({**row, **(what_and_where(asked) or {})})
    return {
        "questions": [question(asked, own, beside) for asked in rounds if find_subject(asked.about) is not None],
        "asked_elsewhere": [row for row in elsewhere if row["silent"]],
    }


def what_and_where(asked: Round) -> dict[str, str] | None:
    """Return what a question asks and where it is answered; None for one of which no app says so."""
    if find_subject(asked.about) is not None:
        url = reverse("consent:question", args=[asked.challenge.slug, asked.public_id])
        return {"label": str(subject_of(asked.about).label(asked)), "url": url}
    label, place = _ELSEWHERE.get(asked.kind, (None, None))
    return None if label is None or place is None else {"label": str(label(asked)), "url": place(asked)}


def ended_questions(challenge: Challenge, page: str | int = 1, viewer: Viewer | None = None) -> Page[Any]:
    """Return a page of questions of a registered kind that ended, the newest first, with `label` and `who`."""
    ended = Round.objects.filter(challenge=challenge).exclude(outcome=Round.Outcome.OPEN).order_by("-ended_at", "-pk")
    known = [asked for asked in ended.select_related("challenge") if find_subject(asked.about) is not None]
    chosen = Paginator(known, ENDED_ON_A_PAGE).get_page(page)
    beside, shown = Beside(challenge, (), viewer=viewer), Round.together(chosen)
    rows = [{"round": one, "label": subject_of(one.about).label(one), "who": _who(one, beside)} for one in shown]
    return Page(rows, chosen.number, chosen.paginator)


def _who(asked: Round, beside: Beside) -> str:
    found = subject_of(asked.about).who(asked)
    return found if found and beside.inside else ""


def question(asked: Round, own: Party | None, beside: Beside | None = None) -> dict[str, Any]:
    """Return what the page shows of one question; the same for all who take part, but for one's own answer."""
    beside = beside or Beside(asked.challenge, [asked], asked.ended_at)
    subject, rows = subject_of(asked.about), standing(asked, beside)
    return {
        "round": asked,
        "label": subject.label(asked),
        "who": _who(asked, beside),
        "why": subject.why(asked),
        "url": (subject.about_url or subject.url)(asked),
        "open": asked.outcome == Round.Outcome.OPEN,
        "standing": rows,
        "reading": still_reading(asked, beside),
        "no_mandate": [row for row in rows if not row["mandates"]],
        "own_answer": own_row(rows, own).get("answer"),
        "seen": own_row(rows, own).get("seen"),
        "while_paused": subject.while_paused,
        "while_closed": subject.while_closed,
        "own": own is not None and not subject.firm and proposer_of(asked, beside) == own.pk,
        "marks": beside.marks.get(f"round:{asked.public_id}", []),
        # All said yes and it is still open: a silent party left meanwhile, and one more yes ends it.
        "all_said_yes": len(rows) > 1 and all(row["answer"] == "agrees" for row in rows),
    }


def tasks(asked: Asked) -> list[Task]:
    """Return the questions to all parties that these parties did not answer yet, for the list of tasks.

    During a step back only what can be answered then is asked, such as whether all go on (E12).
    """
    found = [one for one in silent(asked.parties) if find_subject(one.about)]
    now = [one for one in found if not one.paused or subject_of(one.about).while_paused]
    return [_task(one, one.waits_for) for one in Round.together(now) if one.waits_for not in besides(one)]


def _task(waits: Round, party: int) -> Task:
    subject = subject_of(waits.about)
    return Task(
        asks=gettext("Does your party agree?"),
        about=subject.label(waits),
        url=subject.url(waits),
        challenge=waits.challenge.title,
        since=waits.opened_at,
        party=party,
    )


# Looking again, half a year after all agreed (B29).


def looked_at(asked: Round) -> Round:
    """Return the decision about which all parties are asked whether it still fits."""
    found: Round = asked.thing
    return found


def decisions(rounds: Sequence[Round]) -> Mapping[int, Any]:
    """Return per question whether something still fits the decision that it is about, with what that is about."""
    found = _DECISIONS(rounds)
    Round.together(found.values())
    return found


def lasting_of(decision: Round) -> Lasting:
    """Return the kind of a decision that goes on counting; raises Http404 for another."""
    found = _LASTING.get(decision.kind)
    if found is None:
        raise Http404
    return found


def pointless() -> list[Round]:
    """Return the questions whether something still fits that was changed or let go meanwhile."""
    asked = Round.objects.filter(about__startswith=f"{AGAIN}:", outcome=Round.Outcome.OPEN)
    asked = asked.exclude(challenge__phase=Phase.CLOSED)
    for lasting in _LASTING.values():
        asked = asked.exclude(Exists(lasting.counts().filter(public_id=Substr(OuterRef("about"), len(AGAIN) + 2))))
    return list(asked.select_related("challenge__stream").order_by("pk"))


def review_days(decisions: Iterable[Round], running: Clock) -> dict[int, dt.date | None]:
    """Return per decision (key) when all look at it again: half a year after they last did, on the running clock."""
    return {pk: review_day(moment, running) for pk, moment in _last_looked(decisions).items()}


def _last_looked(decisions: Iterable[Round]) -> dict[int, dt.datetime]:
    """Return per decision (key) when all agreed, or said last that it still fits; in one query."""
    agreed = [one for one in decisions if one.agreed]
    abouts = {f"{AGAIN}:{one.public_id}": one.pk for one in agreed}
    again = Round.objects.filter(about__in=abouts, outcome=Round.Outcome.AGREED).order_by("ended_at")
    last = {one.pk: one.ended_at for one in agreed}
    last |= {abouts[about]: ended for about, ended in again.values_list("about", "ended_at")}
    return {pk: moment for pk, moment in last.items() if moment is not None}


def review_day(last: dt.datetime, running: Clock) -> dt.date | None:
    """Return the day half a year after all looked, moved by every step back since; None while one lasts."""
    return running.day(timezone.localdate(last) + dt.timedelta(days=REVIEW_DAYS), since=last)


def due_decisions(**only: Any) -> list[Round]:
    """Return the decisions that count, whose day to look again came and about which nobody is asked yet; three queries.

    With `only` among the rounds of which that holds.
    """
    before = timezone.now() - dt.timedelta(days=REVIEW_DAYS - 1)
    again = Round.objects.filter(about=Concat(Value(f"{AGAIN}:"), OuterRef("public_id")))
    looked = again.filter(Q(outcome=Round.Outcome.OPEN) | Q(outcome=Round.Outcome.AGREED, ended_at__gt=before))
    counting = Q()
    for lasting in _LASTING.values():
        counting |= Q(pk__in=lasting.counts().values("pk"))
    agreed = Round.objects.filter(counting, outcome=Round.Outcome.AGREED, ended_at__lte=before, **only)
    agreed = agreed.exclude(Exists(looked)).exclude(challenge__phase=Phase.CLOSED)
    found = list(agreed.select_related("challenge").order_by("ended_at", "pk"))
    clocks, last = Clock.of_each({one.challenge_id for one in found}), _last_looked(found)
    days = [(one, review_day(last[one.pk], clocks[one.challenge_id])) for one in found]
    return [one for one, day in days if day is not None and day <= timezone.localdate()]


def again_label(asked: Round) -> str:
    """Return the question whether something still fits, with what it is about."""
    decision = looked_at(asked)
    return gettext("Does this still fit? %(what)s") % {"what": lasting_of(decision).label(decision)}


def again_url(asked: Round) -> str:
    """Return where the decision stands about which all are asked."""
    decision = looked_at(asked)
    return lasting_of(decision).url(decision)
