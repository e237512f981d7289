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
