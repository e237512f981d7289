"""What the call asks of signing up (A49, A50, A53, A54) and its misuse (X5, X6, X14), each as the trace shows it."""

import re
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communityup.log.models import Line
from communityup.network.newsletter import permissions
from communityup.network.newsletter.models import Ask, Subscription, Suppression
from communityup.post.models import Mail
from tests import make_network
from tests.make_network import lines
from tests.make_newsletter import filled, letters, link, sign_up, subscriber

pytestmark = pytest.mark.django_db


def page_of(slug: str = "community-up") -> str:
    return Client().get(reverse("newsletter:sign_up", args=[slug])).content.decode()


def test_a49_form_offers_three_topics_apart_and_keeps_each_choice_apart() -> None:
    made = make_network.network()
    html = page_of()
    assert re.findall(r'name="topics" value="(\w+)"', html) == ["developments", "online", "sessions"]
    for words in ("Ontwikkelingen", "De online omgeving", "Toekomstige sessies"):
        assert words in html
    subscriber(made, "een@example.org", ["developments"])
    subscriber(made, "drie@example.org", ["sessions"])
    subscriber(made, "alle@example.org", ["developments", "online", "sessions"])
    about = Subscription.objects.filter(sessions=True).values_list("email", flat=True)
    assert set(about) == {"drie@example.org", "alle@example.org"}


def test_a50_title_purpose_sender_frequency_and_privacy_stand_beside_the_form() -> None:
    made = make_network.network()
    html = page_of().partition("<main")[2].partition("<form")[0]
    for words in (
        "Op de hoogte blijven van Community-up werken?", str(made.purpose), made.sender,
        "paar keer per jaar", 'href="/privacy/"',
    ):  # fmt: skip
        assert words in html


def test_a50_frequency_is_what_really_comes() -> None:
    """A letter of the network once a day at most; and of a session each time its day is fixed, moves or is off."""
    made = make_network.network()
    html = page_of().partition("<main")[2].partition("<form")[0]
    assert "hooguit één nieuwsbrief per dag" in html
    assert "steeds een mail als de datum van een bijeenkomst vastligt of verandert, of als die niet doorgaat" in html
    assert "Nooit meer dan één mail per dag" not in html
    sign_up(made)
    assert "als de datum van een bijeenkomst vastligt" in Ask.objects.get().wording, "the proof holds the same words"


def test_a53_nothing_is_ticked_and_without_a_tick_nothing_is_sent() -> None:
    made = make_network.network()
    assert "checked" not in page_of()
    without: tuple[dict[str, Any], ...] = ({"consent": ""}, {"topics": []}, {"email": "geen adres"})
    for missing in without:
        answer = Client().post(reverse("newsletter:sign_up", args=[made.slug]), {**filled(), **missing})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert "wil@example.org" in answer.content.decode() or "geen adres" in answer.content.decode()
    assert (Ask.objects.count(), Mail.objects.count()) == (0, 0)


def test_a53_nobody_is_subscribed_before_the_button_and_looking_confirms_nothing() -> None:
    made = make_network.network()
    sign_up(made)
    address = link(letters()[0])
    for method in ("get", "head"):
        assert getattr(Client(), method)(address).status_code == 200
    assert not Subscription.objects.exists()
    assert lines(made) == ["networks.network_started"]
    Client().post(address)
    said = Subscription.objects.get()
    assert (said.email, [topic.value for topic in said.topics]) == ("wil@example.org", ["sessions"])
    assert lines(made)[-1] == "newsletter.subscribed"
    assert not Ask.objects.exists()


def test_a53_one_click_stops_without_signing_in_and_deletes_the_address() -> None:
    made = make_network.network()
    said = subscriber(made)
    address = reverse("newsletter:stop", args=[permissions.stop_token(said)])
    program = Client(enforce_csrf_checks=True)
    assert program.get(address).status_code == 200
    assert Subscription.objects.exists(), "a program that follows links stops nothing"
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert program.post(address).status_code == 200
    assert lines(made)[-1] == "newsletter.unsubscribed"
    assert lines(made).count("newsletter.unsubscribed") == 1


def test_a53_proof_of_the_yes_is_kept_with_words_moment_and_form() -> None:
    said = subscriber(make_network.network())
    assert "[x] Ja, hou mij op de hoogte" in said.wording
    assert "[x] Toekomstige sessies" in said.wording
    assert "Ontwikkelingen" not in said.wording
    assert "paar keer per jaar" in said.wording
    assert said.form_address.endswith("/nieuwsbrief/aanmelden/community-up/")
    assert said.asked_at <= said.confirmed_at


