"""The end of a round and of a challenge: what comes in at the last moment counts, and nothing opens after it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue import actions, exports
from communityup.workspace.dialogue.models import Dialogue, View
from tests.make import challenge_of_two
from tests.make_dialogue import answer, dialogue_of_two

pytestmark = pytest.mark.django_db


def test_a_closed_challenge_opens_no_round() -> None:
    challenge, _amina, _bram = challenge_of_two()
    Challenge.objects.filter(pk=challenge.pk).update(phase="closed")
    with pytest.raises(Refused):
        actions.open_first_round(challenge)


def test_a_thought_that_comes_in_while_a_round_is_counted_is_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, _amina, bram, statements = dialogue_of_two()
    dialogue = statements[0].dialogue
    answer(statements[0], bram, View.SAME)
    count, late = exports.sealed_count, [True]

    def counted(round_: Dialogue) -> object:
        before = count(round_)
        if late and late.pop():
            answer(statements[1], bram, View.SAME)
        return before

    monkeypatch.setattr(exports, "sealed_count", counted)
    Dialogue.objects.filter(pk=dialogue.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    closed = actions.close_round(dialogue, by=Actor.job("dialogue"))
    line = Line.objects.get(stream=challenge.stream, type="dialogue.round_closed")
    assert line.content["answers"] == count(closed).answers == 2
