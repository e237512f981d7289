"""The one entrance: address, code, and a name only when one is new."""

import datetime as dt
import re
import statistics
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.people import actions
from communityup.people.models import Code, Person
from communityup.post.models import Mail
from tests.people.conftest import CodeOf, Enter

Answer = Any
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def ask(client: Client, address: str, **more: str) -> Answer:
    return client.post("/account/inloggen/", {"email": address, **more})


def test_somebody_new_is_in_after_three_screens_and_three_fields(code_of: CodeOf) -> None:
    client = Client()
    first = client.post("/account/inloggen/", {"email": "Amina@Example.ORG", "next": "/opgaven/nieuw/"})
    assert first["Location"] == "/account/code/?next=%2Fopgaven%2Fnieuw%2F"
    second = client.post(first["Location"], {"code": code_of("amina@example.org")})
    assert second["Location"] == "/account/naam/?next=%2Fopgaven%2Fnieuw%2F"
    third = client.post(second["Location"], {"display_name": "  Amina   uit de Molenwijk "})
    assert third["Location"] == "/opgaven/nieuw/"
    person = Person.objects.get()
    assert (person.email, person.display_name) == ("amina@example.org", "Amina uit de Molenwijk")
    assert client.get("/account/").status_code == 200


def test_somebody_known_is_asked_no_name(amina: Person, code_of: CodeOf) -> None:
    client = Client()
    client.post("/account/inloggen/", {"email": amina.email})
    answer = client.post("/account/code/", {"code": code_of(amina.email)})
    assert answer["Location"] == "/mijn/"
    assert Person.objects.count() == 1


def test_the_code_may_be_typed_with_spaces(code_of: CodeOf) -> None:
    client = Client()
    ask(client, "amina@example.org")
    code = code_of("amina@example.org")
    answer = client.post("/account/code/", {"code": f" {code[:3]} {code[3:]} "})
    assert answer["Location"].startswith("/account/naam/")


def test_known_and_unknown_addresses_cannot_be_told_apart(amina: Person) -> None:
    known, unknown = Client(), Client()
    answers = [ask(known, "amina@example.org"), ask(unknown, "nobody@example.org")]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/account/code/?next=%2Fmijn%2F")] * 2
    pages = [
        known.get("/account/code/").content.replace(b"amina@example.org", b"X"),
        unknown.get("/account/code/").content.replace(b"nobody@example.org", b"X"),
    ]
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])
    assert sorted(known.cookies) == sorted(unknown.cookies)
    texts = [
        _without_code(Mail.objects.filter(to=to).latest("pk").text)
        for to in ("amina@example.org", "nobody@example.org")
    ]
    assert texts[0] == texts[1]


def test_known_and_unknown_addresses_ask_the_same_of_the_database(amina: Person) -> None:
    asked = []
    for address in ("amina@example.org", "nobody@example.org"):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            ask(Client(), address)
        # Which of the turns an address has (post.permissions) differs, and is seen by nobody.
        asked.append([" ".join(query["sql"].split('"')[:2]).split(" s1")[0] for query in queries.captured_queries])
        asked[-1] = [re.sub(r"xact_lock\(\d+, \d+\)", "xact_lock", statement) for statement in asked[-1]]
    assert asked[0] == asked[1]


@pytest.mark.slow
def test_known_and_unknown_addresses_take_the_same_time(enter: Enter) -> None:
    for number in range(20):
        enter(f"known{number}@example.org", "Somebody")
    known: list[float] = []
    unknown: list[float] = []
    for number in range(20):
        for group, address in ((known, f"known{number}@example.org"), (unknown, f"other{number}@example.org")):
            client = Client()
            start = time.process_time()
            ask(client, address)
            group.append(time.process_time() - start)
    difference = abs(statistics.median(known) - statistics.median(unknown))
    assert difference < 0.3 * statistics.median(known)


