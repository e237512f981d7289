"""Several forms for one address at the same instant: together they send three letters a day, and no fourth (X6)."""

import pytest

from communityup.base.errors import Refused
from communityup.network.networks.models import Network
from communityup.organisations.models import Organisation
from communityup.people.actions import send_code
from communityup.people.actors import Actor
from communityup.people.models import Code
from communityup.post.models import Mail
from communityup.post.permissions import LETTERS_A_DAY, is_flooded
from communityup.workspace.challenges.actions import invite_colleague
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.colleagues.actions import ask_colleague
from communityup.workspace.mandates.actions import give_sponsor_address
from tests import make, make_newsletter
from tests.at_once import together
from tests.make_network import coordinated

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WIL = "wil@example.org"


def test_x6_forms_that_come_at_the_same_instant_send_no_letter_beyond_the_third() -> None:
    coordinated()
    make.challenge_of_two()
    challenge, network = Challenge.objects.get(), Network.objects.get()
    amina, bram = Actor.of(make.amina()), Actor.of(make.bram())
    town, residents = Organisation.objects.get(memberships__person=make.bram()), challenge.parties.get(number=1)
    for _code in range(LETTERS_A_DAY - 1):
        send_code(WIL, purpose=Code.Purpose.ENTER, language="nl")
    given = together(
        lambda: ask_colleague(town, email=WIL, parties=[], by=bram),
        lambda: invite_colleague(residents, email=WIL, by=amina),
        lambda: give_sponsor_address(challenge, email=WIL, by=bram),
        lambda: make_newsletter.sign_up(network, WIL),
    )
    assert Mail.objects.filter(to=WIL, given_up_at=None).count() == LETTERS_A_DAY
    wrong = [one for one in given if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert not wrong
    assert is_flooded(WIL)
