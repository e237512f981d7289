"""E24: on every address of a challenge an observer reads, asks in public, and changes nothing else."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from tests import make
from tests.make_table import client_of, full_table
from tests.table_walk import METHOD_NOT_ALLOWED, OK, Found, found_at, living

pytestmark = pytest.mark.django_db
Table = tuple[Challenge, tuple[Client, ...], dict[str, list[str]]]
# What an observer may send: asking in public, a clerk the formal decision, stopping, and what is one's own.
ASKS = {"council:ask"}
RECORDS = {"formal:record", "formal:correct"}
OWN = {"council:stop", "rings:follow", "rings:stop", "facilitators:stop_standing_in"}
# Telling that something is wrong is for everybody, also for visitors (B22, X11); only who keeps the process reads it.
SAFETY = {"moderation:choose", "moderation:words"}
# Of hidden words nothing stands in the table yet: tests/moderation tries these, but not yet as every observer.
NOT_HERE = {f"moderation:{name}" for name in ("seen", "voice", "appeal", "answer", "case")} | {
    f"moderation:{name}" for name in ("take_back", "erase_earlier", "erase_loose")
}
# Opened by the secret in a letter to one address, whoever holds it; no right of an observer.
BY_LETTER = {"council:invitation", "council:own_invitation", "mandates:stop", "facilitators:answer"}
# On a public challenge everybody with an account may do this in their own name (R14), so an observer too (R22).
IN_OWN_NAME = {
    "dialogue:own_name", "dialogue:share", "dialogue:answer", "dialogue:build_on", "dialogue:pass", "dialogue:withdraw",
}  # fmt: skip
# One person has one hat: who observes for a body first stops, and then asks to take part with a party (E21).
WITH_A_PARTY = {"outreach:join"}


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Table]:
    """Return a challenge with one of everything, made once, and browsers of who may do much there."""
    with django_db_blocker.unblock(), transaction.atomic():
        challenge = full_table()
        names = ("Amina", "Bram", "Wacht", "Chris", "Griffie")
        people = tuple(client_of(make.person(name)) for name in names)
        yield challenge, people, living(challenge, people)
        transaction.set_rollback(True)


def by(table: Table, person: Person) -> Found:
    """Return what sending to every address gives this person."""
    _challenge, people, alive = table
    return found_at(alive, people, client_of(person))


def strangers(found: Found, allowed: set[str]) -> Found:
    """Return the names where somebody could do more than be refused.

    Beside 403 for who has no right, other words than are asked for (422, or the form again) and a thing that is not in
    that state now (409) may be answered as everybody is; then nothing is written, and with good words it is 403.
    """
    nothing = {(status, False) for status in (OK, 403, METHOD_NOT_ALLOWED, 409, 422)}
    refused = (403, False)
    return {
        name: answers
        for name, answers in found.items()
        if name not in allowed
        and answers
        and not (answers <= nothing and (refused in answers or answers == {(METHOD_NOT_ALLOWED, False)}))
    }


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("Chris", ASKS), ("Wethouder", ASKS), ("Griffie", RECORDS)],
    ids=["council", "executive", "clerk"],
)
def test_e24_an_observer_can_send_nothing_but_the_question_in_public(table: Table, who: str, allowed: set[str]) -> None:
    found = by(table, make.person(who))
    assert strangers(found, allowed | OWN | SAFETY | BY_LETTER) == {}
    # Of a name in this list nothing was there to try: add one of its things to `full_table`.
    assert sorted(name for name, answers in found.items() if not answers and name not in BY_LETTER | NOT_HERE) == []
    for name in allowed & ASKS:
        assert (302, True) in found[name], name


def test_r22_on_a_public_challenge_an_observer_may_do_what_every_resident_may_and_ask_in_public(
    table: Table,
) -> None:
    make.step(table[0], "go_public", make.amina(), make.bram())
    resident, observer = by(table, make.dilek()), by(table, make.chris())
    differs = {name for name in resident if resident[name] != observer[name]}
    assert differs <= ASKS | OWN | BY_LETTER | WITH_A_PARTY
    assert observer["outreach:join"] == {(403, False)}
    assert set(strangers(observer, ASKS | OWN | SAFETY | BY_LETTER)) <= IN_OWN_NAME
    assert (302, True) in observer["dialogue:own_name"]
