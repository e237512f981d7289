"""What a badge opens: to whom it belongs, their own badge; to who coordinates, a button that says they are here."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.gatherings.models import Registration
from communityup.network.newsletter.permissions import token

# The square on a badge leads here and opens nothing else: no place is given back with it.
BADGE = "communityup.arrivals.badge"


def badge_token(registration: Registration) -> str:
    """Return the token in the square on somebody's badge."""
    return token(BADGE, registration.public_id)


def refuse_waiting(registration: Registration) -> None:
    """Raise Refused for a badge of who has no place (yet), and of a session that was cancelled or has no day."""
    if registration.gathering.cancelled_at is not None:
        raise Refused(_("This session does not go on, so nobody needs a badge."))
    if not registration.gathering.is_dated:
        raise Refused(_("The day of this session is not known yet. As soon as it is, there is a badge again."))
    if registration.state != Registration.State.SEAT:
        raise Refused(_("There is a badge for who has a place. This one is on the waiting list."))
