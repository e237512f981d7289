"""What can one do about a silence: remind (by itself), ask the others to let a party sleep, help, wake."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import any_place, own_seat
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitators.actions import end_candidacy, propose_outsider
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.facilitators.permissions import helpers_about
from communityup.workspace.silence import events, notices, queries
from communityup.workspace.silence.models import Silence
from communityup.workspace.silence.queries import BETWEEN, SLEEP


@transaction.atomic
def follow(party: Party, *, by: Actor) -> bool:
    """Take the one next step in the silence of a party, if any is due; return whether one was taken.

    A sign of life ends what is kept. Then come a first and a second reminder within the agreed term, and word to who
    stands behind the party after it. Nothing is ever decided here (E8).
    """
    if by.role != "job":
        raise NotAllowed(_("Reminders go out by themselves."))
    _locked(party.challenge)
    locked = _locked_party(party)
    if locked.state != Party.State.ACTIVE:
        return False
    silence, since = queries.open_silence(locked), queries.silent_since(locked)
    if silence is not None and (since is None or since > silence.since):
        _end(silence)
        return False
    return since is not None and _step(locked, silence, since, by=by)


def refuse_helper(silence: Silence, *, by: Actor) -> None:
    """Raise NotAllowed or Refused when this person cannot ask somebody from outside about this silence now."""
    if own_seat(silence.party.challenge, by).party_id == silence.party_id:
        raise NotAllowed(_("This is about your own party. You can say that you are there."))
    _refuse_standing_still(silence)
    _refuse_awake(silence)


@transaction.atomic
def ask_helper(silence: Silence, *, email: str, words: str, by: Actor) -> Candidacy:
    """Ask somebody from outside to help decide about a silent party: the others accept them, without it (R15)."""
    _locked(silence.party.challenge)
    locked = _kept(silence.public_id)
    refuse_helper(locked, by=by)
    about, role = locked.party, Candidacy.Role.HELPER
    return propose_outsider(about.challenge, role=role, email=email, words=words, without=about, by=by)


@transaction.atomic
def ask_sleep(silence: Silence, *, by: Actor) -> Round:
    """Ask the other parties to let a silent party sleep; one's own party says yes with it (R15)."""
    seat = own_seat(silence.party.challenge, by)
    challenge = _locked(silence.party.challenge)
    locked = _kept(silence.public_id)
    if seat.party_id == locked.party_id:
        raise NotAllowed(_("This is about your own party. You can say that you are there."))
    _refuse_standing_still(locked)
    _refuse_awake(locked)
    if not helpers_about(locked.party):
        raise Refused(_("This needs a helper from outside, whom the other parties accept. Ask one first."))
    if locked.asked is not None and locked.asked.outcome != Round.Outcome.WITHDRAWN:
        raise Refused(_("This question is already open. Answer it for your party."))
    locked.asked = consent.open_round(challenge, f"{SLEEP}:{locked.public_id}", by=by)
    locked.save(update_fields=["asked"])
    event = events.SleepAsked(object=locked.public_id)
    record(event, stream=challenge.stream, by=by, party=seat.party.public_id)
    return locked.asked


def let_sleep(asked: Round, by: Actor) -> None:
    """Let a silent party sleep after the last yes of the others, when a helper from outside agreed too."""
    seat = own_seat(asked.challenge, by)
    silence = _kept(asked.about.partition(":")[2])
    _refuse_awake(silence)
    if silence.helped_at is not None:
        _sleep(silence, by=by)
        return
    event = events.SleepAgreed(object=silence.public_id)
    record(event, stream=silence.party.challenge.stream, by=by, party=seat.party.public_id)


@transaction.atomic
def help_sleep(silence: Silence, *, by: Actor) -> Silence:
    """Agree as a helper from outside that a silent party sleeps; without this nobody sleeps. Twice is once."""
    challenge = _locked(silence.party.challenge)
    if by.person is None or by.person not in helpers_about(silence.party):
        raise NotAllowed(_("A helper from outside does this, whom the other parties accepted."))
    locked = _kept(silence.public_id)
    if locked.helped_at is not None:
        return locked
    _refuse_awake(locked)
    if locked.asked is None or locked.asked.outcome == Round.Outcome.WITHDRAWN:
        raise Refused(_("First one of the other parties asks this."))
    locked.helper, locked.helped_at = by.known, timezone.now()
    locked.save(update_fields=["helper", "helped_at"])
    if locked.asked.agreed:
        _sleep(locked, by=by)
    else:
        record(events.SleepHelped(object=locked.public_id), stream=challenge.stream, by=by, role="helper")
    return locked


