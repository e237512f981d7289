"""Check an exported log against itself: lines, the chain of each stream, the tree, and the words behind commitments.

Pure: takes what stood in the file, gives findings that name the entry. What agrees in itself but was wholly rewritten
is found only with a root that was known before (`check_known`).
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from communityup.methods import canonical, merkle

FORMAT = "communityup-log/1"
KEYS = frozenset(
    {"v", "site", "stream", "n", "prev", "time", "type", "tv", "object", "party", "role", "actor", "commit", "nonce"}
)
ERASED, HIDDEN, SHOWN = "texts.erased", "texts.hidden", "texts.shown"


def commitments(content: Mapping[str, canonical.Value]) -> list[str]:
    """Return every commitment to words in a line: its `commit`, and each fact whose name ends in `_commit`."""
    return [
        value
        for key, value in content.items()
        if (key == "commit" or key.endswith("_commit")) and isinstance(value, str)
    ]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: `kind` says what, the other fields where (as far as they apply)."""

    stream: str = ""
    n: int = 0
    index: int = -1
    kind: str = ""
    other: int = 0


@dataclass(frozen=True)
class StreamEnd:
    """What the manifest says of a stream: its id, the number of its last line, and that line's hash."""

    id: str
    lines: int
    last: str


@dataclass
class LeafTable:
    """The leaves of the tree in order, and where each exported line should stand.

    `hashes` are 32 bytes each; `place` maps (stream, n) to an index. `trusted` says that size and root are those of the
    manifest, so that a difference with a line is the line's.
    """

    hashes: list[bytes]
    place: dict[tuple[str, int], int]
    trusted: bool = True
    where: dict[bytes, int] = field(init=False)
    longest: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.where = {leaf: index for index, leaf in enumerate(self.hashes)}
        self.longest = {}
        for stream, n in self.place:
            self.longest[stream] = max(n, self.longest.get(stream, 0))


@dataclass(frozen=True)
class _Entry:
    position: int
    written: bytes
    hash: str
    content: Mapping[str, canonical.Value]

    @property
    def n(self) -> int:
        number = self.content.get("n")
        return number if isinstance(number, int) else 0


def check_tree(table: LeafTable, *, size: int, root: str, complete: bool, withheld: int | None = None) -> list[Finding]:
    """Check the leaves against the size and root of the manifest; sets `table.trusted`.

    `complete` says that every leaf must have its line in the export; else `withheld` says how many leaves have none,
    because their stream is not public or was not asked for (None: the manifest does not say).
    """
    cut = len(table.hashes) < size
    found = [Finding(index=len(table.hashes), kind="leaf_dropped", other=size)] if cut else []
    found += [Finding(index=index, kind="leaf_inserted") for index in range(size, len(table.hashes))]
    if not found and merkle.root(table.hashes).hex() != root:
        found.append(Finding(kind="root"))
    table.trusted = not found
    placed = set(table.place.values())
    bare = [index for index in range(len(table.hashes)) if index not in placed]
    if complete:
        found += [Finding(index=index, kind="leaf_without_line") for index in bare]
    elif withheld is not None and not cut and len(bare) != withheld:
        found.append(Finding(index=len(bare), kind="leaves_without_line", other=withheld))
    return found


def check_known(table: LeafTable, *, size: int, root: str) -> list[Finding]:
    """Check that the tree of which this root was known earlier is the beginning of the tree now."""
    if len(table.hashes) < size:
        return [Finding(index=len(table.hashes), other=size, kind="shorter_than_known")]
    if merkle.root(table.hashes[:size]).hex() != root:
        return [Finding(other=size, kind="not_as_known")]
    return []


def check_streams(ends: Iterable[StreamEnd], table: LeafTable, present: Iterable[str]) -> list[Finding]:
    """Check that every stream the manifest or the tree names is in the export, and no other."""
    named, there = {end.id for end in ends}, set(present)
    found = [Finding(stream, kind="stream_withheld") for stream in sorted((named | table.longest.keys()) - there)]
    return found + [Finding(stream, kind="stream_inserted") for stream in sorted(there - named)]