def test_refusal_after_three_codes_is_the_same_for_known_and_unknown(amina: Person) -> None:
    # Amina's first code of the day let her in.
    pages = {}
    for address, left in (("amina@example.org", 2), ("nobody@example.org", 3)):
        for _turn in range(left):
            assert ask(Client(), address).status_code == 302
        answer = ask(Client(), address)
        assert answer.status_code == 409
        pages[address] = _without_tokens(answer.content.replace(address.encode(), b"X"))
    assert len(set(pages.values())) == 1
    assert Mail.objects.filter(to="nobody@example.org").count() == 3
    assert Mail.objects.filter(to="amina@example.org").count() == 3


def test_capitals_of_an_address_give_no_more_codes() -> None:
    for address in ("bom@example.org", "BOM@example.org", "Bom@EXAMPLE.org"):
        assert ask(Client(), address).status_code == 302
    assert ask(Client(), "bOm@example.org").status_code == 409


def test_a_browser_that_signed_in_before_is_not_locked_out_by_others(enter: Enter, code_of: CodeOf) -> None:
    own = enter("amina@example.org")
    own.post("/account/uitloggen/")
    for _turn in range(5):
        ask(Client(), "amina@example.org")
    assert ask(Client(), "amina@example.org").status_code == 409
    assert ask(own, "amina@example.org").status_code == 302
    assert own.post("/account/code/", {"code": code_of("amina@example.org")})["Location"] == "/mijn/"


def test_the_mark_of_a_known_browser_helps_only_its_own_person(enter: Enter) -> None:
    own = enter("amina@example.org")
    own.post("/account/uitloggen/")
    for _turn in range(3):
        assert ask(own, "stranger@example.org").status_code == 302
    assert ask(own, "stranger@example.org").status_code == 409


def test_one_network_cannot_ask_codes_without_end(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "4/10m/ip"}
    for number in range(4):
        assert ask(Client(), f"a{number}@example.org").status_code == 302
    assert ask(Client(), "a9@example.org").status_code == 409
    assert ask(Client(REMOTE_ADDR="192.0.2.9"), "a9@example.org").status_code == 302


def test_strangers_in_all_get_only_so_many_codes_and_members_still_enter(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "TURNS_ALL_STRANGERS", Code.objects.filter(person=None).count())
    assert ask(Client(), "stranger@example.org").status_code == 409
    assert ask(Client(), "amina@example.org").status_code == 302


def test_a_wrong_code_says_how_many_tries_are_left_and_five_end_it(code_of: CodeOf) -> None:
    client = Client()
    ask(client, "amina@example.org")
    right = code_of("amina@example.org")
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1):
        answer = client.post("/account/code/", {"code": wrong})
        assert answer.status_code == 200
        assert f"nog {left} keer" in answer.content.decode()
    assert "werkt niet meer" in client.post("/account/code/", {"code": wrong}).content.decode()
    assert "werkt niet meer" in client.post("/account/code/", {"code": right}).content.decode()
    assert Person.objects.count() == 0


def test_an_old_code_no_longer_works(code_of: CodeOf) -> None:
    client = Client()
    ask(client, "amina@example.org")
    Code.objects.update(sent_at=timezone.now() - dt.timedelta(minutes=16))
    answer = client.post("/account/code/", {"code": code_of("amina@example.org")})
    assert answer.status_code == 200
    assert "werkt niet meer" in answer.content.decode()


def test_a_code_works_once(amina: Person, code_of: CodeOf) -> None:
    client = Client()
    ask(client, amina.email)
    code = code_of(amina.email)
    state = dict(client.session)
    assert client.post("/account/code/", {"code": code})["Location"] == "/mijn/"
    again = Client()
    session = again.session
    session.update({key: value for key, value in state.items() if key.startswith("code:")})
    session.save()
    assert "werkt niet meer" in again.post("/account/code/", {"code": code}).content.decode()
    assert "_auth_user_id" not in again.session


def test_a_code_works_only_in_the_browser_that_asked_it(code_of: CodeOf) -> None:
    ask(Client(), "amina@example.org")
    other = Client()
    ask(other, "bram@example.org")
    answer = other.post("/account/code/", {"code": code_of("amina@example.org")})
    assert "niet de code" in answer.content.decode()


