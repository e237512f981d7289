"""Outlines of areas for a small map: projected to whole units, and with fewer points, so that neighbours still touch.

A border is cut where three areas meet, and each piece loses its points once (Ramer, Douglas and Peucker): the two areas
beside it get the same line, without a gap or an overlap between them.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Point = tuple[int, int]
Ring = list[Point]
"""A closed line; its first point is not repeated at the end."""

# Units for a degree of longitude: one is about seventy metres in the Netherlands.
UNITS = 1000
# Mercator goes on for ever towards the poles.
MOST_NORTH = 85.0
FEWEST, PIECES = 3, 2


def projected(longitude: float, latitude: float) -> Point:
    """Return where a place is on the map (Mercator), in whole units, south further down."""
    flat = max(-MOST_NORTH, min(MOST_NORTH, latitude))
    return round(longitude * UNITS), round(-math.degrees(math.asinh(math.tan(math.radians(flat)))) * UNITS)


def ring(points: Iterable[Point]) -> Ring:
    """Return a closed line without points that repeat the one before, or the first at the end."""
    found: Ring = []
    for point in points:
        if not found or found[-1] != point:
            found.append(point)
    while len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return found


def simplified(areas: Mapping[str, Sequence[Ring]], tolerance: float) -> dict[str, list[Ring]]:
    """Return the areas with fewer points: none that left lies further than `tolerance` from the line that is left.

    A ring that becomes a line goes (a very small island), but an area keeps at least its longest one.
    """
    corners = _corners(one for rings in areas.values() for one in rings)
    return {name: _of_an_area(rings, corners, tolerance) for name, rings in areas.items()}


def path(rings: Iterable[Ring]) -> str:
    """Return closed lines as the path of a drawing (SVG), in steps from the point before."""
    return "".join(_drawn(one) for one in rings if one)


def box(rings: Iterable[Ring]) -> tuple[int, int, int, int] | None:
    """Return the left, upper, right and lower end of closed lines; None for nothing."""
    points = [point for one in rings for point in one]
    if not points:
        return None
    across, down = [x for x, _y in points], [y for _x, y in points]
    return min(across), min(down), max(across), max(down)


def apart(points: Sequence[Point], least: float, *, rounds: int = 40) -> list[Point]:
    """Return the points, those that lie closer together than `least` pushed apart a little, the same every time."""
    placed = [(float(x), float(y)) for x, y in points]
    for _round in range(rounds):
        for one in range(len(placed)):
            for other in range(one):
                _push(placed, one, other, least)
    return [(round(x), round(y)) for x, y in placed]


def _push(placed: list[tuple[float, float]], one: int, other: int, least: float) -> None:
    (x, y), (left, top) = placed[one], placed[other]
    away = math.hypot(x - left, y - top)
    if away >= least:
        return
    # Two at one spot go apart in a direction of their own.
    across, down = ((x - left) / away, (y - top) / away) if away else (math.cos(one), math.sin(one))
    step = (least - away) / 2
    placed[one], placed[other] = (x + across * step, y + down * step), (left - across * step, top - down * step)


def _drawn(one: Ring) -> str:
    (x, y), steps = one[0], []
    for before, after in itertools.pairwise(one):
        steps.append(f"{after[0] - before[0]} {after[1] - before[1]}")
    return f"M{x} {y}l{' '.join(steps)}z".replace(" -", "-") if steps else f"M{x} {y}z"


def _corners(rings: Iterable[Ring]) -> set[Point]:
    """Return the points where more than two lines meet: there the pieces of borders begin and end."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for one in rings:
        for place, point in enumerate(one):
            beside[point] |= {one[place - 1], one[(place + 1) % len(one)]}
    return {point for point, others in beside.items() if len(others - {point}) > PIECES}


def _of_an_area(rings: Sequence[Ring], corners: set[Point], tolerance: float) -> list[Ring]:
    lines = [_of_a_ring(one, corners, tolerance) for one in rings]
    kept = [one for one in lines if len(one) >= FEWEST]
    return kept or [list(one) for one in sorted(rings, key=len)[-1:]]


def _of_a_ring(one: Ring, corners: set[Point], tolerance: float) -> Ring:
    if not one:
        return []
    cuts = [place for place, point in enumerate(one) if point in corners] or [one.index(min(one))]
    found: Ring = []
    for start, end in zip(cuts, [*cuts[1:], cuts[0] + len(one)], strict=True):
        piece = [one[place % len(one)] for place in range(start, end + 1)]
        found += _of_a_piece(piece, tolerance)[:-1]
    return ring(found)


def _of_a_piece(piece: Ring, tolerance: float) -> Ring:
    """Simplify one piece in the one direction in which both areas beside it read it."""
    back = piece[::-1]
    return fewer(piece, tolerance) if piece <= back else fewer(back, tolerance)[::-1]


def fewer(line: Sequence[Point], tolerance: float) -> Ring:
    """Return an open line without the points that lie within `tolerance` of what is left; its ends stay."""
    kept, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        start, end = waiting.pop()
        far, place = max(
            ((distance(line[at], line[start], line[end]), -at) for at in range(start + 1, end)), default=(0.0, 0)
        )
        if far > tolerance:
            kept.add(-place)
            waiting += [(start, -place), (-place, end)]
    return [line[place] for place in sorted(kept)]


def distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the straight line between two others."""
    (x, y), (left, top) = point, start
    across, down = end[0] - left, end[1] - top
    length = across * across + down * down
    along = 0.0 if length == 0 else ((x - left) * across + (y - top) * down) / length
    along = max(0.0, min(1.0, along))
    return math.hypot(x - left - along * across, y - top - along * down)
