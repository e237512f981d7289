"""What can one do about the pace: step back and go on, give a signal and answer it, tell of dates from outside."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import write
from communityup.workspace.challenges.models import Challenge, Party, Pause, Seat
from communityup.workspace.challenges.permissions import keeps_process, own_place, own_seat
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import open_about
from communityup.workspace.facilitation.actions import both
from communityup.workspace.facilitation.models import KEYS, Act
from communityup.workspace.facilitation.permissions import (
    ActingAs,
    acting_as,
    acts_as_facilitator,
    facilitators_of,
    own_key,
)
from communityup.workspace.pace import events, queries
from communityup.workspace.pace.models import CriticalMoment, OutsideDate, Signal, StepBack
from communityup.workspace.pace.queries import GO_ON, STEP_BACK
from communityup.workspace.rules.queries import silent_days, steps_back


@transaction.atomic
def call_step_back(challenge: Challenge, *, reason: str, by: Actor) -> StepBack:
    """Stop the clock for all, for any reason of one party (E12).

    A party that did so more often in this phase than the rules say, asks instead: then the clock stops once somebody
    of another party who keeps the process agrees.
    """
    seat, locked = own_seat(challenge, by), _locked(challenge)
    _refuse_second(locked)
    earlier = StepBack.objects.filter(challenge=locked, party=seat.party, phase=locked.phase, withdrawn_at=None)
    within = earlier.count() < steps_back(locked)
    called = StepBack.objects.create(
        challenge=locked,
        party=seat.party,
        reason=write(reason, by=by),
        phase=locked.phase,
        called_at=timezone.now(),
        pause=_pause(locked) if within else None,
    )
    event = events.StepBackCalled if within else events.StepBackRequested
    _record(event(object=called.public_id, commit=called.reason.commit), seat, by=by)
    return called


@transaction.atomic
def allow_step_back(step_back: StepBack, *, by: Actor) -> StepBack:
    """Agree with a requested step back: the clock stands still from now on. Clicking twice changes nothing.

    Two facilitators do so together (E12); with fewer, who keeps the process for another party or from outside.
    """
    locked = _locked(step_back.challenge)
    asked = StepBack.objects.select_for_update().get(pk=step_back.pk)
    together = len(facilitators_of(locked)) >= KEYS
    if together:
        own_key(locked, by, since=asked.called_at)
    elif not keeps_process(locked, by) or _party_of(locked, by) == asked.party:
        raise NotAllowed(_("Somebody of another party who keeps the process decides this."))
    if asked.withdrawn_at is not None:
        raise Refused(_("This request was taken back."))
    if asked.pause_id is not None or (together and not both(locked, f"{STEP_BACK}:{asked.public_id}", by=by)):
        return asked
    asked.pause = _pause(locked)
    asked.save(update_fields=["pause"])
    told = acting_as(locked, by) if together else _alone(_party_of(locked, by))
    record(events.StepBackAllowed(object=asked.public_id), stream=locked.stream, by=by, **told)
    return asked


def allow_prepared(act: Act, by: Actor) -> None:
    """Agree with a requested step back, with the yes of the other facilitator."""
    public_id = act.about.partition(":")[2]
    allow_step_back(StepBack.objects.get(challenge=act.challenge, public_id=public_id), by=by)


@transaction.atomic
def withdraw_step_back(step_back: StepBack, *, by: Actor) -> StepBack:
    """Take one's own party's request for a step back back; a step back that began ends by consent only."""
    seat = own_seat(step_back.challenge, by)
    _locked(step_back.challenge)
    asked = StepBack.objects.select_for_update().get(pk=step_back.pk)
    if seat.party_id != asked.party_id:
        raise NotAllowed(_("Only the party that asked for this can take it back."))
    if asked.pause_id is not None:
        raise Refused(_("The step back already began. It ends when all parties agree to go on."))
    if asked.withdrawn_at is None:
        asked.withdrawn_at = timezone.now()
        asked.save(update_fields=["withdrawn_at"])
        _record(events.StepBackWithdrawn(object=asked.public_id), seat, by=by)
    return asked


@transaction.atomic
def tell_moment(step_back: StepBack, *, words: str, by: Actor) -> CriticalMoment:
    """Tell how one's own party saw what happened, beside the others' readings; once, while the step back lasts."""
    seat = own_seat(step_back.challenge, by)
    _locked(step_back.challenge)
    asked = StepBack.objects.select_related("pause").get(pk=step_back.pk)
    if asked.pause is None or asked.pause.ended_at is not None:
        raise Refused(_("This step back does not last now."))
    if asked.moments.filter(party=seat.party).exists():
        raise Refused(_("Your party already told how it saw this."))
    told = CriticalMoment.objects.create(
        step_back=asked, party=seat.party, text=write(words, by=by), told_at=timezone.now()
    )
    _record(events.CriticalMomentTold(object=asked.public_id, commit=told.text.commit), seat, by=by)
    return told


@transaction.atomic
def ask_to_go_on(challenge: Challenge, *, by: Actor) -> Round:
    """Ask all parties to go on after a step back; one's own party says yes with it."""
    own_seat(challenge, by)
    _refuse_running(challenge)
    return consent.ask(challenge, GO_ON, by=by)


