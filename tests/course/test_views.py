"""What one sees of the course over HTTP, as whom, and what it costs."""

from typing import Any

import pytest

from communityup.log.models import Line
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import take_back
from communityup.workspace.course import queries
from communityup.workspace.course.models import Route, Version
from tests import make
from tests.make_course import FACT, OTHER, WHY, WORDS, agreed, by, changed, client_of, day, ended, page, proposed, route
from tests.make_goals import shared_goal

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, NOT_FOUND, NOT_HERE, UNPROCESSABLE = 200, 302, 403, 404, 405, 422


@pytest.mark.parametrize(
    ("who", "form", "send"), [(None, FOUND, FORBIDDEN), ("Chris", FORBIDDEN, FORBIDDEN), ("Bram", OK, FOUND)]
)
def test_the_addresses_answer_each_role(
    who: str | None, form: int, send: int, table: tuple[Challenge, Person, Person]
) -> None:
    challenge, amina, bram = table
    found, client, here = route(challenge, amina, bram), client_of(who), f"/opgaven/{challenge.slug}/koers/"
    own = f"{here}{found.public_id}/"
    before = Line.objects.count()
    for place in (here, own, f"{own}1/", f"{own}herijken.ics", f"{here}wie-brengt-wat-in/"):
        assert client.get(place).status_code == OK
        assert client.post(place).status_code in {NOT_HERE, FORBIDDEN}
    forms = [f"{here}nieuw/", f"{own}wijzigen/", f"{own}heropenen/", f"{own}stoppen/"]
    assert [client.get(place).status_code for place in forms] == [form] * 4
    assert client.get(f"{own}9/").status_code == NOT_FOUND
    assert client.get(f"{here}{'0' * 32}/").status_code == NOT_FOUND
    assert Line.objects.count() == before
    typed = {"words": OTHER, "why": WHY, "review_on": str(day(60))}
    assert client.post(f"{here}nieuw/", {**typed, "name": "Anders om"}).status_code == send
    assert client.post(f"{own}wijzigen/", typed).status_code == send
    assert Version.objects.count() == (3 if who == "Bram" else 1)
    for version in Version.objects.filter(number=2):
        take_back(version.asked, by=by("Bram"))
    assert client.post(f"{own}heropenen/", {**typed, "fact": FACT}).status_code == send
    for version in Version.objects.filter(number=3):
        take_back(version.asked, by=by("Bram"))
    assert client.post(f"{own}stoppen/", typed).status_code == send


def test_a_closed_challenge_shows_its_routes_to_its_parties_only() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    found = route(challenge, amina, bram)
    for place in ("", f"{found.public_id}/", f"{found.public_id}/herijken.ics", "wie-brengt-wat-in/"):
        assert client_of("Chris").get(f"/opgaven/{challenge.slug}/koers/{place}").status_code == NOT_FOUND
    elsewhere, _amina, _bram = make.challenge_of_two("Hoe blijft het plein groen?")
    assert client_of("Amina").get(f"/opgaven/{elsewhere.slug}/koers/{found.public_id}/").status_code == NOT_FOUND


