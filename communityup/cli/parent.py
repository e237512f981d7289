"""The parent of web server and worker: starts both, starts them again when they fall, stops them together.

The parent loads no Django. Each child holds the reading end of a pipe of which only the parent has the writing end:
when the parent dies, in whatever way, the pipe closes and the child ends its own group (communityup.cli.lifeline).
"""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

PATIENCE_TO_STOP = 4.0
LONGEST_WAIT = 30.0
STEADY_AFTER = 60.0
FIRST_ANSWER_WITHIN = 600.0
FALLS_BEFORE_GIVING_UP = 3
NOT_PREPARED = 3  # the exit code of a web server whose site cannot be made ready: again would be no better
BEAT = 0.2


@dataclass
class Child:
    """One process group that must be running, and what we know of it."""

    name: str
    words: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    not_before: float = 0.0
    falls: int = 0
    last_code: int | None = None

    def start(self, lifeline: int) -> None:
        """Start in a session of its own, holding the reading end of the parent's pipe."""
        self.process = subprocess.Popen(
            [*self.words, "--lifeline", str(lifeline)],
            env=self.environment,
            pass_fds=[lifeline],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )
        self.started = time.monotonic()

    def has_ended(self) -> bool:
        """Say whether the process ended by itself; then end what it left behind and count the fall."""
        if self.process is None or self.process.poll() is None:
            return False
        self.signal_group(signal.SIGKILL)
        lived = time.monotonic() - self.started
        self.falls = 1 if lived > STEADY_AFTER else self.falls + 1
        self.not_before = time.monotonic() + min(LONGEST_WAIT, 0.5 * 2 ** (self.falls - 1))
        self.last_code, self.process = self.process.returncode, None
        if self.last_code != NOT_PREPARED:
            print(f"The {self.name} ended ({describe(self.last_code)}).", file=sys.stderr, flush=True)
        return True

    def signal_group(self, number: int) -> None:
        """Send a signal to the process and everything it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def ask_to_stop(self) -> None:
        """Send the process, and not yet what it started, a polite request."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()

    def wait_until(self, deadline: float) -> None:
        """Wait for the end, then make sure nothing of the group is left."""
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, deadline - time.monotonic()))
            self.signal_group(signal.SIGKILL)
            self.process.wait()


def describe(code: int) -> str:
    """Say how a process ended."""
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


class Parent:
    """Starts the children, starts them again with growing pauses, and stops them together."""

    def __init__(self, host: str, port: int, environment: dict[str, str], *, with_worker: bool) -> None:
        self.host, self.port = host, port
        self.stopping = False
        self.announced = False
        self.born = time.monotonic()
        web = [sys.executable, "-m", "communityup.cli.web", "--host", host, "--port", str(port)]
        self.children = [Child("web server", web, environment)]
        if with_worker:
            self.children.append(Child("worker", [sys.executable, "-m", "communityup.cli.work"], environment))

    def keep(self) -> int:
        """Keep the children running until SIGINT or SIGTERM; return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        reading, writing = os.pipe()
        try:
            while not self.stopping:
                self._tend(reading)
                if not self.announced and self._given_up():
                    print("The web server does not start; the lines above say why.", file=sys.stderr, flush=True)
                    return 1
                time.sleep(BEAT)
        finally:
            self._end_all()
            os.close(writing)
            os.close(reading)
        return 0

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _tend(self, lifeline: int) -> None:
        for child in self.children:
            child.has_ended()
            # The worker waits for the first answer: then the tables are there, and the first visitor did not wait.
            wanted = self.announced or child is self.children[0]
            if wanted and child.process is None and time.monotonic() >= child.not_before:
                child.start(lifeline)
        if not self.announced and answers(self.host, self.port):
            self.announced = True
            address = self.children[0].environment["COMMUNITYUP_ADDRESS"]
            print(f"Community-up is ready: {address}/  (stop with Ctrl+C)", flush=True)

    def _given_up(self) -> bool:
        web = self.children[0]
        hopeless = web.falls >= FALLS_BEFORE_GIVING_UP or web.last_code == NOT_PREPARED
        return hopeless or time.monotonic() - self.born > FIRST_ANSWER_WITHIN

    def _end_all(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + PATIENCE_TO_STOP
        for child in self.children:
            child.wait_until(deadline)


def answers(host: str, port: int) -> bool:
    """Say whether the site answers a request."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked for by the operator
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("GET", "/_healthz/livez/", headers={"Host": "localhost"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
