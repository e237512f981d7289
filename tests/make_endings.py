"""A challenge that its parties closed together, through the real actions."""

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.endings import actions
from communityup.workspace.endings.models import Closing
from tests import make
from tests.worlds import built_once

WHY = "Het gebouw is verkocht. Wij hebben er samen een punt achter gezet."


def proposed_closing(challenge: Challenge, by: Person, outcome: str = "together") -> Closing:
    """Return a closing that somebody proposed for their party."""
    return actions.propose(challenge, outcome=outcome, reason=WHY, by=Actor.of(by))


def closed(challenge: Challenge, proposer: Person, *others: Person, outcome: str = "together") -> Closing:
    """Close a challenge by the yes of all its parties."""
    made = proposed_closing(challenge, proposer, outcome)
    for other in others:
        respond(made.asked, agrees=True, by=Actor.of(other))
    challenge.refresh_from_db()
    made.refresh_from_db()
    return made


@built_once
def closed_challenge() -> tuple[Challenge, Person, Person, Closing]:
    """Return a public challenge of Amina and Bram that they stopped together."""
    challenge, amina, bram = make.challenge_of_two()
    return challenge, amina, bram, closed(challenge, amina, bram)
