"""The one way to write a flat object as bytes: RFC 8785 (JSON canonicalization), for strings, integers and null."""

import json
from collections.abc import Mapping

Value = str | int | None

LARGEST_INTEGER = 2**53 - 1
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_FIRST_PRINTABLE = 0x20
_ESCAPES = {code: f"\\u{code:04x}" for code in range(_FIRST_PRINTABLE)} | {ord(c): text for c, text in _SHORT.items()}


class NotCanonicalError(ValueError):
    """A value that the log cannot hold, or bytes that are not the one way to write it."""


def encode(flat: Mapping[str, Value]) -> bytes:
    """Return the RFC 8785 bytes (UTF-8) of one flat object.

    Keys are sorted by their UTF-16 code units (section 3.2.3). Raises NotCanonicalError for floats, booleans, nested
    values, keys that are no text, integers beyond ±(2**53 - 1) and lone surrogates.
    """
    for key in flat:
        if not isinstance(key, str):
            raise NotCanonicalError(f"{key!r} is no text and cannot be a key")
        _check_text(key)
    members = sorted(flat.items(), key=lambda member: member[0].encode("utf-16-be"))
    return ("{" + ",".join(f"{_text(key)}:{_value(value)}" for key, value in members) + "}").encode()


def decode(line: bytes) -> dict[str, Value]:
    """Return the flat object of canonical bytes; raises NotCanonicalError when these are not its RFC 8785 bytes."""
    try:
        found = json.loads(line.decode())
    except (ValueError, RecursionError) as problem:
        raise NotCanonicalError("these bytes are not JSON in UTF-8") from problem
    if not isinstance(found, dict) or encode(found) != line:
        raise NotCanonicalError("these bytes are not the canonical form of a flat object")
    return found


def _value(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        _check_text(value)
        return _text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonicalError(f"{value} is too large: not every reader of JSON keeps it exact")
        return str(value)
    raise NotCanonicalError(f"a {type(value).__name__} cannot stand in a line: only texts, whole numbers and null can")


def _text(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        raise NotCanonicalError("half a character (a lone surrogate) cannot stand in a line") from problem
