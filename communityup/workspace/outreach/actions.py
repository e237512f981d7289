"""What can one do about who is missing: name a perspective, reach out, ask to join, speak from the open chair."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.base.ids import new_id
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import clean_words, write
from communityup.texts.models import Text
from communityup.workspace.challenges.actions import add_party, speak_for, take_place
from communityup.workspace.challenges.models import Challenge, Party, Reader
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation.permissions import facilitators_of
from communityup.workspace.former.actions import gone
from communityup.workspace.outreach import events, permissions
from communityup.workspace.outreach.models import Attempt, Newcomer, Perspective
from communityup.workspace.outreach.queries import JOIN, is_refused

MOST_MISSING = 20


@dataclass(frozen=True)
class Speaking:
    """For whom a party speaks, and how it knows that; both or none."""

    speaks_for: str = ""
    known_by: str = ""


@transaction.atomic
def name_perspective(challenge: Challenge, *, words: str, by: Actor) -> Perspective:
    """Name a perspective that is missing, in words about the question; everybody reads it. Twice the same is once."""
    party = permissions.reaches_out(challenge, by)
    locked = _locked(challenge)
    same = locked.perspectives.filter(heard_at=None, party=party, words__current__body=clean_words(words))
    # Who is here for no party says it for themselves alone.
    said = (same if party is not None else same.filter(words__current__author=by.person)).first()
    if said is not None:
        return said
    if locked.perspectives.filter(heard_at=None).count() >= MOST_MISSING:
        raise Refused(_("Many perspectives are missing already. First reach out for one of these."))
    named = Perspective.objects.create(
        challenge=locked, party=party, words=write(words, by=by), named_at=timezone.now()
    )
    event = events.PerspectiveNamed(object=named.public_id, commit=named.words.commit)
    record(event, stream=locked.stream, by=by, party=_id(party))
    return named


@transaction.atomic
def mark_heard(perspective: Perspective, *, by: Actor) -> Perspective:
    """Say that this perspective has a voice here now; twice changes nothing."""
    party, locked = permissions.judges_the_chair(perspective.challenge, by), _locked_perspective(perspective)
    if locked.heard_at is None:
        locked.heard_at = timezone.now()
        locked.save(update_fields=["heard_at"])
        event = events.PerspectiveHeard(object=locked.public_id)
        record(event, stream=locked.challenge.stream, by=by, party=_id(party))
    return locked


@transaction.atomic
def mark_missing(perspective: Perspective, *, by: Actor) -> Perspective:
    """Say that this perspective is missing again; twice changes nothing."""
    party, locked = permissions.judges_the_chair(perspective.challenge, by), _locked_perspective(perspective)
    if locked.heard_at is not None:
        locked.heard_at = None
        locked.save(update_fields=["heard_at"])
        event = events.PerspectiveMissing(object=locked.public_id)
        record(event, stream=locked.challenge.stream, by=by, party=_id(party))
    return locked


@transaction.atomic
def reach_out(perspective: Perspective, *, how: str, day: dt.date, result: str = "", by: Actor) -> Attempt:
    """Tell how and when one reached out for a perspective, and perhaps already what came of it."""
    party = permissions.reaches_out(perspective.challenge, by)
    if day > timezone.localdate():
        raise Refused(_("Tell this once it has been done."))
    tried = Attempt.objects.create(
        perspective=perspective,
        party=party,
        how=write(how, by=by),
        day=day,
        result=_text(result, by),
        result_party=party if result.strip() else None,
        told_at=timezone.now(),
    )
    event = events.ReachedOut(object=tried.public_id, commit=tried.how.commit, day=day.isoformat())
    record(event, stream=perspective.challenge.stream, by=by, party=_id(party))
    return tried


@transaction.atomic
def tell_result(attempt: Attempt, *, result: str, by: Actor) -> Attempt:
    """Tell what came of reaching out: whoever knows it first; then only who told it changes it (E2).

    The same words again change nothing.
    """
    challenge = attempt.perspective.challenge
    party = permissions.reaches_out(challenge, by)
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("result__current").get(pk=attempt.pk)
    permissions.refuse_words_of_others(locked, party, by)
    if locked.result is not None and str(locked.result) == clean_words(result):
        return locked
    locked.result, locked.result_party = write(result, by=by), party
    locked.save(update_fields=["result", "result_party"])
    event = events.OutreachResultTold(object=locked.public_id, commit=locked.result.commit)
    record(event, stream=challenge.stream, by=by, party=_id(party))
    return locked


@transaction.atomic
def ask_to_join(challenge: Challenge, *, name: str, kind: str, speaking: Speaking, by: Actor) -> Newcomer:
    """Ask to take part with a party of one's own: who, for whom one speaks, and how one knows (E21, X3)."""
    _locked(challenge)
    person = permissions.may_ask_to_join(challenge, by)
    if not speaking.speaks_for.strip() or not speaking.known_by.strip():
        raise Refused(_("Say for whom you speak and how you know that. The other parties answer on that."))
    party = add_party(challenge, name=name, kind=kind, state=Party.State.WAITING)
    take_place(party, person)
    speak_for(party, None, by=by)
    newcomer = _ask(party, speaking, by)
    event = events.AskedToJoin(
        object=newcomer.public_id, commit=_commit(newcomer.speaks_for), known_by_commit=_commit(newcomer.known_by)
    )
    record(event, stream=challenge.stream, by=by, party=party.public_id)
    return newcomer


def ask_parties(party: Party, by: Actor) -> None:
    """Ask the parties whether an invited party takes part, which accepted just now. Part of accepting."""
    _ask(party, Speaking(), by)


