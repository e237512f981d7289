"""What the call and the report ask of joining and of members: A0 and A7, each as the trace says how it shows."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from communityup.log.models import Line
from communityup.network.members import actions, queries
from communityup.network.members.models import Application, Member
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from communityup.ui import forms
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_network import application, browser, coordinated, lines, link_in, member
from tests.make_newsletter import link
from tests.nasty import some

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Bewonersbedrijf De Schakel", "kind": "residents", "place": "Oeverstad", "theme": "Buurthuizen",
    "does": "Wij beheren een buurthuis.", "learns": "Hoe je loslaat.", "brings": "Een zaal.",
    "email": "schakel@example.org",
}  # fmt: skip
AT = "/netwerken/community-up/leden/"


def send(monkeypatch: pytest.MonkeyPatch, **changes: str) -> Any:
    """Read the form as a visitor, fill it in, and send it; here nobody has to be slow."""
    monkeypatch.setattr(forms, "A_BLINK", 0)
    client = browser()
    page = client.get(f"{AT}meedoen/")
    assert page.status_code == 200
    moment = page.context["form"]["moment"].value()
    return client.post(f"{AT}meedoen/", {**SAID, "rest_7": "", "moment": moment, **changes})


def test_a0_visitor_asks_to_join_the_coordinator_reads_it_nobody_else_does_and_a_receipt_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _made, dilek = coordinated()
    assert "Doe mee" in browser().get("/netwerken/community-up/").content.decode()
    answer = send(monkeypatch)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{AT}meedoen/verstuurd/")
    inbox = browser(dilek).get(f"{AT}aanmeldingen/").content.decode()
    for words in ("Bewonersbedrijf De Schakel", "Wij beheren een buurthuis.", "Hoe je loslaat.", "Een zaal."):
        assert words in inbox
    assert "schakel@example.org" not in inbox, "the task needs no address"
    for person in (None, make.chris()):
        for place in (
            "/netwerken/",
            "/netwerken/community-up/",
            AT,
            f"{AT}?words=Schakel",
            "/netwerken/community-up/logboek/",
        ):
            assert "De Schakel" not in browser(person).get(place).content.decode()
    letter = Mail.objects.get(to="schakel@example.org")
    link = link_in(letter)
    assert "Wij beheren een buurthuis." in browser().get(link).content.decode()
    assert Application.objects.get().state == "waiting", "reading the link changes nothing"
    assert browser().post(link).status_code == 302
    assert "De Schakel" not in browser(dilek).get(f"{AT}aanmeldingen/").content.decode()
    assert browser().get(f"{AT}aanmelding/{'x' * 32}/").status_code == 404


def test_a0_application_becomes_a_member_whose_person_begins_by_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    made, dilek = coordinated()
    send(monkeypatch)
    asked = Application.objects.get()
    monkeypatch.undo()
    client = browser(dilek)
    assert client.post(f"{AT}aanmeldingen/{asked.public_id}/aannemen/", SAID).status_code == 302
    assert "Bewonersbedrijf De Schakel" in browser().get(AT).content.decode()
    link = link_in(Mail.objects.filter(to="schakel@example.org").order_by("-pk")[0])
    person = make.person("Schakel")
    assert browser().post(link).status_code == 200
    assert browser(make.chris()).post(link).status_code == 403
    assert browser(person).get(link).status_code == 200
    assert browser(person).post(link).headers["Location"] == f"{AT}mijn/"
    assert "Schakel" in browser(person).get(f"{AT}mijn/").content.decode()
    joined = made.members.get()
    card = f"{AT}{joined.public_id}/"
    assert "Alleen leden en coördinatoren" not in browser().get(card).content.decode()
    assert "Alleen leden en coördinatoren" in browser(dilek).get(card).content.decode()


def test_a0_kind_of_member_is_chosen_and_never_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    coordinated()
    html = browser().get(f"{AT}meedoen/").content.decode()
    assert '<option value="" selected>Kies …</option>' in html
    answer = send(monkeypatch, kind="")
    assert answer.status_code == 422
    assert "Wij beheren een buurthuis." in answer.content.decode(), "nothing that was typed is lost"
    assert not Application.objects.exists()


def test_e4_who_coordinates_and_the_member_itself_put_name_and_kind_right_on_the_pages() -> None:
    made, dilek = coordinated()
    member(made, "Bewonersbedrijf De Schakel", make.amina())
    asked = application(made, "Lindeveen", email=make.bram().email)
    client, place = browser(dilek), f"{AT}aanmeldingen/{asked.public_id}/aannemen/"
    assert 'value="Lindeveen"' in client.get(f"{AT}aanmeldingen/").content.decode()
    told = {"name": "Gemeente Lindeveen", "kind": "municipality", "buddy": made.members.get().public_id}
    for wrong in ({"kind": "koning"}, {"kind": ""}, {"name": ""}):
        assert client.post(place, {**told, **wrong}).status_code == 422
    assert client.post(place, told).status_code == 302
    joined = made.members.get(kind="municipality")
    actions.begin(joined.welcomes.get(), by=Actor.of(make.bram()))
    own, card = browser(make.bram()), {"does": "Wij leren.", "learns": "Loslaten."}
    page = own.get(f"{AT}mijn/voorstellen/").content.decode()
    assert ('value="Gemeente Lindeveen"' in page, '<option value="municipality" selected>' in page) == (True, True)
    assert own.post(f"{AT}mijn/voorstellen/", {**card, "name": "", "kind": "residents"}).status_code == 422
    assert own.post(f"{AT}mijn/voorstellen/", {**card, "name": "Wijkraad", "kind": "residents"}).status_code == 302
    assert Member.objects.get(pk=joined.pk).name == "Wijkraad"
    assert "Wijkraad" in browser().get(AT).content.decode()


def test_x13_program_gets_the_same_answer_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    coordinated()
    person = send(monkeypatch)
    kept = (Application.objects.count(), Mail.objects.count(), Line.objects.count(), Version.objects.count())
    for trick in ({"rest_7": "koop"}, {"moment": ""}):
        program = send(monkeypatch, email="iemand@example.org", **trick)
        assert (program.status_code, program.headers["Location"]) == (person.status_code, person.headers["Location"])
    again = send(monkeypatch)
    assert (again.status_code, again.headers["Location"]) == (person.status_code, person.headers["Location"])
    assert (Application.objects.count(), Mail.objects.count(), Line.objects.count(), Version.objects.count()) == kept


def test_x6_that_was_not_me_in_the_receipt_takes_it_back_and_stops_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    made, dilek = coordinated()
    application(made, "Een ander", email="ander@example.org")
    send(monkeypatch)
    letter = Mail.objects.get(to="schakel@example.org")
    found = re.search(r"https?://[^/\s]+(/\S+/niet-ik/\S+)", letter.text)
    assert found is not None, letter.text
    assert "was jij dit niet" in letter.text.lower()
    assert browser().get(found[1]).status_code == 200
    assert made.applications.filter(state="waiting").count() == 2, "reading the link changes nothing"
    for _click in range(2):
        assert browser().post(found[1], {"answer": "shield"}).status_code == 200
    assert [one.name for one in made.applications.filter(state="waiting")] == ["Een ander"]
    assert "De Schakel" not in browser(dilek).get(f"{AT}aanmeldingen/").content.decode()
    assert lines(made).count("members.application_taken_back") == 1
    kept, answer = Line.objects.count(), send(monkeypatch)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{AT}meedoen/verstuurd/")
    assert (Mail.objects.filter(to="schakel@example.org").count(), Line.objects.count()) == (1, kept)
    browser().post(found[1], {"answer": "ask", "email": "schakel@example.org"})
    browser().post(link(Mail.objects.get(key__startswith="opening:"), "niet-ik"), {"answer": "open"})
    send(monkeypatch)
    assert Mail.objects.filter(to="schakel@example.org", key__startswith="form:").count() == 2


def test_x13_flood_from_one_network_is_braked_and_others_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    coordinated()
    monkeypatch.setattr("communityup.network.members.views.FROM_ONE", 3)
    for turn in range(3):
        assert send(monkeypatch, email=f"bot{turn}@example.org").status_code == 302
    assert Application.objects.count() == 3
    assert send(monkeypatch, email="bot@example.org").status_code == 409
    monkeypatch.setattr("communityup.network.members.views.client_network", lambda _request: "198.51.100.7")
    assert send(monkeypatch, email="mens@example.org").status_code == 302
    assert Application.objects.filter(email="mens@example.org").exists()


def test_a7_newcomer_gets_a_buddy_of_another_organisation_who_finds_a_task() -> None:
    made, dilek = coordinated()
    first = member(made, "Bewonersbedrijf De Schakel", make.amina())
    asked = application(made, "Gemeente Lindeveen", kind="municipality", email=make.bram().email)
    client = browser(dilek)
    place = f"{AT}aanmeldingen/{asked.public_id}/aannemen/"
    told = {"name": "Gemeente Lindeveen", "kind": "municipality"}
    assert client.post(place, {**told, "buddy": ""}).status_code == 422
    assert client.post(place, {**told, "buddy": first.public_id}).status_code == 302
    joined = Member.objects.get(name="Gemeente Lindeveen")
    assert joined.buddy == first
    actions.begin(joined.welcomes.get(), by=Actor.of(make.bram()))

    def tasks(person: Person) -> list[tuple[str, str]]:
        return [(task.about, task.url) for task in my_tasks(person)]

    assert tasks(make.amina()) == [("Gemeente Lindeveen", f"{AT}mijn/")]
    assert tasks(make.bram()) == []
    mine = browser(make.amina()).get(f"{AT}mijn/").content.decode()
    assert "bram@example.org" in mine, "the buddy can get in touch"
    assert "Gemeente Lindeveen" in browser(make.amina()).get("/mijn/taken/").content.decode()
    assert browser(make.amina()).post(f"{AT}{joined.public_id}/kennisgemaakt/").status_code == 302
    assert tasks(make.amina()) == []


def test_a7_page_of_members_shows_how_the_group_grew() -> None:
    made, _dilek = coordinated()
    for number, months in enumerate((7, 3, 0)):
        joined = member(made, f"Lid {number}", make.person(f"Lid{number}"))
        Member.objects.filter(pk=joined.pk).update(since=timezone.now() - dt.timedelta(days=31 * months))
    told = queries.growth(made)
    assert [count for _month, count in told] == sorted(count for _month, count in told)
    assert told[0][1] in {0, 1}
    assert told[-1][1] == 2
    assert 5 <= len(told) <= 8
    assert "Hoe de groep groeit" in browser().get(AT).content.decode()
    page = browser().get("/netwerken/community-up/").content.decode()
    assert "3 leden" in page
    assert "dit jaar" in page
    Member.objects.filter(name="Lid 0").update(left_at=F("since") + dt.timedelta(days=40))
    assert queries.growth(made)[-1][1] == 1


def test_r28_directory_finds_by_theme_kind_and_place_and_a_person_is_a_member_too() -> None:
    made, _dilek = coordinated()
    member(made, "De Schakel", make.amina(), theme="Buurthuizen", place="Oeverstad")
    member(made, "Gemeente Lindeveen", make.bram(), kind="municipality", theme="Groen", place="Lindeveen")
    member(made, "Chris", make.chris(), kind="person", theme="groene daken")
    for asked, found in (
        ({"words": "groen"}, {"Gemeente Lindeveen", "Chris"}),
        ({"kind": "person"}, {"Chris"}),
        ({"place": "Oeverstad"}, {"De Schakel"}),
        ({"words": "groen", "kind": "municipality"}, {"Gemeente Lindeveen"}),
        ({"words": "water"}, set()),
        ({"kind": "onbekend"}, {"De Schakel", "Gemeente Lindeveen", "Chris"}),
    ):
        html = browser().get(AT, asked).content.decode().partition("<main")[2]
        assert {name for name in ("De Schakel", "Gemeente Lindeveen", "Chris") if f">{name}</a>" in html} == found, (
            asked
        )


@pytest.mark.parametrize("count", [1, 3])
def test_directory_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, _dilek = coordinated()
    for number in range(count):
        member(made, f"Lid {number}", make.person(f"Lid{number}"))
    with django_assert_num_queries(7):
        browser().get(AT)
    # One of them asks what members agreed, one which first sketches wait for reactions.
    with django_assert_num_queries(9):
        browser().get("/netwerken/community-up/")


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, dilek = coordinated()
    member(made, "Zuid", make.amina())
    for number in range(count):
        application(made, f"Lid {number}", email=f"lid{number}@example.org")
    client = browser(dilek)
    client.get(AT)
    with django_assert_num_queries(13):
        client.get(f"{AT}aanmeldingen/")


@pytest.mark.parametrize("words", some(__name__))
def test_bad_input_gets_a_sentence_and_leaves_nothing_half(words: str) -> None:
    made, dilek = coordinated()
    joined = member(made, "Zuid", make.amina())
    asked = application(made, "Noord")
    kept = (Application.objects.count(), Member.objects.count())
    for client, place, fields in (
        (browser(), "meedoen/", [*SAID, "rest_7", "moment"]),
        (browser(dilek), f"aanmeldingen/{asked.public_id}/aannemen/", ["buddy"]),
        (browser(make.amina()), "mijn/", ["email"]),
    ):
        assert client.post(AT + place, dict.fromkeys(fields, words)).status_code == 422
    for client, place, fields in (
        (browser(dilek), f"aanmeldingen/{asked.public_id}/afwijzen/", ["reason"]),
        (browser(make.amina()), "mijn/voorstellen/", ["does", "learns", "brings", "theme", "place"]),
    ):
        assert client.post(AT + place, dict.fromkeys(fields, words)).status_code in {302, 409, 422}
    for name in ("words", "kind", "place", "province", "offers", "page"):
        assert browser().get(AT, {name: words}).status_code == 200
    assert (Application.objects.count(), Member.objects.count()) == kept
    assert browser().get(f"{AT}{joined.public_id}/").status_code == 200
