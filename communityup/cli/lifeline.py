"""A child's hold on its parent: when the parent is gone, the child ends itself and everything it started."""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.process import BaseProcess as ParentProcess

PATIENCE_TO_STOP = 3.0


def hold(pipe: int | None) -> None:
    """Watch the reading end of the parent's pipe; without one (started by hand) there is nothing to watch."""
    if pipe is not None:
        threading.Thread(target=_end_group_after, args=(pipe,), name="lifeline", daemon=True).start()


def _end_group_after(pipe: int) -> None:
    while os.read(pipe, 1):
        pass
    _end_group()


def _end_group() -> None:
    """End politely, then for certain. Only a group of our own: never that of somebody who started us by hand."""
    if os.getpgrp() != os.getpid():
        os._exit(1)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(0, signal.SIGTERM)
    time.sleep(PATIENCE_TO_STOP)
    os.killpg(0, signal.SIGKILL)


def hold_to_process() -> None:
    """Let a process that the web server started end with it, also when the web server was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), name="lifeline", daemon=True).start()


def _end_after(parent: ParentProcess) -> None:
    parent.join()
    os._exit(1)
