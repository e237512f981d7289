"""Letting time pass."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.make_silence import Later


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let days pass: `later(3)` is three days after now."""
    real, passed = timezone.now, dt.timedelta()

    def move(days: float) -> None:
        nonlocal passed
        passed += dt.timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: real() + passed)

    return move