def test_a54_program_gets_the_same_answer_and_leaves_nothing() -> None:
    made = make_network.network()
    person = sign_up(made)
    bots: tuple[dict[str, Any], ...] = ({"rest_7": "koop nu"}, {"moment": ""})
    for bot in bots:
        caught = sign_up(made, "bot@example.org", **bot)
        assert (caught.status_code, caught.headers["Location"]) == (person.status_code, person.headers["Location"])
    assert not Ask.objects.filter(email="bot@example.org").exists()
    assert not letters("bot@example.org")
    html = page_of()
    assert "dit veld niet invullen s.v.p." in html
    trap = re.search(r'<input[^>]*name="rest_7"[^>]*>', html)
    assert trap is not None
    assert 'tabindex="-1"' in trap[0]
    assert 'autocomplete="off"' in trap[0]


def test_x5_thousand_forms_of_a_program_send_nothing_and_people_are_served() -> None:
    made = make_network.network()
    address, bot = reverse("newsletter:sign_up", args=[made.slug]), Client()
    answers = Counter(
        (one.status_code, one.headers["Location"])
        for one in (bot.post(address, filled(f"x{n}@example.org", rest_7="x")) for n in range(1000))
    )
    assert len(answers) == 1
    assert (Mail.objects.count(), Ask.objects.count()) == (0, 0)
    assert sign_up(made).status_code == 302
    assert len(letters()) == 1


def test_x5_clever_program_is_stopped_at_the_limit_of_its_network_and_others_are_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(permissions, "FORMS_IN_A_NETWORK", 5)
    made = make_network.network()
    statuses = Counter(sign_up(made, f"x{n}@example.org").status_code for n in range(9))
    assert statuses == {302: 5, 409: 4}
    assert Mail.objects.count() == 5
    other = Client(REMOTE_ADDR="192.0.2.77")
    assert other.post(reverse("newsletter:sign_up", args=[made.slug]), filled()).status_code == 302
    assert len(letters()) == 1


def test_x5_limit_of_the_site_holds_over_all_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "FORMS_ON_THE_SITE", 3)
    address = reverse("newsletter:sign_up", args=[make_network.network().slug])
    statuses = [
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(address, filled(f"x{n}@example.org")).status_code for n in range(5)
    ]
    assert statuses == [302, 302, 302, 409, 409]


def test_x5_answer_does_not_tell_whether_an_address_is_known() -> None:
    made = make_network.network()
    subscriber(made, "bekend@example.org")
    Suppression.objects.create(address_hash=permissions.address_hash("nee@example.org"), since=made.started_at)
    told = {
        (one.status_code, one.headers["Location"], Client().get(one.headers["Location"]).status_code)
        for one in (sign_up(made, email) for email in ("bekend@example.org", "nieuw@example.org", "nee@example.org"))
    }
    assert len(told) == 1
    assert letters("nee@example.org") == []


def test_x6_ten_forms_with_one_address_send_one_mail() -> None:
    made = make_network.network()
    for spelled in ["Slachtoffer@example.org", " slachtoffer@EXAMPLE.org"] * 5:
        assert sign_up(made, spelled).status_code == 302
    assert len(letters("slachtoffer@example.org")) == 1
    assert Ask.objects.count() == 1


def test_x6_over_all_networks_three_mails_a_day_go_to_one_address() -> None:
    for number in range(5):
        sign_up(make_network.network(f"net-{number}"))
    assert len(letters()) == 3


def test_x6_that_was_not_me_stops_the_form_and_who_reads_the_mail_opens_it_again() -> None:
    made = make_network.network()
    sign_up(made)
    address = link(letters()[0], "niet-ik")
    assert Client().get(address).status_code == 200
    assert not Suppression.objects.exists()
    for _click in range(2):
        assert Client().post(address, {"answer": "shield"}).status_code == 200
    assert not Ask.objects.exists()
    assert lines(made).count("newsletter.address_shielded") == 1
    other = make_network.network("ander")
    sign_up(other)
    assert len(letters()) == 1
    assert "wil@" not in str(Suppression.objects.values())
    Client().post(address, {"answer": "ask", "email": "wil@example.org"})
    opens = link(Mail.objects.get(to="wil@example.org", key__startswith="opening:"), "niet-ik")
    for _click in range(2):
        Client().post(opens, {"answer": "open"})
    assert lines(made).count("newsletter.address_opened") == 1
    sign_up(other)
    assert len(letters()) == 2


def test_x14_no_page_and_no_line_tells_who_stays_informed() -> None:
    made, dilek = make_network.coordinated()
    subscriber(made)
    coordinator = make_network.browser(dilek)
    for name in ("page", "log", "factsheet", "describe", "coordinators"):
        assert "wil@example.org" not in coordinator.get(make_network.path(made, name)).content.decode()
    html = coordinator.get(reverse("newsletter:sign_up", args=[made.slug])).content.decode()
    assert "1 persoon blijft op de hoogte" in html
    assert "wil@example.org" not in html
    assert "blijft op de hoogte" not in page_of()
    assert not [line for line in Line.objects.all() if b"wil@" in bytes(line.bytes)]
