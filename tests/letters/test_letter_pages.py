"""Pages of letters: who reads and sends what, bad input, how a letter looks, and how often the database is asked."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from communityup.network.letters.models import Letter
from communityup.network.letters.queries import Span, blocks, plain
from communityup.network.networks.models import Network
from communityup.post.models import Mail
from tests import make
from tests.make_letters import DAY, HOUR, MINUTE, WORDS, again, begun, draft, planned, sent
from tests.make_network import browser, coordinated, last, lines
from tests.make_newsletter import subscriber
from tests.make_notices import TUESDAY, at
from tests.nasty import CORPUS, some

pytestmark = pytest.mark.django_db
QUERIES_ARCHIVE, QUERIES_OVERVIEW = 4, 9
EVIL = '<script>alert(1)</script> [x](javascript:alert`1`) [y](https://a.example/"onclick="b) {{ 7*7 }}'


def url(made: Network, name: str, letter: Letter | None = None) -> str:
    return reverse(f"letters:{name}", args=[made.slug] if letter is None else [made.slug, letter.public_id])


# Who


@pytest.mark.parametrize("name", ["overview", "write", "manage", "edit", "drop", "plan"])
def test_pages_to_write_are_for_coordinators_alone(name: str) -> None:
    made, dilek = coordinated()
    letter = draft(made, dilek)
    address = url(made, name, None if name in {"overview", "write"} else letter)
    before = lines(made)
    assert Client().get(address).status_code == 302
    assert browser(make.amina()).get(address).status_code == 403
    assert browser(make.amina()).post(address).status_code == (405 if name in {"overview", "manage"} else 403)
    assert browser(dilek).get(address).status_code == 200
    assert (lines(made), again(letter).state) == (before, "draft"), "looking writes nothing"


@pytest.mark.parametrize("name", ["test", "take_back"])
def test_buttons_are_for_coordinators_alone(name: str) -> None:
    made, dilek = coordinated()
    letter = planned(made, dilek)
    address = url(made, name, letter)
    assert [browser(who).get(address).status_code for who in (None, make.amina(), dilek)] == [405] * 3
    assert [browser(who).post(address).status_code for who in (None, make.amina(), dilek)] == [302, 403, 302]
    assert Client().post(address).headers["Location"].startswith("/account/inloggen/")


def test_everybody_reads_letters_that_went_out_and_nobody_others() -> None:
    made, dilek = coordinated()
    out, kept, waits = begun(made, dilek), draft(made, dilek), planned(made, dilek, TUESDAY + DAY)
    for who in (None, make.amina(), dilek):
        for name in ("archive", "feed"):
            assert browser(who).get(url(made, name)).status_code == 200
            assert browser(who).post(url(made, name)).status_code == 405
        assert browser(who).get(url(made, "letter", out)).status_code == 200
        for hidden in (kept, waits):
            answer = browser(who).get(url(made, "letter", hidden))
            leads = url(made, "manage", hidden) if who == dilek else None  # as the mail that tries it out says
            assert (answer.status_code, answer.headers.get("Location")) == (302 if leads else 404, leads)
    assert Client().get("/netwerken/community-up/nieuwsbrieven/onbekend/").status_code == 404
    assert browser(dilek).get("/netwerken/community-up/nieuwsbrieven/onbekend/beheren/").status_code == 404


def test_letter_of_another_network_is_not_found_here() -> None:
    from tests.make_network import coordinator, network

    made, dilek = coordinated()
    other = network("ander")
    coordinator(other, dilek)
    letter = sent(other, dilek)
    assert Client().get(reverse("letters:letter", args=[made.slug, letter.public_id])).status_code == 404
    assert browser(dilek).get(reverse("letters:manage", args=[made.slug, letter.public_id])).status_code == 404


# Writing and planning


def test_coordinator_writes_looks_tests_plans_and_takes_back() -> None:
    made, dilek = coordinated()
    subscriber(made)
    client = browser(dilek)
    answer = client.post(url(made, "write"), WORDS)
    letter = Letter.objects.get()
    assert answer.headers["Location"] == url(made, "manage", letter)
    html = client.get(url(made, "manage", letter)).content.decode()
    for words in (
        "<h2>Wat opviel</h2>",
        "<li>Bewoners houden zelf de sleutel</li>",
        "1 persoon vroeg om dit onderwerp",
    ):
        assert words in html
    assert 'href="https://example.org/verslag"' in html
    assert client.post(url(made, "edit", letter), {**WORDS, "title": " Een   andere\ttitel "}).status_code == 302
    assert again(letter).title == "Een andere titel"
    assert client.post(url(made, "test", letter)).status_code == 302
    assert Mail.objects.filter(to=dilek.email, key__startswith="letter-test:").count() == 1


def test_on_a_day_with_a_letter_now_is_not_offered_and_the_first_free_day_stands_there() -> None:
    made, dilek = coordinated()
    letter = draft(made, dilek)
    with at(TUESDAY):
        assert "Nu, over vijf minuten" in browser(dilek).get(url(made, "plan", letter)).content.decode()
        planned(made, dilek, TUESDAY + HOUR)
        page = browser(dilek).get(url(made, "plan", letter)).content.decode()
        assert "Nu, over vijf minuten" not in page
        assert 'value="2026-11-25"' in page, "the first day that is free"
        assert "Er gaat al een nieuwsbrief weg op: dinsdag 24 november 2026." in page
        answer = browser(dilek).post(url(made, "plan", letter), {"when": "now"})
        assert (answer.status_code, "Kies een andere dag." in answer.content.decode()) == (422, True)


def test_planning_shows_moment_and_number_first_and_can_be_taken_back() -> None:
    made, dilek = coordinated()
    subscriber(made)
    client, letter = browser(dilek), draft(made, dilek)
    chosen = {"when": "later", "day": "2026-11-24", "time": "22:00"}
    with at(TUESDAY):
        asked = client.post(url(made, "plan", letter), chosen)
        shown = asked.content.decode()
        assert again(letter).state == "draft"
        for words in ("Hij wacht tot de ochtend", "woensdag 25 november 2026, 08.00 uur", "1 persoon die vroeg om"):
            assert words in shown
        kept = dict(re.findall(r'<input type="hidden" name="(when|day|time)" value="([^"]*)"', shown))
        assert client.post(url(made, "plan", letter), {**kept, "sure": "on"}).status_code == 302
        assert (again(letter).state, kept) == ("planned", chosen)
        assert client.post(url(made, "plan", letter), {**kept, "sure": "on"}).status_code == 302, "a second click"
        assert client.get(url(made, "edit", letter)).status_code == 409
        assert client.get(url(made, "drop", letter)).status_code == 409
    assert "Haal de nieuwsbrief terug" in client.get(url(made, "manage", letter)).content.decode()
    assert client.post(url(made, "take_back", letter)).status_code == 302
    assert client.post(url(made, "drop", letter)).status_code == 302
    assert not Letter.objects.exists()


def test_log_says_the_moment_of_a_letter_in_words_and_keeps_it_as_it_was() -> None:
    made, dilek = coordinated()
    planned(made, dilek)
    assert last(made).content["moment"] == TUESDAY.isoformat(timespec="minutes")
    page = browser().get(f"/netwerken/{made.slug}/logboek/").content.decode()
    assert "gepland voor dinsdag 24 november 2026, 14.00 uur" in page
    assert "T14:00" not in page


def test_now_is_in_five_minutes_so_that_one_can_still_take_it_back() -> None:
    made, dilek = coordinated()
    letter = draft(made, dilek)
    with at(TUESDAY):
        client = browser(dilek)
        assert (
            "Nog niemand vroeg om dit onderwerp"
            in client.post(url(made, "plan", letter), {"when": "now"}).content.decode()
        )
        assert (
            "Hij wacht tot de ochtend" not in client.post(url(made, "plan", letter), {"when": "now"}).content.decode()
        )
        client.post(url(made, "plan", letter), {"when": "now", "sure": "on"})
    assert again(letter).planned_for == TUESDAY + 5 * MINUTE


@pytest.mark.parametrize(
    "wrong",
    [
        {"when": ""},
        {"when": "later"},
        {"when": "later", "day": "2026-11-25"},
        {"when": "later", "time": "10:00"},
        {"when": "later", "day": "2026-11-24", "time": "13:59"},
        {"when": "later", "day": "2028-01-01", "time": "10:00"},
        {"when": "later", "day": "2026-11-26", "time": "10:00"},
        *(
            {"when": "later", "day": words, "time": "10:00"}
            for words in CORPUS
            if words not in {"\ud800", "12-31-2026"}
        ),
        *({"when": words} for words in CORPUS if words != "\ud800"),
    ],
)
def test_wrong_moment_gets_a_sentence_and_plans_nothing(wrong: dict[str, str]) -> None:
    made, dilek = coordinated()
    planned(made, dilek, TUESDAY + 2 * DAY)
    letter = draft(made, dilek)
    with at(TUESDAY):
        answer = browser(dilek).post(url(made, "plan", letter), {**wrong, "sure": "on"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert again(letter).state == "draft"


@pytest.mark.parametrize("words", some(__name__))
def test_bad_words_get_a_sentence_or_are_shown_as_words(words: str) -> None:
    made, dilek = coordinated()
    client = browser(dilek)
    for changes in ({"title": words}, {"topic": words}, {"intro": words}, {"words": words}):
        answer = client.post(url(made, "write"), {**WORDS, **changes})
        assert answer.status_code in {302, 422}
        if answer.status_code == 302:
            shown = client.get(answer.headers["Location"]).content.decode()
            assert "<script>alert" not in shown
            assert "<img src=x" not in shown
    assert client.post(url(made, "write"), {**WORDS, "title": "x" * 121}).status_code == 422
    assert client.post(url(made, "write"), {}).status_code == 422


# How it looks


def test_letter_in_mail_has_everything_a_bulk_mail_needs() -> None:
    made, dilek = coordinated()
    subscriber(made)
    begun(made, dilek)
    mail = Mail.objects.get(key__startswith="newsletter:")
    letter = Letter.objects.get()
    stop = re.search(r"https?://\S+/nieuwsbrief/afmelden/\S+", mail.text)
    choose = re.search(r"https?://\S+/nieuwsbrief/keuze/\S+", mail.text)
    assert stop is not None
    assert choose is not None
    assert mail.headers["List-Unsubscribe"].startswith(f"<{stop[0]}>, <mailto:")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Id"].startswith("<community-up.newsletter.")
    assert mail.headers["Reply-To"] == made.contact
    for words in (mail.text, mail.html):
        assert f"je antwoord komt bij {made.contact}" in words
        assert "leest niemand" not in words
    assert (mail.subject, mail.message_id.startswith("<")) == (letter.title, True)
    for words in (mail.text, mail.html):
        for needed in (
            stop[0],
            choose[0],
            url(made, "letter", letter),
            made.sender,
            "Dertig mensen",
            "Je krijgt dit omdat",
        ):
            assert needed in words
    assert ".invalid/" not in mail.text.replace("communityup.invalid", "")
    assert "het hele verslag: https://example.org/verslag" in mail.text
    assert '<a href="https://example.org/verslag" rel="nofollow noreferrer">het hele verslag</a>' in mail.html
    assert Client().post(stop[0].partition("/nieuwsbrief")[1] + stop[0].partition("/nieuwsbrief")[2]).status_code == 200
    assert not made.subscriptions.exists()


def test_each_reader_gets_own_links_and_the_frame_in_their_own_language() -> None:
    made, dilek = coordinated()
    for name in ("een", "twee"):
        subscriber(made, f"{name}@example.org")
    made.subscriptions.filter(email="twee@example.org").update(language="en")
    begun(made, dilek)
    one, two = Mail.objects.filter(key__startswith="newsletter:").order_by("to")
    assert '<html lang="nl">' in one.html
    assert '<html lang="en">' in two.html
    assert "Je keuze" in one.text
    assert "Your choice" in two.text
    tokens = [set(re.findall(r"/nieuwsbrief/\w+/(\S+)/", mail.text)) for mail in (one, two)]
    assert len(tokens[0]) == len(tokens[1]) == 2
    assert not tokens[0] & tokens[1]


def test_words_of_a_letter_bring_no_markup_anywhere() -> None:
    made, dilek = coordinated()
    subscriber(made)
    letter = sent(made, dilek, title=EVIL[:100], intro=EVIL, words=f"## {EVIL}\n- {EVIL}\n\n{EVIL}")
    mail = Mail.objects.get(to="wil@example.org", key__startswith="newsletter:")
    archive = Client().get(url(made, "archive")).content.decode()
    for html in (archive, Client().get(url(made, "letter", letter)).content.decode(), mail.html):
        assert "{{ 7*7 }}" in html
        for markup in ("<script>alert", 'href="javascript:', 'onclick="'):
            assert markup not in html
    assert "&lt;script&gt;" in Client().get(url(made, "feed")).content.decode()


def test_words_are_read_as_headings_lists_links_and_paragraphs() -> None:
    found = list(blocks("Een\ntwee\n\n## Kop\n- a\n* b [c](https://d.example/e)\nnog\n\n\n[f](ftp://g)"))
    assert [block.kind for block in found] == ["words", "heading", "list", "words", "words"]
    assert found[0].lines == [[Span("Een")], [Span("twee")]]
    assert found[2].lines == [[Span("a")], [Span("b "), Span("c", "https://d.example/e")]]
    assert found[4].lines == [[Span("[f](ftp://g)")]]
    assert list(blocks("")) == []
    assert plain("## Kop\n[a](https://b.example)") == "Kop\na: https://b.example"


def test_progress_counts_without_a_program_in_the_page() -> None:
    made, dilek = coordinated()
    for number in range(3):
        subscriber(made, f"x{number}@example.org")
    letter = begun(made, dilek)
    client = browser(dilek)
    with at(TUESDAY):
        html = client.get(url(made, "manage", letter)).content.decode()
    assert "0 van 3" in html
    assert "gaat vanzelf verder" in html
    with at(TUESDAY + 8 * HOUR):
        assert "Het versturen rust nu" in client.get(url(made, "manage", letter)).content.decode()
    sent(made, dilek, TUESDAY + DAY)
    assert "3 van 3" in client.get(url(made, "manage", letter)).content.decode()


def test_feed_holds_letters_that_went_out_and_no_character_xml_cannot_hold() -> None:
    made, dilek = coordinated()
    empty = ET.fromstring(Client().get(url(made, "feed")).content)  # noqa: S314 - our own feed
    assert len(list(empty)) == 6
    draft(made, dilek, title="Nog niet")
    letter = sent(made, dilek, words="Een \x0b\x0c teken.\n\n[Lees](https://example.org/x)")
    answer = Client().get(url(made, "feed"))
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ET.fromstring(answer.content).findall(f"{atom}entry")  # noqa: S314 - our own feed
    assert [entry.findtext(f"{atom}title") for entry in entries] == [letter.title]
    assert str(entries[0].findtext(f"{atom}id")).endswith(url(made, "letter", letter))
    assert "Lees: https://example.org/x" in str(entries[0].findtext(f"{atom}content"))


# Lists


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_database_as_often_for_one_letter_as_for_three(
    count: int, django_assert_num_queries: Any
) -> None:
    made, dilek = coordinated()
    for number in range(count):
        sent(made, dilek, TUESDAY + number * DAY)
        draft(made, dilek)
    with django_assert_num_queries(QUERIES_ARCHIVE):
        Client().get(url(made, "archive"))
    client = browser(dilek)
    client.get(url(made, "overview"))
    with django_assert_num_queries(QUERIES_OVERVIEW):
        client.get(url(made, "overview"))


def test_archive_says_when_there_is_nothing_and_pages_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from communityup.network.letters import queries

    made, dilek = coordinated()
    assert "nog geen nieuwsbrief verstuurd" in Client().get(url(made, "archive")).content.decode()
    assert "Er is nog geen nieuwsbrief." in browser(dilek).get(url(made, "overview")).content.decode()
    monkeypatch.setattr(queries, "ON_A_PAGE", 2)
    for number in range(3):
        sent(made, dilek, TUESDAY + number * DAY, title=f"Brief {number}")
    first, second = (Client().get(url(made, "archive"), {"page": page}).content.decode() for page in ("1", "2"))
    assert "Brief 2" in first
    assert "Brief 0" not in first
    assert "Brief 0" in second
    assert Client().get(url(made, "archive"), {"page": "x" * 50}).status_code == 200


def test_way_to_letters_stands_beside_the_form_and_on_the_coordinators_card() -> None:
    made, dilek = coordinated()
    form = reverse("newsletter:sign_up", args=[made.slug])
    assert url(made, "archive") in Client().get(form).content.decode()
    assert url(made, "overview") not in Client().get(form).content.decode()
    assert url(made, "overview") in browser(dilek).get(form).content.decode()
