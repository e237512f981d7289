"""Rounds about being ready, made through the real actions."""

from collections.abc import Sequence

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.readiness import actions
from communityup.workspace.readiness.models import Check
from communityup.workspace.readiness.queries import CONDITIONS
from tests import make

KEYS = [one.key for one in CONDITIONS]


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
    """Return a round of all parties that somebody opened alone, as anybody at the table can without facilitators."""
    check = actions.ask_all(challenge, by=Actor.of(make.person(who)))
    assert check is not None
    return check


def closed(challenge: Challenge, *people: Person) -> Check:
    """Return a round of all parties that these people answered, closed by Amina."""
    check = opened(challenge)
    answered(check, people)
    return actions.close(check, by=Actor.of(make.amina()))
