"""The clock of a challenge: it stands still while the challenge is paused, and every deadline is told by it.

Moments are seconds since any fixed point; a pause is (began, ended), with ended None while it lasts. Pauses come in
order and do not overlap.
"""

from collections.abc import Sequence
from math import inf

Pause = tuple[float, float | None]


def deadline(start: float, duration: float, pauses: Sequence[Pause]) -> float:
    """Return the moment at which `duration` seconds of running time have passed since `start`.

    It is infinite while a pause lasts that began before that moment: nobody knows yet. Raises ValueError for a negative
    duration.
    """
    if duration < 0:
        raise ValueError("a duration cannot be negative")
    moment = start + duration
    for began, ended in pauses:
        if ended is not None and ended <= start:
            continue
        if began >= moment:
            break
        if ended is None:
            return inf
        moment += ended - max(began, start)
    return moment


def running(start: float, end: float, pauses: Sequence[Pause]) -> float:
    """Return how many seconds of running time lie between two moments. Raises ValueError when end is before start."""
    if end < start:
        raise ValueError("the end lies before the start")
    stood_still = sum(
        max(0.0, min(end if ended is None else ended, end) - max(began, start)) for began, ended in pauses
    )
    return end - start - stood_still
