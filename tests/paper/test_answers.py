"""R9, E2, E22: crosses in a stack, putting a slip right, and what its author does with the code of a form."""

import datetime as dt

import pytest
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import may_see
from communityup.workspace.dialogue import permissions as dialogue
from communityup.workspace.dialogue.actions import answer_thought
from communityup.workspace.dialogue.exports import sealed_count
from communityup.workspace.dialogue.models import Answer, Dialogue, Participant, Statement, View
from communityup.workspace.moderation.actions import take_back as take_own_back
from communityup.workspace.paper import actions
from communityup.workspace.paper.models import Form
from communityup.workspace.paper.queries import WithCode
from tests import make, make_notices
from tests.make_dialogue import thoughts
from tests.make_paper import WORDS, around, blank, code_of, entered, last, lines, printed, spoken, two

pytestmark = pytest.mark.django_db
# Answers


def stack() -> tuple[Challenge, Person, Person, list[Statement], list[WithCode]]:
    challenge, amina, bram = make.challenge_of_two()
    found = thoughts(challenge, bram)
    return challenge, amina, bram, found, printed(challenge, amina, kind="answers", number=3)


def test_a_stack_of_answers_counts_in_everything_as_that_of_its_authors() -> None:
    challenge, amina, _bram, found, forms = stack()
    since = last(challenge)
    for one in forms:
        entered(one.form, amina, answers={1: 1, 2: -1, 3: 0})
    assert lines(challenge, since) == []
    dialogue_ = Dialogue.objects.get()
    assert sealed_count(dialogue_).answers == 9
    assert dialogue.answering_people(dialogue_, challenge.parties.get(number=1)) == 3
    first = Form.objects.get(pk=forms[0].form.pk)
    given = dict(Answer.objects.filter(participant__person=first.author).values_list("statement", "value"))
    assert first.pile is not None
    places = dict(first.pile.thoughts.values_list("statement", "place"))
    assert {places[key]: value for key, value in given.items()} == {1: 1, 2: -1, 3: 0}
    assert set(given) == {one.pk for one in found}


def test_rows_without_a_cross_and_thoughts_that_are_gone_get_no_answer() -> None:
    from communityup.workspace.dialogue.actions import withdraw_thought

    challenge, amina, bram, _found, forms = stack()
    assert forms[0].form.pile is not None
    gone = forms[0].form.pile.thoughts.get(place=2).statement
    withdraw_thought(gone, by=Actor.of(bram))
    kept = entered(forms[0].form, amina, answers={2: 1, 3: View.UNCLEAR})
    assert list(Answer.objects.filter(participant__person=kept.author).values_list("value", flat=True)) == [2]
    assert challenge.forms.count() == 3


def test_r9_crosses_are_typed_in_at_the_table_of_their_own_party_alone() -> None:
    challenge, amina, bram, _found, forms = stack()
    helper = around(challenge, challenge.parties.get(number=1), amina)
    for one in (bram, helper):
        with pytest.raises(NotAllowed, match="privé"):
            entered(forms[0].form, one, answers={1: 1})
    assert not Answer.objects.filter(participant__person__is_guest=True).exists()


def test_one_person_has_one_answer_that_counts_also_online_later() -> None:
    challenge, amina, _bram, found, forms = stack()
    first = entered(forms[0].form, amina, answers={1: 1, 2: 1, 3: 1})
    entered(forms[1].form, amina, answers={1: -1}, same=first.number)
    assert Participant.objects.filter(person__is_guest=True).count() == 1
    assert sealed_count(found[0].dialogue).answers == 3
    chris = make.chris()
    make.colleague(challenge.parties.get(number=1), chris, inviter=amina)
    answer_thought(found[0], value=0, by=Actor.of(chris))
    came = actions.come_in(code_of(forms[0].code), language="nl", by=Actor.of(chris))
    assert came == chris
    assert sealed_count(Dialogue.objects.get()).answers == 3


