"""Fifty clicks at the same moment, of one person or of several of one party: one yes, one outcome, one line (E8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.consent import actions
from communityup.workspace.consent.models import PartyConsent, Round
from communityup.workspace.dialogue import actions as dialogue
from communityup.workspace.facilitation import actions as facilitation
from communityup.workspace.facilitation.models import Act, Turn
from communityup.workspace.pace.actions import ask_to_go_on, call_step_back
from communityup.workspace.setup.actions import propose_off
from tests import make, make_facilitators
from tests.at_once import together

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 50


def count(kind: str) -> int:
    return Line.objects.filter(type=kind).count()


def test_e8_fifty_clicks_on_yes_are_one_yes_and_the_thing_is_done_once() -> None:
    challenge, amina, bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=2), carla, inviter=bram)
    asked = propose_off(challenge, key="history", by=Actor.of(amina))
    people = [Actor.of(one) for one in (bram, carla)] * (CLICKS // 2)
    given = together(*[lambda by=by: actions.respond(asked, agrees=True, by=by) for by in people])
    assert {type(one) for one in given} <= {Round, Refused}, given
    assert [one for one in given if isinstance(one, Round)], "the first click is no error"
    assert PartyConsent.objects.filter(round=asked).count() == 2
    assert count("setup.module_switched_off") == 1
    challenge.refresh_from_db()
    assert challenge.off == ["history"]


def test_e8_fifty_proposals_at_the_same_moment_open_one_question() -> None:
    challenge, amina, bram = make.challenge_of_two()
    people = [Actor.of(one) for one in (amina, bram)] * (CLICKS // 2)
    given = together(*[lambda by=by: propose_off(challenge, key="history", by=by) for by in people])
    assert {type(one) for one in given} <= {Round, Refused}, given
    assert Round.objects.filter(challenge=challenge, about="module_off:history").count() == 1
    assert count("consent.consent_asked") == count("consent.consent_answered") + 2, "going public was asked too"


def test_e12_a_yes_and_a_not_yet_at_the_same_moment_leave_one_answer_per_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    call_step_back(challenge, reason="Wij willen eerst praten.", by=Actor.of(amina))
    asked = ask_to_go_on(challenge, by=Actor.of(amina))
    by = Actor.of(bram)

    def click(number: int) -> Round:
        return actions.respond(asked, agrees=bool(number % 2), reason="Nog even.", by=by)

    given = together(*[lambda number=number: click(number) for number in range(CLICKS)])
    assert {type(one) for one in given} <= {Round, Refused}, given
    asked.refresh_from_db()
    answer = PartyConsent.objects.get(round=asked, party__number=2)
    assert answer.agrees == asked.agreed
    assert count("pace.went_on") == int(asked.agreed)


@pytest.mark.parametrize("key", ["history", "course", "facts", "grip", "tracks"])
def test_e6_of_two_colleagues_who_answer_at_the_same_moment_one_counts_and_the_other_sees_it_first(key: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=2), carla, inviter=bram)
    make.join(challenge, make.dilek(), "School", "institution")  # silent, so that a yes ends nothing
    asked = propose_off(challenge, key=key, by=Actor.of(amina))
    seen, before = make.seen(asked, bram), count("consent.consent_answered")
    given = together(
        lambda: actions.respond(asked, agrees=True, seen=seen, by=Actor.of(bram)),
        lambda: actions.respond(asked, agrees=False, reason="Nog even.", seen=seen, by=Actor.of(carla)),
    )
    (refused,) = [one for one in given if not isinstance(one, Round)]
    assert isinstance(refused, Refused), given
    answer = PartyConsent.objects.get(round=asked, party__number=2)
    assert answer.person == (bram if answer.agrees else carla)
    assert count("consent.consent_answered") == before + 1
    assert ("akkoord" if answer.agrees else "nog niet, want “Nog even”") in str(refused)


def test_e7_fifty_clicks_of_one_facilitator_turn_one_key() -> None:
    challenge, _first, _second = make_facilitators.guarded()
    opened = dialogue.open_first_round(challenge)
    day = timezone.localdate() + timedelta(days=21)
    dilek, femke = (Actor.of(make.person(name)) for name in ("Dilek", "Femke"))
    given = together(*[lambda: dialogue.set_end_date(opened, ends_on=day, by=dilek) for _click in range(CLICKS)])
    assert not [one for one in given if isinstance(one, Exception) and not isinstance(one, Refused)], given
    act = Act.objects.get(challenge=challenge)
    assert act.state == Act.State.WAITS
    assert Turn.objects.filter(act=act).count() == 1
    given = together(*[lambda: facilitation.confirm(act, by=femke) for _click in range(CLICKS)])
    assert not [one for one in given if isinstance(one, Exception) and not isinstance(one, Refused)], given
    assert count("dialogue.round_end_set") == 1
