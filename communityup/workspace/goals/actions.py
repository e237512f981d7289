"""What one can do with interests and goals: write one's own, propose, agree or not yet, let go by consent of all."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record, record_erasure
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, erase, revise, write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.facts.actions import refer
from communityup.workspace.goals import events, permissions
from communityup.workspace.goals.models import Goal, Interest, Question, Relation, Retirement


@transaction.atomic
def add_interest(challenge: Challenge, *, words: str, by: Actor) -> Interest:
    """Write down what one's own party needs; every party may, at any moment. Twice the same is one."""
    seat = _locked_seat(challenge, by)
    same = Interest.objects.filter(party=seat.party, withdrawn_at=None, text__current__body=clean_words(words)).first()
    if same is not None:
        return same
    interest = Interest.objects.create(party=seat.party, text=write(words, by=by), added_at=timezone.now())
    _record(events.InterestAdded(object=interest.public_id, commit=_commitment(interest.text)), seat, by)
    return interest


@transaction.atomic
def change_interest(interest: Interest, *, words: str, by: Actor) -> Interest:
    """Put an interest of one's own party in other words; the earlier version stays readable. Same words: nothing."""
    locked, seat = _own_interest(interest, by)
    if words.strip() == str(locked.text):
        return locked
    version = revise(locked.text, words, by=by)
    _record(events.InterestChanged(object=locked.public_id, commit=version.commit), seat, by)
    return locked


@transaction.atomic
def withdraw_interest(interest: Interest, *, by: Actor) -> Interest:
    """Take an interest of one's own party back: the words go for good, a tombstone stays (E22)."""
    locked, seat = _own_interest(interest, by)
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    locked.relations.all().delete()
    texts = [locked.text, *(text for text in [locked.voice] if text is not None)]
    versions = [version for text in texts for version in text.versions.filter(erased_at=None).order_by("number")]
    erase(versions, taken_back=True)
    _record(events.InterestWithdrawn(object=locked.public_id), seat, by)
    for version in versions:
        record_erasure(version.commit, by=by)
    return locked


@transaction.atomic
def relate_interest(interest: Interest, goal: Goal, *, effect: str, by: Actor) -> Relation:
    """Say what a goal does to an interest of one's own party: one cell of the matrix (B7). Twice the same: nothing."""
    locked, seat = _own_interest(interest, by)
    if goal.challenge_id != seat.challenge_id or goal.state not in {Goal.State.PROPOSED, Goal.State.SHARED}:
        raise Refused(_("This goal is no longer on the table."))
    kept = Relation.objects.filter(interest=locked, goal=goal).first()
    if kept is not None and kept.effect == effect:
        return kept
    relation, _new = Relation.objects.update_or_create(
        interest=locked, goal=goal, defaults={"effect": effect, "set_at": timezone.now()}
    )
    _record(events.InterestRelated(object=locked.public_id, goal=goal.public_id, effect=effect), seat, by)
    return relation


@transaction.atomic
def tell_horizon(interest: Interest, *, horizon: str, voice: str = "", by: Actor) -> Interest:
    """Say how far ahead an interest of one's own party looks, and for the long term who speaks for it (B6).

    Raises Refused for somebody to speak for an interest that is not about the long term. Twice the same: nothing.
    """
    locked, seat = _own_interest(interest, by)
    voice = voice.strip()
    if voice and horizon != Interest.Horizon.LONG:
        raise Refused(_("Only an interest for the long term needs somebody who speaks for it."))
    if (horizon, voice) == (locked.horizon, str(locked.voice or "")):
        return locked
    locked.horizon, locked.voice = horizon, write(voice, by=by) if voice else None
    locked.save(update_fields=["horizon", "voice"])
    commit = None if locked.voice is None else _commitment(locked.voice)
    _record(events.InterestHorizonTold(object=locked.public_id, horizon=horizon, voice_commit=commit), seat, by)
    return locked


@transaction.atomic
def ask_on(interest: Interest, *, words: str, by: Actor) -> Question:
    """Ask another party what lies behind an interest: from what it wants to why (S14). One open question per party."""
    party = permissions.asking_party(interest, by)
    locked = (
        Interest.objects.select_for_update(of=("self",)).select_related("party__challenge__stream").get(pk=interest.pk)
    )
    if locked.withdrawn_at is not None:
        raise Refused(_("This interest was taken back."))
    if locked.questions.filter(party=party, answer=None).exists():
        raise Refused(_("An earlier question to this interest waits for an answer first."))
    asked = Question.objects.create(interest=locked, party=party, words=write(words, by=by), asked_at=timezone.now())
    event = events.InterestAskedOnByKeeper if party is None else events.InterestAskedOn
    record(
        event(object=asked.public_id, commit=_commitment(asked.words)),
        stream=locked.party.challenge.stream,
        by=by,
        party=None if party is None else party.public_id,
    )
    return asked


