"""Messages to who registered for a session: to whom they go, what is refused, and what a coordinator sees first."""

import datetime as dt

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Gathering
from communityup.network.circulars.actions import send_message
from communityup.network.circulars.models import Message
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make
from tests.make_meetings import DAY
from tests.make_network import browser, last, lines
from tests.make_notices import AMSTERDAM, TUESDAY, at
from tests.make_registrations import comes, with_places
from tests.nasty import some

pytestmark = pytest.mark.django_db
WORDS = {"title": "Neem een foto mee", "words": "Van een plek waar het lukte.\n\nTot dan!"}


def mails() -> list[Mail]:
    return list(Mail.objects.filter(key__startswith="circular:").order_by("to"))


def full() -> tuple[Person, str]:
    """Let two people have a place and a third wait; return who coordinates, and the address of the page."""
    _made, dilek, session = with_places(2)
    for name in ("Amina", "Bram", "Chris"):
        comes(session, name)
    return dilek, reverse("circulars:write", args=[session.network.slug, session.public_id])


def test_message_goes_to_who_has_a_place_or_waits_too_with_the_way_to_their_own_place() -> None:
    made, dilek, session = with_places(2)
    places = [comes(session, name) for name in ("Amina", "Bram", "Chris")]
    send_message(session, to="places", **WORDS, by=Actor.of(dilek))
    assert {mail.to for mail in mails()} == {one.email for one in places[:2]}
    mail = mails()[0]
    assert (mail.subject, mail.headers["Reply-To"]) == (f"{WORDS['title']} · {session}", made.contact)
    assert mail.text.startswith(f"Dit gaat over de bijeenkomst ‘{session}’: "), "which one stands first, with its day"
    for words in (mail.text, mail.html):
        assert "Van een plek waar het lukte." in words
        assert "/bijeenkomsten/plek/" in words
        assert f"je antwoord komt bij {made.contact}" in words
        assert "leest niemand" not in words
    send_message(session, to="all", **WORDS, by=Actor.of(dilek))
    assert len(mails()) == 2 + 3
    assert (last(made).type, last(made).role) == ("circulars.message_sent", "coordinator")
    kept = b"".join(bytes(line.bytes) for line in made.stream.lines.filter(type="circulars.message_sent"))
    for one in places:
        assert one.email.encode() not in kept
    assert str(Message.objects.all()[0].words.commit).encode() not in kept, "its words are for who registered alone"


def test_twice_is_once_and_a_third_message_on_a_day_is_refused() -> None:
    made, dilek, session = with_places(2)
    comes(session, "Amina")
    by = Actor.of(dilek)
    for _click in range(2):
        send_message(session, to="places", **WORDS, by=by)
    send_message(session, to="places", title="Nog iets", words="De zaal is boven.", by=by)
    with pytest.raises(Refused):
        send_message(session, to="places", title="En nog iets", words="De zaal is beneden.", by=by)
    assert (len(mails()), lines(made).count("circulars.message_sent")) == (2, 2)
    Message.objects.update(sent_at=F("sent_at") - 2 * DAY)
    send_message(session, to="places", title="En nog iets", words="De zaal is beneden.", by=by)
    assert len(mails()) == 3


def test_nobody_else_sends_and_nothing_goes_to_nobody_or_long_after() -> None:
    made, dilek, session = with_places(2)
    with pytest.raises(Refused):
        send_message(session, to="places", **WORDS, by=Actor.of(dilek))
    comes(session, "Amina")
    with pytest.raises(NotAllowed):
        send_message(session, to="places", **WORDS, by=Actor.of(make.amina()))
    Gathering.objects.update(begins_at=F("begins_at") - 45 * DAY, ends_at=F("ends_at") - 45 * DAY)
    session.gathering.refresh_from_db()
    with pytest.raises(Refused):
        send_message(session, to="places", **WORDS, by=Actor.of(dilek))
    assert mails() == []
    assert "circulars.message_sent" not in lines(made)


