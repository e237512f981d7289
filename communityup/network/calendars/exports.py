"""What we hand out as a calendar to which one subscribes: titles and days, and nothing of what a mail holds besides."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from communityup.gatherings import exports as gatherings
from communityup.network.calendars import queries
from communityup.network.meetings import notices as meetings
from communityup.network.networks.models import Network
from communityup.network.visits import notices as visits
from communityup.people.models import Person
from communityup.post.exports import Entry, subscription

FILE_NAME = "community-up.ics"
# So long a copy of a calendar that everybody may read can be handed on.
FRESH_SECONDS = 900


def calendar(network: Network) -> bytes:
    """Return the calendar of a network: its open sessions, with their place."""
    found = queries.open_sessions(network)
    entries = (gatherings.entry(one.gathering, link=meetings.address(one), where=one.gathering.where) for one in found)
    return subscription(entries, name=network.name)


def entries_of(person: Person) -> list[Entry]:
    """Return what of networks is somebody's own: sessions at which they have a place, and visits of their member.

    A visit is known to few (B36), so its entry says in which network it is and no more.
    """
    sessions = [gatherings.entry(one.gathering, link=meetings.address(one)) for one in queries.own_sessions(person)]
    own_visits = [
        gatherings.entry(one.gathering, link=visits.address(one), title=_("Visit in %(name)s") % {"name": one.network})
        for one in queries.own_visits(person)
        if one.gathering is not None
    ]
    return sessions + own_visits


def answer(request: HttpRequest, file: bytes, *, everybodys: bool) -> HttpResponseBase:
    """Return a calendar as an answer: a client that has it hears that nothing changed; no search engine keeps it."""
    etag = quote_etag(hashlib.sha256(file).hexdigest())
    held = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "ETag": etag, "X-Robots-Tag": "noindex"}
    whole = HttpResponse(file, content_type=gatherings.MEDIA_TYPE, headers=held)
    if everybodys:
        patch_cache_control(whole, public=True, max_age=FRESH_SECONDS)
    else:
        patch_cache_control(whole, private=True, no_cache=True)
    given = get_conditional_response(request, etag=etag, response=whole)
    if given is None:
        raise AssertionError("an answer there is cannot get lost")
    return given
