"""Two who want the last place at the same moment: one gets it, on whatever database the tests run."""

from functools import partial

import pytest

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.actions import accept_invitation, invite_colleague
from communityup.workspace.challenges.models import Ring, Seat
from communityup.workspace.rings import actions
from tests import make
from tests.at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_b18_the_last_place_goes_to_one_whether_they_come_or_accept() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    residents = challenge.parties.get(number=1)
    around = [make.person(f"Rond{number}") for number in range(2)]
    for person in around:
        make.colleague(residents, person, inviter=amina)
        actions.leave_table(challenge, by=Actor.of(person))
    for number in range(4):
        make.colleague(residents, make.person(f"Aan{number}"), inviter=amina)
    invited = [make.person(f"Nieuw{number}") for number in range(2)]
    waiting = [invite_colleague(residents, email=one.email, by=Actor.of(amina)) for one in invited]
    given = together(
        *[partial(actions.come_to_table, challenge, by=Actor.of(one)) for one in around],
        *[partial(accept_invitation, one, by=Actor.of(person)) for one, person in zip(waiting, invited, strict=True)],
    )
    assert residents.seats.filter(ring=Ring.TABLE).count() == 6, given
    assert residents.seats.count() == 9
    assert all(isinstance(one, Seat | Refused) for one in given), given
