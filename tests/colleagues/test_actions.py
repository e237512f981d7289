"""Colleagues: asked once for all their places, places handed over at once, and who speaks for whom is said."""

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.organisations import actions as organisations
from communityup.organisations.models import Membership, Organisation
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.post.permissions import LETTERS_A_DAY
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Ring
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.colleagues import actions, permissions, queries
from communityup.workspace.colleagues.models import ColleagueInvitation
from communityup.workspace.rules.actions import accept_rules
from tests import make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
TOWN = "Gemeente Lindeveen"


def town() -> Organisation:
    return Organisation.objects.select_related("stream").get(name=TOWN)


def membership(person: Person, organisation: Organisation | None = None) -> Membership:
    return Membership.objects.get(organisation=organisation or town(), person=person)


def parties(person: Person) -> list[Party]:
    own = queries.own_organisation(person)
    assert own is not None
    return queries.own_parties(own)


@built_once
def two_challenges() -> tuple[Challenge, Challenge]:
    """Return two challenges in which Bram sits for the municipality."""
    return make.challenge_of_two(title="Het dak")[0], make.challenge_of_two(title="Het plein")[0]


def ask(email: str, *asked: Party, by: Person | None = None) -> ColleagueInvitation:
    return actions.ask_colleague(town(), email=email, parties=asked, by=Actor.of(by or make.bram()))


def joined(person: Person, *asked: Party) -> None:
    actions.join_colleagues(ask(person.email, *asked), by=Actor.of(person))


def types(organisation: Organisation) -> list[str]:
    return list(Line.objects.filter(stream=organisation.stream).order_by("n").values_list("type", flat=True))


def test_a_colleague_is_asked_once_for_all_challenges_and_joins_them_with_one_answer() -> None:
    first, second = two_challenges()
    Mail.objects.all().delete()
    invitation = ask("dilek@example.org", *parties(make.bram()))
    letter = Mail.objects.get()
    assert letter.to == "dilek@example.org"
    assert "Het dak" in letter.text
    assert "Het plein" in letter.text
    assert f"/mijn/organisatie/collega/{invitation.public_id}/" in letter.text
    seats = actions.join_colleagues(invitation, by=Actor.of(make.dilek()))
    assert {seat.challenge for seat in seats} == {first, second}
    assert membership(make.dilek()).invited
    assert types(town())[-2:] == ["colleagues.colleague_asked", "organisations.member_joined"]
    for challenge in (first, second):
        told = list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))
        assert told[-2:] == ["challenges.colleague_invited", "challenges.colleague_joined"]
    with pytest.raises(Refused):
        actions.join_colleagues(invitation, by=Actor.of(make.dilek()))


def test_who_sits_for_another_party_joins_the_organisation_and_keeps_that_place() -> None:
    first, second = two_challenges()
    make.join(first, make.dilek(), "Woonstichting", "housing_association")
    invitation = ask("dilek@example.org", *parties(make.bram()))
    seats = actions.join_colleagues(invitation, by=Actor.of(make.dilek()))
    assert [seat.challenge for seat in seats] == [second]
    assert first.seats.get(person=make.dilek()).party.name == "Woonstichting"


def test_one_asks_only_as_an_insider_and_only_for_parties_one_sits_for() -> None:
    first, _second = two_challenges()
    with pytest.raises(NotAllowed):
        ask("dilek@example.org", by=make.amina())
    with pytest.raises(NotAllowed):
        ask("dilek@example.org", first.parties.get(number=1))
    make.join(first, make.chris(), "Woonstichting", "housing_association")
    with pytest.raises(NotAllowed):
        ask("dilek@example.org", first.parties.get(name="Woonstichting"))
    assert not ColleagueInvitation.objects.exists()


def test_an_address_is_asked_once_at_a_time_and_not_when_it_is_there_already() -> None:
    two_challenges()
    with pytest.raises(Refused, match=TOWN):
        ask("BRAM@example.org")
    ask("dilek@example.org")
    with pytest.raises(Refused):
        ask("Dilek@Example.org")
    for number in range(2):
        actions.take_back(ColleagueInvitation.objects.get(), by=Actor.of(make.bram()))
        if number == 0:
            ask("dilek@example.org")
    ask("dilek@example.org")
    actions.take_back(ColleagueInvitation.objects.get(), by=Actor.of(make.bram()))
    with pytest.raises(Refused):
        ask("dilek@example.org")
    assert Mail.objects.filter(to="dilek@example.org").count() == LETTERS_A_DAY


