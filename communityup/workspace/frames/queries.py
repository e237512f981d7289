"""What do we show of frames: what is fixed, negotiable or open, what a late one touches, and what waits for whom."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.challenges.queries import Mark
from communityup.workspace.consent.models import Round, by_id
from communityup.workspace.consent.queries import find_subject
from communityup.workspace.frames.models import Frame, Kind, Question, Touch
from communityup.workspace.goals.models import Goal
from communityup.workspace.tasks.queries import Asked, Task

FRAME, GOAL, ROUND = "frame", "goal", "round"
ROUNDS_TO_CHOOSE = 30
IN_A_SENTENCE = 100
ON_THE_TABLE = (Goal.State.PROPOSED, Goal.State.SHARED)


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something that was decided or is on the table; only what is `open` can be asked anew."""

    key: str
    words: str
    url: str
    open: bool


@dataclass(frozen=True, kw_only=True)
class Touchable:
    """One kind of things that a late fixed frame can touch. The app that has them registers it in AppConfig.ready.

    `reopen` is the action that asks anew of those it concerns: it gets the key of the thing, what a new question to
    all parties is about, and the party that says so; it returns the question to all parties, if it is one. `waiting`
    returns which of these touches (keys in the database) still wait; without it that follows from the question.
    `let_go` stops asking, when what was fixed is so no more.
    """

    prefix: str
    things: Callable[[Challenge], Sequence[Thing]]
    reopen: Callable[[Challenge, str, str, Party], Round | None]
    waiting: Callable[[Sequence[Touch]], set[int]] = lambda touches: {
        touch.pk for touch in touches if touch.round is not None and touch.round.outcome == Round.Outcome.OPEN
    }

    let_go: Callable[[Challenge, str], None] = lambda _challenge, _key: None

    def choices(self, challenge: Challenge) -> list[Thing]:
        """Return what can be touched now."""
        return [thing for thing in self.things(challenge) if thing.open]


_TOUCHABLES: dict[str, Touchable] = {}


def register_touchable(kind: Touchable) -> None:
    """Let a late fixed frame touch things of this kind."""
    _TOUCHABLES[kind.prefix] = kind


def source_of(key: str) -> Touchable | None:
    """Return the kind of a thing, by its key."""
    return _TOUCHABLES.get(key.partition(":")[0])


def touchable(challenge: Challenge) -> list[Thing]:
    """Return everything that a late fixed frame can touch now."""
    return [thing for kind in _TOUCHABLES.values() for thing in kind.choices(challenge)]


def things(challenge: Challenge) -> dict[str, Thing]:
    """Return everything that a frame could ever touch, by key, to name what one touched."""
    return {thing.key: thing for kind in _TOUCHABLES.values() for thing in kind.things(challenge)}


def goals(challenge: Challenge) -> list[Thing]:
    """Return the goals, shared and proposed, as things that can be touched."""
    found = Goal.objects.filter(challenge=challenge).select_related("text__current").order_by("proposed_at", "pk")
    url = reverse("goals:page", args=[challenge.slug])
    return [
        Thing(key=f"{GOAL}:{goal.public_id}", words=str(goal), url=url, open=goal.state in ON_THE_TABLE)
        for goal in found
    ]


def rounds(challenge: Challenge) -> list[Thing]:
    """Return the questions to all parties, as things that can be touched; the newest first.

    Those are the open ones, and those of which what was agreed still counts. Who guarded the process once, or a step
    that was taken, is over: to ask that anew helps nobody.
    """
    found = Round.objects.filter(challenge=challenge).exclude(outcome=Round.Outcome.WITHDRAWN)
    found = found.select_related("challenge__opening__current")
    newest = found.order_by("-opened_at", "-pk")[:ROUNDS_TO_CHOOSE]
    kinds = {asked.about: find_subject(asked.about) for asked in newest}
    asks = {about: one for about, one in kinds.items() if one and not one.firm and not one.while_paused}
    return [
        Thing(
            key=f"{ROUND}:{asked.public_id}",
            words=str(asks[asked.about].label(asked)),
            url=reverse("consent:question", args=[challenge.slug, asked.public_id]),
            open=not asked.agreed or asks[asked.about].counts(asked),
        )
        for asked in Round.together(asked for asked in newest if asked.about in asks)
    ]


