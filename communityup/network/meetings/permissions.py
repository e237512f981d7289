"""What may not be done with a session, whoever asks, and what the links in letters open.

Who keeps a network going plans: `own_coordinator` of networks.
"""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.gatherings.models import Registration, Request
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Session
from communityup.network.newsletter.permissions import token

# Each link opens one thing: a token for another is worth nothing here.
CONFIRM, PLACE = "communityup.meetings.confirm", "communityup.meetings.place"
ASKED_DAYS, KEPT_DAYS = 7, 100


def refuse_ahead(session: Session) -> None:
    """Raise Refused for telling what came of a session that did not take place (yet)."""
    if session.gathering.cancelled_at is not None or not is_over(session.gathering):
        raise Refused(_("This session has not been yet. Tell afterwards what came of it."))


def place_token(registration: Registration) -> str:
    """Return the token of the page of one's own place, which only letters to that address hold."""
    return token(PLACE, registration.public_id)


def confirm_token(request: Request) -> str:
    """Return the token by which whose address it is says yes to a place."""
    return token(CONFIRM, request.public_id)
