"""Who may stand in for somebody: people of one of their own parties or organisations, whatever the kind (E4)."""

from communityup.organisations.models import Membership
from communityup.organisations.permissions import insiders
from communityup.people.models import Person
from communityup.workspace.challenges.models import Party, Seat

TAKES_PART = (Party.State.ACTIVE, Party.State.ASLEEP)


def may_stand_in(person: Person) -> list[Person]:
    """Return who can stand in for this person, by name: two or three queries."""
    parties = Seat.objects.filter(person=person, party__state__in=TAKES_PART).values("party")
    beside = Seat.objects.filter(party__in=parties, person__is_guest=False).exclude(person=person)
    beside = beside.select_related("person")
    found = {seat.person_id: seat.person for seat in beside}
    own = Membership.objects.filter(person=person).values_list("organisation_id", flat=True)
    inside = insiders(own)
    mine = {row.organisation_id for row in inside if row.person_id == person.pk}
    found |= {row.person_id: row.person for row in inside if row.organisation_id in mine}
    found.pop(person.pk, None)
    return sorted(found.values(), key=lambda one: (str(one).casefold(), one.pk))