def test_in_the_quiet_hours_a_message_waits_until_the_morning() -> None:
    _made, dilek, session = with_places(2)
    comes(session, "Amina")
    with at(TUESDAY.replace(hour=22)):
        send_message(session, to="places", **WORDS, by=Actor.of(dilek))
    assert mails()[0].due_at == dt.datetime(2026, 11, 25, 8, 0, tzinfo=AMSTERDAM)


def test_coordinator_sees_first_to_how_many_it_goes_and_no_address() -> None:
    dilek, page = full()
    client = browser(dilek)
    shown = client.get(page).content.decode()
    assert "2 mensen hebben een plek" in shown
    assert "1 persoon staat op de wachtlijst" in shown
    asked = client.post(page, {"to": "all", **WORDS}).content.decode()
    assert "3 mensen" in asked
    back = client.post(page, {"to": "all", **WORDS, "again": "on"}).content.decode()
    assert "Van een plek waar het lukte." in back.partition("<textarea")[2], "what was typed is still there"
    assert mails() == []
    assert client.post(page, {"to": "all", **WORDS, "sure": "on"}).status_code == 302
    assert len(mails()) == 3
    after = client.get(page).content.decode()
    assert "aan 3 mensen" in after
    assert "amina@" not in after + asked + shown


def test_page_is_for_coordinators_alone_and_the_session_leads_them_there() -> None:
    dilek, page = full()
    session_page = page.removesuffix("bericht/")
    for who, status in ((make.amina(), 403), (dilek, 200)):
        assert browser(who).get(page).status_code == status
        there = browser(who).get(session_page, follow=True).content.decode()
        assert ('bericht/"' in there) == (status == 200)
    assert browser(make.amina()).post(page, {"to": "all", **WORDS, "sure": "on"}).status_code == 403
    for method in ("get", "post"):
        assert getattr(Client(), method)(page).headers["Location"].startswith("/account/inloggen/")
    assert mails() == []


@pytest.mark.parametrize("words", some(__name__))
def test_bad_input_gets_a_sentence_or_is_shown_as_words(words: str) -> None:
    dilek, page = full()
    client = browser(dilek)
    for changes in ({"to": words}, {"title": words}, {"words": words}):
        answer = client.post(page, {"to": "all", **WORDS, **changes})
        html = answer.content.decode()
        assert answer.status_code in {200, 422}
        assert answer.status_code == 200 or 'role="alert"' in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    assert client.post(page, {}).status_code == 422
    assert mails() == []


# What cannot go now


def typed(title: str = "En nog iets") -> dict[str, str]:
    return {"to": "all", "title": title, "words": "De zaal is beneden."}


def test_third_message_of_a_day_is_told_at_the_form_with_what_was_typed_at_each_step() -> None:
    dilek, page = full()
    client = browser(dilek)
    for title in ("Een", "Twee"):
        assert client.post(page, {**typed(title), "sure": "on"}).status_code == 302
    before, enough = len(mails()), "Twee berichten per dag is genoeg"
    for step in ({}, {"sure": "on"}):
        answer = client.post(page, {**typed(), **step})
        html = answer.content.decode()
        assert (answer.status_code, enough in html, "De zaal is beneden." in html) == (422, True, True)
        assert 'name="sure" value="on"' not in html, "what is sent once more is looked at first"
    assert len(mails()) == before
    shown = client.get(page).content.decode()
    assert enough in shown
    assert "<textarea" not in shown
    Message.objects.update(sent_at=F("sent_at") - 2 * DAY)
    assert "<textarea" in client.get(page).content.decode()


def test_message_to_nobody_is_told_at_the_form_and_the_page_says_so_before() -> None:
    made, dilek, session = with_places(2)
    page = reverse("circulars:write", args=[made.slug, session.public_id])
    client, nobody = browser(dilek), "Nog niemand heeft zich aangemeld"
    shown = client.get(page).content.decode()
    assert nobody in shown
    assert "<textarea" not in shown
    answer = client.post(page, typed())
    html = answer.content.decode()
    assert (answer.status_code, nobody in html, "De zaal is beneden." in html) == (422, True, True)
