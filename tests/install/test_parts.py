"""How `make test` and `make prove` divide the tests, and go on with a proof that was stopped."""

import json
import re
from concurrent.futures import Future
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.statements import Statements, shapes
from tools import parts, postgres, statements
from tools.parts import Part, Result
from tools.test import IN_FULL, ON_ONE_DATABASE, WALKS, on_postgres, once_there, run

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
    asks = re.compile(r"tests\.nasty import .*\b(FULL|some)\b|make\.BESIDE|tables_of_answers import .*\bTIMES\b")
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
    named = {*IN_FULL, *ON_ONE_DATABASE, *sum(WALKS.values(), ())}
    assert [name for name in named if not (ROOT / "tests" / name).is_dir()] == []


def test_a_proof_asks_everything_of_postgresql_and_each_run_every_statement() -> None:
    proof, each = on_postgres(prove=True), on_postgres(prove=False)
    assert [word.split("=")[0] for word in proof if word not in each] == ["--statements"]
    assert [word for word in each if word not in proof] == [f"--without={statements.LIST}"]


def test_tests_that_postgresql_is_not_asked_again_exist() -> None:
    known = {
        f"{path.relative_to(ROOT).as_posix()}::{name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    gone = [name for name in statements.left() if name.split("[", 1)[0] not in known]
    assert gone == [], "take these lines out of tests/asked_by_others.txt"


def test_every_statement_is_asked_by_a_test_that_is_chosen() -> None:
    recorded: dict[str, statements.Recorded] = {
        "tests/a.py::test_long": {"asked": ["a", "b", "c"], "seconds": 9.0, "apart": False},
        "tests/a.py::test_short[1]": {"asked": ["a"], "seconds": 0.1, "apart": False},
        "tests/a.py::test_short[2]": {"asked": ["b"], "seconds": 0.1, "apart": False},
        "tests/a.py::test_same": {"asked": ["a", "b"], "seconds": 0.3, "apart": False},
        "tests/a.py::test_race": {"asked": ["a"], "seconds": 3.0, "apart": True},
        "tests/a.py::test_other": {"asked": ["c"], "seconds": 1.0, "apart": False},
    }
    tests = statements.by_example(recorded)
    kept = statements.chosen(tests)
    assert kept == {f"tests/a.py::{name}" for name in ("test_short[2]", "test_race", "test_other")}
    assert statements.others(tests, kept) == [
        f"tests/a.py::{name}" for name in ("test_long", "test_same", "test_short[1]")
    ]
    assert statements.others(tests, kept - {"tests/a.py::test_short[2]"})[-1] == "tests/a.py::test_short"


def test_rule_that_refuses_is_another_statement_than_a_row_that_is_taken() -> None:
    taken = shapes("INSERT INTO a (b, c) VALUES (%s, %s)")
    assert taken == shapes("INSERT INTO a (b, c) VALUES (%s, %s), (%s, %s)")
    assert shapes('SAVEPOINT "s123_x4"') == shapes('SAVEPOINT "s9_x1"')
    refused = shapes("INSERT INTO a (b, c) VALUES (%s, %s)", IntegrityError())
    assert len(taken | refused | shapes("SELECT UPPER(b) FROM a")) >= 3


def test_union_asks_what_its_parts_ask() -> None:
    one, two, three = '(SELECT a FROM b WHERE "b"."c" = %s)', '(SELECT MAX("e"."d") FROM e)', '(SELECT UPPER("g"."f"))'
    three_of_them = shapes(f"{one} UNION ALL {two} UNION ALL {three}")
    assert three_of_them == shapes(one) | shapes(two) | shapes(three)
    assert shapes(f"{one} UNION {three}") < three_of_them
    assert len(shapes(f"{one} UNION ALL {two}", IntegrityError())) == 1


def test_statement_asks_what_its_conditions_ask() -> None:
    asked = shapes('SELECT "a"."b" FROM "a" WHERE "a"."b" = %s')
    two = (
        'SELECT "a"."id", "a"."b" AS "bee" FROM "a" WHERE ("a"."b" = %s AND NOT (UPPER("a"."c") = %s)) ORDER BY "a"."b"'
    )
    assert shapes(two) == asked | shapes('SELECT "a"."b" FROM "a" WHERE NOT (UPPER("a"."c") = %s)') != asked
    assert shapes('SELECT "a"."b" FROM "a" INNER JOIN "c" ON ("a"."c_id" = "c"."id") ORDER BY "c"."d" DESC') == shapes(
        'SELECT "c"."d" AS "dee" FROM "a" LEFT OUTER JOIN "c" ON ("a"."c_id" = "c"."id")'
    )
    assert shapes('SELECT "a"."b", "a"."d" FROM "a" ORDER BY "a"."b" ASC') == set()
    assert shapes('SELECT U0."id" FROM "a" U0 WHERE U0."b" = %s') == asked
    assert not shapes('SELECT U0."id" FROM "z" U0 WHERE U0."b" = %s') & asked
    assert not shapes('UPDATE "a" SET "b" = %s') & shapes('UPDATE "z" SET "b" = %s')


@pytest.mark.parametrize(
    "whole",
    [
        'SELECT DISTINCT "a"."b" FROM "a"',
        'SELECT "a"."b", COUNT("a"."c") FROM "a" GROUP BY "a"."b"',
        'SELECT "a"."b" FROM "a" WHERE "a"."c" = %s FOR UPDATE OF "a"',
    ],
)
def test_what_a_database_judges_as_a_whole_counts_as_a_whole(whole: str) -> None:
    assert shapes(whole) - shapes(whole.replace('"a"."b"', '"a"."b", "a"."d"', 1))


@pytest.mark.django_db
def test_what_a_test_asks_is_written_down(tmp_path: Path) -> None:
    listening = Statements(tmp_path / "asked.json")
    listening.test, listening.asked = "tests/a.py::test_one", {"tests/a.py::test_one": set()}
    with connection.execute_wrapper(listening.wrap), connection.cursor() as cursor:
        cursor.execute("SELECT UPPER('a')")
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute("SELECT nothing FROM nowhere")
    listening.pytest_sessionfinish()
    row = json.loads(listening.place.read_text(encoding="utf-8"))["tests/a.py::test_one"]
    assert set() < shapes("SELECT UPPER('a')") <= set(row["asked"])
    assert shapes("SELECT nothing FROM nowhere", refused.value) <= set(row["asked"])


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


@pytest.mark.parametrize(("wanting", "passed"), [(None, 1), ("This needs Chromium; type: …", 0)])
def test_tests_in_a_browser_wait_until_it_is_there_and_say_what_is_missing(wanting: str | None, passed: int) -> None:
    provided = Future[str | None]()
    waits = once_there(part("browser-ui", [Result("browser-ui", passed=1)]), provided)
    others = part("sqlite", [])
    assert once_there(others, provided) is others
    provided.set_result(wanting)
    result = waits.run()
    assert (result.name, result.passed, result.failed) == ("browser-ui", passed, 1 - passed)
    assert result.told == ([] if wanting is None else [wanting])


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
