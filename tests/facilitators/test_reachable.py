"""Who guards the process can be reached: who came with a code and has no account is asked for nothing there (R16)."""

import pytest
from django.test import Client

from communityup.base.errors import Refused
from communityup.people.actions import make_guest
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.facilitators import actions
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.joining.actions import give_place
from tests import make

pytestmark = pytest.mark.django_db


def with_guest() -> tuple[Challenge, Person]:
    """Return a challenge of two parties, of which the first has two people at the table and a guest around it."""
    challenge, amina, _bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    guest = make_guest(language="nl")
    give_place(challenge, challenge.parties.get(number=1), guest)
    return challenge, guest


def test_e7_a_guest_is_offered_to_nobody_and_refused_as_facilitator() -> None:
    challenge, guest = with_guest()
    client = Client()
    client.force_login(make.amina())
    page = f"/opgaven/{challenge.slug}/procesbegeleiders/voorstellen/"
    shown = client.get(page).content.decode()
    assert "Dilek" in shown
    assert f'value="{guest.pk}"' not in shown
    with pytest.raises(Refused, match="geen account"):
        actions.propose_own(challenge, person=guest, by=Actor.of(make.amina()))
    assert not Candidacy.objects.exists()


def test_e7_a_guest_stands_in_for_no_facilitator() -> None:
    challenge, guest = with_guest()
    asked = actions.propose_own(challenge, person=make.amina(), by=Actor.of(make.amina()))
    client = Client()
    client.force_login(make.amina())
    page = client.get(f"/opgaven/{challenge.slug}/procesbegeleiders/gevraagd/{asked.public_id}/").content.decode()
    assert "Dilek" in page
    assert f'value="{guest.pk}"' not in page
    with pytest.raises(Refused, match="geen account"):
        actions.accept(asked, substitute=guest, by=Actor.of(make.amina()))
    asked.refresh_from_db()
    assert asked.accepted_at is None
