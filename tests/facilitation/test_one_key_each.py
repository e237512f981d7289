"""One person turns one key, whoever they stand in for and whatever they said before; a visitor none (E7)."""

import datetime as dt

import pytest
from django.utils import timezone

from communityup.base.errors import NotAllowed
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.dialogue import actions as dialogue
from communityup.workspace.dialogue.models import Dialogue
from communityup.workspace.facilitation import actions, queries
from communityup.workspace.facilitation.models import Act
from communityup.workspace.pace.actions import signal_pace
from communityup.workspace.pace.models import Signal
from tests import make, make_facilitators
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
AHEAD = dt.timedelta(days=10)


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def types(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


@built_once
def guarded() -> tuple[Challenge, Dialogue]:
    """Return a challenge guarded by Dilek (party 1, substitute Els) and Femke from outside, and its open round."""
    challenge, _first, _second = make_facilitators.guarded()
    return challenge, dialogue.open_first_round(challenge)


def end_on(opened: Dialogue, by: Actor) -> bool:
    day = timezone.localdate() + AHEAD
    return dialogue.set_end_date(opened, ends_on=day, by=by).ends_on == day


def waiting(challenge: Challenge) -> Act:
    (act,) = queries.waiting_acts(challenge)
    return act


def four_days_ago(act: Act) -> None:
    """Let an act wait as if it was asked four days ago, by people who guarded it already."""
    Facilitator.objects.update(since=timezone.now() - dt.timedelta(days=60))
    Act.objects.filter(pk=act.pk).update(asked_at=timezone.now() - dt.timedelta(days=4))


def test_r16_a_substitute_of_who_already_said_yes_adds_nothing() -> None:
    challenge, opened = guarded()
    end_on(opened, by("Dilek"))
    given = signal_pace(challenge, kind="fast", words="Een week erbij.", by=by("Bram"))
    four_days_ago(waiting(challenge))
    Signal.objects.filter(pk=given.pk).update(given_at=timezone.now() - dt.timedelta(days=4))
    before = types(challenge)
    actions.confirm(waiting(challenge), by=by("Els"))
    assert (waiting(challenge).state, waiting(challenge).turns.count()) == (Act.State.WAITS, 1)
    assert types(challenge) == before
    opened.refresh_from_db()
    assert opened.ends_on is None
    actions.confirm(waiting(challenge), by=by("Femke"))
    assert types(challenge)[-1] == "dialogue.round_end_set"


def test_e7_who_stands_in_for_both_says_no_second_yes_for_the_other() -> None:
    challenge, opened = guarded()
    Facilitator.objects.update(substitute=make.person("Els"))
    end_on(opened, by("Femke"))
    act = waiting(challenge)
    act.turns.all().delete()
    four_days_ago(act)
    actions.confirm(act, by=by("Els"))
    turned = act.turns.get()
    assert turned.facilitator is not None
    Facilitator.objects.filter(pk=turned.facilitator.pk).update(substitute=make.amina())
    before = types(challenge)
    with pytest.raises(NotAllowed, match="tweede ja"):
        actions.confirm(act, by=by("Els"))
    assert act.turns.get().facilitator == turned.facilitator
    assert types(challenge) == before


def test_e7_who_said_yes_for_a_party_and_guards_the_process_since_says_it_as_such_and_has_one_key() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    queries.register_step(queries.Step(prefix="test_two", label=str, carry_out=lambda act, _by: act, two_parties=True))
    assert not actions.both(challenge, "test_two", by=by("Dilek"))
    guard = make_facilitators.of_party(challenge, make.dilek(), proposer=amina, others=[bram])
    assert not actions.both(challenge, "test_two", by=by("Dilek")), "one person turns one key"
    assert [turn.facilitator for turn in waiting(challenge).turns.all()] == [guard]
    with pytest.raises(NotAllowed):
        actions.both(challenge, "test_two", by=by("Amina"))
    assert actions.both(challenge, "test_two", by=by("Bram"))


def test_e7_a_visitor_takes_no_step_and_says_no_yes() -> None:
    challenge, opened = guarded()
    with pytest.raises(NotAllowed):
        end_on(opened, Actor.visitor())
    end_on(opened, by("Dilek"))
    before = types(challenge)
    for act in (actions.confirm, actions.take_back):
        with pytest.raises(NotAllowed):
            act(waiting(challenge), by=Actor.visitor())
    assert (waiting(challenge).state, types(challenge)) == (Act.State.WAITS, before)
