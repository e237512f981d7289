"""What happens in challenges when somebody leaves the platform."""

import pytest

from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.privacy import consequences_of_leaving
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Invitation, Party, Seat
from tests import make

pytestmark = pytest.mark.django_db


def test_e22_leaving_keeps_history_and_forgets_who_it_was() -> None:
    challenge, _amina, bram = make.closed_challenge_of_two()
    colleague = make.dilek()
    make.colleague(challenge.parties.get(number=2), colleague, inviter=bram)
    leave_platform(colleague, by=Actor.of(colleague))
    assert not Seat.objects.filter(person=colleague).exists()
    assert challenge.parties.get(number=2).state == Party.State.ACTIVE
    assert not Invitation.objects.filter(email__startswith="dilek").exists()
    assert Line.objects.filter(stream=challenge.stream).latest("n").type == "challenges.seat_left"


def test_the_last_of_a_party_is_warned_and_takes_the_party_along() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    told = consequences_of_leaving(amina)
    assert len(told) == 2, "the party leaves; the name of the organisation stays"
    assert all("Bewoners Molenwijk" in sentence for sentence in told)
    leave_platform(amina, by=Actor.of(amina))
    assert challenge.parties.get(number=1).state == Party.State.LEFT
    assert Line.objects.filter(stream=challenge.stream).latest("n").type == "challenges.party_left"
    assert not Version.objects.filter(author=amina).exists()
    assert challenge.why.startswith("Het gebouw is oud.")
