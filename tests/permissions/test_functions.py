"""E4, A23: who may do what never depends on the kind of a party, nor on who started (E23).

Every function in a `permissions.py` that is about things and people is found and called with every thing of a full
table and everybody around it. Then the kinds of the parties change, and nothing else may.
"""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice, pairwise, product
from typing import Any, get_type_hints

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.http import Http404
from pytest_django.plugin import DjangoDbBlocker

from communityup.base.errors import Sentence
from communityup.organisations.models import Kind
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.queries import open_about
from communityup.workspace.pace import actions as pace
from communityup.workspace.room.queries import GO_PUBLIC, LEAVE_LEAD_IN
from tests import make
from tests.make_table import full_table
from tests.nasty import FULL

pytestmark = pytest.mark.django_db
PEOPLE = ("Amina", "Bram", "Wacht", "Waker", "Buurvrouw", "Volger", "Chris", "Wethouder", "Griffie", "Helper", "Dilek")
EACH = 2  # things of one kind that are tried
LEAST_FUNCTIONS, LEAST_CALLS = 50, 700
# The gate that asks for two kinds of parties (A1) is about kinds; it holds alike for all of them.
ABOUT_KINDS = {"communityup.workspace.phases.permissions.refuse_one_kind"}
Asked = dict[tuple[object, ...], object]


def functions() -> Iterator[Callable[..., object]]:
    """Yield every public function of the permissions of all apps of the workspace."""
    for config in apps.get_app_configs():
        if config.name.startswith("communityup.workspace."):
            try:
                module = import_module(f"{config.name}.permissions")
            except ModuleNotFoundError:
                continue
            for name, found in vars(module).items():
                if inspect.isfunction(found) and found.__module__ == module.__name__ and not name.startswith("_"):
                    yield found


def choices(kind: Any, people: list[Person]) -> list[object] | None:
    """Return what can be given for a parameter; None for one that is neither a thing nor somebody."""
    if kind is Actor:
        return [Actor.of(person) for person in people]
    if kind in {Viewer, Person}:
        return list(people)
    if inspect.isclass(kind) and issubclass(kind, Model):
        return list(kind._default_manager.order_by("pk")[:EACH])
    return None


def calls(people: list[Person]) -> Iterator[tuple[Callable[..., object], list[object]]]:
    """Yield every function with everything that it can be asked about."""
    for function in functions():
        hints = get_type_hints(function)
        needed = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
        given = [choices(hints[one.name], people) for one in needed]
        if not needed or any(one is None for one in given) or any(one.kind is one.KEYWORD_ONLY for one in needed):
            continue
        for values in islice(product(*(one for one in given if one is not None)), EACH * EACH * len(people)):
            yield function, list(values)


def plain(value: object) -> object:
    """Return an answer so that two of them can be compared: things by their key."""
    if isinstance(value, Model):
        return type(value).__name__, value.pk
    if isinstance(value, (list, tuple, set)):
        return [plain(one) for one in value]
    return value if isinstance(value, (bool, int, type(None))) else str(value)


def asked() -> Asked:
    """Return what each function says about everything, for everybody; a refusal or a 404 counts by its kind."""
    people, found = [make.person(name) for name in PEOPLE], Asked()
    for function, values in calls(people):
        name = f"{function.__module__}.{function.__name__}"
        key = (name, *(plain(value.person if isinstance(value, Actor) else value) for value in values))
        try:
            with transaction.atomic():
                found[key] = plain(function(*values))
        except (Sentence, Http404) as refusal:
            found[key] = type(refusal).__name__
    return found


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Challenge]:
    """Return a challenge with one of everything, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield full_table()
        transaction.set_rollback(True)


def differs(one: Asked, other: Asked) -> list[tuple[object, ...]]:
    """Return the questions that got another answer."""
    assert one.keys() == other.keys()
    return sorted((key for key in one if key[0] not in ABOUT_KINDS and one[key] != other[key]), key=str)


def change_kinds(challenge: Challenge, first: str, second: str) -> None:
    """Let both parties be of other kinds, as if they had always been."""
    challenge.parties.filter(number=1).update(kind=first)
    challenge.parties.filter(number=2).update(kind=second)


def as_it_is(_challenge: Challenge) -> None:
    """Leave the challenge in its lead-in, open to who takes part."""


def public(challenge: Challenge) -> None:
    """Let everybody read."""
    make.step(challenge, GO_PUBLIC, make.amina(), make.bram())


def paused(challenge: Challenge) -> None:
    """Let one party take a step back."""
    pace.call_step_back(challenge, reason="Even wachten.", by=Actor.of(make.amina()))


def in_a_later_phase(challenge: Challenge) -> None:
    """Let all parties leave the lead-in."""
    asked_before = open_about(challenge, LEAVE_LEAD_IN)
    assert asked_before is not None
    respond(asked_before, agrees=True, by=Actor.of(make.bram()))
    challenge.refresh_from_db()
    assert challenge.phase != "lead_in"


STATES = (as_it_is, public, paused, in_a_later_phase)


def test_there_are_many_functions_and_answers_of_every_sort(table: Challenge) -> None:
    found = asked()
    assert len({key[0] for key in found}) > LEAST_FUNCTIONS
    assert len(found) > LEAST_CALLS
    answers = list(found.values())
    assert all(one in answers for one in (True, False, None, "NotAllowed", "Refused"))


@pytest.mark.parametrize("state", STATES)
def test_e4_a23_every_permission_is_the_same_whatever_kind_of_party_asks(
    table: Challenge, state: Callable[[Challenge], None]
) -> None:
    state(table)
    before = asked()
    # Each kind once as the party that started and once as the one that came; in other states the two usual ones turned.
    pairs = pairwise([*Kind.values, Kind.values[0]]) if FULL or state is as_it_is else [("municipality", "residents")]
    for kind, other in pairs:
        change_kinds(table, kind, other)
        assert differs(before, asked()) == [], (kind, other)


def test_a_state_changes_what_somebody_may(table: Challenge) -> None:
    before = asked()
    public(table)
    assert differs(before, asked()) != []


def test_e4_the_comparison_sees_a_planted_permission_for_one_kind(
    table: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = asked(), permissions.takes_part

    def takes_part(challenge: Challenge, person: Viewer) -> bool:
        seat = permissions.seat_of(challenge, person)
        return real(challenge, person) and seat is not None and seat.party.kind == "municipality"

    takes_part.__module__ = permissions.__name__
    monkeypatch.setattr(permissions, "takes_part", takes_part)
    assert differs(before, asked()) != []
