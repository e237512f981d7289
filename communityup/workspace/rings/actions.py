"""What can one do about rings: come to the table or go around it, follow, name a substitute, ask for more places."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import write
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import Challenge, Party, Reader, Ring, Seat
from communityup.workspace.challenges.queries import free_places, places_per_party
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.rings import events, notices, queries
from communityup.workspace.rings.models import PartAsked, PlaceAsked
from communityup.workspace.rings.permissions import (
    let_in,
    refuse_no_answer,
    refuse_no_follower,
    refuse_no_host,
    refuse_unseen,
)
from communityup.workspace.rings.queries import MOST_PLACES, PLACES


@transaction.atomic
def come_to_table(challenge: Challenge, *, by: Actor) -> Seat:
    """Come from around the table to a place at it, while one's party has a free place (B17, B18).

    The place counts once one accepted the working agreement. Twice is once; who stood in for another no longer does.
    A guest first makes an account: who decides is within reach. Whom nobody let in before asks the people of the party
    at the table: then the place that is returned is still around it (X7, X3).
    """
    by.account  # noqa: B018 - raises for a guest
    seat = _locked_place(permissions.own_place(challenge, by))
    if seat.ring == Ring.TABLE:
        return seat
    if free_places(seat.party) <= 0:
        raise Refused(_full(places_per_party(challenge)))
    if not let_in(seat):
        return _ask_for_place(seat, by=by)
    seat.party.seats.filter(substitute=seat.person).update(substitute=None, substitute_at=None)
    seat.ring = Ring.TABLE
    seat.save(update_fields=["ring"])
    _record(events.CameToTable(object=seat.party.public_id), seat, by=by)
    return seat


@transaction.atomic
def take_back_asking(challenge: Challenge, *, by: Actor) -> None:
    """Ask no longer for a place at the table, while nobody answered. Twice changes nothing."""
    seat = _locked_place(permissions.own_place(challenge, by))
    if PlaceAsked.objects.filter(seat=seat, agrees=None).delete()[0]:
        _record(events.PlaceAskTakenBack(object=seat.party.public_id), seat, by=by)


@transaction.atomic
def answer_asking(asked: PlaceAsked, *, agrees: bool, words: str = "", seen: str = "", by: Actor) -> PlaceAsked:
    """Say yes or no to who asks for a place at the table, with a word if one likes; the same answer twice is once.

    A no can become a yes. A yes can be undone until that person accepted the working agreement; then they sit there
    like everybody. `seen` is the mark of the answer that one's page showed: nobody turns that of a colleague unseen.
    """
    refuse_no_answer(asked, by)
    seat = _locked_place(asked.seat)
    locked = PlaceAsked.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if locked.agrees is agrees:
        return locked
    refuse_unseen(locked, seen)
    if agrees and free_places(seat.party) <= 0:
        raise Refused(_full(places_per_party(seat.challenge)))
    if seat.rules is not None:
        raise Refused(
            _("This person accepted the working agreement and takes part in it now. That cannot be undone here.")
        )
    locked.words = write(words, by=by) if words.strip() else None
    locked.agrees, locked.answered_at = agrees, timezone.now()
    locked.save(update_fields=["agrees", "words", "answered_at"])
    seat.ring = Ring.TABLE if agrees else Ring.CONTRIBUTOR
    seat.save(update_fields=["ring"])
    event = events.PlaceGiven if agrees else events.PlaceNotGiven
    commit = None if locked.words is None else locked.words.commit
    _record(event(object=locked.public_id, commit=commit), seat, by=by)
    return locked


@transaction.atomic
def leave_table(challenge: Challenge, *, by: Actor) -> Seat:
    """Go from the table to around it: one reads and contributes as before, and decides no more. Twice is once.

    Refused for the last one of a party: a party without anybody at the table cannot decide.
    """
    seat = _locked_place(permissions.own_place(challenge, by))
    if seat.ring == Ring.CONTRIBUTOR:
        return seat
    if seat.party.seats.filter(ring=Ring.TABLE).count() == 1:
        raise Refused(
            _("You are the only one of your party at the table. First let somebody else of your party come to it.")
        )
    if seat.substitute is not None:
        notices.let_go(seat, seat.substitute)
    seat.ring, seat.substitute, seat.substitute_at = Ring.CONTRIBUTOR, None, None
    seat.save(update_fields=["ring", "substitute", "substitute_at"])
    _record(events.LeftTable(object=seat.party.public_id), seat, by=by)
    return seat


@transaction.atomic
def follow(challenge: Challenge, *, by: Actor) -> Reader:
    """Follow a challenge that one may see: one hears what everybody hears, and has no effect on any result (X7).

    No line in the log: who reads along is nobody's business. Twice is once; an observer reads along already.
    """
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    if permissions.seat_of(challenge, by.account) is not None:
        raise Refused(_("You take part already, so you hear everything. To only follow, first leave this challenge."))
    if not permissions.may_see(challenge, by.known):
        raise NotAllowed(_("You cannot see this challenge."))
    return Reader.objects.get_or_create(
        challenge=challenge, person=by.known, defaults={"role": Reader.Role.FOLLOWER, "since": timezone.now()}
    )[0]


@transaction.atomic
def stop_following(challenge: Challenge, *, by: Actor) -> None:
    """Stop following; twice changes nothing. It has no line in the log, as following has none.

    Who asked a party to contribute with it asks that no longer.
    """
    take_back_part(challenge, by=by)
    Reader.objects.filter(challenge=challenge, person=by.known, role=Reader.Role.FOLLOWER).delete()


@transaction.atomic
def ask_for_part(party: Party, *, by: Actor) -> PartAsked:
    """Ask a party that takes part to contribute with it, around the table, as who follows (B17).

    One party at a time; twice is once. Who heard a no does not ask that party again: it can change its answer.
    """
    refuse_no_follower(party, by)
    Challenge.objects.select_for_update().get(pk=party.challenge_id)
    known = PartAsked.objects.filter(challenge=party.challenge, person=by.known)
    waits, earlier = known.filter(agrees=None).first(), known.filter(party=party).first()
    if waits is not None and waits.party_id == party.pk:
        return waits
    if waits is not None:
        raise Refused(_("You already asked %(party)s. Wait for the answer, or take it back.") % {"party": waits.party})
    if earlier is not None and earlier.agrees is False:
        raise Refused(_("%(party)s said: not now. They can still change that; talk with them.") % {"party": party})
    # Who contributed before, and left, asks anew.
    known.filter(party=party).delete()
    asked = PartAsked.objects.create(challenge=party.challenge, party=party, person=by.known, asked_at=timezone.now())
    nameless = Actor.of(by.known, nameless=True)
    record(events.PartAskedFor(object=asked.public_id), stream=party.challenge.stream, by=nameless)
    return asked


@transaction.atomic
def take_back_part(challenge: Challenge, *, by: Actor) -> None:
    """Ask no party any more to contribute with it, while nobody answered. Twice changes nothing."""
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    asked = PartAsked.objects.filter(challenge=challenge, person=by.known, agrees=None).first()
    if asked is not None:
        asked.delete()
        event, nameless = events.PartAskTakenBack(object=challenge.public_id), Actor.of(by.known, nameless=True)
        record(event, stream=challenge.stream, by=nameless)


@transaction.atomic
def answer_part(asked: PartAsked, *, agrees: bool, words: str = "", seen: str = "", by: Actor) -> PartAsked:
    """Say yes or no to who asks to contribute with one's party; a no says why, and can become a yes (B17).

    With a yes that person has a place around the table at once, and no longer only follows. The same answer again
    changes nothing; a yes is not undone here: who contributes is let go by nobody but themselves. `seen` is the mark of
    the answer that one's page showed: nobody turns that of a colleague unseen.
    """
    refuse_no_host(asked.party, by)
    Challenge.objects.select_for_update().get(pk=asked.challenge_id)
    related = PartAsked.objects.select_for_update(of=("self",)).select_related("party", "challenge__stream")
    locked = related.filter(pk=asked.pk).first()
    if locked is None:
        raise Refused(_("This was taken back. Nothing is asked of you any more."))
    if locked.agrees or locked.agrees is agrees:
        return locked
    refuse_unseen(locked, seen)
    if not agrees and not words.strip():
        raise Refused(_("Say why not now, in a few words. Who asked reads it."))
    locked.words = write(words, by=by) if words.strip() else None
    locked.agrees, locked.answered_at = agrees, timezone.now()
    locked.save(update_fields=["agrees", "words", "answered_at"])
    if agrees:
        _give_part(locked)
    event = events.PartGiven if agrees else events.PartNotGiven
    commit = None if locked.words is None else locked.words.commit
    told = event(object=locked.public_id, commit=commit)
    record(told, stream=locked.challenge.stream, by=by, party=locked.party.public_id)
    return locked


def _give_part(asked: PartAsked) -> None:
    """Give who asked a place around the table of the party."""
    if asked.party.state != Party.State.ACTIVE:
        raise Refused(_("Your party does not take part now, so nobody can come and contribute with it."))
    if permissions.seat_of(asked.challenge, asked.person) is not None:
        raise Refused(_("This person already takes part here."))
    permissions.refuse_guard(asked.challenge, Actor.of(asked.person))
    Seat.objects.create(
        challenge=asked.challenge,
        party=asked.party,
        person=asked.person,
        since=timezone.now(),
        ring=Ring.CONTRIBUTOR,
    )
    Reader.objects.filter(challenge=asked.challenge, person=asked.person, role=Reader.Role.FOLLOWER).delete()


@transaction.atomic
def ask_places(challenge: Challenge, *, places: int, by: Actor) -> Round:
    """Ask all parties for another number of places at the table, the same for each party (R31, B18)."""
    permissions.own_seat(challenge, by)
    _refuse_number(challenge, places)
    if queries.open_question(challenge) is not None:
        raise Refused(_("Another number already waits for answers. Answer that question first."))
    return consent.ask(challenge, f"{PLACES}:{places}", by=by)


def set_places(asked: Round, by: Actor) -> None:
    """Give each party the number of places that all agreed on, after the last yes."""
    places = queries.number_in(asked)
    seat = permissions.own_seat(asked.challenge, by)
    challenge = Challenge.objects.select_for_update().get(pk=asked.challenge_id)
    list(Party.objects.select_for_update().filter(challenge=challenge).order_by("pk").values_list("pk", flat=True))
    _refuse_number(challenge, places)
    challenge.places = places
    challenge.save(update_fields=["places"])
    _record(events.PlacesAgreed(object=challenge.public_id, places=places), seat, by=by)


@transaction.atomic
def name_substitute(challenge: Challenge, *, substitute: Person, by: Actor) -> Seat:
    """Name who acts for one's own place when one is not there: somebody of one's party around the table.

    That person is asked first, and acts after accepting the working agreement. The same one again changes nothing.
    """
    seat = _locked_place(permissions.own_place(challenge, by))
    if seat.ring != Ring.TABLE:
        raise NotAllowed(_("Only who sits at the table names a substitute."))
    if not queries.candidates(seat).filter(pk=substitute.pk).exists():
        raise NotAllowed(
            _("A substitute is somebody of your party around the table who does not stand in for another.")
        )
    if seat.substitute_id == substitute.pk:
        return seat
    if seat.substitute is not None:
        notices.let_go(seat, seat.substitute)
    seat.substitute, seat.substitute_at = substitute, None
    seat.save(update_fields=["substitute", "substitute_at"])
    notices.ask(seat, substitute)
    _record(events.SubstituteNamed(object=seat.party.public_id), seat, by=by)
    return seat


@transaction.atomic
def drop_substitute(challenge: Challenge, *, by: Actor) -> Seat:
    """Have no substitute any more; twice changes nothing."""
    seat = _locked_place(permissions.own_place(challenge, by))
    return _end(seat, seat, by=by)


@transaction.atomic
def accept_substitution(challenge: Challenge, *, number: int, by: Actor) -> Seat:
    """Say yes to standing in, having read the briefing and the version of the working agreement one accepts with it."""
    own = permissions.own_place(challenge, by)
    held = _held(own)
    if number != held.challenge.rules:
        raise Refused(_("The working agreement was changed in the meantime. Read the new version first."))
    if held.substitute_at is not None and own.rules == number:
        return held
    own.rules, held.substitute_at = number, held.substitute_at or timezone.now()
    own.save(update_fields=["rules"])
    held.save(update_fields=["substitute_at"])
    _record(events.SubstituteAccepted(object=held.party.public_id, number=number), held, by=by)
    return held


@transaction.atomic
def decline_substitution(challenge: Challenge, *, by: Actor) -> Seat:
    """Not stand in, or not any longer."""
    held = _held(permissions.own_place(challenge, by))
    return _end(held, held, by=by)


def _end(seat: Seat, told: Seat, *, by: Actor) -> Seat:
    if seat.substitute is None:
        return seat
    if seat.substitute != by.person:
        notices.let_go(seat, seat.substitute)
    seat.substitute = seat.substitute_at = None
    seat.save(update_fields=["substitute", "substitute_at"])
    _record(events.SubstituteEnded(object=told.party.public_id), told, by=by)
    return seat


def _ask_for_place(seat: Seat, *, by: Actor) -> Seat:
    """Ask the party's own table for a place at it, once; return the place around it that one has meanwhile."""
    asked, is_new = PlaceAsked.objects.get_or_create(seat=seat, defaults={"asked_at": timezone.now()})
    if asked.agrees is False:
        raise Refused(
            _("The people of your party at the table said: not now. They can still change that; talk with them.")
        )
    if is_new:
        _record(events.PlaceAskedFor(object=asked.public_id), seat, by=by)
    return seat


