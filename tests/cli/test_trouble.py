"""A command on a database that cannot do what it asks ends with a sentence, not with a list of our files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError

from communityup.cli.trouble import sentence_about

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("words", [["demo"], ["network", "ask", "buurt", "iemand@example.org"]])
def test_database_without_tables_is_told_in_one_sentence(words: list[str], tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITYUP_")}
    environment |= {"COMMUNITYUP_MODE": "development", "COMMUNITYUP_DATA": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "communityup.cli", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    told = "The database lacks tables of this version: run `communityup migrate` first. Nothing was changed.\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_trouble_of_the_machine_is_told_and_a_fault_of_ours_is_not_hidden() -> None:
    assert sentence_about(OperationalError("database or disk is full")) is not None
    assert sentence_about(IntegrityError("UNIQUE constraint failed: people_person.email")) is None
    assert sentence_about(ValueError("no such table")) is None
