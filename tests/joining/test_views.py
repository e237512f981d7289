"""Coming in on a phone with at most one field, and the pages of codes for each kind of visitor."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from communityup.base.ids import new_id
from communityup.codes.models import Code
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Phase, Seat
from communityup.workspace.consent.models import Round
from communityup.workspace.dialogue.models import Statement
from communityup.workspace.joining import actions
from communityup.workspace.joining.models import Sheet
from communityup.workspace.joining.queries import Printed
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.reach.actions import be_contact
from tests import make, make_notices

pytestmark = pytest.mark.django_db
UNKNOWN = "BCDFG23456"


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/codes/"


def typed(**more: str) -> dict[str, str]:
    last_day = (timezone.localdate() + dt.timedelta(days=7)).isoformat()
    return {"public_id": new_id(), "source": "letter", "whose": "own", "number": "3", "last_day": last_day, **more}


def sheet(challenge: Challenge, person: Person, **more: object) -> Printed:
    last_day = timezone.localdate() + dt.timedelta(days=7)
    facts = {"public_id": new_id(), "source": "letter", "number": 3, "last_day": last_day, **more}
    return actions.make_sheet(challenge, by=Actor.of(person), **facts)  # type: ignore[arg-type]


def without_token(page: bytes) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.decode())
    return re.sub(r'name="next" value="[^"]*"', "", text)


def test_a_square_leads_with_one_tap_to_the_first_thought() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (code, *_others) = sheet(challenge, amina).codes
    client = Client()
    page = client.get(f"/o/{code}/").content.decode()
    assert challenge.title in page
    assert "Bewoners Molenwijk" in page
    assert "alleen mee op dit apparaat" in page
    assert '<input type="text"' not in page.split("<main", 1)[1]
    answer = client.post(f"/o/{code}/")
    assert answer.headers["Location"] == f"/opgaven/{challenge.slug}/dialoog/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Welkom, je doet mee." in page
    assert "Bewaar het met een account" in page
    assert client.post(f"/opgaven/{challenge.slug}/dialoog/delen/", {"body": "De deur klemt."}).status_code == 302
    assert Statement.objects.get().party == challenge.parties.get(number=1)


def test_a_typed_code_takes_one_field_and_forgives_small_letters() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (code, *_others) = sheet(challenge, amina).codes
    client = Client()
    assert client.get("/o/").content.decode().split("<main", 1)[1].count('<input type="text"') == 1
    answer = client.post("/o/", {"code": f" {code[:5].lower()}-{code[5:].lower()} "})
    assert answer.headers["Location"] == f"/o/{code}/"


@pytest.mark.parametrize("wrong", ["", "BCDFG", "BCDFG-2345", "BCDFG-234567", "aaaaa-aaaaa", "<script>", "9" * 41])
def test_a_code_that_cannot_be_one_gets_a_sentence_and_costs_no_try(wrong: str) -> None:
    answer = Client().post("/o/", {"code": wrong})
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()


def test_unknown_used_expired_and_revoked_codes_get_the_same_page() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    used, expired, revoked = sheet(challenge, amina).codes
    Client().post(f"/o/{used}/")
    Code.objects.filter(uses=0).update(ends_at=timezone.now())
    printed = sheet(challenge, amina)
    actions.revoke_sheet(printed.sheet, by=Actor.of(amina))
    pages = set()
    for code in (UNKNOWN, used, expired, printed.codes[0], "x" * 500):
        answer = Client().get(f"/o/{code}/")
        assert answer.status_code == 404
        pages.add(without_token(answer.content))
        assert Client().post(f"/o/{code}/").status_code == 404
    assert len(pages) == 1
    assert "werkt niet, of niet meer" in pages.pop()
    assert revoked


def test_x3_after_five_wrong_codes_a_browser_waits_and_others_go_on() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    (code, *_others) = sheet(challenge, amina).codes
    client, now = Client(), timezone.now()
    with make_notices.at(now):
        answers = [client.get(f"/o/{UNKNOWN}/").status_code for _time in range(7)]
        assert answers[:6] == [404] * 6
        assert answers[6] == 409
        assert "Wacht een kwartier" in client.get(f"/o/{code}/").content.decode()
        assert Client().get(f"/o/{code}/").status_code == 200
    with make_notices.at(now + dt.timedelta(minutes=16)):
        assert client.get(f"/o/{code}/").status_code == 200


def test_x3_a_network_that_keeps_trying_waits_whatever_cookies_it_throws_away() -> None:
    from communityup.workspace.joining.views import WRONG_IN_A_NETWORK

    with make_notices.at(timezone.now()):
        for _time in range(WRONG_IN_A_NETWORK):
            Client().get(f"/o/{UNKNOWN}/")
        assert Client().get(f"/o/{UNKNOWN}/").status_code == 409


def test_the_own_used_code_still_leads_there_and_another_browser_is_refused() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    (code, *_others) = sheet(challenge, amina).codes
    client = Client()
    client.post(f"/o/{code}/")
    assert client.get(f"/o/{code}/").headers["Location"] == f"/opgaven/{challenge.slug}/dialoog/"
    assert client.post(f"/o/{code}/").headers["Location"] == f"/opgaven/{challenge.slug}/dialoog/"
    assert Client().get(f"/o/{code}/").status_code == 404
    assert Seat.objects.filter(person__is_guest=True).count() == 1


def test_somebody_with_an_account_comes_in_as_themselves() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    (code, *_others) = sheet(challenge, amina).codes
    client = signed_in(make.chris())
    assert "met je account, Chris" in client.get(f"/o/{code}/").content.decode()
    assert client.post(f"/o/{code}/").status_code == 302
    assert Seat.objects.get(person=make.chris()).party.number == 1


def test_looking_at_a_code_uses_nothing() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    (code, *_others) = sheet(challenge, amina).codes
    for _time in range(3):
        assert Client().get(f"/o/{code}/").status_code == 200
    assert Code.objects.filter(uses__gt=0).count() == 0
    assert not Person.objects.filter(is_guest=True).exists()


def test_the_sheet_to_print_shows_each_code_once_with_square_address_and_day() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client = signed_in(amina)
    assert client.get(f"{base(challenge)}maken/").status_code == 200
    facts = typed()
    page = client.post(f"{base(challenge)}maken/", facts).content.decode()
    codes = re.findall(r'class="letter__code">([A-Z2-9]{5}-[A-Z2-9]{5})<', page)
    assert len(set(codes)) == 3
    assert page.count('<svg class="qr"') == 3
    assert "127.0.0.1:8000/o/" in page
    assert f"{timezone.localdate() + dt.timedelta(days=7):%Y}" in page
    assert Client().get(f"/o/{codes[0]}/").status_code == 200
    again = client.post(f"{base(challenge)}maken/", facts)
    assert again.status_code == 409
    assert codes[0] not in again.content.decode()
    assert codes[0] not in client.get(base(challenge)).content.decode()


def test_a_poster_has_one_code_for_many() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    answer = signed_in(amina).post(f"{base(challenge)}maken/", typed(source="hall", number="80"))
    page = answer.content.decode()
    assert page.count('<svg class="qr"') == 1
    assert 'class="poster"' in page
    assert Sheet.objects.get().number == 80
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""}, {"number": "0"}, {"number": "x"}, {"last_day": "morgen"}, {"source": "radio"},
        {"whose": "all"}, {"public_id": "kort"}, {"public_id": ""},
    ],
)  # fmt: skip
def test_a_wrong_form_says_what_is_wrong_and_makes_nothing(wrong: dict[str, str]) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    answer = signed_in(amina).post(f"{base(challenge)}maken/", typed(**wrong))
    assert answer.status_code == 422
    assert not Sheet.objects.exists()


def test_x7_a_two_hundred_and_first_letter_is_refused_with_a_sentence() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    answer = signed_in(amina).post(f"{base(challenge)}maken/", typed(number="201"))
    assert answer.status_code == 409
    assert "1 tot en met 200" in answer.content.decode()


def test_e3_the_page_of_codes_says_the_same_to_everybody_but_for_what_one_can_do() -> None:
    challenge, amina, bram = make.challenge_of_two()
    printed = sheet(challenge, amina)
    Client().post(f"/o/{printed.codes[0]}/")
    pages = [signed_in(one).get(base(challenge)).content.decode() for one in (bram, make.chris(), None)]
    content = {page.split('<div class="content">', 1)[1].split('<div class="aside">', 1)[0] for page in pages}
    assert len(content) == 1
    assert "1 van 3 kwamen" in content.pop()
    assert "Maak codes" in pages[0]
    assert "Maak codes" not in pages[1]
    assert f"{printed.sheet.public_id}/terug/" in signed_in(amina).get(base(challenge)).content.decode()


@pytest.mark.parametrize("rest", ["maken/", "open-gesprek/", "{sheet}/terug/"])
def test_each_address_for_each_kind_of_visitor(rest: str) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    printed = sheet(challenge, amina)
    address = base(challenge) + rest.format(sheet=printed.sheet.public_id)
    assert Client().post(address).headers["Location"].startswith("/account/inloggen/")
    assert signed_in(make.chris()).post(address).status_code == 404
    guest = Client()
    guest.post(f"/o/{printed.codes[0]}/")
    assert guest.post(address, typed()).status_code == 403
    assert signed_in(amina).post(address, typed()).status_code in {200, 302}
    assert signed_in(make.chris()).get(base(challenge)).status_code == 404
    assert Client().get(base(challenge)).status_code == 404
    assert guest.get(base(challenge)).status_code == 200


def test_reading_changes_nothing_and_a_sheet_of_another_challenge_is_not_found() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    printed = sheet(challenge, amina)
    other = make.challenge_of_one(title="Een andere opgave")
    client = signed_in(amina)
    assert client.get(f"{base(challenge)}{printed.sheet.public_id}/terug/").status_code == 405
    assert client.get(f"{base(challenge)}open-gesprek/").status_code == 405
    assert client.post(f"{base(other)}{printed.sheet.public_id}/terug/").status_code == 404
    assert client.post(f"{base(challenge)}onbekend/terug/").status_code == 404
    assert Sheet.objects.get().revoked_at is None


def test_the_open_conversation_is_asked_on_the_page_and_then_offered_in_the_form() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client = signed_in(amina)
    assert "op eigen naam" not in client.get(f"{base(challenge)}maken/").content.decode().split("<main", 1)[1]
    assert client.post(f"{base(challenge)}open-gesprek/").status_code == 302
    asked = Round.objects.get(about="open_codes")
    assert str(asked.public_id) in client.get(base(challenge)).content.decode()
    signed_in(bram).post(reverse("consent:agree", args=[challenge.slug, asked.public_id]))
    assert "op eigen naam" in client.get(f"{base(challenge)}maken/").content.decode()
    answer = client.post(f"{base(challenge)}maken/", typed(source="hall", whose="all"))
    (code,) = re.findall(r'class="letter__code">([^<]+)<', answer.content.decode())
    guest = Client()
    assert "op eigen naam" in guest.get(f"/o/{code.replace('-', '')}/").content.decode()
    assert guest.post(f"/o/{code.replace('-', '')}/").status_code == 302
    page = guest.get(f"/opgaven/{challenge.slug}/dialoog/").content.decode()
    assert 'name="body"' in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_codes_asks_as_much_of_the_database_however_many_sheets(
    number: int, django_assert_max_num_queries: object
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    for _sheet in range(number):
        sheet(challenge, amina)
    client = signed_in(amina)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get(base(challenge))


def test_the_code_stands_in_no_line_of_the_servers_own_log(caplog: pytest.LogCaptureFixture) -> None:
    from communityup.base.masking import MaskTokens

    Client().get(f"/o/{UNKNOWN}/")
    found = [record for record in caplog.records if "/o/" in record.getMessage()]
    assert found
    for record in found:
        MaskTokens().filter(record)
        assert UNKNOWN not in record.getMessage()


def test_a_sheet_carries_what_it_is_about_and_whom_to_ask_of_its_own_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    for person, name in ((amina, "Truus van de Molen"), (bram, "Balie Wonen")):
        be_contact(challenge, name=name, phone="0123 - 45 67 89", email="", hours="Elke ochtend", by=Actor.of(person))
    page = signed_in(amina).post(f"{base(challenge)}maken/", typed(number="2")).content.decode()
    assert page.count(f"<p>{escape(challenge.why)}</p>") == 2
    assert page.count("Truus van de Molen, 0123 - 45 67 89. Elke ochtend") == 2
    assert "Balie Wonen" not in page


def test_t2_a_sheet_of_a_closed_challenge_prints_no_contact_and_says_where_one_stands() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    be_contact(challenge, name="Truus", phone="0123 - 45 67 89", email="", hours="Elke ochtend", by=Actor.of(amina))
    page = signed_in(amina).post(f"{base(challenge)}maken/", typed(number="2")).content.decode()
    assert page.count("Wie je kunt vragen, lees je zodra je meedoet.") == 2
    assert "0123 - 45 67 89" not in page
    assert "Truus" not in page, "read by who takes part, and who opens the letter does not yet"
    page = signed_in(bram).post(f"{base(challenge)}maken/", typed(number="2")).content.decode()
    assert "Wie je kunt vragen" not in page, "his party has no contact"


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ("closed", ""),
        ("gone", "doet nu niet mee"),
        ("guards", "Je begeleidt hier het proces"),
        ("clerk", "Je legt hier de formele besluiten vast"),
        ("other", "Je doet al mee voor Gemeente Lindeveen"),
    ],
)
def test_who_cannot_come_in_reads_why_instead_of_a_button_and_uses_no_code(case: str, says: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    (code, *_others) = sheet(challenge, amina).codes
    client = signed_in({"other": bram, "closed": None, "gone": None}.get(case, make.chris()))
    if case == "closed":
        Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.CLOSED)
    elif case == "gone":
        Party.objects.filter(challenge=challenge, number=1).update(state=Party.State.LEFT, left_at=timezone.now())
    elif case == "guards":
        Facilitator.objects.create(challenge=challenge, person=make.chris(), since=timezone.now())
    elif case == "clerk":
        make.observer(challenge, make.chris(), "clerk")
    shown = client.get(f"/o/{code}/").content.decode()
    assert says in shown
    assert 'method="post" data-once' not in shown, "no button that is refused"
    assert f'href="/opgaven/{challenge.slug}/"' in shown, "no dead end: everybody may read this one"
    assert client.post(f"/o/{code}/").status_code in {403, 409}
    assert not Code.objects.filter(uses__gt=0).exists()
    assert not Person.objects.filter(is_guest=True).exists()


def test_who_went_away_comes_in_again_with_the_code_of_a_hall_and_not_with_a_letter_that_was_used() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (letter, *_others), (hall,) = sheet(challenge, amina).codes, sheet(challenge, amina, source="hall").codes
    for code, answer in ((letter, 404), (hall, 302)):
        client = signed_in(make.chris())
        assert client.post(f"/o/{code}/").headers["Location"] == f"/opgaven/{challenge.slug}/dialoog/"
        leave_seat(challenge, by=Actor.of(make.chris()))
        again = client.post(f"/o/{code}/")
        assert again.status_code == answer
        assert client.get(f"/opgaven/{challenge.slug}/").status_code == (200 if answer == 302 else 404)
    assert "werkt niet, of niet meer" in signed_in(make.dilek()).get(f"/o/{letter}/").content.decode()
