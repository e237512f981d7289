"""Everybody sees at a decision what people may promise, each for themselves; what a party puts in has versions."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.post.permissions import LETTERS_A_DAY
from communityup.workspace.challenges.models import Challenge, Kind, Phase, Ring, Seat
from communityup.workspace.challenges.queries import sponsor_of
from communityup.workspace.consent import queries as consent
from communityup.workspace.consent.actions import respond
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.mandates import actions, queries
from communityup.workspace.mandates.models import Commitment, Mandate, SponsorAddress
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

GOES_BACK: dict[str, Any] = {
    "alone": "Uren van onze dienst",
    "back": "Alles met geld.",
    "whom": "het college",
    "weeks": 3,
}
PUT_IN: dict[str, Any] = {"time": "Twee mensen, een avond per maand", "means": "Een zaal", "sponsor": "wethouder wonen"}


def by_amina() -> Actor:
    return Actor.of(make.amina())


def by_bram() -> Actor:
    return Actor.of(make.bram())


def lines(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="mandates.")
    return list(found.order_by("n").values_list("type", flat=True))


@built_once
def left_lead_in() -> Challenge:
    challenge, amina, bram = make.challenge_of_two()
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    return challenge


def sentences(challenge: Challenge, number: int) -> list[str]:
    return list(queries.said(challenge).get(challenge.parties.get(number=number).pk, []))


def test_a_mandate_says_what_goes_back_to_whom_and_how_long_beside_every_question() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    actions.state_mandate(challenge, **GOES_BACK, role="gebiedsmanager", by=by_bram())
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=by_amina())
    residents, municipality = consent.standing(asked)
    assert municipality["mandates"] == ["Alles met geld: moet terug naar het college, duurt ± 3 weken"]
    assert not residents["mandates"]
    shown = consent.question(asked, None)
    assert [row["number"] for row in shown["no_mandate"]] == [1]
    assert lines(challenge) == ["mandates.mandate_stated"]


def test_a_missing_mandate_is_shown_and_stops_nobody() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=by_amina())
    assert len(consent.question(asked, None)["no_mandate"]) == 2
    assert respond(asked, agrees=True, by=by_bram()).agreed


def test_a_mandate_without_anything_to_take_back_says_so() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    actions.state_mandate(challenge, alone="Wij beslissen samen aan tafel.", by=by_amina())
    assert sentences(challenge, 1) == ["kan hier zelf toezeggen: Wij beslissen samen aan tafel"]


@pytest.mark.parametrize("missing", ["back", "whom", "weeks"])
def test_half_a_way_back_is_refused_and_nothing_is_kept(missing: str) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    half = {**GOES_BACK, missing: None if missing == "weeks" else " "}
    with pytest.raises(Refused, match="terug"):
        actions.state_mandate(challenge, **half, by=by_bram())
    assert not Mandate.objects.exists()


def test_the_database_knows_no_half_way_back() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    mandate = actions.state_mandate(challenge, **GOES_BACK, by=by_bram())
    for wrong in ({"whom": None}, {"weeks": None}, {"weeks": 0}, {"person": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.filter(pk=mandate.pk).update(**wrong)


def test_an_empty_or_endless_mandate_is_refused() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for words in ("", "   ", "\u200b", "x" * 20_001):
        with pytest.raises(Refused):
            actions.state_mandate(challenge, alone=words, by=by_amina())
    assert not Mandate.objects.exists()


def test_only_the_person_themself_sets_a_mandate_and_earlier_versions_stay() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    municipality = challenge.parties.get(number=2)
    make.colleague(municipality, make.dilek(), inviter=bram)
    actions.state_mandate(challenge, **GOES_BACK, by=by_bram())
    actions.state_mandate(challenge, alone="Alleen uren", by=Actor.of(make.dilek()))
    actions.state_mandate(challenge, **GOES_BACK, by=by_bram())
    assert len(lines(challenge)) == 2
    actions.state_mandate(challenge, **{**GOES_BACK, "weeks": 6}, by=by_bram())
    of_bram = Mandate.objects.filter(person=bram).order_by("pk")
    assert [one.weeks for one in of_bram] == [3, 6]
    assert [one.ended_at is None for one in of_bram] == [False, True]
    assert sentences(challenge, 2) == [
        "kan hier zelf toezeggen: Alleen uren",
        "Alles met geld: moet terug naar het college, duurt ± 6 weken",
    ]
    row = queries.page(challenge, None, None)["rows"][1]
    assert [one.weeks for one in row["earlier"]] == [3]
    with pytest.raises(NotAllowed):
        actions.state_mandate(challenge, alone="Ik ook", by=Actor.of(make.chris()))


def test_a_mandate_counts_as_long_as_its_person_sits_at_the_table() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    actions.state_mandate(challenge, **GOES_BACK, by=by_bram())
    Seat.objects.filter(person=bram).update(ring=Ring.ASIDE)
    assert not sentences(challenge, 2)
    with pytest.raises(NotAllowed):
        actions.state_mandate(challenge, alone="Toch", by=by_bram())
    Seat.objects.filter(person=bram).update(ring=Ring.TABLE)
    assert sentences(challenge, 2)
    leave_seat(challenge, by=by_bram())
    assert not sentences(challenge, 2)


def test_a_decision_that_was_taken_keeps_the_mandate_of_that_day() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    actions.state_mandate(challenge, **GOES_BACK, by=by_bram())
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=by_amina())
    asked = respond(asked, agrees=True, by=by_bram())
    actions.state_mandate(challenge, alone="Sinds vandaag alles", by=by_bram())
    assert consent.standing(asked)[1]["mandates"] == ["Alles met geld: moet terug naar het college, duurt ± 3 weken"]


def test_who_leaves_the_platform_is_no_longer_tied_to_a_mandate_and_their_address_goes() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    actions.state_mandate(challenge, **GOES_BACK, by=by_bram())
    actions.give_sponsor_address(challenge, email=bram.email, by=by_amina())
    actions.give_sponsor_address(challenge, email="wethouder@example.org", by=by_bram())
    leave_platform(bram, by=by_bram())
    kept = Mandate.objects.get()
    assert kept.person is None
    assert kept.ended_at is not None
    assert not SponsorAddress.objects.exists()


@pytest.mark.parametrize("kind", Kind.values)
def test_b16_e4_a_party_of_every_kind_commits_with_its_sponsor_role_and_confirms_in_each_phase(kind: str) -> None:
    challenge = make.challenge_of_one(kind=kind)
    make.join(challenge, make.bram(), "De andere partij", "other" if kind != "other" else "residents")
    made = actions.commit_party(challenge, **PUT_IN, by=by_amina())
    assert (str(made.sponsor), made.phase, made.number, made.change) == ("wethouder wonen", "lead_in", 1, "first")
    assert made.rules == challenge.rules
    assert actions.commit_party(challenge, **PUT_IN, by=by_amina()).pk == made.pk
    assert [party.number for party in queries.unconfirmed(challenge)] == [2]
    make.step(challenge, LEAVE_LEAD_IN, make.amina(), make.bram())
    assert [party.number for party in queries.unconfirmed(challenge)] == [1, 2]
    again = actions.confirm_commitment(challenge, by=by_amina())
    assert actions.confirm_commitment(challenge, by=by_amina()).pk == again.pk
    assert (again.phase, again.number, again.change) == (challenge.phase, 2, "same")
    assert [party.number for party in queries.unconfirmed(challenge)] == [2]
    assert lines(challenge) == ["mandates.commitment_made", "mandates.commitment_confirmed"]


def test_b16_less_than_before_is_allowed_and_visible_beside_what_was() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    actions.commit_party(challenge, **PUT_IN, by=by_bram())
    actions.commit_party(
        challenge, time="Een avond per kwartaal", sponsor="afdelingshoofd", change="less", by=by_bram()
    )
    row = queries.page(challenge, None, None)["rows"][1]
    assert row["lowered"]
    assert str(row["commitment"].time) == "Een avond per kwartaal"
    assert str(row["before"][0].time) == PUT_IN["time"]
    assert lines(challenge) == ["mandates.commitment_made", "mandates.commitment_lowered"]


def test_b16_nobody_is_named_in_a_lead_in_where_no_party_spoke_of_it_and_all_are_after_it() -> None:
    challenge, amina, bram = make.challenge_of_two()
    assert queries.unconfirmed(challenge) == []
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    assert [party.number for party in queries.unconfirmed(challenge)] == [1, 2]
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.CLOSED)
    challenge.refresh_from_db()
    assert queries.unconfirmed(challenge) == []
    with pytest.raises(Refused, match="gesloten"):
        actions.commit_party(challenge, **PUT_IN, by=by_amina())


def test_b16_what_a_party_puts_in_is_its_own_to_say_and_asks_again_in_a_new_phase() -> None:
    challenge, amina, bram = make.challenge_of_two()
    with pytest.raises(Refused):
        actions.confirm_commitment(challenge, by=by_amina())
    for outsider in (Actor.of(make.chris()), Actor.operator()):
        with pytest.raises(NotAllowed):
            actions.commit_party(challenge, **PUT_IN, by=outsider)
    actions.commit_party(challenge, **PUT_IN, by=by_bram())
    assert queries.commitment_of(challenge.parties.get(number=1)) is None
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    assert [task.about for task in my_tasks(bram)] == ["Wat jullie partij inzet"]
    assert my_tasks(amina) == []
    actions.confirm_commitment(challenge, by=by_bram())
    assert my_tasks(bram) == []


def test_a_first_commitment_compares_with_nothing_and_a_later_one_is_never_the_first() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert actions.commit_party(challenge, **PUT_IN, change="less", by=by_amina()).change == "first"
    later = actions.commit_party(challenge, **{**PUT_IN, "time": "Meer"}, change="first", by=by_amina())
    assert later.change == "same"
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=later.pk).update(change="first")


def test_the_one_who_stands_behind_a_party_is_known_by_role_and_reached_by_an_address_no_log_holds() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    municipality = challenge.parties.get(number=2)
    assert sponsor_of(municipality) is None
    actions.commit_party(challenge, **PUT_IN, by=by_bram())
    found = sponsor_of(municipality)
    assert found is not None
    assert (found.role, found.email) == ("wethouder wonen", "")
    actions.give_sponsor_address(challenge, email=" Wethouder@Example.org ", by=by_bram())
    actions.give_sponsor_address(challenge, email="wethouder@example.org", by=by_bram())
    found = sponsor_of(municipality)
    assert found is not None
    assert (found.role, found.email) == ("wethouder wonen", "wethouder@example.org")
    letter = Mail.objects.get(key__startswith="sponsor:")
    assert found.stop_url.rsplit(":", 2)[0] in letter.text, "the rest of the link tells when it was signed"
    assert lines(challenge)[1:] == ["mandates.sponsor_reachable"]
    assert not any(b"wethouder@example" in bytes(line.bytes) for line in Line.objects.all())
    actions.take_away_sponsor_address(challenge, by=by_bram())
    actions.take_away_sponsor_address(challenge, by=by_bram())
    assert lines(challenge)[1:] == ["mandates.sponsor_reachable", "mandates.sponsor_unreachable"]


def test_another_address_takes_the_place_of_the_first_and_each_stops_only_its_own() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    first = actions.give_sponsor_address(challenge, email="wethouder@example.org", by=by_bram())
    second = actions.give_sponsor_address(challenge, email="opvolger@example.org", by=by_bram())
    assert list(SponsorAddress.objects.all()) == [second]
    assert [mail.to for mail in Mail.objects.filter(key__startswith="sponsor:").order_by("pk")] == [
        "wethouder@example.org",
        "opvolger@example.org",
    ]
    before = lines(challenge)
    actions.stop_letters(first)
    assert (SponsorAddress.objects.get().email, lines(challenge)) == ("opvolger@example.org", before)
    for _click in range(2):
        actions.stop_letters(second)
    assert not SponsorAddress.objects.exists()
    assert lines(challenge) == [*before, "mandates.sponsor_unreachable"]


def test_x6_nobody_is_buried_under_letters_about_standing_behind_a_party() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for _time in range(LETTERS_A_DAY):
        actions.give_sponsor_address(challenge, email="wethouder@example.org", by=by_bram())
        actions.take_away_sponsor_address(challenge, by=by_bram())
    with pytest.raises(Refused, match="morgen"):
        actions.give_sponsor_address(challenge, email="wethouder@example.org", by=by_amina())
    assert Mail.objects.filter(to="wethouder@example.org").count() == LETTERS_A_DAY


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_a_constant_number_of_queries(django_assert_num_queries: object, people: int) -> None:
    challenge, _amina, bram = make.challenge_of_two()
    municipality = challenge.parties.get(number=2)
    for place in range(1, people):
        make.colleague(municipality, make.person(f"Collega{place}"), inviter=bram)
    for seat in Seat.objects.filter(party=municipality).select_related("person"):
        actions.state_mandate(challenge, **GOES_BACK, by=Actor.of(seat.person))
    for time in range(people):
        actions.commit_party(challenge, **{**PUT_IN, "time": str(time)}, by=by_bram())
    with django_assert_num_queries(6):  # type: ignore[operator]
        page = queries.page(challenge, municipality, bram)
    assert len(page["rows"][1]["mandates"]) == people
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.said(challenge)
