"""Who speaks for an organisation: free to say, shown how one knows, and the same for every kind (X3, E4, E5)."""

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.organisations import actions, permissions, queries
from communityup.organisations.models import Kind, Membership, Organisation
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Ring, Seat
from communityup.workspace.goals.actions import propose_goal
from tests import make

pytestmark = pytest.mark.django_db
Proof = Membership.Proof


def at(address: str) -> Person:
    """Return somebody with this address."""
    return Person.objects.get_or_create(email=address, defaults={"display_name": address.partition("@")[0]})[0]


def named(person: Person, name: str = "Gemeente Oeverstad", kind: str = "municipality") -> Organisation:
    return actions.speak_for(name, kind=kind, place="Oeverstad", by=Actor.of(person))


def membership(organisation: Organisation, person: Person) -> Membership:
    return Membership.objects.get(organisation=organisation, person=person)


def types(organisation: Organisation) -> list[str]:
    lines = Line.objects.filter(stream=organisation.stream).order_by("n")
    return [kind.removeprefix("organisations.") for kind in lines.values_list("type", flat=True)]


@pytest.mark.parametrize("kind", Kind.values)
def test_e4_who_names_an_organisation_of_any_kind_is_its_contact_and_is_not_confirmed_yet(kind: str) -> None:
    own = named(make.amina(), "Rond de Molen", kind)
    first = membership(own, make.amina())
    assert (first.contact, first.invited, first.proof) == (True, True, Proof.NONE)
    assert permissions.is_inside(own, make.amina())
    assert queries.proof_of(first)["confirmed"] is False
    assert types(own) == ["organisation_named"]


def test_e5_a_name_that_reads_the_same_is_the_same_organisation_and_taking_it_lets_nobody_in() -> None:
    own = named(make.amina(), "Bewoners Molenwijk", "residents")
    assert named(make.bram(), " bewoners  MOLENWIJK\u200b", "residents") == own
    assert named(make.bram(), "B\u0435woners Molenwijk", "residents") == own
    assert types(own) == ["organisation_named", "member_joined"]
    assert not permissions.is_inside(own, make.bram())
    with pytest.raises(NotAllowed, match="Bewoners Molenwijk"):
        permissions.own_inside(own, Actor.of(make.bram()))


def test_an_address_of_a_domain_proves_and_after_the_first_everybody_there_is_confirmed_by_it() -> None:
    bram, carla = at("bram@oeverstad.example"), at("carla@balie.oeverstad.example")
    own = named(bram)
    actions.prove_by_mail(membership(own, bram), by=Actor.of(bram))
    actions.prove_by_mail(membership(own, bram), by=Actor.of(bram))
    assert types(own) == ["organisation_named", "speaker_proved"]
    assert queries.domains_of(own) == ["oeverstad.example"]
    named(carla)
    assert membership(own, carla).proof == Proof.NONE, "another domain proves nothing"
    ellen = at("ellen@oeverstad.example")
    named(ellen)
    assert membership(own, ellen).proof == Proof.DOMAIN
    assert permissions.is_inside(own, ellen)
    assert queries.can_prove_by_mail(membership(own, ellen), ellen) == ""


def test_x3_a_stranger_cannot_claim_a_domain_for_a_name_they_took() -> None:
    bram, stranger = at("bram@oeverstad.example"), at("iemand@elders.example")
    own = named(bram)
    named(stranger)
    assert queries.can_prove_by_mail(membership(own, bram), bram) == "oeverstad.example"
    assert queries.can_prove_by_mail(membership(own, stranger), stranger) == ""
    with pytest.raises(NotAllowed):
        actions.prove_by_mail(membership(own, stranger), by=Actor.of(stranger))
    with pytest.raises(NotAllowed):
        actions.prove_by_mail(membership(own, bram), by=Actor.of(stranger))
    assert queries.domains_of(own) == []


def test_an_address_that_everybody_can_get_and_a_domain_of_another_prove_nothing() -> None:
    guest, bram = at("gast@gmail.com"), at("bram@oeverstad.example")
    mine = named(guest, "Buurthuis", "other")
    assert queries.can_prove_by_mail(membership(mine, guest), guest) == ""
    with pytest.raises(Refused):
        actions.prove_by_mail(membership(mine, guest), by=Actor.of(guest))
    theirs = named(bram)
    actions.prove_by_mail(membership(theirs, bram), by=Actor.of(bram))
    other = named(bram, "Stichting Oever", "institution")
    with pytest.raises(Refused, match=r"oeverstad\.example"):
        actions.prove_by_mail(membership(other, bram), by=Actor.of(bram))
    assert queries.can_prove_by_mail(membership(other, bram), bram) == ""


