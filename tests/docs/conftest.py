"""What the tests of the documentation read."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT
