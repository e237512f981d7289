"""A party that left comes back by its own people alone; others begin as a party of their own, without its words."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.organisations import actions as organisations
from communityup.organisations.models import Membership
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.workspace.agreements.permissions import a_side
from communityup.workspace.challenges import actions
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.former.models import Former
from communityup.workspace.former.permissions import comes_back
from communityup.workspace.goals.models import Interest
from communityup.workspace.outreach.models import Newcomer
from communityup.workspace.reach.actions import forward_invitation
from tests import make
from tests.make_agreements import agreed
from tests.make_goals import interest
from tests.make_leaving import party_goes

pytestmark = pytest.mark.django_db
WORDS = "Wij hebben geen mensen meer voor deze opgave."


def at(address: str) -> Person:
    """Return somebody with this address."""
    return Person.objects.get_or_create(email=address, defaults={"display_name": address.partition("@")[0]})[0]


def left(*, third: bool = False) -> tuple[Challenge, Party]:
    """Return a challenge that the municipality (Bram and Els) left, perhaps with a school that is still there."""
    challenge, _amina, bram = make.closed_challenge_of_two()
    if third:
        make.join(challenge, make.person("Sanne"), "School", "institution")
        make.join(challenge, make.person("Wim"), "Winkeliers", "entrepreneurs")
    make.colleague(make.party_of(challenge, bram), make.person("Els"), inviter=bram)
    interest(challenge, bram)
    agreed(challenge, bram, make.amina())
    return challenge, party_goes(challenge, bram, second=make.person("Els"), words=WORDS)


def again(party: Party, email: str) -> None:
    actions.invite_again(party, email=email, by=Actor.of(make.amina()))


def accepted(party: Party, person: Person) -> Seat:
    return actions.accept_invitation(make.invitation_of(party), by=Actor.of(person))


def letters(person: Person) -> list[str]:
    return list(Mail.objects.filter(to=person.email, key__startswith="former:").values_list("text", flat=True))


def test_e2_x3_who_was_not_of_a_party_that_left_begins_as_a_new_one_without_its_words() -> None:
    challenge, party = left()
    again(party, "vriend@example.org")
    before = Line.objects.filter(stream=challenge.stream).count()
    seat = accepted(party, at("vriend@example.org"))
    assert Line.objects.filter(stream=challenge.stream).count() == before + 1
    new, organisation = seat.party, party.organisation
    party.refresh_from_db()
    assert (party.state, str(party.reason), party.left_at is not None) == (Party.State.LEFT, WORDS, True)
    assert (new.name, new.number, new.organisation) == ("Gemeente Lindeveen (2)", 3, organisation)
    assert new.state == Party.State.ACTIVE, "beside one other party nobody is asked, as on a first evening"
    assert not Interest.objects.filter(party=new).exists()
    with pytest.raises(Exception, match="partijen van deze afspraak"):
        a_side(challenge.agreements.get(), Actor.of(seat.person))
    assert accepted_once_more(seat) == seat


def accepted_once_more(seat: Seat) -> Seat:
    return actions.accept_invitation(seat.party.invitations.get(), by=Actor.of(seat.person))


def test_e21_other_people_need_the_yes_of_all_and_the_page_says_that_they_are_others() -> None:
    challenge, party = left(third=True)
    again(party, "vriend@example.org")
    seat = accepted(party, at("vriend@example.org"))
    assert seat.party.state == Party.State.WAITING
    client = Client()
    client.force_login(make.amina())
    page = client.get(f"/opgaven/{challenge.slug}/wie-ontbreekt/partij/{seat.party.number}/").content.decode()
    assert "zijn andere mensen" in page
    make.let_in(seat.party)
    seat.party.refresh_from_db()
    assert seat.party.state == Party.State.ACTIVE


def test_e22_who_was_of_it_comes_back_as_that_party_and_all_are_asked() -> None:
    challenge, party = left(third=True)
    again(party, "ander@example.org")
    seat = accepted(party, make.person("Els"))
    assert (seat.party, seat.party.state, seat.party.left_at) == (party, Party.State.WAITING, None)
    client = Client()
    client.force_login(make.amina())
    page = client.get(f"/opgaven/{challenge.slug}/wie-ontbreekt/partij/{party.number}/").content.decode()
    assert "komt terug, met zijn eigen woorden" in page
    make.let_in(party)
    party.refresh_from_db()
    assert party.state == Party.State.ACTIVE
    assert Interest.objects.filter(party=party).exists()


def test_x3_only_what_was_confirmed_before_it_left_opens_the_way_back() -> None:
    bram, els = at("bram@lindeveen.example"), at("els@lindeveen.example")
    challenge = make.challenge_of_one()
    party = make.join(challenge, bram, "Gemeente Lindeveen", "municipality")
    town = party.organisation
    assert town is not None
    organisations.prove_by_mail(Membership.objects.get(organisation=town, person=bram), by=Actor.of(bram))
    make.colleague(party, els, inviter=bram)
    party = party_goes(challenge, bram, second=els)
    assert comes_back(party, at("nieuw@lindeveen.example")), "an address that proved the organisation then"
    friend = at("vriend@example.org")
    organisations.take_name(town, by=Actor.of(friend))
    assert not comes_back(party, friend), "who takes the name is confirmed by nobody"
    own = Membership.objects.get(organisation=town, person=friend)
    organisations.confirm_colleague(own, by=Actor.of(bram))
    assert not comes_back(party, friend), "what is confirmed afterwards prepares no return"
    assert not comes_back(party, make.amina())


def test_x3_who_left_before_their_party_did_does_not_speak_for_it_afterwards() -> None:
    challenge, _amina, bram = make.closed_challenge_of_two()
    party = make.party_of(challenge, bram)
    for name in ("Els", "Gijs"):
        make.colleague(party, make.person(name), inviter=bram)
    from communityup.workspace.leaving.actions import leave_seat

    leave_seat(challenge, by=Actor.of(make.person("Gijs")))
    party = party_goes(challenge, bram, second=make.person("Els"))
    assert comes_back(party, bram)
    assert not comes_back(party, make.person("Gijs"))


def test_x3_the_former_people_hear_of_the_invitation_and_of_who_comes() -> None:
    _challenge, party = left()
    bram, els = make.bram(), make.person("Els")
    again(party, els.email)
    again(party, "vriend@example.org")
    again(party, "vriendin@example.org")
    assert [len(letters(one)) for one in (bram, els)] == [1, 1], "once a day, however often it is sent"
    accepted(party, at("vriend@example.org"))
    for one in (bram, els):
        assert "Gemeente Lindeveen (2)" in letters(one)[-1]


def test_x3_who_was_of_it_hears_that_a_colleague_comes_back() -> None:
    _challenge, party = left()
    again(party, make.person("Els").email)
    accepted(party, make.person("Els"))
    assert "Els" in letters(make.bram())[-1]
    assert not [text for text in letters(make.person("Els")) if "komt terug" in text]


def test_e5_its_people_do_not_come_back_beside_others_of_the_same_organisation() -> None:
    challenge, party = left()
    again(party, "vriend@example.org")
    accepted(party, at("vriend@example.org"))
    again(party, make.bram().email)
    with pytest.raises(Refused, match="andere mensen mee voor Gemeente Lindeveen"):
        accepted(party, make.bram())
    assert challenge.parties.count() == 3


def test_x3_passing_the_invitation_on_opens_no_way_round() -> None:
    _challenge, party = left()
    again(party, make.bram().email)
    sent = forward_invitation(make.invitation_of(party), email="vriend@example.org", by=Actor.visitor())
    seat = actions.accept_invitation(sent, by=Actor.of(at("vriend@example.org")))
    assert seat.party.number == 3


def test_e2_the_link_of_an_invitation_says_no_for_a_party_that_left_but_nothing_in_its_name() -> None:
    _challenge, party = left()
    again(party, "vriend@example.org")
    actions.decline_invitation(make.invitation_of(party), reason="Wij deugen niet.", by=Actor.visitor())
    party.refresh_from_db()
    assert (party.state, str(party.reason)) == (Party.State.LEFT, WORDS)


def test_x3_a_party_that_no_longer_asked_is_nobody_elses_either() -> None:
    from communityup.workspace.outreach import actions as outreach

    challenge, amina, _bram = make.closed_challenge_of_two()
    party = actions.invite_party(
        challenge, name="School", kind="institution", email="s@example.org", by=Actor.of(amina)
    )
    actions.accept_invitation(make.invitation_of(party), by=Actor.of(make.dilek()))
    outreach.take_back_asking(Newcomer.objects.get(), by=Actor.of(make.dilek()))
    party.refresh_from_db()
    assert comes_back(party, make.dilek())
    again(party, "vriend@example.org")
    assert accepted(party, at("vriend@example.org")).party != party


def test_an_invitation_of_a_colleague_ends_with_the_last_person_of_the_party() -> None:
    challenge, _amina, bram = make.closed_challenge_of_two()
    party = make.party_of(challenge, bram)
    asked = actions.invite_colleague(party, email="collega@example.org", by=Actor.of(bram))
    leave_platform(bram, by=Actor.of(bram))
    with pytest.raises(Refused):
        actions.accept_invitation(asked, by=Actor.of(at("collega@example.org")))
    assert not Former.objects.filter(person=bram).exists(), "who leaves the platform is forgotten"


@pytest.mark.parametrize("state", [Party.State.ACTIVE, Party.State.ASLEEP, Party.State.WAITING])
def test_the_database_holds_no_party_that_is_there_and_left(state: str) -> None:
    _challenge, party = left()
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=party.pk).update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=party.pk).update(left_at=None)


def test_over_http_one_reads_before_accepting_as_which_party_one_takes_part() -> None:
    challenge, party = left()
    client = Client()
    client.force_login(make.amina())
    page = client.get(f"/opgaven/{challenge.slug}/partijen/{party.number}/opnieuw/").content.decode()
    assert "een nieuwe partij" in page
    again(party, "vriend@example.org")
    client.force_login(at("vriend@example.org"))
    own = client.get(f"/opgaven/mijn-uitnodiging/{make.invitation_of(party).pk}/aannemen/").content.decode()
    assert "een nieuwe partij" in own
