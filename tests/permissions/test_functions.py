"""E4, A23: who may do what in which state of a challenge; and that it never depends on the kind of a party (E23).

Every function in a `permissions.py` that is about things and people is found and called with every thing of a full
table and everybody around it, in every state. `docs/permissions-by-state.csv` holds what comes of it, and a person
reviews that; `WRITE_PERMISSIONS=1` with this file writes it anew. Then the kinds of the parties change, and nothing
else may.
"""

import csv
import inspect
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice, pairwise, product
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model
from django.http import Http404
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from communityup.base.errors import Sentence
from communityup.organisations.models import Kind
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.queries import open_about
from communityup.workspace.joining.models import Arrival
from communityup.workspace.pace import actions as pace
from communityup.workspace.room.queries import GO_PUBLIC, LEAVE_LEAD_IN
from communityup.workspace.silence.models import Silence
from tests import make, make_endings
from tests.make_table import full_table
from tests.nasty import FULL

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parents[2] / "docs" / "permissions-by-state.csv"
WRITE = os.environ.get("WRITE_PERMISSIONS") == "1"
GUEST = "a guest"  # who came with a code of a party and has no name or address
ROLES = {
    "residents": "Amina", "municipality": "Bram", "facilitator": "Wacht", "outside_helper": "Helper",
    "contributor": "Buurvrouw", "guest": GUEST, "asks_for_a_seat": "Vraagt", "invited": "School",
    "waits_for_a_seat": "Winkel", "observer": "Chris", "executive": "Wethouder", "clerk": "Griffie",
    "follower": "Volger", "account": "Dilek", "visitor": "",
}  # fmt: skip
EACH = 2  # things of one kind that are tried
LEAST_FUNCTIONS, LEAST_CALLS = 50, 700
# The gate that asks for two kinds of parties (A1) is about kinds; it holds alike for all of them.
ABOUT_KINDS = {"communityup.workspace.phases.permissions.refuse_one_kind"}
Question = tuple[object, ...]
Asked = dict[Question, object]
State = Callable[[Challenge], None]
Row = dict[str, str]


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


def choices(kind: Any, people: list[Viewer]) -> list[object] | None:
    """Return what can be given for a parameter; None for one that is neither a thing nor somebody."""
    known = [one for one in people if isinstance(one, Person)]
    if kind is Actor:
        return [Actor.of(person) for person in known]
    if kind is Viewer:
        return list(people)
    if kind is Person:
        return list(known)
    if inspect.isclass(kind) and issubclass(kind, Model):
        return list(kind._default_manager.order_by("pk")[:EACH])
    return None


def calls(people: list[Viewer]) -> Iterator[tuple[Callable[..., object], list[object]]]:
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
    if isinstance(value, Actor):
        value = value.person
    if isinstance(value, AnonymousUser):
        return "Person", 0
    if isinstance(value, Model):
        return type(value).__name__, value.pk
    if isinstance(value, (list, tuple, set)):
        return [plain(one) for one in value]
    return value if isinstance(value, (bool, int, type(None))) else str(value)


def somebody(name: str) -> Viewer:
    """Return who has this name in the table."""
    if name == GUEST:
        return Person.objects.get(is_guest=True, pk__in=Arrival.objects.values("person"))
    return make.person(name) if name else AnonymousUser()


def asked() -> Asked:
    """Return what each function says about everything, for everybody; a refusal or a 404 counts by its kind."""
    people, found = [somebody(name) for name in ROLES.values()], Asked()
    for function, values in calls(people):
        key = (f"{function.__module__}.{function.__name__}", *(plain(value) for value in values))
        try:
            with transaction.atomic():
                found[key] = plain(function(*values))
        except (Sentence, Http404) as refusal:
            found[key] = type(refusal).__name__
    return found


def differs(one: Asked, other: Asked) -> list[Question]:
    """Return the questions that got another answer."""
    assert one.keys() == other.keys()
    return sorted((key for key in one if key[0] not in ABOUT_KINDS and one[key] != other[key]), key=str)


def change_kinds(challenge: Challenge, first: str, second: str) -> None:
    """Let both parties be of other kinds, as if they had always been."""
    challenge.parties.filter(number=1).update(kind=first)
    challenge.parties.filter(number=2).update(kind=second)


def lead_in(_challenge: Challenge) -> None:
    """Leave the challenge in its lead-in, open to who takes part."""


def public(challenge: Challenge) -> None:
    """Let everybody read."""
    make.step(challenge, GO_PUBLIC, make.amina(), make.bram())


def paused(challenge: Challenge) -> None:
    """Let one party take a step back."""
    pace.call_step_back(challenge, reason="Even wachten.", by=Actor.of(make.amina()))


def asleep(challenge: Challenge) -> None:
    """Let the municipality sleep, after all reminders and the yes of the others."""
    party, now = challenge.parties.get(number=2), timezone.now()
    told = {"reminded_again_at": now, "sponsor_told_at": now, "helper": make.person("Helper"), "helped_at": now}
    Silence.objects.filter(party=party, ended_at=None).update(asleep_at=now, **told)
    Party.objects.filter(pk=party.pk).update(state=Party.State.ASLEEP)


def later_phase(challenge: Challenge) -> None:
    """Let all parties leave the lead-in."""
    asked_before = open_about(challenge, LEAVE_LEAD_IN)
    assert asked_before is not None
    respond(asked_before, agrees=True, by=Actor.of(make.bram()))
    challenge.refresh_from_db()
    assert challenge.phase != "lead_in"


def closed(challenge: Challenge) -> None:
    """Let the parties close it together."""
    make_endings.closed(challenge, make.amina(), make.bram())
    assert challenge.phase == "closed"


