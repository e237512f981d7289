"""Who closes a round without facilitators: two parties, so that nobody is shut out before they could answer."""

import pytest

from communityup.people.actors import Actor
from communityup.workspace.facilitation.queries import waiting_acts
from communityup.workspace.readiness import actions
from tests import make
from tests.make_readiness import answered, opened, sent, waited

pytestmark = pytest.mark.django_db
TOGETHER = "Ook iemand van een andere partij zegt ja tegen het sluiten. Vanaf"


def test_e2_without_facilitators_two_parties_close_a_round_before_its_three_days_are_over() -> None:
    challenge, amina, bram = make.challenge_of_two()
    check = actions.ask_all(challenge, by=Actor.of(amina))
    assert check is not None
    answered(check, [amina])
    place = f"{check.public_id}/"
    assert TOGETHER in sent("Amina", challenge, place).content.decode()
    assert TOGETHER not in sent("Chris", challenge, place).content.decode()
    for _twice in range(2):
        assert sent("Amina", challenge, f"{place}sluiten/", {}).status_code == 302
    check.refresh_from_db()
    assert check.asked.is_open, "Bram can still answer"
    answered(check, [bram])
    assert len(waiting_acts(challenge)) == 1
    assert not actions.close(check, by=Actor.of(bram)).asked.is_open
    assert waiting_acts(challenge) == []


def test_e2_who_keeps_silent_holds_up_no_round_for_more_than_three_days() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    assert TOGETHER not in sent("Amina", challenge, f"{check.public_id}/").content.decode()
    assert not actions.close(check, by=Actor.of(amina)).asked.is_open


def test_after_three_days_the_first_yes_is_enough_and_nothing_is_left_waiting() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    check = actions.ask_all(challenge, by=Actor.of(amina))
    assert check is not None
    assert actions.close(check, by=Actor.of(amina)).asked.is_open
    assert not actions.close(waited(check), by=Actor.of(amina)).asked.is_open
    assert waiting_acts(challenge) == []
