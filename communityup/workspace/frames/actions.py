"""What can one do with frames: say what is fixed, loosen it, withdraw it, ask about it, point at what it touches."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, revise, write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Phase, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.frames import events, permissions, queries
from communityup.workspace.frames.models import Frame, Kind, Origin, Question, Shift, Touch
from communityup.workspace.goals.models import Goal

OPEN_QUESTIONS = 3


@dataclass(frozen=True, kw_only=True)
class Fixing:
    """What one says of something fixed: where it comes from and by which rule.

    After the lead-in also why only now, and what it touches (keys as in `queries.touchable`) or why nothing.
    """

    origin: str = ""
    basis: str = ""
    link: str = ""
    reason: str = ""
    touches: Collection[str] = ()
    nothing: str = ""


@transaction.atomic
def add_frame(challenge: Challenge, *, kind: str, words: str, fixing: Fixing | None = None, by: Actor) -> Frame:
    """Say of something how settled it is for one's own party.

    Fixed needs its rule; fixed after the lead-in also a reason, tells everybody at once, and asks anew what it
    touches (E13). The same words twice (a double click) are one.
    """
    seat, locked = _locked_seat(challenge, by)
    said, wanted = clean_words(words), Kind(kind)
    same = Frame.objects.filter(party=seat.party, kind=wanted, withdrawn_at=None, words__current__body=said).first()
    if same is not None:
        return same
    given = fixing or Fixing()
    late = _refuse_unfounded(locked, given) if wanted == Kind.FIXED else False
    frame = Frame(
        challenge=locked, party=seat.party, kind=wanted, words=write(said, by=by), added_at=timezone.now(), late=late
    )
    _found(frame, given, by)
    frame.save()
    if late:
        _touch(frame, given.touches, seat)
        _record(_fixed_late(frame), seat, by)
        return frame
    event = events.FrameAdded(
        object=frame.public_id,
        commit=frame.words.commit,
        frame=frame.kind,
        origin=frame.origin,
        basis_commit=_commit(frame.basis),
    )
    _record(event, seat, by)
    return frame


@transaction.atomic
def fix_frame(frame: Frame, *, fixing: Fixing, by: Actor) -> Frame:
    """Fix something that one's own party called negotiable or open; after the lead-in as for a new one (E13)."""
    locked, seat = _own(frame, by)
    if locked.kind == Kind.FIXED:
        return locked
    late = _refuse_unfounded(seat.challenge, fixing)
    was, locked.late = locked.kind, late
    _shift(locked, Kind.FIXED, seat)
    _found(locked, fixing, by)
    locked.save()
    if late:
        _touch(locked, fixing.touches, seat)
        _record(_fixed_late(locked), seat, by)
    else:
        event = events.FrameFixed(
            object=locked.public_id, was=was, origin=locked.origin, basis_commit=_commit(locked.basis)
        )
        _record(event, seat, by)
    return locked


@transaction.atomic
def loosen_frame(frame: Frame, *, kind: str, by: Actor) -> Frame:
    """Make something of one's own party less settled; what it touched is no longer asked. Twice is once."""
    locked, seat = _own(frame, by)
    order, wanted = list(Kind), Kind(kind)
    if locked.kind == wanted:
        return locked
    if order.index(wanted) < order.index(Kind(locked.kind)):
        raise Refused(_("This would make it more fixed. Fix it instead, and say by which rule."))
    was = locked.kind
    _shift(locked, wanted, seat)
    locked.save(update_fields=["kind"])
    _let_go(locked, by)
    _record(events.FrameLoosened(object=locked.public_id, was=was, became=wanted), seat, by)
    return locked


@transaction.atomic
def reword_frame(frame: Frame, *, words: str, by: Actor) -> Frame:
    """Put a frame of one's own party in other words, in the lead-in; the earlier ones stay readable."""
    locked, seat = _own(frame, by)
    if clean_words(words) == str(locked.words):
        return locked
    if seat.challenge.phase != Phase.LEAD_IN:
        raise Refused(_("After the lead-in these words stay as they are. Take them back and add what counts now."))
    version = revise(locked.words, words, by=by)
    _record(events.FrameReworded(object=locked.public_id, commit=version.commit), seat, by)
    return locked


