from dataclasses import replace

import numpy as np
import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.texts.models import Text, Version
from communityup.workspace.challenges.models import Challenge, Kind, Party
from communityup.workspace.dialogue.exports import sealed_count
from communityup.workspace.dialogue.models import Answer, Dialogue, Participant, Statement
from communityup.workspace.imports import actions
from communityup.workspace.imports.actions import Material, Thought, import_conversation
from tests.make import amina, challenge_of_two
from tests.make_figures import camps, imported

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    return tuple(
        model.objects.count() for model in (Challenge, Dialogue, Party, Participant, Statement, Text, Version, Answer)
    )


def part(material: Material, people: int, thoughts: int) -> Material:
    """Return the same conversation at an earlier moment."""
    kept = (material.rows < people) & (material.columns < thoughts)
    return replace(
        material,
        people=material.people[:people],
        thoughts=material.thoughts[:thoughts],
        rows=material.rows[kept],
        columns=material.columns[kept],
        values=material.values[kept],
    )


def test_whole_conversation_comes_in_with_two_lines() -> None:
    material = camps(60, 12, parties=True)
    done = imported(material)
    assert (done.people, done.thoughts, done.answers, done.changed) == (60, 12, len(material.values), 0)
    assert done.challenge_is_new
    challenge = done.dialogue.challenge
    assert (challenge.title, challenge.slug, challenge.public_at is not None) == (
        "Een gesprek van elders",
        "van-elders",
        True,
    )
    assert (done.dialogue.imported, done.dialogue.open_data, done.dialogue.is_open) == (True, True, False)
    lines = list(Line.objects.filter(stream=challenge.stream).order_by("n"))
    assert [line.type for line in lines] == ["challenges.conversation_opened", "imports.conversation_imported"]
    counted = sealed_count(done.dialogue)
    told = lines[1].content
    assert (told["answers"], told["root"]) == (len(material.values), counted.root)
    assert {line.role for line in lines} == {"operator"}


def test_answers_are_the_conversation() -> None:
    material = camps(30, 6)
    imported(material)
    kept = {
        (row.participant.external_id, row.statement.external_id): row.value
        for row in Answer.objects.select_related("participant", "statement")
    }
    expected = {
        (str(row), str(column)): value
        for row, column, value in zip(
            material.rows.tolist(), material.columns.tolist(), material.values.tolist(), strict=True
        )
    }
    assert kept == expected
    numbers = sorted(Answer.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(expected) + 1))


def test_parties_laid_over_are_invented() -> None:
    imported(camps(60, 12, parties=True))
    assert {(party.name, party.invented, party.seats.count()) for party in Party.objects.all()} == {
        ("Noord", True, 0),
        ("Zuid", True, 0),
        ("West", True, 0),
    }
    assert Statement.objects.filter(party__isnull=False).count() == 12


def test_second_run_brings_nothing_and_has_no_line() -> None:
    imported(camps(60, 12, parties=True))
    before, lines = counts(), Line.objects.count()
    again = imported(camps(60, 12, parties=True))
    assert not again.anything
    assert (counts(), Line.objects.count()) == (before, lines)


def test_grown_conversation_brings_only_what_is_new() -> None:
    whole = camps(60, 12)
    first = imported(part(whole, 40, 9))
    grown = imported(whole)
    assert (grown.people, grown.thoughts, grown.changed) == (20, 3, 0)
    assert first.answers + grown.answers == len(whole.values) == Answer.objects.count()
    assert not grown.challenge_is_new
    assert Dialogue.objects.count() == 1


def test_changed_answer_counts_as_the_latest() -> None:
    whole = camps(30, 6)
    imported(whole)
    values = whole.values.copy()
    values[:3] = -values[:3]
    again = imported(replace(whole, values=values))
    assert (again.answers, again.changed) == (0, 3)
    assert Answer.objects.latest("number").number == len(values) + 3


def test_set_aside_thought_does_not_count_and_can_come_back() -> None:
    whole = camps(30, 6)
    aside = [replace(thought, set_aside=thought.key == "2") for thought in whole.thoughts]
    imported(replace(whole, thoughts=aside))
    assert Statement.objects.get(external_id="2").state == Statement.State.MODERATED
    assert imported(whole).changed == 1
    assert Statement.objects.get(external_id="2").state == Statement.State.SHOWN