def test_an_invitation_is_taken_back_by_the_organisation_only_and_each_challenge_hears_it() -> None:
    first, _second = two_challenges()
    invitation = ask("dilek@example.org", *parties(make.bram()))
    with pytest.raises(NotAllowed):
        actions.take_back(invitation, by=Actor.of(make.amina()))
    actions.take_back(invitation, by=Actor.of(make.bram()))
    assert types(town())[-1] == "colleagues.colleague_no_longer_asked"
    assert Line.objects.filter(stream=first.stream).latest("n").type == "challenges.colleague_invitation_taken_back"
    with pytest.raises(Refused):
        actions.take_back(invitation, by=Actor.of(make.bram()))


def test_only_the_address_that_was_asked_joins() -> None:
    two_challenges()
    invitation = ask("dilek@example.org")
    with pytest.raises(NotAllowed):
        actions.join_colleagues(invitation, by=Actor.of(make.chris()))
    assert not Membership.objects.filter(person=make.chris()).exists()


def test_an_invitation_of_somebody_who_left_still_counts_but_nobody_vouches_by_it() -> None:
    make.challenge_of_two()
    make.colleague(Party.objects.get(name=TOWN), make.person("Ellen"), inviter=make.bram())
    invitation = ask("dilek@example.org")
    leave_platform(make.bram(), by=Actor.of(make.bram()))
    invitation.refresh_from_db()
    actions.join_colleagues(invitation, by=Actor.of(make.dilek()))
    assert not membership(make.dilek()).invited


def test_all_places_go_over_at_once_each_with_one_line_and_the_colleague_reads_the_rules_first() -> None:
    first, second = two_challenges()
    joined(make.dilek())
    Mail.objects.all().delete()
    done = actions.hand_over_places(town(), to=membership(make.dilek()), by=Actor.of(make.bram()))
    assert {party.challenge for party in done.given} == {first, second}
    assert done.kept == []
    for challenge in (first, second):
        seat = challenge.seats.get(party__name=TOWN)
        assert (seat.person, seat.rules) == (make.dilek(), None)
        lines = Line.objects.filter(stream=challenge.stream, type="colleagues.place_handed_over")
        assert lines.count() == 1
        with pytest.raises(NotAllowed):
            own_seat(challenge, Actor.of(make.dilek()))
        accept_rules(challenge, number=1, by=Actor.of(make.dilek()))
        own_seat(challenge, Actor.of(make.dilek()))
    letter = Mail.objects.get(to=make.dilek().email)
    assert "Het dak" in letter.text
    assert "Het plein" in letter.text
    with pytest.raises(Refused):
        actions.hand_over_places(town(), to=membership(make.dilek()), by=Actor.of(make.bram()))


def test_a_place_that_cannot_go_over_stays_with_the_reason() -> None:
    first, second = two_challenges()
    third = make.challenge_of_two(title="Het pad")[0]
    joined(make.dilek())
    make.join(first, make.dilek(), "Woonstichting", "housing_association")
    party = second.parties.get(name=TOWN)
    Facilitator.objects.create(challenge=second, party=party, person=make.bram(), since=second.started_at)
    done = actions.hand_over_places(town(), to=membership(make.dilek()), by=Actor.of(make.bram()))
    assert [given.challenge for given in done.given] == [third]
    assert dict(done.kept) == {
        "Het dak": "Dilek zit daar al aan tafel namens Woonstichting",
        "Het plein": "je bewaakt daar het proces",
    }


def test_a_colleague_who_has_a_place_there_already_gets_the_one_at_the_table() -> None:
    first, _second = two_challenges()
    joined(make.dilek(), *parties(make.bram()))
    first.seats.filter(person=make.dilek()).update(ring=Ring.CONTRIBUTOR)
    first.seats.filter(person=make.bram()).update(substitute=make.dilek())
    actions.hand_over_places(town(), to=membership(make.dilek()), by=Actor.of(make.bram()))
    assert [seat.ring for seat in first.seats.filter(party__name=TOWN)] == [Ring.TABLE]
    assert not first.seats.filter(person=make.bram()).exists()


