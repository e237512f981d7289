"""Observers read along by consent of all parties, ask in public, and can do nothing else."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.workspace.challenges.models import Challenge, Facilitator, Reader
from communityup.workspace.challenges.permissions import may_see
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.council import actions
from communityup.workspace.council.models import ObserverInvitation, PublicQuestion
from communityup.workspace.council.permissions import watches
from communityup.workspace.tasks.queries import my_tasks
from tests import make

pytestmark = pytest.mark.django_db
WHO = "Chris, raadslid"


def by_amina() -> Actor:
    return Actor.of(make.amina())


def by_bram() -> Actor:
    return Actor.of(make.bram())


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def proposed(challenge: Challenge, person: Person | None = None, kind: str = "council") -> ObserverInvitation:
    email = (person or make.chris()).email
    return actions.propose_observer(challenge, watches=kind, who=WHO, email=email, by=by_amina())


def invited(challenge: Challenge, person: Person | None = None, kind: str = "council") -> ObserverInvitation:
    found = proposed(challenge, person, kind)
    respond(found.round, agrees=True, by=by_bram())
    found.refresh_from_db()
    return found


def link(to: str) -> str:
    letter = Mail.objects.get(to=to, key__startswith="observer:")
    found = re.search(r"http\S+/raad/meekijkers/uitnodiging/\S+", letter.text)
    assert found
    return "/" + found[0].split("/", 3)[3]


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def test_b11_an_observer_reads_along_after_all_parties_agreed_and_not_before() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    found = proposed(challenge)
    assert lines(challenge)[-1] == "council.observer_proposed"
    assert not Mail.objects.filter(to="chris@example.org", key__startswith="observer:").exists()
    assert not may_see(challenge, make.chris())
    with pytest.raises(Refused):
        actions.accept_observing(found, by=Actor.of(make.chris()))
    before = len(lines(challenge))
    respond(found.round, agrees=True, by=by_bram())
    assert lines(challenge)[before:] == ["council.observer_invited"]
    found.refresh_from_db()
    actions.accept_observing(found, by=Actor.of(make.chris()))
    actions.accept_observing(found, by=Actor.of(make.chris()))
    assert lines(challenge)[before:] == ["council.observer_invited", "council.observer_joined"]
    assert may_see(challenge, make.chris())
    found.refresh_from_db()
    assert found.email == ""
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert b"chris" not in bytes(line.bytes).lower()


def test_b11_the_letter_leads_to_the_page_and_one_click_lets_the_observer_in() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    invited(challenge)
    address = link("chris@example.org")
    page = client_of(None).get(address)
    assert page.status_code == 200
    assert "inloggen" in page.content.decode()
    assert client_of(None).post(address, {"answer": "accept"}).status_code == 403
    assert not Reader.objects.exists()
    assert client_of(make.dilek()).post(address, {"answer": "accept"}).status_code == 403
    before = Line.objects.count()
    assert client_of(make.chris()).get(address).status_code == 200
    assert Line.objects.count() == before
    answered = client_of(make.chris()).post(address, {"answer": "accept"})
    assert answered.headers["Location"] == f"/opgaven/{challenge.slug}/raad/"
    assert client_of(make.chris()).get(answered.headers["Location"]).status_code == 200
    assert client_of(make.dilek()).get(answered.headers["Location"]).status_code == 404
    assert "beantwoord" in client_of(make.chris()).get(address).content.decode()
    wrong = address.rsplit("/", 2)[0] + "/abc/"
    assert client_of(None).get(wrong).status_code == 404


def test_an_invitation_waits_in_the_tasks_and_can_be_declined_once() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    found = invited(challenge)
    (task,) = my_tasks(make.chris())
    assert client_of(make.chris()).get(task.url).status_code == 200
    assert client_of(make.dilek()).get(task.url).status_code == 404
    assert client_of(None).get(task.url).status_code == 302
    with pytest.raises(NotAllowed):
        actions.decline_observing(found, by=Actor.of(make.dilek()))
    assert client_of(make.chris()).post(task.url, {"answer": "decline"}).status_code == 302
    actions.decline_observing(found, by=Actor.of(make.chris()))
    assert lines(challenge).count("council.observer_declined") == 1
    with pytest.raises(Refused):
        actions.accept_observing(found, by=Actor.of(make.chris()))
    assert my_tasks(make.chris()) == []


def test_a_proposal_is_refused_for_an_address_that_was_asked_and_by_who_has_no_place() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    with pytest.raises(NotAllowed):
        actions.propose_observer(
            challenge, watches="council", who=WHO, email="x@example.org", by=Actor.of(make.chris())
        )
    found = proposed(challenge)
    with pytest.raises(Refused):
        proposed(challenge)
    take_back(found.round, by=by_amina())
    assert actions.forget_addresses() == 1
    found.refresh_from_db()
    assert found.email == ""
    assert invited(challenge).email == "chris@example.org"
    assert actions.forget_addresses() == 0


def test_an_invitation_that_is_too_old_opens_nothing_and_its_address_is_forgotten() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    found = invited(challenge)
    ObserverInvitation.objects.update(sent_at=timezone.now() - dt.timedelta(days=91))
    with pytest.raises(Refused):
        actions.accept_observing(found, by=Actor.of(make.chris()))
    assert my_tasks(make.chris()) == []
    assert actions.forget_addresses() == 1


def test_a_fourth_invitation_to_one_address_on_one_day_waits_until_tomorrow() -> None:
    for number in range(4):
        challenge, other = make.challenge_of_one(title=f"Opgave {number}"), make.person(f"Lid{number}")
        make.join(challenge, other, "Gemeente Lindeveen", "municipality")
        asked = proposed(challenge).round
        if number < 3:
            respond(asked, agrees=True, by=Actor.of(other))
    with pytest.raises(Refused, match="morgen"):
        respond(asked, agrees=True, by=Actor.of(other))
    asked.refresh_from_db()
    assert not asked.agreed


def test_who_stops_reading_along_sees_a_closed_challenge_no_more_and_the_questions_stay() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    ask(challenge)
    client = client_of(make.chris())
    address = f"/opgaven/{challenge.slug}/raad/meekijkers/stoppen/"
    assert client.get(address).status_code == 200
    assert watches(challenge, make.chris()) == "council"
    assert client.post(address).status_code == 302
    actions.stop_observing(challenge, by=Actor.of(make.chris()))
    assert lines(challenge).count("council.observer_stopped") == 1
    assert not may_see(challenge, make.chris())
    assert PublicQuestion.objects.count() == 1


def test_e22_leaving_the_platform_ends_reading_along_and_takes_the_name_from_the_questions() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    ask(challenge)
    leave_platform(make.chris(), by=Actor.of(make.chris()))
    assert not Reader.objects.exists()
    assert PublicQuestion.objects.get().person is None
    page = client_of(amina).get(f"/opgaven/{challenge.slug}/raad/").content.decode()
    assert "Wanneer weten we meer?" in page
    assert "meekijker van de raad" in page
    assert "council.observer_stopped" in lines(challenge)


def test_r22_an_observer_keeps_the_right_of_a_resident_and_of_a_place_and_gets_no_other() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make.observer(challenge, make.chris())
    client, dialogue = client_of(make.chris()), f"/opgaven/{challenge.slug}/dialoog/"
    assert client.get(dialogue).status_code == 200
    make.colleague(challenge.parties.get(number=1), make.chris(), inviter=amina)
    assert watches(challenge, make.chris()) == "council"
    assert challenge.seats.get(person=make.chris()).ring == "table"
    ask(challenge)
    actions.answer_in_public(PublicQuestion.objects.get(), words="Dat weten we in mei.", by=Actor.of(make.chris()))
    with pytest.raises(Refused):
        actions.answer_in_public(PublicQuestion.objects.get(), words="Ik ook.", by=by_amina())


@pytest.mark.parametrize("where", ["place", "process"])
def test_r22_a_clerk_has_no_say_in_another_way(where: str) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    found = invited(challenge, kind="clerk")
    if where == "place":
        make.colleague(challenge.parties.get(number=1), make.chris(), inviter=amina)
    else:
        Facilitator.objects.create(challenge=challenge, person=make.chris(), since=timezone.now())
    with pytest.raises(Refused):
        actions.accept_observing(found, by=Actor.of(make.chris()))


def test_a_follower_who_is_invited_becomes_an_observer() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    Reader.objects.create(challenge=challenge, person=make.chris(), since=timezone.now())
    assert watches(challenge, make.chris()) == ""
    make.observer(challenge, make.chris(), "executive")
    assert Reader.objects.get().role == "executive"


def ask(challenge: Challenge, to: str = "all", person: Person | None = None, **more: object) -> PublicQuestion:
    due = timezone.localdate() + dt.timedelta(days=10)
    given = {"words": "Wanneer weten we meer?", "to": to, "due": due, **more}
    return actions.ask_in_public(challenge, **given, by=Actor.of(person or make.chris()))  # type: ignore[arg-type]


def test_e24_a_question_in_public_waits_on_each_party_and_ends_with_the_last_answer() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked = ask(challenge)
    assert lines(challenge)[-1] == "council.question_asked"
    assert [task.about for task in my_tasks(amina)] == ["Wanneer weten we meer?"]
    actions.answer_in_public(asked, words="In mei.", by=by_amina())
    assert lines(challenge)[-1] == "council.question_answered"
    assert my_tasks(amina) == []
    assert len(my_tasks(bram)) == 1
    with pytest.raises(Refused):
        actions.answer_in_public(asked, words="Nog eens.", by=by_amina())
    asked.refresh_from_db()
    assert asked.closed_at is None
    actions.answer_in_public(asked, words="Wij zeggen het in juni.", by=by_bram())
    assert not PublicQuestion.objects.filter(closed_at=None).exists()
    with pytest.raises(NotAllowed):
        actions.answer_in_public(asked, words="Ik ook.", by=Actor.of(make.dilek()))


def test_e24_a_question_to_one_party_is_answered_by_that_party_only() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked = ask(challenge, challenge.parties.get(number=2).public_id)
    assert my_tasks(amina) == []
    with pytest.raises(NotAllowed, match="Gemeente Lindeveen"):
        actions.answer_in_public(asked, words="Wij weten het.", by=by_amina())
    challenge.parties.filter(number=2).update(state="left", left_at=timezone.now())
    asked.refresh_from_db()
    actions.answer_in_public(asked, words="Zij zijn weg, wij weten het.", by=by_amina())
    asked.refresh_from_db()
    assert asked.closed_at is not None


def test_b11_the_form_says_of_whom_one_asks_and_what_the_day_does_and_does_so() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    make.observer(challenge, make.chris())
    town = challenge.parties.get(number=2)
    page = client_of(make.chris()).get(f"/opgaven/{challenge.slug}/raad/vragen/stellen/").content.decode()
    for label in ("Je vraag, of wat jullie loslaten", "Aan wie vraag je dit?", "Rond welke dag wil je graag antwoord?"):
        assert label in page
    assert "Aan wie je het vraagt, ziet dit als taak voor die dag" in page
    asked = ask(challenge, to=town.public_id)
    (task,) = [one for one in my_tasks(bram) if asked.public_id in one.url]
    assert task.due == asked.due
    assert not [one for one in my_tasks(make.amina()) if asked.public_id in one.url]


def test_e24_a_question_about_the_process_is_answered_by_who_keeps_it() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked = ask(challenge, "process")
    Facilitator.objects.create(challenge=challenge, person=make.dilek(), since=timezone.now())
    with pytest.raises(NotAllowed):
        actions.answer_in_public(asked, words="Ik weet het.", by=by_amina())
    actions.answer_in_public(asked, words="Na de zomer.", by=Actor.of(make.dilek()))
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert (line.type, line.party) == ("council.process_question_answered", "")
    with pytest.raises(Refused):
        actions.answer_in_public(asked, words="Nog eens.", by=Actor.of(make.dilek()))


def test_only_an_observer_asks_in_public_about_a_party_that_takes_part_and_a_day_to_come() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    make.observer(challenge, make.dilek(), "clerk")
    for person in (make.amina(), make.person("Emre")):
        with pytest.raises(NotAllowed):
            ask(challenge, person=person)
    with pytest.raises(NotAllowed, match="formele besluiten"):
        ask(challenge, person=make.dilek())
    with pytest.raises(Refused):
        ask(challenge, "0" * 32)
    with pytest.raises(Refused):
        ask(challenge, due=timezone.localdate())
    for number in range(5):
        ask(challenge, words=f"Vraag {number}?")
    with pytest.raises(Refused):
        ask(challenge, words="Nog een?")


def test_b11_an_offer_is_always_to_all_parties() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris(), "executive")
    asked = ask(challenge, challenge.parties.get(number=2).public_id, kind="offer", words="De planning.")
    assert (asked.to, asked.party, asked.watches) == ("all", None, "executive")
    assert lines(challenge)[-1] == "council.freedom_offered"
    assert next(task.asks for task in my_tasks(make.amina())).startswith("Een meekijker vertelt wat de raad")
    page = client_of(make.amina()).get(f"/opgaven/{challenge.slug}/raad/vragen/{asked.public_id}/").content.decode()
    assert ("<h1>Wat een meekijker loslaat</h1>" in page, "Een openbare vraag" in page) == (True, False)


def test_a_question_past_its_day_waits_in_view_without_blame_and_a_step_back_moves_that_day() -> None:
    from communityup.workspace.pace.actions import call_step_back

    challenge, amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    ask(challenge, challenge.parties.get(number=2).public_id)
    PublicQuestion.objects.update(
        due=timezone.localdate() - dt.timedelta(days=3), asked_at=timezone.now() - dt.timedelta(days=20)
    )
    page = client_of(amina).get(f"/opgaven/{challenge.slug}/raad/").content.decode()
    assert re.search(r"Wacht op.*Gemeente Lindeveen.*sinds", page, flags=re.DOTALL)
    assert "te laat" not in page
    ask(challenge, challenge.parties.get(number=1).public_id)
    call_step_back(challenge, reason="Even kijken.", by=by_amina())
    page = client_of(amina).get(f"/opgaven/{challenge.slug}/raad/").content.decode()
    assert "de klok staat nu stil" in page


def test_every_address_answers_each_role_and_bad_input_gets_a_clear_sentence() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked, base = ask(challenge, challenge.parties.get(number=2).public_id), f"/opgaven/{challenge.slug}/raad/"
    expected = {
        "": (404, 404, 200, 200),
        "meekijkers/voorstellen/": (302, 404, 200, 403),
        "meekijkers/stoppen/": (302, 404, 200, 200),
        "vragen/stellen/": (302, 404, 403, 200),
        f"vragen/{asked.public_id}/": (404, 404, 200, 200),
        f"vragen/{asked.public_id}/antwoord/": (302, 404, 403, 403),
    }
    before = Line.objects.count()
    for path, statuses in expected.items():
        people = (None, make.dilek(), amina, make.chris())
        assert tuple(client_of(one).get(base + path).status_code for one in people) == statuses, path
    assert Line.objects.count() == before
    bad = client_of(amina).post(f"{base}meekijkers/voorstellen/", {"who": WHO, "watches": "council", "email": "geen"})
    assert (bad.status_code, WHO in bad.content.decode()) == (422, True)
    chris = client_of(make.chris())
    late = {"kind": "question", "words": "Hoe?", "to": "all", "due": "2020-01-01"}
    answer = chris.post(f"{base}vragen/stellen/", late)
    assert (answer.status_code, "Kies een dag na vandaag" in answer.content.decode()) == (422, True)
    right = {**late, "due": (timezone.localdate() + dt.timedelta(days=3)).isoformat()}
    assert chris.post(f"{base}vragen/stellen/", right).status_code == 302
    bram = client_of(make.bram())
    assert bram.post(f"{base}vragen/{asked.public_id}/antwoord/", {"words": ""}).status_code == 422
    assert bram.post(f"{base}vragen/{asked.public_id}/antwoord/", {"words": "In mei."}).status_code == 302
    assert "In mei." in chris.get(f"{base}vragen/{asked.public_id}/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_window_asks_as_many_queries_for_one_question_as_for_three(
    number: int, django_assert_num_queries: object
) -> None:
    from communityup.workspace.council import queries

    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    for one in range(number):
        actions.answer_in_public(ask(challenge, words=f"Vraag {one}?"), words="In mei.", by=by_amina())
        actions.answer_in_public(
            ask(challenge, challenge.parties.get(number=1).public_id), words="In juni.", by=by_amina()
        )
    own = challenge.parties.get(number=1)
    with django_assert_num_queries(16):  # type: ignore[operator]
        shown = queries.questions(challenge, own)
        assert (len(shown["open_questions"]), len(list(shown["answered"]))) == (number, number)
        queries.observers(challenge)
