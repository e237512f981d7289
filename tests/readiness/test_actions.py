"""Are we ready: asked of all or of one party, sealed, talked about, and ended in a step or deliberately in none."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.cli.work import all_jobs
from communityup.log.models import Line
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.models import Person
from communityup.questionnaires import queries as rounds
from communityup.questionnaires.models import Answer
from communityup.workspace.challenges.models import Phase
from communityup.workspace.moderation.queries import own as own_words
from communityup.workspace.phases import queries as phases
from communityup.workspace.phases.actions import propose
from communityup.workspace.readiness import actions, queries
from communityup.workspace.readiness.jobs import JOBS, share_words
from communityup.workspace.readiness.models import Check, Outcome
from communityup.workspace.tasks.queries import Asked, tasks_for
from tests import make
from tests.make_agreements import clock
from tests.make_readiness import KEYS, answered, by, closed, lines, neighbours, opened, talked

pytestmark = pytest.mark.django_db


def messages_of(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.get("/mijn/berichten/").content.decode()


def test_r35_seven_conditions_are_asked_with_one_plain_question_each() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    asked = rounds.questions_of(check.asked)
    assert [one.kind for one in asked] == ["scale"] * 7 + ["words"]
    assert len({str(one.label) for one in queries.CONDITIONS}) == 7
    assert len({str(one) for one in asked}) == 8


def test_a_round_from_asking_to_ending_leaves_one_line_per_step_and_none_per_answer() -> None:
    challenge, amina, bram = make.challenge_of_two()
    before = len(lines(challenge))
    check = opened(challenge)
    answered(check, [amina, bram])
    actions.answer_openly(check, given={"H2": 4}, by=by("Bram"))
    actions.answer_openly(check, given={"H2": 4}, by=by("Bram"))
    actions.close(check, by=by("Bram"))
    talked(check)
    actions.tell_outcome(check, choice="go", by=by("Bram"))
    actions.tell_step(check, words="Wij bellen elke week.", by=by("Bram"))
    ended = actions.end(check, by=by("Amina"))
    assert actions.end(check, by=by("Amina")).ended_at == ended.ended_at
    assert lines(challenge)[before:] == [
        f"readiness.{one}"
        for one in (
            "round_opened", "party_answered", "round_closed", "outcome_told", "outcome_told", "step_told", "round_ended"
        )
    ]  # fmt: skip
    assert queries.outcome_of(ended) == Outcome.Choice.GO


def test_one_round_of_all_runs_at_a_time_and_the_next_has_the_next_number() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    with pytest.raises(Refused):
        actions.ask_all(challenge, by=by("Bram"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(pk=actions.ask_own(challenge, by=by("Amina")).pk).update(party=None)
    actions.close(check, by=by("Amina"))
    actions.end(talked(check), no_step="Het gaat goed zo.", by=by("Amina"))
    assert opened(challenge, "Bram").number == 2


def test_b20_a_round_cannot_end_without_a_step_or_deliberately_none() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = talked(closed(challenge))
    with pytest.raises(Refused, match="bewust"):
        actions.end(check, no_step="  ", by=by("Amina"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(pk=check.pk).update(ended_at=check.asked.opened_at)
    ended = actions.end(check, no_step="Alles loopt; over een maand kijken we weer.", by=by("Amina"))
    assert ended.ended_at is not None
    assert ended.no_step is not None
    last = Line.objects.filter(stream=challenge.stream).latest("n")
    assert last.commit == ended.no_step.commit
    with pytest.raises(Refused):
        actions.tell_step(ended, words="Te laat", by=by("Bram"))
    with pytest.raises(Refused):
        actions.tell_outcome(ended, choice="go", by=by("Bram"))


def test_b20_a_reason_for_nothing_is_not_kept_beside_a_step() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = talked(closed(challenge))
    actions.tell_step(check, words="Wij bellen.", by=by("Amina"))
    assert actions.end(check, no_step="Niets", by=by("Amina")).no_step is None


def test_b20_growth_is_seen_per_condition_over_rounds() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    people = [amina, *neighbours(challenge, 4)]
    for _round in range(2):
        check = talked(closed(challenge, *people))
        actions.end(check, no_step="Goed zo.", by=by("Amina"))
    rows = queries.trend(check)
    assert [row["condition"].key for row in rows] == KEYS
    for row in rows:
        assert [one["check"].number for one in row["rounds"]] == [1, 2]
        assert [one["sides"][0]["spread"] for one in row["rounds"]] == [[1, 1, 1, 1, 1]] * 2
        assert [one["sides"][1]["spread"] for one in row["rounds"]] == [None] * 2


def test_b35_b20_a_partys_own_round_is_in_no_line_notice_or_list_of_anybody_else() -> None:
    challenge, amina, bram = make.challenge_of_two()
    before = lines(challenge)
    check = actions.ask_own(challenge, by=by("Amina"))
    answered(check, [amina], words="Ik ben moe.")
    actions.answer_openly(check, given={"H2": 0}, by=by("Amina"))
    actions.close(check, by=by("Amina"))
    actions.tell_outcome(check, choice="not_yet", words="Wij zijn met te weinig.", by=by("Amina"))
    actions.tell_step(check, words="Wij zoeken mensen.", by=by("Amina"))
    assert lines(challenge) == before
    assert Line.objects.filter(stream=check.asked.stream).count() == 5
    for person in (bram, make.chris(), None):
        page = queries.page(challenge, person) if person is not None else None
        assert page is None or page["own_rounds"] == []
    assert [row["check"] for row in queries.page(challenge, amina)["own_rounds"]] == [check]
    bram_party = challenge.parties.get(number=2).pk
    assert not any("klaar" in task.url for task in tasks_for(Asked(parties=frozenset({bram_party}))))
    assert queries.state(challenge) == ""
    assert own_words(challenge, bram) == []
    with pytest.raises(Refused):
        actions.ask_own(challenge, by=by("Amina"))
    ended = actions.end(check, by=by("Amina"))
    assert queries.outcome_of(ended) == Outcome.Choice.NOT_YET
    assert not queries.spoken_about(challenge)
    assert lines(challenge) == before


def test_b35_only_the_people_of_a_party_hear_of_its_own_round() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    neighbour = neighbours(challenge, 1)[0]
    check = actions.ask_own(challenge, by=by("Amina"))
    tell()
    heard = Notice.objects.filter(stream=check.asked.stream)
    assert set(heard.values_list("person", flat=True)) == {make.amina().pk, neighbour.pk}
    assert check.public_id in messages_of(neighbour)
    assert check.public_id not in messages_of(bram)
    neighbour.seats.all().delete()
    assert check.public_id not in messages_of(neighbour)


def test_b35_another_party_can_do_nothing_in_a_partys_own_round() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = actions.ask_own(challenge, by=by("Amina"))
    for act in (
        lambda: actions.answer(check, given={}, by=by("Bram")),
        lambda: actions.answer_openly(check, given={"H2": 1}, by=by("Bram")),
        lambda: actions.close(check, by=by("Bram")),
        lambda: actions.tell_outcome(check, choice="go", by=by("Bram")),
        lambda: actions.tell_step(check, words="Iets", by=by("Bram")),
        lambda: actions.end(check, no_step="Niets", by=by("Bram")),
        lambda: actions.take_words_back(check, by=by("Bram")),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_b35_what_one_party_says_together_with_others_stays_with_that_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    check = closed(challenge)
    actions.tell_outcome(check, choice="not_yet", by=by("Amina"))
    actions.tell_outcome(check, choice="go", by=by("Bram"))
    assert queries.shown(check, bram)["outcome"] is None
    assert queries.shown(check, bram)["own_outcome"].choice == "go"
    actions.tell_outcome(check, choice="go", by=by("Dilek"))
    for person in (amina, bram, make.dilek()):
        assert queries.shown(check, person)["outcome"] == Outcome.Choice.NOT_YET
    facts = [bytes(line.bytes) for line in Line.objects.filter(type="readiness.outcome_told")]
    assert not any(b"not_yet" in one for one in facts)


@pytest.mark.parametrize(
    ("amina", "bram", "together"),
    [
        ("go", "go", Outcome.Choice.GO),
        ("go", "otherwise", Outcome.Choice.OTHERWISE),
        ("otherwise", "not_yet", Outcome.Choice.NOT_YET),
    ],
)
def test_what_parties_say_together(amina: str, bram: str, together: str) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert queries.outcome_of(talked(closed(challenge), amina, bram)) == together


def test_e8_no_round_ends_before_every_party_said_what_it_makes_of_it() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = closed(challenge)
    actions.tell_step(check, words="Wij bellen.", by=by("Amina"))
    actions.tell_outcome(check, choice="go", by=by("Amina"))
    with pytest.raises(Refused, match="Gemeente Lindeveen"):
        actions.end(check, by=by("Amina"))
    make.join(challenge, make.dilek(), "School", "institution")
    actions.tell_outcome(check, choice="go", by=by("Bram"))
    with pytest.raises(Refused, match="School"):
        actions.end(check, by=by("Amina"))
    actions.tell_outcome(check, choice="otherwise", by=by("Dilek"))
    assert actions.end(check, by=by("Amina")).ended_at is not None


def test_while_people_answer_nobody_tells_what_comes_of_it() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    for act in (
        lambda: actions.tell_outcome(check, choice="go", by=by("Amina")),
        lambda: actions.tell_step(check, words="Iets", by=by("Amina")),
        lambda: actions.end(check, no_step="Niets", by=by("Amina")),
    ):
        with pytest.raises(Refused):
            act()


def test_a_party_that_came_later_answers_in_the_next_round() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    make.join(challenge, make.dilek(), "School", "institution")
    with pytest.raises(Refused):
        actions.answer(check, given={"H2": 1}, by=by("Dilek"))
    with pytest.raises(Refused):
        actions.answer_openly(check, given={"H2": 1}, by=by("Dilek"))


def test_an_outsider_can_do_nothing() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = closed(challenge)
    for act in (
        lambda: actions.ask_all(challenge, by=by("Chris")),
        lambda: actions.ask_own(challenge, by=by("Chris")),
        lambda: actions.answer(check, given={}, by=by("Chris")),
        lambda: actions.close(check, by=by("Chris")),
        lambda: actions.end(check, no_step="Niets", by=by("Chris")),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_r12_words_reach_everybody_a_day_after_closing_and_can_be_taken_back_until_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    challenge, amina, bram = make.challenge_of_two()
    check = opened(challenge)
    answered(check, [amina], words="Wie betaalt?")
    answered(check, [bram], words="Ik twijfel.")
    actions.close(check, by=by("Amina"))
    assert [str(one.words) for one in queries.shown(check, amina)["own_words"]] == ["Wie betaalt?"]
    assert [one["words"] for one in own_words(challenge, amina) if one["words"] == "Wie betaalt?"] != []
    actions.take_words_back(check, by=by("Bram"))
    actions.take_words_back(check, by=by("Bram"))
    taken = Line.objects.filter(type="readiness.words_taken_back")
    assert [line.actor for line in taken] == [""]
    assert share_words() == 0
    clock(monkeypatch)(dt.timedelta(days=1, minutes=1))
    assert share_words() == 1
    assert share_words() == 0
    assert JOBS[0].name in {job.name for job in all_jobs()}
    shown = queries.shown(Check.objects.get(pk=check.pk), bram)
    assert [str(one.words) for one in shown["results"][-1]["said"]] == ["Wie betaalt?"]
    assert lines(challenge)[-1] == "readiness.words_shared"


def test_a_round_in_which_nobody_wrote_shares_nothing_and_leaves_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    closed(challenge)
    clock(monkeypatch)(dt.timedelta(days=2))
    assert share_words() == 0
    assert lines(challenge)[-1] == "readiness.round_closed"


def test_x12_a_partys_own_round_and_that_of_all_cannot_be_subtracted() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    people = [amina, *neighbours(challenge, 5)]
    own = actions.ask_own(challenge, by=by("Amina"))
    answered(own, people)
    actions.close(own, by=by("Amina"))
    assert all(side["spread"] is not None for row in rounds.results(own.asked)[:7] for side in row["sides"])
    check = closed(challenge, *people[:5])
    assert all(side["spread"] is None for row in rounds.results(check.asked) for side in row["sides"])


def test_r6_a_party_that_empties_its_open_answer_took_it_back_and_the_log_says_so_once() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check, before = opened(challenge), len(lines(challenge))
    for given in ({"H2": 3}, {"H2": None}, {"H2": None}, {}, {"H2": 1, "T1": None}):
        actions.answer_openly(check, given=given, by=by("Bram"))
    assert [line.removeprefix("readiness.") for line in lines(challenge)[before:]] == [
        "party_answered", "answer_taken_back", "party_answered"
    ]  # fmt: skip


def test_r9_r6_a_small_party_shows_what_it_says_openly_and_no_spread() -> None:
    challenge, amina, bram = make.challenge_of_two()
    people = [amina, *neighbours(challenge, 4)]
    check = opened(challenge)
    answered(check, [*people, bram])
    actions.answer_openly(check, given={"H2": 3}, by=by("Bram"))
    assert rounds.results(check.asked) == []
    actions.close(check, by=by("Amina"))
    residents, municipality = rounds.results(check.asked)[0]["sides"]
    assert residents["spread"] == [1, 1, 1, 1, 1]
    assert (municipality["spread"], str(municipality["answer"])) == (None, "een beetje wel")


def test_r6_no_party_answers_in_its_name_or_changes_that_once_it_read_the_others() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    answered(check, [amina, *neighbours(challenge, 4)])
    actions.answer_openly(check, given={"H2": 3}, by=by("Bram"))
    actions.close(check, by=by("Amina"))
    shown, before = rounds.results(check.asked), lines(challenge)
    for given in ({"H2": 0}, {"H2": 3}, {}):
        with pytest.raises(Refused, match="verzegeld"):
            actions.answer_openly(check, given=given, by=by("Bram"))
    own = actions.ask_own(challenge, by=by("Amina"))
    actions.close(own, by=by("Amina"))
    with pytest.raises(Refused, match="verzegeld"):
        actions.answer_openly(own, given={"H2": 1}, by=by("Amina"))
    assert (rounds.results(check.asked), lines(challenge)) == (shown, before)
    assert str(shown[0]["sides"][1]["answer"]) == "een beetje wel"


def test_the_sealed_count_is_the_same_whoever_answered() -> None:
    counts = []
    for title in ("Een", "Twee"):
        challenge, amina, bram = make.challenge_of_two(title=title)
        check = closed(challenge, *([amina, bram] if title == "Een" else []))
        counts.append(check.asked.release.rows)
    assert counts == [2 * 8, 2 * 8]
    assert Answer.objects.exists()


def test_r21_b27_the_lead_in_advises_it_and_never_needs_it() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    rows = {row["key"]: row for row in phases.checklist(challenge)}
    assert (rows["readiness"]["done"], rows["readiness"]["offered"]) == (False, True)
    assert propose(challenge, to=Phase.INTERESTS, by=by("Amina")) is not None
    actions.end(talked(closed(challenge), "not_yet", "not_yet"), no_step="Eerst rust.", by=by("Amina"))
    assert {row["key"]: row["done"] for row in phases.checklist(challenge)}["readiness"]
