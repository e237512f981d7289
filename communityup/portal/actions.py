"""What can one do where all meets: keep a calendar of one's own, and begin a practice from a challenge.

A calendar is no line in the log: it is between somebody and their calendar, and no party does it.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communityup.base.ids import new_id
from communityup.network.library.actions import begin_practice
from communityup.network.library.models import Beginning, Practice
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


def _voices(challenge: Challenge, by: Actor) -> list[tuple[str, Person | None]]:
    """Return each party that takes part, with who says yes for it: who sits longest at the table, or oneself."""
    parties = challenge.parties.filter(state__in=PRESENT, invented=False).order_by("number")
    seats = challenge.seats.filter(ring=Ring.TABLE, rules__isnull=False, person__is_guest=False, person__is_active=True)
    asked: dict[int, Person] = {}
    for seat in seats.select_related("person").order_by("since", "pk"):
        if seat.party_id not in asked or seat.person_id == by.account.pk:
            asked[seat.party_id] = seat.person
    return [(party.name, asked.get(party.pk)) for party in parties]
