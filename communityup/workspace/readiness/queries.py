"""What do we show of being ready: the round that runs, what may be seen of it, and how it went before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.methods.spreads import FEWEST
from communityup.people.models import Person
from communityup.questionnaires import queries as rounds
from communityup.questionnaires.exports import Asked
from communityup.questionnaires.models import CHOICES, Kind, Participant, Side
from communityup.workspace.challenges.models import Challenge, Party, Phase, Ring, Seat
from communityup.workspace.challenges.permissions import Viewer, seat_of
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitation.permissions import facilitators_of, holds_key
from communityup.workspace.facilitation.queries import decided_with, waiting_act
from communityup.workspace.readiness.models import Check, Outcome
from communityup.workspace.readiness.permissions import (
    CLOSE_CHECK,
    END_CHECK,
    OPEN_CHECK,
    mark_of,
    may_see,
)
from communityup.workspace.tasks import queries as tasks_


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One of the seven conditions for success, and the one plain question about it (R35)."""

    key: str
    label: str | Promise
    dutch: str
    english: str

    def __str__(self) -> str:
        return self.english if get_language() == "en" else self.dutch


# Questions of the mirror, with their keys: what is answered here can be laid beside later rounds.
CONDITIONS = (
    Condition(
        key="H2",
        label=gettext_lazy("Clarity"),
        dutch="Ik weet wat voor de andere partijen belangrijk is.",
        english="I know what matters to the other parties.",
    ),
    Condition(
        key="C1",
        label=gettext_lazy("Commitment"),
        dutch="Alle partijen steken er echt tijd en moeite in.",
        english="All parties really put time and effort into this.",
    ),
    Condition(
        key="V2",
        label=gettext_lazy("Trust and equality"),
        dutch="Mijn inbreng telt even zwaar als die van anderen.",
        english="What I bring in counts as much as what others bring in.",
    ),
    Condition(
        key="S1",
        label=gettext_lazy("Safety"),
        dutch="Ik durf te zeggen wat ik denk, ook als anderen het niet willen horen.",
        english="I dare to say what I think, also when others would rather not hear it.",
    ),
    Condition(
        key="M1",
        label=gettext_lazy("Taking each other along"),
        dutch="Ik krijg op tijd te horen wat er speelt.",
        english="I hear in time what is going on.",
    ),
    Condition(
        key="T1",
        label=gettext_lazy("Time"),
        dutch="Het tempo past bij mij.",
        english="The pace suits me.",
    ),
    Condition(
        key="R1",
        label=gettext_lazy("Room"),
        dutch="We mogen van het plan afwijken als iets beters langskomt.",
        english="We may leave the plan when something better comes along.",
    ),
)
ASKED = (
    *(Asked(key=one.key, kind=Kind.SCALE, dutch=one.dutch, english=one.english) for one in CONDITIONS),
    Asked(
        key="O1",
        kind=Kind.WORDS,
        dutch="Wat moet de tafel weten wat nog niet gezegd is?",
        english="What must the table know that was not said yet?",
    ),
)
_LABELS = {one.key: one.label for one in CONDITIONS}


def series(challenge: Challenge) -> str:
    """Return under which name all rounds of a challenge are judged beside each other, also parties' own ones."""
    return f"readiness:{challenge.public_id}"


def people_asked(check: Check) -> int:
    """Return how many people are asked in a round: at the table and around it, of the parties that were asked."""
    here = Seat.objects.filter(challenge=check.challenge, ring__in=(Ring.TABLE, Ring.CONTRIBUTOR))
    return here.filter(party__public_id__in=check.asked.sides.values("key")).count()


def few_asked(check: Check) -> bool:
    """Say whether so few people are asked that others can guess whose words these are, also without a name (R9)."""
    return people_asked(check) < FEWEST


def check_of(challenge: Challenge, public_id: str, person: Viewer) -> Check:
    """Return one round; raises Http404 for another challenge's, and for another party's own (B35)."""
    check = _check.or_404(challenge.pk, public_id)
    if not may_see(check, person):
        raise Http404
    # The same challenge, which knows already whether a step back lasts.
    check.challenge = challenge
    return check


@prepared
def _check(challenge: int, public_id: str) -> QuerySet[Check]:
    found = Check.objects.select_related("challenge__stream", "party", "asked__stream", "no_step__current")
    return found.filter(challenge=challenge, public_id=public_id)


def page_of_round(slug: str, round_id: str) -> str | None:
    """Return where a round of questions is read, if it is one about being ready."""
    public_id = Check.objects.filter(asked__public_id=round_id).values_list("public_id", flat=True).first()
    return None if public_id is None else reverse("readiness:check", args=[slug, public_id])


def page_of_step(act: Act) -> str:
    """Return where one reads the round that a step of the process is about."""
    return reverse("readiness:check", args=[act.challenge.slug, act.about.partition(":")[2]])


