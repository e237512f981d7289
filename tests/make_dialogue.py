"""Dialogues made through the real actions."""

from collections.abc import Sequence

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.dialogue.actions import answer_thought, share_thought, take_part_in_own_name
from communityup.workspace.dialogue.models import Statement, View
from tests.make import challenge_of_two, colleague, person
from tests.worlds import built_once

THOUGHTS = ["De achterdeur is de echte ingang.", "Zes vrijwilligers dragen nu alles.", "Begin met beheer op proef."]


def thoughts(challenge: Challenge, author: Person, bodies: Sequence[str] = THOUGHTS) -> list[Statement]:
    """Let somebody share thoughts, at most three."""
    return [share_thought(challenge, body=body, by=Actor.of(author)) for body in bodies]


@built_once
def dialogue_of_two() -> tuple[Challenge, Person, Person, list[Statement]]:
    """Return a public challenge in which Amina shared two thoughts and Bram one."""
    challenge, amina, bram = challenge_of_two()
    mine = thoughts(challenge, amina, THOUGHTS[:2])
    return challenge, amina, bram, [*mine, *thoughts(challenge, bram, THOUGHTS[2:])]


def people(party: Party, inviter: Person, count: int, *, stem: str) -> list[Person]:
    """Let more people take part for a party, and return them."""
    found = [person(f"{stem}{number}") for number in range(count)]
    for one in found:
        colleague(party, one, inviter=inviter)
    return found


def on_own_name(challenge: Challenge, count: int, *, stem: str = "Gast") -> list[Person]:
    """Let people take part in their own name, and return them."""
    found = [person(f"{stem}{number}") for number in range(count)]
    for one in found:
        take_part_in_own_name(challenge, by=Actor.of(one))
    return found


def answer(statement: Statement, person: Person, value: View) -> None:
    """Let somebody answer."""
    answer_thought(statement, value=value, by=Actor.of(person))
