"""First sketches of a network made through the real actions, for tests."""

from communityup.network.members import actions as members
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.outlines import actions
from communityup.network.outlines.models import Outline, Reaction
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_network import browser, coordinated, delegate, member
from tests.worlds import built_once

HERE = "/netwerken/community-up/schetsen/"
World = tuple[Network, Member, Member]
TITLE = "Een handreiking loslaten"
WORDS = "Eerst praat je een jaar mee. Daarna geef je de sleutel."
SECOND = "Eerst praat je een half jaar mee. Daarna geef je de sleutel, en blijf je bellen."
ASKS = "Zou dit bij jullie werken?"


def shown(network: Network, person: Person, *, title: str = TITLE, words: str = WORDS, asks: str = "") -> Outline:
    """Let somebody put a first sketch before the network."""
    return actions.show_sketch(network, said=actions.Said(title=title, words=words, asks=asks), by=Actor.of(person))


def reacted(outline: Outline, person: Person, words: str = "Bel ook na een jaar nog.", *, number: int = 1) -> Reaction:
    """Let somebody react to a version."""
    return actions.react(outline, number=number, words=words, by=Actor.of(person))


def revised(outline: Outline, person: Person, *, words: str = SECOND, done: str = "", after: int = 1) -> Outline:
    """Let whose sketch it is make a next version."""
    said = actions.Said(title=TITLE, words=words, done=done)
    return actions.revise_sketch(outline, after=after, said=said, by=Actor.of(person))


def ended(outline: Outline, person: Person, outcome: str = "final", words: str = "") -> Outline:
    """Let whose sketch it is end it."""
    return actions.end_sketch(outline, outcome=outcome, words=words, by=Actor.of(person))


@built_once
def world() -> World:
    """Return a network of Dilek with a member of Amina and one of Bram."""
    made, _dilek = coordinated()
    return made, member(made, "De Schakel", make.amina()), member(made, "Gemeente Heidelo", make.bram())


def colleague(joined: Member, asker: Person, name: str) -> Person:
    """Let somebody act for a member too."""
    person = make.person(name)
    members.invite_delegate(joined, email=person.email, by=Actor.of(asker))
    delegate(joined, person)
    return person


def page(outline: Outline | None = None, person: Person | None = None, more: str = "") -> str:
    """Return what somebody reads of the list, or of one sketch."""
    here = HERE if outline is None else f"{HERE}{outline.public_id}/"
    answer = browser(person).get(f"{here}{more}")
    assert answer.status_code == 200, (here, more)
    return answer.content.decode()
