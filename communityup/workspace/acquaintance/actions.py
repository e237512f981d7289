"""What can one do to get to know each other: introduce oneself, have coffee across parties, visit each other."""

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.methods import pairs
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts import actions as texts
from communityup.texts.models import Text
from communityup.workspace.acquaintance import events, notices, permissions, queries
from communityup.workspace.acquaintance.models import (
    WORDS_LENGTH,
    CoffeeNote,
    CoffeeRound,
    CoffeeWish,
    Guest,
    Introduction,
    Lot,
    NotNow,
    Pair,
    Visit,
)
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import any_place, own_seat, seat_of


@transaction.atomic
def introduce(challenge: Challenge, *, brings: str = "", at_stake: str = "", by: Actor) -> Introduction:
    """Tell what brings oneself here and what must not go wrong, one of the two or both; again changes it.

    What it said before is gone: nobody needs it. Writing the same again changes nothing.
    """
    party = permissions.introducers_party(challenge, by)
    locked, said = _locked(challenge), {"brings": brings.strip(), "at_stake": at_stake.strip()}
    permissions.refuse_closed(locked)
    if not any(said.values()):
        raise Refused(_("Answer one of the two questions; you need not answer both."))
    if max(map(len, said.values())) > WORDS_LENGTH:
        raise Refused(_("Use at most %(limit)s characters for each answer.") % {"limit": WORDS_LENGTH})
    found = queries.own_introduction(locked, by.known)
    if found is None:
        made = {name: texts.write(words, by=by) if words else None for name, words in said.items()}
        found = Introduction.objects.create(challenge=locked, person=by.known, written_at=timezone.now(), **made)
        event: Event = events.IntroductionWritten(object=found.public_id)
    else:
        if not _change(found, said, by):
            return found
        event = events.IntroductionChanged(object=found.public_id)
    NotNow.objects.filter(seat__challenge=locked, seat__person=by.known).delete()
    record(event, stream=locked.stream, by=by, party=None if party is None else party.public_id)
    return found


@transaction.atomic
def erase_introduction(challenge: Challenge, *, by: Actor) -> None:
    """Take one's own introduction away: its words are gone for good. Twice is once, and it works always."""
    locked = _locked(challenge)
    found = queries.own_introduction(locked, by.known)
    if found is None:
        permissions.introducers_party(locked, by)
        return
    _erase(found)
    _record_erased(found, by)


@transaction.atomic
def take_words_back(introduction: Introduction, text: Text, *, by: Actor) -> None:
    """Take one of the two answers of one's own introduction back; with the last one the card goes."""
    if introduction.person_id != by.known.pk:
        raise NotAllowed(_("Only the one who wrote this can take it back."))
    _locked(introduction.challenge)
    if introduction.brings_id is None or introduction.at_stake_id is None:
        _erase(introduction)
    else:
        name = "brings" if introduction.brings_id == text.pk else "at_stake"
        setattr(introduction, name, None)
        introduction.save(update_fields=[name])
        texts.erase(text.versions.filter(erased_at=None), taken_back=True)
    _record_erased(introduction, by)


@transaction.atomic
def ask_no_more(challenge: Challenge, *, by: Actor) -> None:
    """Say that one need not be asked for an introduction; one's own matter, without a line. Twice is once."""
    NotNow.objects.get_or_create(seat=any_place(challenge, by))


@transaction.atomic
def want_coffee(challenge: Challenge, *, by: Actor) -> CoffeeWish:
    """Want coffee with people of other parties, from the next draw on; one's own matter, without a line (B23)."""
    seat = permissions.coffee_place(challenge, by)
    permissions.refuse_closed(challenge)
    return CoffeeWish.objects.get_or_create(seat=seat, defaults={"since": timezone.now()})[0]


@transaction.atomic
def stop_coffee(challenge: Challenge, *, by: Actor) -> None:
    """Want no more coffee, at any time: no draw and no notes any more, and one's address shows to nobody."""
    any_place(challenge, by)
    CoffeeWish.objects.filter(seat__challenge=challenge, seat__person=by.known).delete()
    Lot.objects.filter(round__challenge=challenge, person=by.known).update(shows_address=False)