def _held(own: Seat) -> Seat:
    """Return, locked, the place for which somebody was named as substitute."""
    found = queries.held_by_another(own)
    if found is None:
        raise NotAllowed(_("Nobody named you as a substitute here."))
    return _locked_place(found)


def _locked_place(place: Seat) -> Seat:
    """Lock the party and then the place, so that two who want the last place come one after the other."""
    Party.objects.select_for_update(of=("self",)).get(pk=place.party_id)
    related = Seat.objects.select_for_update(of=("self",)).select_related("party", "person", "challenge__stream")
    return related.get(pk=place.pk)


def _refuse_number(challenge: Challenge, places: int) -> None:
    now, seated = places_per_party(challenge), queries.most_seated(challenge)
    if places == now:
        raise Refused(_("Each party already has that many places. Choose another number."))
    if not 1 <= places <= MOST_PLACES:
        raise Refused(_("Choose a number from 1 to %(most)s.") % {"most": MOST_PLACES})
    if places < seated:
        raise Refused(
            ngettext(
                "%(count)d person of one party sits at the table now. Nobody is sent away: choose that number or more.",
                "%(count)d people of one party sit at the table now. Nobody is sent away: choose that number or more.",
                seated,
            )
            % {"count": seated}
        )


def _full(places: int) -> str:
    return ngettext(
        "The place of your party at the table is taken. One more place means one more for every party; that takes "
        "the consent of all parties. You can ask for it on this page.",
        "All %(count)d places of your party at the table are taken. One more place means one more for every party; "
        "that takes the consent of all parties. You can ask for it on this page.",
        places,
    ) % {"count": places}


def _record(event: Event, seat: Seat, *, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