def test_x3_for_a_group_a_contact_or_another_organisation_confirms_after_one_told_for_whom() -> None:
    amina, bram = make.amina(), at("bram@oeverstad.example")
    group, town = named(amina, "Bewoners Molenwijk", "residents"), named(bram)
    mine = membership(group, amina)
    with pytest.raises(Refused):
        actions.vouch_for(mine, of=town, by=Actor.of(bram))
    told = actions.tell_for_whom(mine, words="De straat koos mij op 3 maart.", by=Actor.of(amina))
    actions.tell_for_whom(mine, words="De straat koos mij op 3 maart.", by=Actor.of(amina))
    assert types(group).count("speaker_told_for_whom") == 1
    actions.tell_for_whom(told, words="De straat koos mij in maart.", by=Actor.of(amina))
    assert types(group).count("speaker_told_for_whom") == 2
    with pytest.raises(NotAllowed):
        actions.tell_for_whom(told, words="Van een ander", by=Actor.of(bram))
    mine.refresh_from_db()
    actions.vouch_for(mine, of=town, by=Actor.of(bram))
    actions.vouch_for(mine, of=town, by=Actor.of(bram))
    mine.refresh_from_db()
    assert (mine.proof, mine.vouched_by) == (Proof.OUTSIDE, town)
    assert types(group).count("speaker_proved") == 1
    assert "Gemeente Oeverstad" in queries.proof_of(mine)["proof_label"]
    assert queries.proof_of(mine)["said"] == "De straat koos mij in maart."


def test_nobody_confirms_themselves_from_outside_or_from_inside() -> None:
    amina, bram = make.amina(), make.bram()
    group, town = named(amina, "Bewoners", "residents"), named(bram)
    named(amina)
    mine = actions.tell_for_whom(membership(group, amina), words="De straat.", by=Actor.of(amina))
    for by, of in ((amina, town), (amina, group), (bram, group)):
        with pytest.raises(NotAllowed):
            actions.vouch_for(mine, of=of, by=Actor.of(by))
    with pytest.raises(NotAllowed):
        actions.confirm_colleague(mine, by=Actor.of(amina))
    named(bram, "Bewoners", "residents")
    with pytest.raises(NotAllowed):
        actions.vouch_for(mine, of=town, by=Actor.of(bram))


def test_only_an_insider_who_is_a_contact_confirms_a_colleague() -> None:
    amina, bram, chris = make.amina(), make.bram(), make.chris()
    own = named(amina, "Bewoners", "residents")
    theirs = membership(named(bram, "Bewoners", "residents"), bram)
    named(chris, "Bewoners", "residents")
    with pytest.raises(Refused):
        actions.name_contact(theirs, by=Actor.of(amina))
    with pytest.raises(NotAllowed):
        actions.confirm_colleague(theirs, by=Actor.of(chris))
    for _click in range(2):
        actions.confirm_colleague(theirs, by=Actor.of(amina))
    assert types(own)[-1] == "member_taken_in"
    assert types(own).count("member_taken_in") == 1
    assert permissions.is_inside(own, bram)
    with pytest.raises(NotAllowed):
        actions.confirm_colleague(membership(own, chris), by=Actor.of(chris))


def test_x3_the_word_of_who_is_not_confirmed_proves_nothing_and_shuts_nobody_out() -> None:
    amina, bram, dilek = make.amina(), make.bram(), make.dilek()
    own, other = named(amina, "Bewoners", "residents"), named(dilek)
    theirs = membership(named(bram, "Bewoners", "residents"), bram)
    actions.confirm_colleague(theirs, by=Actor.of(amina))
    theirs.refresh_from_db()
    assert (theirs.proof, theirs.invited, permissions.is_sure(theirs)) == (Proof.NONE, True, False)
    assert {row.person for row in permissions.insiders([own.pk])} == {amina, bram}
    assert membership(own, amina).contact
    theirs = actions.tell_for_whom(theirs, words="De straat koos mij.", by=Actor.of(bram))
    actions.vouch_for(theirs, of=other, by=Actor.of(dilek))
    theirs.refresh_from_db()
    assert theirs.contact, "where one is confirmed, somebody inside can confirm the others"
    assert {row.person for row in permissions.insiders([own.pk])} == {bram}
    actions.confirm_colleague(membership(own, amina), by=Actor.of(bram))
    assert membership(own, amina).proof == Proof.COLLEAGUE
    assert {row.person for row in permissions.insiders([own.pk])} == {amina, bram}


