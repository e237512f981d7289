"""Who may stand in for somebody: who may decide for the same party in the same challenge, whatever the kind (E4)."""

from communityup.people.models import Person
from communityup.workspace.challenges.models import Party, Phase, Ring, Seat

TAKES_PART = (Party.State.ACTIVE, Party.State.ASLEEP)
StandIns = list[tuple[Seat, list[Person]]]


def stand_ins(person: Person) -> StandIns:
    """Return each place at a table from which this person decides, with who may act for that party; two queries.

    That is who sits at the table too and accepted the working agreement, and the substitute of that place who said
    yes. Who stands around the table, or belongs to the organisation alone, could see what waits and do nothing.
    """
    places = Seat.objects.filter(person=person, ring=Ring.TABLE, party__state__in=TAKES_PART)
    places = places.exclude(challenge__phase=Phase.CLOSED).select_related("party", "challenge")
    own = {seat.party_id: seat for seat in places.order_by("challenge__title", "pk")}
    beside = Seat.objects.filter(party__in=own, rules__isnull=False, person__is_guest=False)
    found: dict[int, list[Person]] = {party: [] for party in own}
    for seat in beside.exclude(person=person).exclude(ring=Ring.ASIDE).select_related("person").order_by("pk"):
        if seat.ring == Ring.TABLE or _is_substitute(seat, own[seat.party_id]):
            found[seat.party_id].append(seat.person)
    return [(seat, found[party]) for party, seat in own.items()]


def may_stand_in(person: Person) -> list[Person]:
    """Return who can stand in for this person in at least one challenge, by name."""
    found = {one.pk: one for _seat, people in stand_ins(person) for one in people}
    return sorted(found.values(), key=lambda one: (str(one).casefold(), one.pk))


def _is_substitute(seat: Seat, held: Seat) -> bool:
    return held.substitute_id == seat.person_id and held.substitute_at is not None
