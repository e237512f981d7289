"""What can one do with a programme: put parts in, propose, order, change, take out and back; answer beforehand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.library.models import Practice
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.peers.models import LearningQuestion
from communityup.network.programme import events, permissions, queries
from communityup.network.programme.models import Host, Part
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, delete_forever, revise, write
from communityup.texts.models import Text

State = Part.State
WITH_WORDS: set[Callable[..., Event]] = {
    events.PartPlanned,
    events.PartProposed,
    events.PartChanged,
    events.PartDeclined,
}


@dataclass(frozen=True, kw_only=True)
class About:
    """What a part is: its title and length, about what and who, what it treats, and which member brings it."""

    title: str
    minutes: int
    words: str = ""
    who: str = ""
    member: Member | None = None
    question: LearningQuestion | None = None
    practice: Practice | None = None
    challenge: str = ""


@transaction.atomic
def name_host(session: Session, *, member: Member | None, by: Actor) -> None:
    """Say which member receives a session, or that none does any more. The same again changes nothing."""
    own_coordinator(session.network, by)
    locked = _locked(session)
    permissions.refuse_gone(locked)
    before = Host.objects.filter(session=locked).first()
    if (None if before is None else before.member_id) == (None if member is None else member.pk):
        return
    if member is None:
        Host.objects.filter(session=locked).delete()
    else:
        Host.objects.update_or_create(session=locked, defaults={"member": member})
    named = "no" if member is None else "yes"
    event = events.HostNamed(
        object=locked.public_id,
        session=locked.public_id,
        named=named,
        member="" if member is None else member.public_id,
    )
    record(event, stream=locked.network.stream, by=by, role="coordinator")


@transaction.atomic
def put_in(session: Session, *, about: About, by: Actor) -> Part:
    """Put a part at the end of the programme. Sent twice, it is there once."""
    role = permissions.own_keeper(session, by)
    locked = _locked(session)
    permissions.refuse_gone(locked)
    last = locked.programme.filter(state=State.IN).order_by("-place").first()
    if last is not None and (last.title, last.minutes) == (_line(about.title), about.minutes):
        return last
    permissions.refuse_full(locked)
    part = _new(locked, about, by, state=State.IN, place=_end(locked))
    _record(events.PartPlanned, part, by, role)
    return part


@transaction.atomic
def propose(session: Session, *, about: About, by: Actor) -> Part:
    """Propose a part that one's own member brings. The same title again proposes nothing new."""
    own = acts_in(session.network, by)
    locked = _locked(session)
    permissions.refuse_gone(locked)
    waiting = locked.programme.filter(state=State.PROPOSED, member=own.member, title=_line(about.title))
    if again := waiting.first():
        return again
    permissions.refuse_more_proposals(locked)
    part = _new(locked, replace(about, member=own.member), by, state=State.PROPOSED, place=None)
    _record(events.PartProposed, part, by, "member")
    return part


@transaction.atomic
def withdraw_proposal(part: Part, *, by: Actor) -> None:
    """Take a proposal back that still waits; it is gone, with its words."""
    permissions.own_bringer(part, by)
    locked = _kept(part)
    permissions.refuse_unless(locked, State.PROPOSED)
    _record(events.ProposalWithdrawn, locked, by, "member")
    texts = [locked.words, locked.who, locked.busy, locked.succeeds, locked.stuck]
    locked.delete()
    _let_go(texts, [])


@transaction.atomic
def take_in(part: Part, *, by: Actor) -> None:
    """Put a part that a member proposed at the end of the programme. Clicking twice is once."""
    role = permissions.own_keeper(part.session, by)
    locked = _kept(part)
    permissions.refuse_gone(locked.session)
    if locked.state == State.IN:
        return
    permissions.refuse_unless(locked, State.PROPOSED)
    permissions.refuse_full(locked.session)
    locked.state, locked.place = State.IN, _end(locked.session)
    locked.save(update_fields=["state", "place"])
    _record(events.PartTakenIn, locked, by, role)


