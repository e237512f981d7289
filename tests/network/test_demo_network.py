"""The learning network of the demo is made through the real actions."""

import pytest
from django.urls import reverse

from communityup.demo import queries
from communityup.demo.actions import load_network
from tests.make_letters import run
from tests.make_network import browser, path
from tests.make_notices import TUESDAY, at

pytestmark = pytest.mark.django_db


def test_network_of_the_demo_can_be_read() -> None:
    made = load_network(queries.network())
    html = browser().get(path(made, "page")).content.decode()
    assert "Leernetwerk Community-up werken" in html
    assert "Netwerkcoördinator" in html
    members = browser().get(f"{path(made, 'page')}leden/").content.decode()
    assert "Platform Dorpshuizen Oost" in members
    assert "Buurttuin" not in members, "it waits for an answer"


def test_roles_of_the_demo_stay_informed() -> None:
    made = load_network(queries.network())
    assert made.subscriptions.count() == 3
    assert made.subscriptions.filter(sessions=True).count() == 3


def test_demo_has_a_letter_that_went_out_and_one_that_is_written() -> None:
    with at(TUESDAY):
        made = load_network(queries.network())
        assert [one.state for one in made.letters.order_by("pk")] == ["sending", "draft"]
        run()
    sent = made.letters.get(state="sent")
    assert (sent.readers, sent.sent) == (3, 3)
    html = browser().get(reverse("letters:letter", args=[made.slug, sent.public_id])).content.decode()
    assert "<h2>Wat opviel</h2>" in html


def test_b9_demo_follows_a_question_from_its_first_words_to_the_answer() -> None:
    made = load_network(queries.network())
    lists = browser().get(f"{path(made, 'page')}leervragen/").content.decode()
    assert "Durven we vastgoed los te laten" in lists
    closed = made.learning_questions.get(theme="Dezelfde mensen aan tafel")
    page = browser().get(f"{path(made, 'page')}leervragen/{closed.public_id}/").content.decode()
    for words in ("beantwoord", "Een vervanger die al een keer meekwam", "Eerste sessie: wat is community-up?"):
        assert words in page


def test_demo_has_a_visit_and_a_story_told_a_proposal_that_waits_and_an_open_question() -> None:
    made = load_network(queries.network())
    html = browser().get(f"{path(made, 'page')}werkbezoeken/").content.decode()
    assert "Hoe regelden jullie het achterstallig onderhoud bij de overdracht?" in html
    assert "Gastverhaal: Platform Dorpshuizen Oost vertelde aan Gemeente Oeverstad" in html
    for discreet in ("Hoe neem je de raad mee", "Hoe begin je met huurders"):
        assert discreet not in html
    host = browser(queries.person("Adviseur dorpshuizen")).get(f"{path(made, 'page')}werkbezoeken/mijn/")
    assert "Hoe neem je de raad mee zonder alles vast te prikken?" in host.content.decode()
    coordinator = browser(queries.person("Netwerkcoördinator")).get(f"{path(made, 'page')}werkbezoeken/voorstellen/")
    assert "Hoe begin je met huurders aan een tuin die blijft?" in coordinator.content.decode()
