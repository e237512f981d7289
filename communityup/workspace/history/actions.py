"""What one can do with what went before: tell it, lay a reading beside it, say how an old promise stands, take back."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record, record_erasure
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts import actions as texts
from communityup.texts.actions import clean_words, revise, write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.history import events, permissions, queries
from communityup.workspace.history.models import STANDS, Entry, Reading

# One person cannot sound like many (X3).
MOST_WITHOUT_NAME = 3
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


@transaction.atomic
def tell(
    challenge: Challenge, *, kind: str, words: str, when: str = "", concerns: Party | None = None, by: Actor
) -> Entry:
    """Tell for one's own party what went before, in own words; twice the same (a double click) is one."""
    seat = own_place(challenge, by)
    Party.objects.select_for_update().get(pk=seat.party_id)
    _refuse_outsider(challenge, concerns)
    own = Entry.objects.filter(challenge=challenge, party=seat.party, kind=kind, withdrawn_at=None, concerns=concerns)
    same = own.filter(text__current__body=clean_words(words)).first()
    if same is not None:
        return same
    entry = _keep(challenge, seat.party, kind=Entry.Kind(kind), words=words, when=when, concerns=concerns, by=by)
    event = events.EntryTold(
        object=entry.public_id,
        commit=entry.text.commit,
        kind=entry.kind,
        concerns=None if concerns is None else concerns.public_id,
        when_commit=None if entry.when is None else entry.when.commit,
    )
    _record(event, entry, seat.party, by=by)
    return entry


@transaction.atomic
def tell_without_name(
    challenge: Challenge, *, words: str, when: str = "", concerns: Party | None = None, by: Actor
) -> Entry:
    """Say what makes one distrust, so that nobody sees who did, also not in the log (B8).

    Raises Refused where so few people take part that everybody could guess.
    """
    own_place(challenge, by)
    locked = Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)
    if not permissions.may_be_nameless(locked):
        raise Refused(
            _("So few people take part that others could guess who you are. Tell it for your party, or tell somebody.")
        )
    _refuse_outsider(locked, concerns)
    standing = Entry.objects.filter(challenge=locked, party=None, withdrawn_at=None, text__current__author=by.known)
    if (same := standing.filter(text__current__body=clean_words(words)).first()) is not None:
        return same
    if standing.count() >= MOST_WITHOUT_NAME:
        raise Refused(_("You told several things without a name already. Take one back first."))
    entry = _keep(locked, None, kind=Entry.Kind.DISTRUST, words=words, when=when, concerns=concerns, by=by)
    event = events.NamelessEntryTold(
        object=entry.public_id,
        commit=entry.text.commit,
        concerns=None if concerns is None else concerns.public_id,
        when_commit=None if entry.when is None else entry.when.commit,
    )
    _record(event, entry, None, by=by)
    return entry


@transaction.atomic
def reword(entry: Entry, *, words: str, by: Actor) -> Entry:
    """Put what one told oneself in other words; the earlier words stay readable. Same words: nothing.

    What others said beside it stays with the words it was about: nobody agrees to words they did not read (E2).
    """
    locked = _locked(entry)
    place = own_place(locked.challenge, by)
    permissions.refuse_others(locked, by)
    permissions.refuse_who_moved(locked, place.party_id)
    _refuse_withdrawn(locked)
    if locked.party is None:
        raise Refused(_("What was told without a name is not changed. Take it back, and tell it anew."))
    if clean_words(words) == str(locked.text):
        return locked
    version = revise(locked.text, words, by=by)
    locked.reworded_at = timezone.now()
    locked.save(update_fields=["reworded_at"])
    _record(events.EntryReworded(object=locked.public_id, commit=version.commit), locked, locked.party, by=by)
    return locked


@transaction.atomic
def take_back(entry: Entry, *, by: Actor) -> Entry:
    """Take one's own account back, also after one gave up one's place: the words go for good (E22).

    A tombstone stays, and so do the readings of others: those are their words.
    """
    locked = _locked(entry)
    permissions.refuse_others(locked, by)
    if locked.withdrawn_at is not None:
        return locked
    commitments = _withdraw(locked.text, by) + ([] if locked.when is None else _withdraw(locked.when, by))
    locked.withdrawn_at, locked.year = timezone.now(), None
    locked.save(update_fields=["withdrawn_at", "year"])
    event = events.NamelessEntryWithdrawn if locked.party is None else events.EntryWithdrawn
    _record(event(object=locked.public_id), locked, locked.party, by=by)
    _record_erasures(commitments, nameless=locked.party is None, by=by)
    return locked


@transaction.atomic
def lay_reading(
    entry: Entry, *, words: str, stand: str = Reading.Stand.NONE, seen: str | None = None, by: Actor
) -> Reading:
    """Lay the reading of one's own party beside an entry, or change it; for a promise also how it stands now (B8).

    Each party says so for itself. It counts as settled together once all who are involved said so, and two at least.
    `seen` is the mark of what the party said before, as a page showed it: see `permissions.refuse_unseen`.
    """
    seat, locked = own_seat(entry.challenge, by), _locked(entry)
    if not locked.has_follow_up and locked.party_id == seat.party_id:
        raise Refused(_("Your own party told this. Others lay their reading beside it; you can put it in other words."))
    return _lay(locked, seat.party, words=words, stand=stand, seen=seen, by=by)


