"""Who may correct a slip of the pen: the parties whose words these are. No kind of party appears here (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.corrections.queries import Found


def correctors_seat(challenge: Challenge, found: Found, by: Actor) -> Seat:
    """Return the place from which somebody corrects words; raises NotAllowed for a party whose words these are not."""
    seat = own_seat(challenge, by)
    if found.parties is not None and seat.party_id not in found.parties:
        raise NotAllowed(_("Only the parties whose words these are can correct them."))
    return seat
