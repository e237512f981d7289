"""Finding members by place, province and what they offer; and the map with the list that tells the same (N04)."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from communityup.cli import main
from communityup.network.members import actions, queries
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.offers.actions import make_offer, withdraw_offer
from communityup.organisations.forms import SEEN
from communityup.organisations.models import Place
from communityup.people.actors import Actor
from tests import make
from tests.make_network import coordinated, member
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
AT = "/netwerken/community-up/leden/"
MAP = f"{AT}kaart/"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "places"
BOX = {"outline": "M5000-60000l100 0 0 100z", "box": [5000, -60000, 5100, -59900], "source": "Kadaster <2023>"}


def found(asked: dict[str, str]) -> set[str]:
    """Return which members the directory shows."""
    html = Client().get(AT, asked).content.decode().partition("<main")[2]
    return {name for name in Member.objects.values_list("name", flat=True) if f">{name}</a>" in html}


@built_once
def three() -> Network:
    """Make a network with members in two provinces and one that is in no list."""
    made, _dilek = coordinated()
    member(made, "De Schakel", make.amina(), place="Den Haag")
    member(made, "Gemeente Den Haag", make.bram(), place="'s-Gravenhage", kind="municipality")
    member(made, "Zorg voor Emmen", make.chris(), place="Emmen")
    member(made, "Dorp", make.person("Els"), place="Oeverstad")
    member(made, "Nergens", make.person("Finn"))
    return made


def picture(html: str) -> str:
    return html.partition("<figure")[2].partition("</figure>")[0]


def test_directory_finds_by_province_and_by_each_name_of_a_place() -> None:
    three()
    assert found({"province": "Zuid-Holland"}) == {"De Schakel", "Gemeente Den Haag"}
    assert found({"province": "Drenthe"}) == {"Zorg voor Emmen"}
    assert found({"place": "'s-Gravenhage"}) == {"De Schakel", "Gemeente Den Haag"}
    assert found({"place": "Oeverstad"}) == {"Dorp"}
    assert found({"place": "'s-Gravenhage", "province": "Drenthe"}) == set()
    html = Client().get(AT).content.decode()
    assert html.count('<option value="&#x27;s-Gravenhage">') == 1
    assert '<option value="Drenthe">' in html
    assert "Friesland" not in html


def test_a2_directory_finds_what_members_offer_and_not_what_they_look_for_or_withdrew() -> None:
    made = three()
    one, two = made.members.get(name="De Schakel"), made.members.get(name="Zorg voor Emmen")
    by = Actor.of(make.amina())
    room = make_offer(one, direction="offer", what="room", words="Een zaal.", by=by)
    make_offer(two, direction="wish", what="room", words="Wie heeft een zaal?", by=Actor.of(make.chris()))
    assert found({"offers": "room"}) == {"De Schakel"}
    assert found({"offers": "room", "province": "Drenthe"}) == set()
    withdraw_offer(room, by=by)
    assert found({"offers": "room"}) == set()


def test_directory_finds_words_in_what_a_member_tells() -> None:
    made = three()
    one = made.members.get(name="Dorp")
    card = actions.Card(does="Wij hebben een deelkeuken.", learns="Hoe je loslaat.", brings="Een bakfiets.")
    actions.introduce(one, card=card, by=Actor.of(make.person("Els")))
    assert found({"words": "deelkeuken"}) == found({"words": "bakfiets"}) == {"Dorp"}


def test_filters_without_places_ask_nothing_that_cannot_be_chosen() -> None:
    made, _dilek = coordinated()
    member(made, "Nergens", make.amina())
    html = Client().get(AT).content.decode()
    assert 'name="province"' not in html
    assert 'name="place"' not in html
    assert 'name="kind"' in html


def test_map_and_list_tell_the_same() -> None:
    made = three()
    Place.objects.create(code="GM0518", name="'s-Gravenhage", province="Zuid-Holland", **BOX)
    Place.objects.create(code="GM0114", name="Emmen", longitude=6.9, latitude=52.8)
    Place.objects.create(code="GM0080", name="Leeuwarden", outline="M1 1l1 0 0 1z", box=[1, 1, 2, 2])
    html = Client().get(MAP).content.decode()
    drawn = picture(html)
    assert drawn.count('class="places-here"') == 1
    assert 'd="M5000-60000l100 0 0 100z"' in drawn
    assert 'class="places-rest" fill-rule="evenodd" d="M1 1l1 0 0 1z"' in drawn
    assert re.findall(r"<text[^>]*>(\d)</text>", drawn) == ["1", "2"]
    assert "Grenzen: Kadaster &lt;2023&gt;" in drawn
    shown = html.partition("</figure>")[2]
    assert re.findall(r'places-key">(\d)</span> ([^<]+?) *<', shown) == [("1", "&#x27;s-Gravenhage"), ("2", "Emmen")]
    for name in made.members.values_list("name", flat=True):
        assert f">{name}</a>" in shown
    assert shown.index("Oeverstad") < shown.index("Plaats niet verteld")
    assert "style=" not in drawn
    assert "http" not in drawn


def test_place_of_which_only_the_middle_is_known_is_a_point() -> None:
    three()
    Place.objects.create(code="GM0518", name="'s-Gravenhage", longitude=4.3, latitude=52.1)
    Place.objects.create(code="GM0080", name="Leeuwarden", longitude=5.8, latitude=53.2)
    drawn = picture(Client().get(MAP).content.decode())
    assert drawn.count('class="places-dot"') == 2
    assert drawn.count('class="places-number"') == 1
    assert "places-here" not in drawn


def test_merged_place_stands_where_it_is_now() -> None:
    made, _dilek = coordinated()
    member(made, "De Schakel", make.amina(), place="Lindeveen")
    now = Place.objects.create(code="GM0001", name="Oeverstad", **BOX)
    Place.objects.create(code="GM0002", name="Lindeveen", ended_at="2026-01-01T00:00Z", successor=now)
    (group,) = queries.map_of(made)["groups"]
    assert (group["name"], group["number"]) == ("Oeverstad", 1)
    assert made.members.get().place == "Lindeveen"


def test_without_known_places_the_list_stands_alone_and_says_why() -> None:
    three()
    html = Client().get(MAP).content.decode()
    assert "<figure" not in html
    assert "geen kaart" in html
    assert "De Schakel" in html


def test_map_of_nobody_says_so() -> None:
    coordinated()
    assert "Er zijn nog geen leden" in Client().get(MAP).content.decode()


def test_member_that_left_is_on_no_map() -> None:
    made = three()
    actions.leave(made.members.get(name="Zorg voor Emmen"), by=Actor.of(make.chris()))
    assert "Emmen" not in Client().get(MAP).content.decode().partition("<main")[2]


def test_more_places_than_numbers_are_coloured_only(monkeypatch: pytest.MonkeyPatch) -> None:
    made = three()
    monkeypatch.setattr(queries, "MOST_NUMBERS", 0)
    Place.objects.create(code="GM0518", name="'s-Gravenhage", **BOX)
    drawing = queries.map_of(made)["drawing"]
    assert (drawing["numbers"], len(drawing["points"]), len(drawing["areas"])) == ([], 1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_map_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, _dilek = coordinated()
    Place.objects.create(code="GM0001", name="Oeverstad", **BOX)
    for number in range(count):
        member(made, f"Lid {number}", make.person(f"Lid{number}"), place="Oeverstad")
    with django_assert_num_queries(5):
        Client().get(MAP)


@pytest.mark.parametrize("count", [1, 3])
def test_directory_with_filters_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, _dilek = coordinated()
    for number in range(count):
        member(made, f"Lid {number}", make.person(f"Lid{number}"), place="Emmen")
    with django_assert_num_queries(8):
        Client().get(AT, {"province": "Drenthe", "offers": "room", "words": "e"})


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not on this computer")
def test_map_with_all_real_borders_is_small() -> None:
    made, _dilek = coordinated()
    path, drawn = SHARED / "gemeenten_342.csv", SHARED / "gemeenten_342.geojson"
    assert main(["import", "places", str(path), "--borders", str(drawn)]) == 0
    for number, name in enumerate(Place.objects.values_list("name", flat=True)[:40]):
        member(made, f"Lid {number}", make.person(f"Lid{number}"), place=name)
    html = Client().get(MAP).content
    assert html.count(b'class="places-here"') == 40
    assert len(gzip.compress(html)) < 120_000


def test_forms_of_a_member_know_its_place() -> None:
    made, _dilek = coordinated()
    client = Client()
    client.force_login(make.amina())
    one = member(made, "De Schakel", make.amina())
    words = {"does": "Wij koken.", "learns": "Loslaten.", "brings": "", "theme": ""}
    told = {**words, "name": "De Schakel", "kind": one.kind, "place": "den hag"}
    refused = client.post(f"{AT}mijn/voorstellen/", told)
    assert refused.status_code == 422
    assert "Bedoel je Den Haag?" in refused.content.decode()
    assert client.post(f"{AT}mijn/voorstellen/", {**told, "place": "den haag"}).status_code == 302
    one.refresh_from_db()
    assert one.place == "Den Haag"
    assert client.post(f"{AT}mijn/voorstellen/", {**told, f"place{SEEN}": "den hag"}).status_code == 302
    one.refresh_from_db()
    assert one.place == "den hag"