def check_stream(end: StreamEnd, lines: Sequence[bytes], table: LeafTable, *, site: str) -> list[Finding]:
    """Check the lines of one stream, in the order of the file, against the tree, each other and the manifest."""
    entries = [_read(position, written) for position, written in enumerate(lines, start=1)]
    genuine, found = _sort_out(end, entries, table)
    found += [*_order(end, genuine), *_places(end, genuine, table)]
    for n, entry in sorted(genuine.items()):
        found += _content(end, entry, genuine.get(n - 1), site=site)
    return found


def check_words(streams: Mapping[str, Sequence[bytes]], bodies: Mapping[str, tuple[bytes, bytes]]) -> list[Finding]:
    """Check that the words behind every commitment are there and right, or were openly erased or hidden later.

    Words that are hidden may be missing until a later line says that they are back.

    `bodies` maps a commitment to (salt, UTF-8 body); a commitment is HMAC-SHA256(salt, body). `other` of a finding
    about words without a line is their row in `bodies`, from 1.
    """
    found: list[Finding] = []
    used: set[str] = set()
    for stream, lines in streams.items():
        # May the words of this object and commitment be missing? From the last line to the first: an erasure only
        # excuses what came before it, and of hiding and coming back the last counts.
        missing: dict[tuple[canonical.Value, canonical.Value], bool] = {}
        for entry in reversed([_read(position, written) for position, written in enumerate(lines, start=1)]):
            about = entry.content.get("object"), entry.content.get("commitment")
            if entry.content.get("type") == ERASED:
                missing[about] = True
            elif entry.content.get("type") in {HIDDEN, SHOWN}:
                missing.setdefault(about, entry.content.get("type") == HIDDEN)
            for commit in commitments(entry.content):
                used.add(commit)
                excused = missing.get((entry.content.get("object"), commit), False)
                found += _words(stream, entry.n, commit, bodies, excused=excused)
    found += [
        Finding(other=row, kind="words_inserted") for row, commit in enumerate(bodies, start=1) if commit not in used
    ]
    return found


def _words(
    stream: str, n: int, commit: str, bodies: Mapping[str, tuple[bytes, bytes]], *, excused: bool
) -> Iterator[Finding]:
    if commit not in bodies:
        if not excused:
            yield Finding(stream, n, kind="withheld")
        return
    salt, body = bodies[commit]
    if hmac.new(salt, body, hashlib.sha256).hexdigest() != commit:
        yield Finding(stream, n, kind="words_edited")


def _read(position: int, written: bytes) -> _Entry:
    try:
        content = canonical.decode(written)
    except canonical.NotCanonicalError:
        content = {}
    return _Entry(position, written, hashlib.sha256(written).hexdigest(), content)


def _leaf(line_hash: str) -> bytes:
    return merkle.leaf_hash(bytes.fromhex(line_hash))


def _sort_out(end: StreamEnd, entries: Sequence[_Entry], table: LeafTable) -> tuple[dict[int, _Entry], list[Finding]]:
    """Return for each number the entry that belongs there, and what is edited, dropped or inserted."""
    last = max(end.lines, table.longest.get(end.id, 0))
    claims: dict[int, list[_Entry]] = {}
    for entry in entries:
        belongs = entry.content.get("stream") == end.id and 1 <= entry.n <= last
        # What cannot be read as a line of this stream is, by its place, the line that is missing there.
        claims.setdefault(entry.n if belongs else -entry.position, []).append(entry)
    genuine: dict[int, _Entry] = {}
    present = {abs(place) for place in claims if -last <= place <= last}
    found = list(_gaps(end, present, last))
    for n in sorted(present):
        candidates = claims.get(n) or claims.pop(-n, [])
        right = next((entry for entry in candidates if _is_right(end, entry, claims, table)), None)
        if right is not None:
            genuine[n] = right
        else:
            found.append(Finding(end.id, n, kind="edited"))
        kept = right or next(iter(candidates), None)
        found += [Finding(end.id, n, kind="inserted", other=e.position) for e in candidates if e is not kept]
    strays = [entry for key, entries in claims.items() if key < 1 for entry in entries]
    found += [Finding(end.id, entry.n, kind="inserted", other=entry.position) for entry in strays]
    return genuine, found


