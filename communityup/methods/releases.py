"""What may be published of small sets: shares in bands, renewed seldom, never giving one answer away.

A *cell* is one set (a party, a shown group) on one thought, or the people of one set over the groups. Published are
the number of people and a band for those who say yes. METHODS §7, ruling R9 and SECURITY ("Published figures are
releases") ask four things, and this module keeps them:

* nothing about fewer than 5 people;
* a cell is renewed only when at least 5 people in it are new or changed since it was last published, and is carried
  over otherwise;
* a band always holds at least two possible counts, so that unanimity says less;
* everything published of one thought *together*, over time and over parties and groups, leaves open what any set of
  people answered. Before a cell is renewed each band it could get is tried: the published bands are inequalities
  over unknown counts, and where these would fix some count, the band is joined with its neighbour. Which bands are
  joined depends on published figures and on who took part only, never on the answers, so joining tells nothing.

The test of the last point: there is one unknown count per class of people who were counted in the same publications,
and each of them can still be one more or one less. It is solved exactly, in whole numbers (``leaves_open``).

    >>> people = {f"person {i}": i < 4 for i in range(5)}
    >>> ledger = publish(Ledger(), {"village": people})
    >>> ledger.figures["village"].size, ledger.figures["village"].band
    (5, (80, 100))
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from communityup.methods.arrays import Flags, Floats

FEWEST = 5
EDGES = (0, 20, 40, 60, 80, 90, 100)
MIDDLE = 50

Signature = tuple[int, ...]


@dataclass(frozen=True)
class Band:
    """Counts from ``low`` up to ``high``, told as ``band``: two percentages, or two numbers of people."""

    low: int
    high: int
    band: tuple[int, int]

    def joined(self, other: "Band") -> "Band":
        """The two neighbours as one band."""
        pair = sorted((self, other), key=lambda one: one.low)
        return Band(pair[0].low, pair[1].high, (pair[0].band[0], pair[1].band[1]))


Scale = Callable[[int], list[Band]]


@dataclass(frozen=True)
class Figure:
    """One publication: ``size`` people of ``name``, of whom between ``low`` and ``high`` say yes.

    ``band`` is what people see; (90, 100) reads "almost all". ``yes`` is the count of that moment, never shown:
    bridges and the like are derived from it, so that these too stand still between publications.
    """

    name: str
    size: int
    low: int
    high: int
    band: tuple[int, int]
    yes: int


@dataclass(frozen=True)
class Ledger:
    """All publications about one thought, and who was counted in which (private, never shown).

    ``publications`` in order; ``counted`` for each answer (a key that changes when the answer changes) the places
    of its publications; ``gone`` how many answers with the same publications no longer stand.
    """

    publications: tuple[Figure, ...] = ()
    counted: Mapping[str, Signature] = field(default_factory=dict)
    gone: Mapping[Signature, int] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, Figure]:
        """The latest publication of each set: what is shown now."""
        return {figure.name: figure for figure in self.publications}

    def stored(self) -> dict[str, Any]:
        """The ledger as JSON values."""
        return {
            "publications": [asdict(figure) for figure in self.publications],
            "counted": {key: list(places) for key, places in self.counted.items()},
            "gone": [[list(places), count] for places, count in sorted(self.gone.items())],
        }

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> "Ledger":
        """The ledger from what ``stored`` gave."""
        figures = (Figure(**{**one, "band": tuple(one["band"])}) for one in kept["publications"])
        return cls(
            publications=tuple(figures),
            counted={key: tuple(places) for key, places in kept["counted"].items()},
            gone={tuple(places): count for places, count in kept["gone"]},
        )


def shares(size: int) -> list[Band]:
    """The bands 0-20 … 60-80, 80-90, 90-100 ("almost all") for ``size`` people, joined until each holds two counts."""
    bands = [Band(*_counts(size, low, high), (low, high)) for low, high in pairwise(EDGES)]
    if _width(bands[-1]) <= 1 or _width(bands[-2]) <= 1:
        bands[-2:] = [bands[-2].joined(bands[-1])]
    return _wide_enough(bands, lambda one: _width(one) > 1)


def _counts(size: int, low: int, high: int) -> tuple[int, int]:
    """Least and largest count whose share lies from ``low`` to ``high`` percent; edges belong to the outer band."""
    first = 0 if low == 0 else -(-size * low // 100) if low > MIDDLE else size * low // 100 + 1
    last = size if high == EDGES[-1] else size * high // 100 if high < MIDDLE else -(-size * high // 100) - 1
    return first, last


def fives(size: int) -> list[Band]:
    """People in steps of five: 0-4, 5-9, … up to ``size``."""
    starts = range(0, size + 1, FEWEST)
    ends = [(low, min(low + FEWEST - 1, size)) for low in starts]
    bands = [Band(low, high, (low, high)) for low, high in ends]
    if len(bands) > 1 and _width(bands[-1]) <= 1:
        bands[-2:] = [bands[-2].joined(bands[-1])]
    return bands


def _width(band: Band) -> int:
    return band.high - band.low + 1


def _wide_enough(bands: list[Band], enough: Callable[[Band], bool]) -> list[Band]:
    """Join each band that is not enough with its neighbour towards the middle; the middle one with both."""
    while len(bands) > 1:
        poor = [place for place, one in enumerate(bands) if not enough(one)]
        if not poor:
            break
        centre = (len(bands) - 1) / 2
        place = max(poor, key=lambda one: (abs(one - centre), -one))
        first = place - (place >= centre)
        last = place + (place <= centre)
        whole = bands[first]
        for one in bands[first + 1 : last + 1]:
            whole = whole.joined(one)
        bands = [*bands[:first], whole, *bands[last + 1 :]]
    return bands


def publish(ledger: Ledger, sets: Mapping[str, Mapping[str, bool]], scale: Scale = shares) -> Ledger:
    """Renew what may be renewed about one thought.

    ``sets``: of each set the answers that stand now, by a key that is new whenever the answer (or the person's place
    in a group that is published) changes; the same key may stand in several sets. True is yes. ``scale`` gives
    the possible bands for a size. Sets that are not named keep their last figure.
    """
    standing = {key for answers in sets.values() for key in answers}
    ledger = _without(ledger, standing)
    for name in sorted(sets):
        if _may_renew(ledger, name, sets[name]):
            ledger = _renewed(ledger, name, sets[name], scale)
    return ledger


def _without(ledger: Ledger, standing: set[str]) -> Ledger:
    """Move answers that no longer stand to those that are gone."""
    gone = Counter(ledger.gone)
    gone.update(places for key, places in ledger.counted.items() if key not in standing)
    counted = {key: places for key, places in ledger.counted.items() if key in standing}
    return replace(ledger, counted=counted, gone=dict(gone))


def _may_renew(ledger: Ledger, name: str, answers: Mapping[str, bool]) -> bool:
    before = [place for place, figure in enumerate(ledger.publications) if figure.name == name]
    fresh = sum(not before or before[-1] not in ledger.counted.get(key, ()) for key in answers)
    return len(answers) >= FEWEST and fresh >= FEWEST


def _renewed(ledger: Ledger, name: str, answers: Mapping[str, bool], scale: Scale) -> Ledger:
    place = len(ledger.publications)
    counted = dict(ledger.counted)
    for key in answers:
        counted[key] = (*counted.get(key, ()), place)
    classes = Counter(ledger.gone) + Counter(counted.values())
    bands = scale(len(answers))
    if place:
        bands = _wide_enough(bands, lambda one: _leaves_open(ledger.publications, classes, one))
    yes = sum(answers.values())
    band = next(one for one in bands if one.low <= yes <= one.high)
    figure = Figure(name, len(answers), band.low, band.high, band.band, yes)
    return replace(ledger, publications=(*ledger.publications, figure), counted=counted)


def _leaves_open(before: tuple[Figure, ...], classes: Mapping[Signature, int], band: Band) -> bool:
    """Whether nothing becomes certain if this band is published after those before; true for what cannot occur."""
    bounds = [(figure.low, figure.high) for figure in before] + [(band.low, band.high)]
    return leaves_open(bounds, classes) is not False


def leaves_open(bounds: Sequence[tuple[int, int]], classes: Mapping[Signature, int]) -> bool | None:
    """Whether publications leave every count uncertain: true, false, or None where no counts fit them.

    ``bounds`` low and high of every publication; ``classes`` how many people were counted in the same publications.
    Every class must be able to hold one more in some whole-numbered solution. The differences of the solutions then
    span all directions, so no sum over any set of people is the same in all of them.
    """
    named = {places: count for places, count in classes.items() if places}
    member = np.zeros((len(bounds), len(named)))
    for column, places in enumerate(named):
        member[list(places), column] = 1.0
    region = _Region(member, np.array(bounds, dtype=float), np.array(list(named.values()), dtype=float))
    certain = np.ones(len(named), dtype=bool)
    while certain.any():
        found = region.solution(one_more=int(certain.argmax()))
        if found is None:
            return None if region.solution() is None else False
        certain &= ~region.movable(found)
    return True


@dataclass(frozen=True, eq=False)
class _Region:
    """Whole counts yes_c per class with 0 ≤ yes_c ≤ people_c and low ≤ Σ yes_c ≤ high per publication."""

    member: Floats
    bounds: Floats
    people: Floats

    def solution(self, one_more: int | None = None) -> Floats | None:
        """Some solution, or one that stays a solution when class ``one_more`` gets one more; None without."""
        spare = np.zeros(len(self.people))
        if one_more is not None:
            spare[one_more] = 1.0
        found = milp(
            np.zeros(len(self.people)),
            integrality=np.ones(len(self.people), dtype=np.int64),
            bounds=Bounds(np.zeros(len(self.people)), self.people - spare),
            constraints=LinearConstraint(self.member, self.bounds[:, 0], self.bounds[:, 1] - self.member @ spare),
        )
        return None if found.x is None else np.round(found.x)

    def movable(self, yes: Floats) -> Flags:
        """Which classes can hold one more or one less than ``yes`` (classes) while all else stays."""
        total = self.member @ yes
        full, least = total >= self.bounds[:, 1], total <= self.bounds[:, 0]
        up = (yes < self.people) & ~(self.member[full] > 0).any(axis=0)
        down = (yes > 0) & ~(self.member[least] > 0).any(axis=0)
        return np.asarray(up | down)
