"""When one person can close a round: nobody is shut out before they could answer."""

import pytest

from communityup.people.actors import Actor
from communityup.workspace.readiness import actions
from tests import make
from tests.make_readiness import answered, opened, sent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("openly", [True, False])
def test_e2_without_facilitators_nobody_closes_a_round_before_others_could_answer(openly: bool) -> None:
    challenge, amina, bram = make.challenge_of_two()
    check = actions.ask_all(challenge, by=Actor.of(amina))
    assert check is not None
    answered(check, [amina])
    place = f"{check.public_id}/"
    page = sent("Amina", challenge, place).content.decode()
    assert "Je kunt deze ronde sluiten als iedereen, of hun partij, heeft geantwoord, of vanaf" in page
    assert f"{place}sluiten/" not in page
    tried: list[dict[str, str] | None] = [None, {}]
    for data in tried:
        refused = sent("Amina", challenge, f"{place}sluiten/", data)
        assert refused.status_code == 409
        assert "Nog niet iedereen heeft geantwoord." in refused.content.decode()
    assert "sluiten als iedereen" not in sent("Chris", challenge, place).content.decode()
    if openly:
        actions.answer_openly(check, given={"H2": 1}, by=Actor.of(bram))
    else:
        answered(check, [bram])
    assert f"{place}sluiten/" in sent("Amina", challenge, place).content.decode()
    assert sent("Amina", challenge, f"{place}sluiten/", {}).status_code == 302


def test_e2_who_had_three_days_to_answer_holds_up_no_round() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    assert "sluiten als iedereen" not in sent("Amina", challenge, f"{check.public_id}/").content.decode()
    assert not actions.close(check, by=Actor.of(amina)).asked.is_open
