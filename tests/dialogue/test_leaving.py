"""What happens to thoughts and answers when somebody leaves the platform."""

import pytest

from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.texts.models import TAKEN_AWAY, stand_in
from communityup.workspace.dialogue.actions import answer_thought, share_thought, withdraw_thought
from communityup.workspace.dialogue.models import Answer, Participant, Statement
from tests import make

pytestmark = pytest.mark.django_db


def test_e22_thoughts_of_somebody_who_leaves_are_erased_and_answers_lead_to_nobody() -> None:
    challenge, amina, bram = make.challenge_of_two()
    colleague = make.dilek()
    make.colleague(challenge.parties.get(number=1), colleague, inviter=amina)
    said = share_thought(challenge, body="Mijn moeder komt hier elke dinsdag.", by=Actor.of(colleague))
    other = share_thought(challenge, body="Publiek geld vraagt uitleg.", by=Actor.of(bram))
    answer_thought(other, value=1, by=Actor.of(colleague))
    commitment = said.text.commit
    leave_platform(colleague, by=Actor.of(colleague))
    said.refresh_from_db()
    version = said.text.versions.get()
    assert (said.state, version.body, version.salt) == (Statement.State.WITHDRAWN, stand_in(TAKEN_AWAY), None)
    assert not Participant.objects.filter(person=colleague).exists()
    assert Answer.objects.filter(statement=other).count() == 1
    erased = Line.objects.filter(stream=challenge.stream, type="texts.erased").get()
    assert commitment is not None
    assert commitment in bytes(erased.bytes).decode()


def test_r12_the_line_of_an_erasure_never_says_more_than_the_line_of_the_thought() -> None:
    challenge, amina, bram = make.challenge_of_two()
    for show_name in (False, True):
        gone = share_thought(challenge, body=f"Gedachte {show_name}", show_name=show_name, by=Actor.of(amina))
        withdraw_thought(gone, by=Actor.of(amina))
        share_thought(challenge, body=f"Blijft {show_name}", show_name=show_name, by=Actor.of(bram))
    leave_platform(bram, by=Actor.of(bram))
    erased = Line.objects.filter(stream=challenge.stream, type="texts.erased")
    assert [(line.content["actor"], line.content["party"]) for line in erased] == [(None, None)] * 4
