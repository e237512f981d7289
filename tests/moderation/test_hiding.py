"""Who hides words, how long, how it ends; each act leaves one line of its own beside those that tell it per text."""

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.texts.models import Reason, Text, Version
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue.models import Statement, View
from communityup.workspace.facilitators.actions import stop
from communityup.workspace.goals.actions import add_interest, change_interest, propose_goal, say_not_yet
from communityup.workspace.moderation import actions
from communityup.workspace.moderation.models import Appeal, Hiding, Report
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.releases.queries import packed_answers, question_of
from communityup.workspace.rules.actions import accept_rules
from tests import make
from tests.make_dialogue import answer
from tests.make_moderation import CANARY, by, four_parties, guarded, hidden, hours_pass, thought

pytestmark = pytest.mark.django_db


def lines(challenge: Challenge, about: str = "moderation.") -> list[Line]:
    return list(Line.objects.filter(stream=challenge.stream, type__startswith=about).order_by("n"))


def types(challenge: Challenge) -> list[str]:
    return [line.type.removeprefix("moderation.") for line in lines(challenge)]


def words(text: Text) -> str:
    return str(Text.objects.get(pk=text.pk))


def shown(text: Text) -> bool:
    return CANARY in words(text)


def test_e2_nobody_but_its_author_takes_words_back_and_nobody_changes_them() -> None:
    challenge = guarded()
    text = thought(challenge).text
    for name in ("Bram", "Dilek", "Gijs", "Eva", "Chris"):
        with pytest.raises(NotAllowed):
            actions.take_back(challenge, text, by=by(name))
        with pytest.raises(NotAllowed):
            actions.erase_earlier(challenge, text, by=by(name))
    assert shown(text)
    assert types(challenge) == []


def test_r17_one_facilitator_hides_at_once_with_a_public_reason_and_one_line() -> None:
    challenge = guarded()
    said = thought(challenge)
    begun = hidden(challenge, said.text, "Dilek")
    assert not shown(said.text)
    (line,) = lines(challenge)
    assert (line.type, line.content["reason"], line.content["kind"], line.role) == (
        "moderation.words_hidden", "insult", "dialogue.Statement.text", "facilitator",
    )  # fmt: skip
    assert line.object == begun.public_id
    assert [line.content["commitment"] for line in lines(challenge, "texts.hidden")] == [said.text.commit]
    assert hidden(challenge, said.text, "Gijs") == begun
    assert types(challenge) == ["words_hidden"]


@pytest.mark.parametrize("name", ["Amina", "Bram", "Eva", "Chris"])
def test_e2_with_two_facilitators_nobody_else_hides(name: str) -> None:
    challenge = guarded()
    text = thought(challenge).text
    with pytest.raises(NotAllowed):
        hidden(challenge, text, name)
    assert shown(text)


def test_r17_other_words_come_back_after_72_hours_unless_both_confirmed() -> None:
    challenge = guarded()
    text = thought(challenge).text
    begun = hidden(challenge, text, "Dilek")
    assert hours_pass(begun, 71.9) == 0
    assert not shown(text)
    assert hours_pass(begun, 0.2) == 1
    assert shown(text)
    assert types(challenge) == ["words_hidden", "words_back"]
    assert [line.content["commitment"] for line in lines(challenge, "texts.shown")] == [text.commit]
    begun.refresh_from_db()
    assert (begun.end, begun.is_hidden) == ("term", False)
    assert hours_pass(begun, 100) == 0


def test_e2_both_facilitators_confirm_and_then_words_stay_hidden() -> None:
    challenge = guarded()
    text = thought(challenge).text
    begun = hidden(challenge, text, "Dilek")
    for _click in range(2):
        actions.give_voice(begun, wish="hide", by=by("Dilek"))
    assert types(challenge) == ["words_hidden"]
    for _click in range(2):
        actions.give_voice(begun, wish="hide", by=by("Gijs"))
    assert types(challenge) == ["words_hidden", "hiding_confirmed"]
    assert hours_pass(begun, 1000) == 0
    assert not shown(text)