@transaction.atomic
def keep_asking(challenge: Challenge, *, by: Actor) -> bool:
    """Ask all parties to go on when a step back lasted as long as agreed, and anew who said "not yet" that long ago.

    So it hangs on nobody who vanished, also not on who called it (E12). Return whether somebody was asked. Nothing is
    decided here: silence is no yes (E8).
    """
    if by.role != "job":
        raise NotAllowed(_("This comes by itself, when the agreed time is over."))
    locked = _locked(challenge)
    asked, now = open_about(locked, GO_ON), timezone.now()
    event: type[Event] = events.NotYetAskedAnew
    if asked is None:
        due, event = queries.asks_itself_from(locked), events.GoingOnAsked
        if due is None or due > now:
            return False
        consent.ask_again(locked, GO_ON)
    elif not consent.lapse_not_yet(asked, until=now - dt.timedelta(days=silent_days(locked))):
        return False
    record(event(object=locked.public_id), stream=locked.stream, by=by)
    return True


def go_on(asked: Round, by: Actor) -> None:
    """Let the clock run again, after the last yes."""
    seat = own_seat(asked.challenge, by)
    _refuse_running(asked.challenge)
    pause = asked.challenge.pauses.select_for_update().get(ended_at=None)
    pause.ended_at = max(timezone.now(), pause.began_at)
    pause.save(update_fields=["ended_at"])
    _record(events.WentOn(object=asked.challenge.public_id), seat, by=by)


@transaction.atomic
def signal_pace(challenge: Challenge, *, kind: str, words: str = "", by: Actor) -> Signal:
    """Say that it goes too fast or too slow; nobody sees who said so, also not in the log (B28).

    One person has one open signal. Raises Refused for a second one.
    """
    own_place(challenge, by)
    _locked(challenge)
    if Signal.objects.filter(challenge=challenge, person=by.known, answer=None).exists():
        raise Refused(_("Your earlier signal waits for an answer first."))
    text = write(words, by=by) if words.strip() else None
    given = Signal.objects.create(
        challenge=challenge, person=by.known, kind=Signal.Kind(kind), words=text, given_at=timezone.now()
    )
    record(
        events.PaceSignalled(object=given.public_id, commit=None if text is None else text.commit, signal=given.kind),
        stream=challenge.stream,
        by=Actor.of(by.known, nameless=True),
    )
    return given


@transaction.atomic
def answer_signal(signal: Signal, *, words: str, by: Actor) -> Signal:
    """Answer a signal, as somebody who keeps the process or as substitute; the link to who gave it is cut."""
    refuse_no_keeper(signal, by)
    locked = Signal.objects.select_for_update().get(pk=signal.pk)
    if locked.answer_id is not None:
        raise Refused(_("This signal was already answered."))
    locked.answer, locked.answered_at, locked.person = write(words, by=by), timezone.now(), None
    locked.save(update_fields=["answer", "answered_at", "person"])
    event = events.PaceSignalAnswered(object=locked.public_id, commit=locked.answer.commit)
    record(event, stream=locked.challenge.stream, by=by)
    return locked


