"""What can one do: ask whether we are ready, answer, close, say what one's party makes of it, and end in a step."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import open_stream, record
from communityup.log.events import Event
from communityup.log.models import Stream
from communityup.people.actors import Actor
from communityup.questionnaires import actions as rounds
from communityup.questionnaires.models import Participant
from communityup.texts.actions import clean_words, write
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import own_seat, refuse_while_paused
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.facilitation.actions import both
from communityup.workspace.facilitation.models import Act
from communityup.workspace.readiness import events, permissions, queries
from communityup.workspace.readiness.models import Check, Outcome, Step


@transaction.atomic
def ask_all(challenge: Challenge, *, by: Actor) -> Check | None:
    """Ask everybody of all parties whether they are ready, one round at a time; None while a yes is missing (E7)."""
    permissions.refuse_to_lead(challenge, by, party=None)
    locked = _locked(challenge)
    refuse_while_paused(locked)
    if locked.checks.filter(party=None, ended_at=None).exists():
        raise Refused(_("A round already runs. End it first, with what you will do or deliberately nothing."))
    if not both(locked, permissions.OPEN_CHECK, by=by):
        return None
    return _open(locked, None, active_parties(locked), locked.stream, by=by)


@transaction.atomic
def ask_own(challenge: Challenge, *, by: Actor) -> Check:
    """Ask the people of one's own party; nobody else sees that round, nor that there is one (B35)."""
    own = own_seat(challenge, by).party
    locked = _locked(challenge)
    if own.checks.filter(ended_at=None).exists():
        raise Refused(_("Your party's own round still runs. End it first."))
    # A stream of its own, that only these people can ask for: the log of the challenge is everybody's.
    stream = open_stream(Stream.Kind.PRACTICE if locked.practice else Stream.Kind.CHALLENGE)
    return _open(locked, own, [own], stream, by=by)


def _open(challenge: Challenge, own: Party | None, parties: list[Party], stream: Stream, *, by: Actor) -> Check:
    asked = rounds.open_round(
        stream,
        series=queries.series(challenge),
        asked=queries.ASKED,
        sides=[rounds.Named(key=one.public_id, name=one.name, number=one.number) for one in parties],
    )
    before: int | None = challenge.checks.filter(party=own).aggregate(last=Max("number"))["last"]
    check = Check.objects.create(challenge=challenge, party=own, asked=asked, number=(before or 0) + 1)
    event = events.RoundOpened(object=check.public_id, number=check.number, questions=asked.questions_hash)
    record(event, stream=stream, by=by, **permissions.leading_as(check, by))
    return check


@transaction.atomic
def answer(check: Check, *, given: Mapping[str, Any], by: Actor) -> Participant:
    """Answer privately, at the table or around it; changeable until the round closes. No line tells that one did."""
    seat = permissions.answering_place(check, by)
    return rounds.answer(check.asked, side=seat.party.public_id, given=given, by=by)


@transaction.atomic
def answer_openly(check: Check, *, given: Mapping[str, int | None], by: Actor) -> Check:
    """Answer in the name of one's own party: shown where fewer than five of its people answered (R6).

    Like private answers only until the round closes: no party answers once it read what the others said. Who leaves
    every question empty takes the answer of the party back.
    """
    seat, locked = permissions.own_voice(check, by), _locked_check(check)
    permissions.refuse_sealed(locked)
    key = seat.party.public_id
    if not locked.asked.sides.filter(key=key).exists():
        raise Refused(_("Your party came after this round opened. It is asked in the next one."))
    if rounds.answer_openly(locked.asked, side=key, given=given):
        stays = any(value is not None for value in given.values())
        event = events.PartyAnswered if stays else events.AnswerTakenBack
        _record(locked, event(object=locked.public_id), key, by=by)
    return locked


@transaction.atomic
def close(check: Check, *, by: Actor) -> Check:
    """Seal the answers and show what may be shown; closing decides nothing. Unchanged while a yes is missing (E7)."""
    locked = _locked_to_lead(check, by)
    _refuse_pause(locked)
    permissions.refuse_sealed(locked)
    if not _all_keys(locked, permissions.CLOSE_CHECK, alone=permissions.alone_from(locked) is None, by=by):
        return locked
    release = rounds.close_round(locked.asked, people=queries.people_asked(locked))
    event = events.RoundClosed(object=locked.public_id, rows=release.rows, root=release.root)
    record(event, stream=locked.asked.stream, by=by, **permissions.leading_as(locked, by))
    return locked


@transaction.atomic
def take_words_back(check: Check, *, by: Actor) -> Check:
    """Take one's own words back before everybody reads them; the line names nobody."""
    permissions.refuse_no_words(check, by)
    if rounds.take_words_back(check.asked, by=by):
        nameless = Actor.of(by.known, nameless=True)
        _record(check, events.WordsTakenBack(object=check.public_id), None, by=nameless)
    return check


@transaction.atomic
def take_answers_back(check: Check, *, by: Actor) -> Check:
    """Take back all that one answered, until the round closes; also who gave up their place does (E22)."""
    permissions.refuse_no_answers(check, by)
    permissions.refuse_sealed(check)
    rounds.take_answers_back(check.asked, by=by)
    return check


@transaction.atomic
def share_words(check: Check, *, by: Actor) -> bool:
    """Let everybody read at the same moment what was said in people's own words, a day after closing (R12)."""
    number = rounds.share_words(check.asked)
    if number:
        _record(check, events.WordsShared(object=check.public_id, number=number), None, by=by)
    return bool(number)


