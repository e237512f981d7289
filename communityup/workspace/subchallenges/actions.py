"""What can one do with a whole and its parts: split a part off, and put two challenges together or loosen them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.organisations.permissions import membership_of
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words
from communityup.workspace.challenges.actions import invite_party, open_challenge, speak_for
from communityup.workspace.challenges.models import Challenge, Party, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.subchallenges import events, permissions
from communityup.workspace.subchallenges.models import Link
from communityup.workspace.subchallenges.queries import HERE, LOOSEN, THERE


@transaction.atomic
def split_off(whole: Challenge, *, title: str, place: str, why: str, by: Actor) -> Challenge:
    """Start a part of a challenge for one's own party, and invite every other party that takes part in the whole.

    It starts closed like every challenge (R20). The same part twice from one party (a double click) is one.
    """
    seat = own_seat(whole, by)
    Challenge.objects.select_for_update().get(pk=whole.pk)
    same = whole.children.filter(title=clean_words(title), parties__number=1, parties__seats__person=by.known).first()
    if same is not None:
        return same
    part = open_challenge(title=title, place=place, why=why, template=whole.template, practice=whole.practice, by=by)
    part.parent = whole
    part.save(update_fields=["parent"])
    own = _first_party(part, seat, by)
    event = events.SplitOff(object=part.public_id, commit=part.opening.commit)
    record(event, stream=part.stream, by=by, party=own.public_id)
    for other in active_parties(whole):
        if other.pk != seat.party_id:
            _invite(part, other, by)
    return part


def _first_party(part: Challenge, seat: Seat, by: Actor) -> Party:
    name, kind, organisation = seat.party.name, seat.party.kind, seat.party.organisation
    party = Party.objects.create(challenge=part, number=1, name=name, kind=kind, state=Party.State.ACTIVE)
    known = organisation is not None and membership_of(organisation, by.known) is not None
    speak_for(party, organisation if known else None, by=by)
    Seat.objects.create(challenge=part, party=party, person=by.known, since=part.started_at, rules=part.rules)
    return party


def _invite(part: Challenge, other: Party, by: Actor) -> None:
    """Invite a party of the whole by who came first to its table; without anybody there, nobody can be asked."""
    table = other.seats.filter(ring=Ring.TABLE, person__is_guest=False).select_related("person").order_by("since", "pk")
    first = table.first()
    if first is not None:
        invite_party(part, name=other.name, kind=other.kind, email=first.person.email, by=by)


@transaction.atomic
def propose_link(own: Challenge, other: Challenge, *, as_part: bool, by: Actor) -> Link:
    """Propose to make one's own challenge a part of another, or another a part of it; one's own table answers first.

    When all parties there agree, those of the other are asked; only their yes puts the two together (A11).
    """
    seat = own_seat(own, by)
    whole, part = (other, own) if as_part else (own, other)
    whole, part = _locked(whole), _locked(part)
    permissions.refuse_link(whole, part)
    taken_back = Link.objects.filter(part=part, ended_at=None, linked_at=None, here__outcome=Round.Outcome.WITHDRAWN)
    taken_back.update(ended_at=timezone.now())
    if Link.objects.filter(part=part, ended_at=None).exists():
        raise Refused(_("This was proposed already and waits for answers. Answer that first."))
    link = Link.objects.create(whole=whole, part=part, asked_in=own, proposed_by=seat.party, asked_at=timezone.now())
    link.here = consent.open_round(own, f"{HERE}:{link.public_id}", by=by)
    link.save(update_fields=["here"])
    record(events.LinkProposed(object=link.public_id), stream=own.stream, by=by, party=seat.party.public_id)
    return link


def ask_there(asked: Round, by: Actor) -> None:
    """Ask the other table, after the last yes at the first."""
    link = _locked_link(asked)
    permissions.refuse_link(_locked(link.whole), _locked(link.part))
    link.there = consent.ask_again(link.other, f"{THERE}:{link.public_id}")
    link.save(update_fields=["there"])
    seat = own_seat(asked.challenge, by)
    event = events.LinkAgreedHere(object=link.public_id)
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
    _tell(events.LinkAsked(object=link.public_id), link.other, by)


def put_together(asked: Round, by: Actor) -> None:
    """Put the two together, after the last yes at the other table."""
    link = _locked_link(asked)
    whole, part = _locked(link.whole), _locked(link.part)
    permissions.refuse_link(whole, part)
    part.parent, link.linked_at = whole, timezone.now()
    part.save(update_fields=["parent"])
    link.save(update_fields=["linked_at"])
    seat = own_seat(asked.challenge, by)
    event = events.Linked(object=link.public_id)
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
    _tell(events.LinkedThere(object=link.public_id), link.asked_in, by)


@transaction.atomic
def stop_asking(link: Link, *, by: Actor) -> Link:
    """No longer ask the other table, as somebody at the table that proposed it. Twice changes nothing."""
    seat = own_seat(link.asked_in, by)
    found = Link.objects.select_for_update(of=("self",)).select_related("whole", "part", "asked_in", "there")
    locked = found.get(pk=link.pk)
    if locked.linked_at is not None:
        raise Refused(_("The two are put together already. You can loosen them, when all parties here agree."))
    if locked.there is None:
        raise Refused(_("Your own table still answers. Who proposed it can take that question back."))
    if locked.ended_at is None:
        consent.drop_round(locked.there)
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        event = events.LinkDropped(object=locked.public_id)
        record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
        _tell(events.LinkDroppedThere(object=locked.public_id), locked.other, by)
    return locked


@transaction.atomic
def ask_to_loosen(challenge: Challenge, part: Challenge, *, by: Actor) -> Round:
    """Ask all parties of a whole, or of a part, to loosen the two; the yes of one table is enough (E22)."""
    own_seat(challenge, by)
    if part.parent_id is None or challenge.pk not in {part.pk, part.parent_id}:
        raise Refused(_("These two are not put together."))
    return consent.ask(challenge, f"{LOOSEN}:{part.public_id}", by=by)


def loosen(asked: Round, by: Actor) -> None:
    """Loosen a part from its whole, after the last yes of one of the two tables; the other is asked no more."""
    part = _locked(Challenge.objects.get(public_id=asked.about.partition(":")[2]))
    if part.parent is None:
        raise Refused(_("These two are not put together."))
    whole, part.parent = _locked(part.parent), None
    part.save(update_fields=["parent"])
    Link.objects.filter(part=part, ended_at=None).update(ended_at=timezone.now())
    for at_other in Round.objects.filter(about=asked.about, outcome=Round.Outcome.OPEN).exclude(pk=asked.pk):
        consent.drop_round(at_other)
    seat = own_seat(asked.challenge, by)
    event = events.Loosened(object=asked.challenge.public_id)
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
    other = whole if asked.challenge_id == part.pk else part
    _tell(events.LoosenedThere(object=other.public_id), other, by)


def _tell(event: Event, challenge: Challenge, by: Actor) -> None:
    """Write a line in the log of the other of the two; it names nobody there."""
    record(event, stream=_locked(challenge).stream, by=Actor.of(by.known, nameless=True))


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _locked_link(asked: Round) -> Link:
    found = Link.objects.select_for_update(of=("self",)).select_related("whole", "part", "asked_in")
    return found.get(public_id=asked.about.partition(":")[2])
