"""Speed and memory of the cold map against red-dwarf, in one run, seconds of CPU of one thread each (METHODS §8)."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from communityup.cli.polis import read_conversation
from communityup.methods.arrays import Ints

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("COMMUNITYUP_SHARED", ROOT.parent / "shared")) / "data"
RUNNER = Path(__file__).with_name("map_runner.py")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA")}
TUNED_AWAY = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
LARGE = ((10_000, 500, 100), (100_000, 2_000, 100))


@dataclass(frozen=True)
class Run:
    seconds: float
    megabytes: float


def draw(implementation: str, answers: Path, times: int = 1) -> Run:
    """The quickest of several processes, in seconds of CPU, which a busy machine colours least."""
    kept = {name: value for name, value in os.environ.items() if name not in TUNED_AWAY}
    environment = {**kept, **ONE_THREAD, "PYTHONPATH": str(ROOT)}
    runs = []
    for _ in range(times):
        command = [sys.executable, str(RUNNER), implementation, str(answers)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        runs.append(Run(**json.loads(done.stdout.splitlines()[-1])))
    return min(runs, key=lambda run: run.seconds)


def tell(name: str, ours: Run, theirs: Run | None = None) -> None:
    line = f"\n{name}: ours {ours.seconds:.2f} s, {ours.megabytes:.0f} MB"
    if theirs:
        ratio = theirs.seconds / ours.seconds
        line += f"; red-dwarf {theirs.seconds:.2f} s, {theirs.megabytes:.0f} MB; {ratio:.1f} times as fast"
    print(line)


def planted(folder: Path, people: int, thoughts: int, each: int) -> Path:
    """Answers of three planted groups; ``each`` answers per person, never two to one thought."""
    chance = np.random.default_rng(42)
    group = np.arange(people) % 3
    lean = chance.uniform(0.1, 0.9, (3, thoughts))
    step = chance.integers(1, thoughts, people) * 2 + 1
    first = chance.integers(0, thoughts, people)
    columns = np.sort(_distinct(first, step, thoughts, each), axis=1).astype(np.int32)
    draw_ = chance.random((people, each), dtype=np.float32)
    agree = lean[group[:, None], columns] * 0.9
    values = np.where(draw_ < agree, 1, np.where(draw_ < 0.9, -1, 0)).astype(np.int8)
    path = folder / f"planted-{people}.npz"
    rows = np.repeat(np.arange(people, dtype=np.int32), each)
    empty = np.zeros(0, dtype=np.int32)
    np.savez(path, rows=rows, columns=columns.ravel(), values=values.ravel(), shape=(people, thoughts), moderated=empty)
    return path


def _distinct(first: Ints, step: Ints, thoughts: int, each: int) -> Ints:
    """Walk through all thoughts with a step that shares no factor with their number."""
    usable = np.array([number for number in range(1, thoughts) if np.gcd(number, thoughts) == 1])
    stride = usable[step % len(usable)]
    return np.asarray((first[:, None] + stride[:, None] * np.arange(each)) % thoughts)


def saved(folder: Path, name: str) -> Path:
    source = SHARED / "polis-opendata" / name
    if not source.exists():
        pytest.skip(f"open data not here: {source.name} (COMMUNITYUP_SHARED names the folder that holds data/)")
    conversation = read_conversation(source)
    path = folder / f"{name}.npz"
    np.savez(
        path,
        rows=conversation.rows,
        columns=conversation.columns,
        values=conversation.values,
        shape=(len(conversation.participants), conversation.n_columns),
        moderated=np.array(sorted(conversation.moderated), dtype=np.int32),
    )
    return path


def test_bowling_green_is_at_least_ten_times_as_fast_as_red_dwarf(tmp_path: Path) -> None:
    answers = saved(tmp_path, "american-assembly.bowling-green")
    ours, theirs = draw("ours", answers, 5), draw("red-dwarf", answers, 3)
    tell("225,524 real answers", ours, theirs)
    assert theirs.seconds >= 10 * ours.seconds


@pytest.mark.parametrize("name", ["vtaiwan.uberx", "austria-climate.5twd2jsnkf.2022-08-08"])
def test_other_real_sets_are_faster_too(tmp_path: Path, name: str) -> None:
    answers = saved(tmp_path, name)
    ours, theirs = draw("ours", answers, 5), draw("red-dwarf", answers, 3)
    tell(name, ours, theirs)
    assert theirs.seconds >= 3 * ours.seconds


def test_a_million_answers_take_a_twentieth_of_red_dwarf_and_250_megabytes(tmp_path: Path) -> None:
    answers = planted(tmp_path, *LARGE[0])
    ours, theirs = draw("ours", answers, 3), draw("red-dwarf", answers, 2)
    tell("1,000,000 planted answers", ours, theirs)
    assert theirs.seconds >= 20 * ours.seconds
    assert ours.megabytes <= 250


def test_ten_million_answers_take_ten_seconds_and_800_megabytes(tmp_path: Path) -> None:
    answers = planted(tmp_path, *LARGE[1])
    ours = draw("ours", answers)
    tell("10,000,000 planted answers", ours)
    assert ours.seconds <= 10
    assert ours.megabytes <= 800
