"""What the secret address of somebody's own calendar opens, and for how long: until they renew it or stop."""

from django.http import Http404

from communityup.network.newsletter.permissions import opened_by, token
from communityup.people.models import Person
from communityup.portal.models import CalendarLink

# The address opens this calendar and nothing else; a token of another link is worth nothing here.
CALENDAR = "communityup.portal.calendar"


def calendar_token(link: CalendarLink) -> str:
    """Return the token in the address of somebody's own calendar."""
    return token(CALENDAR, link.public_id)


def whose_calendar(token: str) -> Person:
    """Return whose calendar this is; raises Http404 for what we did not sign, or what was renewed or stopped."""
    found = CalendarLink.objects.select_related("person").filter(public_id=opened_by(CALENDAR, token))
    link = found.filter(person__is_active=True).first()
    if link is None:
        raise Http404
    return link.person
