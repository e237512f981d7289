"""Whatever is sent to the forms of accounts gives a page that says what to do, and leaves nothing half done."""

import json
import tracemalloc
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from communityup.people.models import Code, Person
from communityup.post.models import Mail
from tests.nasty import CORPUS, FULL, words
from tests.people.conftest import Enter

pytestmark = pytest.mark.django_db

PATHS_OUT = ["inloggen/", "code/", "naam/", "inloggen/passkey/", "beveiliging/tweede-stap/", "uitloggen/"]
PATHS_IN = [
    "",
    "bevestigen/",
    "e-mailadres/",
    "e-mailadres/code/",
    "sessies/",
    "vertrekken/",
    "beveiliging/app/toevoegen/",
    "beveiliging/passkeys/toevoegen/",
    "beveiliging/passkeys/1/verwijderen/",
    "beveiliging/passkeys/1/naam/",
    "beveiliging/bevestigen/",
    "beveiliging/passkeys/bevestigen/",
    "beveiliging/herstelcodes/nieuw/",
]
FIELDS = ["email", "code", "display_name", "language", "next", "sure", "credential", "name", "passwordless", "send"]
ANSWERS = {200, 302, 403, 404, 405, 409}
# Django redirects to no address longer than this: what is sent in one gets a page that says so.
LONGEST_REDIRECT = 16_384
CREDENTIAL_KEYS = ["id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "userHandle", "signature"]
nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(CREDENTIAL_KEYS), inner, max_size=4),
    max_leaves=8,
)
typed = st.dictionaries(st.sampled_from(FIELDS), st.lists(words, min_size=1, max_size=2), max_size=5)
quiet = settings(
    max_examples=2000 if FULL else 70,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def sendable(data: dict[str, list[str]]) -> dict[str, list[bytes]]:
    return {name: [value.encode("utf-8", "surrogatepass") for value in values] for name, values in data.items()}


def expected(data: dict[str, list[str]]) -> set[int]:
    """Return the answers to a GET with this in its address."""
    length = len(urlencode(sendable(data), doseq=True))
    return ANSWERS | {400} if length > LONGEST_REDIRECT // 3 else ANSWERS


@quiet
@given(path=st.sampled_from(PATHS_OUT), data=typed)
def test_nothing_typed_at_the_entrance_is_an_error_of_ours(path: str, data: dict[str, list[str]]) -> None:
    cache.clear()
    client = Client()
    client.post("/account/inloggen/", {"email": "amina@example.org"})
    assert client.post(f"/account/{path}", sendable(data)).status_code in ANSWERS
    assert client.get(f"/account/{path}", sendable(data)).status_code in expected(data)
    assert not Person.objects.exists()


@quiet
@given(path=st.sampled_from(PATHS_IN), data=typed)
def test_nothing_typed_in_an_account_is_an_error_of_ours(path: str, data: dict[str, list[str]]) -> None:
    cache.clear()
    Code.objects.all().delete()
    person = Person.objects.get_or_create(email="amina@example.org", defaults={"display_name": "Amina"})[0]
    client = Client()
    client.force_login(person)
    session = client.session
    session["proved_at"] = 2_000_000_000 * 10
    session.save()
    assert client.post(f"/account/{path}", sendable(data)).status_code in ANSWERS
    assert client.get(f"/account/{path}", sendable(data)).status_code in expected(data)


@quiet
@example(credential=False, path="beveiliging/passkeys/toevoegen/")
@given(credential=nested, path=st.sampled_from(["inloggen/passkey/", "beveiliging/passkeys/toevoegen/"]))
def test_no_credential_is_an_error_of_ours(credential: Any, path: str) -> None:
    cache.clear()
    client = Client()
    if "toevoegen" in path:
        client.force_login(Person.objects.get_or_create(email="amina@example.org", defaults={"display_name": "A"})[0])
        session = client.session
        session["proved_at"] = 2_000_000_000 * 10
        session.save()
        client.get(f"/account/{path}")
    answer = client.post(f"/account/{path}", {"credential": json.dumps(credential), "passwordless": "on"})
    assert answer.status_code in ANSWERS
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("number", [100_000_000, 1e8])
@pytest.mark.parametrize("path", ["inloggen/passkey/", "beveiliging/passkeys/toevoegen/"])
def test_a_number_in_a_credential_takes_no_memory(enter: Enter, path: str, number: float) -> None:
    client = enter()
    session = client.session
    session["proved_at"] = 2_000_000_000 * 10
    session.save()
    client.get(f"/account/{path}")
    parts = {key: [number, number] for key in ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]}
    credential = {"id": number, "rawId": number, "type": "public-key", "response": {**parts, "signature": number}}
    asker = Client() if path == "inloggen/passkey/" else client
    asker.get(f"/account/{path}")
    tracemalloc.start()
    try:
        answer = asker.post(f"/account/{path}", {"credential": json.dumps(credential), "passwordless": "on"})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.status_code in ANSWERS
    assert peak < 50_000_000


def test_a_megabyte_in_every_field_is_answered(enter: Enter) -> None:
    client = enter()
    long = "x" * 1_000_000
    for path in PATHS_OUT:
        assert Client().post(f"/account/{path}", dict.fromkeys(FIELDS[:4], long[:400_000])).status_code in ANSWERS
    for path in PATHS_IN:
        assert client.post(f"/account/{path}", {"display_name": long, "email": long[:500_000]}).status_code in ANSWERS
    too_much = Client().post("/account/inloggen/", {"email": "x" * 3_000_000})
    assert too_much.status_code in {400, 413}


@pytest.mark.parametrize("address", [bad for bad in CORPUS if bad] + ["a@b..nl", "a b@example.org", "é@example.org"])
def test_an_address_that_is_none_gets_no_mail(address: str) -> None:
    answer = Client().post("/account/inloggen/", sendable({"email": [address]}))
    assert answer.status_code == 200
    assert 'class="wrong"' in answer.content.decode()
    assert not Mail.objects.exists()
    assert not Code.objects.exists()


def test_an_address_with_a_foreign_domain_is_kept_in_letters_that_mail_knows() -> None:
    assert Client().post("/account/inloggen/", {"email": "Info@Bücher.example"}).status_code == 302
    assert Mail.objects.get().to == "info@xn--bcher-kva.example"