@transaction.atomic
def answer_question(question: Question, *, words: str, by: Actor) -> Question:
    """Tell what lies behind an interest of one's own party; the first answer stands."""
    seat = permissions.answering_seat(question, by)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.answer_id is not None:
        raise Refused(_("Your party already answered this question."))
    locked.answer, locked.answered_at = write(words, by=by), timezone.now()
    locked.save(update_fields=["answer", "answered_at"])
    _record(events.InterestQuestionAnswered(object=locked.public_id, commit=_commitment(locked.answer)), seat, by)
    return locked


@transaction.atomic
def propose_goal(challenge: Challenge, *, words: str, rests_on: Sequence[str] = (), by: Actor) -> Goal:
    """Propose a shared goal; one's own party agrees with that. It is shared once every party has agreed (A15).

    It can rest on facts and documents (their keys) that count as shared information by now; refused otherwise (E17).
    The same words twice from one party (a double click) are one proposal.
    """
    seat = _locked_seat(challenge, by)
    on_the_table = Goal.objects.filter(challenge=challenge, state__in=[Goal.State.PROPOSED, Goal.State.SHARED])
    same = on_the_table.filter(text__current__body=clean_words(words)).first()
    if same is not None and same.party_id == seat.party_id:
        return same
    if same is not None:
        raise Refused(_("This goal is already on the table. Agree to it, or say why not yet."))
    text = write(words, by=by)
    asked = consent.open_round(challenge, f"goal:{text.public_id}", by=by)
    goal = Goal.objects.create(
        challenge=challenge, party=seat.party, text=text, round=asked, proposed_at=timezone.now()
    )
    count = refer(challenge, about=f"goal:{goal.public_id}", keys=rests_on, by=by)
    _record(events.GoalProposed(object=goal.public_id, commit=_commitment(text), rests_on=count), seat, by)
    return goal


@transaction.atomic
def agree_to_goal(goal: Goal, *, seen: str = "", by: Actor) -> Goal:
    """Agree for one's own party. The last party that agrees makes the goal shared; silence never does (E8).

    For `seen`, the mark of the answer that one's page showed: see `consent.answer`; so in the other answers below.
    A party that came after a goal was shared can agree too; the goal was and stays shared.
    """
    locked, seat = _locked(goal), own_seat(goal.challenge, by)
    if locked.state == Goal.State.SHARED:
        return _agree_later(locked, seat, by, seen=seen)
    _refuse_unless(locked, Goal.State.PROPOSED)
    was_yes = _said_yes(locked.round, seat)
    if consent.answer(locked.round, agrees=True, seen=seen, by=by).agreed:
        locked.state, locked.shared_at = Goal.State.SHARED, timezone.now()
        locked.save(update_fields=["state", "shared_at"])
        _record(events.GoalShared(object=locked.public_id), seat, by)
    elif not was_yes:
        _record(events.GoalAgreed(object=locked.public_id), seat, by)
    return locked


@transaction.atomic
def say_not_yet(goal: Goal, *, reason: str, seen: str = "", by: Actor) -> Goal:
    """Say for one's own party that it does not agree yet, and why; it can agree later. The same again: nothing."""
    locked, seat = _locked(goal), own_seat(goal.challenge, by)
    _refuse_unless(locked, Goal.State.PROPOSED)
    commit = _not_yet(locked.round, seat, by, reason=reason, seen=seen)
    if commit is not None:
        _record(events.GoalNotYet(object=locked.public_id, commit=commit), seat, by)
    return locked


@transaction.atomic
def withdraw_goal(goal: Goal, *, by: Actor) -> Goal:
    """Take a proposal of one's own party back, as long as it is not shared."""
    locked, seat = _locked(goal), permissions.proposers_seat(goal, by)
    _refuse_unless(locked, Goal.State.PROPOSED)
    consent.withdraw_round(locked.round, by=by)
    locked.state, locked.ended_at = Goal.State.WITHDRAWN, timezone.now()
    locked.save(update_fields=["state", "ended_at"])
    _record(events.GoalWithdrawn(object=locked.public_id), seat, by)
    return locked


@transaction.atomic
def ask_to_retire(goal: Goal, *, reason: str, by: Actor) -> Retirement:
    """Ask all parties to let a shared goal go, and say why. It stays shared until all agree."""
    locked, seat = _locked(goal), own_seat(goal.challenge, by)
    _refuse_unless(locked, Goal.State.SHARED)
    if locked.retirements.filter(closed_at=None).exists():
        raise Refused(_("This was already asked. Answer it for your party."))
    asked = consent.open_round(locked.challenge, f"retire:{locked.public_id}", by=by)
    retirement = Retirement.objects.create(
        goal=locked, party=seat.party, reason=write(reason, by=by), round=asked, asked_at=timezone.now()
    )
    commit = _commitment(retirement.reason)
    _record(events.RetirementAsked(object=locked.public_id, commit=commit), seat, by)
    return retirement


