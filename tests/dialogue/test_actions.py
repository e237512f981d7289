from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.log.queries import sentence_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import TAKEN_BACK, stand_in
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.dialogue import actions, exports, queries
from communityup.workspace.dialogue.models import Answer, Dialogue, Participant, PartyAnswer, Statement, View
from tests.make import amina, bram, challenge_of_two, chris, closed_challenge_of_two, colleague, dilek
from tests.make_dialogue import THOUGHTS, answer, dialogue_of_two, people, thoughts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read refusals as they stand in the source."""
    with override("en"):
        yield


def share(challenge: Challenge, person: Person, body: str = THOUGHTS[0], **rest: object) -> Statement:
    return actions.share_thought(challenge, body=body, by=Actor.of(person), **rest)  # type: ignore[arg-type]


def lines(challenge: Challenge, kind: str) -> list[Line]:
    return list(Line.objects.filter(stream=challenge.stream, type=kind).order_by("n"))


def yesterday(dialogue: Dialogue) -> None:
    """Let the end date have passed, as time does."""
    Dialogue.objects.filter(pk=dialogue.pk).update(ends_on=timezone.localdate() - timedelta(days=1))


def test_first_thought_opens_the_first_round_with_the_question_of_the_challenge() -> None:
    challenge, amina, _bram = challenge_of_two()
    share(challenge, amina)
    dialogue = Dialogue.objects.get(challenge=challenge)
    assert (dialogue.number, dialogue.question) == (1, challenge.opening)
    (opened,) = lines(challenge, "dialogue.round_opened")
    assert opened.commit == challenge.opening.current.commit  # type: ignore[union-attr]
    assert opened.content["rules"] == exports.rules_hash(dialogue)


def test_thought_is_shared_in_the_lead_in_and_recorded_once() -> None:
    challenge, amina, _bram = challenge_of_two()
    assert challenge.phase == "lead_in"
    statement = share(challenge, amina, kind="experience")
    (line,) = lines(challenge, "dialogue.thought_shared")
    assert line.object == statement.public_id
    assert line.commit == statement.text.current.commit  # type: ignore[union-attr]


def test_r12_the_log_never_tells_whose_thought_it_is() -> None:
    challenge, amina, bram = challenge_of_two()
    share(challenge, amina)
    share(challenge, bram, THOUGHTS[1], show_name=True)
    actions.take_part_in_own_name(challenge, by=Actor.of(chris()))
    share(challenge, chris(), "Ik woon hier ook.")
    told = lines(challenge, "dialogue.thought_shared")
    assert [(line.party, line.actor, line.content["party"], line.content["actor"]) for line in told] == [
        ("", "", None, None)
    ] * 3
    parties = {party.public_id: party.name for party in Party.objects.filter(challenge=challenge)}
    assert len({sentence_of(bytes(line.bytes), parties) for line in told}) == 1


def test_b22_nameless_thought_leads_to_nobody_in_the_log() -> None:
    challenge, amina, _bram = challenge_of_two()
    share(challenge, amina)
    share(challenge, amina, THOUGHTS[1], show_name=True)
    nameless, named = lines(challenge, "dialogue.thought_shared")
    assert (nameless.content["actor"], nameless.actor) == (None, "")
    assert b"Amina" not in bytes(nameless.bytes)
    assert b"Amina" not in bytes(named.bytes)


@pytest.mark.parametrize("length", [281, 400])
def test_thought_over_280_characters_is_refused(length: int) -> None:
    challenge, amina, _bram = challenge_of_two()
    with pytest.raises(Refused, match="280"):
        share(challenge, amina, "a" * length)
    assert not Statement.objects.exists()


def test_e15_every_party_kind_has_the_same_limit() -> None:
    challenge, amina, bram = challenge_of_two()
    for person in (amina, bram):
        assert share(challenge, person, person.display_name[0] * 280).pk
        with pytest.raises(Refused):
            share(challenge, person, person.display_name[0] * 281)


@pytest.mark.parametrize("again", [THOUGHTS[0], f"  {THOUGHTS[0].upper()} ", THOUGHTS[0].replace(" ", "\n")])
def test_same_words_are_refused_kindly(again: str) -> None:
    challenge, amina, bram = challenge_of_two()
    share(challenge, amina)
    with pytest.raises(Refused, match="already on the table"):
        share(challenge, bram, again)


def test_x3_the_same_words_of_many_accounts_are_one_thought() -> None:
    challenge, amina, _bram = challenge_of_two()
    party = Party.objects.get(challenge=challenge, number=1)
    share(challenge, amina)
    for one in people(party, amina, 4, stem="Kopie"):
        with pytest.raises(Refused):
            share(challenge, one)
    assert Statement.objects.count() == 1


def test_fourth_thought_of_one_person_in_a_round_is_refused() -> None:
    challenge, amina, bram = challenge_of_two()
    thoughts(challenge, amina)
    with pytest.raises(Refused, match="3 thoughts"):
        share(challenge, amina, "Nog een.")
    assert share(challenge, bram, "Nog een.").pk


def test_a35_second_thought_before_others_spoke_or_passed_is_refused() -> None:
    challenge, amina, bram = challenge_of_two()
    round_with_turns(challenge, everyone_once=True)
    share(challenge, amina)
    with pytest.raises(Refused, match="Everyone once"):
        share(challenge, amina, THOUGHTS[1])
    actions.pass_turn(challenge, by=Actor.of(bram))
    assert len(lines(challenge, "dialogue.turn_passed")) == 1
    assert share(challenge, amina, THOUGHTS[1]).pk
    with pytest.raises(Refused):
        share(challenge, amina, THOUGHTS[2])


def round_with_turns(challenge: Challenge, *, everyone_once: bool = False) -> Dialogue:
    """Close the first round and open a next one."""
    first = actions.open_first_round(challenge)
    yesterday(first)
    actions.close_round(first, by=Actor.of(amina()))
    opened = actions.open_round(challenge, question="Wat nu?", everyone_once=everyone_once, by=Actor.of(bram()))
    assert opened is not None
    return opened


def test_passing_in_a_round_without_turns_is_refused() -> None:
    challenge, amina, _bram = challenge_of_two()
    with pytest.raises(Refused, match="no turns"):
        actions.pass_turn(challenge, by=Actor.of(amina))


def test_a35_a_thought_built_on_another_is_a_thought_like_any_other() -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    built = share(challenge, bram, "En de trap moet anders.", built_on=first)
    assert built.built_on == first
    answer(built, amina, View.SAME)
    (line,) = lines(challenge, "dialogue.thought_shared")[-1:]
    assert line.content["built_on"] == first.public_id


def test_building_on_a_thought_taken_back_is_refused() -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    gone = actions.withdraw_thought(first, by=Actor.of(amina))
    with pytest.raises(Refused):
        share(challenge, bram, "Verder.", built_on=gone)


def test_a18_a_ready_made_plan_is_a_thought_with_its_party_beside_it() -> None:
    challenge, _amina, bram = challenge_of_two()
    plan = share(challenge, bram, "Ons plan: het gebouw gaat dicht en de grond wordt verkocht.")
    assert plan.party == Party.objects.get(challenge=challenge, number=2)
    assert {field.name for field in Statement._meta.get_fields()}.isdisjoint({"proposal", "plan", "votes", "score"})


def test_private_answer_changes_without_a_line_of_its_own() -> None:
    challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    before = Line.objects.filter(stream=challenge.stream).count()
    for value in (View.SAME, View.DIFFERENT, View.DIFFERENT, View.UNCLEAR, View.PASS):
        answer(first, bram, value)
    (kept,) = Answer.objects.all()
    assert kept.value == View.PASS
    assert kept.number == 4, "an answer given twice gets one number"
    assert Line.objects.filter(stream=challenge.stream).count() == before


def test_answer_is_taken_back_whole() -> None:
    _challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    answer(first, bram, View.SAME)
    actions.answer_thought(first, value=None, by=Actor.of(bram))
    (kept,) = Answer.objects.all()
    assert kept.value is None
    assert queries.own_answers(kept.participant) == {}


def test_database_refuses_a_fifth_answer_and_a_second_row() -> None:
    _challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    answer(first, bram, View.SAME)
    row = Answer.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=row.pk).update(value=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(
            dialogue=row.dialogue, participant=row.participant, statement=first, number=99, answered_on=row.answered_on
        )


def test_own_thought_is_answered_by_others_only() -> None:
    _challenge, amina, _bram, (first, *_rest) = dialogue_of_two()
    with pytest.raises(Refused, match="own thought"):
        answer(first, amina, View.SAME)


def test_somebody_without_a_place_first_says_to_take_part_in_their_own_name() -> None:
    challenge, _amina, _bram, (first, *_rest) = dialogue_of_two()
    with pytest.raises(NotAllowed, match="own name"):
        answer(first, chris(), View.SAME)
    for _click in range(2):
        participant = actions.take_part_in_own_name(challenge, by=Actor.of(chris()))
    assert participant.party is None
    answer(first, chris(), View.SAME)
    (joined,) = lines(challenge, "dialogue.own_name_joined")
    assert joined.content["actor"] is None
    assert share(challenge, chris(), "Ik woon hier ook.").party is None


def test_closed_challenge_is_for_its_parties_only() -> None:
    challenge, amina, _bram = closed_challenge_of_two()
    first = share(challenge, amina)
    with pytest.raises(NotAllowed):
        actions.take_part_in_own_name(challenge, by=Actor.of(chris()))
    with pytest.raises(NotAllowed):
        answer(first, chris(), View.SAME)
    with pytest.raises(NotAllowed):
        share(challenge, chris(), "Hallo.")


def test_somebody_with_a_place_does_not_join_in_their_own_name() -> None:
    challenge, amina, _bram = challenge_of_two()
    with pytest.raises(NotAllowed):
        actions.take_part_in_own_name(challenge, by=Actor.of(amina))


def test_small_party_answers_once_together_and_openly() -> None:
    challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    for value in (View.DIFFERENT, View.SAME, View.SAME):
        actions.give_party_answer(first, value=value, by=Actor.of(bram))
    (kept,) = PartyAnswer.objects.all()
    assert kept.value == View.SAME
    told = lines(challenge, "dialogue.party_answered")
    assert [line.content["answer"] for line in told] == [-1, 1]
    assert {line.party for line in told} == {kept.party.public_id}


def test_e22_a_party_answers_no_thought_that_was_taken_back_meanwhile() -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    on_the_screen = Statement.objects.get(pk=first.pk)
    actions.withdraw_thought(first, by=Actor.of(amina))
    with pytest.raises(Refused, match="taken back"):
        actions.give_party_answer(on_the_screen, value=View.SAME, by=Actor.of(bram))
    assert not PartyAnswer.objects.exists()
    assert lines(challenge, "dialogue.party_answered") == []


def test_party_of_five_answering_people_gives_no_answer_together() -> None:
    challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    party = Party.objects.get(challenge=challenge, number=2)
    for one in [bram, *people(party, bram, 4, stem="Ambtenaar")]:
        actions.give_party_answer(first, value=View.SAME, by=Actor.of(bram))
        answer(first, one, View.SAME)
    with pytest.raises(Refused, match="Five or more"):
        actions.give_party_answer(first, value=View.DIFFERENT, by=Actor.of(bram))


def test_outsider_does_not_answer_for_a_party() -> None:
    challenge, _amina, _bram, (first, *_rest) = dialogue_of_two()
    actions.take_part_in_own_name(challenge, by=Actor.of(chris()))
    with pytest.raises(NotAllowed):
        actions.give_party_answer(first, value=View.SAME, by=Actor.of(chris()))


def test_b22_thought_taken_back_leaves_a_tombstone_without_words() -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    answer(first, bram, View.SAME)
    commitment = first.text.current.commit  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        actions.withdraw_thought(first, by=Actor.of(bram))
    for _click in range(2):
        gone = actions.withdraw_thought(first, by=Actor.of(amina))
    gone.refresh_from_db()
    assert (gone.state, str(gone.text.current), gone.fingerprint) == (
        "withdrawn",
        stand_in(TAKEN_BACK),
        None,
    )
    (line,) = lines(challenge, "texts.erased")
    assert line.content["commitment"] == commitment
    assert line.content["actor"] is None
    with pytest.raises(Refused):
        answer(first, bram, View.DIFFERENT)
    assert share(challenge, bram, THOUGHTS[0]).pk, "the same words may be said again"


def test_round_closes_after_its_last_day_and_decides_nothing() -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    answer(first, bram, View.SAME)
    dialogue = first.dialogue
    with pytest.raises(Refused, match="end date"):
        actions.close_round(dialogue, by=Actor.of(amina))
    soon = timezone.localdate() + timedelta(days=3)
    for _click in range(2):
        actions.set_end_date(dialogue, ends_on=soon, by=Actor.of(amina))
    assert len(lines(challenge, "dialogue.round_end_set")) == 1
    with pytest.raises(Refused):
        actions.close_round(dialogue, by=Actor.of(amina))
    yesterday(dialogue)
    counted = exports.sealed_count(dialogue)
    for _click in range(2):
        actions.close_round(dialogue, by=Actor.of(bram))
    (closed,) = lines(challenge, "dialogue.round_closed")
    assert (closed.content["answers"], closed.content["root"]) == (1, counted.root)
    challenge.refresh_from_db()
    assert challenge.phase == "lead_in"
    acts: list[Callable[[], object]] = [
        lambda: answer(first, bram, View.DIFFERENT),
        lambda: share(challenge, bram, "Te laat."),
        lambda: actions.give_party_answer(first, value=View.SAME, by=Actor.of(bram)),
        lambda: actions.set_end_date(dialogue, ends_on=soon, by=Actor.of(bram)),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize("days", [2, 1, 0, -1])
def test_e4_no_party_ends_a_round_before_the_others_had_three_days(days: int) -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    today = timezone.localdate()
    for person in (amina, bram):
        with pytest.raises(Refused, match="3 d"):
            actions.set_end_date(first.dialogue, ends_on=today + timedelta(days=days), by=Actor.of(person))
    actions.set_end_date(first.dialogue, ends_on=today + timedelta(days=20), by=Actor.of(amina))
    with pytest.raises(Refused):
        actions.set_end_date(first.dialogue, ends_on=today + timedelta(days=days), by=Actor.of(bram))
    moved = actions.set_end_date(first.dialogue, ends_on=today + timedelta(days=3), by=Actor.of(bram))
    assert moved.ends_on == today + timedelta(days=3)
    assert len(lines(challenge, "dialogue.round_end_set")) == 2


def test_outsider_neither_ends_nor_closes_nor_opens_a_round() -> None:
    challenge, _amina, _bram, (first, *_rest) = dialogue_of_two()
    yesterday(first.dialogue)
    acts: list[Callable[[], object]] = [
        lambda: actions.close_round(first.dialogue, by=Actor.of(dilek())),
        lambda: actions.open_round(challenge, question="Wat nu?", by=Actor.of(dilek())),
        lambda: actions.set_end_date(first.dialogue, ends_on=timezone.localdate(), by=Actor.of(dilek())),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_r11_one_party_alone_never_opens_a_round_of_open_data() -> None:
    challenge, _amina, _bram, _statements = dialogue_of_two()
    with pytest.raises(Refused, match="still open"):
        actions.open_round(challenge, question="Wat nu?", by=Actor.of(bram()))
    dialogue = round_with_turns(challenge)
    opened = lines(challenge, "dialogue.round_opened")[-1]
    assert (dialogue.number, dialogue.open_data, opened.content["open_data"]) == (2, False, 0)
    assert opened.party == Party.objects.get(challenge=challenge, number=2).public_id


def test_sealed_count_changes_with_one_answer_and_not_with_the_order() -> None:
    _challenge, amina, bram, (first, second, third) = dialogue_of_two()
    answer(first, bram, View.SAME)
    answer(second, bram, View.PASS)
    before = exports.sealed_count(first.dialogue)
    answer(first, bram, View.DIFFERENT)
    assert exports.sealed_count(first.dialogue).root != before.root
    answer(first, bram, View.SAME)
    assert exports.sealed_count(first.dialogue).root == before.root
    answer(third, amina, View.SAME)
    assert exports.sealed_count(first.dialogue).answers == 3


def test_person_who_changes_party_answers_for_the_new_one() -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    actions.take_part_in_own_name(challenge, by=Actor.of(chris()))
    answer(first, chris(), View.SAME)
    colleague(Party.objects.get(challenge=challenge, number=2), chris(), inviter=bram)
    answer(first, chris(), View.DIFFERENT)
    participant = Participant.objects.get(person=chris())
    assert participant.party == Party.objects.get(challenge=challenge, number=2)
    assert Answer.objects.get(participant=participant).value == View.DIFFERENT
    assert amina.pk != chris().pk
