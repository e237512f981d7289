"""How `make test` and `make prove` divide the tests, and go on with a proof that was stopped."""

import re
from pathlib import Path

import pytest

from tools import parts, postgres
from tools.parts import Part, Result
from tools.test import IN_FULL, ON_ONE_DATABASE, ON_PAGES, WALKS, on_postgres, run

ROOT = Path(__file__).resolve().parents[2]
# Driven in full as parts of their own: everything in a browser, and what measures.
ALWAYS_IN_FULL = ("journeys", "ui", "benchmarks")


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the reports of parts stand somewhere else, on a commit that is called `abc`."""
    folder = tmp_path / "reports"
    monkeypatch.setattr(parts, "REPORTS", folder)
    monkeypatch.setattr(parts, "commit", lambda: "abc")
    return folder


def part(name: str, outcomes: list[Result]) -> Part:
    """Return a part that goes as it is told, each time the next."""
    return Part(name, lambda: outcomes.pop(0))


def test_every_test_that_counts_more_in_full_is_asked_in_full() -> None:
    asks = re.compile(r"tests\.nasty import .*\bFULL\b|tables_of_answers import .*\bTIMES\b")
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if asks.search(path.read_text(encoding="utf-8"))]
    assert len(files) > len(IN_FULL)
    here = ROOT / "tests"
    missing = {
        path.relative_to(here).as_posix()
        for path in files
        if path.relative_to(here).parts[0] not in {*IN_FULL, *ALWAYS_IN_FULL}
    }
    assert missing == set(), "put their folder into IN_FULL of tools/test.py"


def test_folders_that_are_named_exist() -> None:
    named = {*IN_FULL, *ON_ONE_DATABASE, *WALKS}
    assert [name for name in named if not (ROOT / "tests" / name).is_dir()] == []


def test_a_proof_asks_everything_of_postgresql_and_each_run_asks_all_but_pages() -> None:
    assert [word for word in on_postgres(prove=True) if "glob" in word] == []
    assert [word for word in on_postgres(prove=False) if "glob" in word] == [
        f"--ignore-glob=*/{name}" for name in ON_PAGES
    ]
    assert [name for name in ON_PAGES if not list((ROOT / "tests").rglob(name))] == []


def test_parts_that_run_side_by_side_share_no_database() -> None:
    address = f"postgresql://{postgres.ROLE}@/{postgres.ROLE}?host=/somewhere"
    assert postgres.named(address, "full-people-postgresql") == (
        f"postgresql://{postgres.ROLE}@/full_people_postgresql?host=/somewhere"
    )


def test_proof_goes_on_with_what_did_not_pass_yet(reports: Path) -> None:
    one, two = [Result("one", 3)], [Result("two", 1, 1), Result("two", 2)]
    parts.begin(again=True)
    assert [result.failed for result in run([part("one", one), part("two", two)], workers=1)] == [0, 1]
    parts.begin(again=False)
    again = run([part("one", one), part("two", two)], workers=1)
    assert sorted((result.name, result.passed, result.failed) for result in again) == [("one", 3, 0), ("two", 2, 0)]
    assert (reports / "two.json").exists()


@pytest.mark.parametrize("now", ["abd", "abc-dirty"])
def test_proof_begins_anew_when_something_was_changed(reports: Path, monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    parts.begin(again=True)
    run([part("one", [Result("one", 3)])], workers=1)
    monkeypatch.setattr(parts, "commit", lambda: now)
    parts.begin(again=False)
    assert not (reports / "one.json").exists()


def test_tests_never_begin_with_what_passed_before(reports: Path) -> None:
    parts.begin(again=True)
    run([part("one", [Result("one", 3)])], workers=1)
    parts.begin(again=True)
    assert [path.name for path in reports.iterdir()] == ["commit"]
