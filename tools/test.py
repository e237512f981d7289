"""`make test` and `make prove`: everything, on both databases and in a browser, and one closing line.

A proof takes hours. Started again on the same commit, it goes on with the parts that did not pass yet.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from tools import machine, postgres, report, statements
from tools.parts import CHECKS, REPORTS, ROOT, Part, Result, begin, kept, pytest_part, run_side_by_side

QUIET = "not browser and not postgres and not benchmark"
ON_POSTGRES = "not browser and not benchmark"
# What says the same on both databases is asked on one.
ON_ONE_DATABASE = ("methods", "architecture", "docs", "install", "benchmarks", "journeys", "permissions", "site")
# What walks over the whole site is apart, in two, so that the cores end at about the same time.
WALKS = {"permissions": ("permissions",), "walks": ("site", "install", "crawled")}
# What asks more of itself with COMMUNITYUP_FULL (`tests/nasty.py`): in `make prove` with all its examples.
IN_FULL = (
    "crawled", "methods", "permissions", "site", "releases", "cli", "people", "moderation", "leaving", "install",
    "letters", "network", "circulars", "door", "facts", "grip", "history", "tracks", "rings",
)  # fmt: skip
FULL = {"COMMUNITYUP_FULL": "1"}
HOURS = {False: 0.67, True: 2.5}  # for one part; only something that hangs takes so long
NEWEST_FIRST = ("3.13", "3.12")
COVERAGE_GOALS = {
    "overall": (95.0, "*"),
    "methods": (100.0, "communityup/methods/*"),
    "actions": (100.0, "*/actions.py"),
    "permissions": (100.0, "*/permissions.py"),
}


def parts(address: str, *, prove: bool) -> list[Part]:
    """Return everything, the longest first: the tests on both databases and in a browser, and the checks.

    To prove, coverage is measured; beside it the browser walks over everything, what counts is asked in full, and what
    is quick is asked on the newest Python too.
    """
    limit = 3600 * HOURS[prove]
    full = FULL if prove else {}
    # The checks need neither a browser nor what pytest makes of the tests: both are there when the others begin.
    found = [
        pytest_part("sqlite", ["-m", QUIET, *without(sum(WALKS.values(), ()))], limit=limit, cover=prove),
        CHECKS,
        pytest_part("postgresql", on_postgres(prove=prove), limit=limit, database=address, cover=prove),
        *browser_parts(limit, full),
        *(
            pytest_part(f"sqlite-{name}", ["-m", QUIET, *folders(walks)], limit=limit, cover=prove)
            for name, walks in WALKS.items()
        ),
    ]
    if prove:
        both = [name for name in IN_FULL if name not in ON_ONE_DATABASE]
        found = [
            *in_full("sqlite", IN_FULL, QUIET, limit),
            *in_full("postgresql", both, ON_POSTGRES, limit, database=address),
            *found,
        ]
        newest = newest_python()
        if newest:
            found.append(pytest_part("newest-python", ["-m", f"{QUIET} and not slow"], limit=limit, python=newest))
    return found


def measurements(address: str) -> list[Part]:
    """Return what measures speed, to be run with nothing beside it; what the database does, on both."""
    words, limit = ["-m", "benchmark", "-s"], 3600 * HOURS[True]
    searching = [*words, "tests/benchmarks/test_library.py"]
    return [
        pytest_part("benchmarks", words, limit=limit, environment=FULL),
        pytest_part("benchmarks-postgresql", searching, limit=limit, environment=FULL, database=address),
    ]


def in_full(kind: str, names: Sequence[str], chosen: str, limit: float, *, database: str = "") -> list[Part]:
    """Return a part for each folder that asks more of itself in full: little is lost when a proof is stopped."""
    return [
        pytest_part(
            f"full-{name}-{kind}", ["-m", chosen, *folders([name])], limit=limit, environment=FULL, database=database
        )
        for name in names
    ]


def on_postgres(*, prove: bool) -> list[str]:
    """Return the words that choose what is asked on PostgreSQL: all but what says the same there.

    To prove, it is written down who asks what; each run leaves out the tests whose statements all are others' too.
    """
    listed = [f"--statements={statements.RECORDED}"] if prove else [f"--without={statements.LIST}"]
    return ["-m", ON_POSTGRES, *without(ON_ONE_DATABASE), *listed]


def folders(names: Sequence[str]) -> list[str]:
    """Return where these tests stand."""
    return [f"tests/{name}" for name in names]


def without(names: Sequence[str]) -> list[str]:
    """Return the words that leave these tests out."""
    return [f"--ignore={folder}" for folder in folders(names)]


def browser_parts(limit: float, environment: dict[str, str]) -> list[Part]:
    """Return a part for each folder with tests in a browser: one process can drive Playwright only once."""
    files = (ROOT / "tests").rglob("test_*.py")
    places = {path.parent for path in files if "mark.browser" in path.read_text(encoding="utf-8")}
    words = {place.name: ["-m", "browser", str(place.relative_to(ROOT))] for place in sorted(places)}
    return [
        pytest_part(f"browser-{name}", chosen, limit=limit, environment=environment) for name, chosen in words.items()
    ]


def newest_python() -> str | None:
    """Return the newest Python here, with everything installed in an environment of its own; None when it is ours."""
    for version in NEWEST_FIRST:
        if version == f"{sys.version_info[0]}.{sys.version_info[1]}":
            return None
        for base in candidates(version):
            if starts(base, version):
                return environment_of(base, version)
    return None


def candidates(version: str) -> Iterator[str]:
    """Yield where a Python of this version may be."""
    found = shutil.which(f"python{version}")
    if found:
        yield found
    yield from map(str, sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}*/bin/python"), reverse=True))


def starts(python: str, version: str) -> bool:
    """Say whether this Python starts and is what its name says."""
    test = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", test], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version


def environment_of(base: str, version: str) -> str | None:
    """Make an environment with that Python, with the locked packages; None when they cannot be fetched."""
    folder = ROOT / f".venv-{version}"
    python = folder / "bin" / "python"
    uv = str(Path(sys.executable).parent / "uv")
    lock = str(ROOT / "requirements" / "dev.txt")
    steps = [] if python.exists() else [[uv, "venv", "--quiet", "--clear", "--python", base, str(folder)]]
    steps.append([uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", lock])
    for words in steps:
        if subprocess.run(words, cwd=ROOT, capture_output=True, check=False).returncode:
            print(f"Python {version} is here, but its packages cannot be fetched: not tried.", flush=True)
            return None
    return str(python)


def coverage() -> list[Result]:
    """Return how much of the product the tests of both lanes reached, for each goal; nothing when not measured."""
    parts = sorted(REPORTS.glob("coverage.*"))
    if not parts:
        return []
    # Under another name: what reports beside parts of its own name takes these, and a proof that goes on lacks them.
    variables = {**os.environ, "COVERAGE_FILE": str(REPORTS / "covered")}
    words = [sys.executable, "-m", "coverage"]
    combine = [*words, "combine", "--keep", "--quiet", *map(str, parts)]
    subprocess.run(combine, cwd=ROOT, env=variables, capture_output=True, check=False)
    results = []
    for name, (goal, pattern) in COVERAGE_GOALS.items():
        asked = [*words, "report", "--format=total", "--precision=1", f"--include={pattern}"]
        done = subprocess.run(asked, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        share = re.search(r"[\d.]+", done.stdout)
        reached = float(share.group()) if share else 0.0
        enough, told = reached >= goal, f"{reached:.1f} % (goal {goal:.0f} %)"
        results.append(Result(f"coverage-{name}", passed=int(enough), failed=int(not enough), told=[told]))
    return results


def run(wanted: Sequence[Part], *, workers: int) -> list[Result]:
    """Run these parts, so many at a time, but for those of which it is known already that they passed."""
    known = {part.name: result for part in wanted if (result := kept(part))}
    for result in known.values():
        print(f"{result.name}: {result.line()}, before on this commit", flush=True)
    return [*known.values(), *run_side_by_side([part for part in wanted if part.name not in known], workers=workers)]


def once_there(part: Part, provided: Future[str | None]) -> Part:
    """Return a part that begins when its program is there; it fails with the sentence that says what is missing."""

    def run_then() -> Result:
        """Wait, and run it."""
        wanting = provided.result()
        return Result(part.name, failed=1, told=[wanting]) if wanting else part.run()

    return Part(part.name, run_then) if part.name.startswith("browser-") else part


def everything(*, prove: bool, only: Sequence[str], browser: Future[str | None]) -> tuple[list[Result], list[str]]:
    """Run what is asked, and return how it went and the names of what was left; what passed before is never left."""
    with postgres.cluster() as address:
        side_by_side = [once_there(part, browser) for part in parts(address, prove=prove)]
        alone = measurements(address) if prove else []
        unknown = set(only) - {part.name for part in [*side_by_side, *alone]}
        if unknown:
            sys.exit(
                f"There is no part {', '.join(sorted(unknown))}. Choose from: "
                f"{', '.join(part.name for part in [*side_by_side, *alone])}."
            )
        left = [part.name for part in [*side_by_side, *alone] if only and part.name not in only and not kept(part)]
        results = run([part for part in side_by_side if part.name not in left], workers=os.cpu_count() or 1)
        results += run([part for part in alone if part.name not in left], workers=1)
    return results, left


def closing(results: Sequence[Result]) -> Result:
    """Add up all parts."""
    return Result(
        "all",
        sum(result.passed for result in results),
        sum(result.failed for result in results),
        sum(result.skipped for result in results),
    )


def summary(results: Sequence[Result], seconds: float) -> list[str]:
    """Return the last lines: what failed, why something was skipped, and how many."""
    lines = [
        f"{'FAILED' if result.failed else 'told'} {result.name}: {name}" for result in results for name in result.told
    ]
    reasons = Counter(reason for result in results for reason in result.reasons)
    lines += [f"skipped {count}×: {reason}" for reason, count in sorted(reasons.items())]
    lines.append(f"took {seconds / 60:.1f} minutes")
    lines.append(closing(results).line())
    return lines


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="make test", description=__doc__)
    parser.add_argument("--prove", action="store_true", help="full counts, measurements and a report")
    parser.add_argument("--only", nargs="*", default=[], metavar="PART", help="of a proof, these parts; later the rest")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    wanting = machine.out_of_reach() or machine.provide(machine.AT_ONCE)
    if wanting:
        print(wanting, file=sys.stderr)
        return 1
    begin(again=not options.prove)
    try:
        with ThreadPoolExecutor(1) as meanwhile:
            browser = meanwhile.submit(machine.provide)
            results, left = everything(prove=options.prove, only=options.only, browser=browser)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1
    if options.prove and not left:
        results += coverage()
    lines = [f"not run: {', '.join(left)}"] if left else []
    lines += summary(results, time.monotonic() - started)
    if options.prove:
        print(f"written: {report.write(results, lines).relative_to(ROOT)}")
    print("\n".join(lines), flush=True)
    return 1 if closing(results).failed else 0


if __name__ == "__main__":
    sys.exit(main())
