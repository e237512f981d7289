"""What can one do on one's own page: ask for a calendar of one's own, give it another address, and stop it.

None of this is a line in the log: it is between somebody and their calendar, and no party does it.
"""

from django.db import transaction
from django.utils import timezone

from communityup.base.ids import new_id
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal.models import CalendarLink


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


def _own(person: Person, by: Actor) -> None:
    """Refuse to touch what belongs to somebody else; no page offers that."""
    if by.account.pk != person.pk:
        raise ValueError("a calendar is made, renewed and stopped by whose it is")
