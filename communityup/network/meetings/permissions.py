"""What may not be done with a session, whoever asks. Who keeps a network going plans: `own_coordinator` of networks."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Session


def refuse_ahead(session: Session) -> None:
    """Raise Refused for telling what came of a session that did not take place (yet)."""
    if session.gathering.cancelled_at is not None or not is_over(session.gathering):
        raise Refused(_("This session has not been yet. Tell afterwards what came of it."))