def test_r17_personal_data_stay_hidden_until_both_release_them() -> None:
    challenge = guarded()
    text = thought(challenge).text
    begun = hidden(challenge, text, "Dilek", Reason.PERSONAL)
    assert hours_pass(begun, 1000) == 0
    actions.give_voice(begun, wish="back", by=by("Dilek"))
    assert not shown(text)
    actions.give_voice(begun, wish="back", by=by("Gijs"))
    assert shown(text)
    assert types(challenge) == ["words_hidden", "voice_given", "words_back"]


def test_who_hid_words_alone_takes_that_back_before_anybody_confirmed() -> None:
    challenge = guarded()
    text = thought(challenge).text
    begun = hidden(challenge, text, "Dilek")
    actions.give_voice(begun, wish="back", by=by("Gijs"))
    assert not shown(text)
    actions.give_voice(begun, wish="back", by=by("Dilek"))
    assert shown(text)


def test_words_that_came_back_are_hidden_again_only_by_two() -> None:
    challenge = guarded()
    text = thought(challenge).text
    hours_pass(hidden(challenge, text, "Dilek"), 73)
    again = hidden(challenge, text, "Dilek")
    assert shown(text)
    assert not again.is_hidden
    actions.give_voice(again, wish="hide", by=by("Gijs"))
    assert not shown(text)
    assert hours_pass(again, 1000) == 0
    assert types(challenge)[-2:] == ["hiding_asked", "hiding_confirmed"]


def test_asking_to_hide_again_lapses_when_no_second_one_agrees() -> None:
    challenge = guarded()
    text = thought(challenge).text
    hours_pass(hidden(challenge, text, "Dilek"), 73)
    again = hidden(challenge, text, "Dilek")
    assert hours_pass(again, 73) == 1
    assert shown(text)
    assert types(challenge)[-1] == "hiding_dropped"


def test_r16_in_a_light_challenge_two_people_of_two_parties_act_as_the_two() -> None:
    challenge = four_parties()
    text = thought(challenge).text
    make.colleague(challenge.parties.get(number=2), make.person("Bas"), inviter=make.bram())
    begun = hidden(challenge, text, "Bram", Reason.PERSONAL)
    accept_rules(challenge, number=challenge.rules, by=by("Bas"))
    actions.give_voice(begun, wish="hide", by=by("Bas"))
    assert Hiding.objects.get(pk=begun.pk).confirmed_at is None
    actions.give_voice(begun, wish="hide", by=by("Eva"))
    assert Hiding.objects.get(pk=begun.pk).confirmed_at is not None
    assert lines(challenge)[-1].party == challenge.parties.get(number=3).public_id


def test_x11_term_runs_on_the_wall_also_during_a_step_back() -> None:
    challenge = four_parties()
    text = thought(challenge).text
    begun = hidden(challenge, text, "Bram")
    call_step_back(challenge, reason="Even samen kijken", by=by("Eva"))
    assert hours_pass(begun, 73) == 1
    assert shown(text)


def test_x11_operator_hides_for_72_hours_at_most_unless_confirmed() -> None:
    challenge = guarded()
    text = thought(challenge).text
    begun = actions.hide_as_operator(challenge, text, reason=Reason.THREAT, by=Actor.operator())
    assert not shown(text)
    assert (lines(challenge)[0].role, lines(challenge)[0].content["actor"]) == ("operator", None)
    assert hours_pass(begun, 73) == 1
    assert shown(text)
    with pytest.raises(Refused):
        actions.hide_as_operator(challenge, text, reason=Reason.THREAT, by=Actor.operator())


def test_r17_personal_data_that_the_operator_hid_come_back_by_no_clock_and_other_words_need_both() -> None:
    challenge = guarded()
    personal, other = thought(challenge).text, thought(challenge, body=f"Nog {CANARY}").text
    first = actions.hide_as_operator(challenge, personal, reason=Reason.PERSONAL, by=Actor.operator())
    second = actions.hide_as_operator(challenge, other, reason=Reason.INSULT, by=Actor.operator())
    actions.give_voice(second, wish="hide", by=by("Dilek"))
    hours_pass(first, 1000)
    hours_pass(second, 73)
    assert not shown(personal)
    assert shown(other)
    for name in ("Dilek", "Gijs"):
        assert not shown(personal)
        actions.give_voice(first, wish="back", by=by(name))
    assert shown(personal)