@transaction.atomic
def tell_outside_date(challenge: Challenge, *, what: str, day: dt.date, origin: str, by: Actor) -> OutsideDate:
    """Tell all of a date that was set outside the table, and who set it."""
    seat = own_seat(challenge, by)
    told = _keep_date(challenge, seat, what=what, day=day, origin=origin, by=by)
    event = events.OutsideDateTold(
        object=told.public_id, commit=told.what.commit, day=day.isoformat(), origin_commit=told.origin.commit or ""
    )
    _record(event, seat, by=by)
    return told


@transaction.atomic
def move_outside_date(date: OutsideDate, *, day: dt.date, origin: str, by: Actor) -> OutsideDate:
    """Tell that a date from outside moved, and who moved it; the earlier date stays readable beside it."""
    seat = own_seat(date.challenge, by)
    earlier = _standing_date(date)
    told = _keep_date(earlier.challenge, seat, what=str(earlier.what), day=day, origin=origin, by=by)
    earlier.replaced_by = told
    earlier.save(update_fields=["replaced_by"])
    event = events.OutsideDateMoved(
        object=told.public_id,
        commit=told.what.commit,
        earlier=earlier.day.isoformat(),
        day=day.isoformat(),
        origin_commit=told.origin.commit or "",
    )
    _record(event, seat, by=by)
    return told


@transaction.atomic
def drop_outside_date(date: OutsideDate, *, by: Actor) -> OutsideDate:
    """Tell that a date from outside no longer counts; that it was there stays readable."""
    seat = own_seat(date.challenge, by)
    locked = _standing_date(date)
    locked.gone_at = timezone.now()
    locked.save(update_fields=["gone_at"])
    _record(events.OutsideDateGone(object=locked.public_id, day=locked.day.isoformat()), seat, by=by)
    return locked


@transaction.atomic
def forget_signals(person: Person) -> None:
    """Cut the link between somebody who leaves the platform and the signals that person gave."""
    Signal.objects.filter(person=person).update(person=None)


def refuse_no_keeper(signal: Signal, by: Actor) -> None:
    """Raise NotAllowed for who does not keep the process, and is no substitute who may answer this signal by now."""
    known = keeps_process(signal.challenge, by) or acts_as_facilitator(signal.challenge, by, since=signal.given_at)
    if not known:
        raise NotAllowed(_("Who keeps the process answers this."))


def _party_of(challenge: Challenge, by: Actor) -> Party | None:
    """Return for which party somebody is here, in whatever ring; None for who guards the process from outside."""
    return Party.objects.filter(challenge=challenge, seats__person=by.person).first()


def _alone(party: Party | None) -> ActingAs:
    """Return as whom a line tells what one person who keeps the process decided: for a party, or from outside."""
    return ActingAs(party=None, role="facilitator") if party is None else ActingAs(party=party.public_id, role=None)


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _pause(challenge: Challenge) -> Pause:
    return Pause.objects.create(challenge=challenge, began_at=timezone.now())


def _refuse_second(challenge: Challenge) -> None:
    if challenge.pauses.filter(ended_at=None).exists():
        raise Refused(_("This challenge already takes a step back."))
    if challenge.step_backs.filter(pause=None, withdrawn_at=None).exists():
        raise Refused(_("A request for a step back already waits."))


def _refuse_running(challenge: Challenge) -> None:
    if not challenge.pauses.filter(ended_at=None).exists():
        raise Refused(_("This challenge takes no step back now; you can simply go on."))


def _keep_date(challenge: Challenge, seat: Seat, *, what: str, day: dt.date, origin: str, by: Actor) -> OutsideDate:
    return OutsideDate.objects.create(
        challenge=challenge,
        party=seat.party,
        what=write(what, by=by),
        origin=write(origin, by=by),
        day=day,
        told_at=timezone.now(),
    )


def _standing_date(date: OutsideDate) -> OutsideDate:
    locked = OutsideDate.objects.select_for_update().get(pk=date.pk)
    if locked.replaced_by_id is not None or locked.gone_at is not None:
        raise Refused(_("This date was already changed. Look at the newest one."))
    return locked


def _record(event: Event, seat: Seat, *, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
