"""Agreements: each rule, each refusal, recorded once, the same for every kind of party."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Text
from communityup.workspace.agreements import actions, queries
from communityup.workspace.agreements.models import Agreement, Confirmation
from communityup.workspace.challenges.models import Challenge, Kind
from tests import make, make_agreements
from tests.make_agreements import pending, standing

pytestmark = pytest.mark.django_db

State = Agreement.State
PAIRS = [(one, "municipality") for one in Kind.values] + [("municipality", one) for one in Kind.values[2:]]
WHY = "De aannemer viel uit"


def lines(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="agreements.").order_by("n")
    return [name.removeprefix("agreements.") for name in found.values_list("type", flat=True)]


def of_kinds(first: str, second: str) -> tuple[Challenge, Person, Person]:
    challenge = make.challenge_of_one(kind=first)
    make.join(challenge, make.bram(), "De andere partij", second)
    return challenge, make.amina(), make.bram()


def row(challenge: Challenge) -> dict[str, object]:
    return queries.latest(challenge)[0]


def test_an_agreement_counts_once_both_sides_confirmed() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    assert (made.state, made.standing, row(challenge)["waits_for"]) == (
        State.PROPOSED,
        None,
        {"name": "Gemeente Lindeveen", "number": 2},
    )
    made = actions.confirm_agreement(made, version=1, by=Actor.of(bram))
    assert (made.state, made.pending, made.sequence) == (State.AGREED, None, 0)
    assert str(made.standing) == make_agreements.WHAT
    actions.confirm_agreement(made, version=1, by=Actor.of(bram))
    actions.confirm_agreement(made, version=1, by=Actor.of(amina))
    assert lines(challenge) == ["agreement_proposed", "agreement_confirmed"]
    assert Confirmation.objects.count() == 2
    assert row(challenge)["waits_for"] is None


def test_the_proposing_party_cannot_confirm_for_the_other() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    actions.confirm_agreement(made, version=1, by=Actor.of(amina))
    made.refresh_from_db()
    assert made.state == State.PROPOSED
    assert lines(challenge) == ["agreement_proposed"]


def test_one_may_propose_what_the_other_does() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, bram, amina, proposer=amina)
    assert (made.promised_by.name, pending(made).proposed_by.name) == ("Gemeente Lindeveen", "Bewoners Molenwijk")
    assert actions.confirm_agreement(made, version=1, by=Actor.of(bram)).state == State.AGREED


def test_the_same_proposal_twice_is_one() -> None:
    challenge, amina, bram = make.challenge_of_two()
    assert make_agreements.proposed(challenge, amina, bram) == make_agreements.proposed(challenge, amina, bram)
    assert lines(challenge) == ["agreement_proposed"]


def test_other_words_lapse_the_confirmation_and_ask_a_new_one() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    made = make_agreements.changed(made, bram, days=60)
    with pytest.raises(Refused):
        actions.confirm_agreement(made, version=1, by=Actor.of(bram))
    made.refresh_from_db()
    assert (made.state, pending(made).number, row(challenge)["waits_for"]) == (
        State.PROPOSED,
        2,
        {"name": "Bewoners Molenwijk", "number": 1},
    )
    assert set(pending(made).confirmations.values_list("party__number", flat=True)) == {2}
    made = actions.confirm_agreement(made, version=2, by=Actor.of(amina))
    assert (made.state, str(made.standing)) == (State.AGREED, "Het dak is half klaar")
    assert lines(challenge) == ["agreement_proposed", "agreement_reworded", "agreement_confirmed"]


def test_what_was_agreed_stands_until_both_agree_anew() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram)
    made = make_agreements.changed(made, amina, days=90)
    assert (made.state, standing(made).number, pending(made).number) == (State.AGREED, 1, 2)
    made = actions.confirm_agreement(made, version=2, by=Actor.of(bram))
    assert (standing(made).number, made.pending, made.sequence) == (2, None, 1)
    assert row(challenge)["state_label"] == "opnieuw afgesproken"
    assert lines(challenge)[-1] == "agreement_renegotiated"


def test_a_stale_version_is_refused_for_every_act() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram)
    make_agreements.changed(made, amina, days=90)
    before = lines(challenge)
    for act in (actions.confirm_agreement, actions.propose_end, actions.withdraw_proposal):
        with pytest.raises(Refused):
            act(made, version=7, by=Actor.of(bram))
    with pytest.raises(Refused):
        actions.propose_change(made, version=1, what="X", due=timezone.localdate(), evidence="Y", by=Actor.of(bram))
    assert lines(challenge) == before


def test_withdrawing_takes_back_only_what_ones_own_side_proposed() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    with pytest.raises(NotAllowed):
        actions.withdraw_proposal(made, version=1, by=Actor.of(bram))
    made = make_agreements.changed(made, bram, days=60)
    made = actions.withdraw_proposal(made, version=2, by=Actor.of(bram))
    assert (made.state, pending(made).number) == (State.PROPOSED, 1)
    made = actions.withdraw_proposal(made, version=1, by=Actor.of(amina))
    assert (made.state, made.pending) == (State.WITHDRAWN, None)
    with pytest.raises(Refused):
        actions.confirm_agreement(made, version=1, by=Actor.of(bram))
    with pytest.raises(Refused):
        actions.withdraw_proposal(made, version=1, by=Actor.of(amina))
    assert lines(challenge).count("proposal_withdrawn") == 2
    assert row(challenge)["what"] == "Het dak is half klaar"


def test_a_withdrawn_change_leaves_what_was_agreed() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.changed(make_agreements.agreed(challenge, amina, bram), amina, days=90)
    made = actions.withdraw_proposal(made, version=2, by=Actor.of(amina))
    assert (made.state, standing(made).number, made.pending) == (State.AGREED, 1, None)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_e19_the_way_out_is_the_same_for_both_sides_of_every_kind(first: str, second: str) -> None:
    challenge, amina, bram = of_kinds(first, second)
    for asks, confirms in ((amina, bram), (bram, amina)):
        made = make_agreements.agreed(challenge, amina, bram, what=f"Iets van {asks}")
        made = actions.propose_end(made, version=1, by=Actor.of(asks))
        assert made.state == State.AGREED
        with pytest.raises(Refused):
            actions.propose_end(made, version=2, by=Actor.of(confirms))
        made = actions.confirm_agreement(made, version=2, by=Actor.of(confirms))
        assert (made.state, made.sequence) == (State.ENDED, 1)
        with pytest.raises(Refused):
            actions.tell_kept(made, by=Actor.of(amina))


@pytest.mark.parametrize(
    ("words", "flagged"),
    [
        ("De gemeente kan zonder reden opzeggen", True),
        ("Bewoners mogen stoppen als het regent. We zien elkaar elke maand", True),
        ("Beide partijen kunnen opzeggen met zes maanden", False),
        ("Opzeggen kan met zes maanden, voor allebei gelijk", False),
        ("Het dak is klaar", False),
        ("The municipality can terminate this at any moment", True),
        ("Either party may end this after six months", False),
    ],
)
def test_e19_words_that_let_one_side_stop_alone_get_a_hint(words: str, flagged: bool) -> None:
    assert queries.one_sided(words) is flagged


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a41_the_same_overdue_rule_holds_for_every_kind(
    first: str, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge, amina, bram = of_kinds(first, second)
    made = make_agreements.agreed(challenge, amina, bram, days=10)
    let_pass = make_agreements.clock(monkeypatch)
    with pytest.raises(Refused):
        actions.tell_not_kept(made, words=WHY, by=Actor.of(amina))
    let_pass(dt.timedelta(days=10))
    assert row(challenge)["overdue"] is False
    let_pass(dt.timedelta(days=11))
    assert row(challenge)["overdue"] is True
    assert row(challenge)["waits_for"] == {"name": "Bewoners Molenwijk", "number": 1}
    assert [found["asks"] for found in queries.open_for(amina)] == ["tell"]
    assert [found["asks"] for found in queries.open_for(bram)] == [""]
    for act in (actions.propose_end, actions.confirm_agreement):
        with pytest.raises(Refused):
            act(made, version=1 if act is actions.propose_end else 2, by=Actor.of(bram))
    with pytest.raises(Refused):
        make_agreements.changed(made, amina, days=20)
    with pytest.raises(Refused, match="eigen woorden"):
        actions.tell_not_kept(made, words="  ", by=Actor.of(amina))
    made = actions.tell_not_kept(made, words=WHY, by=Actor.of(amina))
    assert (made.state, str(made.outcome.words)) == (State.NOT_KEPT, WHY)
    assert row(challenge)["overdue"] is False
    assert lines(challenge)[-1] == "agreement_not_kept"


def test_a41_only_the_side_that_promised_tells_and_the_other_lays_its_reading_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram, days=1)
    make_agreements.clock(monkeypatch)(dt.timedelta(days=3))
    for act in (actions.tell_kept, actions.tell_not_kept):
        for other in (bram, make.chris()):
            with pytest.raises(NotAllowed):
                act(made, words=WHY, by=Actor.of(other))
    with pytest.raises(Refused):
        actions.lay_reading(made, words="Wij zien het anders", by=Actor.of(bram))
    actions.tell_kept(made, words="Klaar", by=Actor.of(amina))
    actions.tell_kept(made, words="Klaar", by=Actor.of(amina))
    with pytest.raises(NotAllowed):
        actions.lay_reading(made, words="Mooi", by=Actor.of(amina))
    for words in ("Wij zien het anders", "Wij zien het anders", "Wij zien het nu zo"):
        outcome = actions.lay_reading(made, words=words, by=Actor.of(bram))
    assert outcome.reading is not None
    assert (str(outcome.words), str(outcome.reading)) == ("Klaar", "Wij zien het nu zo")
    assert outcome.reading.versions.count() == 2
    assert lines(challenge)[2:] == ["agreement_kept", "reading_laid", "reading_laid"]


def test_kept_before_the_date_and_without_words_is_fine() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.changed(make_agreements.agreed(challenge, amina, bram), bram, days=90)
    made = actions.tell_kept(made, by=Actor.of(amina))
    assert (made.state, made.pending, made.outcome.words) == (State.KEPT, None, None)
    with pytest.raises(Refused):
        make_agreements.changed(made, bram, days=90)
    with pytest.raises(Refused):
        actions.tell_not_kept(made, words=WHY, by=Actor.of(amina))


def test_what_is_not_agreed_cannot_be_told_or_ended() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    for act in (actions.tell_kept, actions.tell_not_kept):
        with pytest.raises(Refused):
            act(made, words=WHY, by=Actor.of(amina))
    with pytest.raises(Refused):
        actions.propose_end(made, version=1, by=Actor.of(amina))
    assert lines(challenge) == ["agreement_proposed"]


def test_a_proposal_cannot_be_confirmed_after_its_own_date(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram, days=2)
    make_agreements.clock(monkeypatch)(dt.timedelta(days=4))
    with pytest.raises(Refused):
        actions.confirm_agreement(made, version=1, by=Actor.of(bram))
    made = make_agreements.changed(made, bram, days=5)
    assert actions.confirm_agreement(made, version=2, by=Actor.of(amina)).state == State.AGREED


def test_a_change_nobody_confirmed_in_time_lapses_and_the_page_asks_how_it_went(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.changed(make_agreements.agreed(challenge, amina, bram, days=5), amina, days=90)
    assert [found["asks"] for found in queries.open_for(bram)] == ["confirm"]
    assert queries.detail(made, make.party_of(challenge, bram))["can"]["confirm"] is True
    make_agreements.clock(monkeypatch)(dt.timedelta(days=7))
    with pytest.raises(Refused):
        actions.confirm_agreement(made, version=2, by=Actor.of(bram))
    shown = queries.detail(made, make.party_of(challenge, bram))
    assert (shown["proposal"], shown["can"]["confirm"]) == (None, False)
    assert row(challenge)["waits_for"] == {"name": "Bewoners Molenwijk", "number": 1}
    assert [found["asks"] for found in queries.open_for(amina)] == ["tell"]
    assert actions.tell_kept(made, by=Actor.of(amina)).state == State.KEPT


def test_a_proposal_whose_date_has_passed_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram, days=2)
    make_agreements.clock(monkeypatch)(dt.timedelta(days=4))
    assert row(challenge)["waits_for"] is None
    assert [found["asks"] for found in queries.open_for(bram)] == [""]
    assert queries.detail(made, make.party_of(challenge, bram))["can"]["confirm"] is False
    assert queries.detail(made, make.party_of(challenge, bram))["can"]["change"] is True


@pytest.mark.parametrize("days", [-1, -400, 60 * 366])
def test_a_date_that_has_passed_or_is_too_far_is_refused(days: int) -> None:
    challenge, amina, bram = make.challenge_of_two()
    with pytest.raises(Refused):
        make_agreements.proposed(challenge, amina, bram, days=days)
    assert not Agreement.objects.exists()


def test_the_two_sides_are_parties_at_this_table_and_one_is_ones_own() -> None:
    challenge, amina, bram = make.challenge_of_two()
    dilek = make.dilek()
    make.join(challenge, dilek, "Huurders van de zalen", "entrepreneurs")
    other = make.challenge_of_one(make.person("Eva"), title="Iets anders")
    with pytest.raises(NotAllowed):
        make_agreements.proposed(challenge, amina, bram, proposer=dilek)
    with pytest.raises(Refused):
        make_agreements.proposed(challenge, amina, amina)
    with pytest.raises(Refused):
        actions.propose_agreement(
            challenge,
            promised_by=make_agreements.side_of(challenge, amina),
            promised_to=other.parties.get(),
            what="Iets",
            due=timezone.localdate(),
            evidence="Iets",
            by=Actor.of(amina),
        )
    made = make_agreements.proposed(challenge, amina, bram)
    for act in (actions.confirm_agreement, actions.withdraw_proposal, actions.propose_end):
        for person in (dilek, make.chris()):
            with pytest.raises(NotAllowed):
                act(made, version=1, by=Actor.of(person))
    for nobody in (Actor.operator(), Actor.job("night")):
        with pytest.raises(NotAllowed):
            actions.confirm_agreement(made, version=1, by=nobody)
    assert lines(challenge) == ["agreement_proposed"]


def test_the_lines_hold_commitments_and_facts_but_no_words() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram)
    line = Line.objects.get(stream=challenge.stream, type="agreements.agreement_proposed")
    written = bytes(line.bytes).decode()
    terms = standing(made)
    what, evidence = terms.what.current, terms.evidence.current
    assert what is not None
    assert evidence is not None
    assert line.commit == what.commit
    assert terms.due.isoformat() in written
    assert evidence.commit in written
    assert make_agreements.WHAT not in written
    assert make_agreements.EVIDENCE not in written


def test_e20_there_is_no_score_and_no_count_per_party_or_person() -> None:
    wrong = ("score", "count", "points", "rank", "rating", "percentage", "reliab", "total")
    for label in ("agreements", "goals"):
        for model in apps.get_app_config(label).get_models():
            names = [field.name for field in model._meta.get_fields()]
            assert not [name for name in names if any(word in name for word in wrong)], model
    for label in ("agreements", "goals"):
        found = get_resolver(f"communityup.workspace.{label}.urls").reverse_dict
        assert not [name for name in found if isinstance(name, str) and any(word in name for word in wrong)]
    challenge, amina, bram = make.challenge_of_two()
    actions.tell_kept(make_agreements.agreed(challenge, amina, bram), by=Actor.of(amina))
    assert not [key for key in row(challenge) if any(word in key for word in wrong)]


def test_e20_the_list_is_ordered_by_date_not_by_party_or_outcome() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_agreements.agreed(challenge, amina, bram, days=30, what="Later")
    make_agreements.agreed(challenge, bram, amina, days=10, what="Eerder")
    done = make_agreements.agreed(challenge, bram, amina, days=5, what="Klaar")
    actions.tell_kept(done, by=Actor.of(bram))
    assert [found["what"] for found in queries.latest(challenge)] == ["Eerder", "Later", "Klaar"]


def test_the_list_is_one_query_for_one_and_for_three_rows() -> None:
    challenge, amina, bram = make.challenge_of_two()
    counts = []
    for number in range(3):
        make_agreements.agreed(challenge, amina, bram, what=f"Iets {number}")
        with CaptureQueriesContext(connection) as found:
            queries.latest(challenge)
        counts.append(len(found))
    assert counts == [1, 1, 1]


def test_a_text_that_was_erased_has_no_commitment_to_record() -> None:
    with pytest.raises(ValueError, match="without words"):
        actions._commitment(Text())


def test_telling_twice_that_it_was_not_kept_is_once(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram)
    make_agreements.clock(monkeypatch)(dt.timedelta(days=31))
    for _time in range(2):
        actions.tell_not_kept(made, words="De steiger kwam niet.", by=Actor.of(amina))
    assert Line.objects.filter(stream=challenge.stream, type="agreements.agreement_not_kept").count() == 1
