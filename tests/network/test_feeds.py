"""Practices of other sites: followed, looked at first, kept up to date, and never trusted (A42, SECURITY "SSRF")."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.network.feeds import actions
from communityup.network.feeds.models import Feed
from communityup.network.feeds.permissions import MOST
from communityup.network.library import queries
from communityup.network.library.models import Practice
from communityup.people.actors import Actor
from tests import make
from tests.make_feeds import HERE, TITLE, Site, bodies, dilek, fetched, followed, leads_to, listed, of, row, says, tells
from tests.make_network import browser, coordinated, last, lines, member

pytestmark = pytest.mark.django_db


# The way in: follow, look, let in


def test_a42_practices_of_another_site_stand_between_ours_with_source_and_licence(site: Site) -> None:
    made, _dilek = coordinated()
    site.answers["/feed"] = says(tells(row(site), row(site, 2)))
    client = browser(make.dilek())
    assert client.post(f"{HERE}volgen/", {"address": site.at("/feed")}).headers["Location"] == HERE
    feed = fetched(Feed.objects.get())
    assert not Practice.objects.exists(), "nothing comes in before somebody looked"
    assert "Bekijk 2 praktijken" in client.get(HERE).content.decode()
    shown = client.get(f"{HERE}{feed.public_id}/").content.decode()
    assert "2 praktijken gevonden." in shown
    assert TITLE in shown
    assert client.post(f"{HERE}{feed.public_id}/binnenlaten/").headers["Location"] == HERE
    fetched(feed)
    assert listed() == ["Sleutels bij de buren 2", TITLE]
    assert listed("vertrouwen sleutel") == ["Sleutels bij de buren 2", TITLE], "found by stems, as ours"
    filters = {"condition": "trust", "stumble": "people", "theme": "Beheer", "mode": "bottom_up", "size": "small"}
    assert len(queries.practices(filters, "1")) == 2
    practice = Practice.objects.get(title=TITLE)
    html = browser().get(f"/praktijken/{practice.series}/").content.decode()
    for words in (
        "Van Elders · Samen, daar gepubliceerd op", "CC BY 4.0", "Huis van Elders", "Wij passen op.",
        f'href="{site.at("/praktijken/1/")}"', "buren",
    ):  # fmt: skip
        assert words in html
    assert "van Elders · Samen" in browser().get("/praktijken/").content.decode()
    assert browser().get(f"/praktijken/{practice.series}/factsheet/").status_code == 200
    assert lines(made)[-4:] == ["feeds.feed_followed", "feeds.feed_found", "feeds.feed_accepted", "feeds.feed_taken"]
    told = last(made).content
    assert {name: told[name] for name in ("host", "new", "changed", "withdrawn", "left_out")} == {
        "host": site.place, "new": 2, "changed": 0, "withdrawn": 0, "left_out": 0,
    }  # fmt: skip


def test_only_a_coordinator_follows_looks_lets_in_and_stops_and_everybody_sees_what_is_followed(site: Site) -> None:
    made, _dilek = coordinated()
    member(made, "De Schakel", make.amina())
    site.answers["/feed"] = says(tells(row(site)))
    feed = fetched(actions.follow(made, address=site.at("/feed"), by=dilek()))
    at = f"{HERE}{feed.public_id}/"
    for person in (None, make.amina(), make.chris()):
        client, wanted = browser(person), 302 if person is None else 403
        assert client.get(HERE).status_code == 200
        assert "Elders · Samen" in client.get(HERE).content.decode()
        assert "stoppen/" not in client.get(HERE).content.decode()
        for path in (f"{HERE}volgen/", at, f"{at}stoppen/"):
            assert client.get(path).status_code == wanted
        for path in (f"{HERE}volgen/", f"{at}binnenlaten/", f"{at}stoppen/"):
            assert client.post(path, {"rest": "goes", "address": "x"}).status_code == 403
    by = Actor.of(make.amina())
    acts: tuple[Callable[[], object], ...] = (
        lambda: actions.follow(made, address=site.at("/feed"), by=by), lambda: actions.let_in(feed, by=by),
        lambda: actions.stop(feed, rest="goes", by=by),
    )  # fmt: skip
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    feed.refresh_from_db()
    assert feed.state == "waits"
    assert browser(make.dilek()).get(f"{HERE}{'0' * 32}/").status_code == 404


def test_clicking_twice_follows_lets_in_and_stops_once(site: Site) -> None:
    made, _dilek = coordinated()
    site.answers["/feed"] = says(tells(row(site)))
    first = actions.follow(made, address=site.at("/feed"), by=dilek())
    assert actions.follow(made, address=f" {site.at('/feed')} ", by=dilek()) == first
    with pytest.raises(Refused, match="nu niets om naar te kijken"):
        actions.let_in(first, by=dilek())
    assert browser(make.dilek()).get(f"{HERE}{first.public_id}/").status_code == 409
    fetched(first)
    for _twice in range(2):
        actions.let_in(first, by=dilek())
    for _twice in range(2):
        actions.stop(first, rest="stays", by=dilek())
    assert lines(made)[-4:] == ["feeds.feed_followed", "feeds.feed_found", "feeds.feed_accepted", "feeds.feed_stopped"]
    assert actions.follow(made, address=site.at("/feed"), by=dilek()) != first, "one can begin again"


@pytest.mark.parametrize(
    "address",
    [
        "http://elders.example/",
        "https://a:b@elders.example/",
        "https://elders.example:22/",
        "javascript:x",
        "x",
        "https://10.0.0.1/x",
        "https://localhost/feed",
        "https://[::1]/feed",
    ],
)
def test_address_of_another_kind_is_refused_and_what_was_typed_stays(address: str) -> None:
    made, _dilek = coordinated()
    answer = browser(make.dilek()).post(f"{HERE}volgen/", {"address": address})
    assert answer.status_code == 422
    assert "Geef een adres dat begint met https://" in answer.content.decode()
    assert f'value="{address}"' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    empty = browser(make.dilek()).post(f"{HERE}volgen/", {"address": "x" * 301})
    assert empty.status_code == 422
    assert not made.feeds.exists()


def test_own_site_is_not_followed_and_twenty_is_the_most(settings: Any) -> None:
    made, _dilek = coordinated()
    settings.SITE_ADDRESS = "https://hier.example"
    for own in ("https://hier.example/x/", "https://HIER.example:443/x/"):
        with pytest.raises(Refused, match="staan al op deze site"):
            actions.follow(made, address=own, by=dilek())
    for number in range(MOST):
        actions.follow(made, address=f"https://elders{number}.example/", by=dilek())
    with pytest.raises(Refused, match="hooguit twintig"):
        actions.follow(made, address="https://nog.example/", by=dilek())


# What changes there changes here


def test_changes_come_and_the_edition_before_stays_without_its_voices(site: Site) -> None:
    made, _dilek = coordinated()
    feed = of(made, row(site), at=site)
    first = Practice.objects.get()
    site.answers["/feed"] = says(tells(row(site, version=2, title="Nieuw", voices=[])))
    fetched(feed)
    assert listed() == ["Nieuw"]
    assert browser().get(f"/praktijken/{first.series}/").content.decode().count("<h1>Nieuw</h1>") == 1
    old = browser().get(f"/praktijken/{first.series}/versie/1/").content.decode()
    assert "Wij gaven sleutels weg." in old
    assert "Wij passen op." not in old + bodies(), "nobody tells us what voices took back there"
    assert (last(made).content["new"], last(made).content["changed"]) == (0, 1)


def test_words_taken_back_there_in_the_same_edition_go_here_within_one_fetch(site: Site) -> None:
    made, _dilek = coordinated()
    feed = of(made, row(site), at=site)
    site.answers["/feed"] = says(tells(row(site, voices=[], did="Wij deden iets anders.")))
    fetched(feed)
    assert "Wij passen op." not in bodies()
    assert "Wij gaven sleutels weg." not in bodies()
    assert "Wij deden iets anders." in bodies()
    assert listed("sleutel oppassen") == []


def test_withdrawn_there_is_gone_here_within_one_fetch_and_a_tombstone_stays(site: Site) -> None:
    made, _dilek = coordinated()
    feed = of(made, row(site), row(site, 2), at=site)
    gone = Practice.objects.get(title=TITLE)
    site.answers["/feed"] = says(tells(row(site, 2), withdrawn=(row(site)["id"],)))
    fetched(feed)
    assert listed() == ["Sleutels bij de buren 2"]
    html = browser().get(f"/praktijken/{gone.series}/").content.decode()
    assert "trok de eigen woorden in" in html
    assert "Wij gaven sleutels weg." not in html
    assert last(made).content["withdrawn"] == 1
    count = len(lines(made))
    fetched(feed)
    assert len(lines(made)) == count, "the same again is no line"
    site.answers["/feed"] = says(tells(row(site), row(site, 2)))
    fetched(feed)
    assert len(listed()) == 2, "published there again is here again"


def test_practice_that_is_not_told_of_any_more_without_a_word_stays(site: Site) -> None:
    made, _dilek = coordinated()
    feed = of(made, row(site), at=site)
    site.answers["/feed"] = says(tells())
    fetched(feed)
    assert listed() == [TITLE]


def test_practice_that_can_not_be_taken_any_more_goes(site: Site) -> None:
    made, _dilek = coordinated()
    feed = of(made, row(site), at=site)
    site.answers["/feed"] = says(tells(row(site, licence="all rights reserved")))
    fetched(feed)
    assert listed() == []
    assert "Wij gaven sleutels weg." not in bodies()


def test_nothing_is_asked_again_when_nothing_changed(site: Site) -> None:
    made, _dilek = coordinated()
    site.answers["/feed"] = says(tells(row(site)), ETag='"een"')
    feed = followed(made, site)
    site.answers["/feed"] = unchanged
    count = len(lines(made))
    assert fetched(feed).problem == ""
    assert site.asked[-1][1]["If-None-Match"] == '"een"'
    assert "If-None-Match" not in site.asked[1][1], "after the look all of it is asked again"
    assert len(lines(made)) == count
    assert listed() == [TITLE]


def unchanged(it: BaseHTTPRequestHandler) -> None:
    it.send_response(304)
    it.end_headers()


# What goes wrong there


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>", "text/html"), (b"<html>", "application/json"), (b"[]", "application/json"),
        (b"{}", "application/json"), (b"[" * 200_000, "application/json"), (b"\xff\xfe{}", "application/json"),
        (b'{"format": "communityup-practices", "formatVersion": 2, "practices": []}', "application/json"),
        (b'{"format": "communityup-practices", "formatVersion": 1, "practices": {}}', "application/json"),
        (b'{"format": "communityup-practices", "formatVersion": 1}', "application/json"),
        (b"1" * 5000, "application/json"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_practices_is_told_and_the_last_good_state_stays(site: Site, body: bytes, kind: str) -> None:
    made, _dilek = coordinated()
    feed = of(made, row(site), at=site)
    site.answers["/feed"] = says(body, kind)
    fetched(feed)
    html = browser().get(HERE).content.decode()
    assert "Niet gelukt: dit adres geeft geen lijst met praktijken." in html
    assert "Wat er al was, blijft staan." in html
    assert listed() == [TITLE]


def test_trying_again_comes_later_each_time_and_once_it_works_the_fault_is_forgotten(site: Site) -> None:
    made, _dilek = coordinated()
    feed = actions.follow(made, address=site.at("/feed"), by=dilek())
    waits = []
    for _time in range(9):
        began = timezone.now()
        fetched(feed)
        waits.append(int((feed.next_at - began).total_seconds() // 60))
    assert (feed.state, feed.problem, feed.failures) == ("new", "refused", 9)
    assert waits[:3] == [30, 60, 120]
    assert max(waits) == 48 * 60
    assert actions.fetch_due() == 0, "not before its time"
    site.answers["/feed"] = says(tells(row(site)))
    fetched(feed)
    assert (feed.state, feed.problem, feed.failures) == ("waits", "", 0)
    assert "feeds.feed_found" in lines(made)


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_took_meanwhile_is_not_fetched_twice(site: Site) -> None:
    made, _dilek = coordinated()
    others: list[int] = []

    def meanwhile(it: BaseHTTPRequestHandler) -> None:
        others.append(actions.fetch_due())
        connection.close()
        says(tells(row(site)))(it)

    site.answers = {"/een": meanwhile, "/twee": says(tells(row(site)))}
    for path in site.answers:
        actions.follow(made, address=site.at(path), by=dilek())
    assert (actions.fetch_due(), others) == (1, [1])
    assert sorted(path for path, _headers in site.asked) == ["/een", "/twee"]
    assert lines(made).count("feeds.feed_found") == 2


def test_ssrf_redirect_to_a_private_place_is_told_and_brings_nothing(site: Site) -> None:
    made, _dilek = coordinated()
    site.answers["/feed"] = leads_to("https://169.254.169.254/latest/meta-data/")
    feed = fetched(actions.follow(made, address=site.at("/feed"), by=dilek()))
    assert feed.problem == "forbidden"
    assert "dit adres openen we niet" in browser().get(HERE).content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {"context": "x" * 10_000}, {"title": "x" * 121}, {"title": ""}, {"stumbling": " "}, {"did": None},
        {"why": "\u200b"}, {"licence": "CC-BY-NC-4.0"}, {"licence": ""}, {"version": 0}, {"version": "x"},
        {"version": 10**30}, {"version": True}, {"mode": "x"}, {"size": "x"}, {"place": "x" * 81},
        {"contactRole": "jan@elders.example"}, {"themes": ["a", "b", "c", "d", "e", "f"]}, {"themes": ["x" * 500]},
        {"voices": ["x"]}, {"voices": [{"as": "", "words": "x"}]}, {"voices": [{"as": "x" * 81, "words": "x"}]},
        {"voices": [{"as": "x", "words": "x" * 601}]}, {"voices": [{"as": str(n), "words": ""} for n in range(51)]},
        {"writtenBy": "x" * 81}, {"id": ""}, {"id": None}, {"id": 5}, {"id": "javascript:alert(1)"},
        {"id": "https://andere.example/praktijken/1/"}, {"id": "{here}/" + "x" * 200}, {"id": "{here}/a b/"},
        {"id": '{here}/"><script>/'}, {"id": "{here}.evil.example/"}, {"id": "{here}@evil.example/"},
    ],
)  # fmt: skip
def test_practice_that_is_not_as_it_should_be_is_left_out_and_counted(site: Site, bad: dict[str, Any]) -> None:
    made, _dilek = coordinated()
    if isinstance(bad.get("id"), str):
        bad = {"id": bad["id"].replace("{here}", f"http://{site.place}")}
    feed = of(made, row(site, **bad), row(site, 2), at=site)
    assert listed() == ["Sleutels bij de buren 2"]
    assert (feed.found, feed.left_out) == (1, 1)
    assert "1 niet overgenomen" in browser().get(HERE).content.decode()


def test_rows_that_are_no_practices_and_ids_that_come_twice_are_left_out(site: Site) -> None:
    made, _dilek = coordinated()
    feed = of(made, row(site), row(site, title="Een ander"), "x", None, 5, [], {}, at=site)
    assert listed() == [TITLE]
    assert (feed.found, feed.left_out) == (1, 6)


def test_html_stays_text_and_what_no_database_keeps_is_left_out(site: Site) -> None:
    made, _dilek = coordinated()
    evil = "<script>alert(1)</script>"
    told: dict[str, Any] = {
        "title": f"{evil}a",
        "did": f"{evil}\ud800\x00b",
        "voices": [{"as": f"{evil}c", "words": f"{evil}d"}],
    }
    site.answers["/feed"] = says(tells(row(site, **told), site=evil, network=5))
    feed = fetched(actions.follow(made, address=site.at("/feed"), by=dilek()))
    looked = browser(make.dilek()).get(f"{HERE}{feed.public_id}/").content.decode()
    fetched(actions.let_in(feed, by=dilek()))
    practice = Practice.objects.get()
    pages = ["/praktijken/", HERE, f"/praktijken/{practice.series}/", f"/praktijken/{practice.series}/factsheet/"]
    for html in (looked, *(browser().get(one).content.decode() for one in pages)):
        assert evil not in html
        assert "&lt;script&gt;" in html
    assert str(practice.did) == f"{evil}b"
