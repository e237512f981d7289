"""What do we hand out of the log: one ZIP that anybody can check without us (`communityup log verify`).

The same database gives the same bytes. Inside: `streams/<id>.jsonl` (the exact bytes of each line), `tree/leaves.txt`
(one row per leaf: its hash, and of exported lines the stream and number), `bodies.jsonl` (words with their salts, as
far as they are not erased or hidden) and `manifest.json`.

Lines follow publicity: of a stream that not everybody may see only the leaves are in the file, hashes that tell
nothing, so that the root still verifies; the manifest says how many. Nothing is locked meanwhile: the log only grows,
so its ends are read first and what comes after them is left out.
"""

import heapq
import json
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from communityup.log.events import Erased, Hidden, Shown
from communityup.log.models import FurtherCommitment, Leaf, Line, Stream, Tree
from communityup.methods import canonical, merkle
from communityup.methods.logbook import FORMAT

Value = TypeVar("Value")
# Words behind commitments: takes commitments, gives (commitment, salt, body) of those that still exist.
BodyProvider = Callable[[Collection[str]], Iterable[tuple[str, bytes, str]]]
# Streams that everybody may see: gives their ids (Stream.public_id).
PublicStreams = Callable[[], Collection[str]]
AT_ONCE = 500
# Lines after which words may be missing.
MAY_MISS = frozenset({Erased.type, Hidden.type})
ATTEMPTS = 3
# ZIP keeps no earlier time; a real one would make two exports differ.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL = 0o644 << 16

_providers: list[BodyProvider] = []
_public: list[PublicStreams] = []


@dataclass(frozen=True)
class Ends:
    """How far the log reached when the export began."""

    site: str
    size: int
    streams: Sequence[Mapping[str, Any]]
    complete: bool


def register_bodies(provider: BodyProvider) -> None:
    """Let an app that keeps words hand them out; called from AppConfig.ready."""
    if provider not in _providers:
        _providers.append(provider)


def register_public(streams: PublicStreams) -> None:
    """Let an app that owns streams say which of them everybody may see; called from AppConfig.ready."""
    if streams not in _public:
        _public.append(streams)


def closed_streams(stream: str | None = None, *, everything: bool = False) -> list[Stream]:
    """Return the streams in such an export that not everybody may see: only two people together open these (E26)."""
    if stream is None and not everything:
        return []
    closed = Stream.objects.exclude(kind=Stream.Kind.SITE).exclude(public_id__in=_public_ids())
    return list(closed if stream is None else closed.filter(public_id=stream))


def write(path: Path, *, stream: str | None = None, everything: bool = False) -> Ends:
    """Write the export of the public streams, of one stream by its id, or of everything; return how far it reaches.

    One stream and `everything` hold lines and words of closed challenges. The file appears at once and complete, or
    not at all. Raises Stream.DoesNotExist, and OSError of the disk.
    """
    half = path.with_name(path.name + ".part")
    try:
        for _attempt in range(ATTEMPTS):
            ends = read_ends(stream, everything=everything)
            # Words erased or hidden while we wrote have their line only after our ends: begin again then.
            if not _write_once(half, ends):
                break
        half.replace(path)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return ends


def read_ends(stream: str | None = None, *, everything: bool = False) -> Ends:
    """Return how far what is chosen reaches now; the size of the tree first, so that every leaf has its line."""
    tree = Tree.objects.filter(pk=Tree.ONLY).first()
    chosen = Stream.objects.exclude(kind=Stream.Kind.PRACTICE).order_by("public_id")
    if stream is not None:
        chosen = chosen.filter(public_id=stream)
        if not chosen.exists():
            raise Stream.DoesNotExist(f"there is no stream {stream}")
    elif not everything:
        chosen = chosen.filter(public_id__in=_public_ids())
    streams = list(chosen.values("pk", "public_id", "kind", "last_n", "last_hash"))
    return Ends(tree.site if tree else "", tree.size if tree else 0, streams, complete=everything and stream is None)


def _public_ids() -> set[str]:
    return {one for streams in _public for one in streams()}


