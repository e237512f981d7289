"""What can one do with learning questions: ask, search along or not, word again, close, open again, tell."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.members.models import Member
from communityup.network.members.permissions import acts_in, own_delegate
from communityup.network.networks.models import Network
from communityup.network.peers import events
from communityup.network.peers.models import Ending, Experience, LearningQuestion, Owner
from communityup.network.peers.permissions import own_owner, refuse_closed, refuse_closed_for_long, refuse_last
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, erase, revise, write
from communityup.texts.models import Version

State = LearningQuestion.State


@transaction.atomic
def ask_question(member: Member, *, theme: str, words: str, along: Sequence[Member], by: Actor) -> LearningQuestion:
    """Ask a learning question for one's member, and ask others to search along (A2).

    The member that asks owns it at once. The same words again, while that question is open, ask nothing new.
    """
    own_delegate(member, by)
    network = Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=member.network_id)
    _refuse_strangers(network, member, along)
    asked = LearningQuestion.objects.filter(network=network, state=State.OPEN, owners__member=member)
    if again := asked.filter(words__current__body=clean_words(words), owners__accepted_at__isnull=False).first():
        return again
    now = timezone.now()
    question = LearningQuestion.objects.create(
        network=network, theme=" ".join(clean_words(theme).split()), words=write(words, by=by), opened_at=now
    )
    others = [Owner(question=question, member=one, asked_at=now) for one in along]
    Owner.objects.bulk_create([Owner(question=question, member=member, asked_at=now, accepted_at=now), *others])
    _record(
        events.QuestionAsked(object=question.public_id, commit=question.words.commit, along=len(along)), question, by
    )
    return question


@transaction.atomic
def accept_question(question: LearningQuestion, *, by: Actor) -> LearningQuestion:
    """Search along on a question for which one's member was asked, or again after it stopped. Twice changes nothing."""
    own, locked = acts_in(question.network, by), _locked(question)
    asked = locked.owners.filter(member=own.member_id).first()
    if asked is None:
        raise NotAllowed(_("Your member was not asked to search along on this question."))
    if asked.accepted_at is None:
        refuse_closed(locked)
        asked.accepted_at, asked.stopped_at = max(timezone.now(), asked.asked_at), None
        asked.save(update_fields=["accepted_at", "stopped_at"])
        _record(events.QuestionAccepted(object=locked.public_id, member=own.member.public_id), locked, by)
    return locked


@transaction.atomic
def decline_question(question: LearningQuestion, *, by: Actor) -> LearningQuestion:
    """Say that one's member does not search along, without a reason. Clicking twice changes nothing."""
    own, locked = acts_in(question.network, by), _locked(question)
    asked = locked.owners.filter(member=own.member_id).first()
    if asked is not None and asked.accepted_at is not None:
        raise Refused(_("You search along on this question already."))
    if asked is not None:
        asked.delete()
        _record(events.QuestionDeclined(object=locked.public_id, member=own.member.public_id), locked, by)
    return locked


@transaction.atomic
def stop_searching(question: LearningQuestion, *, by: Actor) -> LearningQuestion:
    """Let one's member no longer search along; the question stays of the others. Clicking twice changes nothing.

    As long as the question is open, the member can search along again (`accept_question`).
    """
    own, locked = acts_in(question.network, by), _locked(question)
    if locked.owners.filter(member=own.member_id, stopped_at__isnull=False).exists():
        return locked
    searching = own_owner(locked, by)
    refuse_closed(locked)
    refuse_last(searching)
    searching.accepted_at, searching.stopped_at = None, timezone.now()
    searching.save(update_fields=["accepted_at", "stopped_at"])
    _record(events.QuestionLeft(object=locked.public_id, member=own.member.public_id), locked, by)
    return locked


@transaction.atomic
def reword(question: LearningQuestion, *, words: str, by: Actor) -> LearningQuestion:
    """Word a question again; earlier versions stay to be read. The same words again change nothing."""
    own_owner(question, by)
    locked = _locked(question)
    refuse_closed(locked)
    if str(locked.words) != clean_words(words):
        revise(locked.words, words, by=by)
        _record(events.QuestionReworded(object=locked.public_id, commit=locked.words.commit), locked, by)
    return locked


