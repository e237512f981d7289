"""Reader of Polis exports: a folder, or one ``participants-votes.csv``.

``read_conversation(path, parties=None) -> Conversation`` gives plain values: participants, thoughts and answers as
triples, in the product's own signs. Whatever is wrong with a file is one ``PolisFileError``, whose text is one
sentence with file, line and column. No database, no Django.

Three conventions of sign exist (see ``Convention``): Polis's database stores an agreement as -1; its exported matrix
(``participants-votes.csv``) and its exported stream (``votes.csv``) write +1.
"""

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from communityup.cli.tables import PolisFileError, Table
from communityup.methods.votes import Answer, Votes, from_triples

__all__ = ["Convention", "Conversation", "Participant", "PolisFileError", "Statement", "read_conversation"]

ABOUT_PARTICIPANT = ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
MATRIX_NAMES = ("participants-votes.csv", "participant-votes.csv")
NUMBER = re.compile(r"[0-9]{1,18}")
VOTES = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1}


class Convention(Enum):
    """Where a number for an answer comes from, with the sign of *agree* there."""

    DATABASE = "Polis database"
    MATRIX = "participants-votes.csv"
    STREAM = "votes.csv"

    @property
    def agree(self) -> int:
        """The number that means agree."""
        return -1 if self is Convention.DATABASE else 1

    def read(self, number: int) -> Answer:
        """The product's answer for a ``number`` of this source."""
        return Answer(number * self.agree)

    def write(self, answer: Answer) -> int:
        """The number of this source for an answer."""
        return int(answer) * self.agree


@dataclass(frozen=True)
class Participant:
    """Who answered: ``id`` and ``xid`` as in the file, the group Polis gave, and the party laid over it."""

    id: str
    xid: str | None = None
    polis_group: int | None = None
    party: str | None = None


@dataclass(frozen=True)
class Statement:
    """A thought: ``id`` as in Polis (numbers have gaps), ``author`` a participant id, ``created`` in milliseconds.

    ``moderation``: -1 moderated out, 0 not looked at, 1 accepted.
    """

    id: int
    text: str | None = None
    author: str | None = None
    created: int | None = None
    moderation: int = 0


@dataclass(frozen=True, eq=False)
class Conversation:
    """One conversation. ``rows``, ``columns``, ``values`` are the answers: places in ``participants`` and
    ``statements``, and -1, 0 or 1. The first ``n_columns`` statements are those of the matrix, in its order; the
    rest were never answered.
    """

    participants: tuple[Participant, ...]
    statements: tuple[Statement, ...]
    n_columns: int
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.int8]
    topic: str = ""
    description: str = ""

    @property
    def moderated(self) -> frozenset[int]:
        """Columns of the matrix that were moderated out."""
        return frozenset(place for place, one in enumerate(self.statements[: self.n_columns]) if one.moderation == -1)

    @property
    def parties(self) -> tuple[str, ...]:
        """The names of the parties, sorted."""
        return tuple(sorted({one.party for one in self.participants if one.party is not None}))

    def votes(self) -> Votes:
        """The answers as the sparse table that ``communityup.methods`` takes."""
        return from_triples(self.rows, self.columns, self.values, len(self.participants), self.n_columns)


def read_conversation(path: str | Path, parties: str | Path | None = None) -> Conversation:
    """Read an export folder or one participants-votes.csv; lay ``parties`` (CSV participant,party) over it.

    Raises PolisFileError, with one sentence, for anything that cannot be read for certain.
    """
    where = Path(path)
    conversation = _read_matrix(_matrix_of(where))
    if where.is_dir():
        if (where / "comments.csv").exists():
            conversation = _with_statements(conversation, _read_statements(where / "comments.csv"))
        if (where / "summary.csv").exists():
            summary = _read_summary(where / "summary.csv")
            conversation = replace(
                conversation, topic=summary.get("topic", ""), description=summary.get("conversation-description", "")
            )
    return conversation if parties is None else _with_parties(conversation, Path(parties))


def _matrix_of(where: Path) -> Path:
    if not where.exists():
        raise PolisFileError(where, "there is no such file or folder")
    if not where.is_dir():
        return where
    found = [where / name for name in MATRIX_NAMES if (where / name).exists()] or sorted(
        where.glob("*participants-votes.csv")
    )
    if not found:
        raise PolisFileError(where, "this folder holds no participants-votes.csv")
    if len(found) > 1:
        raise PolisFileError(where, f"this folder holds {len(found)} matrices of votes; name the one to read")
    return found[0]


