"""What the overview of a challenge shows: where we are, what waits on whom, and what one can do now."""

from typing import Any

from django.utils.translation import gettext as _

from communityup.workspace.challenges.models import Challenge, Invitation, Party, Phase
from communityup.workspace.challenges.permissions import oldest_invitation
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import open_about, standing

LEAVE_LEAD_IN, GO_PUBLIC = "leave_lead_in", "go_public"
KINDS_NEEDED = 2


def kinds_missing(challenge: Challenge) -> bool:
    """Say whether parties of a second kind are still missing: one kind alone cannot leave the lead-in (A1)."""
    active = challenge.parties.filter(state=Party.State.ACTIVE)
    kinds: int = active.order_by().values("kind").distinct().count()
    return kinds < KINDS_NEEDED


def several_at_table(rows: list[dict[str, Any]]) -> bool:
    """Say whether two parties or more take part: an agreement needs a second one."""
    return len([row for row in rows if row["state"] == Party.State.ACTIVE]) > 1


def held_elsewhere(rows: list[dict[str, Any]]) -> bool:
    """Say whether no party takes part here itself: then the conversation was brought in and there is nothing to do."""
    return all(row["invented"] for row in rows)


def phase_steps(challenge: Challenge) -> dict[str, Any]:
    """Return the names of the phases in order, and the place of the present one."""
    order = [(value, str(label)) for value, label in Phase.choices if value != Phase.CLOSED]
    values = [value for value, _label in order]
    current = values.index(challenge.phase) if challenge.phase in values else len(values)
    return {"labels": [label for _value, label in order], "current": current}


def steps(challenge: Challenge, own: Party | None) -> dict[str, list[dict[str, Any]]]:
    """Return the steps that wait for answers and those that can be proposed; none where no party takes part."""
    if not challenge.parties.filter(invented=False).exists():
        return {"open": [], "possible": []}
    found = [row for step in (LEAVE_LEAD_IN, GO_PUBLIC) if (row := _step(challenge, step, own)) is not None]
    return {"open": [row for row in found if row["open"]], "possible": [row for row in found if not row["open"]]}


def _step(challenge: Challenge, step: str, own: Party | None) -> dict[str, Any] | None:
    if step == LEAVE_LEAD_IN and challenge.phase != Phase.LEAD_IN:
        return None
    if step == GO_PUBLIC and challenge.public_at is not None:
        return None
    asked = open_about(challenge, step)
    return {"step": step, **_words(step), **_standing(asked, own), "blocked": _blocked(challenge, step)}


def _words(step: str) -> dict[str, str]:
    if step == LEAVE_LEAD_IN:
        return {
            "label": _("Leave the lead-in"),
            "why": _("Do we know each other and the question well enough to go on?"),
        }
    return {"label": _("Let everybody read along"), "why": _("Until then only the invited parties see this challenge.")}


def proposer_of(asked: Round) -> int | None:
    """Return the party (key) that asked: its own yes came with the question, before every other answer."""
    return asked.answers.order_by("pk").values_list("party_id", flat=True).first()


def _standing(asked: Round | None, own: Party | None) -> dict[str, Any]:
    if asked is None:
        return {"open": False, "standing": [], "own_answer": None, "own": False}
    rows = standing(asked)
    mine = next((row["answer"] for row in rows if own is not None and row["party_id"] == own.pk), None)
    proposed = own is not None and proposer_of(asked) == own.pk
    # All said yes and it is still open: a silent party left meanwhile, and one more yes ends it.
    all_said_yes = len(rows) > 1 and all(row["answer"] == "agrees" for row in rows)
    return {"open": True, "standing": rows, "own_answer": mine, "own": proposed, "all_said_yes": all_said_yes}


def _blocked(challenge: Challenge, step: str) -> str:
    if step == LEAVE_LEAD_IN and kinds_missing(challenge):
        return _("First a party of another kind takes part.")
    return ""


def own_invitations(own: Party | None) -> list[dict[str, Any]]:
    """Return the invitations of one's own party that wait for an answer; only that party sees these addresses."""
    if own is None:
        return []
    waiting = own.invitations.filter(answer=Invitation.Answer.NONE, sent_at__gte=oldest_invitation())
    return [dict(row) for row in waiting.order_by("sent_at").values("pk", "email")]
