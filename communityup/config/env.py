"""Read settings from the environment: typed, and loud when a value is missing or wrong."""

import os
from pathlib import Path
from typing import TypeVar, cast

from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value", str, int, bool, Path, list[str])

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def env(name: str, default: Value | None = None, *, kind: type[Value]) -> Value:
    """Return the environment variable `name` as `kind`.

    An empty path counts as missing. Raises ImproperlyConfigured when it is missing without a default, or when its text
    does not fit the kind.
    """
    text = os.environ.get(name)
    # An empty path is no path: it would mean the folder one happens to stand in.
    if text is None or (kind is Path and not text.strip()):
        if default is None:
            message = f"The setting {name} is missing: set this environment variable."
            raise ImproperlyConfigured(message)
        return default
    return cast("Value", _convert(name, text.strip(), kind))


def _convert(name: str, text: str, kind: type[object]) -> object:
    if kind is bool:
        return _boolean(name, text)
    if kind is int:
        try:
            return int(text)
        except ValueError:
            message = f"The setting {name} must be a whole number, not {text!r}."
            raise ImproperlyConfigured(message) from None
    if kind is Path:
        return Path(text).expanduser().resolve()
    if kind is str:
        return text
    return [part.strip() for part in text.split(",") if part.strip()]


def _boolean(name: str, text: str) -> bool:
    lowered = text.lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    message = f"The setting {name} must be yes or no, not {text!r}."
    raise ImproperlyConfigured(message)
