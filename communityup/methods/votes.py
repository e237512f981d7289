"""Answers as a sparse table: one row per participant, one column per statement.

Everywhere in ``methods`` +1 is *agree* ("zo zie ik het ook"), -1 *disagree* ("ik zie het anders"), 0 *pass*
("sla over"), and a missing cell is *not seen* ("ik begrijp het nog niet" is missing too). Source: METHODS,
opening and §1.1.

    >>> votes = from_triples([0, 0, 1], [0, 1, 1], [1, -1, 1], n_rows=2, n_columns=2)
    >>> votes.seen_by_row.tolist(), votes.n_columns
    ([2, 1], 2)
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array

from communityup.methods.arrays import Ints

MIXERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)


class Answer(IntEnum):
    """The one meaning of a number in every array of ``methods``."""

    AGREE = 1
    PASS = 0
    DISAGREE = -1


@dataclass(frozen=True, eq=False)
class Votes:
    """Compressed rows; within a row the columns rise and occur once.

    ``indptr`` int64 (n+1), ``columns`` int32 (answers), ``values`` int8 (answers, in -1, 0, 1).
    """

    indptr: Ints
    columns: NDArray[np.int32]
    values: NDArray[np.int8]
    n_columns: int

    @property
    def n_rows(self) -> int:
        """Participants, also those without an answer."""
        return len(self.indptr) - 1

    @property
    def seen_by_row(self) -> Ints:
        """S_i: answers of each participant, pass included (n)."""
        return np.diff(self.indptr)

    @property
    def rows(self) -> NDArray[np.int32]:
        """The row of every answer (answers)."""
        return np.repeat(np.arange(self.n_rows, dtype=np.int32), self.seen_by_row)

    def matrix(self, data: NDArray[Any] | None = None) -> csr_array:
        """The table as a scipy sparse array over these cells, with other ``data`` when given."""
        cells = self.values if data is None else data
        return csr_array((cells, self.columns, self.indptr), shape=(self.n_rows, self.n_columns))


def from_triples(rows: ArrayLike, columns: ArrayLike, values: ArrayLike, n_rows: int, n_columns: int) -> Votes:
    """The sparse table of (row, column, value) triples in order of time: of two for one cell the later wins.

    Raises ValueError for arrays of unequal length, a row or column outside the table, or a value that is
    not -1, 0 or 1.
    """
    row, column, value = np.asarray(rows), np.asarray(columns), np.asarray(values)
    if not len(row) == len(column) == len(value):
        raise ValueError("rows, columns and values must be equally long")
    _within(row, n_rows, "row")
    _within(column, n_columns, "column")
    if len(value) and not np.isin(value, (-1, 0, 1)).all():
        raise ValueError("a value must be -1, 0 or 1")
    # Two stable counting sorts (by column, then by row) leave double answers side by side, oldest first.
    cells = coo_array((value.astype(np.int8), (row, column)), shape=(n_rows, n_columns))
    cells.has_canonical_format = True  # or scipy would add double answers up
    table = csr_array(cells.tocsc())
    return _latest(table)


def _within(numbers: NDArray[Any], size: int, what: str) -> None:
    if len(numbers) and (numbers.dtype.kind not in "iu" or numbers.min() < 0 or numbers.max() >= size):
        raise ValueError(f"a {what} must be a whole number from 0 up to {size}")


def _latest(table: csr_array) -> Votes:
    """Keep the last of every run of equal cells."""
    indptr = table.indptr.astype(np.int64)
    columns = table.indices.astype(np.int32, copy=False)
    values = table.data
    last = np.ones(len(columns), dtype=bool)
    last[:-1] = columns[:-1] != columns[1:]
    last[indptr[1:-1][(indptr[1:-1] > 0) & (indptr[1:-1] <= len(columns))] - 1] = True
    if last.all():
        return Votes(indptr, columns, values, table.shape[1])
    kept = np.concatenate(([0], np.cumsum(last)))
    return Votes(kept[indptr], columns[last], values[last], table.shape[1])


def take(votes: Votes, rows: NDArray[np.intp]) -> Votes:
    """The table of these rows, in this order."""
    table = votes.matrix()[rows]
    return Votes(table.indptr.astype(np.int64), table.indices, table.data, votes.n_columns)


def row_order(votes: Votes) -> NDArray[np.intp]:
    """An order of the rows that depends on what the rows hold, never on how they came in.

    Every (column, value) pair gets two fixed 64-bit numbers; a row's key is their sum modulo 2^64, so
    equal rows tie (and are interchangeable) and the order of arrival cannot matter.
    """
    pair = votes.columns.astype(np.uint64) * np.uint64(3) + (votes.values + 1).astype(np.uint64)
    keys = [_row_sums(_scramble(pair + np.uint64(1), mixer), votes.indptr) for mixer in MIXERS]
    return np.lexsort((*keys, votes.seen_by_row))


def _scramble(numbers: NDArray[np.uint64], mixer: int) -> NDArray[np.uint64]:
    """A 64-bit finaliser (multiply and shift) that spreads neighbouring numbers."""
    mixed = numbers * np.uint64(mixer)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return mixed


def _row_sums(numbers: NDArray[np.uint64], indptr: Ints) -> NDArray[np.uint64]:
    total = np.concatenate((np.zeros(1, np.uint64), np.cumsum(numbers, dtype=np.uint64)))
    sums: NDArray[np.uint64] = total[indptr[1:]] - total[indptr[:-1]]
    return sums


def digest(votes: Votes, moderated: Collection[int] = ()) -> bytes:
    """SHA-256 of the rows in their own order (see ``row_order``) and the moderated columns: the seed of every draw."""
    ordered = take(votes, row_order(votes))
    parts = (np.array([ordered.n_rows, ordered.n_columns]), np.array(sorted(moderated), dtype=np.int64))
    seed = hashlib.sha256()
    for numbers in (*parts, ordered.indptr, ordered.columns.astype(np.int64), ordered.values.astype(np.int64)):
        seed.update(np.ascontiguousarray(numbers, dtype="<i8").tobytes())
    return seed.digest()


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of sets of people (parties, groups) per statement: ``agree``, ``disagree``, ``seen``, each (sets, m)."""

    agree: Ints
    disagree: Ints
    seen: Ints


def tally(votes: Votes, labels: NDArray[Any], sets: int) -> Tally:
    """Agree, disagree and seen of every (set, statement); ``labels`` (n) holds the set of each row, -1 for none."""
    label = np.asarray(labels)[votes.rows].astype(np.int64)
    inside = label >= 0
    cell = label[inside] * votes.n_columns + votes.columns[inside]
    value = votes.values[inside]
    shape = (sets, votes.n_columns)
    size = sets * votes.n_columns

    def counted(which: Ints) -> Ints:
        return np.bincount(which, minlength=size).reshape(shape)

    return Tally(counted(cell[value == Answer.AGREE]), counted(cell[value == Answer.DISAGREE]), counted(cell))
