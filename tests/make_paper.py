"""Forms on paper, printed and entered through the real actions."""

from communityup.base.ids import new_id
from communityup.codes.actions import look_up
from communityup.codes.models import Code
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.actions import respond
from communityup.workspace.joining.actions import ask_open_codes
from communityup.workspace.paper import actions
from communityup.workspace.paper.models import PURPOSE, Form
from communityup.workspace.paper.queries import Told, WithCode
from tests import make


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
