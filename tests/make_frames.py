"""What is fixed, in the lead-in and after it, through the real actions."""

from collections.abc import Sequence
from typing import Any

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.models import Round
from communityup.workspace.frames import actions
from communityup.workspace.frames.actions import Fixing
from communityup.workspace.frames.models import Frame
from communityup.workspace.goals.actions import agree_to_goal, propose_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make

ROOF = "Het dak moet voor 2028 brandveilig zijn."
RULE: dict[str, Any] = {"origin": "law", "basis": "Besluit bouwwerken leefomgeving, artikel 4.7"}
LATE: dict[str, Any] = {**RULE, "reason": "De brandweer kwam vorige week kijken."}
NOTHING = Fixing(**LATE, nothing="Er was nog niets over besloten.")


def by_amina() -> Actor:
    """Return Amina as who acts."""
    return Actor.of(make.amina())


def by_bram() -> Actor:
    """Return Bram as who acts."""
    return Actor.of(make.bram())


def lines(challenge: Challenge) -> list[str]:
    """Return what the log says of frames, in order."""
    found = Line.objects.filter(stream=challenge.stream, type__startswith="frames.")
    return [kind.partition(".")[2] for kind in found.order_by("n").values_list("type", flat=True)]


def begun(*, kind: str = "residents") -> Challenge:
    """Return a challenge of Amina's party of this kind and Bram's that left its lead-in."""
    challenge = make.challenge_of_one(kind=kind)
    make.join(challenge, make.bram(), "De andere partij", "other" if kind != "other" else "residents")
    make.step(challenge, LEAVE_LEAD_IN, make.amina(), make.bram())
    return challenge


def fixed_late(challenge: Challenge, touches: Sequence[str] = (), *, by: Actor | None = None) -> Frame:
    """Return something that Bram's party fixed after the lead-in."""
    fixing = Fixing(**LATE, touches=tuple(touches)) if touches else NOTHING
    return actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=fixing, by=by or by_bram())


def shared_goal(challenge: Challenge) -> tuple[Goal, str]:
    """Return a goal that both parties share, and its key."""
    goal = propose_goal(challenge, words="De Schakel blijft open", by=by_amina())
    goal = agree_to_goal(goal, by=by_bram())
    return goal, f"goal:{goal.public_id}"


def still_stands(frame: Frame) -> Round:
    """Return the question whether what a frame touches still stands."""
    touch = frame.touches.get()
    assert touch.round is not None
    return touch.round
