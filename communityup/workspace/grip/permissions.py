"""Who may: each party says for itself what it holds and lets go, never for another. No kind appears here (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Party, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.grip.models import Subject


def seat_of_party(party: Party, by: Actor) -> Seat:
    """Return the place from which somebody speaks for this party; raises NotAllowed for who is of another (A38)."""
    seat = own_seat(party.challenge, by)
    if seat.party_id != party.pk:
        raise NotAllowed(_("Only %(party)s itself says what it holds or lets go.") % {"party": party.name})
    return seat


def adders_seat(subject: Subject, by: Actor) -> Seat:
    """Return the place from which a subject is taken back; raises NotAllowed for other parties than who added it."""
    seat = own_seat(subject.challenge, by)
    if seat.party_id != subject.party_id:
        raise NotAllowed(_("Only the party that added this subject can take it back."))
    return seat
