"""How a round of consent stands, party by party; a silent party stays visible as silent."""

from typing import Any

from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.consent.models import Round


def standing(round_: Round) -> list[dict[str, Any]]:
    """Return for each party that takes part: number, name, answer ("agrees", "not_yet" or None), reason."""
    answers = {
        row["party_id"]: dict(row) for row in round_.answers.values("party_id", "agrees", "reason__current__body")
    }
    return [_row(party, answers.get(party.pk)) for party in active_parties(round_.challenge)]


def _row(party: Party, answer: dict[str, Any] | None) -> dict[str, Any]:
    said = None if answer is None else ("agrees" if answer["agrees"] else "not_yet")
    reason = "" if answer is None else answer["reason__current__body"] or ""
    return {"number": party.number, "name": party.name, "party_id": party.pk, "answer": said, "reason": reason}


def open_about(challenge: Challenge, about: str) -> Round | None:
    """Return the open round about one thing, if any."""
    return Round.objects.filter(challenge=challenge, about=about, outcome=Round.Outcome.OPEN).first()