def page(challenge: Challenge, own: Party | None) -> dict[str, Any]:
    """Return all that the page shows: the frames by how settled they are, and those taken back; alike for everybody."""
    found = list(
        _frames(challenge).annotate(
            asked=Count("questions", distinct=True),
            unanswered=Count("questions", filter=Q(questions__answer=None), distinct=True),
        )
    )
    waits = {touch.frame_id for touch in _waiting(challenge)}
    rows = [
        {"frame": one, "own": own is not None and one.party_id == own.pk, "waits": one.pk in waits} for one in found
    ]
    here = [row for row in rows if row["frame"].withdrawn_at is None]
    return {
        "groups": [(label, [row for row in here if row["frame"].kind == kind]) for kind, label in Kind.choices],
        "gone": [row for row in rows if row["frame"].withdrawn_at is not None],
        "any": bool(here),
        "informing": informing(challenge),
        "is_late": is_late(challenge),
    }


def detail(frame: Frame, own: Party | None, place: Party | None = None) -> dict[str, Any]:
    """Return all that the page of one frame shows: its rule, history, what it touches, questions with answers.

    Who has a place in any ring for the party `place` asks about it; for the party `own` one acts at the table.
    """
    touches = list(frame.touches.select_related("party", "round"))
    known, waits = things(frame.challenge) if touches else {}, _still(touches)
    is_own = own is not None and own.pk == frame.party_id
    lives = frame.withdrawn_at is None
    return {
        "frame": frame,
        "touches": [
            {"touch": touch, "thing": known.get(touch.about), "waits": touch.pk in waits, "own": _own_question(touch)}
            for touch in touches
        ],
        "waits": bool(waits) and counts(frame),
        "questions": list(frame.questions.select_related("party", "words__current", "answer__current")),
        "earlier": _earlier(frame.words),
        "earlier_basis": [] if frame.basis is None else _earlier(frame.basis),
        "shifts": list(frame.shifts.all()),
        "is_own": is_own and lives,
        "can_ask": place is not None and place.pk != frame.party_id and lives,
        "can_point": own is not None and counts(frame),
        "can_reword": is_own and lives and not is_late(frame.challenge),
        "looser": [(kind, label) for kind, label in Kind.choices if is_own and lives and _looser(kind, frame.kind)],
    }


def counts(frame: Frame) -> bool:
    """Say whether this is fixed late, and still is: then what it touches is asked anew."""
    return frame.late and frame.kind == Kind.FIXED and frame.withdrawn_at is None


def is_late(challenge: Challenge) -> bool:
    """Say whether the lead-in is over: what is fixed now comes late (E13)."""
    return challenge.phase != Phase.LEAD_IN


def informing(challenge: Challenge) -> bool:
    """Say whether all is fixed that parties said something of: then this is informing, and one may as well say so."""
    kinds = Frame.objects.filter(challenge=challenge, withdrawn_at=None).order_by().values_list("kind", flat=True)
    return set(kinds) == {Kind.FIXED}


def state(challenge: Challenge) -> str:
    """Return in a few words how much is fixed, negotiable and open, for the page of the lead-in."""
    kinds = list(Frame.objects.filter(challenge=challenge, withdrawn_at=None).order_by().values_list("kind", flat=True))
    if not kinds:
        return _("nothing said yet")
    numbers = {kind: kinds.count(kind) for kind in Kind.values}
    return _("%(fixed)d fixed, %(negotiable)d negotiable, %(open)d open") % numbers


def told(challenge: Challenge) -> bool:
    """Say whether somebody told what is fixed, negotiable or open, for the checklist of the lead-in."""
    return Frame.objects.filter(challenge=challenge, withdrawn_at=None).exists()


def marks(challenge: Challenge) -> Mapping[str, Sequence[Mark]]:
    """Return what is touched by a late fixed frame and is asked anew, to show in place."""
    found: dict[str, list[Mark]] = {}
    for touch in _waiting(challenge):
        words = {"party": touch.frame.party.name, "what": short(touch.frame)}
        sentence = _("%(party)s fixed later: %(what)s. That touches this, so all look at it again.") % words
        url = reverse("frames:frame", args=[challenge.slug, touch.frame.public_id])
        found.setdefault(touch.about, []).append(Mark(sentence=sentence, url=url))
    return found


def short(frame: Frame) -> str:
    """Return the words of a frame, as they fit in a sentence."""
    return Truncator(" ".join(str(frame.words).split()).rstrip(".")).chars(IN_A_SENTENCE)


_touches = by_id(lambda: Touch.objects.select_related("frame__party", "frame__words__current", "frame__challenge"))


def touched(rounds: Sequence[Round]) -> Mapping[int, tuple[Touch, str]]:
    """Return per question whether something still stands (key) what touches it, and the words of what is touched."""
    found: Mapping[int, Touch] = _touches(rounds)
    known = {place: things(place) for place in {touch.frame.challenge for touch in found.values()}}
    named = {key: known[touch.frame.challenge].get(touch.about) for key, touch in found.items()}
    return {key: (touch, thing.words if (thing := named[key]) else "") for key, touch in found.items()}


