"""What is personal here: places at a table and addresses of invitations. Both go when somebody leaves the platform."""

from django.utils.translation import gettext as _

from communityup.people.models import Person
from communityup.workspace.challenges.models import Seat


def parties_that_leave_too(person: Person) -> list[str]:
    """Return a sentence for each party for which nobody else sits: it leaves with this person."""
    seats = person.seats.select_related("party__challenge").order_by("pk")
    return [
        _('You are the only one of %(party)s in "%(title)s". That party leaves with you.')
        % {"party": seat.party.name, "title": seat.party.challenge.title}
        for seat in seats
        if Seat.objects.filter(party=seat.party).count() == 1
    ]
