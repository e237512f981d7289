"""Who introduces themselves to whom: people with a place, to each other, until the session is over."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Session
from communityup.network.newsletter.permissions import token

MEET = "communityup.continuity.meet"


def meet_token(registration: Registration) -> str:
    """Return the token by which who has a place reads who introduced themselves."""
    return token(MEET, registration.public_id)


def refuse_no_place(session: Session, registration: Registration) -> None:
    """Raise NotAllowed for who has no place at this session."""
    has_place = registration.state == Registration.State.SEAT
    if not has_place or registration.gathering_id != session.gathering_id:
        raise NotAllowed(_("Only who has a place at this session can do this."))


def is_coming(session: Session) -> bool:
    """Say whether a session has its day and is not over, so that people can introduce themselves."""
    gathering = session.gathering
    return gathering.is_dated and gathering.cancelled_at is None and not is_over(gathering)


def refuse_over(session: Session) -> None:
    """Raise Refused for introducing oneself to a session that was, was cancelled or has no day."""
    if not is_coming(session):
        raise Refused(_("You introduce yourself before a session. This one was already, or has no day."))


def refuse_unbriefed(briefed: str, *, is_substitute: bool) -> None:
    """Raise Refused for a substitute who does not say how they were briefed (B38)."""
    if is_substitute and not briefed.strip():
        raise Refused(_("You come in the place of somebody else. Say who told you what happened so far."))
