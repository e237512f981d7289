"""The learning network of the demo is made through the real actions."""

import pytest

from communityup.demo import queries
from communityup.demo.actions import load_network
from tests.make_network import browser, path

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
