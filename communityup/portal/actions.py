"""What can one do where all meets: keep a calendar of one's own, and begin a practice from a challenge.

A calendar is no line in the log: it is between somebody and their calendar, and no party does it.
"""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communityup.base.ids import new_id
from communityup.network.library.actions import begin_practice
from communityup.network.library.models import MOST_APPROVERS, Beginning, Practice
from communityup.network.members.models import Member
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal import permissions
from communityup.portal.models import CalendarLink
from communityup.post.queries import site_address
from communityup.workspace.challenges.models import Challenge, Ring
from communityup.workspace.challenges.permissions import PRESENT, own_seat


@transaction.atomic
def make_calendar(person: Person, *, by: Actor) -> CalendarLink:
    """Make the address of one's own calendar; the same again leaves it as it is."""
    _own(person, by)
    link, _made = CalendarLink.objects.get_or_create(person=person, defaults={"made_at": timezone.now()})
    return link


@transaction.atomic
def renew_calendar(person: Person, *, seen: str, by: Actor) -> None:
    """Give one's own calendar another address; the old one (`seen`) leads nowhere from now on. Twice is once."""
    _own(person, by)
    CalendarLink.objects.filter(person=person, public_id=seen).update(public_id=new_id(), made_at=timezone.now())


@transaction.atomic
def stop_calendar(person: Person, *, by: Actor) -> None:
    """Stop one's own calendar; its address leads nowhere from now on. Twice is once."""
    _own(person, by)
    CalendarLink.objects.filter(person=person).delete()


def forget_person(person: Person) -> None:
    """Take the address of a calendar along when somebody leaves the platform."""
    CalendarLink.objects.filter(person=person).delete()


@transaction.atomic
def practice_from(challenge: Challenge, *, member: Member, title: str, by: Actor) -> Practice:
    """Begin a practice from a challenge for a member one acts for (S39); clicking twice begins one.

    Of a challenge that everybody reads its place goes along, and each party as a voice that says yes for itself. Of a
    closed one goes nothing but an address that opens for who may see it.
    """
    own_seat(challenge, by)
    permissions.refuse_too_early(challenge)
    origin = site_address() + reverse("practice_origin", args=[challenge.public_id])
    begun = Beginning(origin=origin)
    if challenge.public_at is not None:
        begun = Beginning(origin=origin, place=challenge.place, voices=_voices(challenge, by))
    return begin_practice(member, title=title, begun=begun, by=by)


def _own(person: Person, by: Actor) -> None:
    """Refuse to touch what belongs to somebody else; no page offers that."""
    if by.account.pk != person.pk:
        raise ValueError("a calendar is made, renewed and stopped by whose it is")


def _voices(challenge: Challenge, by: Actor) -> list[tuple[str, Sequence[Person]]]:
    """Return each party that takes part, with who say yes for it: oneself, and up to five who sit longest there."""
    parties = challenge.parties.filter(state__in=PRESENT, invented=False).order_by("number")
    seats = challenge.seats.filter(ring=Ring.TABLE, rules__isnull=False, person__is_guest=False, person__is_active=True)
    found = seats.select_related("person").order_by("since", "pk")
    people = sorted(found, key=lambda seat: seat.person_id != by.account.pk)
    asked = {party.pk: [seat.person for seat in people if seat.party_id == party.pk] for party in parties}
    return [(party.name, asked[party.pk][:MOST_APPROVERS]) for party in parties]
