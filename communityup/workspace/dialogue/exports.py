"""What do we hand out: the rules of a round, the sealed count of its answers, and the packed model of a release."""

import hashlib
import hmac
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import QuerySet

from communityup.base.prepared import prepared
from communityup.methods import canonical, dealing, merkle, opinion
from communityup.methods.arrays import Flags, Floats, Ints
from communityup.methods.votes import Tally
from communityup.workspace.dialogue.models import THOUGHT_LENGTH, Answer, Dialogue, Participant, Release, Statement

RULES: dict[str, canonical.Value] = {
    "answers": "same, different, unclear, pass; private and changeable",
    "smallest_set": 5,
    "length": THOUGHT_LENGTH,
}
MODELS_KEPT = 8
# The part of a challenge that all parties can switch off: without it no figures are made, and none are shown.
FIGURES = "opinions"
CHUNK = 20_000


@dataclass(frozen=True)
class SealedCount:
    """How many answers stand up to a number, and the root over their shuffled, salted rows."""

    last_number: int
    answers: int
    root: str


def rules_hash(dialogue: Dialogue) -> str:
    """Return the hash of the rules of a round; it stands in the log before the first answer."""
    rules = {**RULES, "open_data": int(dialogue.open_data), "everyone_once": int(dialogue.everyone_once)}
    return hashlib.sha256(canonical.encode(rules)).hexdigest()


def sealed_count(dialogue: Dialogue) -> SealedCount:
    """Count all answers, and seal them: the root over the rows, each salted by its person's secret, in random order.

    A row is HMAC-SHA256(secret, "<public id of the thought>:<answer>"); sorting by it shuffles. Whoever knows one's
    own secret can show that one's answers are in it; nobody else can read an answer from it.
    """
    last_number = Dialogue.objects.values_list("last_number", flat=True).get(pk=dialogue.pk)
    given = Answer.objects.filter(dialogue=dialogue, value__isnull=False, number__lte=last_number)
    rows = given.values_list("participant", "statement", "value").iterator(CHUNK)
    return sealed(dialogue, rows, last_number=last_number)


def sealed(dialogue: Dialogue, rows: Iterable[tuple[int, int, int | None]], *, last_number: int) -> SealedCount:
    """Seal these rows of participant, thought and answer."""
    secrets = dict(Participant.objects.filter(dialogue=dialogue).values_list("pk", "secret"))
    thoughts = dict(Statement.objects.filter(dialogue=dialogue).values_list("pk", "public_id"))
    salted = [
        hmac.digest(bytes(secrets[participant]), f"{thoughts[statement]}:{value}".encode(), "sha256")
        for participant, statement, value in rows
    ]
    salted.sort()
    return SealedCount(last_number, len(salted), merkle.root([merkle.leaf_hash(row) for row in salted]).hex())


@dataclass(frozen=True, eq=False)
class Model:
    """What a release knows besides what it shows: enough to place one's own dot and to deal thoughts, never shown.

    ``statements`` (m) and ``parties`` (p, 0 for people in their own name) are keys; ``mean`` (m), ``components``
    (2, m), ``extremity`` (m), ``moderated`` (m); ``centres`` (g, 2) and counts (sets, m) of parties and groups;
    ``people`` (n) and the group of each (``labels``), so that a group keeps its number.
    """

    statements: Ints
    parties: Ints
    mean: Floats
    components: Floats
    extremity: Floats
    moderated: Flags
    centres: Floats
    party_agree: Ints
    party_disagree: Ints
    party_seen: Ints
    group_agree: Ints
    group_disagree: Ints
    group_seen: Ints
    people: Ints
    labels: Ints

    @property
    def party_tally(self) -> Tally:
        """Counts of the parties."""
        return Tally(self.party_agree, self.party_disagree, self.party_seen)

    @property
    def group_tally(self) -> Tally:
        """Counts of the groups."""
        return Tally(self.group_agree, self.group_disagree, self.group_seen)

    def packed(self) -> bytes:
        """Return the model as it is kept."""
        return packed({field.name: getattr(self, field.name) for field in fields(self)})

    def columns(self) -> dict[int, int]:
        """Return the column of each thought."""
        return {int(statement): column for column, statement in enumerate(self.statements)}

    def place(self, answers: dict[int, int]) -> tuple[float, float] | None:
        """Return where a person with these answers (thought to -1, 0, 1) stands; None without any known answer."""
        columns = self.columns()
        counted = {statement: value for statement, value in answers.items() if value in {-1, 0, 1}}
        known = {columns[statement]: value for statement, value in counted.items() if statement in columns}
        if not known:
            return None
        return opinion.project(known, self._map())

    def weights(self, statements: Sequence[int], answers: dict[int, int]) -> Floats:
        """Return what each thought teaches when this person answers it next (METHODS.md, 3)."""
        columns = self.columns()
        taken = np.array([columns.get(statement, len(columns)) for statement in statements], dtype=np.intp)

        def picked(counts: Tally) -> Tally:
            parts = (counts.agree, counts.disagree, counts.seen)
            return Tally(*(np.pad(part, ((0, 0), (0, 1)))[:, taken] for part in parts))

        grouped = len(self.centres) > 0
        return dealing.weights(
            picked(self.party_tally),
            np.pad(self.extremity, (0, 1))[taken],
            len(answers),
            groups=picked(self.group_tally) if grouped else None,
            near=dealing.nearness(self.place(answers), self.centres, len(answers)) if grouped else None,
        )

    def _map(self) -> opinion.OpinionMap:
        nowhere = np.zeros((len(self.statements), 2))
        nobody = np.zeros(0, dtype=bool)
        return opinion.OpinionMap(
            positions=np.zeros((0, 2)),
            mean=self.mean,
            components=self.components,
            statement_positions=nowhere,
            extremity=self.extremity,
            in_map=nobody,
            labels=np.zeros(0, dtype=np.int64),
            groups=(),
            silhouette=0.0,
            moderated=frozenset(int(column) for column in np.flatnonzero(self.moderated)),
        )


def packed(arrays: Mapping[str, Any]) -> bytes:
    """Return arrays as one npz, uncompressed so that it loads in milliseconds."""
    target = io.BytesIO()
    np.savez(target, allow_pickle=False, **arrays)
    return target.getvalue()


def unpacked(content: bytes) -> dict[str, Any]:
    """Return the arrays of an npz; nothing in it is ever run."""
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        return {name: found[name] for name in found.files}


def model_of(release: Release) -> Model:
    """Return the model of a release; kept in memory, since a release never changes."""
    return _model(release.pk, release.root, release.made_at.isoformat())


@lru_cache(maxsize=MODELS_KEPT)
def _model(pk: int, _root: str, _made_at: str) -> Model:
    return Model(**unpacked(bytes(Release.objects.values_list("model", flat=True).get(pk=pk))))


def latest_release(dialogue: Dialogue | None) -> Release | None:
    """Return the newest published figures of a round; none while the parties keep figures switched off (A5)."""
    if dialogue is None or FIGURES in dialogue.challenge.off:
        return None
    return _newest_releases.first(dialogue.pk)


@prepared
def _newest_releases(dialogue: int) -> QuerySet[Release]:
    return Release.objects.filter(dialogue=dialogue).defer("published", "model").order_by("-number")[:1]


def published(release: Release | None) -> dict[str, Any]:
    """Return the published figures of a release; kept in memory, since a release never changes."""
    return _published(release.pk, release.root, release.made_at.isoformat()) if release else {}


@lru_cache(maxsize=MODELS_KEPT)
def _published(pk: int, _root: str, _made_at: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Release.objects.values_list("published", flat=True).get(pk=pk))
    return found
