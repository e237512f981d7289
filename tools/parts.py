"""Parts of the tests, so many at a time; each leaves a log and a list of results in .reports/."""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tools import check, postgres

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".reports"
TIME_TO_WRITE = 20.0


@dataclass
class Result:
    """How one part went."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    told: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the result in one line."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(frozen=True)
class Part:
    """What is run as one: its name, which names its log and its list of results, and how it is run."""

    name: str
    run: Callable[[], Result]


class Running:
    """The programs that run now, so that a stop from outside stops them too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: set[subprocess.Popen[bytes]] = set()
        self.stopped = False

    def run(self, words: Sequence[str], environment: dict[str, str], log: Path, limit: float) -> int:
        """Run a program in a group of its own until it ends or the limit is over; return its exit code."""
        with log.open("wb") as output:
            process = subprocess.Popen(
                words, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
            )
        with self._lock:
            self._all.add(process)
        try:
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)  # so that it still writes down what it knows
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(TIME_TO_WRITE)
            with log.open("ab") as output:
                output.write(f"\nStopped: took longer than {limit:.0f} s.\n".encode())
            return 1
        finally:
            self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._all.discard(process)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Stop everything."""
        self.stopped = True
        with self._lock:
            processes = list(self._all)
        for process in processes:
            self._end(process)


RUNNING = Running()


def all_checks() -> Result:
    """Run every check as one part."""
    started = time.monotonic()
    outcomes = check.look_at_all()
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    return Result("checks", len(outcomes) - len(failed), len(failed), 0, time.monotonic() - started, failed)


CHECKS = Part("checks", all_checks)


def pytest_part(
    name: str,
    words: Sequence[str],
    *,
    limit: float,
    environment: dict[str, str] | None = None,
    database: str = "",
    python: str = sys.executable,
    cover: bool = False,
) -> Part:
    """Return a part that runs pytest with these words, in a folder for data of its own; on PostgreSQL when it is given.

    Parts run side by side on one server, so each has a database of its own there.
    """

    def part() -> Result:
        """Run it."""
        report = REPORTS / f"{name}.xml"
        folder = tempfile.mkdtemp(prefix="communityup-test-")
        coverage = ["--cov", "--cov-report=", f"--cov-config={ROOT / 'pyproject.toml'}"] if cover else []
        whole = [python, "-m", "pytest", "-q", "--durations=15", f"--junitxml={report}", *coverage, *words]
        variables = {
            **os.environ,
            "COMMUNITYUP_DATA": folder,
            "COVERAGE_FILE": str(REPORTS / f"coverage.{name}"),
            **(environment or {}),
            **({"DATABASE_URL": postgres.named(database, name)} if database else {}),
        }
        started = time.monotonic()
        code = RUNNING.run(whole, variables, REPORTS / f"{name}.log", limit)
        shutil.rmtree(folder, ignore_errors=True)
        return read(name, report, code, time.monotonic() - started)

    return Part(name, part)


def read(name: str, report: Path, code: int, seconds: float) -> Result:
    """Read a list of results; a run without one, or that ended badly without a failure, has failed."""
    result = Result(name, seconds=seconds)
    if report.exists():
        for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - written by our own pytest
            _count(result, case)
    if code not in {0, 5} and not result.failed:
        result.failed = 1
        result.told.append(f"{name} ended with exit code {code}")
    return result


def _count(result: Result, case: ET.Element) -> None:
    where = f"{case.get('classname')}::{case.get('name')}"
    skipped = case.find("skipped")
    if case.find("failure") is not None or case.find("error") is not None:
        result.failed += 1
        result.told.append(where)
    elif skipped is not None:
        result.skipped += 1
        result.reasons.append(skipped.get("message") or "no reason given")
    else:
        result.passed += 1


def tell(result: Result) -> None:
    """Tell how a part went, and show the end of its log when it failed."""
    print(f"{result.name}: {result.line()} ({result.seconds:.0f} s)", flush=True)
    log = REPORTS / f"{result.name}.log"
    if result.failed and log.exists():
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        print("\n".join(f"    {line}" for line in lines[-150:]), flush=True)
        print(f"    (the whole of it: {log.relative_to(ROOT)})", flush=True)


def commit() -> str:
    """Return the commit that is tried, and whether something was changed since."""
    words = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def begin(*, again: bool) -> None:
    """Make an empty folder for reports; unless `again`, what was found on this very commit stays."""
    mark, now = REPORTS / "commit", commit()
    if again or now.endswith("-dirty") or not mark.exists() or mark.read_text(encoding="utf-8") != now:
        shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(exist_ok=True)
    mark.write_text(now, encoding="utf-8")


def keep(result: Result) -> None:
    """Write down how a part went, so that a proof that is stopped can go on."""
    (REPORTS / f"{result.name}.json").write_text(json.dumps(asdict(result)), encoding="utf-8")


def kept(part: Part) -> Result | None:
    """Return how a part went before; nothing when it was not run, or failed."""
    place = REPORTS / f"{part.name}.json"
    before = Result(**json.loads(place.read_text(encoding="utf-8"))) if place.exists() else None
    return before if before and not before.failed else None


def run_all(waiting: "queue.SimpleQueue[Part]", results: list[Result]) -> None:
    """Take the next part and run it, until there is none left."""
    while not RUNNING.stopped:
        try:
            part = waiting.get_nowait()
        except queue.Empty:
            return
        result = part.run()
        keep(result)
        results.append(result)
        tell(result)


def run_side_by_side(parts: Sequence[Part], *, workers: int) -> list[Result]:
    """Run the parts in their order, so many at a time, and return all results."""
    waiting: queue.SimpleQueue[Part] = queue.SimpleQueue()
    for part in parts:
        waiting.put(part)
    results: list[Result] = []
    threads = [threading.Thread(target=run_all, args=(waiting, results)) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except BaseException:
        RUNNING.stop()
        raise
    return results
