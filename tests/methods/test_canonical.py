"""RFC 8785 for flat objects: against its own examples, an independent writer, and random values."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communityup.methods.canonical import LARGEST_INTEGER, NotCanonicalError, decode, encode

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.none() | texts | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
flats = st.dictionaries(texts, values, max_size=12)


def character_by_the_book(character: str) -> str:
    """Write one character of a string: RFC 8785, 3.2.2.2."""
    code = ord(character)
    if character in '"\\':
        return "\\" + character
    if code in {8, 9, 10, 12, 13}:
        return "\\" + {8: "b", 9: "t", 10: "n", 12: "f", 13: "r"}[code]
    if code < 32:
        return "\\u00" + "0123456789abcdef"[code // 16] + "0123456789abcdef"[code % 16]
    return character


def text_by_the_book(text: str) -> str:
    return '"' + "".join(map(character_by_the_book, text)) + '"'


def units(key: str) -> list[int]:
    """Return the UTF-16 code units of a key: RFC 8785, 3.2.3."""
    found = []
    for character in key:
        code = ord(character)
        if code < 0x10000:
            found.append(code)
        else:
            found += [0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)]
    return found


def by_the_book(flat: dict[str, Any]) -> bytes:
    """Write the object from the text of the RFC, sharing no code with the method."""
    parts = []
    for key in sorted(flat, key=units):
        value = flat[key]
        written = "null" if value is None else text_by_the_book(value) if isinstance(value, str) else f"{value:d}"
        parts.append(f"{text_by_the_book(key)}:{written}")
    return ("{" + ",".join(parts) + "}").encode("utf-8")


@given(flats)
def test_every_flat_object_is_written_by_the_book(flat: dict[str, Any]) -> None:
    assert encode(flat) == by_the_book(flat)


@given(flats)
def test_what_is_written_reads_back_as_itself(flat: dict[str, Any]) -> None:
    assert decode(encode(flat)) == flat
    assert json.loads(encode(flat)) == flat


@given(flats, st.randoms())
def test_the_order_in_which_keys_came_does_not_matter(flat: dict[str, Any], chance: Any) -> None:
    keys = list(flat)
    chance.shuffle(keys)
    assert encode({key: flat[key] for key in keys}) == encode(flat)


def test_the_rfc_s_own_order_of_keys() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\u00f6"]
    written = encode(dict.fromkeys(keys, ""))
    assert list(json.loads(written)) == ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_the_rfc_s_own_string() -> None:
    assert encode({"string": '\u20ac$\x0f\nA\'B"\\\\"/'}) == b'{"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'


@pytest.mark.parametrize("value", [
    1.0, float("nan"), True, [], {}, b"x", 2**53, -(2**53), "\ud800", "\udfff\ud800",
])  # fmt: skip
def test_what_has_no_one_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        encode({"a": value})


@pytest.mark.parametrize("flat", [{1: "a"}, {None: "a"}, {"\ud800": "a"}])
def test_keys_that_are_no_text_are_refused(flat: Any) -> None:
    with pytest.raises(NotCanonicalError):
        encode(flat)


@pytest.mark.parametrize("line", [
    b"", b"{", b"[]", b"1", b'"a"', b"null", b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1,"a":1}', b'{"a":1.0}',
    b'{"a":1e3}', b'{"a":-0}', b'{"a":01}', b'{"a":true}', b'{"a":[]}', b'{"a":"\\u0041"}', b'{"a":"\\/"}',
    b'{"a":"\\u001F"}', b'{"a":1}\n', b'{"a":"\xff"}', b'{"a":"\\ud800"}', b'{"a":NaN}', b'{"a":9007199254740992}',
    b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}", b'\xef\xbb\xbf{"a":1}',
], ids=lambda line: repr(line[:20]))  # fmt: skip
def test_bytes_that_are_not_the_one_form_are_refused(line: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(line)


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_or_are_their_own_one_form(line: bytes) -> None:
    try:
        flat = decode(line)
    except NotCanonicalError:
        return
    assert encode(flat) == line