@transaction.atomic
def mark_basis(frame: Frame, *, origin: str, basis: str, link: str = "", by: Actor) -> Frame:
    """Say more precisely by which rule something is fixed, or why it is not; the earlier words stay readable."""
    locked, seat = _own(frame, by)
    if origin not in Origin.values or not basis.strip():
        raise Refused(_("Say where this comes from, and by which rule."))
    if (locked.origin, str(locked.basis or ""), locked.link) == (origin, clean_words(basis), link):
        return locked
    locked.origin, locked.link = origin, link
    if locked.basis is None:
        locked.basis = write(basis, by=by)
    elif str(locked.basis) != clean_words(basis):
        revise(locked.basis, basis, by=by)
    locked.save(update_fields=["origin", "link", "basis"])
    _record(events.BasisMarked(object=locked.public_id, commit=locked.basis.commit, origin=origin), seat, by)
    return locked


@transaction.atomic
def withdraw_frame(frame: Frame, *, by: Actor) -> Frame:
    """Take a frame of one's own party back; it stays readable as history, and what it touched is no longer asked."""
    seat = permissions.owners_seat(frame, by)
    locked = _locked(frame)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        _let_go(locked, by)
        _record(events.FrameWithdrawn(object=locked.public_id), seat, by)
    return locked


@transaction.atomic
def point_touch(frame: Frame, *, about: str, by: Actor) -> Touch:
    """Point at one more thing that a late fixed frame touches, for any party; it is asked anew. Twice is once."""
    seat, _challenge = _locked_seat(frame.challenge, by)
    locked = _locked(frame)
    if locked.withdrawn_at is not None or locked.kind != Kind.FIXED or not locked.late:
        raise Refused(_("Only what was fixed after the lead-in, and still is, can touch what was decided."))
    known = Touch.objects.filter(frame=locked, about=about).first()
    if known is not None:
        return known
    (touch,) = _touch(locked, [about], seat)
    _record(events.TouchPointed(object=locked.public_id), seat, by)
    return touch


def stands_again(asked: Round, by: Actor) -> None:
    """Tell that something still stands with what was fixed later, after the last yes; nothing else changes."""
    touch = Touch.objects.select_related("frame").get(round=asked)
    _record(events.StandsAgain(object=touch.frame.public_id), own_seat(asked.challenge, by), by)


def ask_goal_again(challenge: Challenge, key: str, about: str, party: Party) -> Round | None:
    """Ask all parties anew about a goal: proposed, then all answers lapse; shared, then whether it still stands."""
    del party
    goal = Goal.objects.select_related("round").get(challenge=challenge, public_id=key.partition(":")[2])
    if goal.state == Goal.State.PROPOSED:
        return consent.lapse_answers(goal.round)
    return consent.ask_again(challenge, about)


def ask_round_again(challenge: Challenge, key: str, about: str, party: Party) -> Round | None:
    """Ask all parties anew: of an open question all answers lapse; of an agreed one whether it still stands."""
    del party
    asked = Round.objects.get(challenge=challenge, public_id=key.partition(":")[2])
    if asked.outcome == Round.Outcome.OPEN:
        return consent.lapse_answers(asked)
    return consent.ask_again(challenge, about)


@transaction.atomic
def ask_about(frame: Frame, *, words: str, by: Actor) -> Question:
    """Ask the party whose frame this is something about it, in public. Twice the same is one."""
    seat = permissions.askers_place(frame, by)
    locked = _locked(frame)
    if locked.withdrawn_at is not None:
        raise Refused(_("This was taken back. There is nothing to ask any more."))
    waiting = Question.objects.filter(frame=locked, party=seat.party, answer=None)
    same = waiting.filter(words__current__body=clean_words(words)).first()
    if same is not None:
        return same
    if waiting.count() >= OPEN_QUESTIONS:
        raise Refused(_("Earlier questions of your party wait for an answer first."))
    asked = Question.objects.create(frame=locked, party=seat.party, words=write(words, by=by), asked_at=timezone.now())
    _record(events.FrameQuestioned(object=locked.public_id, commit=asked.words.commit), seat, by)
    return asked


@transaction.atomic
def answer_question(question: Question, *, words: str, by: Actor) -> Question:
    """Answer a question about a frame of one's own party, in public; the first answer stands."""
    seat = permissions.owners_seat(question.frame, by)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.answer_id is not None:
        raise Refused(_("Somebody already answered this question."))
    locked.answer, locked.answered_at = write(words, by=by), timezone.now()
    locked.save(update_fields=["answer", "answered_at"])
    event = events.FrameQuestionAnswered(object=question.frame.public_id, commit=locked.answer.commit)
    _record(event, seat, by)
    return locked


