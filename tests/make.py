"""The fixed cast, and challenges made through the real actions. Nothing here builds a state that the site could not."""

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.actions import accept_invitation, invite_colleague, invite_party, start_challenge
from communityup.workspace.challenges.models import Challenge, Invitation, Kind, Party, Ring
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.models import Round
from communityup.workspace.council.actions import accept_observing, propose_observer
from communityup.workspace.outreach.models import Newcomer
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import GO_PUBLIC
from tests.nasty import FULL
from tests.worlds import built_once

KINDS = list(Kind.values)
# Every kind of party beside every other in full; else each kind beside one other, on either side.
BESIDE = (
    [(kind, other) for kind in KINDS for other in KINDS]
    if FULL
    else list(zip(KINDS, KINDS[1:] + KINDS[:1], strict=True))
)


def person(name: str) -> Person:
    """Return somebody of the cast, made once."""
    email = f"{name.lower()}@example.org"
    return Person.objects.get_or_create(email=email, defaults={"display_name": name})[0]


def amina() -> Person:
    """Return Amina, a resident."""
    return person("Amina")


def bram() -> Person:
    """Return Bram, who works for the municipality."""
    return person("Bram")


def chris() -> Person:
    """Return Chris, who takes part in nothing: the outsider."""
    return person("Chris")


def dilek() -> Person:
    """Return Dilek, a facilitator."""
    return person("Dilek")


@built_once
def challenge_of_one(starter: Person | None = None, *, kind: str = "residents", title: str = "") -> Challenge:
    """Return a challenge that only its starter sees."""
    return start_challenge(
        title=title or "Hoe blijft het buurthuis open?",
        place="Molenwijk",
        why="Het gebouw is oud. Iedereen gebruikt het en niemand kan het alleen dragen.",
        kind=kind,
        party_name="Bewoners Molenwijk",
        by=Actor.of(starter or amina()),
    )


def join(challenge: Challenge, person: Person, name: str, kind: str, *, inviter: Person | None = None) -> Party:
    """Let a party be invited and accept, and return it."""
    party = invite_party(challenge, name=name, kind=kind, email=person.email, by=Actor.of(inviter or amina()))
    accept_invitation(invitation_of(party), by=Actor.of(person))
    let_in(party)
    party.refresh_from_db()
    return party


def let_in(party: Party) -> None:
    """Let all parties agree that one more takes part, when they are asked; the first at the table speaks for each."""
    newcomer = Newcomer.objects.filter(party=party, joined_at=None, ended_at=None).first()
    if newcomer is None:
        return
    table = party.challenge.seats.filter(party__state=Party.State.ACTIVE, ring=Ring.TABLE, rules__isnull=False)
    speakers = {seat.party_id: seat.person for seat in table.select_related("person").order_by("-pk")}
    for one in speakers.values():
        respond(newcomer.asked, agrees=True, by=Actor.of(one))


def seen(asked: Round, person: Person) -> str:
    """Return the mark of the answer of somebody's party that a page shows now."""
    fresh = Round.objects.get(pk=asked.pk)
    return fresh.mark_of(fresh.answer_of(party_of(fresh.challenge, person)))


def party_of(challenge: Challenge, person: Person) -> Party:
    """Return the party for which somebody takes part."""
    return Party.objects.get(challenge=challenge, seats__person=person)


def colleague(party: Party, person: Person, *, inviter: Person) -> None:
    """Let one more person take part for a party."""
    invitation = invite_colleague(party, email=person.email, by=Actor.of(inviter))
    accept_invitation(invitation, by=Actor.of(person))


def invitation_of(party: Party) -> Invitation:
    """Return the invitation of a party that waits for an answer."""
    return party.invitations.get(answer=Invitation.Answer.NONE)


@built_once
def closed_challenge_of_two() -> tuple[Challenge, Person, Person]:
    """Return a challenge of residents (Amina) and municipality (Bram), visible to these parties only."""
    challenge = challenge_of_one()
    join(challenge, bram(), "Gemeente Lindeveen", "municipality")
    return challenge, amina(), bram()


@built_once
def challenge_of_two(title: str = "") -> tuple[Challenge, Person, Person]:
    """Return a public challenge of residents (party 1, Amina) and municipality (party 2, Bram)."""
    challenge = challenge_of_one(title=title)
    join(challenge, bram(), "Gemeente Lindeveen", "municipality")
    step(challenge, GO_PUBLIC, amina(), bram())
    return challenge, amina(), bram()


def step(challenge: Challenge, name: str, *people: Person) -> None:
    """Let the first person propose a step and the others agree."""
    asked = propose_step(challenge, name, by=Actor.of(people[0]))
    for one in people[1:]:
        respond(asked, agrees=True, by=Actor.of(one))
    challenge.refresh_from_db()


def observer(
    challenge: Challenge, person: Person, watches: str = "council", *, people: tuple[Person, ...] = ()
) -> None:
    """Let all parties agree that somebody reads along for council or executive, and let that one accept."""
    first, *others = people or (amina(), bram())
    asked = propose_observer(challenge, watches=watches, who=str(person), email=person.email, by=Actor.of(first))
    for other in others:
        respond(asked.round, agrees=True, by=Actor.of(other))
    asked.refresh_from_db()
    accept_observing(asked, by=Actor.of(person))
