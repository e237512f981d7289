"""B26: parties take the time they need: long texts are read first, and no question closes by itself."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone, translation

from communityup.base.errors import Refused
from communityup.cli.work import all_jobs
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Kind
from communityup.workspace.consent import actions, queries
from communityup.workspace.consent.models import Round
from communityup.workspace.course import actions as course
from communityup.workspace.pace import actions as pace
from communityup.workspace.rules import actions as rules
from communityup.workspace.rules.models import Version
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_course, make_notices
from tests.make_network import browser

pytestmark = pytest.mark.django_db
CONFLICT, FOUND = 409, 302
NOW = dt.datetime(2026, 11, 10, 19, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def text(words: int) -> str:
    return "woord " * (words - 1) + "einde"


def asked_about(challenge: Challenge, words: int, by: Person, *, at: dt.datetime = NOW) -> Round:
    """Return the question to all parties about a version of the working agreement with so many words."""
    with make_notices.at(at):
        version = rules.propose_rules(challenge, template="light", parts=[("Zo", text(words))], by=Actor.of(by))
    asked = Version.objects.get(pk=version.pk).asked
    assert asked is not None
    return asked


def yes(asked: Round, by: Person, *, at: dt.datetime) -> bool:
    with make_notices.at(at):
        return actions.respond(asked, agrees=True, by=Actor.of(by)).agreed


def page(asked: Round, who: Person | None, *, at: dt.datetime) -> str:
    client = Client() if who is None else browser(who)
    with make_notices.at(at):
        return client.get(f"/opgaven/{asked.challenge.slug}/akkoord/{asked.public_id}/").content.decode()


@pytest.mark.parametrize(("words", "minutes"), [(1, 0), (263, 0), (264, 2), (380, 3), (1700, 9)])
def test_b26_everybody_gets_the_time_to_read_by_length_and_for_what_is_short_none(words: int, minutes: int) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    asked = asked_about(challenge, words, amina)
    assert queries.minutes_to_read(asked) == minutes
    with translation.override("en"):
        assert queries.minutes_to_read(asked) == minutes, "the same whatever language somebody reads in"


@pytest.mark.parametrize("kind", [kind for kind in Kind.values if kind != "residents"])
def test_b26_no_party_of_any_kind_says_yes_before_all_had_the_time_to_read(kind: str) -> None:
    challenge = make.challenge_of_one(kind="residents")
    amina, bram = make.amina(), make.bram()
    make.join(challenge, bram, "De andere partij", kind)
    for words, asks, answers in ((500, amina, bram), (501, bram, amina)):
        asked = asked_about(challenge, words, asks)
        before = Line.objects.count()
        for early in (NOW, NOW + 2 * MINUTE + dt.timedelta(seconds=59)):
            with pytest.raises(Refused, match=r"20\.03 uur"):
                yes(asked, answers, at=early)
            assert not yes(asked, asks, at=NOW + 4 * MINUTE), "who asked said yes with it, and cannot close it alone"
        asked.refresh_from_db()
        assert (asked.outcome, asked.answers.count(), Line.objects.count()) == (Round.Outcome.OPEN, 1, before)
        assert yes(asked, answers, at=NOW + 3 * MINUTE)


def test_b26_not_yet_can_be_said_while_all_still_read_and_the_page_tells_everybody_the_same() -> None:
    challenge, amina, bram = make.challenge_of_two()
    asked = asked_about(challenge, 500, amina)
    said = "Lees het eerst, ongeveer 3 minuten. Elke partij kan ja zeggen vanaf 20.03 uur"
    for who in (amina, bram, None):
        assert said in page(asked, who, at=NOW)
        assert f'href="/opgaven/{challenge.slug}/spelregels/2/"' in page(asked, who, at=NOW)
        assert said not in page(asked, who, at=NOW + 3 * MINUTE)
    place = f"/opgaven/{challenge.slug}/akkoord/{asked.public_id}/"
    with make_notices.at(NOW + MINUTE):
        answer = browser(bram).post(f"{place}ja/")
        assert (answer.status_code, "20.03 uur" in answer.content.decode()) == (CONFLICT, True)
        assert browser(bram).post(f"{place}nog-niet/", {"reason": "Dit lezen we samen."}).status_code == FOUND
    assert asked.answers.get(agrees=False).reason is not None
    with make_notices.at(NOW + 3 * MINUTE):
        assert browser(bram).post(f"{place}ja/", {"seen": make.seen(asked, bram)}).status_code == FOUND
    asked.refresh_from_db()
    assert asked.agreed


def test_b26_a_long_route_is_read_first_too_and_asking_anew_begins_the_time_anew() -> None:
    challenge, amina, bram = make.challenge_of_two()
    with make_notices.at(NOW):
        make_course.wanted(challenge)
        asked = course.propose_route(
            challenge, name="Lang", words=text(320), why="Zo kan het.", by=Actor.of(amina)
        ).asked
    with pytest.raises(Refused, match=r"20\.02 uur"):
        yes(asked, bram, at=NOW + MINUTE)
    with make_notices.at(NOW + 10 * MINUTE):
        actions.lapse_answers(asked)
    for who in (amina, bram):
        with pytest.raises(Refused, match=r"20\.12 uur"):
            yes(asked, who, at=NOW + 11 * MINUTE)
    assert not yes(asked, amina, at=NOW + 12 * MINUTE)
    assert yes(asked, bram, at=NOW + 12 * MINUTE)


def test_b26_reading_stands_still_during_a_step_back() -> None:
    challenge, amina, bram = make.challenge_of_two()
    asked = asked_about(challenge, 500, amina)
    with make_notices.at(NOW + MINUTE):
        pace.call_step_back(challenge, reason="Even kijken.", by=Actor.of(bram))
        assert queries.still_reading(asked) is None
    with make_notices.at(NOW + 31 * MINUTE):
        actions.respond(pace.ask_to_go_on(challenge, by=Actor.of(amina)), agrees=True, by=Actor.of(bram))
    with pytest.raises(Refused, match=r"20\.33 uur"):
        yes(asked, bram, at=NOW + 32 * MINUTE)
    assert yes(asked, bram, at=NOW + 33 * MINUTE)


def test_b26_long_after_every_date_a_question_is_open_and_says_on_whom_it_waits() -> None:
    challenge, amina, bram = make.challenge_of_two()
    asked = asked_about(challenge, 500, amina, at=timezone.now())
    jobs = all_jobs()
    assert len(jobs) > 10
    for days in (3, 30, 400):
        with make_notices.at(timezone.now() + dt.timedelta(days=days)):
            for job in jobs:
                job.run()
            asked.refresh_from_db()
            assert (asked.outcome, asked.ended_at) == (Round.Outcome.OPEN, None)
            assert challenge.rules == Challenge.objects.get(pk=challenge.pk).rules
            assert [one.asks for one in my_tasks(bram) if one.url.endswith("/spelregels/")] == [
                "Gaat je partij akkoord?"
            ]
        shown = page(asked, None, at=timezone.now() + dt.timedelta(days=days))
        assert "nog geen antwoord" in shown
