"""Many practices travel in parts, each within the limits of one answer; what can not be taken is named, with why."""

import json
from typing import Any

import pytest

from communityup.network.feeds import actions
from communityup.network.feeds.forms import FollowForm
from communityup.network.library import exports
from tests import make
from tests.make_feeds import HERE, TITLE, Site, dilek, fetched, followed, leads_to, listed, of, row, says, tells
from tests.make_network import browser, coordinated
from tests.make_practice import published, shown, two

pytestmark = pytest.mark.django_db
SECOND = "/feed?deel=2"


def in_two(site: Site, **second: Any) -> None:
    """Let a site tell two practices in two parts."""
    site.answers["/feed"] = says(tells(row(site), next=site.at(SECOND)), ETag='"een"')
    site.answers[SECOND] = says(tells(row(site, 2), **second))


def test_a42_practices_in_parts_come_in_whole_and_are_asked_whole_again(site: Site) -> None:
    made, _dilek = coordinated()
    in_two(site)
    feed = followed(made, site)
    assert sorted(listed()) == [TITLE, "Sleutels bij de buren 2"]
    assert (feed.found, feed.problem, feed.etag) == (2, "", "")
    site.answers[SECOND] = says(tells(withdrawn=(site.at("/praktijken/2/"),)))
    fetched(feed)
    assert "If-None-Match" not in site.asked[-2][1], "that the first part is the same says nothing of the second"
    assert listed() == [TITLE], "what is taken back in a later part goes too"


def test_a42_when_a_part_does_not_come_nothing_changes_and_it_says_so(site: Site) -> None:
    made, _dilek = coordinated()
    in_two(site)
    feed = followed(made, site)
    site.answers["/feed"] = says(tells(row(site, title="Anders"), next=site.at(SECOND)))
    del site.answers[SECOND]
    assert fetched(feed).problem == "refused"
    assert sorted(listed()) == [TITLE, "Sleutels bij de buren 2"]


@pytest.mark.parametrize(
    ("onwards", "problem"),
    [
        ("http://127.0.0.1:9/feed", "kind"), ("https://elders.example/feed", "kind"), (5, "kind"), ("", "kind"),
        ("{here}/feed", "big"), ("{here}/" + "x" * 400, "kind"),
    ],
)  # fmt: skip
def test_ssrf_next_part_is_on_the_same_site_and_there_are_ten_at_most(site: Site, onwards: Any, problem: str) -> None:
    made, _dilek = coordinated()
    told = onwards.replace("{here}", site.at("")) if isinstance(onwards, str) else onwards
    site.answers["/feed"] = says(tells(row(site), next=told))
    feed = fetched(actions.follow(made, address=site.at("/feed"), by=dilek()))
    assert (feed.state, feed.problem) == ("new", problem)
    assert len(site.asked) == (10 if problem == "big" else 1)


def test_ssrf_next_part_that_leads_to_a_private_place_brings_nothing(site: Site) -> None:
    made, _dilek = coordinated()
    in_two(site)
    site.answers[SECOND] = leads_to("https://169.254.169.254/latest/")
    feed = fetched(actions.follow(made, address=site.at("/feed"), by=dilek()))
    assert (feed.state, feed.problem) == ("new", "forbidden")


def test_a42_what_could_not_be_taken_is_named_with_why_not(site: Site) -> None:
    made, _dilek = coordinated()
    bad = [
        row(site, 2, licence="CC-BY-NC-4.0"), row(site, 3, stumbling=" "), row(site, 4, context="x" * 10_000),
        row(site, 5, voices=[{"as": str(number), "words": ""} for number in range(51)]),
        row(site, 6, did="[ingetrokken door wie het schreef]"),
    ]  # fmt: skip
    feed = of(made, row(site), *bad, at=site)
    assert [why for _title, why in feed.refused] == ["licence", "incomplete", "long", "parts", "hidden"]
    html = browser().get(HERE).content.decode()
    for words in ("Sleutels bij de buren 2: de licentie is niet CC BY", "Sleutels bij de buren 3: er ontbreekt iets"):
        assert words in html, words
    site.answers["/feed"] = says(tells(row(site), row(site, 2)))
    assert fetched(feed).refused == []
    assert "Wat niet mee kon" not in browser().get(HERE).content.decode()


def told(part: str = "") -> dict[str, Any]:
    """Return what our own site tells of its practices."""
    answer = browser().get(f"/netwerken/community-up/praktijken/praktijken.json{part}")
    assert answer.status_code == 200, part
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_a42_our_own_practices_are_told_in_parts_that_lead_on_and_no_practice_stands_in_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _made, first, second = two()
    for number in range(3):
        published(first, make.amina(), second, make.person("Lezer"), title=f"Praktijk {number}", voice=make.bram())
    assert "next" not in told()
    size = len(json.dumps(told()["practices"][0], ensure_ascii=False).encode())
    monkeypatch.setattr(exports, "PART_BYTES", size * 2 + 20)
    one, other = told(), told("?deel=2")
    assert one["next"].endswith("/praktijken/praktijken.json?deel=2")
    assert [row["title"] for part in (one, other) for row in part["practices"]] == [
        "Praktijk 2", "Praktijk 1", "Praktijk 0",
    ]  # fmt: skip
    assert "next" not in other
    assert one["updated"] == other["updated"], "of all of it"
    for part in ("3", "0", "x", "", "-1", "9" * 30):
        assert browser().get(f"/netwerken/community-up/praktijken/praktijken.json?deel={part}").status_code == 404, part


def test_practice_that_is_larger_than_a_part_still_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    shown()
    monkeypatch.setattr(exports, "PART_BYTES", 1)
    assert len(told()["practices"]) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://elders.example/netwerken/samen/praktijken/", True),
        (" https://elders.example/netwerken/samen/praktijken ", True),
        ("https://elders.example/netwerken/samen/praktijken/praktijken.json", True),
        ("https://elders.example/netwerken/samen/", False),
        ("https://elders.example/praktijken/?x=/netwerken/samen/praktijken/", False),
    ],
)
def test_address_of_the_page_there_becomes_that_of_the_list_beside_it(typed: str, *, kept: bool) -> None:
    form = FollowForm({"address": typed})
    assert form.is_valid()
    listed_at = "https://elders.example/netwerken/samen/praktijken/praktijken.json"
    assert form.cleaned_data["address"] == (listed_at if kept else typed.strip())
