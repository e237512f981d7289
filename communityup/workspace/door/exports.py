"""What we hand out of a formal request: the day of its deadline for a calendar."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.post.exports import whole_day
from communityup.workspace.door.models import Deadline, Request

FILE_NAME = "termijn.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar(request: Request, deadline: Deadline, *, sequence: int) -> bytes:
    """Return the calendar file of the deadline that counts; a later one replaces it in one's calendar."""
    link = address(request)
    words = {"source": str(deadline.source), "link": link}
    return whole_day(
        deadline.day,
        uid=f"{request.public_id}@door.community-up",
        sequence=sequence,
        stamp=deadline.set_at,
        summary=_("Answer to a formal request: %(asks)s") % {"asks": str(request.asks)},
        description=_("The law asks for an answer by this day. By which rule: %(source)s\n\n%(link)s") % words,
        url=link,
        product="formal requests",
    )


def address(request: Request) -> str:
    """Return the full address of the page of a request."""
    path = reverse("door:request", args=[request.challenge.slug, request.public_id])
    return settings.SITE_ADDRESS.rstrip("/") + path
