"""How long somebody stays signed in: a day where others may come, ninety days on a device of one's own."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.people.conftest import CodeOf

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


@pytest.fixture
def come_in(code_of: CodeOf) -> Callable[..., Client]:
    def walk(**more: str) -> Client:
        client = Client()
        client.post("/account/inloggen/", {"email": "amina@example.org", **more})
        client.post("/account/code/", {"code": code_of("amina@example.org")})
        client.post("/account/naam/", {"display_name": "Amina"})
        return client

    return walk


def days_left(client: Client) -> float:
    return float(client.session.get_expiry_age()) / DAY


def test_a_shared_device_forgets_after_a_day(come_in: Callable[..., Client]) -> None:
    client = come_in()
    assert days_left(client) == 1
    assert client.cookies["sessionid"]["max-age"] == DAY


def test_ones_own_device_stays_signed_in_for_ninety_days(come_in: Callable[..., Client]) -> None:
    client = come_in(own_device="on")
    assert days_left(client) == 90
    assert client.cookies["sessionid"]["max-age"] == 90 * DAY


def test_asking_a_new_code_keeps_the_choice(code_of: CodeOf) -> None:
    client = Client()
    client.post("/account/inloggen/", {"email": "amina@example.org", "own_device": "on"})
    assert b'name="own_device" value="on"' in client.get("/account/code/").content
    client.post("/account/code/", {"code": code_of("amina@example.org")})
    client.post("/account/naam/", {"display_name": "Amina"})
    assert days_left(client) == 90


def test_the_page_of_sessions_changes_it_both_ways(come_in: Callable[..., Client]) -> None:
    client = come_in()
    client.post("/account/sessies/", {"own_device": "yes"})
    assert days_left(client) == 90
    assert b'value="no"' in client.get("/account/sessies/").content
    client.post("/account/sessies/", {"own_device": "no"})
    assert days_left(client) == 1
    assert client.session.get_expiry_date() <= timezone.now() + dt.timedelta(days=1)
