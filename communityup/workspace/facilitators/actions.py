"""What can one do about who guards the process: propose, say yes, name a substitute, stop, ask for another."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.texts.actions import write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Reader, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation.models import KEYS
from communityup.workspace.facilitators import events, notices, permissions, queries
from communityup.workspace.facilitators.models import Candidacy, Replacement


@transaction.atomic
def propose_own(challenge: Challenge, *, person: Person, by: Actor) -> Candidacy:
    """Propose oneself or somebody of one's own party to guard the process; all parties are asked (E7)."""
    seat = own_seat(challenge, by)
    theirs = Seat.objects.filter(challenge=challenge, party=seat.party, person=person).first()
    if theirs is None:
        raise NotAllowed(_("Choose somebody of your own party, or somebody from outside."))
    permissions.refuse_guest(person)
    return _propose(challenge, seat, Candidacy.Role.FACILITATOR, by=by, party=seat.party, person=person)


@transaction.atomic
def propose_outsider(
    challenge: Challenge, *, role: str, email: str, words: str, without: Party | None = None, by: Actor
) -> Candidacy:
    """Propose somebody from outside to guard the process or to help; they get a letter, and all parties are asked.

    Everybody reads the words about who it is; nobody sees the address. `without` is the silent party about which alone
    they help, and which is not asked (R15); that it is silent is for the calling action to know.
    """
    seat = own_seat(challenge, by)
    if role == Candidacy.Role.SUBSTITUTE:
        raise NotAllowed(_("A facilitator names their own substitute."))
    permissions.refuse_address(challenge, normalised(email), without=without)
    asked = _propose(challenge, seat, role, by=by, email=normalised(email), words=write(words, by=by), without=without)
    notices.invite(asked, language=by.known.language)
    return asked


@transaction.atomic
def accept(
    candidacy: Candidacy, *, substitute: Person | None = None, email: str = "", words: str = "", by: Actor
) -> Candidacy:
    """Say yes to what one is asked for; it begins once all parties agreed too. Twice is once.

    Who guards the process names who stands in after three days (R16): for a party somebody of it; from outside
    somebody else from outside, by address, about whom all parties are asked in the same way.
    """
    locked = _candidate(candidacy, by)
    if locked.accepted_at is not None:
        return locked
    if locked.party is None and Seat.objects.filter(challenge=locked.challenge, person=by.known).exists():
        raise Refused(_("You take part for a party here, so you are not somebody from outside."))
    if locked.role == Candidacy.Role.FACILITATOR and locked.party is not None:
        permissions.refuse_substitute(locked.party, by.known, substitute)
    locked.person, locked.email, locked.substitute, locked.accepted_at = by.account, "", substitute, timezone.now()
    locked.save(update_fields=["person", "email", "substitute", "accepted_at"])
    named = None
    if locked.role == Candidacy.Role.FACILITATOR and locked.party is None:
        named = _ask_stand_in(locked.challenge, email=email, words=words, beside=locked, by=by)
    event: type[Event] = _begin(locked) if permissions.ready(locked) else events.CandidateAccepted
    told = event(object=locked.public_id, commit=_commitment(named))
    record(told, stream=locked.challenge.stream, by=by, role="candidate")
    return locked


@transaction.atomic
def give_up(candidacy: Candidacy, *, by: Actor) -> Candidacy:
    """Say no to what one is asked for, or take one's own party's proposal back."""
    locked = _open_candidacy(candidacy)
    if not permissions.is_candidate(locked, by):
        seat = own_seat(locked.challenge, by)
        if seat.party_id != locked.proposed_by_id:
            raise NotAllowed(_('Only who is asked or the party that proposed this can end it. You can say "not yet".'))
    end_candidacy(locked)
    record(events.CandidacyEnded(object=locked.public_id), stream=locked.challenge.stream, by=by)
    return locked


def agree_to_candidate(asked: Round, by: Actor) -> None:
    """Let a candidate begin after the last yes of the parties, when they said yes themselves."""
    locked = _open_candidacy(Candidacy.objects.get(asked=asked))
    locked.asked = asked
    event = _begin(locked) if permissions.ready(locked) else events.CandidateAgreed
    party = own_seat(asked.challenge, by).party.public_id
    record(event(object=locked.public_id), stream=locked.challenge.stream, by=by, party=party)


def let_stand_ins_go(asked: Round) -> None:
    """End the question about who would stand in, when the party took back that about the facilitator themselves."""
    for stand_in in Candidacy.objects.filter(beside__asked=asked, of=None, state=Candidacy.State.ASKED):
        end_candidacy(stand_in)