def touch_of(asked: Round) -> Touch | None:
    """Return what a question whether something still stands is about."""
    return asked.thing[0] if asked.thing else None


def label(asked: Round) -> str:
    """Return what all parties are asked: whether something still stands, with what was fixed later."""
    return _("Does this still stand? %(what)s") % {"what": asked.thing[1] if asked.thing else ""}


def why(asked: Round) -> str:
    """Return why all parties are asked again."""
    touch = touch_of(asked)
    if touch is None:
        return ""
    return _("%(party)s fixed later: %(what)s") % {"party": touch.frame.party.name, "what": short(touch.frame)}


def url(asked: Round) -> str:
    """Return where to read what was fixed later."""
    touch = touch_of(asked)
    if touch is None:
        return reverse("frames:page", args=[asked.challenge.slug])
    return reverse("frames:frame", args=[asked.challenge.slug, touch.frame.public_id])


def kind_of(address: str) -> tuple[Kind, str]:
    """Return how settled something new is, by the word in the address, and the title of the form; or Http404."""
    titles = {
        "vast": (Kind.FIXED, _("Something that is fixed")),
        "bespreekbaar": (Kind.NEGOTIABLE, _("Something that is negotiable")),
        "open": (Kind.OPEN, _("Something that is open")),
    }
    if address not in titles:
        raise Http404
    return titles[address]


def frame_of(challenge: Challenge, public_id: str) -> Frame:
    """Return one frame of this challenge; raises Http404 for another's."""
    return _frame.or_404(challenge.pk, public_id)


@prepared
def _frame(challenge: int, public_id: str) -> QuerySet[Frame]:
    found: QuerySet[Frame] = _frames(challenge).filter(public_id=public_id)
    return found


def question_of(frame: Frame, public_id: str) -> Question:
    """Return one question about a frame; raises Http404 for another's."""
    return get_object_or_404(frame.questions.select_related("words__current", "frame__challenge"), public_id=public_id)


def tasks(asked: Asked) -> list[Task]:
    """Return the questions about frames of these parties that wait for an answer, for the list of tasks."""
    return [
        Task(
            asks=_("Can you answer this question?"),
            about=str(one),
            url=reverse("frames:frame", args=[one.frame.challenge.slug, one.frame.public_id]),
            challenge=one.frame.challenge.title,
            since=one.asked_at,
            party=one.frame.party_id,
        )
        for one in _unanswered(asked.parties)
    ]


@prepared
def _unanswered(parties: frozenset[int]) -> QuerySet[Question]:
    waiting = Question.objects.filter(answer=None, frame__withdrawn_at=None, frame__party__in=parties)
    return waiting.select_related("words__current", "frame__challenge").order_by("pk")


def _frames(challenge: Challenge | int) -> Any:
    texts = ("words__current", "basis__current", "reason__current", "nothing__current")
    return Frame.objects.filter(challenge=challenge).select_related("party", "challenge__stream", *texts)


def _waiting(challenge: Challenge) -> list[Touch]:
    """Return what is touched by late fixed frames that count, and was not settled yet."""
    found = Touch.objects.filter(
        frame__challenge=challenge, frame__late=True, frame__kind=Kind.FIXED, frame__withdrawn_at=None
    ).select_related("frame__party", "frame__words__current", "round")
    touches = list(found)
    waits = _still(touches)
    return [touch for touch in touches if touch.pk in waits]


def touched_still(challenge: Challenge) -> set[str]:
    """Return the keys of all that is touched by a late frame that counts, and was not settled yet."""
    return {touch.about for touch in _waiting(challenge)}


def _still(touches: Iterable[Touch]) -> set[int]:
    by_kind: dict[str, list[Touch]] = {}
    for touch in touches:
        by_kind.setdefault(touch.about.partition(":")[0], []).append(touch)
    return {pk for prefix, kind in _TOUCHABLES.items() if prefix in by_kind for pk in kind.waiting(by_kind[prefix])}


def _own_question(touch: Touch) -> bool:
    """Say whether the question whether it still stands is one of its own, with a page of its own."""
    return touch.round is not None and touch.round.about.startswith(f"{FRAME}:")


def _earlier(text: Text) -> list[str]:
    """Return the earlier versions of a text, the newest first, but for what was erased."""
    bodies = list(text.versions.order_by("-number").values_list("body", flat=True))
    return [body for body in bodies[1:] if body]


def _looser(kind: str, than: str) -> bool:
    order = list(Kind.values)
    return order.index(kind) > order.index(than)
