"""B29: nobody is pinned to a path: routes side by side, a day to look again, and reopening with something new."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.queries import is_agreed, kinds
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.course import actions, queries
from communityup.workspace.course.jobs import call_reviews
from communityup.workspace.course.models import Version
from communityup.workspace.pace import actions as pace
from communityup.workspace.setup import actions as setup
from communityup.workspace.tasks.queries import Task, my_tasks
from tests import make, make_notices
from tests.make_course import (
    FACT,
    NAME,
    OTHER,
    WORDS,
    agreed,
    by,
    changed,
    client_of,
    day,
    ended,
    fresh,
    lines,
    page,
    proposed,
    reopened,
    route,
)

pytestmark = pytest.mark.django_db
OK, NOT_FOUND, CONFLICT = 200, 404, 409


def entry(file: bytes) -> Any:
    (found,) = Calendar.from_ical(file).walk("VEVENT")
    return found


def test_b29_every_decision_has_a_review_date_in_half_a_year_unless_chosen(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    chosen = actions.change_course(found, words=OTHER, why="Eerder.", review_on=day(30), by=by("Bram"))
    agreed(ended(agreed(chosen, amina), by("Amina")), bram)
    assert list(Version.objects.order_by("number").values_list("review_on", flat=True)) == [
        day(182), day(30), day(182),
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(number=1).update(review_on=None)
    for wrong, sentence in ((day(0), "na vandaag"), (day(-1), "na vandaag"), (day(366 * 6), "binnen 5 jaar")):
        with pytest.raises(Refused, match=sentence):
            reopened(fresh(found), by("Bram"), review_on=wrong)


def test_b29_any_party_reopens_with_a_new_fact_and_that_is_a_new_version_with_the_fact_beside_it(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    for number, (who, other) in enumerate(((amina, bram), (bram, amina)), start=2):
        version = reopened(fresh(found), Actor.of(who), fact=f"{FACT} {number}", link="https://example.org/bericht")
        assert version.number == number
        assert fresh(found).current == Version.objects.get(number=number - 1)
        for place in ("", f"{found.public_id}/", f"{found.public_id}/{number}/"):
            assert f"{FACT} {number}" in page(challenge, place)
        assert "https://example.org/bericht" in page(challenge, f"{found.public_id}/{number}/")
        assert agreed(version, other).current == version
    assert "heropend met iets nieuws" in page(challenge, f"{found.public_id}/")


def test_b29_what_ended_together_is_reopened_with_a_new_fact_and_not_without(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    found = agreed(ended(found, by("Bram")), amina)
    assert "Het dak is niet nodig." in page(challenge)
    assert "samen gestopt" in page(challenge)
    with pytest.raises(Refused, match="gestopt"):
        changed(found, by("Amina"))
    with pytest.raises(Refused, match="geldt kan stoppen"):
        ended(found, by("Amina"))
    version = reopened(found, by("Amina"))
    assert version.ends is False
    found = agreed(version, bram)
    assert [row["route"] for row in queries.page(challenge)["routes"]] == [found]
    assert {part["kind"] for part in queries.one_version(found, 3)["difference"]} == {"same", "gone", "new"}


def test_b29_two_routes_stand_side_by_side_each_with_its_own_versions(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    first, second = route(challenge, amina, bram), route(challenge, bram, amina, name="Eerst de mensen", words="Zo.")
    second = agreed(changed(second, by("Amina")), bram)
    assert (first.number, second.number) == (1, 2)
    assert [row["route"] for row in queries.page(challenge)["routes"]] == [first, second]
    assert [route.versions.count() for route in (first, second)] == [1, 2]
    agreed(ended(first, by("Bram")), amina)
    shown = queries.page(challenge)
    assert [row["route"] for row in shown["routes"]] == [second]
    assert [row["route"] for row in shown["earlier"]] == [first]


def test_b29_another_version_that_counts_lets_open_proposals_be_asked_anew(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    mine, other = changed(found, by("Amina")), reopened(found, by("Bram"))
    agreed(mine, bram)
    other.asked.refresh_from_db()
    assert other.asked.outcome == Round.Outcome.OPEN
    assert not other.asked.answers.filter(lapsed_at=None).exists()
    respond(other.asked, agrees=True, by=by("Amina"))
    assert fresh(found).current == mine
    respond(other.asked, agrees=True, by=by("Bram"))
    assert fresh(found).current == other
    assert queries.one_version(fresh(found), other.number)["before"] == mine


def test_b29_with_the_end_of_a_route_changes_fall_away_and_something_new_is_asked_anew(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    school = make.person("School")
    make.join(challenge, school, "School", "institution")
    found = agreed(proposed(challenge, amina), bram, school)
    end, change, fact = ended(found, by("Amina")), changed(found, by("Bram")), reopened(found, by("School"))
    agreed(end, bram, school)
    outcomes = [Round.objects.get(pk=one.asked_id).outcome for one in (end, change, fact)]
    assert outcomes == [Round.Outcome.AGREED, Round.Outcome.WITHDRAWN, Round.Outcome.OPEN]
    history = queries.detail(queries.route_of(challenge, found.public_id))["history"]
    assert [row["state"] for row in history] == ["wacht op antwoorden", "ingetrokken", "geldt nu", "gold eerder"]


def test_b29_on_the_review_date_all_parties_hear_at_once_and_have_a_task_until_a_version_counts(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    assert call_reviews() == 0
    before, review_on = len(lines(challenge)), day(182)
    with make_notices.at(timezone.now() + dt.timedelta(days=183)):
        assert (call_reviews(), call_reviews()) == (1, 0)
        assert actions.call_review(Version.objects.get(number=1), by=Actor.job("course_reviews")) is False
        assert lines(challenge)[before:] == ["course.review_came"]
        for who in (amina, bram):
            (task,) = [one for one in my_tasks(who) if one.url.endswith(f"/koers/{found.public_id}/")]
            assert (task.asks, task.about, task.due) == ("Past dit nog?", NAME, review_on)
        assert fresh(found).current == Version.objects.get(number=1)
        same = actions.change_course(fresh(found), words=WORDS, why="Het past nog.", by=by("Bram"))
        assert not [one for one in my_tasks(amina) if one.asks == "Past dit nog?"]
        assert queries.one_version(fresh(found), 2)["difference"] == []
        agreed(same, amina)
        assert not my_tasks(amina)
        assert call_reviews() == 0
    make_notices.told(moment=timezone.now() + dt.timedelta(days=183, hours=1))
    for who in (amina, bram):
        assert "course.review_came" in make_notices.own(who)


def test_b29_a_step_back_moves_the_review_date_and_an_old_version_is_not_looked_at_again(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    first = found.current
    assert first is not None
    pace.call_step_back(challenge, reason="Even kijken.", by=by("Amina"))
    with make_notices.at(timezone.now() + dt.timedelta(days=190)):
        assert call_reviews() == 0
        assert "na het stapje terug" in page(challenge)
        assert client_of(None).get(f"/opgaven/{challenge.slug}/koers/{found.public_id}/herijken.ics").status_code == 404
        respond(pace.ask_to_go_on(challenge, by=by("Amina")), agrees=True, by=by("Bram"))
        assert call_reviews() == 0
        version = changed(fresh(found), by("Bram"))
        agreed(version, amina)
        assert actions.call_review(first, by=Actor.job("course_reviews")) is False


def test_a_review_waits_while_all_parties_switched_the_course_off(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    with make_notices.at(timezone.now() + dt.timedelta(days=183)):
        assert call_reviews() == 1
        respond(setup.propose_off(challenge, key="course", by=by("Amina")), agrees=True, by=by("Bram"))
        assert not [one for one in my_tasks(amina) if one.asks == "Past dit nog?"]
        Version.objects.update(review_told_at=None)
        assert call_reviews() == 0
    client, here = client_of("Amina"), f"/opgaven/{challenge.slug}/koers/"
    assert client.get(here).status_code == OK
    assert client.post(
        f"{here}{found.public_id}/stoppen/", {"why": "Klaar.", "review_on": str(day(9))}
    ).status_code == (CONFLICT)


def test_b29_the_review_date_goes_into_a_calendar_and_the_next_version_moves_it(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    version = proposed(challenge, amina)
    address = f"/opgaven/{challenge.slug}/koers/{version.route.public_id}/herijken.ics"
    assert client_of(None).get(address).status_code == NOT_FOUND
    found = agreed(version, bram)
    answer = client_of(None).get(address)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    first = entry(answer.content)
    assert (first["dtstart"].dt, str(first["summary"])) == (day(182), f"Herijken: {NAME}")
    later = actions.change_course(found, words=OTHER, why="Eerder.", review_on=day(40), by=by("Bram"))
    agreed(later, amina)
    second = entry(client_of(None).get(address).content)
    assert second["dtstart"].dt == day(40)
    assert second["uid"] == first["uid"]
    assert second["sequence"] > first["sequence"]


def test_everybody_hears_of_a_change_of_course_at_the_same_moment(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    make_notices.told(moment=timezone.now())
    found = route(challenge, amina, bram)
    make_notices.told(lambda: changed(found, by("Bram")), moment=timezone.now())
    expected = ["course.route_proposed", "course.course_agreed", "course.course_change_proposed"]
    for who in (amina, bram):
        assert [type_ for type_ in make_notices.own(who) if type_.startswith("course.")] == expected


def test_words_that_counted_are_part_of_what_was_agreed(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    version = proposed(challenge, amina)
    name, words = kinds()["course.Route.name"], kinds()["course.Version.words"]
    assert version.words is not None
    assert not is_agreed(name, version.route.name)
    assert not is_agreed(words, version.words)
    agreed(version, bram)
    assert is_agreed(name, version.route.name)
    assert is_agreed(words, version.words)


def test_what_all_parties_are_asked_says_what_it_is_about(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    first = proposed(challenge, amina)
    tasks: list[Task] = my_tasks(bram)
    assert [task.about for task in tasks] == [f"Een route: {NAME}"]
    found = agreed(first, bram)
    asked = [changed(found, by("Bram")), reopened(found, by("Amina"))]
    assert [str(queries.label(one.asked)) for one in asked] == [
        f"Een koerswijziging: {NAME}", f"Iets nieuws over een route: {NAME}",
    ]  # fmt: skip
    assert queries.why(asked[1].asked) == f"{FACT} De volgorde moet om."
    take_back(asked[1].asked, by=by("Amina"))
    assert str(queries.label(ended(found, by("Amina")).asked)) == f"Stoppen we met deze route? {NAME}"
    assert client_of("Amina").get(f"/opgaven/{challenge.slug}/akkoord/").status_code == OK