@transaction.atomic
def name_substitute(
    challenge: Challenge, *, person: Person | None = None, email: str = "", words: str = "", by: Actor
) -> Facilitator:
    """Name who acts for oneself after three days: somebody of one's own party, or from outside by letter (R16).

    About somebody from outside all parties are asked; until they and that person say yes, nobody new stands in.
    """
    guard = _own_office(challenge, by)
    if guard.party is None:
        asked = _ask_stand_in(guard.challenge, email=email, words=words, of=guard, by=by)
        _tell(events.SubstituteNamed(object=asked.public_id, commit=_commitment(asked)), guard, by)
        return guard
    permissions.refuse_substitute(guard.party, by.known, person)
    if guard.substitute != person:
        notices.tell_stand_ins(guard, before=guard.substitute, now=person)
        guard.substitute = person
        guard.save(update_fields=["substitute"])
        _tell(events.SubstituteNamed(object=challenge.public_id), guard, by)
    return guard


@transaction.atomic
def hand_over(challenge: Challenge, *, by: Actor) -> Candidacy:
    """Ask one's substitute to take over, and all parties; with all their yes they do. Asking twice is once."""
    guard = _own_office(challenge, by)
    if guard.substitute is None:
        raise Refused(_("Name a substitute first."))
    waiting = queries.open_candidacies(guard.challenge).filter(of=guard, person=guard.substitute).first()
    if waiting is not None:
        return waiting
    asked = Candidacy(challenge=guard.challenge, role=Candidacy.Role.FACILITATOR, party=guard.party, of=guard)
    asked.person, asked.asked_at = guard.substitute, timezone.now()
    asked.asked = consent.open_from_the_process(guard.challenge, f"{queries.CANDIDATE}:{asked.public_id}")
    asked.save()
    _tell(events.HandoverAsked(object=asked.public_id), guard, by)
    return asked


@transaction.atomic
def stop(challenge: Challenge, *, by: Actor) -> None:
    """Stop guarding the process; one's place returns as it was."""
    guard = _own_office(challenge, by)
    _leave_office(guard)
    _tell(events.FacilitatorStopped(object=challenge.public_id), guard, by)


@transaction.atomic
def stop_standing_in(challenge: Challenge, *, by: Actor) -> None:
    """No longer stand in for a facilitator; saying it twice changes nothing."""
    locked = _locked(challenge)
    found = Facilitator.objects.filter(challenge=locked, substitute=by.person, until=None)
    if found.update(substitute=None):
        event = events.SubstituteEnded(object=locked.public_id)
        record(event, stream=locked.stream, by=by, role="substitute")


@transaction.atomic
def stop_helping(candidacy: Candidacy, *, by: Actor) -> None:
    """Stop helping from outside."""
    _locked(candidacy.challenge)
    found = Candidacy.objects.select_for_update(of=("self",)).select_related("challenge__stream")
    locked = found.get(pk=candidacy.pk)
    if locked.role != Candidacy.Role.HELPER or locked.person_id != by.known.pk:
        raise NotAllowed(_("Only the helper can stop."))
    if locked.state == Candidacy.State.SERVES:
        end_candidacy(locked)
        record(events.HelperStopped(object=locked.public_id), stream=locked.challenge.stream, by=by, role="helper")


@transaction.atomic
def ask_replacement(facilitator: Facilitator, *, reason: str, by: Actor) -> Replacement:
    """Ask that a facilitator stops, with a reason; the parties decide, the facilitators have no say (X10)."""
    seat = own_seat(facilitator.challenge, by)
    challenge = _locked(facilitator.challenge)
    guard = Facilitator.objects.select_for_update().get(pk=facilitator.pk)
    if guard.until is not None:
        raise Refused(_("This person no longer guards the process."))
    if queries.open_replacement(guard) is not None:
        raise Refused(_("This question is already open. Answer it for your party."))
    request = Replacement(facilitator=guard, party=seat.party, reason=write(reason, by=by), asked_at=timezone.now())
    request.asked = consent.open_round(challenge, f"{queries.REPLACE}:{request.public_id}", by=by)
    request.save()
    event = events.ReplacementAsked(object=request.public_id, commit=request.reason.commit)
    record(event, stream=challenge.stream, by=by, party=seat.party.public_id)
    return request


def replace(asked: Round, by: Actor) -> None:
    """Let a facilitator stop, after the last yes of the parties."""
    seat = own_seat(asked.challenge, by)
    request = Replacement.objects.get(asked=asked)
    _leave_office(_serving(request.facilitator))
    event = events.FacilitatorReplaced(object=request.public_id)
    record(event, stream=asked.challenge.stream, by=by, party=seat.party.public_id)


