"""The two main directions in which answers differ, from the sparse table only.

Principal components of the table with every missing cell filled with its column mean are exactly the leading
right singular vectors of the sparse D, D_ij = v_ij - mean_j where answered and 0 elsewhere (METHODS §1.3). They
are found by a block Krylov method on DᵀD with fixed start vectors, and without any threaded library call, so
that threads and order of rows cannot change a digit that is shown.
"""

import numpy as np
from scipy.linalg import eig_banded
from scipy.sparse import csr_array

from communityup.methods.arrays import Floats

WIDTH = 2
TOLERANCE = 1e-12
SAME = 1e-9
NOTHING = 1e-13
MOSTLY = 0.5
MOST_BLOCKS = 400


def leading(table: csr_array, tolerance: float = TOLERANCE) -> Floats:
    """The first two right singular vectors of ``table`` (n×m), as rows of an array (2, m).

    A direction that does not exist (rank below two) is a row of zeros. The sign is fixed: the largest
    loading is positive, of equal ones the first. ``tolerance``: largest residual relative to the first
    eigenvalue.
    """
    found = np.zeros((2, table.shape[1]))
    start = _start(table.shape[1])
    start[:, np.bincount(table.indices, table.data != 0, minlength=table.shape[1]) == 0] = 0.0
    if not start.any():
        return found
    values, vectors = _ritz(table, start, tolerance)
    for place, vector in enumerate(_settled(values, vectors, start)):
        found[place] = _signed(vector)
    return found


def _start(size: int) -> Floats:
    """Two fixed vectors without symmetry, independent on any two places: fractional parts of irrational multiples."""
    places = np.arange(1, size + 1, dtype=np.float64)
    return np.array([places * 1.618033988749895 % 1, places**2 * 1.4142135623730951 % 1 - 0.5])


def _apply(table: csr_array, block: Floats) -> Floats:
    """DᵀD times the rows of ``block``."""
    product: Floats = np.ascontiguousarray((table.T @ (table @ np.ascontiguousarray(block.T))).T)
    return product


def _dots(left: Floats, right: Floats) -> Floats:
    """All inner products of rows, by einsum: its loops use no threads."""
    products: Floats = np.einsum("im,jm->ij", left, right)
    return products


def _minus_projection(block: Floats, basis: Floats) -> Floats:
    for _ in range(2):  # twice is enough
        block = block - np.einsum("ij,im->jm", _dots(basis, block), basis)
    return block


def _orthonormal(block: Floats, scale: float) -> Floats:
    """Orthonormal rows spanning ``block``; rows that vanish beside ``scale`` are dropped."""
    kept: list[Floats] = []
    for row in block:
        rest = row
        for _ in range(2):
            for other in kept:
                rest = rest - _dots(rest[None], other[None])[0, 0] * other
        size = float(np.sqrt(_dots(rest[None], rest[None])[0, 0]))
        if size > scale:
            kept.append(rest / size)
    return np.array(kept).reshape(len(kept), block.shape[1])


def _ritz(table: csr_array, start: Floats, tolerance: float) -> tuple[Floats, Floats]:
    """The largest eigenvalues of DᵀD that the Krylov space holds, with their vectors, converged for the first two."""
    size = table.shape[1]
    room = min(size + WIDTH, WIDTH * MOST_BLOCKS)
    basis = np.empty((room, size))
    band = np.zeros((2 * WIDTH, room))  # lower band of the projected matrix
    block = _orthonormal(start, 1e-12)
    filled, scale = 0, 0.0
    while True:
        basis[filled : filled + len(block)] = block
        product = _apply(table, block)
        _put(band, _dots(block, product), filled, 0)
        done, filled = filled, filled + len(block)
        scale = max(scale, float(np.abs(product).max(initial=0.0)), np.finfo(float).tiny)
        rest = _minus_projection(product, basis[:filled])
        following = _orthonormal(rest, scale * NOTHING)
        # What little was left of a row may have leaned on the basis again: once more, and drop what was only rounding.
        following = _orthonormal(_minus_projection(following, basis[:filled]), MOSTLY)
        coupling = _dots(following, rest)
        finished = not len(following) or filled + len(following) > room
        if finished or (filled // WIDTH) % 4 == 0:
            values, weights = _top(band[:, :filled])
            misses = np.sqrt((_dots(coupling, weights[:, done:filled]) ** 2).sum(axis=0)[:2])
            if finished or (misses <= tolerance * values[0]).all():
                return values, np.einsum("ij,jm->im", weights, basis[:filled])
        _put(band, coupling, done, len(block))
        block = following


def _put(band: Floats, part: Floats, corner: int, below: int) -> None:
    """Write the block ``part``, ``below`` rows under the diagonal at ``corner``, into the lower band."""
    for i in range(part.shape[0]):
        for j in range(part.shape[1]):
            if below + i - j >= 0:
                band[below + i - j, corner + j] = part[i, j]


def _top(band: Floats) -> tuple[Floats, Floats]:
    """Up to four largest eigenvalues of a banded matrix and their vectors, as rows, largest first."""
    size = band.shape[1]
    last = (max(size - 4, 0), size - 1)
    values, vectors = eig_banded(band[: min(size, band.shape[0])], lower=True, select="i", select_range=last)
    return np.asarray(values[::-1], dtype=np.float64), np.ascontiguousarray(vectors.T[::-1], dtype=np.float64)


def _settled(values: Floats, vectors: Floats, start: Floats) -> list[Floats]:
    """Two unit vectors; where eigenvalues coincide those nearest to the start vectors: rounding decides nothing."""
    chosen: list[Floats] = []
    for place in range(min(2, len(values))):
        if values[place] <= values[0] * TOLERANCE or values[0] <= 0:
            break
        alike = vectors[np.abs(values - values[place]) <= SAME * values[0]]
        if len(alike) == 1:
            chosen.append(vectors[place])
            continue
        near = np.einsum("ij,im->jm", _dots(alike, start[place : place + 1]), alike)
        if chosen:
            near = _minus_projection(near, np.array(chosen))
        chosen.extend(_orthonormal(near, 1e-12))
    return chosen


def _signed(vector: Floats) -> Floats:
    size = np.abs(vector)
    first = int(np.argmax(size >= size.max() * (1 - SAME)))
    return vector if vector[first] >= 0 else -vector