@transaction.atomic
def tell_outcome(check: Check, *, choice: str, words: str = "", seen: str = "", by: Actor) -> Outcome:
    """Say what one's own party makes of a round; changeable until it ends. "Not yet" is as good as any (B35).

    `seen` is the mark of what the party said before, as the page showed it: see `permissions.refuse_unseen`.
    """
    seat, locked = permissions.own_voice(check, by), _locked_check(check)
    permissions.refuse_ended(locked)
    permissions.refuse_unsealed(locked)
    before = Outcome.objects.filter(check_round=locked, party=seat.party).select_related("words__current").first()
    said = "" if before is None or before.words is None else str(before.words)
    if before is not None and (before.choice, said) == (choice, words.strip()):
        return before
    permissions.refuse_unseen(before, seen)
    text = write(words, by=by) if words.strip() else None
    told, _new = Outcome.objects.update_or_create(
        check_round=locked,
        party=seat.party,
        defaults={"choice": Outcome.Choice(choice), "words": text, "told_at": timezone.now()},
    )
    event = events.OutcomeTold(object=locked.public_id, commit=None if text is None else text.commit)
    _record(locked, event, seat.party.public_id, by=by)
    return told


@transaction.atomic
def tell_step(check: Check, *, words: str, by: Actor) -> Step:
    """Say what one's own party will do because of a round; the same twice (a double click) is one step."""
    seat, locked = permissions.own_voice(check, by), _locked_check(check)
    permissions.refuse_ended(locked)
    permissions.refuse_unsealed(locked)
    same = locked.told_steps.filter(party=seat.party, words__current__body=clean_words(words)).first()
    if same is not None:
        return same
    told = Step.objects.create(check_round=locked, party=seat.party, words=write(words, by=by), told_at=timezone.now())
    locked.steps += 1
    locked.save(update_fields=["steps"])
    event = events.StepTold(object=locked.public_id, commit=told.words.commit)
    _record(locked, event, seat.party.public_id, by=by)
    return told


@transaction.atomic
def end(check: Check, *, no_step: str = "", by: Actor) -> Check:
    """End a round: every party said what it makes of it (E8), and there is a step or deliberately none (B20).

    With facilitators both end it (E7): with the first yes nothing changes yet.
    """
    locked = _locked_to_lead(check, by)
    if locked.ended_at is not None:
        return locked
    permissions.refuse_unsealed(locked)
    _refuse_pause(locked)
    if waiting := queries.still_to_say(locked):
        names = ", ".join(str(one) for one in waiting)
        raise Refused(_("Not every party said what it makes of this round yet: %(names)s.") % {"names": names})
    if not locked.steps and not no_step.strip():
        raise Refused(_("Say what somebody will do because of this round, or why you deliberately do nothing."))
    if not _all_keys(locked, permissions.END_CHECK, words=no_step, by=by):
        return locked
    outcome = str(queries.outcome_of(locked))
    locked.no_step = write(no_step, by=by) if no_step.strip() and not locked.steps else None
    locked.ended_at = timezone.now()
    locked.save(update_fields=["no_step", "ended_at"])
    commit = None if locked.no_step is None else locked.no_step.commit
    event = events.RoundEnded(object=locked.public_id, commit=commit, steps=locked.steps, outcome=outcome)
    record(event, stream=locked.asked.stream, by=by, **permissions.leading_as(locked, by))
    return locked


def open_prepared(act: Act, by: Actor) -> None:
    """Ask everybody, as one facilitator prepared, with the yes of the other."""
    ask_all(act.challenge, by=by)


def close_prepared(act: Act, by: Actor) -> None:
    """Close a round, as one facilitator prepared, with the yes of the other."""
    close(_check_of(act), by=by)


def end_prepared(act: Act, by: Actor) -> None:
    """End a round, as one facilitator prepared, with the yes of the other."""
    end(_check_of(act), no_step="" if act.words is None else str(act.words), by=by)


def _check_of(act: Act) -> Check:
    found = Check.objects.select_related("challenge__stream", "party", "asked__stream")
    return found.get(challenge=act.challenge, public_id=act.about.partition(":")[2])


def _all_keys(check: Check, step: str, *, words: str = "", alone: bool = False, by: Actor) -> bool:
    """Say whether a round of all has every yes that this step needs; a party's own round is its own people's alone."""
    about = f"{step}:{check.public_id}"
    return check.party_id is not None or both(check.challenge, about, words=words, alone=alone, by=by)


def _refuse_pause(check: Check) -> None:
    """Refuse for all parties together during a step back; one's own look is exactly what such a time is for."""
    if check.party_id is None:
        refuse_while_paused(check.challenge)


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _locked_check(check: Check) -> Check:
    found = Check.objects.select_for_update(of=("self",)).select_related("challenge", "party", "asked__stream")
    return found.get(pk=check.pk)


def _locked_to_lead(check: Check, by: Actor) -> Check:
    """Lock a round for who leads it: first the challenge, as who says the second yes to a step does."""
    permissions.refuse_to_lead(check.challenge, by, party=check.party)
    _locked(check.challenge)
    return _locked_check(check)


def _record(check: Check, event: Event, party: str | None, *, by: Actor) -> None:
    record(event, stream=check.asked.stream, by=by, party=party)