def _write_once(path: Path, ends: Ends) -> set[str]:
    """Write everything up to these ends; return the commitments whose words are gone without a line that says so."""
    missing: set[str] = set()
    erased: set[str] = set()
    frontier, withheld = merkle.Frontier(), 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for stream in ends.streams:
            with _entry(archive, f"streams/{stream['public_id']}.jsonl") as file:
                for lines in _chunks(_lines(stream)):
                    file.write(b"".join(bytes(line["bytes"]) + b"\n" for line in lines))
                    _follow(lines, erased)
        with _entry(archive, "bodies.jsonl") as file:
            for commitments in _chunks(_commitments(ends)):
                found = list(_bodies(commitments))
                missing |= set(commitments) - {commitment for commitment, _salt, _body in found}
                file.write(b"".join(map(_body_row, found)))
        with _entry(archive, "tree/leaves.txt") as file:
            for rows in _chunks(_leaves(ends)):
                for row in rows:
                    frontier.add(bytes.fromhex(row.split()[0]))
                withheld += sum(" " not in row for row in rows)
                file.write("".join(rows).encode())
        with _entry(archive, "manifest.json") as file:
            file.write(_manifest(ends, frontier.root().hex(), withheld))
    return missing - erased


def _follow(lines: Iterable[Mapping[str, Any]], may_miss: set[str]) -> None:
    """Keep up which commitments may miss their words after these lines."""
    for line in lines:
        if line["type"] in MAY_MISS:
            may_miss.add(_commitment(line))
        elif line["type"] == Shown.type:
            may_miss.discard(_commitment(line))


def _entry(archive: zipfile.ZipFile, name: str) -> Any:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.create_system, info.external_attr = 3, _READABLE_BY_ALL
    return archive.open(info, "w", force_zip64=True)


def _chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    iterator = iter(values)
    while chunk := list(islice(iterator, AT_ONCE)):
        yield chunk


def _lines(stream: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    found = Line.objects.filter(stream_id=stream["pk"], n__lte=stream["last_n"]).order_by("n")
    return found.values("bytes", "type").iterator(AT_ONCE)


def _commitment(line: Mapping[str, Any]) -> str:
    return str(canonical.decode(bytes(line["bytes"])).get("commitment"))


def _commitments(ends: Ends) -> Iterator[str]:
    last_of = {stream["pk"]: stream["last_n"] for stream in ends.streams}
    own = Line.objects.exclude(commit="").values_list("commit", "stream_id", "n").order_by("commit")
    further = FurtherCommitment.objects.values_list("value", "line__stream_id", "line__n").order_by("value")
    previous = ""
    for commit, stream, n in heapq.merge(own.iterator(AT_ONCE), further.iterator(AT_ONCE)):
        if commit != previous and n <= last_of.get(stream, 0):
            previous = commit
            yield commit


def _bodies(commitments: Collection[str]) -> Iterator[tuple[str, bytes, str]]:
    yield from sorted(body for provider in _providers for body in provider(commitments))


def _body_row(found: tuple[str, bytes, str]) -> bytes:
    commitment, salt, body = found
    return canonical.encode({"commit": commitment, "salt": salt.hex(), "body": body}) + b"\n"


def _leaves(ends: Ends) -> Iterator[str]:
    ids = {stream["pk"]: stream["public_id"] for stream in ends.streams}
    found = Leaf.objects.filter(index__lt=ends.size).order_by("index")
    for leaf, stream, n in found.values_list("hash", "line__stream_id", "line__n").iterator(AT_ONCE):
        yield f"{leaf} {ids[stream]} {n}\n" if stream in ids else f"{leaf}\n"


def _manifest(ends: Ends, root: str, withheld: int) -> bytes:
    streams = [
        {"id": stream["public_id"], "kind": stream["kind"], "last": stream["last_hash"], "lines": stream["last_n"]}
        for stream in ends.streams
    ]
    manifest = {
        "format": FORMAT,
        "site": ends.site,
        "complete": ends.complete,
        "tree": {"size": ends.size, "root": root, "withheld": withheld},
        "streams": streams,
    }
    return (json.dumps(manifest, sort_keys=True, indent=1) + "\n").encode()