@transaction.atomic
def draw_coffee(challenge: Challenge, *, by: Actor) -> CoffeeRound:
    """Draw pairs across parties among who wants coffee now, and tell each with whom; at most once a week.

    Never of one party, as many as can be, who was left over first, no repeat while others are possible.
    """
    permissions.refuse_no_keeper(challenge, by)
    locked = _locked(challenge)
    permissions.refuse_closed(locked)
    permissions.refuse_soon(queries.last_round(locked))
    people = queries.willing(locked)
    if not queries.can_be_drawn(people):
        raise Refused(_("Pairs are possible once people of two parties want coffee."))
    seed, waited = secrets.token_hex(16), queries.waited(locked)
    chosen = pairs.first_in(people, waited=waited, seed=seed.encode(), most=pairs.MOST_AT_ONCE)
    drawn = pairs.draw({one: people[one] for one in chosen}, seed=seed.encode(), waited=waited, met=queries.met(locked))
    made = CoffeeRound.objects.create(challenge=locked, seed=seed, pairs_made=len(drawn.pairs), drawn_at=timezone.now())
    for two in drawn.pairs:
        pair = Pair.objects.create(round=made)
        Lot.objects.bulk_create(_lot(made, one, people[one], pair) for one in two)
    left = sorted(set(people) - {one for two in drawn.pairs for one in two})
    Lot.objects.bulk_create(_lot(made, one, people[one], None) for one in left)
    seat = seat_of(locked, by.known)
    event = events.CoffeeDrawn(object=made.public_id, pairs=len(drawn.pairs), left=len(left))
    record(event, stream=locked.stream, by=by, party=None if seat is None else seat.party.public_id)
    notices.tell_pairs(made, at=made.drawn_at)
    return made


@transaction.atomic
def write_note(pair: Pair, *, words: str, by: Actor) -> CoffeeNote:
    """Write something to the other of one's pair; only the two read it, so no line tells of it."""
    permissions.own_lot(pair, by)
    locked = Pair.objects.select_for_update(of=("self",)).select_related("round__challenge").get(pk=pair.pk)
    permissions.refuse_closed(locked.round.challenge)
    if not queries.both_still_want(locked):
        raise Refused(_("One of you no longer takes part in coffee, so nothing can be written here."))
    if locked.notes.count() >= permissions.MOST_NOTES:
        raise Refused(_("You wrote each other a lot here. Agree on a moment, or show each other your address."))
    note = CoffeeNote.objects.create(
        pair=locked, text=texts.write(words, by=by), person=by.known, written_at=timezone.now()
    )
    notices.tell_note(note, at=note.written_at)
    return note


@transaction.atomic
def show_address(pair: Pair, *, shows: bool, by: Actor) -> Lot:
    """Agree or no longer agree that the other sees one's mail address; both see it once both agreed. No line."""
    lot = permissions.own_lot(pair, by)
    lot.shows_address = shows
    lot.save(update_fields=["shows_address"])
    return lot


@transaction.atomic
def offer_visit(
    challenge: Challenge, *, what: str, where: str, begins_at: dt.datetime, ends_at: dt.datetime, by: Actor
) -> Visit:
    """Invite the others to the place of one's own party; everybody gets the day for their calendar at once."""
    seat = own_seat(challenge, by)
    locked = _locked(challenge)
    permissions.refuse_closed(locked)
    permissions.refuse_moment(begins_at, ends_at)
    permissions.refuse_many(seat.party)
    visit = Visit.objects.create(
        challenge=locked,
        host=seat.party,
        what=texts.write(what, by=by),
        where=texts.write(where, by=by),
        begins_at=begins_at,
        ends_at=ends_at,
        told_at=timezone.now(),
    )
    _tell(visit, events.VisitOffered(object=visit.public_id), seat.party, by)
    return visit


@transaction.atomic
def change_visit(
    visit: Visit, *, what: str, where: str, begins_at: dt.datetime, ends_at: dt.datetime, by: Actor
) -> Visit:
    """Change when, where or what; everybody hears at once, and their calendar follows. The same again tells nobody."""
    seat = permissions.hosts_seat(visit, by)
    locked = _locked_visit(visit)
    permissions.refuse_over(locked)
    permissions.refuse_moment(begins_at, ends_at)
    changed = [_revise(locked.what, what, by), _revise(locked.where, where, by)]
    if not any(changed) and (locked.begins_at, locked.ends_at) == (begins_at, ends_at):
        return locked
    locked.begins_at, locked.ends_at, locked.told_at = begins_at, ends_at, timezone.now()
    locked.sequence += 1
    locked.save(update_fields=["begins_at", "ends_at", "told_at", "sequence"])
    _tell(locked, events.VisitChanged(object=locked.public_id, sequence=locked.sequence), seat.party, by)
    return locked