def _gaps(end: StreamEnd, present: Iterable[int], last: int) -> Iterator[Finding]:
    """Name the lines up to the last that are not there: one finding per gap, however wide a manifest makes it."""
    before = 0
    for n in [*sorted(present), last + 1]:
        if n - before > 1:
            yield Finding(end.id, before + 1, kind="dropped" if n - before == 2 else "dropped_from", other=n - 1)  # noqa: PLR2004
        before = n


def _is_right(end: StreamEnd, entry: _Entry, claims: Mapping[int, Sequence[_Entry]], table: LeafTable) -> bool:
    """Say whether an entry is the line that was written: by the tree when that can be trusted, else by the chain."""
    if entry.n < 1:
        return False
    leaf, index = _leaf(entry.hash), table.place.get((end.id, entry.n))
    if table.trusted and (leaf in table.where or index is not None):
        return leaf in table.where
    if entry.n == end.lines:
        return entry.hash == end.last
    following = claims.get(entry.n + 1, [])
    if following:
        return any(after.content.get("prev") == entry.hash for after in following)
    return index is None or table.hashes[index] == leaf


def _order(end: StreamEnd, genuine: Mapping[int, _Entry]) -> Iterator[Finding]:
    """Name the lines that do not stand in the order of their numbers."""
    standing = sorted(genuine, key=lambda n: genuine[n].position)
    for n, should in zip(standing, sorted(genuine), strict=True):
        if n != should:
            yield Finding(end.id, n, kind="swapped", other=genuine[n].position)


def _places(end: StreamEnd, genuine: Mapping[int, _Entry], table: LeafTable) -> Iterator[Finding]:
    """Compare where each line stands in the tree with where it should: in the order of its stream, without gaps."""
    if end.lines in genuine and genuine[end.lines].hash != end.last:
        yield Finding(end.id, end.lines, kind="last")
    actual = {n: table.where.get(_leaf(entry.hash)) for n, entry in sorted(genuine.items())}
    last_sealed = max((n for n, index in actual.items() if index is not None), default=0)
    previous = -1
    for n, index in actual.items():
        promised = table.place.get((end.id, n))
        if index is None and promised is not None:
            yield Finding(end.id, n, promised, "leaf_edited")
        elif index is None:
            if n < last_sealed:
                yield Finding(end.id, n, kind="left_out")
        elif index != promised or index < previous:
            yield Finding(end.id, n, index, "leaf_misplaced")
        previous = previous if index is None else max(index, previous)


def _content(end: StreamEnd, entry: _Entry, before: _Entry | None, *, site: str) -> Iterator[Finding]:
    """Check what stands in one line: its keys, the hash of the line before, and that time does not run back."""
    content = entry.content
    if not content.keys() >= KEYS or content["v"] != 1 or content["site"] != site:
        yield Finding(end.id, entry.n, kind="format")
        return
    if entry.n == 1 and content["prev"] is not None:
        yield Finding(end.id, 1, kind="chain")
    if before is not None and content["prev"] != before.hash:
        yield Finding(end.id, entry.n, kind="chain")
    earlier = 0 if before is None else before.content.get("time")
    if not isinstance(content["time"], int) or (isinstance(earlier, int) and content["time"] < earlier):
        yield Finding(end.id, entry.n, kind="clock")
