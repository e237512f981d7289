"""The clerk records formal decisions and nothing else (R22)."""

import pytest

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.workspace.dialogue.actions import answer_thought, share_thought, take_part_in_own_name
from tests import make
from tests.council.test_observers import by_amina, client_of, lines

pytestmark = pytest.mark.django_db


def test_r22_e24_a_clerk_shares_and_answers_nothing_in_the_dialogue_of_a_public_challenge() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    thought = share_thought(challenge, body="De deur staat open.", by=by_amina())
    for person in (make.chris(), make.dilek()):
        take_part_in_own_name(challenge, by=Actor.of(person))
    before = lines(challenge)
    make.observer(challenge, make.chris(), "clerk")
    make.observer(challenge, make.person("Griffie"), "clerk")
    for person in (make.chris(), make.person("Griffie")):
        by = Actor.of(person)
        with pytest.raises(NotAllowed, match="formele besluiten"):
            take_part_in_own_name(challenge, by=by)
        with pytest.raises(NotAllowed, match="formele besluiten"):
            share_thought(challenge, body="Ik vind ook iets.", by=by)
        with pytest.raises(NotAllowed, match="formele besluiten"):
            answer_thought(thought, value=1, by=by)
        page = client_of(person).get(f"/opgaven/{challenge.slug}/").content.decode()
        assert ("Deel een gedachte" in page, "Lees de gedachten" in page) == (False, True)
        assert client_of(person).get(f"/opgaven/{challenge.slug}/dialoog/").status_code == 200
        assert "eigen naam" not in client_of(person).get(f"/opgaven/{challenge.slug}/dialoog/").content.decode()
    assert not [line for line in lines(challenge)[len(before) :] if line.startswith("dialogue.")]
    share_thought(challenge, body="Ik ben er nog.", by=Actor.of(make.dilek()))
