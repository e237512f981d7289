"""Interests and goals made through the real actions."""

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.goals import actions
from communityup.workspace.goals.models import Goal, Interest

WORDS = "Het buurthuis is over tien jaar nog open"


def proposed_goal(challenge: Challenge, by: Person, words: str = WORDS) -> Goal:
    """Return a goal that one party proposed."""
    return actions.propose_goal(challenge, words=words, by=Actor.of(by))


def shared_goal(challenge: Challenge, *people: Person, words: str = WORDS) -> Goal:
    """Return a goal that the first person proposed and the others agreed to."""
    goal = proposed_goal(challenge, people[0], words)
    for one in people[1:]:
        goal = actions.agree_to_goal(goal, by=Actor.of(one))
    return goal


def interest(challenge: Challenge, by: Person, words: str = "Zekerheid voor langer dan een jaar") -> Interest:
    """Return an interest of the party of this person."""
    return actions.add_interest(challenge, words=words, by=Actor.of(by))
