"""One writer at a time, over all threads and processes of this machine.

SQLite itself lets writers poll for the file; under load some wait far too long. A lock on a file beside the database
makes them take turns before SQLite is asked. SQLite's own lock stays the one that keeps the data right.
"""

import errno
import fcntl
import io
import os
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.db.utils import OperationalError

SUFFIX = "-writer"
SHORTEST_PAUSE, LONGEST_PAUSE = 0.0005, 0.004


class WriterLock:
    """The writer lock as one connection holds it: taking it twice is fine, one release lets it go."""

    def __init__(self, database: str | Path, timeout: float) -> None:
        self.path = lock_path(database)
        self.timeout = timeout
        self._file: io.FileIO | None = None

    @property
    def held(self) -> bool:
        """Say whether this connection has the lock."""
        return self._file is not None

    def acquire(self) -> None:
        """Wait for the turn of this connection; raises OperationalError after the timeout or when the disk refuses."""
        if self._file is not None:
            return
        file = self._open()
        try:
            self._wait(file)
        except BaseException:
            file.close()
            raise
        self._file = file

    def release(self) -> None:
        """Let the next writer in; does nothing when the lock is not held."""
        if self._file is None:
            return
        file, self._file = self._file, None
        # Closing would not do when a child process was forked meanwhile: it has the same open file.
        fcntl.flock(file, fcntl.LOCK_UN)
        file.close()

    def _open(self) -> io.FileIO:
        try:
            return io.FileIO(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660), "r+")
        except OSError as problem:
            if problem.errno == errno.ENOSPC:
                raise OperationalError("database or disk is full") from problem
            if problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
                raise OperationalError("attempt to write a readonly database") from problem
            raise OperationalError("unable to open database file") from problem

    def _wait(self, file: io.FileIO) -> None:
        deadline = time.monotonic() + self.timeout
        pause = SHORTEST_PAUSE
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise OperationalError(
                        f"database is locked: another writer did not finish within {self.timeout:g} seconds"
                    ) from None
                # flock has no waiting time of its own, so we ask again after a short while.
                time.sleep(pause)
                pause = min(pause * 1.5, LONGEST_PAUSE)
            else:
                return


def lock_path(database: str | Path) -> str:
    """Return the path of the lock file of a database given as path or file: address; links lead to the same file."""
    name = os.fspath(database)
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    return os.path.realpath(name) + SUFFIX