def test_once_somebody_is_confirmed_who_is_not_sees_only_their_own() -> None:
    amina, bram = make.amina(), make.bram()
    own = named(amina, "Bewoners", "residents")
    joined = actions.join_beside(own, people=[amina.pk], by=Actor.of(bram))
    assert joined.invited
    assert actions.join_beside(own, people=[amina.pk], by=Actor.of(bram)) == joined
    assert {row.person for row in permissions.insiders([own.pk])} == {amina, bram}
    told = actions.tell_for_whom(joined, words="De straat koos mij.", by=Actor.of(bram))
    actions.vouch_for(told, of=named(make.dilek()), by=Actor.of(make.dilek()))
    assert {row.person for row in permissions.insiders([own.pk])} == {bram}
    with pytest.raises(NotAllowed):
        permissions.own_inside(own, Actor.of(amina))


def test_who_is_asked_by_somebody_confirmed_is_confirmed_by_the_invitation() -> None:
    bram, carla = at("bram@oeverstad.example"), at("carla@thuis.example")
    own = named(bram)
    actions.prove_by_mail(membership(own, bram), by=Actor.of(bram))
    assert actions.join_beside(own, people=[bram.pk], by=Actor.of(carla)).proof == Proof.COLLEAGUE


def test_a_word_from_outside_gives_way_to_the_word_of_a_contact() -> None:
    bram, amina, dilek = at("bram@oeverstad.example"), make.amina(), make.dilek()
    own, other = named(bram), named(amina, "Bewoners", "residents")
    actions.prove_by_mail(membership(own, bram), by=Actor.of(bram))
    theirs = membership(named(dilek), dilek)
    theirs = actions.tell_for_whom(theirs, words="Ik werk bij de balie.", by=Actor.of(dilek))
    actions.vouch_for(theirs, of=other, by=Actor.of(amina))
    assert not permissions.is_inside(own, dilek), "a word from outside lets no stranger in"
    actions.confirm_colleague(theirs, by=Actor.of(bram))
    theirs.refresh_from_db()
    assert (theirs.proof, theirs.vouched_by) == (Proof.COLLEAGUE, None)
    actions.name_contact(theirs, by=Actor.of(bram))
    actions.name_contact(theirs, by=Actor.of(bram))
    assert types(own).count("contact_named") == 1


def test_only_a_contact_renames_and_never_to_a_name_that_reads_like_anothers() -> None:
    amina, bram = make.amina(), make.bram()
    own = named(amina, "Bewoners", "residents")
    named(bram)
    joined = actions.join_beside(own, people=[amina.pk], by=Actor.of(make.chris()))
    with pytest.raises(NotAllowed):
        actions.rename_organisation(own, name="Iets anders", kind="other", place="", by=Actor.of(joined.person))
    with pytest.raises(Refused, match="Gemeente Oeverstad"):
        actions.rename_organisation(own, name="gemeente oeverstad.", kind="other", place="", by=Actor.of(amina))
    renamed = actions.rename_organisation(own, name="Bewoners Noord", kind="other", place="Noord", by=Actor.of(amina))
    assert (renamed.name, renamed.kind, renamed.place) == ("Bewoners Noord", "other", "Noord")
    assert types(own)[-1] == "organisation_renamed"