@transaction.atomic
def tell_how_it_stands(entry: Entry, *, words: str, stand: str, by: Actor) -> Reading:
    """Say how it stands now, as the one who told something without a name; nobody sees who that is."""
    locked = _locked(entry)
    own_place(locked.challenge, by)
    permissions.refuse_others(locked, by)
    if locked.party is not None:
        raise Refused(_("This was told in the name of a party: its people say how it stands for them."))
    return _lay(locked, None, words=words, stand=stand, by=by)


@transaction.atomic
def take_reading_back(reading: Reading, *, by: Actor) -> Reading:
    """Take the reading of one's own party back: the words go, that it was there stays visible (E22)."""
    found = Reading.objects.select_related("party", "text__current").select_for_update(of=("self",)).get(pk=reading.pk)
    entry = _locked(found.entry)
    if found.party is None:
        permissions.refuse_others(entry, by)
    else:
        permissions.refuse_other_parties(found, own_seat(entry.challenge, by).party_id)
    if found.withdrawn_at is not None:
        return found
    versions = list(found.text.versions.filter(erased_at=None).order_by("number"))
    texts.erase(versions, taken_back=True)
    found.withdrawn_at, found.stand = timezone.now(), Reading.Stand.NONE
    found.save(update_fields=["withdrawn_at", "stand"])
    event = events.NamelessReadingWithdrawn if found.party is None else events.ReadingWithdrawn
    _record(event(object=entry.public_id), entry, found.party, by=by)
    _record_erasures([version.commit for version in versions], nameless=found.party is None, by=by)
    return found


def _keep(
    challenge: Challenge,
    party: Party | None,
    *,
    kind: Entry.Kind,
    words: str,
    when: str,
    concerns: Party | None,
    by: Actor,
) -> Entry:
    year = _YEAR.search(when)
    return Entry.objects.create(
        challenge=challenge,
        party=party,
        kind=kind,
        text=write(words, by=by),
        when=write(when, by=by) if when.strip() else None,
        year=None if year is None else int(year.group()),
        concerns=concerns if kind != Entry.Kind.EVENT else None,
        told_at=timezone.now(),
    )


def _lay(entry: Entry, party: Party | None, *, words: str, stand: str, seen: str | None = None, by: Actor) -> Reading:
    _refuse_withdrawn(entry)
    if stand not in STANDS[entry.kind]:
        raise Refused(_("Choose how it stands now, in the eyes of your party."))
    reading = Reading.objects.select_related("text__current").filter(entry=entry, party=party).first()
    same = reading is not None and (str(reading.text), reading.stand) == (clean_words(words), stand)
    if reading is not None and same and not entry.said_before(reading):
        return reading
    if seen is not None and not same:
        permissions.refuse_unseen(reading, seen)
    was_settled = queries.is_settled(entry)
    if reading is None:
        reading = Reading(entry=entry, party=party, text=write(words, by=by))
    elif str(reading.text) != clean_words(words):
        revise(reading.text, words, by=by)
    reading.stand, reading.told_at, reading.withdrawn_at = Reading.Stand(stand), timezone.now(), None
    reading.save()
    _record(_laid(entry, reading, settled=not was_settled and queries.is_settled(entry)), entry, party, by=by)
    return reading


def _laid(entry: Entry, reading: Reading, *, settled: bool) -> Event:
    if settled:
        return events.SettledTogether(object=entry.public_id, commit=reading.text.commit)
    event = events.NamelessReadingLaid if reading.party is None else events.ReadingLaid
    return event(object=entry.public_id, commit=reading.text.commit, stand=reading.stand)


def _locked(entry: Entry) -> Entry:
    entries = Entry.objects.select_related("challenge__stream", "party", "concerns", "text__current", "when__current")
    return entries.select_for_update(of=("self",)).get(pk=entry.pk)


def _withdraw(text: Text, by: Actor) -> list[str]:
    commitments = list(text.versions.filter(erased_at=None).order_by("number").values_list("commit", flat=True))
    texts.withdraw(text, by=by)
    return commitments


def _refuse_withdrawn(entry: Entry) -> None:
    if entry.withdrawn_at is not None:
        raise Refused(_("This was taken back by who told it. The readings that were there stay."))


def _refuse_outsider(challenge: Challenge, party: Party | None) -> None:
    if party is not None and (party.challenge_id != challenge.pk or party.state != Party.State.ACTIVE):
        raise Refused(_("Choose a party that takes part here, or nobody."))


def _record(event: Event, entry: Entry, party: Party | None, *, by: Actor) -> None:
    """Record one line for a party, or one that leads to nobody."""
    if party is None:
        record(event, stream=entry.challenge.stream, by=Actor.of(by.known, nameless=True))
    else:
        record(event, stream=entry.challenge.stream, by=by, party=party.public_id)


def _record_erasures(commitments: list[str], *, nameless: bool, by: Actor) -> None:
    for commitment in commitments:
        record_erasure(commitment, by=Actor.of(by.known, nameless=True) if nameless else by)
