"""Who writes what they take along from a session, and until when; what the links in letters and on pages open."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Registration
from communityup.network.meetings.models import Session
from communityup.network.newsletter.permissions import token
from communityup.network.takeaways.models import Takeaway
from communityup.people.models import Person

# Each link opens one thing: writing, by one's place; and after that one's own words, also when addresses are forgotten.
WRITE, OWN = "communityup.takeaways.write", "communityup.takeaways.own"
# So long after a session one can still write what one takes along, and after so long it is asked what came of it.
OPEN_FOR, ASKED_AFTER = dt.timedelta(weeks=6), dt.timedelta(days=90)


def write_token(registration: Registration) -> str:
    """Return the token by which who has a place writes what they take along."""
    return token(WRITE, registration.public_id)


def own_token(takeaway: Takeaway) -> str:
    """Return the token of the page of one's own words about a session."""
    return token(OWN, takeaway.public_id)


def takes_takeaways(session: Session) -> bool:
    """Say whether one can write what one takes along: from the beginning of a session until six weeks after it."""
    begins_at, ends_at = session.gathering.begins_at, session.gathering.ends_at
    if begins_at is None or ends_at is None or session.gathering.cancelled_at is not None:
        return False
    return begins_at <= timezone.now() < ends_at + OPEN_FOR


def seen(person: Person, stream: int) -> Q:
    """Return which words others take along somebody reads: what is shared of sessions at which they have a place."""
    places = Registration.objects.filter(person=person, state=Registration.State.SEAT)
    shared = Q(session__network__stream=stream, is_shared=True, taken_back_at=None)
    return shared & Q(session__gathering__in=places.values("gathering"))


def refuse_closed(session: Session) -> None:
    """Raise Refused before a session begins, for one that was cancelled, and six weeks after its end."""
    if not takes_takeaways(session):
        raise Refused(_("You write what you take along from the beginning of a session until six weeks after it."))


def refuse_no_place(session: Session, registration: Registration) -> None:
    """Raise NotAllowed for who has no place at this session."""
    has_place = registration.state == Registration.State.SEAT
    if not has_place or registration.gathering_id != session.gathering_id:
        raise NotAllowed(_("Only who had a place at this session can do this."))


def refuse_taken_back(takeaway: Takeaway) -> None:
    """Raise Refused for changing what was taken back."""
    if takeaway.taken_back_at is not None:
        raise Refused(_("You took this back. The words are gone."))


def refuse_before(session: Session) -> None:
    """Raise Refused for telling what a session led to before it ended."""
    ends_at = session.gathering.ends_at
    if ends_at is None or ends_at > timezone.now():
        raise Refused(_("This session has not been yet. Tell afterwards what you did with it."))