STATES = (lead_in, public, paused, asleep, later_phase, closed)


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Challenge]:
    """Return a challenge with one of everything, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield full_table()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers(table: Challenge, django_db_blocker: DjangoDbBlocker) -> dict[str, Asked]:
    """Return what is asked of everybody, for each state."""
    found = {}
    with django_db_blocker.unblock():
        for state in STATES:
            with transaction.atomic():
                state(table)
                found[state.__name__] = asked()
                transaction.set_rollback(True)
            table.refresh_from_db()
    return found


def word(function: Callable[..., object], answer: object) -> str:
    """Return an answer in one word: no for a refusal, and where something is asked for and there is none."""
    if answer in {"NotAllowed", "Refused", "Http404"}:
        return "no"
    return "yes" if get_type_hints(function)["return"] is NoneType or answer else "no"


def says_who(function: Callable[..., object]) -> bool:
    """Say whether a function refuses, answers yes or no, or gives a thing: others count or list something."""
    returned = get_type_hints(function)["return"]
    kinds = get_args(returned) if isinstance(returned, UnionType) else (returned,)
    return all(inspect.isclass(one) and (one in {bool, NoneType} or issubclass(one, Model)) for one in kinds)


def table_of(found: Asked) -> dict[str, Row]:
    """Return for each function what each role may: yes, no, or both when it depends on the thing."""
    people = {plain(somebody(name)): role for role, name in ROLES.items()}
    known = {f"{one.__module__}.{one.__name__}": one for one in functions() if says_who(one)}
    sets: dict[str, dict[str, set[str]]] = {}
    for key, answer in found.items():
        roles = [people[part] for part in key[1:] if part in people]
        if len(roles) == 1 and str(key[0]) in known:
            of_role = sets.setdefault(str(key[0]), {}).setdefault(roles[0], set())
            of_role.add(word(known[str(key[0])], answer))
    return {
        name.removeprefix("communityup.workspace.").replace(".permissions.", ": "): {
            role: "both" if len(words) > 1 else min(words) for role, words in of_roles.items()
        }
        for name, of_roles in sets.items()
    }


def rows_of(answers: dict[str, Asked]) -> dict[tuple[str, str], Row]:
    """Return the table: each function in the lead-in, and in each other state where that changes something."""
    tables = {state: table_of(found) for state, found in answers.items()}
    first = tables[lead_in.__name__]
    return {
        (name, state): {role: row.get(role, "") for role in ROLES}
        for state, rows in tables.items()
        for name, row in rows.items()
        if rows is first or row != first[name]
    }


def reviewed() -> dict[tuple[str, str], Row]:
    """Return the table as it was reviewed."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {(row.pop("permission"), row.pop("state")): row for row in csv.DictReader(lines)}


def write(rows: dict[tuple[str, str], Row]) -> None:
    """Write the table anew, the states in their own order."""
    order = [state.__name__ for state in STATES]
    with TABLE.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, ["permission", "state", *ROLES], lineterminator="\n")
        writer.writeheader()
        for name, state in sorted(rows, key=lambda one: (one[0], order.index(one[1]))):
            writer.writerow({"permission": name, "state": state, **rows[name, state]})


def test_there_are_many_functions_and_answers_of_every_sort(answers: dict[str, Asked]) -> None:
    found = answers[lead_in.__name__]
    assert len({key[0] for key in found}) > LEAST_FUNCTIONS
    assert len(found) > LEAST_CALLS
    told = list(found.values())
    assert all(one in told for one in (True, False, None, "NotAllowed", "Refused"))


def test_e4_e23_everybody_may_in_every_state_what_the_reviewed_table_says(answers: dict[str, Asked]) -> None:
    rows = rows_of(answers)
    if WRITE:
        write(rows)
    table = reviewed()
    assert sorted(table.keys() - rows.keys()) == [], "no permission says this any more"
    assert sorted(rows.keys() - table.keys()) == [], "say in docs/permissions-by-state.csv who may do this"
    otherwise = [
        f"{name} ({state}) as {role}: {says}, reviewed as {table[name, state][role]}"
        for (name, state), row in sorted(rows.items())
        for role, says in row.items()
        if says != table[name, state][role]
    ]
    assert otherwise == [], "\n".join(otherwise)


@pytest.mark.parametrize("state", STATES)
def test_e4_a23_every_permission_is_the_same_whatever_kind_of_party_asks(
    table: Challenge, answers: dict[str, Asked], state: State
) -> None:
    state(table)
    # Each kind once, in full as the party that started and as the one that came; in other states the usual ones turned.
    both = pairwise([*Kind.values, Kind.values[0]])
    pairs = [*islice(both, 0, None, 1 if FULL else 2)] if FULL or state is lead_in else [("municipality", "residents")]
    for kind, other in pairs:
        change_kinds(table, kind, other)
        assert differs(answers[state.__name__], asked()) == [], (kind, other)


@pytest.mark.parametrize("state", [public, paused, asleep, closed])
def test_a_state_changes_what_somebody_may(answers: dict[str, Asked], state: State) -> None:
    assert table_of(answers[lead_in.__name__]) != table_of(answers[state.__name__])


def test_e4_the_comparison_sees_a_planted_permission_for_one_kind(
    table: Challenge, answers: dict[str, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = permissions.takes_part

    def takes_part(challenge: Challenge, person: Viewer) -> bool:
        seat = permissions.seat_of(challenge, person)
        return real(challenge, person) and seat is not None and seat.party.kind == "municipality"

    takes_part.__module__ = permissions.__name__
    monkeypatch.setattr(permissions, "takes_part", takes_part)
    assert differs(answers[lead_in.__name__], asked()) != []
