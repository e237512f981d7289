"""What we hand out of a route: the day on which all look at it again, for a calendar."""

import datetime as dt

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.post.exports import Entry, whole_day
from communityup.workspace.challenges.models import Clock
from communityup.workspace.challenges.queries import clock
from communityup.workspace.course.models import Route
from communityup.workspace.course.queries import review_day

FILE_NAME = "herijken.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar(route: Route) -> bytes:
    """Return the calendar file of the day to look again; raises Http404 while nothing counts, or a step back lasts.

    The next version has the same UID and a higher sequence, so its day replaces this one; so does a step back.
    """
    version, running = route.current, clock(route.challenge)
    day = None if version is None else review_day(version, running)
    if version is None or version.in_force_at is None or day is None:
        raise Http404
    link = address(route)
    return whole_day(
        day,
        uid=_uid(route),
        sequence=route.versions.filter(in_force_at__isnull=False).count() + len(running.pauses),
        stamp=version.in_force_at,
        summary=_("Look again: %(name)s") % {"name": str(route.name)},
        description=_("Does this route still fit? Everybody looks at it again on this day.") + "\n\n" + link,
        url=link,
        product="course",
    )


def entry(route: Route, running: Clock, *, versions: int) -> Entry | None:
    """Return the same for a calendar to which somebody subscribes; None while there is no day, or all ended."""
    version = route.current
    day = None if version is None or version.ends else review_day(version, running)
    if version is None or version.in_force_at is None or day is None:
        return None
    return Entry(
        uid=_uid(route),
        sequence=versions + len(running.pauses),
        stamp=version.in_force_at,
        summary=_("Look again at a route of “%(challenge)s”") % {"challenge": route.challenge.title},
        url=address(route),
        begins=day,
        ends=day + dt.timedelta(days=1),
    )


def _uid(route: Route) -> str:
    return f"{route.public_id}@course.community-up"


def address(route: Route) -> str:
    """Return the full address of the page of a route."""
    return settings.SITE_ADDRESS.rstrip("/") + reverse("course:route", args=[route.challenge.slug, route.public_id])
