"""A19, E2, E6, E15: what a helper types in is its author's, asked before, and counts as anybody's."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Phase, Ring, Seat
from communityup.workspace.challenges.permissions import may_see
from communityup.workspace.dialogue import permissions as dialogue
from communityup.workspace.dialogue.actions import answer_thought
from communityup.workspace.dialogue.exports import sealed_count
from communityup.workspace.dialogue.models import Answer, Dialogue, Participant, Statement, View
from communityup.workspace.dialogue.queries import shown_statements
from communityup.workspace.goals.models import Interest
from communityup.workspace.goals.permissions import lacking_interests
from communityup.workspace.moderation.actions import take_back as take_own_back
from communityup.workspace.paper import actions, permissions
from communityup.workspace.paper.models import Form, Pile
from communityup.workspace.paper.queries import WithCode
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_notices, make_paper
from tests.make_dialogue import thoughts
from tests.make_paper import code_of, printed, told

pytestmark = pytest.mark.django_db
WORDS = "De stoep bij de bushalte is te smal voor een rollator."


def blank(challenge: Challenge, person: Person, kind: str = "thought", **more: object) -> Form:
    return printed(challenge, person, kind=kind, number=1, **more)[0].form


def entered(form: Form, helper: Person, **more: object) -> Form:
    return actions.enter_form(form, told=told(**more), by=Actor.of(helper))


def spoken(
    challenge: Challenge, helper: Person, party: Party | None, kind: str = "thought", **more: object
) -> WithCode:
    facts = {"source": "spoken", **more}
    return actions.enter_without_form(
        challenge, public_id=new_id(), kind=kind, party=party, told=told(**facts), by=Actor.of(helper)
    )


def lines(challenge: Challenge, since: int = 0) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, n__gt=since).order_by("n")
    return list(found.values_list("type", flat=True))


def last(challenge: Challenge) -> int:
    return Line.objects.filter(stream=challenge.stream).count()


def around(challenge: Challenge, party: Party, inviter: Person, name: str = "Dilek") -> Person:
    """Return somebody around the table of a party."""
    make.colleague(party, make.person(name), inviter=inviter)
    Seat.objects.filter(challenge=challenge, person=make.person(name)).update(ring=Ring.CONTRIBUTOR)
    return make.person(name)


def two() -> tuple[Challenge, Person, Person, Party, Party]:
    challenge, amina, bram = make.closed_challenge_of_two()
    return challenge, amina, bram, challenge.parties.get(number=1), challenge.parties.get(number=2)


def test_a19_paper_is_entered_with_source_helper_and_consent_and_is_its_authors() -> None:
    challenge, amina, _bram, residents, _town = two()
    form = blank(challenge, amina)
    since = last(challenge)
    kept = entered(form, amina, words=WORDS)
    assert (kept.state, kept.source, kept.agreed, kept.entered_by) == (Form.State.ENTERED, "paper", True, amina)
    thought = kept.statement
    assert thought is not None
    assert thought.party == residents
    version = thought.text.current
    assert version is not None
    assert version.author is not None
    assert (version.source, version.entered_by, version.author.is_guest, str(version)) == ("paper", amina, True, WORDS)
    assert thought.author is not None
    assert thought.author.person == kept.author != amina
    assert lines(challenge, since) == ["dialogue.round_opened", "dialogue.thought_shared"]
    line = Line.objects.get(type="dialogue.thought_shared")
    assert (line.party, line.role) == ("", "person") or line.party is None
    assert not Participant.objects.filter(person=amina).exists()


def test_a19_without_the_tick_nothing_is_entered_not_even_past_the_action() -> None:
    challenge, amina, _bram, _residents, _town = two()
    form = blank(challenge, amina)
    with pytest.raises(Refused, match="goed vindt"):
        entered(form, amina, words=WORDS, agreed=False)
    assert not Version.objects.filter(body=WORDS).exists()
    assert Form.objects.get().state == Form.State.BLANK
    with pytest.raises(IntegrityError), transaction.atomic():
        Form.objects.update(state="entered", source="paper", entered_at=timezone.now(), agreed=False)


@pytest.mark.parametrize(("source", "kept"), [("paper", "paper"), ("spoken", "speech"), ("phone", "speech")])
def test_a19_paper_and_speech_come_with_their_source(source: str, kept: str) -> None:
    challenge, amina, _bram, residents, _town = two()
    made = spoken(challenge, amina, residents, words=WORDS, source=source)
    assert made.form.source == source
    assert made.form.statement is not None
    assert made.form.statement.text.current is not None
    assert made.form.statement.text.current.source == kept
    assert made.form.number == 1
    assert code_of(made.code).about == made.form.public_id


def test_e15_what_is_entered_is_the_authors_turn_and_never_the_helpers() -> None:
    challenge, amina, _bram, _residents, _town = two()
    for number in range(4):
        entered(blank(challenge, amina), amina, words=f"Gedachte {number}")
    own = thoughts(challenge, amina)
    assert len(own) == 3
    assert shown_statements(own[0].dialogue).count() == 7


def test_e15_one_author_has_as_many_thoughts_and_as_many_words_as_anybody() -> None:
    challenge, amina, _bram, _residents, _town = two()
    first = entered(blank(challenge, amina), amina, words="Een")
    for words in ("Twee", "Drie"):
        assert entered(blank(challenge, amina), amina, words=words, same=first.number).author == first.author
    with pytest.raises(Refused, match="3 gedachten"):
        entered(blank(challenge, amina), amina, words="Vier", same=first.number)
    with pytest.raises(Refused, match="280"):
        entered(blank(challenge, amina), amina, words="x" * 281)


def test_an_author_may_hide_even_the_party() -> None:
    challenge, amina, _bram, _residents, _town = two()
    kept = entered(blank(challenge, amina), amina, words=WORDS, shows_party=False)
    assert kept.statement is not None
    assert (kept.statement.party, kept.statement.show_name) == (None, False)


def test_a19_place_is_optional_on_paper_too_and_waits_with_its_words() -> None:
    challenge, amina, bram, residents, town = two()
    without = entered(blank(challenge, amina), amina, words="Zonder plek").statement
    with_place = spoken(challenge, amina, residents, words=WORDS, place="Bushalte Wiekstraat").form.statement
    assert without is not None
    assert without.place is None
    assert with_place is not None
    assert with_place.place is not None
    assert with_place.place.current is not None
    assert (str(with_place.place), with_place.place.current.entered_by) == ("Bushalte Wiekstraat", amina)
    waits = spoken(challenge, amina, town, words="Over de bel", place="Achterdeur").form
    with pytest.raises(Refused, match="80"):
        spoken(challenge, amina, town, words="Te lang", place="x" * 81)
    kept = actions.confirm_form(waits, by=Actor.of(bram))
    assert kept.place is None
    assert kept.statement is not None
    assert str(kept.statement.place) == "Achterdeur"
    assert Version.objects.filter(body="Achterdeur").count() == 1


def test_r14_in_their_own_name_people_are_helped_by_the_door_that_all_parties_opened() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused):
        spoken(challenge, amina, None, words=WORDS)
    make_paper.open_conversation(challenge)
    made = spoken(challenge, amina, None, words=WORDS)
    assert made.form.statement is not None
    assert made.form.statement.author is not None
    assert (made.form.statement.party, made.form.statement.author.party) == (None, None)
    helper = around(challenge, challenge.parties.get(number=1), amina)
    with pytest.raises(NotAllowed):
        spoken(challenge, helper, None, words="Nog iets.")


@pytest.mark.parametrize("kind", ["thought", "interest"])
def test_e2_nobody_puts_words_into_another_party_until_it_says_they_are_of_its_people(kind: str) -> None:
    challenge, amina, _bram, _residents, town = two()
    since = last(challenge)
    form = spoken(challenge, amina, town, kind, words=WORDS).form
    assert form.state == Form.State.WAITING
    assert lines(challenge, since) == ["paper.form_waits"]
    assert Line.objects.get(type="paper.form_waits").party == challenge.parties.get(number=1).public_id
    assert not Statement.objects.exists()
    assert not Interest.objects.exists()
    assert town in lacking_interests(challenge)
    assert not Seat.objects.filter(person=form.author).exists()
    for other in (amina, make.chris()):
        with pytest.raises(NotAllowed):
            actions.confirm_form(form, by=Actor.of(other))
        with pytest.raises(NotAllowed):
            actions.decline_form(form, by=Actor.of(other))


@pytest.mark.parametrize("kind", ["thought", "interest"])
def test_e2_with_the_yes_of_its_own_party_a_form_counts_once_and_keeps_its_author(kind: str) -> None:
    challenge, amina, bram, _residents, town = two()
    form = spoken(challenge, amina, town, kind, words=WORDS).form
    since = last(challenge)
    for _time in range(2):
        actions.confirm_form(form, by=Actor.of(bram))
    kept = Form.objects.get(pk=form.pk)
    assert (kept.state, kept.words) == (Form.State.ENTERED, None)
    held = kept.statement or kept.interest
    assert held is not None
    assert held.party == town
    assert str(held) == WORDS
    version = held.text.current
    assert version is not None
    assert (version.author, version.entered_by, version.source) == (kept.author, amina, "speech")
    ends = {"thought": "dialogue.thought_shared", "interest": "goals.interest_added"}
    assert [one for one in lines(challenge, since) if one != "dialogue.round_opened"] == [ends[kind]]
    assert Version.objects.filter(body=WORDS).count() == 1


def test_e2_a_party_that_does_not_know_the_author_says_so_and_the_words_are_gone() -> None:
    challenge, amina, bram, _residents, town = two()
    made = spoken(challenge, amina, town, words=WORDS)
    since = last(challenge)
    for _time in range(2):
        actions.decline_form(made.form, by=Actor.of(bram))
    assert lines(challenge, since) == ["paper.form_declined"]
    assert not Version.objects.filter(body=WORDS).exists()
    with pytest.raises(Refused, match="wacht niet meer"):
        actions.confirm_form(made.form, by=Actor.of(bram))
    with pytest.raises(Refused, match="niets"):
        actions.come_in(code_of(made.code), language="nl", by=None)


def test_an_interest_of_ones_own_party_counts_at_once_only_from_the_table() -> None:
    challenge, amina, bram, residents, _town = two()
    helper = around(challenge, residents, amina)
    form = entered(blank(challenge, amina, "interest"), helper, words="Rust in huis")
    assert form.state == Form.State.WAITING
    actions.confirm_form(form, by=Actor.of(amina))
    assert Interest.objects.get().party == residents
    at_once = entered(blank(challenge, bram, "interest"), bram, words="Een plan dat klopt")
    assert at_once.interest is not None
    assert lacking_interests(challenge) == []


def test_a_waiting_form_is_a_task_of_the_table_it_is_for() -> None:
    challenge, amina, bram, _residents, town = two()
    spoken(challenge, amina, town, words=WORDS)
    assert [task.party for task in my_tasks(bram) if "papier" in task.url] == [town.pk]
    assert [task for task in my_tasks(amina) if "papier" in task.url] == []


def test_e24_helping_is_for_who_has_a_place_and_an_account() -> None:
    challenge, amina, _bram, residents, _town = two()
    form = blank(challenge, amina)
    make.observer(challenge, make.person("Raadslid"))
    guest = actions.come_in(code_of(printed(challenge, amina, number=1)[0].code), language="nl", by=None)
    Facilitator.objects.create(challenge=challenge, person=make.person("Wacht"), since=timezone.now())
    for one in (make.chris(), make.person("Raadslid"), guest, make.person("Wacht")):
        with pytest.raises(NotAllowed):
            entered(form, one, words=WORDS)
        with pytest.raises(NotAllowed):
            spoken(challenge, one, residents, words=WORDS)
    assert not Version.objects.filter(body=WORDS).exists()


def test_a_form_is_entered_once_and_a_copy_gets_its_own_number() -> None:
    challenge, amina, _bram, residents, _town = two()
    form = blank(challenge, amina)
    entered(form, amina, words=WORDS)
    with pytest.raises(Refused, match="Formulier 1 is al ingevoerd"):
        entered(form, amina, words="Iets anders")
    assert spoken(challenge, amina, residents, words="Iets anders", source="paper").form.number == 2


def test_what_cannot_be_entered_now_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, _bram, residents, _town = two()
    form = blank(challenge, amina)
    public_id = new_id()
    facts = {"public_id": public_id, "kind": "thought", "party": residents, "by": Actor.of(amina)}
    actions.enter_without_form(challenge, told=told(words=WORDS), **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="maar één keer"):
        actions.enter_without_form(challenge, told=told(words="Nog eens"), **facts)  # type: ignore[arg-type]
    for kind, party in (("answers", residents), ("interest", None)):
        with pytest.raises(Refused, match="zonder formulier"):
            spoken(challenge, amina, party, kind, words=WORDS)
    monkeypatch.setattr(permissions, "MOST_A_DAY", 1)
    with pytest.raises(Refused, match="vandaag"):
        entered(form, amina, words="Te veel")
    monkeypatch.undo()
    assert form.pile is not None
    actions.revoke_pile(form.pile, by=Actor.of(amina))
    with pytest.raises(Refused, match="teruggenomen"):
        entered(Form.objects.get(pk=form.pk), amina, words="Te laat")
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.CLOSED)
    with pytest.raises(Refused, match="gesloten"):
        entered(blank_again(form), amina, words="Te laat")


def blank_again(form: Form) -> Form:
    """Return a form whose pile was not taken back after all, with its challenge as it is now."""
    Pile.objects.update(revoked_at=None)
    return Form.objects.select_related("challenge").get(pk=form.pk)


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
