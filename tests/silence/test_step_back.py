"""A step back does not hang on who vanished: the question to go on has its own term, in real time (E12, R15)."""

import pytest
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.pace import actions as pace
from communityup.workspace.pace import jobs as pace_jobs
from communityup.workspace.pace.queries import GO_ON
from communityup.workspace.silence import actions, jobs, queries
from communityup.workspace.silence.models import Silence
from tests import make
from tests.make_silence import Later, of_three, silent_for

pytestmark = pytest.mark.django_db


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def types(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def read(challenge: Challenge, part: str) -> str:
    client = Client()
    client.force_login(make.amina())
    return client.get(f"/opgaven/{challenge.slug}/{part}").content.decode()


def stepped_back(*, helper: bool = True) -> tuple[Challenge, Party]:
    """Let Hans call a step back, of whom then nothing is heard."""
    challenge, _asked, silent = of_three(helper=helper)
    pace.call_step_back(challenge, reason="Eerst met de huurders.", by=by("Hans"))
    return challenge, silent


def test_e12_r15_who_takes_a_step_back_and_vanishes_does_not_keep_the_others_there(later: Later) -> None:
    challenge, silent = stepped_back(helper=False)
    later(30)
    assert jobs.follow_silences() == 0, "as long as nobody asks to go on, the clock stands still"
    going = pace.ask_to_go_on(challenge, by=by("Amina"))
    respond(going, agrees=True, by=by("Bram"))
    silent_for(later)
    assert types(challenge)[-3:] == ["silence.party_reminded", "silence.party_reminded", "silence.sponsor_told"]
    assert "Verder na het stapje terug" in read(challenge, "stilte/")
    helper = actions.ask_helper(Silence.objects.get(), email="femke@example.org", words="Femke.", by=by("Amina"))
    assert helper.asked is not None
    respond(helper.asked, agrees=True, by=by("Bram"))
    facilitators.accept(helper, by=by("Femke"))
    sleep = actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    respond(sleep, agrees=True, by=by("Bram"))
    actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    assert queries.sleeping(challenge).keys() == {silent.pk}
    assert respond(going, agrees=True, by=by("Bram")).agreed
    assert not challenge.pauses.filter(ended_at=None).exists()


def test_e12_as_long_as_nobody_asks_to_go_on_nobody_lets_a_party_sleep(later: Later) -> None:
    challenge, _asked, _silent = of_three()
    silent_for(later)
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by("Bram"))
    for act in (actions.ask_sleep, actions.refuse_helper):
        with pytest.raises(Refused, match=r"stapje terug|step back"):
            act(Silence.objects.get(), by=by("Amina"))
    assert "laten-slapen/" not in read(challenge, "stilte/")
    pace.ask_to_go_on(challenge, by=by("Amina"))
    assert "laten-slapen/" in read(challenge, "stilte/")
    actions.ask_sleep(Silence.objects.get(), by=by("Amina"))


def test_e12_who_answers_to_go_on_is_not_silent_about_what_nobody_can_answer_now(later: Later) -> None:
    challenge, _silent = stepped_back()
    going = pace.ask_to_go_on(challenge, by=by("Amina"))
    respond(going, agrees=False, reason="Eerst praten.", by=by("Hans"))
    later(21.5)
    assert jobs.follow_silences() == 1, "Bram alone, who did not answer"
    assert set(Silence.objects.values_list("party__name", flat=True)) == {"Gemeente Lindeveen"}
    assert [one["label"] for one in queries.things(challenge, queries.waits_of(challenge))[2]] == [
        "Verder na het stapje terug"
    ]


def test_e12_after_the_agreed_time_all_are_asked_to_go_on_by_itself_and_nobody_said_yes(later: Later) -> None:
    challenge, _silent = stepped_back()
    shown = read(challenge, "tempo/")
    assert "vanzelf de vraag om verder te gaan" in shown
    later(41.9)
    assert pace_jobs.keep_asking() == 0
    before = len(types(challenge))
    later(0.2)
    assert [pace_jobs.keep_asking() for _time in range(2)] == [1, 0]
    assert types(challenge)[before:] == ["pace.going_on_asked"]
    going = Round.objects.get(about=GO_ON)
    assert (going.outcome, going.answers.count()) == (Round.Outcome.OPEN, 0)
    with pytest.raises(NotAllowed):
        take_back(going, by=by("Hans"))
    with pytest.raises(NotAllowed):
        pace.keep_asking(challenge, by=by("Amina"))


def test_e12_a_question_to_go_on_that_was_taken_back_comes_again_by_itself(later: Later) -> None:
    challenge, _silent = stepped_back()
    later(30)
    take_back(pace.ask_to_go_on(challenge, by=by("Hans")), by=by("Hans"))
    later(30)
    assert pace_jobs.keep_asking() == 0, "the days count from when it was taken back"
    later(12.1)
    assert pace_jobs.keep_asking() == 1


def test_e12_a_not_yet_to_going_on_is_asked_anew_after_the_agreed_time_and_each_yes_stays(later: Later) -> None:
    challenge, silent = stepped_back()
    going = pace.ask_to_go_on(challenge, by=by("Amina"))
    respond(going, agrees=True, by=by("Bram"))
    respond(going, agrees=False, reason="Eerst de huurders.", by=by("Hans"))
    later(41.9)
    assert (pace_jobs.keep_asking(), jobs.follow_silences()) == (0, 0)
    later(0.2)
    assert [pace_jobs.keep_asking() for _time in range(2)] == [1, 0]
    assert types(challenge)[-1] == "pace.not_yet_asked_anew"
    assert sorted(going.answers.filter(lapsed_at=None).values_list("party__number", flat=True)) == [1, 2]
    assert jobs.follow_silences() == 0, "its term begins when it is asked anew"
    silent_for(later)
    sleep = actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    respond(sleep, agrees=True, by=by("Bram"))
    actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    assert queries.sleeping(challenge).keys() == {silent.pk}


def test_e12_one_tells_how_long_it_lasts_before_one_asks_for_a_step_back() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert "na 42 dagen krijgen alle partijen die vraag vanzelf" in read(challenge, "tempo/stapje-terug/")