@transaction.atomic
def cancel_visit(visit: Visit, *, reason: str = "", by: Actor) -> Visit:
    """Cancel a visit, perhaps with the reason; everybody hears at once and it leaves their calendar. Twice is once."""
    seat = permissions.hosts_seat(visit, by)
    locked = _locked_visit(visit)
    if locked.cancelled_at is not None:
        return locked
    permissions.refuse_over(locked)
    locked.reason = texts.write(reason, by=by) if reason.strip() else None
    locked.cancelled_at = locked.told_at = timezone.now()
    locked.sequence += 1
    locked.save(update_fields=["reason", "cancelled_at", "told_at", "sequence"])
    _tell(locked, events.VisitCancelled(object=locked.public_id), seat.party, by)
    return locked


@transaction.atomic
def answer_visit(visit: Visit, *, comes: bool, by: Actor) -> Guest:
    """Say whether one comes oneself; changeable until it begins. The page shows it, no line counts it (B23)."""
    seat = any_place(visit.challenge, by)
    permissions.refuse_over(_locked_visit(visit))
    return Guest.objects.update_or_create(visit=visit, seat=seat, defaults={"comes": comes})[0]


@transaction.atomic
def forget_acquaintance(person: Person) -> None:
    """Erase the cards, the coffee and the notes of somebody who leaves the platform."""
    for found in Introduction.objects.filter(person=person).select_related("brings", "at_stake"):
        _erase(found)
    _forget_coffee(set(Lot.objects.filter(person=person).values_list("round__challenge", flat=True)), person)


@transaction.atomic
def forget_who_left(challenge: Challenge, person: Person, *, by: Actor) -> bool:
    """Erase card, coffee and notes of somebody who has no place in a challenge any more; return whether that was so."""
    if by.role != "job":
        raise NotAllowed(_("This happens by itself."))
    if queries.is_here(challenge, person):
        return False
    for found in Introduction.objects.filter(challenge=challenge, person=person).select_related("brings", "at_stake"):
        _erase(found)
    _forget_coffee([challenge.pk], person)
    return True


def bring_introduction(guest: Person, person: Person) -> None:
    """Let the card of a guest go when their account has one in the same challenge: the account's own stays."""
    own = Introduction.objects.filter(person=person).values("challenge")
    for found in Introduction.objects.filter(person=guest, challenge__in=own).select_related("brings", "at_stake"):
        _erase(found)


def _forget_coffee(challenges: Iterable[int], person: Person) -> None:
    """Erase all notes of the pairs of somebody, of both, and what draws brought them: alone nobody is a pair."""
    found = Pair.objects.filter(round__challenge__in=challenges, lots__person=person)
    for pair in found.prefetch_related("notes__text"):
        for note in pair.notes.all():
            texts.erase(note.text.versions.filter(erased_at=None))
        pair.delete()
    Lot.objects.filter(round__challenge__in=challenges, person=person).delete()


def _change(found: Introduction, said: dict[str, str], by: Actor) -> bool:
    """Bring a card to what is said now; return whether anything changed. Earlier words go."""
    changed = False
    for name, words in said.items():
        text = getattr(found, name)
        if text is None and words:
            setattr(found, name, texts.write(words, by=by))
            changed = True
        elif text is not None and words:
            changed = _revise(text, words, by) or changed
        elif text is not None:
            setattr(found, name, None)
            texts.erase(text.versions.filter(erased_at=None), taken_back=True)
            changed = True
    found.save(update_fields=["brings", "at_stake"])
    return changed


def _revise(text: Text, words: str, by: Actor) -> bool:
    """Write other words in the place of these, and erase the earlier ones; return whether they differ."""
    if texts.own_words(text) == texts.clean_words(words):
        return False
    texts.revise(text, words, by=by)
    texts.erase(text.versions.filter(erased_at=None).exclude(pk=text.current_id or 0), taken_back=True)
    return True


def _erase(introduction: Introduction) -> None:
    for text in (introduction.brings, introduction.at_stake):
        if text is not None:
            texts.erase(text.versions.filter(erased_at=None), taken_back=True)
    introduction.delete()


def _record_erased(introduction: Introduction, by: Actor) -> None:
    event = events.IntroductionErased(object=introduction.public_id)
    record(event, stream=introduction.challenge.stream, by=by)


def _lot(made: CoffeeRound, person: str, party: int, pair: Pair | None) -> Lot:
    return Lot(round=made, person_id=int(person), party_id=party, pair=pair)


def _tell(visit: Visit, event: Event, host: Party, by: Actor) -> None:
    record(event, stream=visit.challenge.stream, by=by, party=host.public_id)
    notices.tell_visit(visit, at=visit.told_at)


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _locked_visit(visit: Visit) -> Visit:
    related = ("challenge__stream", "host", "what__current", "where__current")
    return Visit.objects.select_for_update(of=("self",)).select_related(*related).get(pk=visit.pk)
