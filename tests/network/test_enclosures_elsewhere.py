"""Files of practices of other sites: told of by title and address, never fetched, and gone when they are gone there."""

import json
from typing import Any

import pytest

from communityup.base.errors import NotAllowed
from communityup.files.models import File
from communityup.network.enclosures import actions as enclosures
from communityup.network.feeds import actions
from communityup.network.library.models import Enclosure, Practice
from communityup.people.actors import Actor
from communityup.texts.actions import hide
from tests import make, make_practice
from tests.make_feeds import Site, bodies, dilek, fetched, of, row, says, tells
from tests.make_network import browser, coordinated, member

pytestmark = pytest.mark.django_db
CALLED = "De sleutellijst"


def with_files(site: Site, *paths: str, **told: Any) -> dict[str, Any]:
    """Return a practice of that site with a file at each of these paths."""
    files = [
        {"title": f"{CALLED} {path}", "address": site.at(path), "mediaType": "application/pdf", "bytes": 9}
        for path in paths
    ]
    return row(site, files=files, **told)


def test_a42_file_of_another_site_is_a_title_and_an_address_and_nothing_of_it_is_fetched(site: Site) -> None:
    made, _dilek = coordinated()
    of(made, with_files(site, "/praktijken/1/bestanden/9/"), at=site)
    practice, one = Practice.objects.get(), Enclosure.objects.get()
    html = make_practice.page(practice)
    assert f'<a href="{site.at("/praktijken/1/bestanden/9/")}" rel="noopener nofollow">{CALLED}' in html
    assert "ook voor de bestanden" in html
    assert ({path for path, _headers in site.asked}, File.objects.count()) == ({"/feed"}, 0)
    assert browser().get(f"/praktijken/bestanden/{one.public_id}/").status_code == 404
    member(made, "De Schakel", make.amina())
    with pytest.raises(NotAllowed):
        enclosures.take_file_away(one, by=Actor.of(make.amina()))


@pytest.mark.parametrize(
    "files",
    [
        [{"title": "X", "address": "https://elsewhere.example/x"}],
        [{"title": "X", "address": "javascript:alert(1)"}],
        [{"title": "X", "address": 'HERE/"onclick="x'}],
        [{"title": " ", "address": "HERE/x"}],
        [{"title": "a" * 121, "address": "HERE/x"}],
        [{"title": "X"}],
        ["x"],
        [{"title": f"X{number}", "address": f"HERE/{number}"} for number in range(21)],
        [{"title": "X", "address": "HERE/x"}] * 2,
    ],
)
def test_practice_whose_files_are_not_as_they_should_be_is_left_out(site: Site, files: list[Any]) -> None:
    made, _dilek = coordinated()
    here = json.loads(json.dumps(files).replace("HERE", site.at("")))
    feed = of(made, row(site, 2), row(site, files=here), at=site)
    assert (feed.left_out, Practice.objects.count(), Enclosure.objects.count()) == (1, 1, 0)


def test_file_that_goes_there_goes_here_within_one_fetch_also_from_earlier_editions(site: Site) -> None:
    made, _dilek = coordinated()
    feed = of(made, with_files(site, "/a", "/b"), at=site)
    assert f"{CALLED} /b" in bodies()
    site.answers["/feed"] = says(tells(with_files(site, "/a")))
    fetched(feed)
    assert (f"{CALLED} /a" in bodies(), f"{CALLED} /b" in bodies()) == (True, False)
    site.answers["/feed"] = says(tells(with_files(site, version=2)))
    fetched(feed)
    assert (CALLED in bodies(), Enclosure.objects.count()) == (False, 0)


def test_same_files_again_change_nothing(site: Site) -> None:
    made, _dilek = coordinated()
    feed = of(made, with_files(site, "/a"), at=site)
    before = Enclosure.objects.get().pk
    fetched(feed)
    assert Enclosure.objects.get().pk == before


@pytest.mark.parametrize("version", [1, 2])
def test_file_whose_title_two_keys_hid_here_does_not_come_back_by_changing_it_there(site: Site, version: int) -> None:
    made, _dilek = coordinated()
    feed = of(made, with_files(site, "/a"), at=site)
    hide(Enclosure.objects.get().words)
    assert CALLED not in make_practice.page(Practice.objects.get())
    site.answers["/feed"] = says(tells(with_files(site, "/a", "/b", version=version)))
    fetched(feed)
    assert CALLED not in make_practice.page(Practice.objects.get())


def test_who_stops_following_and_lets_it_all_go_keeps_no_file(site: Site) -> None:
    made, _dilek = coordinated()
    feed = of(made, with_files(site, "/a"), at=site)
    actions.stop(feed, rest="goes", by=dilek())
    assert (CALLED in bodies(), Enclosure.objects.count()) == (False, 0)
