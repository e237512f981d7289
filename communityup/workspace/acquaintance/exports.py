"""What we hand out of a visit: its moment for a calendar."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.post.exports import Entry, at_a_time
from communityup.workspace.acquaintance.models import Visit

FILE_NAME = "bezoek.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"
# By whether the visit was cancelled.
MAIL_TYPE = {
    False: "text/calendar; charset=utf-8; method=PUBLISH",
    True: "text/calendar; charset=utf-8; method=CANCEL",
}


def calendar(visit: Visit) -> bytes:
    """Return the calendar file of a visit as it is now, in the language that is active; a later one replaces it."""
    link = address(visit)
    return at_a_time(
        visit.begins_at,
        visit.ends_at,
        uid=_uid(visit),
        sequence=visit.sequence,
        stamp=visit.told_at,
        summary=_("Visit to %(party)s") % {"party": visit.host.name},
        description=f"{visit.what}\n\n{link}",
        where=str(visit.where),
        url=link,
        cancelled=visit.cancelled_at is not None,
        product="visits",
    )


def entry(visit: Visit) -> Entry:
    """Return the same for a calendar to which somebody subscribes: in which challenge, and none of its words."""
    return Entry(
        uid=_uid(visit),
        sequence=visit.sequence,
        stamp=visit.told_at,
        summary=_("Visit in “%(challenge)s”") % {"challenge": visit.challenge.title},
        url=address(visit),
        begins=visit.begins_at,
        ends=visit.ends_at,
        cancelled=visit.cancelled_at is not None,
    )


def _uid(visit: Visit) -> str:
    return f"{visit.public_id}@visits.community-up"


def address(visit: Visit) -> str:
    """Return the full address of the page of a visit."""
    path = reverse("acquaintance:visit", args=[visit.challenge.slug, visit.public_id])
    return settings.SITE_ADDRESS.rstrip("/") + path
