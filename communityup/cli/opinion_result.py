"""Everything `communityup opinion` knows of a conversation, as plain values in an order of their own."""

import math
from typing import Any

import numpy as np

from communityup.cli.polis import Conversation
from communityup.methods import bridges, contours, guard, opinion, representative
from communityup.methods.arrays import Ints
from communityup.methods.opinion import Mode, OpinionMap
from communityup.methods.votes import Tally, Votes, tally

DIGITS = 6


def count(conversation: Conversation, mode: Mode = "ours", *, quick: bool = False) -> dict[str, Any]:
    """The result as JSON values, rounded to 1e-6; the same for any order of the rows of the file (in our mode).

    ``common_ground`` of a thought is the least lower bound over parties, and over groups when they are shown;
    null where a side is not known. ``quick`` leaves the test of the groups out.
    """
    votes = conversation.votes()
    map_ = opinion.make_map(votes, conversation.moderated, mode)
    verdict = None if quick else guard.judge(votes, map_)
    shown = verdict is not None and verdict.shown
    groups = tally(votes, map_.labels, map_.k)
    sides = _sides(conversation, votes, map_, groups, shown=shown)
    found = bridges.find(sides)
    ids = [one.id for one in conversation.statements]
    result = {
        "topic": conversation.topic,
        "description": conversation.description,
        "mode": mode,
        "answers": len(votes.values),
        "participants": _participants(conversation, map_),
        "groups": _groups(conversation, map_, groups),
        "parties": _parties(conversation, map_),
        "statements": _statements(conversation, votes, map_, groups, found),
        "bridges": [ids[column] for column in found.order if column not in map_.moderated],
        "consensus": _typicals(_consensus(votes, map_), ids),
        "k": map_.k,
        "silhouette": map_.silhouette,
        "shown": shown,
        "reason": "not_tested" if verdict is None else verdict.reason,
        "p_value": verdict and verdict.p_value,
        "stability": verdict and verdict.stability,
    }
    rounded: dict[str, Any] = _rounded(result)
    return rounded


def party_of_rows(conversation: Conversation) -> Ints:
    """The place of each participant's party in ``conversation.parties`` (n), -1 on one's own name."""
    places = {name: place for place, name in enumerate(conversation.parties)}
    return np.array([places.get(one.party or "", -1) for one in conversation.participants], dtype=np.int64)


def _sides(conversation: Conversation, votes: Votes, map_: OpinionMap, groups: Tally, *, shown: bool) -> bridges.Sides:
    party = party_of_rows(conversation)
    parties = tally(votes, party, len(conversation.parties))
    if not shown:
        return bridges.Sides(parties)
    members = np.zeros((map_.k, len(conversation.parties)), dtype=np.int64)
    both = map_.in_map & (party >= 0)
    np.add.at(members, (map_.labels[both], party[both]), 1)
    return bridges.Sides(parties, groups=groups, members=members if conversation.parties else None)


def _participants(conversation: Conversation, map_: OpinionMap) -> list[dict[str, Any]]:
    ids = [one.id for one in conversation.participants]
    numbers = all(one.isdecimal() and one.isascii() and str(int(one)) == one for one in ids)
    found = [
        {
            "id": int(one.id) if numbers else one.id,
            "x": map_.positions[row, 0],
            "y": map_.positions[row, 1],
            "group": int(map_.labels[row]) if map_.in_map[row] else None,
            "party": one.party,
        }
        for row, one in enumerate(conversation.participants)
    ]
    return sorted(found, key=lambda one: one["id"])


def _allowed(map_: OpinionMap) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return ~np.isin(np.arange(len(map_.mean)), list(map_.moderated))


def _consensus(votes: Votes, map_: OpinionMap) -> list[representative.Typical]:
    everybody = tally(votes, np.zeros(votes.n_rows, dtype=np.int64), 1)
    return representative.consensus(everybody, _allowed(map_))


def _typicals(found: list[representative.Typical], ids: list[int]) -> list[dict[str, Any]]:
    return [
        {"statement": ids[one.statement], "direction": one.direction, "share": one.share, "z": one.z} for one in found
    ]


def _groups(conversation: Conversation, map_: OpinionMap, groups: Tally) -> list[dict[str, Any]]:
    ids = [one.id for one in conversation.statements]
    grid = contours.step(map_.positions[map_.in_map])
    return [
        {
            "id": group.label,
            "size": group.size,
            "x": group.centre[0],
            "y": group.centre[1],
            "contour": _shape(contours.contour(map_.positions[map_.labels == group.label], grid)),
            "representative": _typicals(
                representative.representative(groups, group.label, _allowed(map_)) if map_.k > 1 else [], ids
            ),
        }
        for group in map_.groups
    ]


def _shape(contour: contours.Contour | None) -> dict[str, float] | None:
    return None if contour is None else vars(contour)


def _parties(conversation: Conversation, map_: OpinionMap) -> list[dict[str, Any]]:
    party = party_of_rows(conversation)
    grid = contours.step(map_.positions[map_.in_map])
    return [
        {
            "name": name,
            "size": int((party == place).sum()),
            "centre": contours.centre(map_.positions[(party == place) & map_.in_map], grid),
        }
        for place, name in enumerate(conversation.parties)
    ]


def _statements(
    conversation: Conversation, votes: Votes, map_: OpinionMap, groups: Tally, found: bridges.Bridges
) -> list[dict[str, Any]]:
    everybody = tally(votes, np.zeros(votes.n_rows, dtype=np.int64), 1)
    product = representative.group_aware_consensus(groups)
    return [
        {
            "id": one.id,
            "text": one.text,
            "moderated": column in map_.moderated,
            "x": map_.statement_positions[column, 0],
            "y": map_.statement_positions[column, 1],
            "extremity": map_.extremity[column],
            "agree": int(everybody.agree[0, column]),
            "disagree": int(everybody.disagree[0, column]),
            "seen": int(everybody.seen[0, column]),
            "group_aware_consensus": product[column],
            "common_ground": found.common_ground[column],
            "bridge": bool(found.bridge[column]),
            "parties_differ": bool(found.differ[column]),
        }
        for column, one in enumerate(conversation.statements[: conversation.n_columns])
    ]


def _rounded(value: Any) -> Any:
    """Floats to six digits, without -0 and with null for what is not known."""
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    if isinstance(value, float):
        return round(float(value), DIGITS) + 0.0 if math.isfinite(value) else None
    return value