@transaction.atomic
def decline(part: Part, *, reason: str, by: Actor) -> None:
    """Say that a part that a member proposed does not fit, and why. Clicking twice is once."""
    role = permissions.own_keeper(part.session, by)
    locked = _kept(part)
    if locked.state == State.DECLINED:
        return
    permissions.refuse_unless(locked, State.PROPOSED)
    locked.state, locked.reason = State.DECLINED, write(reason, by=by)
    locked.save(update_fields=["state", "reason"])
    _record(events.PartDeclined, locked, by, role)


@transaction.atomic
def change(part: Part, *, about: About, by: Actor) -> Part:
    """Change of a part what one may change of it (`permissions.changes`). The same again changes nothing."""
    locked = _kept(part)
    free = permissions.changes(locked, by)
    permissions.refuse_gone(locked.session)
    permissions.refuse_unless(locked, State.IN, State.PROPOSED)
    before, texts = _state_of(locked), [locked.words, locked.who]
    if "member" in free:
        permissions.refuse_other_bringer(locked, None if about.member is None else about.member.pk)
        locked.member = about.member
    if "minutes" in free:
        locked.minutes = about.minutes
    if "title" in free:
        locked.title, locked.challenge = _line(about.title), about.challenge
        locked.question, locked.practice = about.question, about.practice
        locked.words, locked.who = _kept_words(locked.words, about.words, by), _kept_words(locked.who, about.who, by)
    if _state_of(locked) != before:
        if "title" in free:
            locked.own_words = by.person is not None and permissions.brings(locked, by.person)
        locked.save()
        _let_go(texts, [locked.words, locked.who])
        role = "" if by.person is None else permissions.keeps(locked.session, by.person)
        _record(events.PartChanged, locked, by, role or "member")
    return locked


@transaction.atomic
def move(part: Part, *, earlier: bool, by: Actor) -> None:
    """Let a part change places with the one before or after it; the first does not go earlier, nor the last later."""
    role = permissions.own_keeper(part.session, by)
    locked = _kept(part)
    permissions.refuse_gone(locked.session)
    permissions.refuse_unless(locked, State.IN)
    others = locked.session.programme.filter(state=State.IN)
    if earlier:
        other = others.filter(place__lt=locked.place).order_by("-place").first()
    else:
        other = others.filter(place__gt=locked.place).order_by("place").first()
    if other is None:
        return
    # By a third place, because each holds one part.
    own, its = locked.place, other.place
    for one, place in ((locked, _end(locked.session)), (other, own), (locked, its)):
        one.place = place
        one.save(update_fields=["place"])
    _record(events.PartMoved, locked, by, role, direction="earlier" if earlier else "later")


@transaction.atomic
def take_out(part: Part, *, by: Actor) -> None:
    """Take a part out of the programme; it keeps its place, so that it can be put back. Clicking twice is once."""
    _turn(part, State.IN, State.REMOVED, events.PartRemoved, by)


@transaction.atomic
def put_back(part: Part, *, by: Actor) -> None:
    """Put a part back where it stood. Clicking twice is once."""
    _turn(part, State.REMOVED, State.IN, events.PartPutBack, by)


@transaction.atomic
def answer(part: Part, *, busy: str, succeeds: str, stuck: str, by: Actor) -> None:
    """Answer the three questions about what one's member brings, or answer anew. The same words change nothing."""
    permissions.own_bringer(part, by)
    locked = _kept(part)
    permissions.refuse_gone(locked.session)
    permissions.refuse_unless(locked, State.IN, State.PROPOSED)
    said = {"busy": busy, "succeeds": succeeds, "stuck": stuck}
    before = [getattr(locked, name) for name in said]
    commits = [_commit(text) for text in before]
    after = [_kept_words(text, words, by) for text, words in zip(before, said.values(), strict=True)]
    if [_commit(text) for text in after] == commits:
        return
    locked.busy, locked.succeeds, locked.stuck = after
    locked.save(update_fields=list(said))
    _let_go(before, after)
    commit, second, third = (None if locked.session.is_closed else _commit(text) for text in after)
    said_now = events.Answered(
        object=locked.public_id, commit=commit, second_commit=second, third_commit=third,
        session=locked.session.public_id,
    )  # fmt: skip
    record(said_now, stream=locked.session.network.stream, by=by, role="member")


