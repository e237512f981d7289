"""Rounds with enough answers for figures, made through the real actions."""

import numpy as np

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.dialogue.actions import answer_thought, share_thought
from communityup.workspace.dialogue.models import Dialogue, Release, Statement, View
from communityup.workspace.imports.actions import Imported, Material, Thought, import_conversation
from communityup.workspace.imports.actions import Person as Row
from communityup.workspace.releases.actions import release_figures
from tests.make import challenge_of_two
from tests.make_dialogue import people


def answer_all(statements: list[Statement], person: Person, values: list[int]) -> None:
    """Let one person answer every thought but their own."""
    for statement, value in zip(statements, values, strict=True):
        if statement.author.person_id != person.pk:  # type: ignore[union-attr]
            answer_thought(statement, value=value, by=Actor.of(person))


def round_of(size: int, *, thoughts: int = 3) -> tuple[Challenge, list[Person], list[Person], list[Statement]]:
    """Return a challenge with two parties of `size` people each, and thoughts of the first two people of both."""
    challenge, amina, bram = challenge_of_two()
    residents, municipality = (
        [one, *people(Party.objects.get(challenge=challenge, number=number), one, size - 1, stem=stem)]
        for number, one, stem in ((1, amina, "Buur"), (2, bram, "Ambtenaar"))
    )
    authors = [*residents[:2], *municipality[:2]]
    shared = [
        share_thought(challenge, body=f"Gedachte nummer {place}", by=Actor.of(authors[place % len(authors)]))
        for place in range(thoughts)
    ]
    return challenge, residents, municipality, shared


def release(dialogue: Dialogue) -> Release | None:
    """Make the next release, if one is due."""
    return release_figures(dialogue, by=Actor.job("releases"))


def camps(n: int = 60, m: int = 12, *, parties: bool = False, seed: int = 1) -> Material:
    """Return an invented conversation of two camps that meet in every third thought."""
    chance = np.random.default_rng(seed)
    camp = np.arange(n) % 2
    agree = np.where(np.arange(m) % 3 == 0, 0.95, np.where(np.arange(m)[None] % 2 == camp[:, None], 0.92, 0.08))
    values = np.where(chance.random((n, m)) < agree, 1, -1)
    rows, columns = np.nonzero(chance.random((n, m)) < 0.9)
    names = ["Noord", "Zuid", "West"]
    return Material(
        people=[Row(str(one), names[int(chance.integers(3))] if parties else None) for one in range(n)],
        thoughts=[
            Thought(str(one), f"Gedachte {one} van elders", author=str(one), created=1_600_000_000_000)
            for one in range(m)
        ],
        rows=rows.astype(np.int32),
        columns=columns.astype(np.int32),
        values=values[rows, columns].astype(np.int8),
        topic="Een gesprek van elders",
        description="Waar het over ging.",
    )


def imported(material: Material | None = None, slug: str = "van-elders") -> Imported:
    """Import a conversation as the operator does."""
    return import_conversation(slug, material or camps(), by=Actor.operator())


SAME, DIFFERENT = int(View.SAME), int(View.DIFFERENT)
