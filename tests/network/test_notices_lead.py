"""Every notice in a network with one of each thing leads its receiver to a page that they can open."""

import pytest
from django.test import Client

from communityup.notices import queries
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.models import Person
from tests.make_network import browser
from tests.make_network_table import networks

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def closed_to(person: Person, client: Client) -> list[tuple[str, str, int]]:
    """Return of which of their notices somebody cannot open the page."""
    own = list(queries.own_notices(person))
    places = queries.places_of({one.stream_id for one in own})
    rows = {queries.row(one.line, places[one.stream_id])["url"]: one.line.type for one in own}
    found = {url: client.get(url, follow=True).status_code for url in rows}
    return [(rows[url], url, status) for url, status in found.items() if status != 200]


def test_every_notice_leads_its_receiver_to_a_page_that_they_can_open() -> None:
    networks()
    tell()
    people = Person.objects.filter(pk__in=Notice.objects.values("person"))
    wrong = {str(one): found for one in people if (found := closed_to(one, browser(one)))}
    assert not wrong
    kinds = set(Notice.objects.values_list("line__type", flat=True))
    assert {"reports.remark_made", "recordings.speaker_named", "visits.visit_agreed", "stuck.help_asked"} <= kinds
