"""The table of who may do what, over HTTP: every address of the site, read and sent to, as everybody there is.

`docs/permissions.csv` is that table, and a person reviews it: what a test here finds otherwise is a fault in the code,
or a change to review. `WRITE_PERMISSIONS=1` with this file writes it anew, so that one reads what changed.
"""

import csv
import os
import re
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from communityup.log.models import Line
from communityup.network.library.models import Facet
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.programme.models import Part
from communityup.organisations.models import Organisation
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.joining.models import Arrival
from tests import make
from tests.make_table import addresses, client_of, full_table, url_names
from tests.nasty import FULL
from tests.table_walk import (
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    SIGN_IN,
    Outcome,
    found_at,
    living,
    page_of,
    sender_of,
    sent,
    status_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TABLE = Path(__file__).parents[2] / "docs" / "permissions.csv"
WRITE = os.environ.get("WRITE_PERMISSIONS") == "1"
GUEST = "a guest"  # who came with a code of a party and has no name or address
# In a challenge that only its parties see, and in one that everybody reads.
INSIDE = {
    "residents": "Amina", "municipality": "Bram", "facilitator": "Wacht", "contributor": "Buurvrouw",
    "observer": "Chris", "clerk": "Griffie", "follower": "Volger", "guest": GUEST,
}  # fmt: skip
OUTSIDE = {"observer_of_public": "Chris", "account": "Dilek", "visitor": ""}
# In a network, which everybody reads; elsewhere they are accounts like any other, and nobody asks them.
NETWORK = {"member": "Lid", "coordinator": "Netwerker"}
ROLES = [*INSIDE, *OUTSIDE, *NETWORK]
# Each address is asked as who has the right, for either party, as who has not, and as nobody; as all in `make prove`.
ALWAYS = {"residents", "municipality", "observer", "visitor", *NETWORK}
ASKED = [role for role in ROLES if FULL or WRITE or role in ALWAYS]
# In a network each of these is an account like any other, such as the first of them, which stands for all.
AS_ANY_ACCOUNT = {"municipality", "observer"} if ASKED != ROLES else set[str]()
only_in_full = pytest.mark.skipif(ASKED != ROLES, reason="as all roles: in `make prove`")
# "own": of this the table holds a thing of one party alone, and whose it is may change it; so it is for any party.
COLUMNS = ["address", "method", *ROLES, "own"]
EACH = 3  # things of one kind that are tried
NEWEST = 4  # of each kind of thing of a network
# What an observer may send: asking in public, a clerk the formal decision, stopping, and what is one's own.
ASKS, RECORDS = {"council:ask"}, {"formal:record", "formal:correct"}
OWN = {"council:stop", "rings:follow", "rings:stop", "rings:take_back_part", "facilitators:stop_standing_in"}
# Telling that something is wrong is for everybody, also for visitors (B22, X11); only who keeps the process reads it.
SAFETY = {"moderation:choose", "moderation:words", "decency:report"}
# On a public challenge everybody with an account may do this in their own name (R14), so an observer too (R22).
IN_OWN_NAME = {
    "dialogue:own_name", "dialogue:share", "dialogue:answer", "dialogue:build_on", "dialogue:pass", "dialogue:withdraw",
}  # fmt: skip
# One person has one hat: who observes for a body first stops, and then asks to take part with a party (E21).
WITH_A_PARTY = {"outreach:join"}
# Who came with a code has no address: nothing can be asked of them later, and nobody is reached through them.
NEEDS_ACCOUNT = {
    "acquaintance:pair", "acquaintance:want_coffee", "outreach:join", "paper:fill", "paper:without_form",
    "reach:be_contact", "rings:ask_part", "rings:come", "rings:follow", "rings:substitute",
}  # fmt: skip
# Opened by the secret in a letter to one address, whoever holds it; no right of a role.
BY_LETTER = {"council:invitation", "council:own_invitation", "mandates:stop", "facilitators:answer"}
# Of these nothing stands in the table yet; their own tests try them.
NOT_HERE = {f"moderation:{name}" for name in ("seen", "voice", "appeal", "answer", "case", "erase_loose")}
UNDER_A_CHALLENGE = "opgaven/<slug:slug>/"
UNDER_A_NETWORK = "netwerken/<slug:slug>/"
# Apps of the network with pages about the things of another.
ABOUT = {
    "reports": ("meetings",),
    "decency": ("texts",),
    "recordings": ("meetings",),
    "circulars": ("meetings",),
    "treated": ("meetings", "peers"),
    "programme": ("meetings",),
    "arrivals": ("meetings",),
    "evaluations": ("meetings",),
    "series": ("meetings",),
    "invitations": ("meetings",),
    "adaptations": ("library",),
    "enclosures": ("library",),
    "reviews": ("library",),
    "meetings": ("gatherings",),
    "impressions": ("visits",),
}
NOTHING_TO_ASK = {NOT_FOUND, METHOD_NOT_ALLOWED}
OF_A_NETWORK = (UNDER_A_NETWORK, "nieuwsbrief/aanmelden/", "praktijken/")
Row = dict[str, str]
Matrix = dict[tuple[str, str], Row]
Places = dict[str, list[str]]


def word(method: str, outcomes: set[tuple[int, bool]]) -> str:
    """Return what somebody may, in one word: the most of what came of it for the things there are.

    A form that is shown again tells nothing about the right to send it, when another time it is refused.
    """
    statuses = {status for status, _changed in outcomes}
    if 302 in statuses or any(changed for _status, changed in outcomes) or (method == "GET" and 200 in statuses):
        return "yes"
    if SIGN_IN in statuses:
        return "entrance"
    if 403 in statuses:
        return "no"
    return "yes" if statuses & {200, 409, 422} else "-"


def elsewhere() -> dict[str, str]:
    """Return every address that is not about one challenge: its name, and where it stands."""
    return dict(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: list[URLPattern | URLResolver], before: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        place = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, place, inner)
        elif not place.startswith(UNDER_A_CHALLENGE):
            yield ":".join((*spaces, pattern.name or place)), place


def addresses_elsewhere(app: str, place: str) -> list[str]:
    """Return addresses outside challenges: of the organisations there are, with a secret that opens nothing.

    Of a network they are tried with all things that their own app knows.
    """
    known = {"public_id": list(Organisation.objects.order_by("pk").values_list("public_id", flat=True)[:EACH])}
    if app == "founding":
        known = {"public_id": _ids(app)}
    if place.startswith(OF_A_NETWORK):
        known = {"slug": list(Network.objects.order_by("pk").values_list("slug", flat=True)), "public_id": _ids(app)}
        if app == "programme":
            planned = Session.objects.exclude(programme=None).distinct()
            known["public_id"] = list(planned.values_list("public_id", flat=True))
        known["part"] = list(Part.objects.order_by("-pk").values_list("public_id", flat=True)[:NEWEST])
        known["theme"] = list(Facet.objects.filter(kind="theme").values_list("value", flat=True))
    given = {"pk": "1", "place": "0", "token": "x" * 43, "code": "BCDFG23456", "member": "0" * 32}
    given["year"] = str(timezone.localdate().year)
    found = ["/" + place]
    for part in [part.split(">")[0] for part in place.split("<")[1:]]:
        name = part.partition(":")[2]
        found = [one.replace(f"<{part}>", value) for one in found for value in known.get(name, [given.get(name, "1")])]
    return found


def _ids(app: str) -> list[str]:
    """Return ids of the newest things of an app of the network, and of the app whose things its pages are about."""
    models = [one for name in (app, *ABOUT.get(app, ())) for one in apps.get_app_config(name).get_models()]
    kept = [one for one in models if any(field.name == "public_id" for field in one._meta.fields)]
    return [
        found
        for one in kept
        for found in one._default_manager.order_by("-pk").values_list("public_id", flat=True)[:NEWEST]
    ]


def matrix_of(alive: dict[str, list[str]], people: tuple[Client, ...], roles: dict[str, str], known: Places) -> Matrix:
    """Return what each of these roles may, for every address and both methods."""
    found: Matrix = {}
    for role, name in roles.items():
        if role not in ASKED:
            continue
        who = somebody(name)
        client = next((one for one in people if who and one.session["_auth_user_id"] == str(who.pk)), sender_of(who))
        for address, places in alive.items():
            read = {(page_of(client, place)[0], False) for place in places}
            found.setdefault((address, "GET"), {})[role] = word("GET", read)
        for address, outcomes in found_at(alive, people, client).items():
            found.setdefault((address, "POST"), {})[role] = word("POST", outcomes)
        for address, place in elsewhere().items():
            if role in AS_ANY_ACCOUNT and place.startswith(OF_A_NETWORK):
                continue
            places = known.get(address) or addresses_elsewhere(address.partition(":")[0], place)
            for method, answers in asked(client, places).items():
                found.setdefault((address, method), {})[role] = word(method, set(answers.values()))
    return found


def somebody(name: str) -> Person | None:
    """Return who has this name in the table; None for a visitor."""
    if name == GUEST:
        return Arrival.objects.get(person__is_guest=True).person
    return make.person(name) if name else None


def matrix_of_networks() -> tuple[Matrix, Places]:
    """Return what the roles of a network may there, and where something is for one of them.

    What is nowhere for both is of another kind, so the other roles are asked about it in `make prove` alone.
    """
    found: Matrix = {}
    known: Places = {}
    for role, name in NETWORK.items():
        client = sender_of(make.person(name))
        for address, place in elsewhere().items():
            if not place.startswith(UNDER_A_NETWORK):
                continue
            answers = asked(client, addresses_elsewhere(address.partition(":")[0], place))
            for method, outcomes in answers.items():
                found.setdefault((address, method), {})[role] = word(method, set(outcomes.values()))
                there = [one for one, (status, _changed) in outcomes.items() if status not in NOTHING_TO_ASK]
                known[address] = sorted({*known.get(address, []), *there})
    return found, {} if FULL or WRITE else known


def asked(client: Client, places: list[str]) -> dict[str, dict[str, Outcome]]:
    """Return what reading these addresses gives, and what sending to them does."""
    read = {place: (status_of(client.get(place)), False) for place in places}
    kept = client.cookies.output(header="")
    written = {place: sent(client, place, {}) for place in places}
    client.cookies = SimpleCookie(kept)  # signing out was taken back, so the browser forgets it too
    return {"GET": read, "POST": written}


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Challenge, tuple[Client, ...]]]:
    """Return a challenge with one of everything, made once, and browsers of who may do much there."""
    with django_db_blocker.unblock(), transaction.atomic():
        challenge = full_table()
        yield challenge, tuple(sender_of(make.person(name)) for name in ("Amina", "Bram", "Wacht", "Chris", "Griffie"))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def matrix(table: tuple[Challenge, tuple[Client, ...]], django_db_blocker: DjangoDbBlocker) -> Matrix:
    """Return what everybody may: inside while it is closed, outside once everybody may read it."""
    challenge, people = table
    with django_db_blocker.unblock():
        before = Line.objects.count(), Version.objects.count()
        alive = living(challenge, people, most=EACH)
        network, known = matrix_of_networks()
        found = matrix_of(alive, people, INSIDE, known)
        assert (Line.objects.count(), Version.objects.count()) == before, "what is sent here is taken back"
        with transaction.atomic():
            make.step(challenge, "go_public", make.amina(), make.bram())
            page_of.cache_clear()
            for key, row in [*matrix_of(alive, people, OUTSIDE, known).items(), *network.items()]:
                found[key] |= row
            transaction.set_rollback(True)
        challenge.refresh_from_db()
    return {key: {role: row.get(role, "") for role in ASKED} for key, row in found.items()}


