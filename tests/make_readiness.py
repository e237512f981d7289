"""Rounds about being ready, made through the real actions."""

from collections.abc import Sequence
from typing import Any

from django.test import Client

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.readiness import actions
from communityup.workspace.readiness.models import Check
from communityup.workspace.readiness.permissions import TIME_TO_ANSWER
from communityup.workspace.readiness.queries import CONDITIONS
from tests import make

KEYS = [one.key for one in CONDITIONS]


def by(name: str) -> Actor:
    """Return somebody as who does something."""
    return Actor.of(make.person(name))


def lines(challenge: Challenge) -> list[str]:
    """Return what the log of the challenge tells, by type."""
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def neighbours(challenge: Challenge, number: int) -> list[Person]:
    """Let so many more residents take part, and return them."""
    party, found = challenge.parties.get(number=1), [make.person(f"Buur {one}") for one in range(number)]
    for one in found:
        make.colleague(party, one, inviter=make.amina())
    return found


def answered(check: Check, people: Sequence[Person], words: str = "") -> None:
    """Let each of these people answer all questions, each in another way."""
    for place, one in enumerate(people):
        given = {key: (place + number) % 5 for number, key in enumerate(KEYS)}
        actions.answer(check, given={**given, "O1": words}, by=Actor.of(one))


def opened(challenge: Challenge, who: str = "Amina") -> Check:
    """Return a round of all parties that somebody opened alone, as anybody at the table can without facilitators.

    It is open for so long that it can be closed, whoever answered.
    """
    check = actions.ask_all(challenge, by=Actor.of(make.person(who)))
    assert check is not None
    return waited(check)


def waited(check: Check) -> Check:
    """Let the time go by in which everybody could answer a round."""
    check.asked.opened_at -= TIME_TO_ANSWER
    check.asked.save(update_fields=["opened_at"])
    return check


def closed(challenge: Challenge, *people: Person) -> Check:
    """Return a round of all parties that these people answered, closed by Amina."""
    check = opened(challenge)
    answered(check, people)
    return actions.close(check, by=Actor.of(make.amina()))


def talked(check: Check, amina: str = "go", bram: str = "go") -> Check:
    """Let Amina and Bram say what their parties make of a round."""
    actions.tell_outcome(check, choice=amina, by=by("Amina"))
    actions.tell_outcome(check, choice=bram, by=by("Bram"))
    check.refresh_from_db()
    return check


def sent(who: str | None, challenge: Challenge, path: str = "", data: dict[str, str] | None = None) -> Any:
    """Return what a page about being ready answers to somebody; sent to with `data`, else read."""
    client = Client()
    if who is not None:
        client.force_login(make.person(who))
    address = f"/opgaven/{challenge.slug}/klaar/{path}"
    return client.get(address) if data is None else client.post(address, data)
