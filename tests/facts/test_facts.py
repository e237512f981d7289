"""A24: parties find facts together. The source is chosen by all, and what is published stands there in plain words."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.texts.actions import hide
from communityup.workspace.challenges.models import Challenge, Party, Ring, Seat
from communityup.workspace.consent import queries as questions
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.facts import actions, privacy, queries, tasks
from communityup.workspace.facts.models import MOST_OPEN, Card, Reference, Source, Summary, Version
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.tasks.queries import Asked
from tests import make
from tests.make_facts import ADDRESS, ANSWER, PLAIN, QUESTION, ROLE, answered, asked_fact, published, shared, sourced
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


@built_once
def of_two() -> tuple[Challenge, Version]:
    challenge, amina, _bram = make.challenge_of_two()
    return challenge, asked_fact(challenge, amina)


def fresh(version: Version) -> Version:
    return Version.objects.get(pk=version.pk)


def test_a24_a_fact_goes_from_question_through_source_and_answer_to_plain_words_each_with_one_line() -> None:
    challenge, amina, bram = make.challenge_of_two()
    before, states = len(lines(challenge)), []
    version = asked_fact(challenge, amina)
    states.append(fresh(version).state)
    version = sourced(version, amina, bram)
    states.append(version.state)
    version = answered(version, bram)
    states.append(fresh(version).state)
    said = actions.say_plainly(version, words=PLAIN, by=by("Amina"))
    version = actions.publish_fact(version, summary=said, read=1, by=by("Bram"))
    states.append(fresh(version).state)
    assert states == ["asked", "agreed", "answered", "published"]
    assert lines(challenge)[before:] == [
        "facts.fact_asked",
        "facts.source_proposed",
        "facts.source_agreed",
        "facts.fact_answered",
        "facts.fact_summarised",
        "facts.fact_published",
    ]
    shown = queries.card_page(version.card, None)["row"]
    assert [party.name for party in shown["agreed"]] == ["Bewoners Molenwijk", "Gemeente Lindeveen"]
    assert (str(shown["version"].summary.words), str(shown["version"].source.role)) == (PLAIN, ROLE)
    assert shown["link"] == {"title": "Inspectie", "address": ADDRESS}


def test_a24_a_party_alone_never_chooses_the_source() -> None:
    challenge, version = of_two()
    proposed = actions.propose_source(version, role=ROLE, party=challenge.parties.get(number=1), by=by("Amina"))
    assert fresh(version).source is None
    with pytest.raises(Refused, match="Eén partij kiest de bron niet alleen"):
        actions.answer_fact(fresh(version), words=ANSWER, by=by("Amina"))
    respond(proposed.asked, agrees=False, reason="Niet onze eigen man.", by=by("Bram"))
    assert fresh(version).source is None
    respond(proposed.asked, agrees=True, seen=make.seen(proposed.asked, make.bram()), by=by("Bram"))
    assert fresh(version).source == proposed


def test_a24_also_with_three_parties_each_of_them_agrees_to_the_source() -> None:
    challenge, version = of_two()
    make.join(challenge, make.dilek(), "Basisschool", "institution")
    proposed = actions.propose_source(version, role=ROLE, party=challenge.parties.get(number=2), by=by("Amina"))
    respond(proposed.asked, agrees=True, by=by("Bram"))
    assert fresh(version).source is None
    respond(proposed.asked, agrees=True, by=by("Dilek"))
    assert fresh(version).source == proposed


def test_a24_the_question_to_all_says_which_question_and_which_source_and_is_asked_once_at_a_time() -> None:
    challenge, version = of_two()
    second = challenge.parties.get(number=2)
    proposed = actions.propose_source(version, role=ROLE, party=second, reader="de wijkraad", by=by("Amina"))
    assert "feit 1" in queries.label_of(proposed.asked)
    why = queries.why_of(proposed.asked)
    assert all(part in why for part in (QUESTION, ROLE, second.name, "de wijkraad"))
    with pytest.raises(Refused, match="Eerst geven zij daar antwoord op"):
        actions.propose_source(version, role="Iemand anders", party=second, by=by("Bram"))
    assert [task.about for task in questions.tasks(Asked(parties=frozenset({second.pk})))] == [
        queries.label_of(proposed.asked)
    ]
    take_back(proposed.asked, by=by("Amina"))
    other = actions.propose_source(version, role="Iemand anders", party=second, by=by("Bram"))
    assert "Leest mee" not in queries.why_of(other.asked)


def test_a24_without_plain_words_nothing_is_published_and_the_database_says_so_too() -> None:
    challenge, version = of_two()
    version = answered(sourced(version, make.amina(), make.bram()), make.bram())
    before = len(lines(challenge))
    with pytest.raises(Refused, match="Zonder dat wordt het niet gepubliceerd"):
        actions.publish_fact(version, summary=None, by=by("Amina"))
    assert (fresh(version).published_at, len(lines(challenge))) == (None, before)
    with pytest.raises(IntegrityError, match="published_fact_has_plain_words"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(published_at=timezone.now())


def test_a24_the_plain_words_of_one_party_are_published_by_another_and_as_they_were_read() -> None:
    challenge, version = of_two()
    version = answered(sourced(version, make.amina(), make.bram()), make.bram())
    said = actions.say_plainly(version, words=PLAIN, by=by("Amina"))
    with pytest.raises(NotAllowed, match="eigen partij"):
        actions.publish_fact(version, summary=said, read=1, by=by("Amina"))
    actions.say_plainly(version, words="Het dak is bijna op.", by=by("Amina"))
    with pytest.raises(Refused, match="intussen veranderd"):
        actions.publish_fact(version, summary=said, read=1, by=by("Bram"))
    said = Summary.objects.get(pk=said.pk)
    before = len(lines(challenge))
    for _click in range(2):
        actions.publish_fact(version, summary=said, read=2, by=by("Bram"))
    assert lines(challenge)[before:] == ["facts.fact_published"]


def test_e2_each_party_has_its_own_plain_words_and_changes_only_those() -> None:
    challenge, version = of_two()
    version = answered(sourced(version, make.amina(), make.bram()), make.bram())
    before = len(lines(challenge))
    first = actions.say_plainly(version, words=PLAIN, by=by("Amina"))
    second = actions.say_plainly(version, words="Het valt mee.", by=by("Bram"))
    for _click in range(2):
        actions.say_plainly(version, words="Het valt een beetje mee.", by=by("Bram"))
    assert first != second
    assert str(Summary.objects.get(pk=first.pk)) == PLAIN
    assert queries.own_summary(version, challenge.parties.get(number=2)) == "Het valt een beetje mee."
    assert lines(challenge)[before:] == ["facts.fact_summarised"] * 3


def test_a24_the_answer_comes_from_the_agreed_party_at_the_table_or_around_it() -> None:
    challenge, version = of_two()
    version = sourced(version, make.amina(), make.bram())
    engineer = make.person("Bouwkundige")
    make.colleague(challenge.parties.get(number=2), engineer, inviter=make.bram())
    Seat.objects.filter(challenge=challenge, person=engineer).update(ring=Ring.CONTRIBUTOR)
    with pytest.raises(NotAllowed, match="Gemeente Lindeveen"):
        actions.answer_fact(version, words=ANSWER, by=by("Amina"))
    before = len(lines(challenge))
    for _click in range(2):
        actions.answer_fact(version, words=ANSWER, by=by("Bouwkundige"))
    actions.answer_fact(version, words="Herstel kost 90.000 euro.", by=by("Bouwkundige"))
    assert lines(challenge)[before:] == ["facts.fact_answered"] * 2
    assert str(fresh(version).answer) == "Herstel kost 90.000 euro."


def test_the_answer_is_a_task_of_the_party_through_which_it_comes_until_it_is_there() -> None:
    challenge, version = of_two()
    asked = Asked(parties=frozenset(challenge.parties.values_list("pk", flat=True)))
    assert tasks.tasks(asked) == []
    version = sourced(version, make.amina(), make.bram())
    (task,) = tasks.tasks(asked)
    assert (task.about, task.party) == (QUESTION, challenge.parties.get(number=2).pk)
    answered(version, make.bram())
    assert tasks.tasks(asked) == []


def test_until_the_answer_is_in_all_parties_can_choose_another_source() -> None:
    challenge, version = of_two()
    first = challenge.parties.get(number=1)
    version = sourced(version, make.amina(), make.bram())
    other = actions.propose_source(version, role="De aannemer", party=first, by=by("Bram"))
    assert fresh(version).source != other
    respond(other.asked, agrees=True, by=by("Amina"))
    assert fresh(version).source == other
    late = actions.propose_source(version, role="Nog iemand", party=first, by=by("Bram"))
    actions.answer_fact(fresh(version), words=ANSWER, by=by("Amina"))
    assert Round.objects.get(pk=late.asked.pk).outcome == Round.Outcome.WITHDRAWN
    with pytest.raises(Refused, match="Het antwoord is er al"):
        actions.propose_source(version, role="Te laat", party=first, by=by("Bram"))
    with pytest.raises(Refused, match="kwam intussen binnen"):
        actions.agree_on_source(late.asked, by("Amina"))


def test_the_answer_comes_through_a_party_that_takes_part_here() -> None:
    challenge, version = of_two()
    elsewhere = make.challenge_of_one(make.dilek(), title="Elders").parties.get()
    make.invitation_of(_invited(challenge))
    for party in (elsewhere, challenge.parties.get(state=Party.State.INVITED)):
        with pytest.raises(Refused, match="een partij die hier meedoet"):
            actions.propose_source(version, role=ROLE, party=party, by=by("Amina"))


def _invited(challenge: Challenge) -> Party:
    from communityup.workspace.challenges.actions import invite_party

    return invite_party(challenge, name="School", kind="institution", email="s@example.org", by=by("Amina"))


def test_a_published_fact_is_asked_again_by_any_party_with_a_reason_and_the_old_answer_stays() -> None:
    challenge, amina, bram = make.challenge_of_two()
    old = published(challenge, amina, bram)
    before = len(lines(challenge))
    new = actions.ask_again(old.card, question=QUESTION, reason="De zolder is niet bekeken.", by=by("Bram"))
    assert lines(challenge)[before:] == ["facts.fact_asked_again"]
    assert (new.number, new.state) == (2, "asked")
    with pytest.raises(Refused, match="staat al open"):
        actions.ask_again(old.card, question=QUESTION, reason="Nog eens.", by=by("Amina"))
    shown = queries.card_page(old.card, None)
    assert str(shown["row"]["version"].reason) == "De zolder is niet bekeken."
    assert str(shown["earlier"][0]["version"].summary.words) == PLAIN
    assert [one.label for one in queries.usable(challenge)] == [f"feit 1: {QUESTION}"]
    newer = answered(sourced(new, bram, amina, through=1), amina)
    said = actions.say_plainly(newer, words="Ook de zolder is oud.", by=by("Amina"))
    actions.publish_fact(newer, summary=said, read=1, by=by("Bram"))
    assert [one.words for one in queries.usable(challenge)] == ["Ook de zolder is oud."]


def test_a_version_that_is_closed_takes_nothing_more() -> None:
    challenge, amina, bram = make.challenge_of_two()
    version = published(challenge, amina, bram)
    wrong: list[Callable[[], object]] = [
        lambda: actions.answer_fact(version, words="Anders", by=by("Bram")),
        lambda: actions.say_plainly(version, words="Anders", by=by("Bram")),
        lambda: actions.propose_source(version, role=ROLE, party=challenge.parties.get(number=1), by=by("Bram")),
    ]
    for act in wrong:
        with pytest.raises(Refused, match="afgerond"):
            act()
    with pytest.raises(Refused, match="beantwoord"):
        actions.take_question_back(version, by=by("Amina"))


def test_a_question_is_taken_back_by_its_party_before_the_answer_and_the_question_to_all_ends_with_it() -> None:
    challenge, version = of_two()
    proposed = actions.propose_source(version, role=ROLE, party=challenge.parties.get(number=2), by=by("Bram"))
    with pytest.raises(NotAllowed, match="de vraag stelde"):
        actions.take_question_back(version, by=by("Bram"))
    before = len(lines(challenge))
    for _click in range(2):
        actions.take_question_back(version, by=by("Amina"))
    assert lines(challenge)[before:] == ["facts.fact_taken_back"]
    assert Round.objects.get(pk=proposed.asked.pk).outcome == Round.Outcome.WITHDRAWN
    assert fresh(version).state == "withdrawn"
    with pytest.raises(Refused, match="als een nieuwe vraag"):
        actions.ask_again(version.card, question=QUESTION, reason="Toch wel.", by=by("Bram"))
    with pytest.raises(Refused, match="afgerond"):
        actions.publish_fact(version, summary=None, by=by("Bram"))


def test_who_wrote_a_question_takes_it_back_among_its_own_words_too() -> None:
    _challenge, version = of_two()
    privacy.take_question_back(version.question, by("Amina"))
    assert fresh(version).state == "withdrawn"


def test_x1_every_party_has_as_many_questions_open_and_a_double_click_is_one() -> None:
    challenge, version = of_two()
    assert asked_fact(challenge, make.amina()) == version
    for number in range(MOST_OPEN - 1):
        asked_fact(challenge, make.amina(), f"Vraag {number}?")
    for name in ("Amina", "Bram"):
        if name == "Bram":
            for number in range(MOST_OPEN):
                asked_fact(challenge, make.bram(), f"Vraag van ons {number}?")
        with pytest.raises(Refused, match="Meer kan geen enkele partij"):
            actions.ask_fact(challenge, question="Nog een?", by=by(name))
    assert list(Card.objects.values_list("number", flat=True)) == list(range(1, 2 * MOST_OPEN + 1))


def test_a_contributor_asks_and_only_the_table_proposes_publishes_and_asks_again() -> None:
    challenge, amina, bram = make.challenge_of_two()
    neighbour = make.person("Buurvrouw")
    make.colleague(challenge.parties.get(number=1), neighbour, inviter=amina)
    Seat.objects.filter(challenge=challenge, person=neighbour).update(ring=Ring.CONTRIBUTOR)
    version = asked_fact(challenge, neighbour)
    party = challenge.parties.get(number=2)
    with pytest.raises(NotAllowed, match="aan tafel"):
        actions.propose_source(version, role=ROLE, party=party, by=by("Buurvrouw"))
    version = answered(sourced(version, amina, bram), bram)
    actions.say_plainly(version, words=PLAIN, by=by("Buurvrouw"))
    other = actions.say_plainly(version, words="Het dak is oud.", by=by("Bram"))
    with pytest.raises(NotAllowed, match="aan tafel"):
        actions.publish_fact(version, summary=other, read=1, by=by("Buurvrouw"))
    actions.publish_fact(version, summary=other, read=1, by=by("Amina"))
    with pytest.raises(NotAllowed, match="aan tafel"):
        actions.ask_again(version.card, question=QUESTION, reason="Omdat.", by=by("Buurvrouw"))


def test_an_outsider_does_nothing_and_a_step_back_leaves_writing_open_but_asks_nobody() -> None:
    challenge, version = of_two()
    party = challenge.parties.get(number=2)
    with pytest.raises(NotAllowed):
        actions.ask_fact(challenge, question="Mag ik?", by=by("Chris"))
    with pytest.raises(NotAllowed):
        actions.share_document(challenge, title="Stuk", address=ADDRESS, by=by("Chris"))
    with pytest.raises(NotAllowed):
        actions.refer(challenge, about="goal:x", keys=[], by=by("Chris"))
    call_step_back(challenge, reason="Even kijken.", by=by("Amina"))
    with pytest.raises(Refused, match="stapje terug"):
        actions.propose_source(version, role=ROLE, party=party, by=by("Amina"))
    asked_fact(challenge, make.bram(), "Wat kost het gas?")


def test_hidden_plain_words_and_hidden_answers_are_not_published() -> None:
    _challenge, version = of_two()
    version = answered(sourced(version, make.amina(), make.bram()), make.bram())
    said = actions.say_plainly(version, words=PLAIN, by=by("Amina"))
    hide(said.words)
    with pytest.raises(Refused, match="Zonder dat"):
        actions.publish_fact(version, summary=Summary.objects.get(), read=1, by=by("Bram"))
    other = actions.say_plainly(version, words="Het dak is op.", by=by("Bram"))
    assert version.answer is not None
    hide(version.answer)
    with pytest.raises(Refused, match="verborgen of weg"):
        actions.publish_fact(version, summary=other, read=1, by=by("Amina"))


def test_plain_words_need_an_answer_first() -> None:
    _challenge, version = of_two()
    with pytest.raises(Refused, match="nog geen antwoord"):
        actions.say_plainly(version, words=PLAIN, by=by("Amina"))


def test_what_can_never_be_true_is_refused_by_the_database() -> None:
    challenge, amina, bram = make.challenge_of_two()
    version = published(challenge, amina, bram)
    other = asked_fact(challenge, amina, "Wat kost het gas?")
    shared(challenge, bram)
    wrong: list[Callable[[], object]] = [
        lambda: Card.objects.filter(pk=other.card_id).update(number=1),
        lambda: Version.objects.filter(pk=other.pk).update(answered_at=timezone.now()),
        lambda: Version.objects.filter(pk=other.pk).update(answer=version.answer, answered_at=timezone.now()),
        lambda: Version.objects.filter(pk=version.pk).update(withdrawn_at=timezone.now()),
        lambda: Version.objects.filter(pk=other.pk).update(number=2),
        lambda: Reference.objects.create(challenge=challenge, about="goal:x"),
        lambda: Summary.objects.create(
            version=version, party=challenge.parties.get(number=1), words=version.question, said_at=timezone.now()
        ),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert str(version.card).endswith(": 1")
    assert str(Source.objects.get()) == ROLE
    assert str(version) == QUESTION


def test_a_step_back_holds_the_publishing_of_a_fact_and_leaves_its_words_open() -> None:
    challenge, version = of_two()
    version = answered(sourced(version, make.amina(), make.bram()), make.bram())
    said = actions.say_plainly(version, words=PLAIN, by=by("Bram"))
    call_step_back(challenge, reason="Even kijken.", by=by("Amina"))
    with pytest.raises(Refused, match="stapje terug"):
        actions.publish_fact(version, summary=said, read=1, by=by("Amina"))
    assert fresh(version).published_at is None
    assert str(actions.say_plainly(version, words="Kort gezegd: veel.", by=by("Bram")).words) == "Kort gezegd: veel."