def reviewed() -> Matrix:
    """Return the table as it was reviewed, without what is not asked here."""
    of_networks = {name for name, place in elsewhere().items() if place.startswith(OF_A_NETWORK)}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {
            (row["address"], row["method"]): {
                role: "" if role in AS_ANY_ACCOUNT and row["address"] in of_networks else row[role] for role in ASKED
            }
            for row in csv.DictReader(lines)
        }


def test_a23_e4_everybody_may_what_the_reviewed_table_says(matrix: Matrix) -> None:
    if WRITE:
        with TABLE.open("w", encoding="utf-8", newline="") as target:
            rows = csv.DictWriter(target, COLUMNS, lineterminator="\n")
            rows.writeheader()
            for (name, method), row in sorted(matrix.items()):
                own = "yes" if one_side(row) else ""
                rows.writerow({"address": name, "method": method, **row, "own": own})
    table = reviewed()
    assert sorted(table.keys() - matrix.keys()) == [], "no address has this name any more"
    assert sorted(matrix.keys() - table.keys()) == [], "say in docs/permissions.csv who may do this"
    otherwise = [
        f"{' '.join(key)} as {role}: {may_now}, reviewed as {table[key][role]}"
        for key, row in sorted(matrix.items())
        for role, may_now in row.items()
        if may_now != table[key][role]
    ]
    assert otherwise == [], "\n".join(otherwise)