def test_an_earlier_form_is_only_of_the_same_person_when_the_same_helper_typed_it_in() -> None:
    challenge, amina, bram, _residents, town = two()
    form = blank(challenge, amina)
    entered(form, amina, words=WORDS)
    for number in (1, 99):
        with pytest.raises(Refused, match="niet van dezelfde persoon"):
            spoken(challenge, bram, town, words="Ander", same=number)
    colleague = around(challenge, challenge.parties.get(number=1), amina)
    with pytest.raises(Refused, match="niet van dezelfde persoon"):
        spoken(challenge, colleague, challenge.parties.get(number=1), words="Ander", same=1)
    other = spoken(challenge, amina, challenge.parties.get(number=1), words="Nog een")
    actions.come_in(code_of(other.code), language="nl", by=None)
    with pytest.raises(Refused, match="niet van dezelfde persoon"):
        entered(blank(challenge, amina), amina, words="Derde", same=other.form.number)


# Undo, take back, come in


@pytest.mark.parametrize("kind", ["thought", "interest", "answers"])
def test_a_helper_puts_a_slip_right_within_half_an_hour(kind: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    thoughts(challenge, bram, ["Een gedachte."])
    form = blank(challenge, amina, kind)
    given: dict[str, object] = {"answers": {1: 1}} if kind == "answers" else {"words": WORDS}
    author = entered(form, amina, **given).author
    since = last(challenge)
    with pytest.raises(NotAllowed, match="Alleen de helper"):
        actions.undo_form(form, by=Actor.of(bram))
    undone = actions.undo_form(form, by=Actor.of(amina))
    assert (undone.state, undone.entered_by, undone.agreed) == (Form.State.BLANK, None, False)
    assert len([one for one in lines(challenge, since) if one != "texts.erased"]) <= 1
    assert not Version.objects.filter(body=WORDS).exists()
    assert not Answer.objects.filter(value__isnull=False).exists()
    with pytest.raises(NotAllowed):
        actions.undo_form(undone, by=Actor.of(amina))
    again = entered(Form.objects.get(pk=form.pk), amina, **given)
    assert (again.state, again.author) == (Form.State.ENTERED, author)


def test_undoing_what_had_no_form_or_waits_takes_it_back() -> None:
    challenge, amina, _bram, residents, town = two()
    since = last(challenge)
    waits = spoken(challenge, amina, town, words=WORDS).form
    assert actions.undo_form(waits, by=Actor.of(amina)).state == Form.State.TAKEN_BACK
    assert lines(challenge, since) == ["paper.form_waits", "paper.form_taken_back"]
    said = spoken(challenge, amina, residents, words="Iets anders").form
    assert actions.undo_form(said, by=Actor.of(amina)).state == Form.State.TAKEN_BACK
    with pytest.raises(Refused, match="nu niet ingevoerd"):
        actions.undo_form(said, by=Actor.of(amina))


def test_e2_after_half_an_hour_or_once_its_author_came_the_helper_has_no_hand_in_it() -> None:
    challenge, amina, _bram, residents, _town = two()
    made = spoken(challenge, amina, residents, words=WORDS)
    with make_notices.at(timezone.now() + dt.timedelta(minutes=31)), pytest.raises(Refused, match="halfuur"):
        actions.undo_form(made.form, by=Actor.of(amina))
    actions.come_in(code_of(made.code), language="nl", by=None)
    with pytest.raises(Refused, match="halfuur"):
        actions.undo_form(made.form, by=Actor.of(amina))


def test_e2_what_another_party_said_is_of_its_people_the_helper_does_not_undo() -> None:
    challenge, amina, bram, _residents, town = two()
    form = spoken(challenge, amina, town, words=WORDS).form
    actions.confirm_form(form, by=Actor.of(bram))
    with pytest.raises(Refused, match="beheert"):
        actions.undo_form(form, by=Actor.of(amina))


def test_e22_who_holds_the_code_takes_it_back_also_without_a_device() -> None:
    challenge, amina, _bram, residents, town = two()
    shared, waits = (spoken(challenge, amina, party, words=f"Over {party}") for party in (residents, town))
    since = last(challenge)
    for _time in range(2):
        assert actions.take_back(code_of(shared.code)).state == Form.State.TAKEN_BACK
        assert actions.take_back(code_of(waits.code)).state == Form.State.TAKEN_BACK
    assert Statement.objects.get().state == Statement.State.WITHDRAWN
    assert lines(challenge, since) == ["texts.erased", "paper.form_taken_back"]
    assert not Version.objects.filter(body__startswith="Over").exists()


def test_e22_answers_are_taken_back_with_the_code_and_a_blank_form_has_nothing_to_take_back() -> None:
    _challenge, amina, _bram, _found, forms = stack()
    entered(forms[0].form, amina, answers={1: 1, 2: 1})
    actions.take_back(code_of(forms[0].code))
    assert sealed_count(Dialogue.objects.get()).answers == 0
    with pytest.raises(Refused, match="niets"):
        actions.take_back(code_of(forms[1].code))


def test_an_interest_is_the_partys_and_the_party_takes_it_back() -> None:
    challenge, amina, _bram, residents, _town = two()
    made = spoken(challenge, amina, residents, "interest", words=WORDS)
    with pytest.raises(Refused, match="belang van Bewoners Molenwijk"):
        actions.take_back(code_of(made.code))


def test_the_author_goes_on_as_the_same_guest_and_owns_the_words() -> None:
    challenge, amina, _bram, residents, _town = two()
    made = spoken(challenge, amina, residents, words=WORDS)
    guest = actions.come_in(code_of(made.code), language="nl", by=None)
    assert guest == made.form.author
    assert may_see(challenge, guest)
    assert made.form.statement is not None
    take_own_back(challenge, made.form.statement.text, by=Actor.of(guest))
    assert not Version.objects.filter(body=WORDS).exists()
    assert Form.objects.get().claimed_at is not None


def test_with_an_account_everything_comes_along_and_a_second_strip_does_not_open_that_account() -> None:
    challenge, amina, _bram, residents, _town = two()
    one = spoken(challenge, amina, residents, words=WORDS)
    other = spoken(challenge, amina, residents, words="Nog iets", same=one.form.number)
    chris = make.chris()
    assert actions.come_in(code_of(one.code), language="nl", by=Actor.of(chris)) == chris
    assert Statement.objects.filter(author__person=chris).count() == 2
    with pytest.raises(Refused, match="account"):
        actions.come_in(code_of(other.code), language="nl", by=None)
    assert actions.come_in(code_of(other.code), language="nl", by=Actor.of(chris)) == chris


def test_who_leaves_the_platform_stands_on_no_form() -> None:
    challenge, amina, _bram, residents, town = two()
    make.colleague(residents, make.dilek(), inviter=amina)
    made = spoken(challenge, amina, residents, words=WORDS)
    waits = spoken(challenge, amina, town, words="Wacht", same=None)
    chris = make.chris()
    actions.come_in(code_of(made.code), language="nl", by=Actor.of(chris))
    assert made.form.author is not None
    assert waits.form.author is not None
    leave_platform(chris, by=Actor.of(chris))
    leave_platform(waits.form.author, by=Actor.of(waits.form.author))
    leave_platform(amina, by=Actor.of(amina))
    assert not Form.objects.exclude(author=None, entered_by=None, words=None).exists()
    assert not Version.objects.filter(body__in=[WORDS, "Wacht"]).exists()
    assert not Version.objects.filter(entered_by__isnull=False).exists()


def test_a_form_whose_author_left_can_only_be_declined() -> None:
    challenge, amina, bram, _residents, town = two()
    waits = spoken(challenge, amina, town, words=WORDS).form
    Form.objects.filter(pk=waits.pk).update(author=None)
    with pytest.raises(Refused, match="niet meer"):
        actions.confirm_form(waits, by=Actor.of(bram))
    with pytest.raises(Refused, match="niets"):
        actions.take_back(code_of(printed(challenge, amina, number=1)[0].code))


def test_a_passage_taken_out_for_the_law_keeps_who_typed_it_in() -> None:
    from communityup.texts.actions import take_out

    challenge, amina, _bram, residents, _town = two()
    thought = spoken(challenge, amina, residents, words="Vraag het aan buurman Piet.").form.statement
    assert thought is not None
    version = take_out(thought.text, "Piet")
    assert (version.entered_by, version.source) == (amina, "speech")
