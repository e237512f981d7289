"""Who leads a round about being ready: both who guard the process, never one alone, and nobody in a step back."""

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.facilitation.actions import confirm
from communityup.workspace.facilitation.queries import waiting_acts
from communityup.workspace.facilitators.actions import stop
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.readiness import actions
from communityup.workspace.readiness.models import Check
from tests import make
from tests.make_facilitators import guarded
from tests.make_readiness import by, closed, lines, opened, talked

pytestmark = pytest.mark.django_db


def last(challenge: Challenge) -> tuple[str, str, str]:
    """Return what the last line tells, and as whom."""
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    return line.type, line.party, line.role


def test_e7_who_guards_the_process_asks_closes_and_ends_only_together() -> None:
    challenge, first, second = guarded()
    one, other = Actor.of(first.person), Actor.of(second.person)
    assert actions.ask_all(challenge, by=one) is None
    asked = lines(challenge)
    assert actions.ask_all(challenge, by=one) is None, "twice the same yes is one yes"
    assert (lines(challenge), Check.objects.count()) == (asked, 0)
    confirm(waiting_acts(challenge)[0], by=other)
    check = Check.objects.get()
    assert last(challenge) == ("readiness.round_opened", "", "facilitators")
    assert actions.close(check, by=other).asked.is_open
    assert last(challenge) == ("facilitation.step_asked", "", "facilitator")
    actions.answer(check, given={"H2": 1}, by=by("Amina"))
    confirm(waiting_acts(challenge)[0], by=one)
    check = Check.objects.get()
    assert (check.asked.is_open, last(challenge)) == (False, ("readiness.round_closed", "", "facilitators"))
    assert actions.end(talked(check), no_step="Goed zo.", by=one).ended_at is None
    assert last(challenge) == ("facilitation.step_asked", "", "facilitator")
    confirm(waiting_acts(challenge)[0], by=other)
    check.refresh_from_db()
    assert (check.ended_at is None, str(check.no_step)) == (False, "Goed zo.")
    assert last(challenge) == ("readiness.round_ended", "", "facilitators")


def test_e7_who_guards_the_process_answers_nothing_and_a_party_leads_nothing_then() -> None:
    challenge, first, second = guarded()
    actions.ask_all(challenge, by=Actor.of(first.person))
    check = actions.ask_all(challenge, by=Actor.of(second.person))
    assert check is not None
    for name in ("Amina", "Bram"):
        with pytest.raises(NotAllowed):
            actions.ask_all(challenge, by=by(name))
        with pytest.raises(NotAllowed):
            actions.close(check, by=by(name))
        with pytest.raises(NotAllowed):
            actions.end(check, no_step="Niets", by=by(name))
    for guard in (first, second):
        with pytest.raises(NotAllowed):
            actions.answer(check, given={}, by=Actor.of(guard.person))


def test_e7_a_step_told_after_the_first_yes_takes_the_place_of_the_reason_for_none() -> None:
    challenge, first, second = guarded()
    actions.ask_all(challenge, by=Actor.of(first.person))
    check = actions.ask_all(challenge, by=Actor.of(second.person))
    assert check is not None
    actions.close(check, by=Actor.of(first.person))
    actions.close(check, by=Actor.of(second.person))
    actions.end(talked(check), no_step="Er is niets nodig.", by=Actor.of(first.person))
    actions.tell_step(check, words="Wij bellen.", by=by("Bram"))
    confirm(waiting_acts(challenge)[0], by=Actor.of(second.person))
    ended = Check.objects.get()
    assert (ended.ended_at is None, ended.no_step, ended.steps) == (False, None, 1)


def test_e7_no_second_yes_closes_a_round_during_a_step_back() -> None:
    challenge, first, second = guarded()
    actions.ask_all(challenge, by=Actor.of(first.person))
    check = actions.ask_all(challenge, by=Actor.of(second.person))
    assert check is not None
    actions.close(check, by=Actor.of(first.person))
    call_step_back(challenge, reason="Even wachten.", by=by("Bram"))
    with pytest.raises(Refused, match="stapje terug"):
        confirm(waiting_acts(challenge)[0], by=Actor.of(second.person))
    check.refresh_from_db()
    assert check.asked.is_open


def test_r16_b35_with_facilitators_a_partys_own_round_stays_with_its_own_people() -> None:
    challenge, first, _second = guarded()
    own = actions.ask_own(challenge, by=by("Bram"))
    for act in (actions.close, actions.end):
        with pytest.raises(NotAllowed):
            act(own, by=Actor.of(first.person))
    assert not actions.close(own, by=by("Bram")).asked.is_open
    actions.tell_outcome(own, choice="go", by=by("Bram"))
    assert actions.end(own, no_step="Goed zo.", by=by("Bram")).ended_at is not None
    assert waiting_acts(challenge) == []


def test_r16_with_one_facilitator_somebody_of_another_party_says_the_second_yes() -> None:
    challenge, first, second = guarded()
    stop(challenge, by=Actor.of(second.person))
    assert actions.ask_all(challenge, by=Actor.of(first.person)) is None
    with pytest.raises(NotAllowed):
        actions.ask_all(challenge, by=by("Amina"))
    assert actions.ask_all(challenge, by=by("Bram")) is not None


def test_e12_while_a_step_back_lasts_nothing_of_all_closes_or_ends_and_one_can_look_at_oneself() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    call_step_back(challenge, reason="Even wachten.", by=by("Bram"))
    with pytest.raises(Refused, match="stapje terug"):
        actions.close(check, by=by("Amina"))
    own = actions.ask_own(challenge, by=by("Bram"))
    assert not actions.close(own, by=by("Bram")).asked.is_open


def test_e12_while_a_step_back_lasts_nobody_asks_everybody() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    call_step_back(challenge, reason="Even wachten.", by=by("Bram"))
    for name in ("Amina", "Bram"):
        with pytest.raises(Refused, match="stapje terug"):
            actions.ask_all(challenge, by=by(name))
    assert not Check.objects.exists()


def test_e12_a_round_that_was_closed_does_not_end_during_a_step_back() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = talked(closed(challenge))
    call_step_back(challenge, reason="Even wachten.", by=by("Bram"))
    with pytest.raises(Refused, match="stapje terug"):
        actions.end(check, no_step="Niets", by=by("Amina"))