def test_only_the_command_line_hides_as_operator() -> None:
    challenge = guarded()
    text = thought(challenge).text
    for other in (by("Dilek"), Actor.job("trial"), Actor.visitor()):
        with pytest.raises(NotAllowed):
            actions.hide_as_operator(challenge, text, reason=Reason.INSULT, by=other)
    with pytest.raises(NotAllowed):
        actions.let_term_end(hidden(challenge, text, "Dilek"), by=by("Dilek"))


def set_aside(said: Statement) -> list[bool]:
    """Return which columns count as 0 for everybody (METHODS.md, step 1)."""
    found: list[bool] = question_of(said.dialogue, packed_answers(said.dialogue)).counted.moderated.tolist()
    return found


def test_a_hidden_thought_is_not_dealt_counts_as_set_aside_and_comes_back_with_its_answers() -> None:
    challenge = guarded()
    said = thought(challenge)
    answer(said, make.person("Eva"), View.SAME)
    begun = hidden(challenge, said.text, "Dilek")
    said.refresh_from_db()
    assert said.state == Statement.State.HIDDEN
    assert set_aside(said) == [True]
    with pytest.raises(Refused):
        answer(said, make.person("Finn"), View.SAME)
    hours_pass(begun, 73)
    said.refresh_from_db()
    assert (said.state, said.answers.count()) == (Statement.State.SHOWN, 1)
    assert set_aside(said) == [False]
    answer(said, make.person("Finn"), View.SAME)


def test_words_of_another_challenge_are_not_hidden_from_here() -> None:
    challenge, other = guarded(), make.challenge_of_one(title="Een andere opgave")
    text = add_interest(other, words=CANARY, by=by("Amina")).text
    with pytest.raises(Refused):
        hidden(challenge, text, "Dilek")
    assert CANARY in words(text)


def take_away(challenge: Challenge, text: Text, passage: str = "") -> Hiding:
    begun = hidden(challenge, text, "Dilek", Reason.PERSONAL)
    actions.give_voice(begun, wish="remove", passage=passage, by=by("Dilek"))
    actions.give_voice(begun, wish="remove", by=by("Gijs"))
    return begun


def test_two_take_personal_data_away_after_the_term_of_the_author_for_good_in_all_versions() -> None:
    challenge = guarded()
    interest = add_interest(challenge, words=f"Eerst {CANARY}", by=by("Amina"))
    change_interest(interest, words=f"Later {CANARY}", by=by("Amina"))
    begun = take_away(challenge, interest.text)
    assert hours_pass(begun, 71) == 0
    assert Version.objects.filter(text=interest.text, erased_at=None).count() == 2
    assert hours_pass(begun, 2) == 1
    assert set(Version.objects.filter(text=interest.text).values_list("salt", flat=True)) == {None}
    assert types(challenge) == ["words_hidden", "voice_given", "removal_agreed", "words_removed"]
    assert len(lines(challenge, "texts.erased")) == 2
    assert hours_pass(begun, 1000) == 0


def test_two_take_a_passage_away_and_the_rest_stays_its_authors() -> None:
    challenge = guarded()
    said = thought(challenge)
    begun = take_away(challenge, said.text, CANARY)
    hours_pass(begun, 73)
    text = Text.objects.select_related("current__author").get(pk=said.text.pk)
    assert str(text) == "Bel […] maar eens"
    assert text.current is not None
    assert text.current.author == make.amina()
    assert text.versions.filter(erased_at=None).count() == 1
    begun.refresh_from_db()
    assert (begun.passage, begun.end) == ("", "removed")
    assert lines(challenge)[-1].content["commit"] == text.commit
    said.refresh_from_db()
    assert (said.state, said.fingerprint) == (Statement.State.SHOWN, None)


def test_agreed_words_lose_a_passage_and_never_their_whole() -> None:
    challenge = guarded()
    begun = hidden(challenge, challenge.opening, "Dilek", Reason.PERSONAL)
    with pytest.raises(Refused, match=r".") as refusal:
        actions.give_voice(begun, wish="remove", by=by("Dilek"))
    assert "passage" in str(refusal.value.args) or "stukje" in str(refusal.value.args)
    actions.give_voice(begun, wish="remove", passage="Het gebouw", by=by("Dilek"))
    actions.give_voice(begun, wish="remove", by=by("Gijs"))
    hours_pass(begun, 73)
    assert "[…] is oud" in words(challenge.opening)


