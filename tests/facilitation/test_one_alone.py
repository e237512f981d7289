"""While one facilitator guards the process, somebody at the table of another party says the second yes (E7, R16)."""

import pytest
from django.test import Client

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation import actions
from communityup.workspace.facilitation.queries import waiting_acts
from communityup.workspace.facilitators import actions as facilitators
from tests import make, make_facilitators
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
BESIDE = "iemand van een andere partij aan tafel"


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


@built_once
def with_one() -> Challenge:
    """Return a challenge of Amina and Bram that Dilek, of Amina's party, guards alone since Femke stopped."""
    challenge, _first, _second = make_facilitators.guarded()
    facilitators.stop(challenge, by=by("Femke"))
    return challenge


def page(challenge: Challenge, name: str, part: str = "") -> str:
    client = Client()
    client.force_login(make.person(name))
    return client.get(f"/opgaven/{challenge.slug}/{part}").content.decode()


def propose(challenge: Challenge, name: str, address: str = "fase/voorstellen/") -> str:
    client = Client()
    client.force_login(make.person(name))
    sent = client.post(
        f"/opgaven/{challenge.slug}/{address}", {"to": "interests", "reason": "Wij zijn er klaar voor."}, follow=True
    )
    return sent.content.decode()


def test_e7_the_page_of_facilitators_says_who_says_the_second_yes_of_one() -> None:
    challenge = with_one()
    for name in ("Amina", "Bram", "Dilek"):
        assert f"Zolang er één procesbegeleider is, zegt {BESIDE} het tweede ja" in page(
            challenge, name, "procesbegeleiders/"
        )
    two, _first, _second = make_facilitators.guarded()
    assert "Zolang er één procesbegeleider is" not in page(two, "Amina", "procesbegeleiders/")


def test_e7_overview_and_phase_offer_the_same_to_the_same_people_beside_one_facilitator() -> None:
    challenge = with_one()
    for name, holds in (("Dilek", True), ("Bram", True), ("Amina", False)):
        assert ("fase/voorstellen/" in page(challenge, name, "fase/")) is holds, name
        blocked = "De procesbegeleider stelt dit voor met iemand aan tafel" in page(challenge, name)
        assert blocked is not holds, name


def test_e7_the_first_yes_of_one_facilitator_says_whose_yes_is_missing_and_the_phase_shows_it() -> None:
    challenge = with_one()
    said = propose(challenge, "Dilek")
    assert f"De partijen krijgen de vraag zodra {BESIDE} ook ja zegt" in said
    assert "andere procesbegeleider" not in said
    for name in ("Amina", "Bram", "Dilek", "Chris"):
        assert "Wacht op een tweede ja" in page(challenge, name, "fase/")
    assert "De procesbegeleider zei ja. Met jouw ja erbij" in page(challenge, "Bram")
    assert f"Je zei ja. De partijen krijgen de vraag zodra {BESIDE} ook ja zegt" in page(challenge, "Dilek")
    actions.confirm(waiting_acts(challenge)[0], by=by("Bram"))
    assert Round.objects.filter(about="phase:interests", outcome="open").exists()
    assert "Wacht op een tweede ja" not in page(challenge, "Bram", "fase/")


def test_e7_a_first_yes_of_the_table_waits_for_the_facilitator() -> None:
    challenge = with_one()
    assert "zodra de procesbegeleider ook ja zegt" in propose(challenge, "Bram")


def test_e7_being_ready_and_rounds_are_decided_with_whom_the_rule_says() -> None:
    challenge = with_one()
    for part in ("klaar/", "dialoog/ronde/"):
        assert f"Je beslist dit samen met {BESIDE}" in page(challenge, "Dilek", part), part
        assert "Je beslist dit samen met de procesbegeleider" in page(challenge, "Bram", part), part