@transaction.atomic
def wake(challenge: Challenge, *, by: Actor) -> Party:
    """Say that one's own party is there: with one tap of any of its people it is awake. Twice is once (R15)."""
    seat = any_place(challenge, by)
    locked = _locked(challenge)
    party = _locked_party(seat.party)
    kept = list(Silence.objects.select_related("asked").filter(party=party, ended_at=None))
    event: type[Event] = events.PartyIsHere
    if party.state == Party.State.ASLEEP:
        party.state, event = Party.State.ACTIVE, events.PartyWoke
        party.save(update_fields=["state"])
    elif not kept:
        return party
    for silence in kept:
        _end(silence)
    record(event(object=party.public_id), stream=locked.stream, by=by, party=party.public_id)
    return party


def _step(party: Party, silence: Silence | None, since: dt.datetime, *, by: Actor) -> bool:
    now, term = timezone.now(), queries.term_of(party.challenge, since)
    if silence is None:
        if term.first is None or term.first > now:
            return False
        kept = Silence.objects.create(party=party, since=since, reminded_at=now)
        return _tell(events.PartyReminded(object=kept.public_id, reminder=1), party, by=by)
    if silence.reminded_again_at is None:
        if not _due(term.second, silence.reminded_at, party.challenge):
            return False
        silence.reminded_again_at = now
        silence.save(update_fields=["reminded_again_at"])
        return _tell(events.PartyReminded(object=silence.public_id, reminder=2), party, by=by)
    if silence.sponsor_told_at is None and _due(term.over, silence.reminded_again_at, party.challenge):
        silence.sponsor_told_at = now
        silence.save(update_fields=["sponsor_told_at"])
        letters = notices.tell_sponsor(silence)
        return _tell(events.SponsorTold(object=silence.public_id, letters=letters), party, by=by)
    return False


def _due(moment: dt.datetime | None, before: dt.datetime, challenge: Challenge) -> bool:
    """Say whether a moment has come, and three days of running time since the step before."""
    after = queries.silence_clock(challenge).deadline(before, BETWEEN)
    return moment is not None and after is not None and max(moment, after) <= timezone.now()


def _sleep(silence: Silence, *, by: Actor) -> None:
    silence.asleep_at = timezone.now()
    silence.save(update_fields=["asleep_at"])
    party = silence.party
    party.state = Party.State.ASLEEP
    party.save(update_fields=["state"])
    event = events.PartyFellAsleep(object=silence.public_id)
    record(event, stream=party.challenge.stream, by=by, party=party.public_id, role="others")


def _end(silence: Silence) -> None:
    silence.ended_at = timezone.now()
    silence.save(update_fields=["ended_at"])
    if silence.asked is not None:
        consent.drop_round(silence.asked)
    for one in Candidacy.objects.filter(without=silence.party).exclude(state=Candidacy.State.ENDED):
        end_candidacy(one)


def _refuse_standing_still(silence: Silence) -> None:
    """Raise Refused in a step back, until all parties are asked to go on: from then on silence counts again."""
    if queries.silence_clock(silence.party.challenge).stands_still:
        raise Refused(_("A step back lasts. First ask all parties to go on; who stays silent on that can sleep."))


def _refuse_awake(silence: Silence) -> None:
    """Raise Refused unless this party may sleep now: still silent, reminded, its term over, and others go on (R15)."""
    now, since = timezone.now(), queries.silent_since(silence.party)
    if silence.party.state != Party.State.ACTIVE or since is None or since > silence.since:
        raise Refused(_("This party is no longer silent."))
    over, ripe = queries.term_of(silence.party.challenge, since).over, queries.may_sleep_from(silence)
    if over is None or over > now or ripe is None or ripe > now:
        raise Refused(_("This party still has time: two reminders and word to who stands behind it come first."))
    if not queries.enough_awake(silence.party):
        raise Refused(_("Then two other parties of two kinds must be awake. One party alone lets nobody sleep."))


def _kept(public_id: str) -> Silence:
    found = Silence.objects.select_for_update(of=("self",)).select_related("party__challenge__stream", "asked")
    locked = found.filter(public_id=public_id, ended_at=None).first()
    if locked is None:
        raise Refused(_("This party is no longer silent."))
    return locked


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _locked_party(party: Party) -> Party:
    return Party.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=party.pk)


def _tell(event: Event, party: Party, *, by: Actor) -> bool:
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)
    return True
