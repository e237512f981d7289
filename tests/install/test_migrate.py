"""A new database gets the same tables in the quick way as in Django's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nasty import FULL

ROOT = Path(__file__).resolve().parents[2]
# Prints what the database holds, line by line: tables, indexes and triggers, with their SQL.
MAKE = """
import contextlib, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from communityup.cli.migrate import is_empty, new_tables_alone
assert is_empty()
with new_tables_alone() if sys.argv[1] == "quick" else contextlib.nullcontext():
    call_command("migrate", verbosity=0, interactive=False)
assert not is_empty()
with connection.cursor() as cursor:
    cursor.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    print(*(repr(row) for row in cursor.fetchall()), sep="\\n")
"""


def made(way: str, folder: Path) -> list[str]:
    """Return what a new database holds when it is made in this way."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITYUP_")}
    environment |= {"COMMUNITYUP_MODE": "development", "COMMUNITYUP_DATA": str(folder), "DATABASE_URL": ""}
    environment |= {"DJANGO_SETTINGS_MODULE": "communityup.config.settings", "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", MAKE, way]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.skipif(not FULL, reason="two whole databases: in `make prove`")
def test_a_new_database_is_the_same_whichever_way_it_was_made(tmp_path: Path) -> None:
    quick, usual = tmp_path / "quick", tmp_path / "usual"
    for folder in (quick, usual):
        folder.mkdir()
    found = made("quick", quick)
    assert len(found) > 500
    assert found == made("usual", usual)
