"""Settings are typed, and loud when a value is missing or wrong."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from communityup.config.env import env


def test_an_empty_path_is_no_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("A_PATH", " ")
    assert env("A_PATH", tmp_path, kind=Path) == tmp_path
    with pytest.raises(ImproperlyConfigured, match="A_PATH"):
        env("A_PATH", kind=Path)


@pytest.mark.parametrize(("text", "kind"), [("perhaps", bool), ("1.5", int), ("", int)])
def test_a_value_that_does_not_fit_is_said_by_name(
    monkeypatch: pytest.MonkeyPatch, text: str, kind: type[bool] | type[int]
) -> None:
    monkeypatch.setenv("A_SETTING", text)
    with pytest.raises(ImproperlyConfigured, match="A_SETTING"):
        env("A_SETTING", kind=kind)


def test_values_get_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SETTING", "a, b ,,c")
    assert env("A_SETTING", kind=list) == ["a", "b", "c"]
    monkeypatch.setenv("A_SETTING", "Yes")
    assert env("A_SETTING", kind=bool) is True
    monkeypatch.delenv("A_SETTING")
    assert env("A_SETTING", 7, kind=int) == 7