def label_of_ending(act: Act) -> str:
    """Return what ending a round means, with the reason when it is deliberately without a step."""
    if act.words is None:
        return _("End the round about being ready")
    return _("End the round about being ready, deliberately without a step: %(reason)s") % {"reason": act.words}


def step_that_waits(check: Check) -> Act | None:
    """Return the closing or ending of this round that waits for a second yes, if any (E7)."""
    if check.ended_at is not None or check.party_id is not None:
        return None
    step = CLOSE_CHECK if check.asked.is_open else END_CHECK
    return waiting_act(check.challenge, f"{step}:{check.public_id}")


def page(challenge: Challenge, person: Viewer) -> dict[str, Any]:
    """Return the rounds of all parties, and those of one's own party for its own eyes."""
    seat = seat_of(challenge, person)
    mine = Q(party=None) if seat is None else Q(party=None) | Q(party=seat.party_id)
    found = Check.objects.filter(mine, challenge=challenge).select_related("asked").order_by("-asked__opened_at", "-pk")
    of_all = [check for check in found if check.party_id is None]
    own = [check for check in found if check.party_id is not None]
    runs = any(check.ended_at is None for check in of_all)
    guards = [] if runs else facilitators_of(challenge)
    return {
        "together": [{"check": check, "state": state_of(check)} for check in of_all],
        "own_rounds": [{"check": check, "state": state_of(check)} for check in own],
        "runs": runs,
        "asking": None if runs else waiting_act(challenge, OPEN_CHECK),
        "guarded": not runs and bool(guards),
        "decided_with": decided_with(guards, person),
        "holds_key": not runs and holds_key(challenge, person),
        "own_runs": any(check.ended_at is None for check in own),
        "conditions": CONDITIONS,
    }


def state_of(check: Check) -> str:
    """Return in one or two words how far a round is."""
    if check.ended_at is not None:
        return _("the round is over")
    return _("people answer") if check.asked.is_open else _("you talk about it")


def shown(check: Check, person: Viewer) -> dict[str, Any]:
    """Return one round as everybody reads it who may see it, and what is one's own in it."""
    given = list(check.outcomes.select_related("party", "words__current").order_by("party__number"))
    # Of a round that is over nothing is asked of a party that came later.
    voices = parties_of(check) if check.ended_at is None else [one.party for one in given]
    seat = seat_of(check.challenge, person)
    own = next((one for one in given if seat is not None and one.party_id == seat.party_id), None)
    return {
        "check": check,
        "state": state_of(check),
        "step_that_waits": step_that_waits(check),
        "results": [{**row, "label": _LABELS.get(row["question"].key, "")} for row in rounds.results(check.asked)],
        "voices": [{"party": party, "told": any(one.party_id == party.pk for one in given)} for party in voices],
        "outcome": together(check, given, voices),
        "outcome_words": [one for one in given if one.words is not None],
        "steps": list(check.told_steps.select_related("party", "words__current")),
        "own_outcome": own,
        **(_own(check, person, seat) if isinstance(person, Person) else {}),
    }


def _own(check: Check, person: Person, seat: Seat | None) -> dict[str, Any]:
    """Return what only this person reads, and of their party only its own people."""
    key = None if seat is None or not check.asked.is_open else seat.party.public_id
    return {
        "is_asked": key is not None and check.asked.sides.filter(key=key).exists(),
        "party_answered": key is not None and bool(rounds.open_answers(check.asked, key)),
        "answered": rounds.has_answered(check.asked, person),
        "own_words": [] if check.asked.words_shared else rounds.waiting_words(check.asked, person),
    }


def parties_of(check: Check) -> list[Party]:
    """Return which parties say what they make of a round: all that take part, or the one whose own it is."""
    return active_parties(check.challenge) if check.party is None else [check.party]


def still_to_say(check: Check) -> list[Party]:
    """Return the parties that did not yet say what they make of a round; silence is no answer (E8)."""
    told = set(check.outcomes.values_list("party_id", flat=True))
    return [party for party in parties_of(check) if party.pk not in told]


def together(check: Check, given: Sequence[Outcome], voices: Sequence[Party]) -> str | None:
    """Return what the parties say together once each has said something; who said which is not told (B35, R13)."""
    choices = {one.party_id: one.choice for one in given}
    if any(party.pk not in choices for party in voices) and check.ended_at is None:
        return None
    said = set(choices.values())
    if Outcome.Choice.NOT_YET in said:
        return Outcome.Choice.NOT_YET
    return Outcome.Choice.GO if said == {Outcome.Choice.GO} else Outcome.Choice.OTHERWISE


def outcome_of(check: Check) -> str | None:
    """Return what the parties say together in a round, or None as long as somebody has to say it."""
    return together(check, list(check.outcomes.all()), parties_of(check))


