"""The loop that runs jobs: each in its own time, one at a time per worker, and never stopped by one that fails."""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import close_old_connections

from communityup.base.jobs import Job

LONGEST_BACKING_OFF = 300.0
LONGEST_SLEEP = 1.0

logger = logging.getLogger(__name__)


@dataclass
class _Turn:
    job: Job
    due_at: float
    failures: int = 0

    def take(self) -> None:
        """Run the job once and set its next time: later and later while it fails."""
        close_old_connections()
        try:
            self.job.run()
        except Exception:
            self.failures += 1
            logger.exception("The job %s failed (%s in a row)", self.job.name, self.failures)
        else:
            self.failures = 0
        finally:
            close_old_connections()
        self.due_at = time.monotonic() + self._pause()

    def _pause(self) -> float:
        if not self.failures:
            return self.job.every_seconds
        return max(self.job.every_seconds, min(2.0 ** min(self.failures, 30), LONGEST_BACKING_OFF))


def run_forever(jobs: Iterable[Job], stop: threading.Event) -> None:
    """Run the jobs until `stop` is set; a job that runs is finished first, and never overlaps itself.

    A job that raises is logged and tried again after 2, 4, 8 … up to 300 seconds; the others go on.
    """
    turns = [_Turn(job, due_at=time.monotonic()) for job in jobs]
    while not stop.is_set():
        for turn in turns:
            if stop.is_set():
                return
            if turn.due_at <= time.monotonic():
                turn.take()
        soonest = min((turn.due_at for turn in turns), default=time.monotonic() + LONGEST_SLEEP)
        stop.wait(max(0.0, min(soonest - time.monotonic(), LONGEST_SLEEP)))
