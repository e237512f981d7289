"""Forms on paper, printed and entered through the real actions."""

from communityup.base.ids import new_id
from communityup.codes.actions import look_up
from communityup.codes.models import Code
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party, Ring, Seat
from communityup.workspace.consent.actions import respond
from communityup.workspace.joining.actions import ask_open_codes
from communityup.workspace.paper import actions
from communityup.workspace.paper.models import PURPOSE, Form
from communityup.workspace.paper.queries import Told, WithCode
from tests import make
from tests.worlds import built_once

WORDS = "De stoep bij de bushalte is te smal voor een rollator."


def printed(
    challenge: Challenge, by: Person, *, kind: str = "thought", number: int = 2, **more: object
) -> list[WithCode]:
    """Return forms that somebody printed for their party, or with `for_all` for the open conversation."""
    facts = {"public_id": new_id(), "kind": kind, "number": number, **more}
    return actions.print_forms(challenge, by=Actor.of(by), **facts)  # type: ignore[arg-type]


def code_of(written: str) -> Code:
    """Return the code that somebody typed."""
    found = look_up(written, purpose=PURPOSE, limits={"browser:test": 50})
    assert found is not None
    return found


def open_conversation(challenge: Challenge) -> None:
    """Let all parties agree that people without a party and an account may take part."""
    respond(ask_open_codes(challenge, by=Actor.of(make.amina())), agrees=True, by=Actor.of(make.bram()))


def told(**more: object) -> Told:
    """Return what stands on a form: words on paper, agreed to, unless said otherwise."""
    return Told(**{"source": "paper", "agreed": True, **more})  # type: ignore[arg-type]


def waiting(challenge: Challenge, helper: Person, party: Party) -> Form:
    """Return what a helper typed in for somebody of another party: it waits for that party."""
    said = {"kind": "thought", "party": party, "told": told(words="Ik hoor de bel niet.", source="phone")}
    return actions.enter_without_form(challenge, public_id=new_id(), by=Actor.of(helper), **said).form  # type: ignore[arg-type]


def blank(challenge: Challenge, person: Person, kind: str = "thought", **more: object) -> Form:
    """Return one blank form."""
    return printed(challenge, person, kind=kind, number=1, **more)[0].form


def entered(form: Form, helper: Person, **more: object) -> Form:
    """Let a helper type in a form."""
    return actions.enter_form(form, told=told(**more), by=Actor.of(helper))


def spoken(
    challenge: Challenge, helper: Person, party: Party | None, kind: str = "thought", **more: object
) -> WithCode:
    """Let a helper type in what somebody said."""
    facts = {"source": "spoken", **more}
    return actions.enter_without_form(
        challenge, public_id=new_id(), kind=kind, party=party, told=told(**facts), by=Actor.of(helper)
    )


def lines(challenge: Challenge, since: int = 0) -> list[str]:
    """Return the types of the lines in the log of a challenge after the first so many."""
    found = Line.objects.filter(stream=challenge.stream, n__gt=since).order_by("n")
    return list(found.values_list("type", flat=True))


def last(challenge: Challenge) -> int:
    """Return how many lines there are."""
    return Line.objects.filter(stream=challenge.stream).count()


def around(challenge: Challenge, party: Party, inviter: Person, name: str = "Dilek") -> Person:
    """Return somebody around the table of a party."""
    make.colleague(party, make.person(name), inviter=inviter)
    Seat.objects.filter(challenge=challenge, person=make.person(name)).update(ring=Ring.CONTRIBUTOR)
    return make.person(name)


@built_once
def two() -> tuple[Challenge, Person, Person, Party, Party]:
    """Return a closed challenge with its two people and two parties."""
    challenge, amina, bram = make.closed_challenge_of_two()
    return challenge, amina, bram, challenge.parties.get(number=1), challenge.parties.get(number=2)