def _locked_seat(challenge: Challenge, by: Actor) -> tuple[Seat, Challenge]:
    """Lock the challenge, so that two clicks at the same moment come one after the other."""
    seat = own_seat(challenge, by)
    locked = Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)
    seat.challenge = locked
    if locked.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    return seat, locked


def _locked(frame: Frame) -> Frame:
    found = Frame.objects.select_for_update(of=("self",)).select_related("challenge__stream", "party")
    return found.get(pk=frame.pk)


def _own(frame: Frame, by: Actor) -> tuple[Frame, Seat]:
    """Lock a frame of one's own party that was not taken back."""
    permissions.owners_seat(frame, by)
    seat, _challenge = _locked_seat(frame.challenge, by)
    locked = _locked(frame)
    if locked.withdrawn_at is not None:
        raise Refused(_("This was taken back. You can add it anew."))
    return locked, seat


def _refuse_unfounded(challenge: Challenge, given: Fixing) -> bool:
    """Raise Refused for something fixed without what it needs; return whether it comes late."""
    if given.origin not in Origin.values or not given.basis.strip():
        raise Refused(_("Say where this comes from, and by which rule. Without a rule it is negotiable."))
    if challenge.phase == Phase.LEAD_IN:
        return False
    if not given.reason.strip():
        raise Refused(_("The lead-in is over. Say why this is fixed only now."))
    if bool(given.touches) == bool(given.nothing.strip()):
        raise Refused(_("Choose what this touches, or say why it touches nothing."))
    unknown = set(given.touches) - {choice.key for choice in queries.touchable(challenge)}
    if unknown:
        raise Refused(_("Something you chose was changed meanwhile. Look again at what this touches."))
    return True


def _found(frame: Frame, given: Fixing, by: Actor) -> None:
    """Lay down by which rule, and for what comes late why and what it does not touch."""
    frame.origin = given.origin if given.origin in Origin.values else ""
    frame.link = given.link
    if given.basis.strip():
        frame.basis = write(given.basis, by=by)
    if frame.late:
        frame.reason = write(given.reason, by=by)
        frame.nothing = write(given.nothing, by=by) if given.nothing.strip() else None


def _shift(frame: Frame, became: Kind, seat: Seat) -> None:
    Shift.objects.create(
        frame=frame, was=frame.kind, became=became, phase=seat.challenge.phase, shifted_at=timezone.now()
    )
    frame.kind = became


def _touch(frame: Frame, about: Collection[str], seat: Seat) -> list[Touch]:
    """Mark what a late fixed frame touches, and ask it anew of those it concerns."""
    made = []
    for key in sorted(about):
        source = queries.source_of(key)
        if source is None or key not in {choice.key for choice in source.choices(frame.challenge)}:
            raise Refused(_("Something you chose was changed meanwhile. Look again at what this touches."))
        touch = Touch.objects.filter(frame=frame, about=key).first()
        if touch is None:
            touch = Touch(frame=frame, about=key)
        touch.party, touch.pointed_at = seat.party, timezone.now()
        touch.round = source.reopen(frame.challenge, key, f"{queries.FRAME}:{touch.public_id}", seat.party)
        touch.save()
        made.append(touch)
    return made


def _let_go(frame: Frame, by: Actor) -> None:
    """Stop asking what only this frame raised; answers to other questions stay as they are."""
    still = queries.touched_still(frame.challenge)
    for touch in frame.touches.select_related("round__challenge"):
        asked, source = touch.round, queries.source_of(touch.about)
        if asked is not None and asked.outcome == Round.Outcome.OPEN and asked.about.startswith(f"{queries.FRAME}:"):
            consent.withdraw_round(asked, by=by)
        if source is not None and touch.about not in still:
            source.let_go(frame.challenge, touch.about)


def _fixed_late(frame: Frame) -> Event:
    return events.FrameFixedLate(
        object=frame.public_id,
        commit=frame.words.commit,
        origin=frame.origin,
        touches=frame.touches.count(),
        reason_commit=_commit(frame.reason),
        basis_commit=_commit(frame.basis),
        nothing_commit=_commit(frame.nothing),
    )


def _commit(text: Text | None) -> str | None:
    return None if text is None else text.commit


def _record(event: Event, seat: Seat, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