def test_cut_off_run_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = camps(60, 12)
    monkeypatch.setattr(actions, "AT_ONCE", 100)

    def stop(done: int, total: int) -> None:
        if done * 2 > total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_conversation("van-elders", whole, by=Actor.operator(), progress=stop)
    held = Answer.objects.count()
    assert 0 < held < len(whole.values)
    assert not Line.objects.filter(type="imports.conversation_imported").exists()
    finished = imported(whole)
    assert finished.answers + held == len(whole.values) == Answer.objects.count()
    (line,) = Line.objects.filter(type="imports.conversation_imported")
    assert line.content["answers"] == len(whole.values)


def test_only_the_operator_imports() -> None:
    with pytest.raises(NotAllowed):
        import_conversation("van-elders", camps(), by=Actor.of(amina()))
    assert counts() == (0,) * 8


@pytest.mark.parametrize("parties", [True, False])
def test_a_challenge_of_real_parties_gets_no_conversation_from_elsewhere(*, parties: bool) -> None:
    challenge, *_rest = challenge_of_two()
    before = counts()
    with pytest.raises(Refused):
        imported(camps(30, 6, parties=parties), challenge.slug)
    assert counts() == before


def test_an_imported_conversation_grows_also_when_a_real_party_came_and_gets_no_invented_ones() -> None:
    whole = camps(30, 6)
    challenge = imported(part(whole, 20, 6)).dialogue.challenge
    Party.objects.create(challenge=challenge, number=1, name="Bewoners", kind=Kind.RESIDENTS, state=Party.State.ACTIVE)
    assert imported(whole).people == 10
    before = counts()
    with pytest.raises(Refused):
        imported(camps(30, 6, parties=True))
    assert counts() == before


def test_another_conversation_in_the_same_challenge_is_refused() -> None:
    imported(camps(30, 6))
    before = counts()
    other = replace(camps(30, 6), thoughts=[Thought(str(one), f"Iets heel anders {one}") for one in range(6)])
    with pytest.raises(Refused):
        imported(other)
    assert counts() == before


def test_too_long_words_leave_nothing_behind() -> None:
    whole = camps(30, 6)
    thoughts = [*whole.thoughts[:5], Thought("5", "a" * 20_001)]
    with pytest.raises(Refused):
        imported(replace(whole, thoughts=thoughts))
    assert counts() == (0,) * 8


@pytest.mark.parametrize("created", [None, 0, -(10**30), 10**30, 10**14])
def test_odd_times_and_missing_words_are_no_problem(created: int | None) -> None:
    whole = camps(30, 6)
    thoughts = [*whole.thoughts[:4], Thought("4", None, "nobody", created), Thought("5", " \x00 ", None, created)]
    done = imported(replace(whole, thoughts=thoughts))
    assert done.thoughts == 6
    assert "4" in str(Statement.objects.get(external_id="4"))


def test_empty_conversation_is_a_conversation_without_answers() -> None:
    nothing = np.zeros(0, dtype=np.int32)
    done = imported(Material(people=[], thoughts=[], rows=nothing, columns=nothing, values=nothing.astype(np.int8)))
    assert (done.people, done.thoughts, done.answers) == (0, 0, 0)
    assert done.dialogue.challenge.title == "van-elders"


def test_a_name_of_a_party_that_is_too_long_is_refused_and_brings_in_nothing() -> None:
    material = camps(20, 6, parties=True)
    before = counts()
    long = [replace(one, party="x" * 81) for one in material.people]
    with pytest.raises(Refused, match="80"):
        imported(replace(material, people=long))
    assert counts() == before


def test_somebody_who_has_another_party_there_now_gets_it_here_too() -> None:
    material = camps(20, 6, parties=True)
    imported(material)
    first, *rest = material.people
    other = next(one.party for one in rest if one.party != first.party)
    done = imported(replace(material, people=[replace(first, party=other), *rest]))
    assert Participant.objects.get(dialogue=done.dialogue, external_id=first.key).party.name == other  # type: ignore[union-attr]
