"""Mail that came back: which copy, and for good or for now, as mail servers tell it (RFC 3464 and RFC 3463).

Mail comes from anybody and can hold anything, so what is here reads bytes, raises nothing for what they say, and trusts
nothing: it finds the mark of a copy, and who keeps the marks says whether it is one of theirs.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message

LARGEST = 5_000_000
MOST_PARTS = 100
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# "5.1.7" and "5.1.8" say that the sender's own address is wrong.
_OURS = {(1, 7), (1, 8)}
# A mailbox that was closed, and a domain that is not there.
_GONE = {(2, 1), (4, 4)}
_ADDRESSING = 1


@dataclass(frozen=True)
class Returned:
    """A copy that came back: its mark, and whether its address is not there at all."""

    mark: str
    is_final: bool


def mails(lines: Iterable[bytes], largest: int = LARGEST) -> Iterator[bytes | None]:
    """Yield each mail of a mailbox (mbox), or the one mail there is; None for one that is too large.

    Lines may be cut anywhere, so that a file without line ends is never read as a whole.
    """
    kept: list[bytes] = []
    size, fresh, begun, many = 0, True, False, None
    for line in lines:
        begins = fresh and line.startswith(b"From ")
        many = begins if many is None else many
        if many and begins:
            if begun:
                yield _whole(kept, size, largest)
            kept, size, begun = [], 0, True
            continue
        begun = begun or bool(line.strip())
        size += len(line)
        if size <= largest:
            kept.append(line)
        fresh = not line.strip()
    if begun:
        yield _whole(kept, size, largest)


def _whole(kept: list[bytes], size: int, largest: int) -> bytes | None:
    return b"".join(kept) if size <= largest else None


def returned(mail: bytes, header: str) -> Returned | None:
    """Return which copy a mail is about, by the header that every copy holds; None when nothing came back with it.

    A report that a copy is late, or did arrive, is none. For good is only what says that the address, its mailbox or
    its domain is not there; a full mailbox or a server that refuses the sender is for now, also when it says 5.x.x.
    """
    try:
        parts = _parts(message_from_bytes(mail))
    except (RecursionError, LookupError, ValueError):
        return None
    statuses = [status for part in parts for status in _failed(part)]
    mark = next((found for part in parts if (found := _mark(part, header))), "")
    if not statuses or not mark:
        return None
    return Returned(mark, all(_is_gone(*status) for status in statuses))


def _parts(message: Message) -> list[Message]:
    """Return the parts of a report; none for another mail, and not more than anybody needs."""
    if message.get_content_type() != "multipart/report":
        return []
    return [part for part, _number in zip(message.walk(), range(MOST_PARTS), strict=False)]


def _failed(part: Message) -> Iterator[tuple[int, int, int]]:
    """Yield the status of each reader whom a part says that the mail did not reach."""
    fields = part.get_payload()
    if part.get_content_type() != "message/delivery-status" or not isinstance(fields, list):
        return
    for one in fields:
        if not isinstance(one, Message) or str(one.get("Action", "")).strip().lower() != "failed":
            continue
        found = _STATUS.search(str(one.get("Status", "")))
        yield (int(found[1]), int(found[2]), int(found[3])) if found else (5, 0, 0)


def _is_gone(kind: int, subject: int, detail: int) -> bool:
    if kind != 5:  # noqa: PLR2004 - RFC 3463: 5 is for good
        return False
    return (subject == _ADDRESSING and (subject, detail) not in _OURS) or (subject, detail) in _GONE


def _mark(part: Message, header: str) -> str:
    """Return the mark in the copy, or in its headers alone, that came back inside a report."""
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list):
        return _said(payload[0], header) if payload else ""
    if part.get_content_type() == "text/rfc822-headers":
        words = part.get_payload(decode=True)
        return _said(message_from_string(words.decode("latin-1")), header) if isinstance(words, bytes) else ""
    return ""


def _said(message: object, header: str) -> str:
    return "".join(str(message.get(header, "")).split()) if isinstance(message, Message) else ""
