"""The sessions of a network against the schedule of pretalx with as many talks: seconds of CPU for one request.

pretalx is installed from PyPI into an environment of its own, once (`.venv-pretalx`). Its everyday page holds no talks:
a script fetches them. Its page without scripts is what ours is, a page with every session in it, so that is the
measure; the two requests of its everyday page are printed beside it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pytest

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).with_name("schedule_runner.py")
PRETALX, PLACE = "pretalx==2025.2.2", ROOT / ".venv-pretalx"
SESSIONS, RUNS, BAR = 50, 5, 1 / 4
Seconds = dict[str, float]  # or how many sessions, per page


def pretalx_python() -> Path:
    """Return the Python of an environment with pretalx, made when it is not there; skips where it cannot be had."""
    python = PLACE / "bin" / "python"
    asked = [str(python), "-c", "import pretalx"]
    if not python.exists() or subprocess.run(asked, capture_output=True, check=False).returncode:
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([str(uv), "venv", "--quiet", "--clear", "--python", sys.executable, str(PLACE)], check=True)
        words = [str(uv), "pip", "install", "--quiet", "--python", str(python), PRETALX]
        if subprocess.run(words, capture_output=True, check=False).returncode:
            pytest.skip(f"{PRETALX} cannot be installed here: is this machine offline?")
    return python


class Side:
    """A site in a process of its own that measures whenever asked."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.held = self._line()
        self.runs: list[Seconds] = []

    def measure(self) -> None:
        """Let it measure once more."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.runs.append(self._line())

    def seconds(self) -> list[float]:
        """Return for each page the median over the runs."""
        return [median(run[page] for run in self.runs) for page in self.held]

    def _line(self) -> Seconds:
        assert self.process.stdout is not None
        found: Seconds = json.loads(self.process.stdout.readline())
        return found


@contextmanager
def running(python: Path | str, name: str, folder: Path) -> Iterator[Side]:
    """Start one side, and end it afterwards."""
    folder.mkdir()
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("COMMUNITYUP", "DJANGO", "DATABASE"))
    }
    command = [str(python), str(RUNNER), name, str(folder), str(SESSIONS)]
    with (folder / "errors").open("w") as errors, subprocess.Popen(
        command, env={**kept, "PYTHONPATH": str(ROOT)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
    ) as process:  # fmt: skip
        try:
            yield Side(process)
        finally:
            process.kill()


def test_sessions_cost_at_most_a_quarter_of_a_schedule_with_as_many_talks(tmp_path: Path) -> None:
    theirs_python = pretalx_python()
    with (
        running(sys.executable, "ours", tmp_path / "ours") as ours,
        running(theirs_python, "pretalx", tmp_path / "theirs") as theirs,
    ):
        assert next(iter(ours.held.values())) == theirs.held["/network/schedule/nojs"] == SESSIONS
        assert min([*ours.held.values(), *theirs.held.values()]) >= 0
        for _run in range(RUNS):
            ours.measure()
            theirs.measure()
        listed, one = ours.seconds()
        page, data, whole = theirs.seconds()
    print(
        f"\n{SESSIONS} sessions: list {listed * 1e3:.1f} ms, one {one * 1e3:.1f} ms; pretalx {whole * 1e3:.1f} ms "
        f"({page * 1e3:.1f} and {data * 1e3:.1f} with scripts); list {listed / whole:.2f}, one {one / whole:.2f} of it"
    )
    assert max(listed, one) <= BAR * whole
