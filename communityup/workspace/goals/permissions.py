"""Who may: the party whose interest it is, the party that asked. No kind of party appears here (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Party, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.goals.models import Goal, Interest, Retirement


def owners_seat(interest: Interest, by: Actor) -> Seat:
    """Return the place from which somebody acts on an interest; raises NotAllowed for who is not of its party (E2)."""
    return _seat_of_party(interest.party, by, _("Only %(party)s itself can do this: it is their interest."))


def proposers_seat(goal: Goal, by: Actor) -> Seat:
    """Return the place from which somebody takes a proposal back; raises NotAllowed for other parties (E2)."""
    return _seat_of_party(goal.party, by, _("Only %(party)s itself can take this proposal back."))


def askers_seat(retirement: Retirement, by: Actor) -> Seat:
    """Return the place from which somebody takes back the question to let a goal go; raises NotAllowed for others."""
    return _seat_of_party(retirement.party, by, _("Only %(party)s itself can take this question back."))


def _seat_of_party(party: Party, by: Actor, sentence: str) -> Seat:
    seat = own_seat(party.challenge, by)
    if seat.party_id != party.pk:
        raise NotAllowed(sentence % {"party": party.name})
    return seat
