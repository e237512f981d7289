"""What an observer asks in public: a task for who is asked, as long as it waits, and asked and answered once."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.council import actions
from communityup.workspace.council.models import PublicQuestion
from communityup.workspace.moderation.actions import take_back as take_back_words
from communityup.workspace.tasks.queries import my_tasks
from tests import make

pytestmark = pytest.mark.django_db


def by_amina() -> Actor:
    return Actor.of(make.amina())


def by_bram() -> Actor:
    return Actor.of(make.bram())


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask(challenge: Challenge, to: str = "all", **more: object) -> PublicQuestion:
    due = timezone.localdate() + dt.timedelta(days=10)
    given = {"words": "Wanneer weten we meer?", "to": to, "due": due, **more}
    return actions.ask_in_public(challenge, **given, by=Actor.of(make.chris()))  # type: ignore[arg-type]


def test_e24_what_is_asked_of_who_keeps_the_process_is_a_task_for_them_as_the_form_says() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked = ask(challenge, "process")
    assert [[task.about for task in my_tasks(one)] for one in (amina, bram)] == [["Wanneer weten we meer?"]] * 2
    Facilitator.objects.create(challenge=challenge, person=make.dilek(), since=timezone.now())
    of_party = {"challenge": challenge, "party": challenge.parties.get(number=1)}
    Facilitator.objects.create(**of_party, person=make.person("Emre"), since=timezone.now())
    for guard in (make.dilek(), make.person("Emre")):
        (task,) = [one for one in my_tasks(guard) if asked.public_id in one.url]
        assert task.due == asked.due
    assert not [one for one in (*my_tasks(amina), *my_tasks(bram)) if asked.public_id in one.url]
    actions.answer_in_public(asked, words="Na de zomer.", by=Actor.of(make.dilek()))
    assert not [one for one in my_tasks(make.person("Emre")) if asked.public_id in one.url]


def test_e22_a_question_that_is_taken_back_waits_for_nobody_any_more() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked, offer = ask(challenge), ask(challenge, kind="offer", words="De planning.")
    for one in (asked, offer):
        take_back_words(challenge, one.words, by=Actor.of(make.chris()))
    assert not [task for one in (amina, bram) for task in my_tasks(one) if "/raad/vragen/" in task.url]
    page = client_of(amina).get(f"/opgaven/{challenge.slug}/raad/vragen/{asked.public_id}/").content.decode()
    for word in ("Wanneer weten we meer?", "Wacht op", "/antwoord/"):
        assert word not in page
    page = client_of(amina).get(f"/opgaven/{challenge.slug}/raad/vragen/{offer.public_id}/").content.decode()
    assert "/vastleggen/" not in page
    with pytest.raises(Refused):
        actions.record_freedom(
            challenge, body="council", topic="planning", words="De planning.", origin="Hier", offer=offer, by=by_amina()
        )
    window = client_of(amina).get(f"/opgaven/{challenge.slug}/raad/").content.decode()
    assert "beantwoord " not in window.split("<main")[1].split("</main")[0].lower()


def test_e24_a_question_that_waits_for_nobody_any_more_keeps_no_observer_from_asking() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    for number in range(5):
        actions.answer_in_public(ask(challenge, words=f"Vraag {number}?"), words="Ja.", by=by_amina())
    with pytest.raises(Refused):
        ask(challenge, words="Nog een?")
    challenge.parties.filter(number=2).update(state="left", left_at=timezone.now())
    ask(challenge, words="Nog een?")
    page = client_of(make.chris()).get(f"/opgaven/{challenge.slug}/raad/").content.decode()
    assert page.count("Iedereen die nu meedoet, heeft geantwoord.") == 5


def test_the_same_question_and_the_same_answer_twice_are_one() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked = ask(challenge)
    before = len(lines(challenge))
    assert ask(challenge, words=" Wanneer weten we meer? ") == asked
    assert len(lines(challenge)) == before
    assert ask(challenge, to="process") != asked, "of others it is another question"
    given = [actions.answer_in_public(asked, words="In mei.", by=by_amina()) for _click in range(2)]
    assert given[0] == given[1]


def test_a_question_that_all_answered_asks_nothing_of_a_party_that_came_later() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked = ask(challenge)
    for one in (by_amina(), by_bram()):
        actions.answer_in_public(asked, words="In mei.", by=one)
    make.join(challenge, make.dilek(), "School", "institution")
    page = client_of(make.dilek()).get(f"/opgaven/{challenge.slug}/raad/vragen/{asked.public_id}/").content.decode()
    assert "Wacht op" not in page
    assert "/antwoord/" not in page


@pytest.mark.parametrize("state", ["left", "asleep"])
def test_e24_what_was_asked_of_a_party_that_does_not_take_part_now_is_a_task_for_the_others(state: str) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked = ask(challenge, challenge.parties.get(number=2).public_id)
    assert not [task for task in my_tasks(amina) if asked.public_id in task.url]
    left_at = timezone.now() if state == "left" else None
    challenge.parties.filter(number=2).update(state=state, left_at=left_at)
    assert [task.about for task in my_tasks(amina) if asked.public_id in task.url] == ["Wanneer weten we meer?"]
    page = client_of(amina).get(f"/opgaven/{challenge.slug}/raad/vragen/{asked.public_id}/").content.decode()
    assert "doet nu niet mee; een andere partij kan antwoorden" in page
    asked.refresh_from_db()
    actions.answer_in_public(asked, words="Wij weten het.", by=by_amina())
    assert not [task for task in my_tasks(amina) if asked.public_id in task.url]
