"""A member bears no name of an organisation for which it does not speak; the log says from what to what (E5, X3)."""

import pytest
from django.test import Client

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.network.members import actions
from communityup.network.members.models import Member
from communityup.organisations import actions as organisations
from communityup.organisations.models import Membership, Organisation
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.actions import name_party
from tests import make
from tests.make_network import application, browser, coordinated, last, lines, member
from tests.network.test_members import CARD, by, two_members

pytestmark = pytest.mark.django_db
REAL = "Gemeente Oeverstad"


def confirmed(person: Person, name: str = REAL) -> Organisation:
    """Return an organisation of which a colleague confirmed that this person speaks for it."""
    found = organisations.speak_for(name, kind="municipality", place="Oeverstad", by=Actor.of(person))
    Membership.objects.filter(organisation=found, person=person).update(proof="colleague", proved_at=found.named_at)
    return found


def test_e5_new_name_in_a_network_leaves_the_organisation_of_a_party_its_name() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    party = make.party_of(challenge, amina)
    made, _dilek = coordinated()
    joined = member(made, party.name, amina)
    joined.refresh_from_db()
    assert joined.organisation == party.organisation
    actions.introduce(joined, card=CARD, name="Stichting Heel Anders", kind="other", by=by(amina))
    own = Organisation.objects.get(network_members=joined)
    assert (own.name, own.kind) == (party.name, party.kind)
    again = organisations.speak_for(party.name, kind="residents", place="", by=Actor.of(make.chris()))
    assert again == own, "nobody else begins the same organisation anew"


def test_e5_new_name_of_a_party_leaves_the_organisation_of_a_member_its_name() -> None:
    challenge, amina = make.challenge_of_one(), make.amina()
    party = challenge.parties.get()
    made, _dilek = coordinated()
    member(made, party.name, amina)
    name_party(party, name="Stichting Heel Anders", kind="other", by=by(amina))
    assert party.name == "Stichting Heel Anders"
    assert Organisation.objects.get(parties=party).name == "Bewoners Molenwijk"


@pytest.mark.parametrize("kind", ["municipality", "residents", "person"])
def test_e5_member_takes_no_name_of_a_confirmed_organisation_that_is_no_member(kind: str) -> None:
    made, dilek, first, second = two_members()
    real = confirmed(make.person("Eva"))
    before = lines(made)
    with pytest.raises(Refused, match=REAL):
        actions.introduce(first, card=CARD, name="gemeente  OEVERSTAD.", kind=kind, by=by(make.amina()))
    first.refresh_from_db()
    assert (first.name, lines(made)) == ("Bewonersbedrijf De Schakel", before)
    asked = application(made, REAL, kind="municipality", email=make.person("Eva").email)
    joined = actions.accept(asked, buddy=second, by=by(dilek))
    actions.begin(joined.welcomes.get(), by=by(make.person("Eva")))
    joined.refresh_from_db()
    assert joined.organisation == real


def test_e5_the_way_round_by_ones_own_name_leads_to_no_name_of_others_either() -> None:
    _made, _dilek, first, _second = two_members()
    real = confirmed(make.person("Eva"))
    actions.introduce(first, card=CARD, name="Amina", kind="person", by=by(make.amina()))
    with pytest.raises(Refused, match=REAL):
        actions.introduce(first, card=CARD, name=REAL, kind="municipality", by=by(make.amina()))
    assert not real.memberships.filter(person=make.amina()).exists()
    actions.introduce(first, card=CARD, name="Bewonersbedrijf De Schakel", kind="residents", by=by(make.amina()))
    first.refresh_from_db()
    assert first.organisation is not None
    assert first.organisation.name == "Bewonersbedrijf De Schakel"


def test_x3_who_is_confirmed_takes_the_name_and_speaks_for_that_organisation_then() -> None:
    _made, _dilek, first, _second = two_members()
    real = confirmed(make.amina())
    actions.introduce(first, card=CARD, name=REAL, kind="municipality", by=by(make.amina()))
    first.refresh_from_db()
    assert (first.name, first.organisation) == (REAL, real)


