"""Two people at the same moment: what the other did in between is found by the database, and joined."""

from typing import Any
from unittest import mock

import pytest

from communityup.base.errors import Refused
from communityup.organisations import actions, permissions, queries
from communityup.organisations.models import Domain, Membership, Organisation
from communityup.organisations.privacy import organisations_left_empty
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def named(person: Person, name: str = "Gemeente Oeverstad") -> Organisation:
    return actions.speak_for(name, kind="municipality", place="Oeverstad", by=Actor.of(person))


def test_e5_two_that_name_the_same_organisation_at_once_are_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    first = named(make.amina())
    monkeypatch.setattr(queries, "find_by_name", lambda _name: None)
    assert named(make.bram()) == first
    assert Organisation.objects.count() == 1
    assert not permissions.is_inside(first, make.bram())


def test_joining_twice_at_once_is_once(monkeypatch: pytest.MonkeyPatch) -> None:
    own = named(make.amina())
    joined = actions.take_name(own, by=Actor.of(make.bram()))
    monkeypatch.setattr(permissions, "membership_of", lambda _organisation, _person: None)
    assert actions.take_name(own, by=Actor.of(make.bram())) == joined
    assert Membership.objects.filter(person=make.bram()).count() == 1


def test_a_domain_claimed_by_two_at_once_is_of_the_first() -> None:
    bram, carla = (Person.objects.create(email=f"{name}@oever.example") for name in ("bram", "carla"))
    first, second = named(bram), named(carla, "Stichting Oever")
    actions.prove_by_mail(Membership.objects.get(person=bram), by=Actor.of(bram))
    looked: list[Any] = [Domain.objects.none(), Domain.objects.all()]
    theirs = Membership.objects.get(person=carla)
    with (
        mock.patch.object(Domain.objects, "select_related", side_effect=lambda _name: looked.pop(0)),
        pytest.raises(Refused, match="Gemeente Oeverstad"),
    ):
        actions.prove_by_mail(theirs, by=Actor.of(carla))
    assert queries.domains_of(first) == ["oever.example"]
    assert queries.domains_of(second) == []


def test_one_reads_before_leaving_which_organisations_are_left_without_people() -> None:
    own = named(make.amina())
    named(make.amina(), "Bewoners")
    actions.take_name(own, by=Actor.of(make.bram()))
    assert organisations_left_empty(make.amina()) == [
        "Niemand anders spreekt namens Bewoners. De naam blijft bestaan, zonder mensen."
    ]
