"""E24: on every address of a challenge an observer reads, asks in public, and changes nothing else."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from communityup.log.models import Line
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.goals.models import Goal
from tests import make
from tests.make_table import addresses, client_of, filled, full_table, url_names

pytestmark = pytest.mark.django_db
Found = dict[str, set[tuple[int, bool]]]
Table = tuple[Challenge, tuple[Client, ...]]
OK, NOT_FOUND, METHOD_NOT_ALLOWED = 200, 404, 405
# Of things of one kind so many are tried: more until one is refused for the right alone.
ENOUGH, MOST = 2, 6
REFUSED = {(403, False), (METHOD_NOT_ALLOWED, False)}
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


# Fields of buttons whose page is another one, so that sending them fails on the right alone.
BUTTONS = {
    "value": "1", "answer": "yes", "version": "1", "number": "1", "effect": "helps", "ends_on": "2030-01-01",
    "kind": "wish", "body": "Een bankje", "question": "Wat nu?",
}  # fmt: skip


@cache
def words_for(address: str, people: tuple[Client, ...]) -> dict[str, str]:
    """Return what somebody at the table would send to an address, so that only the right to send it is missing."""
    usual = {**BUTTONS, "goal": Goal.objects.values_list("public_id", flat=True)[0]}
    for client in people:
        page = client.get(address)
        if page.status_code == OK:
            return {**usual, **filled(page.content.decode())}
        if page.status_code == METHOD_NOT_ALLOWED:
            break
    return usual


def sent(client: Client, address: str, data: dict[str, str]) -> tuple[int, bool]:
    """Return the status of sending words to an address and whether anything was written; then nothing is."""
    with transaction.atomic():
        before = Line.objects.count(), Version.objects.count()
        answer = client.post(address, data)
        changed = (Line.objects.count(), Version.objects.count()) != before
        transaction.set_rollback(True)
    return answer.status_code, changed


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Table]:
    """Return a challenge with one of everything, made once, and browsers of who may do much there."""
    with django_db_blocker.unblock(), transaction.atomic():
        challenge = full_table()
        names = ("Amina", "Bram", "Wacht", "Chris", "Griffie")
        yield challenge, tuple(client_of(make.person(name)) for name in names)
        transaction.set_rollback(True)


def found_at(table: Table, person: Person) -> Found:
    """Return for every name what sending to its addresses gives; nothing for a name of which there is no thing."""
    (challenge, people), client, found = table, client_of(person), Found()
    for name, parameters in url_names().items():
        tried, answers = 0, set[tuple[int, bool]]()
        for address in addresses(challenge, name, parameters):
            status, changed = sent(client, address, {})
            if status == NOT_FOUND:
                continue
            tried += 1
            answers.add((status, changed))
            if status != METHOD_NOT_ALLOWED:
                answers.add(sent(client, address, words_for(address, people)))
            if tried == MOST or (tried >= ENOUGH and answers & REFUSED):
                break
        found[name] = answers
    return found


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
    found = found_at(table, make.person(who))
    assert strangers(found, allowed | OWN | SAFETY | BY_LETTER) == {}
    # Of a name in this list nothing was there to try: add one of its things to `full_table`.
    assert sorted(name for name, answers in found.items() if not answers and name not in BY_LETTER | NOT_HERE) == []
    for name in allowed & ASKS:
        assert (302, True) in found[name], name


def test_r22_on_a_public_challenge_an_observer_may_do_what_every_resident_may_and_ask_in_public(
    table: Table,
) -> None:
    make.step(table[0], "go_public", make.amina(), make.bram())
    resident, observer = found_at(table, make.dilek()), found_at(table, make.chris())
    differs = {name for name in resident if resident[name] != observer[name]}
    assert differs <= ASKS | OWN | BY_LETTER
    assert set(strangers(observer, ASKS | OWN | SAFETY | BY_LETTER)) <= IN_OWN_NAME
    assert (302, True) in observer["dialogue:own_name"]