def test_a_code_for_one_purpose_is_worth_nothing_for_another(amina: Person) -> None:
    code = actions.send_code(amina.email, purpose=Code.Purpose.CONFIRM, language="nl", person=amina)
    digits = Mail.objects.get(key__endswith=code.public_id).subject.split()[0]
    assert actions.try_code(code.public_id, digits, purpose=Code.Purpose.ENTER) == actions.Attempt(None, 0)
    assert actions.try_code(code.public_id, digits, purpose=Code.Purpose.CONFIRM).code == code


def test_a_proved_code_enters_once_and_only_with_its_own_address(amina: Person) -> None:
    code = actions.send_code(amina.email, purpose=Code.Purpose.ENTER, language="nl", person=amina)
    digits = Mail.objects.get(key__endswith=code.public_id).subject.split()[0]
    proved = actions.try_code(code.public_id, digits, purpose=Code.Purpose.ENTER).code
    assert proved is not None
    other = Person.objects.create(email="bram@example.org", display_name="Bram")
    with pytest.raises(Refused):
        actions.enter(proved, address=other.email)
    with pytest.raises(Refused):
        actions.join(proved, address="new@example.org", display_name="X", language="nl")
    assert actions.enter(proved, address=amina.email) == amina
    with pytest.raises(Refused):
        actions.enter(proved, address=amina.email)


def test_two_who_join_with_one_address_become_one_account(code_of: CodeOf) -> None:
    one, two = Client(), Client()
    for client in (one, two):
        ask(client, "amina@example.org")
        client.post("/account/code/", {"code": code_of("amina@example.org")})
    for client, name in ((one, "Amina"), (two, "Somebody")):
        assert client.post("/account/naam/", {"display_name": name})["Location"] == "/mijn/"
    assert Person.objects.get().display_name == "Amina"


def test_the_name_page_needs_a_proved_address() -> None:
    client = Client()
    ask(client, "amina@example.org")
    answer = client.post("/account/naam/", {"display_name": "Amina"})
    assert answer["Location"].startswith("/account/inloggen/")
    assert Person.objects.count() == 0


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_next_never_leads_elsewhere(bad: str, code_of: CodeOf) -> None:
    client = Client()
    answer = ask(client, "amina@example.org", next=bad)
    assert answer["Location"] == "/account/code/?next=%2Fmijn%2F"
    client.post("/account/code/", {"code": code_of("amina@example.org"), "next": bad})
    assert client.post("/account/naam/", {"display_name": "Amina", "next": bad})["Location"] == "/mijn/"


def test_there_is_no_password_anywhere(amina: Person) -> None:
    for path in ("password/reset/", "password/change/", "password/set/", "wachtwoord/", "signup/", "login/"):
        assert Client().get(f"/account/{path}").status_code == 404
    assert not amina.has_usable_password()
    assert b'type="password"' not in Client().get("/account/inloggen/").content


def test_the_code_is_not_readable_in_the_database_of_codes(code_of: CodeOf) -> None:
    ask(Client(), "amina@example.org")
    row = Code.objects.values().get()
    assert code_of("amina@example.org") not in str(row)
    assert "amina" not in str(row)


def test_the_mail_is_in_the_language_of_its_reader(amina: Person) -> None:
    Person.objects.filter(pk=amina.pk).update(language="en")
    ask(Client(), amina.email)
    assert "is your code for" in Mail.objects.latest("pk").subject
    ask(Client(), "nieuw@example.org")
    assert "is je code voor" in Mail.objects.latest("pk").subject


def test_the_session_changes_at_sign_in(enter: Enter) -> None:
    client = Client()
    client.get("/account/inloggen/")
    ask(client, "amina@example.org")
    before = client.session.session_key
    enter("amina@example.org", client=client)
    assert client.session.session_key != before


def _without_tokens(page: bytes) -> bytes:
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)
    return re.sub(rb'nonce="[^"]+"', b"", page)


def _without_code(text: str) -> str:
    return re.sub(r"\d{6}", "", text)