@transaction.atomic
def explain(newcomer: Newcomer, *, speaking: Speaking, by: Actor) -> Newcomer:
    """Tell anew for whom one's party speaks; the parties answer on these words, so their answers begin anew."""
    locked = _locked_newcomer(newcomer)
    permissions.own_asking(locked, by)
    if not speaking.speaks_for.strip() or not speaking.known_by.strip():
        raise Refused(_("Say for whom you speak and how you know that. The other parties answer on that."))
    locked.speaks_for, locked.known_by = write(speaking.speaks_for, by=by), write(speaking.known_by, by=by)
    locked.save(update_fields=["speaks_for", "known_by"])
    consent.lapse_answers(locked.asked)
    event = events.NewcomerExplained(
        object=locked.public_id, commit=locked.speaks_for.commit, known_by_commit=_commit(locked.known_by)
    )
    record(event, stream=locked.party.challenge.stream, by=by, party=locked.party.public_id)
    return locked


@transaction.atomic
def speak_from_chair(newcomer: Newcomer, *, words: str, by: Actor) -> Newcomer:
    """Say from the open chair what the others should know; the last words stand. No party can withhold the chair."""
    locked = _locked_newcomer(newcomer)
    permissions.own_asking(locked, by)
    locked.chair = write(words, by=by)
    locked.save(update_fields=["chair"])
    event = events.SpokenFromChair(object=locked.public_id, commit=locked.chair.commit)
    record(event, stream=locked.party.challenge.stream, by=by, party=locked.party.public_id)
    return locked


@transaction.atomic
def look_for_exclusion(newcomer: Newcomer, *, words: str, by: Actor) -> Newcomer:
    """Say, as who keeps the process, what one sees when a party is not let in yet, and whether somebody is shut out."""
    locked = _locked_newcomer(newcomer)
    permissions.may_look(locked, by)
    if not locked.waits or not is_refused(locked):
        raise Refused(_("No party said that it is too early."))
    locked.look, locked.looked_at = write(words, by=by), timezone.now()
    locked.save(update_fields=["look", "looked_at"])
    challenge = locked.party.challenge
    guarded = bool(facilitators_of(challenge))
    record(
        events.LookedForExclusion(object=locked.public_id, commit=locked.look.commit),
        stream=challenge.stream,
        by=by,
        party=None if guarded else own_seat(challenge, by).party.public_id,
        role="facilitator" if guarded else None,
    )
    return locked


@transaction.atomic
def take_back_asking(newcomer: Newcomer, *, by: Actor) -> Newcomer:
    """No longer ask to take part; what was asked and answered stays readable. Twice changes nothing."""
    locked = _locked_newcomer(newcomer)
    if locked.ended_at is not None:
        return locked
    permissions.own_asking(locked, by)
    party = locked.party
    _end(locked, Party.State.DECLINED)
    party.seats.all().delete()
    record(events.AskingTakenBack(object=locked.public_id), stream=party.challenge.stream, by=by, party=party.public_id)
    return locked


def admit(asked: Round, by: Actor) -> None:
    """Let the party take part, after the last yes; it no longer only follows."""
    challenge = asked.challenge
    newcomer = Newcomer.objects.select_for_update().get(asked=asked)
    party = Party.objects.select_for_update(of=("self",)).get(pk=newcomer.party_id)
    newcomer.joined_at, party.state = timezone.now(), Party.State.ACTIVE
    newcomer.save(update_fields=["joined_at"])
    party.save(update_fields=["state"])
    people = party.seats.values("person")
    Reader.objects.filter(challenge=challenge, role=Reader.Role.FOLLOWER, person__in=people).delete()
    event = events.PartyJoined(object=party.public_id)
    record(event, stream=challenge.stream, by=by, party=own_seat(challenge, by).party.public_id)


@transaction.atomic
def forget_newcomers(_person: Person) -> None:
    """End what is asked for parties that left while they waited, because their last person left the platform."""
    gone = Newcomer.objects.filter(joined_at=None, ended_at=None, party__state=Party.State.LEFT)
    for newcomer in gone.select_related("asked", "party"):
        _end(newcomer, Party.State.LEFT)


def _ask(party: Party, speaking: Speaking, by: Actor) -> Newcomer:
    public_id = new_id()
    return Newcomer.objects.create(
        public_id=public_id,
        party=party,
        asked=consent.ask_again(party.challenge, f"{JOIN}:{public_id}"),
        speaks_for=_text(speaking.speaks_for, by),
        known_by=_text(speaking.known_by, by),
        asked_at=timezone.now(),
    )


def _end(newcomer: Newcomer, state: Party.State) -> None:
    consent.drop_round(newcomer.asked)
    newcomer.ended_at = timezone.now()
    newcomer.save(update_fields=["ended_at"])
    gone(newcomer.party, state, newcomer.ended_at)


def _text(words: str, by: Actor) -> Text | None:
    return write(words, by=by) if words.strip() else None


def _commit(text: Text | None) -> str:
    return "" if text is None else text.commit or ""


def _id(party: Party | None) -> str | None:
    return None if party is None else party.public_id


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _locked_perspective(perspective: Perspective) -> Perspective:
    found = Perspective.objects.select_for_update(of=("self",)).select_related("challenge__stream")
    return found.get(pk=perspective.pk)


def _locked_newcomer(newcomer: Newcomer) -> Newcomer:
    """Lock the challenge first, as every answer of a party does, so that the last yes and this come one by one."""
    Challenge.objects.select_for_update().get(pk=newcomer.party.challenge_id)
    found = Newcomer.objects.select_for_update(of=("self",)).select_related("party__challenge__stream", "asked")
    return found.get(pk=newcomer.pk)
