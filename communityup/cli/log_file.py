"""Read an exported log, and refuse in one sentence what is none. Needs no Django, no database and no network."""

import argparse
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communityup.methods import canonical, logbook
from communityup.methods.logbook import Finding, LeafTable, StreamEnd

MANIFEST, LEAVES, BODIES = "manifest.json", "tree/leaves.txt", "bodies.jsonl"
# No entry of a real export comes near this; a ZIP that swells further is meant to fill the memory.
LARGEST_ENTRY = 2_000_000_000
_STREAM = re.compile(r"streams/([0-9a-f]{32})\.jsonl")
_LEAF = re.compile(r"([0-9a-f]{64})(?: ([0-9a-f]{32}) ([1-9][0-9]{0,15}))?")
_KNOWN = re.compile(r"([0-9]{1,15}):([0-9a-fA-F]{64})")


class NotAnExportError(Exception):
    """The file cannot be checked: it is missing, broken, or no export of a log."""


@dataclass
class Export:
    """An opened export: its manifest, and the rest when asked for."""

    archive: zipfile.ZipFile
    site: str
    size: int
    root: str
    complete: bool
    withheld: int | None
    ends: list[StreamEnd]

    def summary(self) -> str:
        """Say in one sentence what was checked."""
        lines = sum(end.lines for end in self.ends)
        told = f"{lines} lines in {len(self.ends)} streams, a tree of {self.size} with root {self.root}"
        left_out = f"; {self.withheld} of its lines are of other streams and not in this file"
        return told + left_out if self.withheld else told

    def stream_names(self) -> dict[str, str]:
        """Return the entry of each stream that is in the file."""
        matches = [_STREAM.fullmatch(name) for name in self.archive.namelist()]
        return {match[1]: match[0] for match in matches if match}

    def lines(self, stream: str) -> list[bytes]:
        """Return the lines of one stream as they stand in the file."""
        return _rows(_read(self.archive, f"streams/{stream}.jsonl"))

    def table(self) -> LeafTable:
        """Return the leaves of the tree."""
        hashes, place = [], {}
        for index, row in enumerate(_rows(_read(self.archive, LEAVES))):
            match = _LEAF.fullmatch(row.decode("ascii", "replace"))
            # A row that is no hash still takes its place, so that the others keep theirs.
            hashes.append(bytes.fromhex(match[1]) if match else row)
            if match and match[2]:
                place[match[2], int(match[3])] = index
        return LeafTable(hashes, place)

    def bodies(self) -> dict[str, tuple[bytes, bytes]]:
        """Return (salt, words) by commitment."""
        found = {}
        for number, row in enumerate(_rows(_read(self.archive, BODIES)), start=1):
            try:
                content = canonical.decode(row)
                body, salt = str(content["body"]).encode(), bytes.fromhex(str(content["salt"]))
            except (canonical.NotCanonicalError, KeyError, ValueError):
                raise NotAnExportError(f"Row {number} of {BODIES} cannot be read.") from None
            found[str(content.get("commit"))] = (salt, body)
        return found


@contextmanager
def opened(path: Path) -> Iterator[Export]:
    """Open an export; raises NotAnExportError with a sentence for what cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield _export(archive)
    except FileNotFoundError:
        raise NotAnExportError(f"There is no file {path}.") from None
    except OSError as problem:
        raise NotAnExportError(f"The file {path} cannot be read: {problem.strerror or problem}.") from problem
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as problem:
        raise NotAnExportError(f"The file {path} is no whole ZIP: {problem}.") from problem


def check(export: Export, *, known: tuple[int, str] | None = None) -> list[Finding]:
    """Check an export against itself, and against a root that was known earlier; return what is wrong."""
    table, there = export.table(), export.stream_names()
    findings = logbook.check_tree(
        table, size=export.size, root=export.root, complete=export.complete, withheld=export.withheld
    )
    findings += logbook.check_streams(export.ends, table, there)
    streams: dict[str, list[bytes]] = {}
    for end in export.ends:
        if end.id in there:
            streams[end.id] = export.lines(end.id)
            findings += logbook.check_stream(end, streams[end.id], table, site=export.site)
    findings += logbook.check_words(streams, export.bodies())
    if known is not None:
        findings += logbook.check_known(table, size=known[0], root=known[1])
    return sorted(findings)


def known_root(text: str) -> tuple[int, str]:
    """Read SIZE:ROOT of the command line."""
    match = _KNOWN.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(
            "give the size and the root of the tree as SIZE:ROOT, the root in 64 hex digits"
        )
    return int(match[1]), match[2].lower()


def _export(archive: zipfile.ZipFile) -> Export:
    manifest = _manifest(archive)
    try:
        tree = manifest["tree"]
        ends = [StreamEnd(_text(s["id"]), _number(s["lines"]), _text(s["last"])) for s in manifest["streams"]]
        return Export(
            archive,
            _text(manifest["site"]),
            _number(tree["size"]),
            _text(tree["root"]),
            manifest["complete"] is True,
            # Exports of before streams were left out do not have it.
            _number(tree["withheld"]) if "withheld" in tree else None,
            ends,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NotAnExportError(f"The {MANIFEST} of this file lacks what an export of a log has.") from None


def _manifest(archive: zipfile.ZipFile) -> Mapping[str, Any]:
    try:
        manifest = json.loads(_read(archive, MANIFEST))
    except (ValueError, RecursionError):
        raise NotAnExportError(f"The {MANIFEST} of this file cannot be read.") from None
    if not isinstance(manifest, dict) or manifest.get("format") != logbook.FORMAT:
        raise NotAnExportError(f"This file is no export of a log in the form {logbook.FORMAT}.")
    return manifest


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_ENTRY:
        raise ValueError
    return value


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise NotAnExportError(f"This file is no export of a log: {name} is missing.") from None
    if info.file_size > LARGEST_ENTRY:
        raise NotAnExportError(f"{name} is too large to check: {info.file_size} bytes.")
    return archive.read(info)


def _rows(data: bytes) -> list[bytes]:
    rows = data.split(b"\n")
    if rows and not rows[-1]:
        rows.pop()
    return rows