@transaction.atomic
def take_answers_away(part: Part, *, by: Actor) -> None:
    """Take one's member's answers away, also after the session; the words are gone. Clicking twice is once."""
    permissions.own_bringer(part, by)
    locked = _kept(part)
    before = [locked.busy, locked.succeeds, locked.stuck]
    if not any(before):
        return
    locked.busy = locked.succeeds = locked.stuck = None
    locked.save(update_fields=["busy", "succeeds", "stuck"])
    _let_go(before, [])
    _record(events.AnswersTakenAway, locked, by, "member")


def _turn(part: Part, before: str, after: str, event: Callable[..., Event], by: Actor) -> None:
    role = permissions.own_keeper(part.session, by)
    locked = _kept(part)
    permissions.refuse_gone(locked.session)
    if locked.state == after:
        return
    permissions.refuse_unless(locked, before)
    if after == State.IN:
        permissions.refuse_full(locked.session)
    locked.state = after
    locked.save(update_fields=["state"])
    _record(event, locked, by, role)


def _new(session: Session, about: About, by: Actor, *, state: str, place: int | None) -> Part:
    return Part.objects.create(
        session=session, state=state, place=place, title=_line(about.title), minutes=about.minutes,
        words=_kept_words(None, about.words, by), who=_kept_words(None, about.who, by), member=about.member,
        question=about.question, practice=about.practice, challenge=about.challenge,
        own_words=state == State.PROPOSED, said_at=timezone.now(),
    )  # fmt: skip


def _kept_words(text: Text | None, words: str, by: Actor) -> Text | None:
    """Return these words kept: as they are, as a new version, as a new text, or none."""
    if not words.strip():
        return None
    if text is None:
        return write(words, by=by)
    if str(text) != clean_words(words):
        revise(text, words, by=by)
    return text


def _let_go(before: Sequence[Text | None], after: Sequence[Text | None]) -> None:
    """Delete the words that stand nowhere any more."""
    kept = {text.pk for text in after if text is not None}
    gone = [text.pk for text in before if text is not None and text.pk not in kept]
    if gone:
        delete_forever(gone)


def _commit(text: Text | None) -> str | None:
    return None if text is None else text.commit


def _state_of(part: Part) -> tuple[object, ...]:
    """Return all that can be changed of a part, to see whether something was."""
    texts = (_commit(part.words), _commit(part.who))
    return (part.title, part.minutes, part.member_id, part.question_id, part.practice_id, part.challenge, *texts)


def _line(title: str) -> str:
    return " ".join(clean_words(title).split())


def _end(session: Session) -> int:
    """Return the place after the last one that was ever given and is kept."""
    return (session.programme.aggregate(last=Max("place"))["last"] or 0) + 1


def _locked(session: Session) -> Session:
    """Return a session under the lock of its network, so that places are given one by one."""
    Network.objects.select_for_update(of=("self",)).get(pk=session.network_id)
    return Session.objects.select_related("network__stream", "gathering").get(pk=session.pk)


def _kept(part: Part) -> Part:
    """Return a part under the lock of its network."""
    Network.objects.select_for_update(of=("self",)).get(pk=part.session.network_id)
    return queries.every().get(pk=part.pk)


def _record(event: Callable[..., Event], part: Part, by: Actor, role: str, **more: str) -> None:
    """Record what happened to a part; words of a closed session stand behind no line of the public log."""
    words = part.reason if event is events.PartDeclined else part.words
    commit = None if part.session.is_closed or event not in WITH_WORDS else _commit(words)
    said = event(object=part.public_id, commit=commit, session=part.session.public_id, **more)
    record(said, stream=part.session.network.stream, by=by, role=role)