def test_removal_is_for_personal_data_that_stand_there_and_two_want_the_same() -> None:
    challenge = guarded()
    text = thought(challenge).text
    again = hidden(challenge, text, "Dilek", Reason.PERSONAL)
    actions.give_voice(again, wish="hide", by=by("Gijs"))
    with pytest.raises(Refused):
        actions.give_voice(again, wish="remove", passage="staat er niet", by=by("Dilek"))
    actions.give_voice(again, wish="remove", passage="Bel", by=by("Dilek"))
    with pytest.raises(Refused):
        actions.give_voice(again, wish="remove", passage="maar", by=by("Gijs"))
    actions.give_voice(again, wish="hide", by=by("Dilek"))
    assert Hiding.objects.get(pk=again.pk).passage == ""


def test_a_voice_that_changes_stops_a_removal_that_was_agreed() -> None:
    challenge = guarded()
    text = thought(challenge).text
    begun = take_away(challenge, text)
    actions.give_voice(begun, wish="hide", by=by("Gijs"))
    assert hours_pass(begun, 73) == 0
    assert Version.objects.get(text=text).erased_at is None


def test_author_takes_hidden_words_back_and_the_hiding_is_over() -> None:
    challenge = guarded()
    said = thought(challenge)
    begun = hidden(challenge, said.text, "Dilek")
    actions.take_back(challenge, said.text, by=by("Amina"))
    begun.refresh_from_db()
    assert begun.end == "taken_back"
    with pytest.raises(Refused):
        actions.give_voice(begun, wish="back", by=by("Dilek"))
    assert hours_pass(begun, 100) == 0


def test_leaving_the_platform_cuts_who_reported_and_who_hid() -> None:
    challenge = four_parties()
    text = thought(challenge).text
    actions.report(challenge, text=text, reason="insult", by=by("Bram"))
    begun = hidden(challenge, text, "Bram")
    leave_platform(make.bram(), by=by("Bram"))
    assert Report.objects.get().person is None
    assert begun.voices.get().person is None


def test_r16_with_one_facilitator_another_party_confirms_and_neither_does_alone() -> None:
    challenge = guarded()
    stop(challenge, by=by("Gijs"))
    text = thought(challenge).text
    begun = hidden(challenge, text, "Bram", Reason.PERSONAL)
    assert Hiding.objects.get(pk=begun.pk).confirmed_at is None
    actions.give_voice(begun, wish="hide", by=by("Dilek"))
    assert Hiding.objects.get(pk=begun.pk).confirmed_at is not None
    other = hidden(challenge, thought(challenge, body=f"Nog {CANARY}").text, "Dilek")
    actions.give_voice(other, wish="hide", by=by("Dilek"))
    assert Hiding.objects.get(pk=other.pk).confirmed_at is None


def test_r17_what_two_confirmed_since_the_worker_saw_it_stays_hidden() -> None:
    challenge = guarded()
    text = thought(challenge).text
    seen_by_the_worker = hidden(challenge, text, "Dilek")
    actions.give_voice(seen_by_the_worker, wish="hide", by=by("Gijs"))
    before = types(challenge)
    assert actions.let_term_end(seen_by_the_worker, by=Actor.job("moderation")) is False
    assert not shown(text)
    assert types(challenge) == before


def test_words_that_nobody_hid_yet_need_no_second_look() -> None:
    challenge = guarded()
    text = thought(challenge).text
    hours_pass(hidden(challenge, text, "Dilek"), 73)
    asked_again = hidden(challenge, text, "Dilek")
    with pytest.raises(Refused, match="niet verborgen"):
        actions.appeal(asked_again, by=by("Amina"))
    assert not Appeal.objects.exists()


def test_hidden_words_that_another_answer_replaced_come_back_for_their_author() -> None:
    challenge = guarded()
    goal = propose_goal(challenge, words="Open op zondag", by=by("Amina"))
    say_not_yet(goal, reason=f"Vraag het {CANARY}", by=by("Bram"))
    (text,) = [one for one in Text.objects.all() if CANARY in str(one)]
    begun = hidden(challenge, text, "Dilek")
    say_not_yet(goal, reason="Liever zaterdag", seen=make.seen(goal.round, make.bram()), by=by("Bram"))
    assert hours_pass(begun, 73) == 1
    assert shown(text)
    assert types(challenge)[-1] == "words_back"