def test_e4_both_parties_may_the_same_but_with_what_is_their_own(matrix: Matrix) -> None:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        own = {(row["address"], row["method"]) for row in csv.DictReader(lines) if row["own"]}
    assert {key for key, row in matrix.items() if one_side(row)} == own


def one_side(row: Row) -> bool:
    """Say whether one party may and the other may not."""
    return bool(row["municipality"]) and (row["residents"] == "yes") != (row["municipality"] == "yes")


def sent_by(matrix: Matrix, role: str) -> set[str]:
    """Return the names under a challenge to which this role may send something."""
    return {name for name, method in matrix if method == "POST" and name in url_names() and may(matrix, name, role)}


def may(matrix: Matrix, name: str, role: str) -> bool:
    """Say whether this role may send to an address."""
    return matrix[name, "POST"][role] == "yes"


@pytest.mark.parametrize(("role", "allowed"), [("observer", ASKS), pytest.param("clerk", RECORDS, marks=only_in_full)])
def test_e24_an_observer_can_send_nothing_but_the_question_in_public(
    matrix: Matrix, role: str, allowed: set[str]
) -> None:
    assert allowed <= sent_by(matrix, role) <= allowed | OWN | SAFETY | BY_LETTER


@only_in_full
def test_r22_on_a_public_challenge_an_observer_may_do_what_every_resident_may_and_ask_in_public(matrix: Matrix) -> None:
    observer, resident = sent_by(matrix, "observer_of_public"), sent_by(matrix, "account")
    assert observer - resident <= ASKS | OWN | BY_LETTER
    assert resident - observer <= OWN | WITH_A_PARTY
    assert {"dialogue:own_name"} <= observer <= IN_OWN_NAME | ASKS | OWN | SAFETY | BY_LETTER


