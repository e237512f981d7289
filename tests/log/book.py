"""A small log made by hand, as parts that a test can change before they become an export. Needs no Django."""

import copy
import hashlib
import hmac
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communityup.methods import canonical, merkle

SITE, ONE, TWO = "5" * 32, "a" * 32, "b" * 32
SALT = b"s" * 32


@dataclass
class Book:
    """The parts of an export: lines by stream, rows of the tree, words, and the manifest."""

    streams: dict[str, list[bytes]] = field(default_factory=dict)
    leaves: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)

    def copy(self) -> "Book":
        return copy.deepcopy(self)

    def write(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w") as archive:
            for stream, lines in self.streams.items():
                archive.writestr(f"streams/{stream}.jsonl", b"".join(line + b"\n" for line in lines))
            archive.writestr("tree/leaves.txt", "".join(f"{row}\n" for row in self.leaves))
            archive.writestr("bodies.jsonl", b"".join(canonical.encode(body) + b"\n" for body in self.bodies))
            archive.writestr("manifest.json", json.dumps(self.manifest))
        return path

    def change(self, stream: str, n: int, /, **keys: Any) -> None:
        """Change what stands in a line, with its one form kept."""
        content = {**canonical.decode(self.streams[stream][n - 1]), **keys}
        self.streams[stream][n - 1] = canonical.encode(content)

    def chain(self, stream: str, start: int = 1) -> None:
        """Count and chain the lines of a stream again from a line on, as a forger would."""
        before = hash_of(self.streams[stream][start - 2]) if start > 1 else None
        for n in range(start, len(self.streams[stream]) + 1):
            self.change(stream, n, n=n, prev=before)
            before = hash_of(self.streams[stream][n - 1])

    def plant(self, order: list[tuple[str, int]]) -> None:
        """Make the tree of these lines in this order, and a manifest that agrees with everything."""
        hashes = [leaf_of(self.streams[stream][n - 1]) for stream, n in order]
        self.leaves = [f"{leaf.hex()} {stream} {n}" for leaf, (stream, n) in zip(hashes, order, strict=True)]
        self.manifest = {
            "format": "communityup-log/1",
            "site": SITE,
            "complete": True,
            "tree": {"size": len(hashes), "root": merkle.root(hashes).hex()},
            "streams": [
                {"id": stream, "kind": "challenge", "last": hash_of(lines[-1]), "lines": len(lines)}
                for stream, lines in self.streams.items()
            ],
        }

    def seal_again(self) -> None:
        """Make the root of the manifest that of the rows of the tree, whatever they are."""
        hashes = [bytes.fromhex(row.split()[0]) for row in self.leaves]
        self.manifest["tree"] = {"size": len(hashes), "root": merkle.root(hashes).hex()}


def hash_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def leaf_of(line: bytes) -> bytes:
    return merkle.leaf_hash(hashlib.sha256(line).digest())


def commitment(body: str) -> str:
    return hmac.new(SALT, body.encode(), hashlib.sha256).hexdigest()


def line(stream: str, n: int, /, **keys: Any) -> bytes:
    return canonical.encode(
        {
            "v": 1, "site": SITE, "stream": stream, "n": n, "prev": None, "time": 1_795_300_000_000 + n,
            "type": "trial.done", "tv": 1, "object": f"{n:032x}", "party": None, "role": "person", "actor": None,
            "commit": None, "nonce": f"{n:064x}", **keys,
        }
    )  # fmt: skip


def whole() -> Book:
    """Return a log of two streams of eight and four lines; the last line of the first is not sealed yet."""
    book = Book()
    book.streams[ONE] = [line(ONE, n) for n in range(1, 9)]
    book.streams[TWO] = [line(TWO, n) for n in range(1, 5)]
    book.change(ONE, 2, commit=commitment("Meer bomen"))
    book.change(ONE, 3, commit=commitment("Gewist"))
    book.change(ONE, 6, type="texts.erased", object=f"{3:032x}", commitment=commitment("Gewist"))
    book.change(TWO, 1, commit=commitment("Minder stenen"))
    book.bodies = [
        {"commit": commitment(body), "salt": SALT.hex(), "body": body} for body in ("Meer bomen", "Minder stenen")
    ]
    for stream in (ONE, TWO):
        book.chain(stream)
    first, second = [(ONE, n) for n in range(1, 8)], [(TWO, n) for n in range(1, 5)]
    book.plant([*first[:3], *second[:2], *first[3:5], second[2], *first[5:], second[3]])
    return book