@transaction.atomic
def forget_facilitator(person: Person) -> None:
    """Let somebody who leaves the platform stop guarding, standing in and helping, and forget their address."""
    guards = Facilitator.objects.filter(person=person, until=None)
    # As other acts do, and in one order: the challenges first, so that none of them waits for this one in a circle.
    list(Challenge.objects.select_for_update().filter(pk__in=guards.values("challenge")).order_by("pk"))
    for guard in guards.select_related("challenge__stream"):
        _leave_office(guard)
        _tell(events.FacilitatorStopped(object=guard.challenge.public_id), guard, Actor.of(person))
    Facilitator.objects.filter(substitute=person).update(substitute=None)
    mine = Q(person=person) | Q(email=person.email)
    for candidacy in Candidacy.objects.filter(mine).exclude(state=Candidacy.State.ENDED):
        end_candidacy(candidacy)
    Candidacy.objects.filter(mine).update(person=None, email="")
    Candidacy.objects.filter(substitute=person).update(substitute=None)


def _propose(
    challenge: Challenge,
    seat: Seat,
    role: str,
    *,
    by: Actor,
    party: Party | None = None,
    person: Person | None = None,
    email: str = "",
    words: Text | None = None,
    without: Party | None = None,
) -> Candidacy:
    locked = _locked(challenge)
    if role == Candidacy.Role.FACILITATOR:
        permissions.refuse_office(locked, party)
    if person is not None and queries.open_candidacies(locked).filter(person=person).exists():
        raise Refused(_("This person is already asked."))
    if party is not None and person is not None:
        permissions.refuse_alone(party, person)
    asked = Candidacy(challenge=locked, role=role, party=party, person=person, email=email, without=without)
    asked.words, asked.proposed_by, asked.asked_at = words, seat.party, timezone.now()
    about = f"{queries.CANDIDATE if without is None else queries.HELPER_ABOUT}:{asked.public_id}"
    asked.asked = consent.open_round(locked, about, by=by)
    asked.save()
    event: type[Event] = events.FacilitatorProposed
    if role == Candidacy.Role.HELPER:
        event = events.HelperProposed if without is None else events.HelperAboutSilenceProposed
    told = event(object=asked.public_id, commit=_commitment(asked))
    record(told, stream=locked.stream, by=by, party=seat.party.public_id)
    return asked


def _ask_stand_in(
    challenge: Challenge,
    *,
    email: str,
    words: str,
    of: Facilitator | None = None,
    beside: Candidacy | None = None,
    by: Actor,
) -> Candidacy:
    """Ask somebody from outside to stand in, by letter, and all parties about them; an earlier question ends."""
    address = normalised(email)
    permissions.refuse_stand_in(challenge, by.known, address, words)
    for earlier in queries.open_candidacies(challenge).filter(role=Candidacy.Role.SUBSTITUTE, of=of, beside=beside):
        end_candidacy(earlier)
    asked = Candidacy(challenge=challenge, role=Candidacy.Role.SUBSTITUTE, email=address, of=of, beside=beside)
    asked.words, asked.asked_at = write(words, by=by), timezone.now()
    asked.asked = consent.open_from_the_process(challenge, f"{queries.CANDIDATE}:{asked.public_id}")
    asked.save()
    notices.invite(asked, language=by.known.language)
    return asked


def _commitment(named: Candidacy | None) -> str | None:
    """Return what seals the words about who was named to stand in, if anybody was."""
    return None if named is None or named.words is None else named.words.commit


def _begin(locked: Candidacy) -> type[Event]:
    """Let what somebody is asked for begin, and return how the line tells so."""
    locked.state = Candidacy.State.SERVES
    event: type[Event] = events.HelperBegan
    if locked.role == Candidacy.Role.HELPER:
        Reader.objects.get_or_create(
            challenge=locked.challenge, person=locked.person, defaults={"since": timezone.now()}
        )
    elif locked.role == Candidacy.Role.SUBSTITUTE:
        guard = _serving(locked.of)
        guard.substitute = locked.person
        guard.save(update_fields=["substitute"])
        event = events.SubstituteAccepted
    else:
        event = events.FacilitatorBegan
        if locked.of is not None:
            _leave_office(_serving(locked.of), to=locked)
            event = events.FacilitatorHandedOver
        _take_office(locked)
    locked.save(update_fields=["state", "facilitator", "key", "ring"])
    return event


