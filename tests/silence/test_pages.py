"""Everybody reads who is waited for and who sleeps, in the same words (R15, X15)."""

import pytest
from django.test import Client
from django.urls import reverse

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.models import Round
from communityup.workspace.goals.actions import add_interest
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.rules.actions import propose_rules
from communityup.workspace.silence import actions, jobs, queries
from communityup.workspace.silence.models import Silence
from tests import make
from tests.make_silence import Later, of_three, silent_for

pytestmark = pytest.mark.django_db


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def types(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def test_x15_everybody_reads_who_is_waited_for_since_when_and_silence_decides_nothing(
    later: Later, client: Client
) -> None:
    challenge, asked, silent = of_three()
    later(200)
    jobs.follow_silences()
    asked.refresh_from_db()
    assert asked.outcome == Round.Outcome.OPEN, "silence is neither yes nor no"
    add_interest(challenge, words="Verder met wat zonder kan", by=by("Amina"))
    pages = []
    for name in ("", "Chris", "Bram", "Hans"):
        if name:
            client.force_login(make.person(name))
        shown = client.get(f"/opgaven/{challenge.slug}/stilte/").content.decode()
        assert f"Wachten op een antwoord van {silent.name} sinds" in shown
        assert "Stilte is geen ja en geen nee" in shown
        pages.append("wij-zijn-er/" in shown)
        assert (
            "Er wordt gewacht op een antwoord sinds"
            in client.get(f"/opgaven/{challenge.slug}/partijen/").content.decode()
        )
    assert pages == [False, False, False, True]


def test_r15_who_answered_everything_is_no_longer_told_as_silent_before_any_job_ran(
    later: Later, client: Client
) -> None:
    challenge, asked, silent = of_three()
    silent_for(later)
    client.force_login(make.amina())
    page = f"/opgaven/{challenge.slug}/stilte/"
    assert "Vraag de anderen om deze partij" in client.get(page).content.decode()
    respond(asked, agrees=False, reason="Eerst met de huurders.", by=by("Hans"))
    assert "Er wordt nergens op gewacht" in client.get(page).content.decode()
    later(1)
    propose_rules(challenge, parts=[("Zo praten we", "Kort.")], by=by("Amina"))
    shown = client.get(page).content.decode()
    assert f"Wachten op een antwoord van {silent.name} sinds" in shown
    for words in ("Vraag de anderen om deze partij", "Eerste herinnering"):
        assert words not in shown, "a new question is waited for anew"


def addresses(challenge: Challenge) -> tuple[str, str, str]:
    page, silence = f"/opgaven/{challenge.slug}/stilte/", Silence.objects.get()
    return page, f"{page}{silence.public_id}/laten-slapen/", f"{page}{silence.public_id}/akkoord-van-buiten/"


def test_letting_a_party_sleep_over_http_is_for_who_may(later: Later, client: Client) -> None:
    challenge, _asked, _silent = of_three()
    silent_for(later)
    page, ask, helped = addresses(challenge)
    for address in (ask, helped, f"{page}wij-zijn-er/"):
        assert client.post(address).status_code == 302
        assert client.get(address).status_code == 405
    assert Silence.objects.get().asked is None
    steps = (
        (ask, (("Chris", 403), ("Hans", 403), ("Femke", 403), ("Amina", 302), ("Bram", 409))),
        (helped, (("Chris", 403), ("Hans", 403), ("Bram", 403), ("Femke", 302))),
    )
    for address, people in steps:
        for name, status in people:
            client.force_login(make.person(name))
            assert client.post(address).status_code == status
    closed, _amina, _bram = make.closed_challenge_of_two()
    client.force_login(make.chris())
    assert client.get(f"/opgaven/{closed.slug}/stilte/").status_code == 404


def test_a_sleeping_party_is_shown_everywhere_and_wakes_with_one_tap(later: Later, client: Client) -> None:
    challenge, _asked, _silent = of_three()
    silent_for(later)
    page, ask, _helped = addresses(challenge)
    sleep = actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    client.force_login(make.bram())
    assert client.post(reverse("consent:agree", args=[challenge.slug, sleep.public_id])).status_code == 302
    for address in ("", "partijen/", "stilte/"):
        assert "laapt sinds" in client.get(f"/opgaven/{challenge.slug}/{address}").content.decode()
    for address in ("aanloop/", "logboek/"):
        assert "Thuisgroep slaapt" in client.get(f"/opgaven/{challenge.slug}/{address}").content.decode()
    client.force_login(make.person("Hans"))
    assert "Wek onze partij" in client.get(f"/opgaven/{challenge.slug}/").content.decode()
    client.force_login(make.chris())
    assert client.post(f"{page}wij-zijn-er/").status_code == 403
    client.force_login(make.person("Hans"))
    assert client.post(f"{page}wij-zijn-er/").status_code == 302
    assert queries.sleeping(challenge) == {}
    assert client.post(ask).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_one_and_for_three(
    count: int, later: Later, client: Client, django_assert_num_queries: object
) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for number in range(count):
        make.join(challenge, make.person(f"Hans{number}"), f"Corporatie {number}", "housing_association")
    propose_step(challenge, LEAVE_LEAD_IN, by=by("Amina"))
    later(22)
    assert jobs.follow_silences() == count + 1
    client.force_login(make.amina())
    client.get(f"/opgaven/{challenge.slug}/stilte/")
    # One of them for the words of the question that waits, however many parties it waits for; four for the last signs
    # of life of those whose silence is kept, and one for who was asked from outside.
    with django_assert_num_queries(20):  # type: ignore[operator]
        client.get(f"/opgaven/{challenge.slug}/stilte/")