@transaction.atomic
def agree_to_retire(goal: Goal, *, seen: str = "", by: Actor) -> Goal:
    """Agree for one's own party to let a goal go. With the last party it is no longer in view; twice is once."""
    locked, seat = _locked(goal), own_seat(goal.challenge, by)
    if locked.state == Goal.State.RETIRED:
        return locked
    retirement = _open_retirement(locked)
    was_yes = _said_yes(retirement.round, seat)
    if consent.answer(retirement.round, agrees=True, seen=seen, by=by).agreed:
        retirement.closed_at = locked.ended_at = timezone.now()
        retirement.save(update_fields=["closed_at"])
        locked.state = Goal.State.RETIRED
        locked.save(update_fields=["state", "ended_at"])
        _record(events.GoalRetired(object=locked.public_id), seat, by)
    elif not was_yes:
        _record(events.RetirementAgreed(object=locked.public_id), seat, by)
    return locked


@transaction.atomic
def keep_goal_for_now(goal: Goal, *, reason: str, seen: str = "", by: Actor) -> Goal:
    """Say for one's own party that a goal cannot go yet, and why; the goal stays shared. The same again: nothing."""
    locked, seat = _locked(goal), own_seat(goal.challenge, by)
    commit = _not_yet(_open_retirement(locked).round, seat, by, reason=reason, seen=seen)
    if commit is not None:
        _record(events.RetirementNotYet(object=locked.public_id, commit=commit), seat, by)
    return locked


@transaction.atomic
def withdraw_retirement(goal: Goal, *, by: Actor) -> Goal:
    """Take back the question to let a goal go; only the party that asked it can."""
    locked = _locked(goal)
    retirement = _open_retirement(locked)
    seat = permissions.askers_seat(retirement, by)
    consent.withdraw_round(retirement.round, by=by)
    retirement.closed_at = timezone.now()
    retirement.save(update_fields=["closed_at"])
    _record(events.RetirementWithdrawn(object=locked.public_id), seat, by)
    return locked


def _record(event: Event, seat: Seat, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)


def _locked_seat(challenge: Challenge, by: Actor) -> Seat:
    """Lock the challenge, so that two clicks at the same moment come one after the other."""
    seat = own_seat(challenge, by)
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    return seat


def _own_interest(interest: Interest, by: Actor) -> tuple[Interest, Seat]:
    locked = Interest.objects.select_for_update().get(pk=interest.pk)
    seat = permissions.owners_seat(locked, by)
    if locked.withdrawn_at is not None:
        raise Refused(_("This interest was taken back. Add a new one."))
    return locked, seat


def _locked(goal: Goal) -> Goal:
    return Goal.objects.select_for_update().get(pk=goal.pk)


def _refuse_unless(goal: Goal, state: Goal.State) -> None:
    if goal.state != state:
        sentences = {
            Goal.State.PROPOSED: _("This goal is not shared yet. All parties have to agree first."),
            Goal.State.SHARED: _("All parties already share this goal."),
            Goal.State.WITHDRAWN: _("This proposal was taken back."),
            Goal.State.RETIRED: _("All parties let this goal go."),
        }
        raise Refused(sentences[Goal.State(goal.state)])


def _said_yes(asked: Round, seat: Seat) -> bool:
    return asked.answers.filter(party=seat.party, agrees=True, lapsed_at=None).exists()


def _not_yet(asked: Round, seat: Seat, by: Actor, *, reason: str, seen: str) -> str | None:
    """Answer "not yet" and return the commitment of its reason; None when just this was said already."""
    before = asked.mark_of(asked.answer_of(seat.party))
    consent.answer(asked, agrees=False, reason=reason, seen=seen, by=by)
    given = asked.answers.get(party=seat.party)
    return None if given.reason is None or asked.mark_of(given) == before else _commitment(given.reason)


def _open_retirement(goal: Goal) -> Retirement:
    retirement = goal.open_retirement
    if retirement is None:
        raise Refused(_("Nobody asks to let this goal go."))
    return retirement


def _agree_later(goal: Goal, seat: Seat, by: Actor, *, seen: str) -> Goal:
    if consent.agree_late(goal.round, seen=seen, by=by):
        _record(events.GoalAgreed(object=goal.public_id), seat, by)
    return goal


def _commitment(text: Text) -> str:
    """Return the commitment of the words a text has now."""
    if text.current is None:
        raise ValueError("a text without words has no commitment")
    return text.current.commit