def test_a_name_follows_its_only_party_as_long_as_it_stands_for_nothing_else() -> None:
    amina, bram = make.amina(), at("bram@oeverstad.example")
    own, town = named(amina, "Bewoners", "residents"), named(bram)
    assert actions.follow_name(own, old="Bewoners", name="Bewoners Zuid", kind="residents", by=Actor.of(amina))
    own.refresh_from_db()
    assert not actions.follow_name(own, old="Bewoners Zuid", name="Zuid", kind="residents", by=Actor.of(bram))
    assert not actions.follow_name(own, old="Bewoners Zuid", name=town.name, kind="residents", by=Actor.of(amina))
    theirs = actions.tell_for_whom(membership(own, amina), words="De straat koos mij.", by=Actor.of(amina))
    actions.vouch_for(theirs, of=town, by=Actor.of(bram))
    assert not actions.follow_name(town, old=town.name, name="Gemeente X", kind="municipality", by=Actor.of(bram))
    Membership.objects.filter(pk=theirs.pk).update(proof="", vouched_by=None, proved_at=None)
    assert permissions.stands_for_one(town)
    actions.prove_by_mail(membership(town, bram), by=Actor.of(bram))
    assert not actions.follow_name(town, old=town.name, name="Gemeente X", kind="municipality", by=Actor.of(bram))


def test_e22_one_leaves_freely_the_words_go_and_who_was_there_longest_becomes_contact() -> None:
    amina, bram = make.amina(), make.bram()
    own = named(amina, "Bewoners", "residents")
    actions.join_beside(own, people=[amina.pk], by=Actor.of(bram))
    mine = actions.tell_for_whom(membership(own, amina), words="De straat koos mij.", by=Actor.of(amina))
    with pytest.raises(NotAllowed):
        actions.leave_organisation(mine, by=Actor.of(bram))
    with pytest.raises(NotAllowed):
        actions.leave_organisation(membership(own, bram), by=Actor.of(amina))
    actions.leave_organisation(mine, by=Actor.of(amina))
    assert types(own)[-2:] == ["member_left", "texts.erased"]
    assert membership(own, bram).contact
    assert not Version.objects.filter(body__contains="De straat koos mij").exists()
    with pytest.raises(Refused):
        actions.leave_organisation(mine, by=Actor.of(amina))


def test_a_confirmed_contact_ends_it_for_somebody_who_left() -> None:
    bram, carla = at("bram@oeverstad.example"), at("carla@oeverstad.example")
    own = named(bram)
    actions.prove_by_mail(membership(own, bram), by=Actor.of(bram))
    named(carla)
    actions.leave_organisation(membership(own, carla), by=Actor.of(bram))
    assert not permissions.is_inside(own, carla)


def test_e22_who_leaves_the_platform_leaves_every_organisation_and_the_next_begins_it_anew() -> None:
    amina = make.amina()
    own = named(amina, "Bewoners", "residents")
    leave_platform(amina, by=Actor.of(amina))
    assert not own.memberships.exists()
    named(make.bram(), "Bewoners", "residents")
    anew = membership(own, make.bram())
    assert (anew.contact, anew.invited) == (True, True)


@pytest.mark.parametrize("how", [Proof.OUTSIDE, Proof.DOMAIN])
def test_x3_who_takes_in_a_colleague_that_is_confirmed_keeps_every_place_and_is_confirmed_by_them(how: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    party = challenge.parties.get(number=1)
    own, carla = party.organisation, at("carla@molenwijk.example")
    assert own is not None
    make.colleague(party, carla, inviter=amina)
    hers = membership(own, carla)
    if how == Proof.DOMAIN:
        actions.prove_by_mail(hers, by=Actor.of(carla))
    else:
        hers = actions.tell_for_whom(hers, words="De straat koos mij.", by=Actor.of(carla))
        town = challenge.parties.get(number=2).organisation
        assert town is not None
        actions.vouch_for(hers, of=town, by=Actor.of(bram))
    mine = membership(own, amina)
    assert (membership(own, carla).proof, mine.contact, mine.invited) == (how, True, True)
    assert not permissions.is_inside(own, amina), "what concerns all of it is for who is confirmed, as with any kind"
    seat = Seat.objects.get(challenge=challenge, person=amina)
    assert (seat.party, seat.ring, seat.rules) == (party, Ring.TABLE, 1)
    goal = propose_goal(challenge, words="Het buurthuis blijft open", by=Actor.of(amina))
    assert goal.party == party, "in their own places everything goes on"
    with pytest.raises(NotAllowed):
        actions.leave_organisation(membership(own, carla), by=Actor.of(amina))
    actions.confirm_colleague(mine, by=Actor.of(carla))
    mine.refresh_from_db()
    assert (mine.proof, mine.contact, permissions.is_inside(own, amina)) == (Proof.COLLEAGUE, True, True)
