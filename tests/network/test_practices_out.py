"""What goes out of the library: theme pages (B41), and a feed and open data of each network (A42)."""

import csv
import json
from dataclasses import replace
from io import StringIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from communityup.network.library import actions, exports, queries
from communityup.network.library.models import Practice
from communityup.people.actors import Actor
from communityup.texts.actions import hide
from tests import make
from tests.make_network import browser, network
from tests.make_practice import ACCOUNT, QUOTE, TITLE, published, shown, waiting, writer

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/praktijken/"
ATOM = "{http://www.w3.org/2005/Atom}"


def other(**told: Any) -> Practice:
    """Publish another practice of the same network, with other words."""
    first = writer(Practice.objects.latest("pk"))
    second = first.network.members.exclude(pk=first.pk).get()
    return published(first, make.amina(), second, make.person("Lezer"), account=replace(ACCOUNT, **told))


def lines() -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(browser().get(f"{HERE}praktijken.csv").content.decode())))


def as_json() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(browser().get(f"{HERE}praktijken.json").content)
    return found


def feed() -> ET.Element:
    return ET.fromstring(browser().get(f"{HERE}feed.atom").content)  # noqa: S314 — made by ourselves


def test_b41_theme_page_lists_practices_by_condition_and_no_theme_is_without_a_practice() -> None:
    _made, practice, _voice = shown()
    other(title="Samen koken", conditions=("safety", "time"), themes=("Gebouwen loslaten", "Eten"))
    html = browser().get("/praktijken/themas/gebouwen-loslaten/").content.decode()
    assert "<h1>Gebouwen loslaten</h1>" in html
    places = [html.index(f"<h2>{one}</h2>") for one in ("Vertrouwen en gelijkwaardigheid", "Veiligheid", "Tijd")]
    assert places == sorted(places)
    trust, safety, time = (html[start:end] for start, end in zip(places, [*places[1:], len(html)], strict=True))
    assert (TITLE in trust, TITLE in safety, TITLE in time) == (True, False, True)
    assert ("koken" in trust, "koken" in safety, "koken" in time) == (False, True, True)
    assert "/praktijken/themas/gebouwen-loslaten/" in browser().get(f"/praktijken/{practice.series}/").content.decode()
    listed = browser().get("/praktijken/themas/").content.decode()
    assert "Eten" in listed
    for row in queries.themes("1").object_list:
        assert browser().get(row["url"]).status_code == 200, "no orphan themes"
    assert browser().get("/praktijken/themas/zwembad/").status_code == 404


def test_b41_theme_that_only_stands_in_a_draft_has_no_page_yet() -> None:
    waiting()
    assert browser().get("/praktijken/themas/gebouwen-loslaten/").status_code == 404
    assert "Gebouwen loslaten" not in browser().get("/praktijken/themas/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_theme_page_and_data_ask_the_same_with_one_and_with_three_practices(
    count: int, django_assert_num_queries: Any
) -> None:
    made, _practice, _voice = shown()
    for number in range(count - 1):
        other(title=f"Praktijk {number}")
    # Three of them ask how the theme was written with sessions, members and questions.
    with django_assert_num_queries(6):
        queries.theme_page("gebouwen-loslaten")
    # One of them asks for the files.
    with django_assert_num_queries(6):
        assert len(exports.practices(made)) == count


def test_a42_data_says_who_wrote_it_with_licence_version_and_source() -> None:
    made, practice, _voice = shown()
    row = as_json()["practices"][0]
    assert row["id"].endswith(f"/praktijken/{practice.series}/")
    assert row["source"].endswith(f"/praktijken/{practice.series}/versie/1/")
    told = {
        name: row[name] for name in ("title", "version", "licence", "writtenBy", "stumblingBlocks", "themes", "mode")
    }
    assert told == {
        "title": TITLE, "version": 1, "licence": "CC-BY-4.0", "writtenBy": "De Schakel", "stumblingBlocks": ["rules"],
        "themes": ["Gebouwen loslaten"], "mode": "community_up",
    }  # fmt: skip
    assert row["licenceUrl"].startswith("https://creativecommons.org/licenses/by/")
    assert row["voices"] == [{"as": "bewoners", "words": QUOTE}]
    assert as_json()["network"] == made.name
    assert [line["title"] for line in lines()] == [TITLE]
    assert lines()[0]["voices"] == f"bewoners: {QUOTE}"
    assert lines()[0]["stumbling"] == ACCOUNT.stumbling


def test_a42_feed_has_the_newest_first_with_ids_that_stay() -> None:
    _made, practice, _voice = shown()
    other(title="Samen koken & <eten>")
    found = feed()
    assert found.findtext(f"{ATOM}title") == "Praktijken van Community-up werken"
    entries = found.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == ["Samen koken & <eten>", TITLE]
    assert found.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert entries[1].findtext(f"{ATOM}id") == as_json()["practices"][1]["id"]
    assert entries[1].findtext(f"{ATOM}rights") == "CC-BY-4.0"
    before = entries[1].findtext(f"{ATOM}id")
    second = actions.begin_edition(practice, by=Actor.of(make.amina()))
    actions.leave_out(second.voices.get(), by=Actor.of(make.amina()))
    actions.ask_review(second, by=Actor.of(make.amina()))
    actions.review(second, good=True, by=Actor.of(make.person("Lezer")))
    actions.publish(second, by=Actor.of(make.amina()))
    entries = feed().findall(f"{ATOM}entry")
    assert len(entries) == 2
    assert entries[0].findtext(f"{ATOM}id") == before


def test_nothing_goes_out_of_what_is_being_written_hidden_or_taken_back() -> None:
    _made, practice, voice = shown()
    actions.begin_practice(writer(practice), title="Nog niet af", by=Actor.of(make.amina()))
    assert practice.why is not None
    hide(practice.why)
    actions.take_words_back(voice, by=Actor.of(make.bram()))
    for name in ("feed.atom", "praktijken.json", "praktijken.csv"):
        words = browser().get(f"{HERE}{name}").content.decode()
        assert "Nog niet af" not in words
        assert QUOTE not in words
        assert ACCOUNT.why not in words
        assert TITLE in words
    actions.take_back(practice, by=Actor.of(make.amina()))
    assert (as_json()["practices"], lines(), feed().findall(f"{ATOM}entry")) == ([], [], [])


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "＝", " =", "\t="])
def test_no_cell_is_taken_for_a_formula(begins: str) -> None:
    shown()
    other(title=f"{begins}HYPERLINK(1)", did=f"{begins}cmd|1", themes=(f"{begins}x",))
    row = lines()[0]
    for name in ("title", "did"):
        assert not row[name].lstrip(" ").startswith(("=", "+", "-", "@", "＝"))
        assert row[name].startswith("'")
    assert as_json()["practices"][0]["title"] == " ".join(f"{begins}HYPERLINK(1)".split()), "only a spreadsheet minds"


def test_words_that_xml_cannot_hold_do_not_break_the_feed() -> None:
    shown()
    other(title="Een \ufffe teken")
    assert feed().findall(f"{ATOM}entry")[0].findtext(f"{ATOM}title") == "Een  teken"


@pytest.mark.parametrize("name", ["feed.atom", "praktijken.json", "praktijken.csv"])
def test_data_is_for_everybody_and_reading_it_sends_nothing(name: str) -> None:
    network()
    for person in (None, make.amina()):
        assert browser(person).get(f"{HERE}{name}").status_code == 200
        assert browser(person).post(f"{HERE}{name}").status_code == 405
    assert browser().get(f"/netwerken/elders/praktijken/{name}").status_code == 404
