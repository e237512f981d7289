"""What does one fill in to follow another site, and what do we take of what that site says."""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from communityup.base.errors import Refused
from communityup.base.fetching import LONGEST, Unfetched
from communityup.network.library.exports import FORMAT, FORMAT_VERSION
from communityup.network.library.forms import PracticeForm
from communityup.network.library.models import (
    LABEL_LENGTH,
    NAME_LENGTH,
    QUOTE_LENGTH,
    SOURCE_LENGTH,
    TITLE_LENGTH,
    Stumble,
)
from communityup.network.networks.models import Condition
from communityup.texts.actions import clean_words
from communityup.texts.models import HIDDEN, TAKEN_AWAY, TAKEN_BACK, stand_in

DELETE = 127
# The page on which a network of another site shows its practices.
_OF_A_NETWORK = re.compile(r"https?://[^/?#]+/netwerken/[a-z0-9-]+/praktijken/?")
MOST_VOICES, MOST_FILES, MOST_VERSIONS, MOST_PRACTICES = 50, 20, 10_000, 5_000
TEXTS = ("context", "did", "why", "stumbling")


class FollowForm(forms.Form):
    """Where the practices of another site are."""

    address = forms.CharField(
        label=_("The address of the practices of another site"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("On the page with practices of a network there it is the link “JSON”. It begins with https://."),
    )

    def clean_address(self) -> str:
        """Return the address; of the page with practices of a network there that of the list beside it."""
        address: str = self.cleaned_data["address"].strip()
        return f"{address.rstrip('/')}/praktijken.json" if _OF_A_NETWORK.fullmatch(address) else address


class StopForm(forms.Form):
    """What is done with what came, when one stops following a site."""

    rest = forms.ChoiceField(
        label=_("What happens with the practices that came from there?"),
        choices=[
            ("stays", _("They stay as they are now, and change no more")),
            ("goes", _("They go, with all their words")),
        ],
        widget=forms.RadioSelect,
    )


class EntryForm(PracticeForm):
    """A practice of another site: bound by what holds for one of our own, and complete."""

    version = forms.IntegerField(min_value=1, max_value=MOST_VERSIONS)
    author = forms.CharField(max_length=NAME_LENGTH, required=False)

    def __init__(self, row: dict[str, Any]) -> None:
        words = {name: row.get(name) for name in ("title", "place", "size", "mode", "licence", "version", *TEXTS)}
        known = {
            "stumbles": _of(row.get("stumblingBlocks"), Stumble.values),
            "conditions": _of(row.get("conditions"), Condition.values),
            "themes": ", ".join(str(one).replace(",", " ") for one in _list(row.get("themes"))),
            "contact_role": row.get("contactRole"),
            "author": row.get("writtenBy"),
        }
        super().__init__({name: _plain(value) for name, value in (words | known).items()})
        for name in TEXTS:
            self.fields[name].required = True


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A practice of another site as it was taken: its id there, its edition, its words, and whose voices are in it."""

    id: str
    version: int
    published_at: Any
    author: str
    words: dict[str, Any]
    voices: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    digest: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """What another site says: its name, its practices, what it took back, and how many could not be taken."""

    name: str
    entries: dict[str, Entry] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    left_out: int = 0
    # Titles of what could not be taken, each with why not; and where the next part is.
    refused: tuple[tuple[str, str], ...] = ()
    onwards: str = ""

    def and_then(self, more: "Found") -> "Found":
        """Return this with the next part: what is taken back in one of them is in none."""
        gone = self.withdrawn | more.withdrawn
        entries = {key: one for key, one in {**more.entries, **self.entries}.items() if key not in gone}
        return replace(
            self, entries=entries, withdrawn=gone, left_out=self.left_out + more.left_out,
            refused=self.refused + more.refused, onwards=more.onwards,
        )  # fmt: skip


def read(body: bytes, address: str) -> Found:
    """Return what stands in the practices of another site; raises Unfetched ("kind") for what is something else.

    Everything is text and stays text. A practice that is too long, not complete, under another licence, with an id that
    is not on that site, or there twice is left out and counted; nothing is cut off. What we had of one that can not be
    taken any more goes, as what was taken back there: perhaps words in it were hidden.
    """
    try:
        told = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Unfetched("kind") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT or told.get("formatVersion") != FORMAT_VERSION:
        raise Unfetched("kind")
    rows = told.get("practices")
    if not isinstance(rows, list) or len(rows) > MOST_PRACTICES:
        raise Unfetched("kind")
    here = urlsplit(address)
    host = here.netloc.lower().removesuffix(":443")
    gone = {one.get("id") for one in _list(told.get("withdrawn")) if isinstance(one, dict)}
    withdrawn = frozenset(str(one) for one in gone if _is_id(one, here.scheme, host))
    entries, refused, why = dict[str, Entry](), set[str](), list[tuple[str, str]]()
    for row in rows:
        public_id = str(row["id"]) if isinstance(row, dict) and isinstance(row.get("id"), str) else ""
        if not _is_id(public_id, here.scheme, host) or public_id in entries or public_id in withdrawn:
            continue
        entry = _entry(row)
        if isinstance(entry, str):
            refused.add(public_id)
            why.append((_line(row.get("title"))[:TITLE_LENGTH], entry))
        else:
            entries[public_id] = entry
    name = " · ".join(part for part in (_line(told.get("site")), _line(told.get("network"))) if part)
    return Found(
        name=(name or host)[:NAME_LENGTH].strip(),
        entries=entries,
        withdrawn=withdrawn | (refused - set(entries)),
        left_out=len(rows) - len(entries),
        refused=tuple(why),
        onwards=_onwards(told.get("next"), here.scheme, host),
    )


def _onwards(told: Any, scheme: str, host: str) -> str:
    """Return where the next part is: on the same site; raises Unfetched ("kind") for another place."""
    if told is None:
        return ""
    if not _is_id(told, scheme, host) or len(told) > LONGEST:
        raise Unfetched("kind")
    return str(told)


def _entry(row: dict[str, Any]) -> Entry | str:
    """Return a practice of another site, or why it can not be taken."""
    form, voices, files = EntryForm(row), _voices(row.get("voices")), _files(row.get("files"), row["id"])
    if not form.is_valid():
        faults = {fault.code for told in form.errors.as_data().values() for fault in told}
        return "licence" if "licence" in form.errors else "incomplete" if "required" in faults else "long"
    if voices is None or files is None:
        return "parts"
    if not _is_readable([*form.cleaned_data.values(), *voices, *files]):
        return "hidden"
    words = dict(form.cleaned_data)
    version, author = words.pop("version"), words.pop("author")
    kept = json.dumps([words, voices, author, *files], sort_keys=True, ensure_ascii=True, default=str)
    return Entry(
        id=row["id"],
        version=version,
        published_at=_moment(row.get("publishedAt")),
        author=author,
        words=words,
        voices=voices,
        files=files,
        digest=hashlib.sha256(kept.encode()).hexdigest(),
    )


def _is_readable(told: list[Any]) -> bool:
    """Say whether all these words are words that we would keep of somebody here."""
    words = [one for part in told for one in (part if isinstance(part, list | tuple) else [part])]
    gone = {stand_in(mark) for mark in (HIDDEN, TAKEN_AWAY, TAKEN_BACK)}
    try:
        return not any(clean_words(one) in gone for one in words if isinstance(one, str) and one)
    except Refused:
        return False


def _is_id(value: Any, scheme: str, host: str) -> bool:
    """Say whether this is an address on the site it comes from: nobody speaks for another site."""
    if not isinstance(value, str) or not 0 < len(value) <= SOURCE_LENGTH or not value.isascii():
        return False
    if not value.isprintable() or set(value) & set(' \\"<>^`{|}'):
        return False
    return value.startswith(f"{scheme}://{host}/")


def _voices(told: Any) -> tuple[tuple[str, str], ...] | None:
    """Return who speaks in a practice, by label; None when something in it is not as it should be."""
    found = []
    for one in _list(told):
        if not isinstance(one, dict):
            return None
        label, words = _line(one.get("as")), _plain(one.get("words"))
        if not label or len(label) > LABEL_LENGTH or not isinstance(words, str) or len(words) > QUOTE_LENGTH:
            return None
        found.append((label, words.strip()))
    return tuple(found) if len(found) <= MOST_VOICES else None


def _files(told: Any, public_id: str) -> tuple[tuple[str, str], ...] | None:
    """Return the files of a practice, by title and address on its own site; None when something is not as it should be.

    They are told of and never fetched: what is taken away there is gone.
    """
    site, found = urlsplit(public_id), []
    for one in _list(told):
        title, address = (_line(one.get("title")), one.get("address")) if isinstance(one, dict) else ("", "")
        if not 0 < len(title) <= TITLE_LENGTH or not _is_id(address, site.scheme, site.netloc):
            return None
        found.append((title, str(address)))
    return tuple(found) if len(found) <= MOST_FILES and len(set(found)) == len(found) else None


def _moment(told: Any) -> Any:
    """Return when something was published there; what is no moment, or is still to come, is now."""
    now = timezone.now()
    try:
        found = parse_datetime(told) if isinstance(told, str) else None
    except (ValueError, OverflowError):
        found = None
    return found if found is not None and found.tzinfo is not None and found <= now else now


def _list(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []


def _of(told: Any, known: list[str]) -> list[str]:
    return [one for one in known if one in _list(told)]


def _line(told: Any) -> str:
    return " ".join(str(_plain(told)).split()) if isinstance(told, str) else ""


def _plain(told: Any) -> Any:
    """Return words without what no database keeps: halves of letters, and signs that steer a machine."""
    if isinstance(told, list):
        return [_plain(one) for one in told]
    if isinstance(told, bool) or not isinstance(told, str | int):
        return ""
    words = str(told).encode("utf-8", "ignore").decode("utf-8")
    return "".join(sign for sign in words if sign in "\t\n\r" or (ord(sign) >= ord(" ") and ord(sign) != DELETE))
