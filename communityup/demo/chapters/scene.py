"""What every part of a chapter works on: the challenge that was started and the people in it."""

from dataclasses import dataclass
from typing import Any

from communityup.demo import queries
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party

Chapter = dict[str, Any]  # one challenge as content.yaml tells it
Cast = dict[str, list[Person]]  # the people of each party, by its key in the content; the first one speaks


@dataclass(frozen=True)
class Scene:
    """A challenge of the demo while it is made, with its parties and who speaks for each, by key."""

    challenge: Challenge
    chapter: Chapter
    cast: Cast
    parties: dict[str, Party]
    speakers: dict[str, Actor]

    def person(self, name: str) -> Person:
        """Return the demo person with this role as name."""
        return queries.person(name)
