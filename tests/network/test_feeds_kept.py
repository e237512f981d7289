"""What came from another site is not ours: not told of as ours, not changed here, and it goes when one stops."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, transaction
from django.test import override_settings

from communityup.base.errors import NotAllowed
from communityup.base.fetching import Fetched, Known
from communityup.network.adaptations.actions import tell_adaptation
from communityup.network.feeds import actions
from communityup.network.feeds.models import Arrival, Feed
from communityup.network.library import actions as library
from communityup.network.library import exports
from communityup.network.library.models import Practice, Voice
from communityup.people.actors import Actor
from communityup.post.queries import site_address
from communityup.texts.actions import hide, show
from tests import make, make_practice
from tests.make_feeds import HERE, TITLE, Site, bodies, dilek, fetched, listed, of, row, says, tells
from tests.make_network import browser, coordinated, coordinator, last, member
from tests.make_network import network as other_network

pytestmark = pytest.mark.django_db


# Not ours


def test_practice_of_another_site_is_not_told_of_as_ours_and_is_not_changed_here(site: Site) -> None:
    made, _dilek = coordinated()
    member(made, "De Schakel", make.amina())
    of(made, row(site), at=site)
    practice = Practice.objects.get()
    assert exports.practices(made) == []
    assert exports.as_json(made)["practices"] == []
    assert TITLE not in browser().get("/netwerken/community-up/praktijken/feed.atom").content.decode()
    deeds: tuple[Callable[[Actor], object], ...] = (
        lambda by: library.take_back(practice, by=by), lambda by: library.begin_edition(practice, by=by),
        lambda by: library.review(practice, good=True, by=by), lambda by: library.publish(practice, by=by),
        lambda by: library.write_practice(practice, account=make_practice.ACCOUNT, by=by),
    )  # fmt: skip
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed(Actor.of(make.amina()))
    for name in ("schrijven", "stem", "nalezen"):
        assert browser(make.amina()).get(make_practice.at(practice, f"{name}/")).status_code == 403
    assert Voice.objects.filter(practice=practice, approvers=None, answer="yes").count() == 1
    year = practice.published_at.year if practice.published_at else 0
    told = browser().get(f"/netwerken/community-up/jaar/{year}/").content.decode()
    assert TITLE not in told, "the year tells what this network did itself"
    tell_adaptation(practice, place="Hier", changed="Wij begonnen klein.", happened="", by=Actor.of(make.amina()))
    assert "Wij begonnen klein." in make_practice.page(practice), "to use it again is what it is for"


@pytest.mark.parametrize("version", [1, 2])
def test_what_two_keys_hid_here_does_not_come_back_by_changing_it_there(site: Site, version: int) -> None:
    made, _dilek = coordinated()
    feed = of(made, row(site), at=site)
    practice = Practice.objects.get()
    assert practice.context is not None
    hide(practice.context, reason="insult")
    site.answers["/feed"] = says(tells(row(site, context="Het huis was nog steeds dicht.", version=version)))
    fetched(feed)
    page = browser().get(f"/praktijken/{practice.series}/").content.decode()
    assert "Het huis was" not in bodies() + page
    assert "verborgen" in page
    show(practice.context)
    site.answers["/feed"] = says(tells(row(site, context="Het huis was open.", version=3)))
    fetched(feed)
    assert "Het huis was open." in bodies()
    later = Practice.objects.get(state="published").context
    assert later is not None
    hide(later, reason="insult")
    site.answers["/feed"] = says(tells(withdrawn=(site.at("/praktijken/1/"),)))
    fetched(feed)
    assert "Het huis was open." not in bodies()
    assert not Practice.objects.filter(state="published").exists()


def test_what_a_withdrawn_practice_of_ours_leaves_is_told_of_with_its_moment() -> None:
    made, practice, _voice = make_practice.shown()
    told = exports.as_json(made)
    assert (told["format"], told["formatVersion"], told["withdrawn"]) == ("communityup-practices", 1, [])
    assert told["practices"][0]["updated"] == told["updated"]
    library.take_back(practice, by=Actor.of(make.amina()))
    told = exports.as_json(made)
    assert told["practices"] == []
    assert [one["id"] for one in told["withdrawn"]] == [f"{site_address()}/praktijken/{practice.series}/"]
    assert told["updated"] == told["withdrawn"][0]["withdrawnAt"]


def test_list_of_ours_says_whether_it_changed() -> None:
    make_practice.shown()
    path = "/netwerken/community-up/praktijken/praktijken.json"
    answer = browser().get(path)
    assert answer.headers["Content-Type"] == "application/json"
    assert browser().get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(("rest", "left"), [("stays", 1), ("goes", 0)])
def test_one_stops_following_and_chooses_what_happens_with_what_came(site: Site, rest: str, left: int) -> None:
    made, _dilek = coordinated()
    feed = of(made, row(site), at=site)
    client, at = browser(make.dilek()), f"{HERE}{feed.public_id}/stoppen/"
    missing = client.post(at, {"rest": ""})
    assert missing.status_code == 422
    assert "Ze gaan weg, met al hun woorden" in missing.content.decode()
    assert client.post(at, {"rest": rest}).headers["Location"] == HERE
    assert len(listed()) == left
    assert ("Wij gaven sleutels weg." in bodies()) == bool(left)
    assert (last(made).type, last(made).content["rest"]) == ("feeds.feed_stopped", rest)
    asked = len(site.asked)
    Feed.objects.update(next_at="2020-01-01T00:00:00Z")
    assert actions.fetch_due() == 0
    actions.tell_failure(feed, code="slow")
    actions.take(feed, answer=Fetched(body=None, known=Known()), told=None)
    feed.refresh_from_db()
    assert (feed.state, feed.problem, len(site.asked)) == ("stopped", "", asked)
    again = of(made, row(site, title="Terug", version=2), at=site)
    assert listed() == ["Terug"]
    assert again.pk != feed.pk


def test_the_same_practice_by_two_ways_stands_once_in_a_network_and_each_network_has_its_own(site: Site) -> None:
    made, _dilek = coordinated()
    of(made, row(site), at=site)
    site.answers["/ook"] = says(tells(row(site)))
    second = fetched(actions.follow(made, address=site.at("/ook"), by=dilek()))
    fetched(actions.let_in(second, by=dilek()))
    assert listed() == [TITLE]
    assert not Arrival.objects.filter(feed=second).exists()
    other = other_network("tuinen")
    coordinator(other, make.dilek())
    of(other, row(site), at=site)
    assert Practice.objects.count() == 2


def test_database_keeps_no_practice_without_a_writer_or_a_source(site: Site) -> None:
    made, _dilek = coordinated()
    of(made, row(site), at=site)
    wrong: dict[str, Any]
    for wrong in ({"source_id": "", "source_name": "", "source_author": ""}, {"source_name": ""}, {"origin": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Practice.objects.update(**wrong)
    for wrong in ({"problem": "slow"}, {"failures": 1}, {"fetched_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Feed.objects.update(**wrong)


def test_deploy_check_refuses_a_site_that_trusts_its_own_machine() -> None:
    with override_settings(FEEDS_TRUSTED=["127.0.0.1:8000"]):
        assert "feeds.E001" in {one.id for one in run_checks(include_deployment_checks=True)}
    assert "feeds.E001" not in {one.id for one in run_checks(include_deployment_checks=True)}


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_with_one_and_with_three_sites(count: int, django_assert_num_queries: Any) -> None:
    made, _dilek = coordinated()
    for number in range(count):
        actions.follow(made, address=f"https://elders{number}.example/", by=dilek())
    browser().get(HERE)
    with django_assert_num_queries(3):
        browser().get(HERE)
