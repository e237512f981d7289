"""What the call and the report ask of a network's page: B45, A43 and B0, each as the trace says how it shows."""

import re

import pytest
from django.test import Client

from communityup.network.networks import actions
from communityup.people.actors import Actor
from tests import make_network
from tests.make_network import coordinated, path

pytestmark = pytest.mark.django_db


def html_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_b45_public_page_tells_purpose_coordinator_and_how_to_join() -> None:
    made, dilek = coordinated()
    html = html_of(path(made, "page"))
    for words in (str(made.purpose), "Dilek", "Zo doe je mee", "netwerk@example.org", "Samen aan tafel"):
        assert words in html
    actions.describe_network(
        made, about=actions.About(**{**make_network.ABOUT.__dict__, "joining": "Kom langs."}), edition=1,
        by=Actor.of(dilek),
    )  # fmt: skip
    assert "Kom langs." in html_of(path(made, "page"))
    assert path(made, "page") in html_of("/netwerken/")
    assert '"/netwerken/"' in html_of("/"), "the menu leads there"


def test_a43_factsheet_has_its_date_and_version_and_everything_on_the_page() -> None:
    made, dilek = coordinated()
    sheet = html_of(path(made, "factsheet"))
    assert re.search(r"Factsheet, versie 1, \w+dag \d+ \w+ 20\d\d", sheet)
    for words in (str(made.purpose), "Dilek", "netwerk@example.org", "/netwerken/community-up"):
        assert words in sheet
    about = actions.About(**{**make_network.ABOUT.__dict__, "purpose": "Iets anders."})
    actions.describe_network(made, about=about, edition=1, by=Actor.of(dilek))
    sheet = html_of(path(made, "factsheet"))
    assert "versie 2" in sheet
    assert "Iets anders." in sheet
    for address in set(re.findall(r'href="(/[^"#]*)"', sheet.partition("<main")[2])):
        assert Client().get(address).status_code == 200, address


def test_b0_sharing_goes_by_plain_links_and_the_page_asks_nothing_of_others() -> None:
    made, _dilek = coordinated()
    html = html_of(path(made, "page"))
    for place in ("https://wa.me/", "https://www.linkedin.com/", "mailto:?subject="):
        assert f'href="{place}' in html
    loaded = re.findall(r'(?:src|srcset|action|data-src|poster)="([^"]+)"', html)
    loaded += re.findall(r'<link (?![^>]*property)[^>]*href="([^"]+)"', html)
    assert loaded
    assert [one for one in loaded if not one.startswith("/")] == []
    assert "<iframe" not in html
