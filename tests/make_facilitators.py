"""Facilitators and helpers made through the real actions."""

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.consent.actions import respond
from communityup.workspace.facilitators import actions
from communityup.workspace.facilitators.models import Candidacy
from tests import make
from tests.worlds import built_once


def agree(candidacy: Candidacy, *people: Person) -> None:
    """Let these people say yes for their parties."""
    assert candidacy.asked is not None
    for one in people:
        respond(candidacy.asked, agrees=True, by=Actor.of(one))


def of_party(challenge: Challenge, person: Person, *, proposer: Person, others: list[Person]) -> Facilitator:
    """Let somebody guard the process for the proposer's party, with the proposer as substitute."""
    asked = actions.propose_own(challenge, person=person, by=Actor.of(proposer))
    actions.accept(asked, substitute=proposer, by=Actor.of(person))
    agree(asked, *others)
    return Facilitator.objects.get(challenge=challenge, person=person, until=None)


def outsider(
    challenge: Challenge,
    person: Person,
    *,
    proposer: Person,
    others: list[Person],
    role: str = Candidacy.Role.FACILITATOR,
) -> Candidacy:
    """Let somebody from outside guard the process or help."""
    asked = actions.propose_outsider(
        challenge, role=role, email=person.email, words="Een bemiddelaar uit de streek.", by=Actor.of(proposer)
    )
    if role == Candidacy.Role.HELPER:
        actions.accept(asked, by=Actor.of(person))
    else:
        accept_from_outside(asked, person)
    agree(asked, *others)
    asked.refresh_from_db()
    return asked


def accept_from_outside(asked: Candidacy, person: Person, *, stays: bool = False) -> Candidacy | None:
    """Let somebody from outside say yes to guard the process, and name Yara to stand in; without `stays` she declines.

    Then nothing about her waits for the parties, and the process has a facilitator without a substitute.
    """
    actions.accept(asked, email="yara@example.org", words="Yara, uit dezelfde praktijk.", by=Actor.of(person))
    stand_in = Candidacy.objects.get(beside=asked)
    if stays:
        return stand_in
    actions.give_up(stand_in, by=Actor.of(make.person("Yara")))
    return None


@built_once
def guarded() -> tuple[Challenge, Facilitator, Facilitator]:
    """Return a public challenge of Amina and Bram, guarded by Dilek (of Amina's party) and Femke from outside.

    Els is of Amina's party too, and Dilek's substitute.
    """
    challenge, amina, bram = make.challenge_of_two()
    residents = challenge.parties.get(number=1)
    for name in ("Dilek", "Els"):
        make.colleague(residents, make.person(name), inviter=amina)
    first = of_party(challenge, make.dilek(), proposer=make.person("Els"), others=[bram])
    outsider(challenge, make.person("Femke"), proposer=amina, others=[bram])
    return challenge, first, Facilitator.objects.get(challenge=challenge, party=None, until=None)
