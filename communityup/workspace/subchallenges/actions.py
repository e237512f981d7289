"""Splitting a part off from a challenge. All parties of the whole are invited, so nobody is passed by."""

from django.db import transaction

from communityup.log.actions import record
from communityup.organisations.permissions import membership_of
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words
from communityup.workspace.challenges.actions import invite_party, open_challenge, speak_for
from communityup.workspace.challenges.models import Challenge, Party, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.subchallenges import events


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
    part = open_challenge(title=title, place=place, why=why, template=whole.template, by=by)
    part.parent, part.practice = whole, whole.practice
    part.save(update_fields=["parent", "practice"])
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