def _read_matrix(path: Path) -> Conversation:
    with Table(path) as table:
        ids = _statement_columns(table)
        about = {name: place for place, name in enumerate(table.header) if name in ABOUT_PARTICIPANT}
        first_column = {place: column for column, place in enumerate(ids)}
        participants: dict[str, Participant] = {}
        lines: dict[str, int] = {}
        rows, columns, values = array("i"), array("i"), array("b")
        for record in table:
            one = _participant(table, record, about)
            if one.id in lines:
                raise table.error(about["participant"], f"participant {one.id!r} was already on line {lines[one.id]}")
            lines[one.id], row = table.line, len(participants)
            participants[one.id] = one
            for place, column in first_column.items():
                cell = record[place]
                if cell:
                    rows.append(row)
                    columns.append(column)
                    values.append(_vote(table, place, cell))
    return Conversation(
        participants=tuple(participants.values()),
        statements=tuple(Statement(number) for number in ids.values()),
        n_columns=len(ids),
        rows=np.array(rows, dtype=np.int32),
        columns=np.array(columns, dtype=np.int32),
        values=np.array(values, dtype=np.int8),
    )


def _statement_columns(table: Table) -> dict[int, int]:
    """Place in the line to number of the statement."""
    if "participant" not in table.header:
        raise table.error(0, "the first line must name a column 'participant'; is this a participants-votes.csv?")
    ids: dict[int, int] = {}
    for place, name in enumerate(table.header):
        if table.header.index(name) != place:
            raise table.error(place, f"the column {name!r} occurs twice")
        if name in ABOUT_PARTICIPANT:
            continue
        if not NUMBER.fullmatch(name):
            raise table.error(place, f"{name[:40]!r} is neither the number of a statement nor a known column")
        if int(name) in ids.values():
            raise table.error(place, f"the statement {int(name)} occurs twice")
        ids[place] = int(name)
    if not ids:
        raise table.error(0, "the first line names no statements")
    return ids


def _participant(table: Table, record: list[str], about: Mapping[str, int]) -> Participant:
    name = record[about["participant"]]
    if not name:
        raise table.error(about["participant"], "the participant is missing")
    group = None
    if "group-id" in about and record[about["group-id"]]:
        text = record[about["group-id"]].removesuffix(".0")
        if not NUMBER.fullmatch(text):
            raise table.error(about["group-id"], f"{text[:40]!r} is not the number of a group")
        group = int(text)
    return Participant(id=name, xid=(record[about["xid"]] or None) if "xid" in about else None, polis_group=group)


def _vote(table: Table, place: int, cell: str) -> int:
    vote = VOTES.get(cell)
    if vote is None:
        raise table.error(place, f"{cell[:40]!r} is not a vote; a vote is 1, 0, -1 or empty")
    return int(Convention.MATRIX.read(vote)) if vote else 0


def _read_statements(path: Path) -> dict[int, Statement]:
    with Table(path) as table:
        places = {name: place for place, name in enumerate(table.header)}
        for needed in ("comment-id", "comment-body"):
            if needed not in places:
                raise table.error(0, f"the first line must name a column {needed!r}; is this a comments.csv?")
        found: dict[int, Statement] = {}
        for record in table:
            cells = {name: record[place] for name, place in places.items()}
            number = _number(table, places, cells, "comment-id")
            if number is None:
                raise table.error(places["comment-id"], "the number of the comment is missing")
            if number in found:
                raise table.error(places["comment-id"], f"the comment {number} occurs twice")
            moderation = cells.get("moderated", "") or "0"
            if moderation not in VOTES:
                raise table.error(places["moderated"], f"{moderation[:40]!r} is not a moderation; it is 1, 0 or -1")
            found[number] = Statement(
                id=number,
                text=cells["comment-body"],
                author=cells.get("author-id") or None,
                created=_number(table, places, cells, "timestamp"),
                moderation=VOTES[moderation],
            )
    return found


def _number(table: Table, places: Mapping[str, int], cells: Mapping[str, str], name: str) -> int | None:
    text = cells.get(name, "").removesuffix(".0")
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise table.error(places[name], f"{text[:40]!r} is not a whole number")
    return int(text)


def _with_statements(conversation: Conversation, known: dict[int, Statement]) -> Conversation:
    answered = tuple(known.get(one.id, one) for one in conversation.statements)
    ids = {one.id for one in answered}
    silent = tuple(known[number] for number in sorted(known) if number not in ids)
    return replace(conversation, statements=answered + silent)


def _read_summary(path: Path) -> dict[str, str]:
    with Table(path, header=False) as table:
        return {record[0]: record[1] for record in table if len(record) > 1}


def _with_parties(conversation: Conversation, path: Path) -> Conversation:
    known = {one.id for one in conversation.participants}
    party: dict[str, str] = {}
    with Table(path, semicolons=True) as table:
        if table.header[:2] != ["participant", "party"]:
            raise table.error(0, "the first line must be 'participant,party'")
        for record in table:
            who, name = record[0], record[1]
            if who not in known:
                raise table.error(0, f"participant {who[:40]!r} is not in the conversation")
            if who in party:
                raise table.error(0, f"participant {who!r} was already given a party")
            if not name:
                raise table.error(1, "the party is missing")
            party[who] = name
    participants = tuple(replace(one, party=party.get(one.id)) for one in conversation.participants)
    return replace(conversation, participants=participants)