def test_x3_name_that_nobody_speaks_for_any_more_is_free() -> None:
    _made, _dilek, first, _second = two_members()
    left = organisations.speak_for("De Brug", kind="residents", place="", by=Actor.of(make.chris()))
    organisations.leave_organisation(left.memberships.get(), by=Actor.of(make.chris()))
    actions.introduce(first, card=CARD, name="De Brug", kind="residents", by=by(make.amina()))
    first.refresh_from_db()
    assert first.organisation == left


def test_e5_the_name_is_refused_at_its_field_and_nothing_that_was_typed_is_lost() -> None:
    made, _dilek, _first, _second = two_members()
    confirmed(make.person("Eva"))
    told = {"name": REAL, "kind": "residents", "does": "Wij delen een bus.", "learns": "Loslaten."}
    answer = browser(make.amina()).post(f"/netwerken/{made.slug}/leden/mijn/voorstellen/", told)
    assert answer.status_code == 422
    assert "Wij delen een bus." in answer.content.decode()
    assert REAL in str(answer.context["form"].errors["name"])


def test_e28_the_line_says_from_what_to_what_with_the_names_behind_commitments() -> None:
    made, dilek, first, _second = two_members()
    actions.introduce(first, card=CARD, name="De Schakel", kind="other", by=by(make.amina()))
    line = last(made)
    assert line.type == "members.member_corrected"
    assert (line.content["kind_before"], line.content["kind_after"]) == ("residents", "other")
    names = {one.commit: one.body for one in Version.objects.filter(text=Member.objects.get(pk=first.pk).called)}
    told = [names[str(line.content[key])] for key in ("name_before_commit", "name_after_commit")]
    assert told == ["Bewonersbedrijf De Schakel", "De Schakel"]
    assert "Schakel" not in bytes(line.bytes).decode()
    actions.introduce(first, card=CARD, name="Schakelpunt", kind="other", by=by(make.amina()))
    assert last(made).content["name_before_commit"] == line.content["name_after_commit"]
    form = browser(make.amina()).get(f"/netwerken/{made.slug}/leden/mijn/voorstellen/").content.decode()
    assert "kunnen de eerdere naam lezen" in form, "who changes a name knows beforehand who reads the one before"
    page = f"/netwerken/{made.slug}/leden/{first.public_id}/"
    for reader in (dilek, make.bram()):
        assert "Bewonersbedrijf De Schakel · De Schakel" in browser(reader).get(page).content.decode()
    assert "Bewonersbedrijf" not in browser().get(page).content.decode(), "an earlier name is for the network"
    kinds = Line.objects.filter(type="members.member_corrected").count()
    actions.introduce(first, card=CARD, name="Schakelpunt", kind="residents", by=by(make.amina()))
    assert Line.objects.filter(type="members.member_corrected").count() == kinds + 1
    assert last(made).content["name_before_commit"] is None


def test_x3_page_of_a_member_says_to_everybody_whether_it_is_confirmed_who_speaks_for_it() -> None:
    made, _dilek = coordinated()
    one = member(made, REAL, make.amina())
    place = f"/netwerken/{made.slug}/leden/{one.public_id}/"
    readers = (Client(), browser(make.amina()), browser(make.bram()))
    for reader in readers:
        assert "nog niet bevestigd" in reader.get(place).content.decode()
    Membership.objects.filter(person=make.amina()).update(proof="domain", domain="real.example", proved_at=one.since)
    for reader in readers:
        html = reader.get(place).content.decode()
        assert "nog niet bevestigd" not in html
        assert "bevestigd met een e-mailadres van real.example" in html
    other = organisations.speak_for("Geheim Genootschap", kind="other", place="", by=Actor.of(make.chris()))
    Membership.objects.filter(person=make.amina()).update(proof="outside", vouched_by=other, domain="")
    for reader in readers:
        html = reader.get(place).content.decode()
        assert "bevestigd door iemand van een andere organisatie" in html
        assert "Geheim" not in html, "it may be of a challenge that this reader does not see"
    alone = member(made, "Sam", make.chris(), kind="person")
    assert "bevestigd" not in Client().get(f"/netwerken/{made.slug}/leden/{alone.public_id}/").content.decode()
