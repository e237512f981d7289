"""Who gives a place back by mistake has it again by the same link, without a new mail."""

import datetime as dt

import pytest
from django.test import Client

from communityup.gatherings.models import Registration, Request
from communityup.network.meetings import actions
from communityup.network.meetings.models import Session
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from tests import make
from tests.make_invitations import closed, invite, own
from tests.make_network import lines
from tests.make_registrations import asked, comes, link, place_of, sign_up, states, told, with_places

pytestmark = pytest.mark.django_db


def coming(session: Session) -> tuple[str, str]:
    """Let a visitor register; return the links to say yes and to their place."""
    sign_up(session)
    to_confirm = link(asked()[0], "bevestigen")
    Client().post(to_confirm)
    return to_confirm, link(told("wil@example.org")[0], "plek")


def test_place_given_back_by_mistake_is_there_again_by_the_same_link() -> None:
    made, _dilek, session = with_places()
    _to_confirm, place = coming(session)
    client = Client()
    for _click in range(2):
        client.post(place, {"answer": "withdraw"})
        assert not Registration.objects.exists(), "a second click does not bring it back"
    page = client.get(place)
    assert page.status_code == 200
    assert "Was dat een vergissing?" in page.content.decode()
    assert not Registration.objects.exists(), "looking changes nothing"
    for _click in range(2):
        assert client.post(place, {"answer": "again"}, follow=True).status_code == 200
    assert states(session) == ["Wil seat"]
    assert "Je hebt een plek" in client.get(place).content.decode()
    assert len(asked()) == 1
    assert [line for line in lines(made) if "withdrawn" in line or "registered" in line] == [
        "meetings.registered", "meetings.withdrawn", "meetings.registered",
    ]  # fmt: skip


def test_link_of_the_first_letter_brings_it_back_too() -> None:
    _made, _dilek, session = with_places()
    to_confirm, place = coming(session)
    Client().post(place, {"answer": "withdraw"})
    assert Client().post(to_confirm).status_code == 302
    assert states(session) == ["Wil seat"]
    assert Client().get(place).status_code == 200


def test_who_comes_back_when_it_is_full_waits_as_the_last() -> None:
    _made, _dilek, session = with_places(1)
    _to_confirm, place = coming(session)
    comes(session, "Eva")
    comes(session, "Bo")
    Client().post(place, {"answer": "withdraw"})
    assert "zet me op de wachtlijst" in Client().get(place).content.decode()
    Client().post(place, {"answer": "again"})
    assert states(session) == ["Eva offered", "Bo waiting", "Wil waiting"]


def test_address_goes_after_seven_days_and_the_link_says_so() -> None:
    _made, _dilek, session = with_places()
    _to_confirm, place = coming(session)
    Client().post(place, {"answer": "withdraw"})
    Request.objects.update(asked_at=Request.objects.get().asked_at - dt.timedelta(days=8))
    assert Client().get(place).status_code == 410
    assert Client().post(place, {"answer": "again"}).status_code == 410
    actions.forget_due()
    assert not Request.objects.exists()


def test_who_leaves_the_platform_or_a_closed_session_is_not_kept_for_that() -> None:
    _made, _dilek, session = with_places()
    amina = comes(session, "Amina")
    Client().post(place_of(amina), {"answer": "withdraw"})
    comes(session, "Eva")
    for name in ("Amina", "Eva"):
        leave_platform(make.person(name), by=Actor.of(make.person(name)))
    assert not Request.objects.exists()


def test_place_of_a_closed_session_that_is_given_back_is_forgotten_at_once() -> None:
    _made, dilek, session = closed()
    [invited] = invite(session, dilek, "eva@example.org")
    Client().post(own(invited), {"name": "Eva", "rules": "on"})
    place = place_of(Registration.objects.get())
    Client().post(place, {"answer": "withdraw"})
    assert not Request.objects.exists()
    assert Client().get(place).status_code == 410


def test_page_after_the_form_says_how_many_mails_go_to_an_address() -> None:
    _made, _dilek, session = with_places()
    page = sign_up(session)
    assert "hooguit drie mails per dag naar één adres" in Client().get(page.headers["Location"]).content.decode()
