"""Registering when every place is taken: said from the start; and letters that lead to a page of one's own."""

import pytest
from django.test import Client

from communityup.gatherings.models import Registration
from communityup.post.models import Mail
from tests import make
from tests.make_network import browser
from tests.make_registrations import HERE, asked, comes, link, place_of, sign_up, told, with_places

pytestmark = pytest.mark.django_db
WAITING = "Je komt op de wachtlijst"


def page(path: str) -> str:
    """Return what stands at an address, as a visitor reads it."""
    return Client().get(path).content.decode()


def test_b2_who_registers_when_it_is_full_reads_from_the_start_that_it_is_the_waiting_list() -> None:
    _made, _dilek, session = with_places(1)
    assert "Zet me op de wachtlijst" not in page(f"{HERE}{session.slug}/aanmelden/")
    comes(session, "Eva")
    assert "Zet me op de wachtlijst" in page(f"{HERE}{session.slug}/")
    assert "Zet me op de wachtlijst" in page(f"{HERE}{session.slug}/aanmelden/")
    thanks = page(sign_up(session).headers["Location"])
    assert WAITING in thanks
    assert "pas dan heb je een plek" not in thanks
    [mail] = asked()
    assert "kom je op de wachtlijst" in mail.text
    assert "Je hebt nog geen plek" not in mail.text
    confirm = page(link(mail, "bevestigen"))
    assert "Ja, zet me op de wachtlijst" in confirm
    assert WAITING in confirm
    assert "Ja, ik kom" not in confirm
    Client().post(link(mail, "bevestigen"))
    assert Registration.objects.get(name="Wil").state == "waiting"


def test_who_registers_with_places_left_reads_nothing_of_a_waiting_list() -> None:
    _made, _dilek, session = with_places(1)
    thanks = page(sign_up(session).headers["Location"])
    [mail] = asked()
    confirm = page(link(mail, "bevestigen"))
    assert "Ja, ik kom" in confirm
    for words in (thanks, mail.text, confirm):
        assert "wachtlijst" not in words


def test_who_comes_online_to_a_full_place_does_not_wait_and_reads_how_they_come() -> None:
    _made, _dilek, session = with_places(1, way="both")
    comes(session, "Eva")
    assert "Ik kom naar de plek: eerst op de wachtlijst" in page(f"{HERE}{session.slug}/aanmelden/")
    assert "Online is er plek voor iedereen" in page(sign_up(session, how="online").headers["Location"])
    sign_up(session, "zaal@example.org", how="place")
    online, place = (asked(email)[0] for email in ("wil@example.org", "zaal@example.org"))
    assert "wachtlijst" not in online.text
    assert "kom je op de wachtlijst" in place.text
    for mail, button, how in ((online, "Ja, ik kom", "online"), (place, "Ja, zet me op de wachtlijst", "op de plek")):
        confirm = page(link(mail, "bevestigen"))
        assert button in confirm
        assert f"<dt>Hoe</dt><dd>{how}</dd>" in confirm


def test_letters_about_a_place_lead_to_it_and_not_to_an_account_one_may_not_have() -> None:
    _made, _dilek, session = with_places(1)
    sign_up(session)
    Client().post(link(asked()[0], "bevestigen"))
    own = place_of(Registration.objects.get())
    [letter] = told("wil@example.org")
    assert "Je eigen pagina hierover: http" in letter.text
    assert letter.text.count(own) == 2
    assert f'{own}">Je eigen pagina hierover</a>' in letter.html
    assert not [
        mail.subject for mail in Mail.objects.filter(to="wil@example.org") if "/account/" in mail.text + mail.html
    ]
    assert "· Een vraag?" in " ".join(letter.html.split())
    assert "<p> Een vraag?" in " ".join(asked()[0].html.split())


def test_account_reads_on_the_form_that_it_is_full() -> None:
    _made, _dilek, session = with_places(1)
    comes(session, "Eva")
    assert "Zet me op de wachtlijst" in browser(make.amina()).get(f"{HERE}{session.slug}/aanmelden/").content.decode()