def outcome_by(check: Check, party: Party) -> dict[str, str]:
    """Return what one party said of a round before, to change it."""
    said = check.outcomes.filter(party=party).select_related("words__current").first()
    before = {} if said is None else {"choice": said.choice, "words": str(said.words or "")}
    return {**before, "seen": mark_of(said)}


def trend(check: Check) -> list[dict[str, Any]]:
    """Return per condition how it was answered in every round so far, of all parties or of the one whose own it is."""
    same = Check.objects.filter(challenge=check.challenge, party=check.party, asked__closed_at__isnull=False)
    found = {one.asked_id: one for one in same.select_related("asked").order_by("number")}
    rows = rounds.trend([one.asked for one in found.values()])
    return [
        {
            "condition": condition,
            "choices": CHOICES[Kind.SCALE],
            "rounds": [{**row, "check": found[row["round"].pk]} for row in rows.get(condition.key, [])],
        }
        for condition in CONDITIONS
    ]


def spoken_about(challenge: Challenge) -> bool:
    """Say whether all parties talked about being ready and ended that round: advice before the lead-in ends (R21)."""
    return Check.objects.filter(challenge=challenge, party=None, ended_at__isnull=False).exists()


def state(challenge: Challenge) -> str:
    """Return how it stands, for the page of the lead-in; parties' own rounds are told nowhere."""
    latest = Check.objects.filter(challenge=challenge, party=None).select_related("asked").order_by("-number").first()
    return "" if latest is None else state_of(latest)


def unanswered(asked: tasks_.Asked) -> list[tasks_.Task]:
    """Return the open rounds that these people did not answer yet, each for that person alone; three queries.

    Who emptied their answers on purpose is not asked again. Answering goes on during a step back, and so does this.
    """
    seats = _asked_places(asked.emails)
    sides = _open_sides(frozenset(seat.party.public_id for seat in seats)) if seats else []
    began = set(_began(frozenset(side.round_id for side in sides))) if sides else set()
    return [
        tasks_.Task(
            asks=_("Will you answer seven short questions? Nobody sees who answered what."),
            about=_("Are we ready?"),
            url=reverse("readiness:check", args=[side.round.readiness.challenge.slug, side.round.readiness.public_id]),
            challenge=side.round.readiness.challenge.title,
            since=side.round.opened_at,
            email=seat.person.email,
            private=True,
        )
        for side in sides
        for seat in seats
        if seat.party.public_id == side.key and (side.round_id, seat.person_id) not in began
    ]


@prepared
def _asked_places(emails: frozenset[str]) -> QuerySet[Seat]:
    places = Seat.objects.filter(person__email__in=emails, ring__in=(Ring.TABLE, Ring.CONTRIBUTOR))
    return places.filter(party__state=Party.State.ACTIVE).select_related("person", "party")


@prepared
def _open_sides(parties: frozenset[str]) -> QuerySet[Side, Any]:
    sides = Side.objects.filter(round__closed_at=None, key__in=parties, round__readiness__isnull=False)
    here = sides.exclude(round__readiness__challenge__phase=Phase.CLOSED)
    return here.select_related("round__readiness__challenge")


@prepared
def _began(rounds: frozenset[int]) -> QuerySet[Participant, tuple[int, int]]:
    return Participant.objects.filter(round__in=rounds).values_list("round_id", "person_id")


def tasks(asked: tasks_.Asked) -> list[tasks_.Task]:
    """Return the rounds in which these parties have to say what they make of it; a constant number of queries."""
    checks = _to_talk_about(asked.parties)
    told = set(_told(frozenset(check.pk for check in checks))) if checks else set()
    parties = _active(asked.parties) if checks else []
    return [
        tasks_.Task(
            asks=_("What does your party make of this round?"),
            about=_("Are we ready?"),
            url=reverse("readiness:check", args=[check.challenge.slug, check.public_id]),
            challenge=check.challenge.title,
            since=check.asked.closed_at or check.asked.opened_at,
            party=party.pk,
        )
        for check in checks
        for party in parties
        if party.challenge_id == check.challenge_id
        and check.party_id in {None, party.pk}
        and (check.pk, party.pk) not in told
    ]


@prepared
def _to_talk_about(parties: frozenset[int]) -> QuerySet[Check]:
    waiting = Check.objects.filter(ended_at=None, asked__closed_at__isnull=False)
    rows = waiting.filter(Q(party__in=parties) | Q(party=None, challenge__parties__in=parties)).distinct()
    return rows.select_related("challenge", "asked")


@prepared
def _told(checks: frozenset[int]) -> QuerySet[Outcome, tuple[int, int]]:
    return Outcome.objects.filter(check_round__in=checks).values_list("check_round_id", "party_id")


@prepared
def _active(parties: frozenset[int]) -> QuerySet[Party]:
    return Party.objects.filter(pk__in=parties, state=Party.State.ACTIVE)
