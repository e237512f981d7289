"""What the call asks of letters (A49, A50, A53) and their misuse (X6, X14), each as the trace shows it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from communityup.log.models import Line
from communityup.network.newsletter.models import Subscription
from communityup.post.models import Mail
from tests.make_letters import DAY, sent
from tests.make_network import browser, coordinated
from tests.make_newsletter import sign_up, subscriber
from tests.make_notices import TUESDAY

pytestmark = pytest.mark.django_db


def copies() -> dict[str, list[str]]:
    """Return the addresses that got a copy, by the subject of the letter."""
    found: dict[str, list[str]] = {}
    for subject, to in Mail.objects.filter(key__startswith="newsletter:").order_by("to").values_list("subject", "to"):
        found.setdefault(subject, []).append(to)
    return found


def test_a49_mail_on_topic_three_goes_only_to_who_asked_for_topic_three() -> None:
    made, dilek = coordinated()
    subscriber(made, "een@example.org", ["developments"])
    subscriber(made, "twee@example.org", ["online"])
    subscriber(made, "drie@example.org", ["sessions"])
    subscriber(made, "alle@example.org", ["developments", "online", "sessions"])
    for number, topic in enumerate(("developments", "online", "sessions")):
        sent(made, dilek, TUESDAY + number * DAY, title=topic, topic=topic)
    assert copies() == {
        "developments": ["alle@example.org", "een@example.org"],
        "online": ["alle@example.org", "twee@example.org"],
        "sessions": ["alle@example.org", "drie@example.org"],
    }


def test_a50_each_letter_says_who_writes_why_one_gets_it_and_how_to_ask() -> None:
    made, dilek = coordinated()
    subscriber(made)
    sent(made, dilek)
    mail = Mail.objects.get(key__startswith="newsletter:")
    for words in (mail.text, mail.html):
        for needed in (made.sender, made.contact, "je ja zei tegen mails van", "Toekomstige sessies"):
            assert needed in words


def test_a53_no_letter_goes_to_an_address_that_did_not_confirm() -> None:
    made, dilek = coordinated()
    sign_up(made, "vraagt@example.org")
    subscriber(made, "bevestigt@example.org")
    letter = sent(made, dilek)
    assert copies() == {letter.title: ["bevestigt@example.org"]}


def test_a53_stop_link_of_a_letter_works_by_one_click_without_signing_in() -> None:
    made, dilek = coordinated()
    subscriber(made)
    sent(made, dilek)
    mail = Mail.objects.get(key__startswith="newsletter:")
    found = re.search(r"<https?://[^/]+(/nieuwsbrief/afmelden/[^>]+)>", mail.headers["List-Unsubscribe"])
    assert found is not None
    program = Client(enforce_csrf_checks=True)
    assert program.get(found[1]).status_code == 200
    assert Subscription.objects.exists()
    assert program.post(found[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    sent(made, dilek, TUESDAY + DAY, title="De volgende")
    assert "De volgende" not in copies()


def test_x6_a_network_mails_nobody_more_than_one_letter_a_day() -> None:
    made, dilek = coordinated()
    subscriber(made, topics=["developments", "online", "sessions"])
    client = browser(dilek)
    sent(made, dilek)
    for topic in ("developments", "online"):
        client.post(
            reverse("letters:write", args=[made.slug]), {"title": topic, "topic": topic, "intro": "x", "words": ""}
        )
    from tests.make_notices import at

    with at(TUESDAY):
        for letter in made.letters.filter(state="draft"):
            plan = reverse("letters:plan", args=[made.slug, letter.public_id])
            assert client.post(plan, {"when": "now", "sure": "on"}).status_code == 422
    assert sum(map(len, copies().values())) == 1


def test_x14_no_page_feed_or_line_tells_to_whom_a_letter_went() -> None:
    made, dilek = coordinated()
    subscriber(made)
    letter = sent(made, dilek)
    for name in ("archive", "feed", "overview"):
        assert "wil@" not in browser(dilek).get(reverse(f"letters:{name}", args=[made.slug])).content.decode()
    for name in ("letter", "manage"):
        page = reverse(f"letters:{name}", args=[made.slug, letter.public_id])
        assert "wil@" not in browser(dilek).get(page).content.decode()
    assert "1 van" not in Client().get(reverse("letters:letter", args=[made.slug, letter.public_id])).content.decode()
    assert not [line for line in Line.objects.all() if b"wil@" in bytes(line.bytes)]