@only_in_full
def test_e4_who_came_with_a_code_may_what_a_contributor_may_as_far_as_it_needs_no_account(matrix: Matrix) -> None:
    guest, contributor = sent_by(matrix, "guest"), sent_by(matrix, "contributor")
    assert guest <= contributor
    assert contributor - guest == NEEDS_ACCOUNT


def test_of_everything_there_is_something_to_try(matrix: Matrix) -> None:
    """Who adds an app adds one of its things to `full_table`."""
    nothing = {
        name
        for name in url_names()
        if {word for key in ("GET", "POST") for word in matrix[name, key].values()} == {"-"}
    }
    assert nothing <= BY_LETTER | NOT_HERE


def everywhere(challenge: Challenge) -> Iterator[str]:
    """Yield one address of each name under a challenge."""
    for name, parameters in url_names().items():
        yield from addresses(challenge, name, parameters)[:1]


@pytest.mark.parametrize("who", ["", "Dilek"])
def test_closed_challenge_answers_a_stranger_as_one_that_does_not_exist(
    table: tuple[Challenge, tuple[Client, ...]], who: str
) -> None:
    challenge, client = table[0], client_of(make.person(who) if who else None)
    for place in everywhere(challenge):
        nowhere = place.replace(challenge.slug, "bestaat-niet")
        for method in ("get", "post"):
            here, there = (getattr(client, method)(one) for one in (place, nowhere))
            assert here.status_code == there.status_code in {302, NOT_FOUND, METHOD_NOT_ALLOWED}, (method, place)
            assert without_nonce(here, challenge.slug) == without_nonce(there, "bestaat-niet"), (method, place)


def without_nonce(answer: Any, slug: str) -> str:
    """Return a page or a way on without what differs on every page."""
    text = answer.content.decode() + answer.headers.get("Location", "")
    return re.sub(r'(nonce|csrfmiddlewaretoken" value)="[^"]+"', "", text.replace(slug, "#"))


def test_what_is_sent_without_the_token_of_a_page_is_refused_everywhere(
    table: tuple[Challenge, tuple[Client, ...]],
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.amina())
    assert {client.post(place).status_code for place in everywhere(table[0])} == {403}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head"] if FULL else ["put", "head"])
def test_no_other_method_changes_anything(table: tuple[Challenge, tuple[Client, ...]], method: str) -> None:
    client, before = client_of(make.amina()), (Line.objects.count(), Version.objects.count())
    ask: Callable[[str], Any] = getattr(client, method)
    assert max(ask(place).status_code for place in everywhere(table[0])) < 500
    assert (Line.objects.count(), Version.objects.count()) == before
