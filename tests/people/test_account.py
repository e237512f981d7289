"""One's own account: name, language, address, sessions, an app with codes, and leaving."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Pseudonym
from communityup.people import actions, adapters, privacy
from communityup.people.actors import Actor
from communityup.people.forms import ConfirmWithAppForm, SecondStepForm
from communityup.people.models import Code, Person
from communityup.post.models import Mail
from tests import make
from tests.people.conftest import CodeOf, Enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def grow_stale(client: Client) -> None:
    """Let somebody have signed in an hour ago."""
    session = client.session
    session[adapters.PROVED_AT] = int(timezone.now().timestamp()) - 3600
    for record in session.get("account_authentication_methods", []):
        record["at"] -= 3600
    session.save()


def bram(enter: Enter) -> tuple[Client, Person]:
    client = enter("bram@example.org", "Bram")
    return client, Person.objects.get(email="bram@example.org")


def test_name_and_language_are_changed_together_and_the_page_follows(enter: Enter) -> None:
    client = enter()
    answer = client.post("/account/", {"display_name": "Amina B.", "language": "en"}, follow=True)
    assert "My account" in answer.content.decode()
    assert Person.objects.values_list("display_name", "language").get() == ("Amina B.", "en")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Jan \n de  Wit ", "Jan de Wit"), ("\u202eevil\u202c", "evil"), ("Zoë\u0308", "Zoë\u0308"), ("A\x07B", "AB")],
)
def test_a_name_is_one_line_without_hidden_characters(typed: str, kept: str, enter: Enter) -> None:
    import unicodedata

    client = enter()
    client.post("/account/", {"display_name": typed, "language": "nl"})
    assert Person.objects.get().display_name == unicodedata.normalize("NFC", kept)


@pytest.mark.parametrize("bad", ["", "   ", "\u200b\u202e", "x" * 61])
def test_a_name_must_be_there_and_fit(bad: str, enter: Enter) -> None:
    client = enter()
    answer = client.post("/account/", {"display_name": bad, "language": "nl"})
    assert answer.status_code == 200
    assert 'class="wrong"' in answer.content.decode()
    assert Person.objects.get().display_name == "Amina"


def test_nobody_changes_the_account_of_another(amina: Person) -> None:
    other = Actor.of(make.bram())
    for act in (
        lambda: actions.change_account(amina, display_name="X", language="nl", by=other),
        lambda: actions.change_language(amina, language="en", by=other),
        lambda: actions.leave_platform(amina, by=other),
        lambda: actions.end_sessions(amina, by=other),
        lambda: actions.leave_platform(amina, by=Actor.operator()),
    ):
        with pytest.raises(NotAllowed):
            act()
    amina.refresh_from_db()
    assert (amina.display_name, amina.language, amina.left_at) == ("Amina", "nl", None)


def test_the_address_changes_after_the_new_one_is_proved_and_the_old_one_hears_it(
    enter: Enter, code_of: CodeOf
) -> None:
    client = enter()
    assert client.post("/account/e-mailadres/", {"email": "Nieuw@example.org"}).status_code == 302
    assert Person.objects.get().email == "amina@example.org"
    client.post("/account/e-mailadres/code/", {"code": code_of("nieuw@example.org")})
    assert Person.objects.get().email == "nieuw@example.org"
    assert "veranderd" in Mail.objects.filter(to="amina@example.org").latest("pk").text


def test_changing_to_an_address_of_another_tells_only_its_reader(enter: Enter, code_of: CodeOf) -> None:
    bram(enter)
    client = enter()
    taken, free = [
        client.post("/account/e-mailadres/", {"email": address}) for address in ("bram@example.org", "vrij@example.org")
    ]
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    client.post("/account/e-mailadres/", {"email": "bram@example.org"})
    answer = client.post("/account/e-mailadres/code/", {"code": code_of("bram@example.org")})
    assert answer.status_code == 409
    assert sorted(Person.objects.values_list("email", flat=True)) == ["amina@example.org", "bram@example.org"]


@pytest.mark.parametrize(
    "path", ["e-mailadres/", "vertrekken/", "beveiliging/app/toevoegen/", "beveiliging/passkeys/toevoegen/"]
)
def test_what_matters_asks_again_who_it_is_after_a_while(path: str, enter: Enter, code_of: CodeOf) -> None:
    client = enter()
    assert client.get(f"/account/{path}").status_code == 200
    grow_stale(client)
    answer = client.get(f"/account/{path}")
    assert answer["Location"] == f"/account/bevestigen/?next=%2Faccount%2F{path.replace('/', '%2F')}"
    client.post(answer["Location"], {"send": "1"})
    answer = client.post(answer["Location"], {"code": code_of("amina@example.org")})
    assert answer["Location"] == f"/account/{path}"
    assert client.get(f"/account/{path}").status_code == 200


def test_signed_out_people_are_sent_to_the_entrance_and_back() -> None:
    for path in ("/account/", "/account/vertrekken/", "/account/sessies/", "/account/beveiliging/", "/mijn/"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/inloggen/?next=")


def test_other_sessions_are_seen_and_ended(enter: Enter) -> None:
    here, there = enter(), enter(client=Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/604.1"))
    page = here.get("/account/sessies/").content.decode()
    assert "Safari, iPhone" in page
    assert page.count('class="when"') == 2
    here.post("/account/sessies/")
    assert there.get("/account/")["Location"].startswith("/account/inloggen/")
    assert here.get("/account/").status_code == 200


def test_no_network_address_is_kept(enter: Enter) -> None:
    enter(client=Client(REMOTE_ADDR="192.0.2.77"))
    assert list(UserSession.objects.values_list("ip", flat=True)) == [adapters.NOT_KEPT]
    assert not any("192.0.2.77" in str(session.get_decoded()) for session in Session.objects.all())


def current_code(secret: str, *, steps: int = 0) -> str:
    """Return the code of an app now, or of so many steps of 30 seconds earlier."""
    counter = int(time.time()) // 30 - steps
    return str(format_hotp_value(hotp_value(secret, counter)))


def add_app(client: Client) -> str:
    page = client.get("/account/beveiliging/app/toevoegen/").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found is not None
    answer = client.post("/account/beveiliging/app/toevoegen/", {"code": current_code(found[1])})
    assert answer["Location"] == "/account/beveiliging/herstelcodes/"
    return found[1]


@pytest.mark.parametrize(("steps", "taken"), [(1, True), (3, False)])
def test_a_code_that_changed_while_it_was_typed_counts_and_an_old_one_does_not(
    enter: Enter, steps: int, taken: bool
) -> None:
    client = enter()
    page = client.get("/account/beveiliging/app/toevoegen/").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found is not None
    if time.time() % 30 > 28:
        time.sleep(2.1)  # away from the moment at which the next step begins
    answer = client.post("/account/beveiliging/app/toevoegen/", {"code": current_code(found[1], steps=steps)})
    assert (answer.status_code == 302) == taken


@pytest.mark.parametrize("moments", [(1, 20, 40, 59), (-29, 2, 33, 59)])
def test_a_code_of_an_app_is_taken_once_as_long_as_it_is_valid(
    enter: Enter, monkeypatch: pytest.MonkeyPatch, moments: tuple[int, ...]
) -> None:
    secret = add_app(enter())
    now = (int(time.time()) // 30 + 10) * 30
    code, person, taken = str(format_hotp_value(hotp_value(secret, now // 30))), Person.objects.get(), []
    for number, seconds in enumerate(moments):
        monkeypatch.setattr("time.time", lambda at=now + seconds: at)
        at = datetime.fromtimestamp(now + seconds, UTC)
        monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda at=at: at)
        form = (SecondStepForm, ConfirmWithAppForm)[number % 2](user=person, data={"code": f"{code[:3]} {code[3:]}"})
        with request_context(RequestFactory().post("/")):
            taken.append(form.is_valid())
    assert taken == [True, False, False, False]
    assert "Wacht tot je app een nieuwe laat zien." in str(form.errors)


def test_with_an_app_a_code_by_mail_is_no_longer_enough(
    enter: Enter, code_of: CodeOf, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    client = enter()
    with django_capture_on_commit_callbacks(execute=True):
        secret = add_app(client)
    codes = re.findall(r"<code>(\d+)</code>", client.get("/account/beveiliging/herstelcodes/").content.decode())
    assert len(codes) == 10
    assert "app" in Mail.objects.filter(key__startswith="changed:").earliest("pk").subject

    other = Client()
    other.post("/account/inloggen/", {"email": "amina@example.org", "next": "/opgaven/"})
    answer = other.post("/account/code/", {"code": code_of("amina@example.org"), "next": "/opgaven/"})
    assert answer["Location"] == "/account/beveiliging/tweede-stap/"
    assert other.get("/account/")["Location"].startswith("/account/inloggen/")
    assert other.post(answer["Location"], {"code": "000000"}).status_code == 200
    cache.clear()
    answer = other.post(answer["Location"], {"code": codes[0]})
    assert answer["Location"] == "/opgaven/"
    assert other.get("/account/").status_code == 200
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert isinstance(Authenticator.objects.get(type="totp").wrap(), TOTP)


def test_a_second_step_cannot_be_skipped_by_asking_the_page_of_the_name(enter: Enter, code_of: CodeOf) -> None:
    add_app(enter())
    other = Client()
    other.post("/account/inloggen/", {"email": "amina@example.org"})
    other.post("/account/code/", {"code": code_of("amina@example.org")})
    other.post("/account/naam/", {"display_name": "X"})
    assert "_auth_user_id" not in other.session


def test_leaving_says_what_goes_and_what_stays_and_asks_a_tick(enter: Enter) -> None:
    client = enter()
    page = client.get("/account/vertrekken/").content.decode()
    assert "Wat verdwijnt" in page
    assert "Wat blijft" in page
    assert client.post("/account/vertrekken/", {}).status_code == 200
    assert Person.objects.get().left_at is None


def test_leaving_erases_the_person_and_ends_every_session(enter: Enter, code_of: CodeOf) -> None:
    here, there = enter(), enter()
    add_app(there)
    session_data = [s.session_data for s in Session.objects.all()]
    assert session_data
    here.post("/account/uitloggen/")
    here = there
    answer = here.post("/account/vertrekken/", {"sure": "on"})
    assert (
        answer["Location"].startswith("/account/beveiliging/bevestigen/")
        or answer["Location"] == "/account/vertrokken/"
    )
    person = Person.objects.get()
    assert (person.display_name, person.is_active) == ("", False)
    assert person.email.endswith("@left.invalid")
    assert str(person) == "iemand die vertrokken is"
    assert here.get("/account/")["Location"].startswith("/account/inloggen/")
    for rows in (Mail, Code, Authenticator, UserSession):
        assert not rows.objects.exists()
    assert "amina" not in "".join(str(s.get_decoded()) for s in Session.objects.all())


def test_leaving_in_one_browser_signs_out_all_others(enter: Enter) -> None:
    here, there = enter(), enter()
    here.post("/account/vertrekken/", {"sure": "on"})
    for client in (here, there):
        assert client.get("/account/")["Location"].startswith("/account/inloggen/")


def test_who_left_may_come_back_as_somebody_new(enter: Enter) -> None:
    client = enter()
    client.post("/account/vertrekken/", {"sure": "on"})
    cache.clear()
    Code.objects.all().delete()
    enter("amina@example.org", "Amina")
    assert Person.objects.filter(left_at=None).get().display_name == "Amina"
    assert Person.objects.count() == 2


def test_leaving_forgets_the_pseudonyms_and_the_lines_stay(amina: Person) -> None:
    challenge = make.challenge_of_one(amina)
    assert Pseudonym.objects.filter(person_key=f"person:{amina.pk}").exists()
    lines = challenge.stream.lines.count()
    actions.leave_platform(amina, by=Actor.of(amina))
    assert not Pseudonym.objects.filter(person_key=f"person:{amina.pk}").exists()
    assert challenge.stream.lines.count() >= lines


def test_leaving_asks_the_other_apps_to_erase_in_the_same_transaction(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(privacy, "_erasures", [lambda person: seen.append(person.email)])
    actions.leave_platform(amina, by=Actor.of(amina))
    assert seen == ["amina@example.org"]


def test_when_one_erasure_fails_nothing_is_erased(amina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(person: Person) -> None:
        raise Refused("no")

    monkeypatch.setattr(privacy, "_erasures", [fail])
    with pytest.raises(Refused):
        actions.leave_platform(amina, by=Actor.of(amina))
    amina.refresh_from_db()
    assert amina.left_at is None
    assert Mail.objects.filter(to=amina.email).exists()


def test_consequences_stand_on_the_page_before_one_leaves(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "_consequences", [lambda person: [f"{person} is de laatste van de partij."]])
    assert "Amina is de laatste van de partij." in enter().get("/account/vertrekken/").content.decode()


def test_leaving_twice_is_refused(amina: Person) -> None:
    actions.leave_platform(amina, by=Actor.of(amina))
    with pytest.raises(Refused):
        actions.leave_platform(amina, by=Actor.of(amina))


def test_registering_the_same_function_twice_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "_erasures", [])

    def erase(person: Person) -> None: ...

    privacy.register_erasure(erase)
    privacy.register_erasure(erase)
    assert privacy.erasures() == [erase]


def test_old_codes_and_sessions_go_by_themselves(enter: Enter) -> None:
    enter()
    assert actions.forget_old_codes() == 0
    Code.objects.update(day=timezone.now().date() - timedelta(days=2))
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert actions.forget_old_codes() == 1
    assert actions.forget_old_sessions() == 1


def test_signing_out_takes_a_post(enter: Enter) -> None:
    client = enter()
    assert client.get("/account/uitloggen/").status_code == 200
    assert client.get("/account/").status_code == 200
    client.post("/account/uitloggen/")
    assert client.get("/account/").status_code == 302


def test_every_form_is_guarded_against_forgery(enter: Enter) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = enter().cookies
    for path in ("/account/", "/account/vertrekken/", "/account/sessies/", "/account/uitloggen/", "/taal/"):
        assert strict.post(path, {"sure": "on"}).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/account/inloggen/", {"email": "a@b.nl"}).status_code == 403
