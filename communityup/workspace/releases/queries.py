"""What is counted: the answers of a round as a table, what was published before, and where a release may be due."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db.models import Case, F, Max, When
from django.db.models.functions import Coalesce

from communityup.methods.arrays import Flags, Ints
from communityup.methods.releases import FEWEST
from communityup.methods.votes import Votes
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.dialogue.exports import FIGURES, Model, unpacked
from communityup.workspace.dialogue.models import (
    Answer,
    Dialogue,
    Participant,
    PartyAnswer,
    Release,
    Snapshot,
    Statement,
)
from communityup.workspace.releases.exports import OWN, Counted, History, Question, Side, unpacked_ledgers

TAKEN_BACK = -128
CHUNK = 20_000


def packed_answers(dialogue: Dialogue, *, rebuild: bool = False) -> dict[str, Any]:
    """Return all answers as arrays, sorted by person and thought: the snapshot and the tail since it.

    ``people``, ``statements`` (keys), ``values`` (-1, 0, 1, 2) and ``numbers``, one entry per answer, and
    ``last_number``. With ``rebuild`` everything is read from the answers themselves; the result is the same.
    """
    upto = Dialogue.objects.values_list("last_number", flat=True).get(pk=dialogue.pk)
    kept = None if rebuild else Snapshot.objects.filter(dialogue=dialogue).values_list("packed", "last_number").first()
    start = kept[1] if kept else 0
    tail = Answer.objects.filter(dialogue=dialogue, number__gt=start, number__lte=upto)
    later = _arrays(tail.values_list("participant", "statement", "value", "number").iterator(CHUNK))
    earlier = unpacked(bytes(kept[0])) if kept else _arrays([])
    merged = later if not kept else {name: np.concatenate((earlier[name], later[name])) for name in later}
    return {**(_latest(merged) if len(later["numbers"]) else merged), "last_number": upto}


def _arrays(rows: Iterable[tuple[int, int, int | None, int]]) -> dict[str, Any]:
    kept = np.array([(p, s, TAKEN_BACK if v is None else v, n) for p, s, v, n in rows], dtype=np.int64).reshape(-1, 4)
    return {
        "people": kept[:, 0],
        "statements": kept[:, 1].astype(np.int32),
        "values": kept[:, 2].astype(np.int8),
        "numbers": kept[:, 3],
    }


def _latest(rows: dict[str, Any]) -> dict[str, Any]:
    """Keep the latest answer of each person to each thought, and drop what was taken back."""
    order = np.lexsort((rows["numbers"], rows["statements"], rows["people"]))
    people, statements = rows["people"][order], rows["statements"][order]
    last = np.ones(len(order), dtype=bool)
    last[:-1] = (people[1:] != people[:-1]) | (statements[1:] != statements[:-1])
    last &= rows["values"][order] != TAKEN_BACK
    return {name: column[order[last]] for name, column in rows.items()}


def sides_of(dialogue: Dialogue) -> list[Side]:
    """Return the parties of a round in their order, and last the people in their own name."""
    taking_part = Participant.objects.filter(dialogue=dialogue, party__isnull=False).values("party")
    parties = Party.objects.filter(challenge=dialogue.challenge_id)
    chosen = parties.filter(state=Party.State.ACTIVE) | parties.filter(pk__in=taking_part)
    if dialogue.imported:
        chosen = parties.filter(pk__in=taking_part)
    rows = chosen.order_by("number").values_list("pk", "public_id")
    return [*(Side(pk, key) for pk, key in rows), Side(0, OWN)]


def question_of(dialogue: Dialogue, answers: dict[str, Any]) -> Question:
    """Return what a release of a round is made from."""
    # What says nearly the same as an earlier thought is answered with that one: by itself it counts nowhere (X3).
    counts = Case(When(Statement.leading(), state=Statement.State.SHOWN, then=True), default=False)
    found = Statement.objects.filter(dialogue=dialogue).annotate(counts=counts)
    rows = found.order_by("pk").values_list("pk", "public_id", "counts")
    keys = np.array([pk for pk, _public_id, _counts in rows], dtype=np.int64)
    moderated = np.array([not counts for _pk, _public_id, counts in rows], dtype=bool)
    sides = sides_of(dialogue)
    return Question(
        counted=_counted(dialogue, answers, keys, moderated, sides),
        sides=sides,
        thoughts=[public_id for _pk, public_id, _counts in rows],
        said=_said(dialogue, sides, keys),
        open_data=dialogue.imported,
    )


def _counted(dialogue: Dialogue, answers: dict[str, Any], keys: Ints, moderated: Flags, sides: list[Side]) -> Counted:
    seen = answers["values"] <= 1  # what somebody does not understand yet counts as not seen (METHODS.md)
    people, starts = np.unique(answers["people"][seen], return_index=True)
    place = {side.pk: number for number, side in enumerate(sides)}
    party = dict(Participant.objects.filter(dialogue=dialogue).values_list("pk", "party"))
    own = len(sides) - 1
    return Counted(
        people=people,
        statements=keys,
        votes=Votes(
            indptr=np.append(starts, int(seen.sum())).astype(np.int64),
            columns=np.searchsorted(keys, answers["statements"][seen]).astype(np.int32),
            values=answers["values"][seen],
            n_columns=len(keys),
        ),
        numbers=answers["numbers"][seen],
        moderated=moderated,
        party=np.array([place.get(party.get(person) or 0, own) for person in people.tolist()], dtype=np.int64),
        last_number=answers["last_number"],
    )


def _said(dialogue: Dialogue, sides: list[Side], keys: Ints) -> Ints:
    said = np.zeros((len(sides) - 1, len(keys)), dtype=np.int64)
    place = {side.pk: number for number, side in enumerate(sides[:-1])}
    column = {int(key): number for number, key in enumerate(keys)}
    given = PartyAnswer.objects.filter(statement__dialogue=dialogue)
    for party, statement, value in given.values_list("party", "statement", "value"):
        if party in place and value in {-1, 1}:
            said[place[party], column[statement]] = value
    return said


def history_of(dialogue: Dialogue) -> History | None:
    """Return what was published before in this round, for the next release."""
    release = Release.objects.filter(dialogue=dialogue).order_by("-number").first()
    if release is None:
        return None
    kept = Snapshot.objects.filter(dialogue=dialogue).values_list("ledgers", flat=True).first()
    return History(
        published=json.loads(release.published),
        model=Model(**unpacked(bytes(release.model))),
        ledgers=unpacked_ledgers(bytes(kept or b"")),
        last_number=release.last_number,
    )


def rounds_with_news() -> list[Dialogue]:
    """Return the rounds of which a next release may be due: five people are new or changed, or a party answered.

    Where all parties switched the opinion map off nothing is due; what came meanwhile counts once it is on again.
    """
    tried = Dialogue.objects.select_related("challenge__stream").annotate(
        tried=Coalesce("snapshot__tried_number", 0), told=Coalesce(Max("releases__last_number"), 0)
    )
    waiting = [one for one in tried.filter(last_number__gt=F("tried")) if FIGURES not in one.challenge.off]
    return [dialogue for dialogue in waiting if _has_news(dialogue, dialogue.told)]


def is_off(dialogue: Dialogue) -> bool:
    """Say whether all parties switched the opinion map of this challenge off; asked anew, since a job waits long."""
    return FIGURES in Challenge.objects.values_list("off", flat=True).get(pk=dialogue.challenge_id)


def _has_news(dialogue: Dialogue, since: int) -> bool:
    answered = Answer.objects.filter(dialogue=dialogue, number__gt=since)
    people = answered.order_by().values("participant").distinct()[:FEWEST].count()
    said = PartyAnswer.objects.filter(statement__dialogue=dialogue, number__gt=since)
    return people >= FEWEST or said.exists()
