"""Every scanner finds a planted fault and leaves honest source alone."""

from pathlib import Path

import pytest

from tests.architecture import scan


@pytest.mark.parametrize(
    "line",
    [
        "Challenge.objects.create(title='x')",
        "challenge.save()",
        "challenge.save(update_fields=['title'])",
        "Party.objects.filter(pk=1).update(name='x')",
        "party.delete()",
        "Party.objects.bulk_create([a])",
        "Party.objects.get_or_create(name='x')",
        "cursor.execute('DELETE FROM people_person')",
        "PreparedUpdate(Challenge, 'title')(1, 'x')",
    ],
)
def test_write_scanner_finds_a_planted_write(line: str) -> None:
    assert scan.writes(f"def show(request):\n    {line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "digest.update(b'x')",
        "cache.delete('key')",
        "found.update({'a': 1})",
        "Party.objects.filter(pk=1)",
        "super().save(*args)",
        "cursor.execute('SELECT 1')",
    ],
)
def test_write_scanner_leaves_reading_alone(line: str) -> None:
    assert scan.writes(f"def show(request):\n    {line}\n") == []


def test_view_scanner_finds_a_long_view_and_a_class() -> None:
    long = "def page(request):\n" + "    x = 1\n" * 20
    assert scan.thick_views(long) == ["page has 21 lines"]
    assert scan.thick_views("class Page:\n    pass\n") == ["Page is a class"]
    assert scan.thick_views("def page(request):\n" + "    x = 1\n" * 19) == []


def test_import_scanner_finds_sqlite_however_it_is_imported() -> None:
    for line in ("import sqlite3", "import sqlite3.dbapi2 as db", "from sqlite3 import connect"):
        assert "sqlite3" in scan.imported(f"def f():\n    {line}\n")
    assert "sqlite3" not in scan.imported("from communityup.base import sqlite\nimport pysqlite3")


def test_docstring_scanner_finds_what_says_nothing() -> None:
    text = 'def keep_agreement():\n    pass\n\ndef _part():\n    pass\n\nclass AgreementKept:\n    """Kept."""\n'
    assert scan.undocumented(text) == ["keep_agreement"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('{% include "people/_card.html" %}', ["include people/_card.html"]),
        ("{% include template_name %}", ["include template_name: the name must be written out"]),
        ('{% extends "room/page.html" %}', ["extends room/page.html"]),
        ('{% extends "challenges/frame.html" %}{% include "ui/_x.html" %}{% include "goals/_y.html" %}', []),
    ],
)
def test_template_scanner_finds_what_comes_from_elsewhere(text: str, faults: list[str]) -> None:
    assert scan.foreign_templates(text, "goals", {"challenges", "people"}) == faults


def test_name_scanner_finds_a_thirteenth_name(tmp_path: Path) -> None:
    for name in ("apps.py", "models.py", "managers.py", "__init__.py"):
        (tmp_path / name).touch()
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "__init__.py").touch()
    assert scan.strange_names(tmp_path, set()) == ["managers", "services"]
    assert scan.strange_names(tmp_path, {"managers"}) == ["services"]


def test_place_scanner_finds_hosts_and_folders() -> None:
    assert scan.places("see https://py" + "pi.org/simple") == ["py" + "pi.org"]
    assert scan.places("open('/ro" + "ot/x')") == ["/ro" + "ot/"]
    assert scan.places("in the folder ../shared/data, on https://example.org/") == []


def test_code_scanner_finds_a_code_beside_its_name() -> None:
    assert scan.spoken_codes("Opname: link, wachtwoord" + ": geheim99")
    assert not scan.spoken_codes("Wachtwoord: " + "\n<input>")
    assert not scan.spoken_codes("the password has its own page")


def test_setting_scanners_find_names() -> None:
    assert scan.environment_names('X = env("THING_X", "", kind=str)\n') == {"THING_X"}
    assert scan.settings_asked("def f():\n    return settings.GRANT_ALL\n") == {"GRANT_ALL"}