def _take_office(candidacy: Candidacy) -> None:
    challenge, person = candidacy.challenge, Person.objects.get(candidacies=candidacy)
    permissions.refuse_office(challenge, candidacy.party)
    seat = Seat.objects.select_for_update().filter(challenge=challenge, person=person).first()
    if candidacy.party is not None:
        if seat is None or seat.party_id != candidacy.party_id:
            raise Refused(_("This person no longer takes part for that party."))
        permissions.refuse_alone(candidacy.party, person)
        candidacy.ring, seat.ring = seat.ring, Ring.ASIDE
        seat.save(update_fields=["ring"])
    elif seat is not None:
        raise Refused(_("This person takes part for a party meanwhile, so they are not from outside."))
    taken = Candidacy.objects.filter(challenge=challenge, state=Candidacy.State.SERVES, role=candidacy.role)
    candidacy.key = min({1, KEYS} - set(taken.values_list("key", flat=True)))
    candidacy.facilitator = Facilitator.objects.create(
        challenge=challenge,
        party=candidacy.party,
        person=person,
        substitute=candidacy.substitute,
        since=timezone.now(),
    )
    notices.tell_stand_ins(candidacy.facilitator, before=None, now=candidacy.substitute)
    for stand_in in Candidacy.objects.filter(beside=candidacy, state=Candidacy.State.ASKED).select_related("asked"):
        stand_in.of = candidacy.facilitator
        stand_in.save(update_fields=["of"])
        if permissions.ready(stand_in):
            _begin(stand_in)


def _leave_office(guard: Facilitator, *, to: Candidacy | None = None) -> None:
    """End the time in which somebody guards; their place is theirs again; questions about them end, but `to`."""
    guard.until = max(timezone.now(), guard.since)
    guard.save(update_fields=["until"])
    if to is None or to.person != guard.substitute:
        notices.tell_stand_ins(guard, before=guard.substitute, now=None)
    served = list(Candidacy.objects.filter(facilitator=guard, state=Candidacy.State.SERVES))
    ring = next((one.ring for one in served if one.ring), Ring.TABLE)
    Seat.objects.filter(challenge=guard.challenge_id, person=guard.person_id, ring=Ring.ASIDE).update(ring=ring)
    waits = Candidacy.objects.filter(of=guard, state=Candidacy.State.ASKED)
    for candidacy in [*served, *(one for one in waits if one != to)]:
        end_candidacy(candidacy)
    for request in Replacement.objects.filter(facilitator=guard).select_related("asked"):
        consent.drop_round(request.asked)


def end_candidacy(candidacy: Candidacy) -> None:
    """Let a candidacy end, and the question to the parties about it. Part of other actions, which record it."""
    candidacy.state, candidacy.ended_at, candidacy.email = Candidacy.State.ENDED, timezone.now(), ""
    candidacy.save(update_fields=["state", "ended_at", "email"])
    for asked in Round.objects.filter(pk__in=Candidacy.objects.filter(pk=candidacy.pk).values("asked")):
        consent.drop_round(asked)
    for stand_in in Candidacy.objects.filter(beside=candidacy, of=None, state=Candidacy.State.ASKED):
        end_candidacy(stand_in)


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _open_candidacy(candidacy: Candidacy) -> Candidacy:
    challenge = _locked(candidacy.challenge)
    related = Candidacy.objects.select_for_update(of=("self",)).select_related("party", "person", "of", "asked")
    locked = related.get(pk=candidacy.pk)
    locked.challenge = challenge
    if locked.state != Candidacy.State.ASKED or not permissions.still_asked(locked):
        raise Refused(_("This question is no longer open."))
    return locked


def _candidate(candidacy: Candidacy, by: Actor) -> Candidacy:
    """Return the candidacy for the one who is asked; one that began already as it is."""
    if not permissions.is_candidate(candidacy, by):
        raise NotAllowed(_("Only the one who is asked answers this. Sign in with the address that got the letter."))
    began = Candidacy.objects.filter(pk=candidacy.pk, state=Candidacy.State.SERVES, person=by.person).first()
    return began or _open_candidacy(candidacy)


def _own_office(challenge: Challenge, by: Actor) -> Facilitator:
    locked = _locked(challenge)
    found = Facilitator.objects.select_for_update(of=("self",)).select_related("party", "person", "substitute")
    guard = found.filter(challenge=locked, person=by.person, until=None).first()
    if guard is None:
        raise NotAllowed(_("Only who guards the process now can do this."))
    guard.challenge = locked
    return guard


def _serving(guard: Facilitator | None) -> Facilitator:
    found = None if guard is None else Facilitator.objects.select_for_update().filter(pk=guard.pk, until=None).first()
    if found is None:
        raise Refused(_("This person no longer guards the process."))
    return found


def _tell(event: Event, guard: Facilitator, by: Actor) -> None:
    record(event, stream=guard.challenge.stream, by=by, role="facilitator")
