"""A39: goal and route are separate, and a change of course is a normal event that all parties agree to."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.course import actions, queries
from communityup.workspace.course.jobs import call_reviews
from communityup.workspace.course.models import Route, Version
from communityup.workspace.goals.models import Goal
from communityup.workspace.pace import actions as pace
from tests import make, make_notices
from tests.make_course import (
    FACT,
    NAME,
    OTHER,
    WHY,
    WORDS,
    agreed,
    by,
    changed,
    day,
    ended,
    fresh,
    lines,
    page,
    proposed,
    reopened,
    route,
    wanted,
)
from tests.make_goals import proposed_goal, shared_goal

pytestmark = pytest.mark.django_db
Act = Callable[[Route, Actor], Version]


def test_a39_a_route_has_a_version_history_and_a_change_of_course_leaves_every_goal_as_it_was(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    shared_goal(challenge, amina, bram)
    proposed_goal(challenge, amina, "Geen drempels")
    goals = list(Goal.objects.order_by("pk").values())
    found = route(challenge, amina, bram)
    found = agreed(changed(found, by("Bram")), amina)
    history = queries.detail(queries.route_of(challenge, found.public_id))["history"]
    assert [(row["version"].number, row["label"], row["state"]) for row in history] == [
        (2, "koerswijziging", "geldt nu"),
        (1, "eerste versie", "gold eerder"),
    ]
    assert list(Goal.objects.order_by("pk").values()) == goals
    shown = page(challenge, f"{found.public_id}/2/")
    assert "<del>" in shown
    assert "<ins>" in shown
    assert "Het beheer kan eerder." in shown
    assert WORDS in page(challenge, f"{found.public_id}/1/")


def test_a39_a_change_never_shows_as_an_error(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    changed(found, by("Bram"))
    places = ["", f"{found.public_id}/", f"{found.public_id}/2/"]
    before = [page(challenge, place) for place in places]
    Version.objects.filter(number=1).update(review_told_at=timezone.now(), review_on=day(-3))
    late = [page(challenge, place) for place in places]
    respond(Version.objects.get(number=2).asked, agrees=True, by=by("Amina"))
    agreed(ended(fresh(found), by("Amina")), bram)
    for shown in [*before, *late, *(page(challenge, place) for place in [*places, f"{found.public_id}/3/"])]:
        assert "utrecht-alert--error" not in shown
        assert "te laat" not in shown
        assert "mislukt" not in shown
    assert {queries.kind_of(one) for one in Version.objects.all()} == {
        "eerste versie", "koerswijziging", "einde van deze route",
    }  # fmt: skip


def test_a39_a_change_counts_when_all_parties_agree_and_silence_is_no_yes(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    version = proposed(challenge, amina)
    assert fresh(version.route).current is None
    with make_notices.at(timezone.now() + dt.timedelta(days=400)):
        call_reviews()
        assert fresh(version.route).current is None
    respond(version.asked, agrees=False, reason="Eerst het geld.", by=by("Bram"))
    assert fresh(version.route).current is None
    found = agreed(version, bram)
    assert found.current == version
    second = changed(found, by("Bram"))
    assert fresh(found).current == version
    assert agreed(second, amina).current == second


def test_a39_each_step_is_exactly_one_line_without_words(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    wanted(challenge)
    before = len(lines(challenge))
    found = route(challenge, amina, bram)
    found = agreed(changed(found, by("Bram")), amina)
    found = agreed(ended(found, by("Amina")), bram)
    agreed(reopened(found, by("Bram")), amina)
    assert lines(challenge)[before:] == [
        "course.route_proposed", "course.course_agreed", "course.course_change_proposed", "course.course_agreed",
        "course.route_end_proposed", "course.route_ended", "course.route_reopened", "course.course_agreed",
    ]  # fmt: skip
    for line in Line.objects.filter(type__startswith="course."):
        told = str(line.content)
        assert not any(words in told for words in (NAME, WORDS, WHY, OTHER, FACT))


def test_a39_the_same_proposal_twice_is_one(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    assert proposed(challenge, amina) == proposed(challenge, amina)
    found = agreed(Version.objects.get(), bram)
    for act in (changed, ended, reopened):
        before = len(lines(challenge))
        first = act(found, by("Amina"))
        assert act(found, by("Amina")) == first
        assert len(lines(challenge)) == before + 1
        take_back(first.asked, by=by("Amina"))


def test_each_party_asks_one_thing_about_a_route_at_a_time(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    changed(found, by("Amina"))
    others: list[Act] = [lambda f, b: changed(f, b, "Anders."), ended, reopened]
    for act in others:
        with pytest.raises(Refused, match="vraagt al iets"):
            act(found, by("Amina"))
    assert reopened(found, by("Bram")).number == 3
    proposed(challenge, amina, "Nieuw", "Eerst dit.")
    with pytest.raises(Refused, match="met deze naam"):
        proposed(challenge, amina, "Nieuw", "Eerst dat.")


def test_who_may_not_and_what_is_not_possible_is_refused(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    version = proposed(challenge, amina)
    for act in (ended, reopened):
        with pytest.raises(Refused):
            act(version.route, by("Bram"))
    found = agreed(version, bram)
    with pytest.raises(Refused, match="geldt al"):
        changed(found, by("Amina"), WORDS)
    other, _amina, _bram = make.challenge_of_two("Hoe blijft het plein groen?")
    for goal in (shared_goal(other, amina, bram), proposed_goal(challenge, amina)):
        with pytest.raises(Refused, match="alle partijen delen"):
            actions.propose_route(challenge, name="Weg", words=WORDS, why=WHY, goal=goal, by=by("Amina"))
    with pytest.raises(NotAllowed):
        proposed(challenge, make.chris())
    for act in (changed, ended, reopened):
        with pytest.raises(NotAllowed):
            act(found, by("Chris"))
    with pytest.raises(NotAllowed, match="vanzelf"):
        actions.call_review(version, by=by("Amina"))
    pace.call_step_back(challenge, reason="Even kijken.", by=by("Amina"))
    with pytest.raises(Refused, match="stapje terug"):
        changed(found, by("Amina"))


def test_a_route_leads_to_one_goal_or_to_all_and_says_so(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    goal = shared_goal(challenge, amina, bram)
    wanted(challenge)
    actions.propose_route(challenge, name=NAME, words=WORDS, why=WHY, goal=goal, by=by("Amina"))
    assert f"Naar dit doel: {goal}" in page(challenge)
    assert "Naar al onze doelen" in page(challenge, f"{proposed(challenge, bram, 'Anders om').route.public_id}/")
