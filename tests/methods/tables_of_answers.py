"""Random tables of answers for property tests, and a second, naive way to draw a map: dense and loop by loop."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from communityup.methods.arrays import Floats, Ints
from communityup.methods.votes import Votes, from_triples
from tests.nasty import FULL

TIMES = 20 if FULL else 1
MISSING = 9

Dense = NDArray[np.int64]


def votes_of(table: Dense) -> Votes:
    """A dense table (9 for not seen) as sparse votes."""
    rows, columns = np.nonzero(table != MISSING)
    return from_triples(rows, columns, table[rows, columns], *table.shape)


def random_table(seed: int, people: int, thoughts: int, seen: float = 0.6, groups: int = 2) -> Dense:
    """Planted groups whose members lean the same way; ``groups`` 1 is no structure at all."""
    chance = np.random.default_rng(seed)
    lean = chance.random((groups, thoughts))
    agree = chance.random((people, thoughts)) < lean[chance.integers(0, groups, people)]
    table = np.where(agree, 1, -1)
    table[chance.random(table.shape) < 0.1] = 0
    table[chance.random(table.shape) > seen] = MISSING
    return table


@st.composite
def tables(draw: st.DrawFn, most_people: int = 40, most_thoughts: int = 12) -> Dense:
    """Tables of every kind: empty rows and columns, single cells, structure and none."""
    seed = draw(st.integers(0, 2**32 - 1))
    people, thoughts = draw(st.integers(0, most_people)), draw(st.integers(1, most_thoughts))
    return random_table(seed, people, thoughts, draw(st.sampled_from((0.05, 0.3, 0.7, 1.0))), draw(st.integers(1, 4)))


def filled(table: Dense, hidden: set[int]) -> Floats:
    """Every missing cell as the mean of its column, moderated columns as 0 (METHODS §1.1 and §1.3, word for word)."""
    full = np.zeros(table.shape)
    for j in range(table.shape[1]):
        answers = [v for v in table[:, j] if v != MISSING]
        mean = sum(answers) / len(answers) if answers else 0.0
        for i in range(table.shape[0]):
            full[i, j] = 0.0 if j in hidden else mean if table[i, j] == MISSING else table[i, j]
    return full


def dense_places(table: Dense, hidden: set[int]) -> tuple[Floats, Floats]:
    """Places of people (n, 2), up to sign, and the singular values, by a full decomposition."""
    full = filled(table, hidden)
    mean = full.mean(axis=0)
    _, size, axes = np.linalg.svd(full - mean, full_matrices=True)
    places = np.zeros((table.shape[0], 2))
    for i in range(table.shape[0]):
        answered = sum(table[i, j] != MISSING or j in hidden for j in range(table.shape[1]))
        for part in range(min(2, len(axes))):
            places[i, part] = np.sqrt(table.shape[1] / max(answered, 1)) * ((full[i] - mean) @ axes[part])
    return places, size


def same_grouping(one: Ints, other: Ints) -> bool:
    """Whether two labellings cut the people alike, whatever the numbers."""
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