@transaction.atomic
def close_question(question: LearningQuestion, *, outcome: str, words: str, by: Actor) -> LearningQuestion:
    """Close a question as answered or let go, for all who search along, with what everybody may know about that (B9).

    For four weeks each of them can open it again (`reopen_question`). Clicking twice changes nothing.
    """
    own_owner(question, by)
    locked, state = _locked(question), State(outcome)
    if locked.state == state and str(locked.closing or "") == clean_words(words):
        return locked
    refuse_closed(locked)
    if state == State.OPEN:
        raise Refused(_("Choose whether the question is answered or let go."))
    locked.state, locked.closing, locked.closed_at = state, write(words, by=by), timezone.now()
    locked.save(update_fields=["state", "closing", "closed_at"])
    event = events.QuestionClosed(object=locked.public_id, commit=locked.closing.commit, outcome=state.value)
    _record(event, locked, by)
    return locked


@transaction.atomic
def reopen_question(question: LearningQuestion, *, by: Actor) -> LearningQuestion:
    """Open a question again that somebody closed for all who search along; how it ended stays to be read.

    Clicking twice changes nothing.
    """
    own_owner(question, by)
    locked, now = _locked(question), timezone.now()
    if locked.closing is None or locked.closed_at is None:
        return locked
    refuse_closed_for_long(locked)
    Ending.objects.create(
        question=locked, outcome=locked.state, words=locked.closing, closed_at=locked.closed_at, reopened_at=now
    )
    locked.state, locked.closing, locked.closed_at = State.OPEN, None, None
    locked.save(update_fields=["state", "closing", "closed_at"])
    _record(events.QuestionReopened(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def tell_experience(question: LearningQuestion, *, did: str, happened: str, by: Actor) -> Experience:
    """Tell what one's member did around a question, and what happened then (A4). The same again tells nothing new."""
    own, locked = acts_in(question.network, by), _locked(question)
    refuse_closed(locked)
    told = locked.experiences.filter(member=own.member_id, taken_back_at=None)
    if again := told.filter(did__current__body=clean_words(did)).first():
        return again
    made = Experience.objects.create(
        question=locked,
        member=own.member,
        did=write(did, by=by),
        happened=write(happened, by=by) if happened.strip() else None,
        told_at=timezone.now(),
    )
    event = events.ExperienceTold(
        object=made.public_id,
        commit=made.did.commit,
        happened_commit=None if made.happened is None else made.happened.commit,
        question=locked.public_id,
    )
    _record(event, locked, by)
    return made


@transaction.atomic
def take_back_experience(experience: Experience, *, by: Actor) -> Experience:
    """Take an experience of one's own member back: the words go. Clicking twice changes nothing."""
    own_delegate(experience.member, by)
    found = Experience.objects.select_for_update(of=("self",)).select_related("question__network__stream")
    locked = found.get(pk=experience.pk)
    if locked.taken_back_at is None:
        locked.taken_back_at = timezone.now()
        locked.save(update_fields=["taken_back_at"])
        texts = [one for one in (locked.did_id, locked.happened_id) if one is not None]
        erase(Version.objects.filter(text__in=texts, erased_at=None), taken_back=True)
        _record(events.ExperienceTakenBack(object=locked.public_id), locked.question, by)
    return locked


def _locked(question: LearningQuestion) -> LearningQuestion:
    found = LearningQuestion.objects.select_for_update(of=("self",))
    return found.select_related("network__stream", "words__current", "closing__current").get(pk=question.pk)


def _refuse_strangers(network: Network, member: Member, along: Sequence[Member]) -> None:
    asked = {one.pk for one in along}
    present = network.members.filter(pk__in=asked, left_at=None).exclude(pk=member.pk).count()
    if present != len(along):
        raise Refused(_("You can ask other members of this network, each of them once."))


def _record(event: Event, question: LearningQuestion, by: Actor) -> None:
    record(event, stream=question.network.stream, by=by, role="member")
