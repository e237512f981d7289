"""The loop of jobs goes on whatever one of them does."""

import logging
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from communityup.base import worker
from communityup.base.ids import is_id, new_id
from communityup.base.jobs import Job

pytestmark = pytest.mark.django_db


def adding(ran: list[Any], what: object) -> Callable[[], int]:
    """Return a job that notes that it ran."""

    def run() -> int:
        ran.append(what)
        return 1

    return run


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self, stop_after: float) -> None:
        self.now, self.stop_after, self.stopped = 0.0, stop_after, threading.Event()

    def monotonic(self) -> float:
        return self.now

    def is_set(self) -> bool:
        return self.now >= self.stop_after

    def wait(self, seconds: float) -> None:
        self.now += max(seconds, 0.001)


@pytest.fixture
def run_for(monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(jobs: list[Job], seconds: float) -> None:
        clock = Clock(seconds)
        monkeypatch.setattr("communityup.base.worker.time.monotonic", clock.monotonic)
        worker.run_forever(jobs, clock)  # type: ignore[arg-type]  # a clock that also says stop

    return run


def test_each_job_runs_in_its_own_time(run_for: Any) -> None:
    ran: list[str] = []
    jobs = [
        Job(name="often", every_seconds=10, run=adding(ran, "often")),
        Job(name="seldom", every_seconds=60, run=adding(ran, "seldom")),
    ]
    run_for(jobs, 125)
    assert 11 <= ran.count("often") <= 13
    assert ran.count("seldom") == 3


def test_a_failing_job_is_logged_tried_again_later_and_later_and_stops_no_other(
    run_for: Any, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[float] = []
    others: list[int] = []

    def fail() -> int:
        tries.append(time.monotonic())
        raise ValueError("broken")

    with caplog.at_level(logging.ERROR):
        run_for(
            [
                Job(name="bad", every_seconds=1, run=fail),
                Job(name="good", every_seconds=1, run=adding(others, 1)),
            ],
            1000,
        )
    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert [round(pause) for pause in pauses[:4]] == [2, 4, 8, 16]
    assert max(pauses) < 305
    assert len(others) > 900
    assert "The job bad failed" in caplog.text


def test_a_job_that_recovers_is_back_in_its_own_time(run_for: Any) -> None:
    tries: list[float] = []

    def fail_twice() -> int:
        tries.append(time.monotonic())
        if len(tries) < 3:
            raise ValueError("broken")
        return 1

    run_for([Job(name="shaky", every_seconds=1, run=fail_twice)], 20)
    assert round(tries[-1] - tries[-2]) == 1


def test_stop_lets_the_running_job_finish_and_starts_no_other() -> None:
    stop, done = threading.Event(), []

    def first() -> int:
        stop.set()
        done.append("first")
        return 1

    jobs = [
        Job(name="first", every_seconds=1, run=first),
        Job(name="second", every_seconds=1, run=adding(done, "2")),
    ]
    worker.run_forever(jobs, stop)
    assert done == ["first"]


def test_ids_are_random_and_have_their_form() -> None:
    found = {new_id() for _ in range(1000)}
    assert len(found) == 1000
    assert all(map(is_id, found))
    assert not is_id("A" * 32)
    assert not is_id("a" * 32 + "\n")
