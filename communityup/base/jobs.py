"""A job: something that happens by itself, again and again. Every app's jobs.py lists its own in JOBS."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Job:
    """Something the worker runs at least `every_seconds` after its last end.

    `run` asks by itself which rows are due and returns how many things it did. It must be safe when several
    workers run it at once and when it is killed half-way.
    """

    name: str
    every_seconds: float
    run: Callable[[], int]