def test_forms_say_what_is_wrong_and_keep_what_was_typed(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    goal = shared_goal(challenge, amina, bram)
    found, client, here = route(challenge, amina, bram), client_of("Amina"), f"/opgaven/{challenge.slug}/koers/"
    begin = client.get(f"{here}nieuw/").content.decode()
    assert str(goal) in begin
    assert f'value="{day(182)}"' in begin
    assert WORDS in client.get(f"{here}{found.public_id}/wijzigen/").content.decode()
    typed = {"name": "Anders om", "words": OTHER, "why": "", "review_on": str(day(-1)), "goal": goal.public_id}
    answer = client.post(f"{here}nieuw/", typed)
    shown = answer.content.decode()
    assert answer.status_code == UNPROCESSABLE
    for words in ("Anders om", OTHER, "Kies een dag na vandaag"):
        assert words in shown
    link = {"fact": FACT, "link": "javascript:alert(1)", "words": OTHER, "why": WHY, "review_on": str(day(9))}
    assert client.post(f"{here}{found.public_id}/heropenen/", link).status_code == UNPROCESSABLE
    assert client.post(f"{here}nieuw/", {**typed, "why": WHY, "review_on": str(day(9))}).status_code == FOUND
    assert Route.objects.get(number=2).goal == goal


def test_a_party_that_asks_something_is_led_to_that_and_the_others_can_still_ask(
    table: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    asked = changed(found, by("Amina")).asked
    shown, others = page(challenge, f"{found.public_id}/", "Amina"), page(challenge, f"{found.public_id}/", "Bram")
    assert "Je partij vraagt al iets over deze route." in shown
    assert f"/akkoord/{asked.public_id}/" in shown
    assert "/wijzigen/" not in shown
    assert "Je partij vraagt al iets" not in others
    assert "/wijzigen/" in others


def test_a_change_begins_with_the_words_that_counted_last(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    version = proposed(challenge, amina)
    assert queries.words_now(version.route) == WORDS
    found = agreed(version, bram)
    change = changed(found, by("Bram"))
    assert queries.words_now(found) == WORDS
    found = agreed(change, amina)
    found = agreed(ended(found, by("Amina")), bram)
    assert queries.words_now(found) == OTHER


def test_a_first_proposal_that_was_taken_back_stays_readable_as_that(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, _bram = table
    version = proposed(challenge, amina)
    counter = changed(version.route, by("Bram"))
    assert queries.one_version(version.route, 2)["before"] == version
    take_back(version.asked, by=by("Amina"))
    assert [row["route"] for row in queries.page(challenge)["proposed"]] == [version.route]
    take_back(counter.asked, by=by("Bram"))
    assert [row["route"] for row in queries.page(challenge)["earlier"]] == [version.route]
    assert "ingetrokken" in page(challenge)


def test_a_difference_tells_what_changed_in_one_place_together(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram, words="Eerst een jaar zelf de zalen.\nDaarna het geld.")
    version = changed(found, by("Bram"), "Eerst een half jaar samen de zalen.\nDan alles.")
    shown = queries.one_version(queries.route_of(challenge, found.public_id), version.number)["difference"]
    assert [(part["kind"], part["words"].strip()) for part in shown] == [
        ("same", "Eerst een"), ("new", "half"), ("same", "jaar"), ("gone", "zelf"), ("new", "samen"),
        ("same", "de zalen."), ("gone", "Daarna het geld."), ("new", "Dan alles."),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_routes(
    number: int, django_assert_num_queries: Any, table: tuple[Challenge, Person, Person]
) -> None:
    challenge, amina, bram = table
    for which in range(number):
        changed(route(challenge, amina, bram, name=f"Route {which}"), by("Amina"))
    with django_assert_num_queries(4):
        shown = queries.page(challenge)
        assert [str(row["current"].words) + row["waiting"][0]["label"] for row in shown["routes"]] == (
            [f"{WORDS}koerswijziging"] * number
        )


@pytest.mark.parametrize("number", [1, 3])
def test_a_route_costs_the_same_for_one_and_three_changes(
    number: int, django_assert_num_queries: Any, table: tuple[Challenge, Person, Person]
) -> None:
    challenge, amina, bram = table
    found = route(challenge, amina, bram)
    for which in range(number):
        found = agreed(changed(found, by("Amina"), f"Versie {which}."), bram)
    found = queries.route_of(challenge, found.public_id)
    with django_assert_num_queries(2):
        assert len(queries.detail(found)["history"]) == number + 1


def test_the_lead_in_tells_how_many_routes_count(table: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = table
    assert queries.state(challenge) == ""
    route(challenge, amina, bram)
    assert queries.state(challenge) == "1 route"
