"""The pages of parallel tracks: for every role over HTTP, with bad input, and in a constant number of queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.goals.actions import agree_to_goal, propose_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.tracks import actions
from communityup.workspace.tracks.models import AgendaItem, Track
from tests import make
from tests.nasty import some

pytestmark = pytest.mark.django_db
NOWHERE = "0" * 32


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/parallelle-sporen/"


def goal_of(challenge: Challenge, words: str = "Het buurthuis blijft open") -> Goal:
    return agree_to_goal(propose_goal(challenge, words=words, by=Actor.of(make.amina())), by=Actor.of(make.bram()))


def told(challenge: Challenge, *goals: Goal, what: str = "De verkooplijst") -> Track:
    runs = challenge.parties.get(number=2)
    return actions.register_track(challenge, kind="paper", what=what, runs=runs, goals=goals, by=Actor.of(make.bram()))


def test_each_role_reads_and_writes_only_what_it_may_and_reading_never_writes() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    goal_of(challenge, "Iedereen kan er terecht")
    track = told(challenge, goal_of(challenge))
    item = AgendaItem.objects.get()
    friction = actions.raise_friction(track, words="Dit wringt.", by=Actor.of(amina))
    page = f"{base(challenge)}{track.public_id}/"
    expected = {
        # address: anonymous, outsider, Amina who raised it, Bram who runs it
        base(challenge): (404, 404, 200, 200),
        page: (404, 404, 200, 200),
        f"{base(challenge)}nieuw/": (302, 404, 200, 200),
        f"{page}andere-woorden/": (302, 404, 403, 200),
        f"{page}raakt-doel/": (302, 404, 200, 200),
        f"{page}wringt/": (302, 404, 200, 200),
        f"{page}afgelopen/": (302, 404, 403, 200),
        f"{base(challenge)}agenda/{item.public_id}/uitkomst/": (302, 404, 200, 403),
        f"{base(challenge)}agenda/{friction.public_id}/uitkomst/": (302, 404, 200, 403),
        f"{base(challenge)}agenda/{friction.public_id}/terugnemen/": (302, 404, 200, 403),
        f"{base(challenge)}agenda/{NOWHERE}/uitkomst/": (302, 404, 404, 404),
        f"{base(challenge)}niets/": (404, 404, 404, 404),
    }
    before = Line.objects.count()
    clients = [client_of(person) for person in (None, make.chris(), amina, bram)]
    for address, statuses in expected.items():
        assert tuple(client.get(address).status_code for client in clients) == statuses, address
    assert Line.objects.count() == before


def test_a26_one_tells_of_a_plan_and_everybody_sees_it_on_the_overview_until_the_outcome_stands_there() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = goal_of(challenge)
    client, other = client_of(bram), client_of(amina)
    typed = {"kind": "paper", "what": "De verkooplijst", "runs": "2", "goals": [goal.public_id], "link": ""}
    assert client.post(f"{base(challenge)}nieuw/", typed).status_code == 302
    overview = f"/opgaven/{challenge.slug}/"
    for one in (client, other, client_of(None), client_of(make.chris())):
        assert "Praat er samen over: De verkooplijst" in one.get(overview).content.decode()
    assert "1 op de agenda" in client_of(None).get(f"{overview}aanloop/").content.decode()
    outcome = f"{base(challenge)}agenda/{AgendaItem.objects.get().public_id}/uitkomst/"
    assert other.post(outcome, {"outcome": ""}).status_code == 422
    assert client.post(outcome, {"outcome": "Besproken"}).status_code == 403
    assert other.post(outcome, {"outcome": "Het stuk wacht."}).status_code == 302
    assert "Praat er samen over" not in client.get(overview).content.decode()
    page = client_of(None).get(f"{base(challenge)}{Track.objects.get().public_id}/").content.decode()
    assert "Het stuk wacht." in page


def test_x2_the_page_offers_every_party_a_step_back_and_not_twice() -> None:
    challenge, amina, bram = make.challenge_of_two()
    page = f"{base(challenge)}{told(challenge, goal_of(challenge)).public_id}/"
    step = f"/opgaven/{challenge.slug}/tempo/stapje-terug/"
    for person in (amina, bram):
        assert step in client_of(person).get(page).content.decode()
    assert step not in client_of(None).get(page).content.decode()
    call_step_back(challenge, reason="Dit komt te laat.", by=Actor.of(amina))
    assert step not in client_of(bram).get(page).content.decode()


def test_one_rewords_raises_takes_back_and_ends_without_javascript() -> None:
    challenge, amina, bram = make.challenge_of_two()
    page = f"{base(challenge)}{told(challenge).public_id}/"
    client, other = client_of(bram), client_of(amina)
    assert (
        client.post(f"{page}andere-woorden/", {"what": "De lijst", "link": "https://example.org/"}).status_code == 302
    )
    assert other.get(f"{page}raakt-doel/").status_code == 409
    goal = goal_of(challenge)
    assert other.post(f"{page}raakt-doel/", {"goal": goal.public_id}).status_code == 302
    assert other.post(f"{page}wringt/", {"words": "Dit haalt de zaal weg."}).status_code == 302
    friction = AgendaItem.objects.get(words__isnull=False)
    back = f"{base(challenge)}agenda/{friction.public_id}/terugnemen/"
    assert client.post(back).status_code == 403
    assert other.post(back).status_code == 302
    shown = client.get(page).content.decode()
    assert "Dit haalt de zaal weg." not in shown
    assert "ingetrokken" in shown
    assert "De verkooplijst" in shown.split("<details>")[1]
    assert client.post(f"{page}afgelopen/", {"words": "Klaar"}).status_code == 409
    overlap = AgendaItem.objects.get(words=None)
    outcome = f"{base(challenge)}agenda/{overlap.public_id}/uitkomst/"
    assert other.post(outcome, {"outcome": "Besproken."}).status_code == 302
    assert client.post(f"{page}afgelopen/", {"words": "Ingetrokken."}).status_code == 302
    assert "Ingetrokken." in client_of(None).get(base(challenge)).content.decode()


@pytest.mark.parametrize("link", ["ftp://example.org/x", "javascript:alert(1)", "https://", "geen link"])
def test_a_link_is_a_page_on_the_web_and_what_was_typed_stays(link: str) -> None:
    challenge, _amina, bram = make.challenge_of_two()
    typed = {"kind": "cut", "what": "Minder subsidie", "runner": "De provincie", "link": link}
    answer = client_of(bram).post(f"{base(challenge)}nieuw/", typed)
    assert answer.status_code == 422
    assert "Minder subsidie" in answer.content.decode()


def test_a_plan_that_nobody_runs_gets_a_sentence() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    answer = client_of(bram).post(f"{base(challenge)}nieuw/", {"kind": "cut", "what": "Minder subsidie", "link": ""})
    assert answer.status_code == 422
    assert "Kies hierboven een partij" in answer.content.decode()


@pytest.mark.parametrize("word", some(__name__))
def test_no_form_breaks_on_bad_input_or_writes_half(word: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal, other = goal_of(challenge), goal_of(challenge, "Iedereen kan er terecht")
    track = told(challenge, goal)
    page, item = f"{base(challenge)}{track.public_id}/", AgendaItem.objects.get()
    new = {"kind": "cut", "what": "Iets", "runs": "2", "runner": "", "period": "", "link": "", "goals": goal.public_id}
    forms = [
        (bram, f"{base(challenge)}nieuw/", new),
        (bram, f"{page}andere-woorden/", {"what": "Iets", "period": "", "link": ""}),
        (amina, f"{page}raakt-doel/", {"goal": other.public_id}),
        (amina, f"{page}wringt/", {"words": "Iets"}),
        (amina, f"{base(challenge)}agenda/{item.public_id}/uitkomst/", {"outcome": "Iets"}),
        (bram, f"{page}afgelopen/", {"words": "Iets"}),
    ]
    for person, address, right in forms:
        for name in right:
            before = (Line.objects.count(), Version.objects.count())
            typed = {**right, name: word.encode("utf-8", "replace").decode()}
            status = client_of(person).post(address, typed).status_code
            assert status < 500
            if status >= 400:
                assert (Line.objects.count(), Version.objects.count()) == before


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_number_of_queries_for_one_and_for_three(count: int) -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = goal_of(challenge)
    for number in range(count):
        track = told(challenge, goal, what=f"Plan {number}")
        actions.raise_friction(track, words="Dit wringt.", by=Actor.of(amina))
    client = client_of(bram)
    client.get(base(challenge))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(base(challenge)).status_code == 200
    assert len(asked) == 10
