"""For which organisation a party speaks: one's own choice, one organisation is one party, and a name of its own."""

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.organisations.actions import speak_for
from communityup.organisations.models import Organisation
from communityup.people.actors import Actor
from communityup.workspace.challenges.actions import (
    accept_invitation,
    invite_colleague,
    invite_party,
    name_party,
    start_challenge,
)
from communityup.workspace.challenges.models import Challenge, Party
from tests import make

pytestmark = pytest.mark.django_db


def start(organisation: Organisation | None) -> Challenge:
    return start_challenge(
        title="Het plein", place="Molenwijk", why="Omdat het kan.", kind="other", organisation=organisation,
        by=Actor.of(make.amina()),
    )  # fmt: skip


def test_one_starts_for_an_organisation_of_ones_own_with_its_name_and_kind() -> None:
    make.challenge_of_one()
    own = Organisation.objects.get()
    party = start(own).parties.get()
    assert (party.name, party.kind, party.organisation) == (own.name, own.kind, own)


def test_one_speaks_only_for_an_organisation_of_ones_own() -> None:
    make.challenge_of_two()
    with pytest.raises(NotAllowed):
        start(Organisation.objects.get(name="Gemeente Lindeveen"))
    assert Challenge.objects.count() == 1


def test_e5_an_organisation_that_takes_part_cannot_come_in_as_a_second_party() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    town = Organisation.objects.get(name="Gemeente Lindeveen")
    other = make.challenge_of_one(make.dilek(), title="Elders")
    invite_party(
        other, name="Gemeente Lindeveen", kind="municipality", email="chris@example.org", by=Actor.of(make.dilek())
    )
    accept_invitation(make.invitation_of(other.parties.get(number=2)), by=Actor.of(make.chris()))
    second = invite_party(
        challenge, name="Dienst Groen", kind="municipality", email="chris@example.org", by=Actor.of(amina)
    )
    with pytest.raises(Refused, match="Gemeente Lindeveen"):
        accept_invitation(make.invitation_of(second), organisation=town, by=Actor.of(make.chris()))
    second.refresh_from_db()
    assert second.state == Party.State.INVITED


def test_a_party_takes_another_name_and_an_organisation_with_more_parties_keeps_its_own() -> None:
    first = make.challenge_of_one()
    own = Organisation.objects.get()
    start(own)
    name_party(first.parties.get(), name="Bewoners Noord", kind="residents", by=Actor.of(make.amina()))
    own.refresh_from_db()
    assert own.name == "Bewoners Molenwijk"


def test_e5_party_takes_no_name_of_a_confirmed_organisation_that_does_not_take_part() -> None:
    challenge, eva = make.challenge_of_one(), make.person("Eva")
    real = speak_for("Gemeente Oeverstad", kind="municipality", place="", by=Actor.of(eva))
    real.memberships.update(proof="colleague", proved_at=real.named_at)
    party, amina = challenge.parties.get(), Actor.of(make.amina())
    with pytest.raises(Refused, match="Gemeente Oeverstad"):
        name_party(party, name="gemeente  Oeverstad.", kind="municipality", by=amina)
    real.memberships.create(person=make.amina(), since=real.named_at, proof="colleague", proved_at=real.named_at)
    name_party(Party.objects.get(), name="Gemeente Oeverstad", kind="municipality", by=amina)
    assert Party.objects.get().organisation == real, "who is confirmed there speaks for it then"


def test_nobody_invites_a_colleague_for_another_party() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    with pytest.raises(NotAllowed):
        invite_colleague(challenge.parties.get(number=1), email="x@example.org", by=Actor.of(make.bram()))


def test_a_practice_challenge_makes_no_organisation() -> None:
    challenge = make.challenge_of_one()
    Challenge.objects.update(practice=True)
    Party.objects.update(organisation=None)
    before = Organisation.objects.count()
    challenge.refresh_from_db()
    party = make.join(challenge, make.bram(), "Gemeente Lindeveen", "municipality")
    make.colleague(party, make.dilek(), inviter=make.bram())
    assert name_party(party, name="Gemeente Oeverstad", kind="municipality", by=Actor.of(make.bram())).name
    assert party.organisation is None
    assert Organisation.objects.count() == before
