"""What we hand out of a formal request: the day of its deadline for a calendar."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.post.exports import Entry, whole_day
from communityup.workspace.door.models import Deadline, Request

FILE_NAME = "termijn.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar(request: Request, deadline: Deadline, *, sequence: int) -> bytes:
    """Return the calendar file of the deadline that counts; a later one replaces it in one's calendar."""
    link = address(request)
    words = {"source": str(deadline.source), "link": link}
    return whole_day(
        deadline.day,
        uid=_uid(request),
        sequence=sequence,
        stamp=deadline.set_at,
        summary=_("Answer to a formal request: %(asks)s") % {"asks": str(request.asks)},
        description=_("The law asks for an answer by this day. By which rule: %(source)s\n\n%(link)s") % words,
        url=link,
        product="formal requests",
    )


def entry(deadline: Deadline, *, sequence: int) -> Entry:
    """Return the same for a calendar to which somebody subscribes: in which challenge, and none of its words."""
    request = deadline.request
    return Entry(
        uid=_uid(request),
        sequence=sequence,
        stamp=request.withdrawn_at or deadline.set_at,
        summary=_("Answer to a formal request in “%(challenge)s”") % {"challenge": request.challenge.title},
        url=address(request),
        begins=deadline.day,
        ends=deadline.day + dt.timedelta(days=1),
        cancelled=request.withdrawn_at is not None,
    )


def _uid(request: Request) -> str:
    return f"{request.public_id}@door.community-up"


def address(request: Request) -> str:
    """Return the full address of the page of a request."""
    path = reverse("door:request", args=[request.challenge.slug, request.public_id])
    return settings.SITE_ADDRESS.rstrip("/") + path