def test_a_place_does_not_go_to_a_colleague_who_sits_at_the_same_table_and_nothing_is_lost() -> None:
    first, second = two_challenges()
    joined(make.dilek(), *parties(make.bram()))
    second.seats.filter(person=make.dilek()).delete()
    before = first.seats.filter(party__name=TOWN).count()
    done = actions.hand_over_places(town(), to=membership(make.dilek()), by=Actor.of(make.bram()))
    assert [party.challenge for party in done.given] == [second]
    assert dict(done.kept) == {"Het dak": "Dilek heeft daar al een plek, en één mens heeft één plek"}
    assert first.seats.filter(party__name=TOWN).count() == before
    letter = Mail.objects.filter(to=make.dilek().email).latest("pk").text
    assert "Zeg daar ook wat jij zelf mag toezeggen" in letter


def test_a_substitute_who_gets_the_place_is_no_longer_their_own_substitute() -> None:
    first, _second = two_challenges()
    joined(make.dilek())
    first.seats.filter(person=make.bram()).update(substitute=make.dilek())
    actions.hand_over_places(town(), to=membership(make.dilek()), by=Actor.of(make.bram()))
    assert first.seats.get(person=make.dilek()).substitute is None


def test_places_go_over_only_to_an_insider_and_not_to_oneself() -> None:
    two_challenges()
    organisations.take_name(town(), by=Actor.of(make.chris()))
    elsewhere = Membership.objects.get(person=make.amina())
    for to in (membership(make.chris()), elsewhere):
        with pytest.raises(NotAllowed):
            actions.hand_over_places(town(), to=to, by=Actor.of(make.bram()))
    with pytest.raises(Refused):
        actions.hand_over_places(town(), to=membership(make.bram()), by=Actor.of(make.bram()))


@built_once
def unlinked() -> Party:
    """Return a party of before organisations, which did not say yet for which it speaks."""
    make.challenge_of_two()
    Party.objects.filter(name=TOWN).update(organisation=None)
    return Party.objects.select_related("challenge__stream").get(name=TOWN)


def test_a_party_tells_once_for_which_organisation_it_speaks() -> None:
    party = unlinked()
    with pytest.raises(NotAllowed):
        actions.link_party(party, organisation=None, by=Actor.of(make.amina()))
    linked = actions.link_party(party, organisation=None, by=Actor.of(make.bram()))
    assert linked.organisation == town()
    assert Line.objects.filter(stream=party.challenge.stream).latest("n").type == "colleagues.party_linked"
    with pytest.raises(Refused, match=TOWN):
        actions.link_party(party, organisation=None, by=Actor.of(make.bram()))


def test_e5_a_party_cannot_speak_for_an_organisation_that_takes_part_already_or_of_others() -> None:
    party = unlinked()
    residents = Organisation.objects.get(name="Bewoners Molenwijk")
    with pytest.raises(NotAllowed):
        actions.link_party(party, organisation=residents, by=Actor.of(make.bram()))
    organisations.take_name(residents, by=Actor.of(make.bram()))
    with pytest.raises(Refused):
        actions.link_party(party, organisation=residents, by=Actor.of(make.bram()))


def test_who_leaves_the_platform_is_asked_by_nobody_any_more() -> None:
    two_challenges()
    ask("dilek@example.org")
    leave_platform(make.dilek(), by=Actor.of(make.dilek()))
    assert not ColleagueInvitation.objects.exists()


def test_only_people_of_another_organisation_in_the_challenge_confirm_from_outside() -> None:
    challenge, _second = two_challenges()
    party = challenge.parties.get(name=TOWN)
    assert permissions.vouching_organisation(party, Actor.of(make.amina())).name == "Bewoners Molenwijk"
    for by in (make.bram(), make.chris()):
        with pytest.raises(NotAllowed):
            permissions.vouching_organisation(party, Actor.of(by))
    Membership.objects.filter(person=make.amina()).delete()
    with pytest.raises(NotAllowed):
        permissions.vouching_organisation(party, Actor.of(make.amina()))
