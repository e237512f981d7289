"""Sends to the addresses of a challenge as somebody, and tells what came of it; nothing that is sent stays."""

from functools import cache
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.goals.models import Goal
from tests.forms_on_pages import filled
from tests.make_table import addresses, url_names

Outcome = tuple[int, bool]  # the status, and whether a line or words were written
Found = dict[str, set[Outcome]]
OK, SIGN_IN, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED = 200, 401, 403, 404, 405
ENOUGH = 2  # things of one kind are tried; more until one is refused for the right alone
REFUSED = {(403, False), (METHOD_NOT_ALLOWED, False)}
# Fields of buttons whose page is another one, so that sending them fails on the right alone.
BUTTONS = {
    "value": "1", "answer": "yes", "version": "1", "number": "1", "effect": "helps", "ends_on": "2030-01-01",
    "kind": "wish", "body": "Een bankje", "question": "Wat nu?",
}  # fmt: skip
# What does not go together on a page of this name: nobody speaks for the long term of what is for this year.
TOGETHER = {"termijn": {"voice": ""}}


def sender_of(person: Person | None) -> Client:
    """Return a browser of somebody that asks for refusals in short, since nobody reads the pages."""
    client = Client(headers={"accept": "application/json"})
    if person is not None:
        client.force_login(person)
    return client


@cache
def page_of(client: Client, address: str) -> tuple[int, str]:
    """Return the status and the text of what somebody reads; each is read once, as long as nothing changes.

    Being sent to the entrance counts as 401. Who changes something clears this cache.
    """
    answer = client.get(address)
    return status_of(answer), answer.content.decode() if answer.status_code == OK and not answer.streaming else ""


@cache
def words_for(address: str, people: tuple[Client, ...]) -> dict[str, str]:
    """Return what somebody at the table would send to an address, so that only the right to send it is missing."""
    usual = {**BUTTONS, "goal": Goal.objects.order_by("pk").values_list("public_id", flat=True)[0]}
    for client in people:
        status, text = page_of(client, address)
        if status == OK:
            return {**usual, **filled(text), **TOGETHER.get(address.rsplit("/", 2)[1], {})}
        if status == METHOD_NOT_ALLOWED:
            break
    return usual


def sent(client: Client, address: str, data: dict[str, str]) -> Outcome:
    """Return the status of sending words to an address and whether anything was written; then nothing is.

    Being sent to the entrance counts as 401.
    """
    with transaction.atomic():
        before = written()
        answer = client.post(address, data)
        changed = written() != before
        transaction.set_rollback(True)
    return status_of(answer), changed


def written() -> tuple[int, int]:
    """Return how many lines of the log and how many versions of words there are: asked so often that one query does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT COUNT(*) FROM log_line), (SELECT COUNT(*) FROM texts_version)")
        lines, versions = cursor.fetchone()
    return lines, versions


def status_of(answer: Any) -> int:
    """Return the status of an answer; 401 when it sends somebody to the entrance."""
    to = answer.headers.get("Location", "")
    return SIGN_IN if to.startswith(reverse("account_login")) else answer.status_code


def living(challenge: Challenge, people: tuple[Client, ...], *, most: int) -> dict[str, list[str]]:
    """Return for every name at most so many addresses where one of these people may do something.

    Where nobody may, those that refuse them.
    What does not exist is 404 for everybody; so the others are asked only about what refuses the first one, or about a
    name of which the first one finds nothing at all.
    """
    return {
        name: _alive(addresses(challenge, name, parameters), most, *people) for name, parameters in url_names().items()
    }


def _alive(places: list[str], most: int, first: Client, *others: Client) -> list[str]:
    open_to, refused, missing = list[str](), list[str](), list[str]()
    for place in places:
        status = _status(first, place)
        if status == NOT_FOUND:
            missing.append(place)
        elif status != FORBIDDEN or any(_status(other, place) not in {NOT_FOUND, FORBIDDEN} for other in others):
            open_to.append(place)
        else:
            refused.append(place)
        if len(open_to) == most:
            break
    if not open_to and not refused:
        open_to = [place for place in missing if any(_status(other, place) != NOT_FOUND for other in others)]
    return (open_to or refused)[:most]


def _status(client: Client, address: str) -> int:
    """Return what reading an address gives, or sending to it where nothing can be read."""
    read = page_of(client, address)[0]
    return sent(client, address, {})[0] if read == METHOD_NOT_ALLOWED else read


def found_at(alive: dict[str, list[str]], people: tuple[Client, ...], client: Client) -> Found:
    """Return for every name what sending to its addresses gives; nothing for a name of which there is no thing.

    `people` are browsers of who may do much there: what their pages ask for is what is sent.
    """
    found = Found()
    for name, places in alive.items():
        tried, answers = 0, set[Outcome]()
        for address in places:
            status, changed = sent(client, address, {})
            if status == NOT_FOUND:
                continue
            tried += 1
            answers.add((status, changed))
            if status != METHOD_NOT_ALLOWED:
                answers.add(sent(client, address, words_for(address, people)))
            if tried >= ENOUGH and answers & REFUSED:
                break
        found[name] = answers
    return found
