"""An export is the same for the same log, holds what one needs to check it, and nothing of other streams."""

import hashlib
import hmac
import json
import zipfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import pytest

from communityup.cli import log_file
from communityup.log import exports
from communityup.log.actions import open_stream, record_erasure, seal
from communityup.log.events import Erased
from communityup.log.models import Stream
from communityup.methods import logbook

pytestmark = pytest.mark.django_db
SALT = b"s" * 32


def commitment(body: str) -> str:
    return hmac.new(SALT, body.encode(), hashlib.sha256).hexdigest()


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return words by commitment, handed out as the app of texts does."""
    kept: dict[str, str] = {}

    def provide(wanted: Collection[str]) -> Iterable[tuple[str, bytes, str]]:
        return [(commit, SALT, kept[commit]) for commit in wanted if commit in kept]

    monkeypatch.setattr(exports, "_providers", [provide])
    return kept


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the streams that everybody may see, to add to."""
    streams: set[str] = set()
    monkeypatch.setattr(exports, "_public", [lambda: streams])
    return streams


def findings(path: Path, **known: Any) -> list[logbook.Finding]:
    with log_file.opened(path) as export:
        return log_file.check(export, **known)


def test_the_same_log_gives_the_same_bytes(stream: Stream, writer: Any, words: dict[str, str], tmp_path: Path) -> None:
    words[commitment("Meer bomen")] = "Meer bomen"
    writer.write(stream, 3, commit=commitment("Meer bomen"))
    writer.write(open_stream("site"), 2)
    seal()
    writer.write(stream)
    for name in ("a.zip", "b.zip"):
        exports.write(tmp_path / name, everything=True)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert findings(tmp_path / "a.zip") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.zip"]


def test_it_holds_the_exact_bytes_and_the_words(
    stream: Stream, writer: Any, words: dict[str, str], tmp_path: Path
) -> None:
    words[commitment("Één zin\nen nog een")] = "Één zin\nen nog een"
    writer.write(stream, 2, commit=commitment("Één zin\nen nog een"))
    seal()
    exports.write(tmp_path / "log.zip", everything=True)
    with zipfile.ZipFile(tmp_path / "log.zip") as archive:
        lines = archive.read(f"streams/{stream.public_id}.jsonl").splitlines()
        bodies = [json.loads(row) for row in archive.read("bodies.jsonl").splitlines()]
        manifest = json.loads(archive.read("manifest.json"))
    assert lines == [bytes(line.bytes) for line in stream.lines.order_by("n")]
    assert [body["body"] for body in bodies] == ["Één zin\nen nog een"]
    assert manifest["tree"]["size"] == 2


def test_an_export_of_one_stream_shows_nothing_of_the_others(
    stream: Stream, writer: Any, words: dict[str, str], tmp_path: Path
) -> None:
    other, secret = open_stream("challenge"), commitment("Geheim")
    words[secret] = "Geheim"
    writer.write(other, 3, commit=secret)
    writer.write(stream, 2)
    seal()
    exports.write(tmp_path / "one.zip", stream=stream.public_id)
    raw = (tmp_path / "one.zip").read_bytes()
    assert findings(tmp_path / "one.zip") == []
    for canary in (other.public_id, secret, "Geheim", other.lines.get(n=1).hash):
        assert canary.encode() not in raw


def test_lines_and_words_of_closed_streams_are_only_in_an_export_of_everything(
    stream: Stream, writer: Any, words: dict[str, str], public: set[str], tmp_path: Path
) -> None:
    closed, secret, told = open_stream("challenge"), commitment("Geheim"), commitment("Open")
    words.update({secret: "Geheim", told: "Open"})
    writer.write(stream, 2, commit=told)
    writer.write(closed, 3, commit=secret)
    seal()
    public.add(stream.public_id)
    ends = exports.write(tmp_path / "public.zip")
    raw = (tmp_path / "public.zip").read_bytes()
    assert ([one["public_id"] for one in ends.streams], ends.size) == ([stream.public_id], 5)
    for canary in (closed.public_id, secret, "Geheim", closed.lines.get(n=1).hash):
        assert canary.encode() not in raw
    assert b"Open" in raw
    with log_file.opened(tmp_path / "public.zip") as export:
        assert (export.withheld, log_file.check(export)) == (3, [])
        assert "3 of its lines are of other streams" in export.summary()
    exports.write(tmp_path / "all.zip", everything=True)
    assert b"Geheim" in (tmp_path / "all.zip").read_bytes()
    assert findings(tmp_path / "all.zip") == []
    with log_file.opened(tmp_path / "public.zip") as one, log_file.opened(tmp_path / "all.zip") as other:
        assert one.root == other.root


def test_an_export_without_public_streams_holds_the_tree_alone(
    stream: Stream, writer: Any, public: set[str], tmp_path: Path
) -> None:
    writer.write(stream, 3)
    seal()
    exports.write(tmp_path / "log.zip")
    assert stream.public_id.encode() not in (tmp_path / "log.zip").read_bytes()
    assert findings(tmp_path / "log.zip") == []


def test_an_unknown_stream_is_refused_and_leaves_no_file(writer: Any, db: None, tmp_path: Path) -> None:
    with pytest.raises(Stream.DoesNotExist):
        exports.write(tmp_path / "x.zip", stream="00" * 16)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_log_can_be_exported_and_checked(db: None, tmp_path: Path) -> None:
    exports.write(tmp_path / "log.zip", everything=True)
    assert findings(tmp_path / "log.zip") == []


def test_words_that_were_erased_openly_are_no_fault(
    stream: Stream, writer: Any, words: dict[str, str], tmp_path: Path
) -> None:
    commit = commitment("Weg ermee")
    words[commit] = "Weg ermee"
    writer.write(stream, commit=commit)
    del words[commit]
    exports.write(tmp_path / "before.zip", everything=True)
    assert [found.kind for found in findings(tmp_path / "before.zip")] == ["withheld"]
    record_erasure(commit, by=writer.somebody())
    exports.write(tmp_path / "after.zip", everything=True)
    assert findings(tmp_path / "after.zip") == []


def test_words_behind_a_second_commitment_are_there_too(
    stream: Stream, writer: Any, words: dict[str, str], tmp_path: Path
) -> None:
    first, second = commitment("Wij schilderen"), commitment("Een foto")
    words.update({first: "Wij schilderen", second: "Een foto"})
    writer.write(stream, commit=first, evidence_commit=second)
    exports.write(tmp_path / "log.zip", everything=True)
    assert findings(tmp_path / "log.zip") == []
    del words[second]
    exports.write(tmp_path / "less.zip", everything=True)
    assert [found.kind for found in findings(tmp_path / "less.zip")] == ["withheld"]
    record_erasure(second, by=writer.somebody())
    exports.write(tmp_path / "after.zip", everything=True)
    assert findings(tmp_path / "after.zip") == []


def test_words_erased_while_the_export_is_written_are_no_fault(
    stream: Stream, writer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = commitment("Nu")
    writer.write(stream, commit=commit)
    erased: list[Any] = []

    def gone_meanwhile(_wanted: Collection[str]) -> Iterable[tuple[str, bytes, str]]:
        if not erased:
            erased.extend(record_erasure(commit, by=writer.somebody()))
        return []

    monkeypatch.setattr(exports, "_providers", [gone_meanwhile])
    exports.write(tmp_path / "log.zip", everything=True)
    assert findings(tmp_path / "log.zip") == []


def test_lines_recorded_while_the_export_is_written_are_left_to_the_next(
    stream: Stream, writer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = commitment("Later")
    writer.write(stream, 2, commit=commit)
    seal()

    def meanwhile(wanted: Collection[str]) -> Iterable[tuple[str, bytes, str]]:
        writer.write(stream)
        writer.write(open_stream("challenge"))
        seal()
        return [(commit, SALT, "Later") for _ in wanted]

    monkeypatch.setattr(exports, "_providers", [meanwhile])
    ends = exports.write(tmp_path / "log.zip", everything=True)
    assert ends.size == 2
    assert findings(tmp_path / "log.zip") == []


def test_a_provider_is_registered_once() -> None:
    def provide(_wanted: Collection[str]) -> Iterable[tuple[str, bytes, str]]:
        return []

    before = list(exports._providers)
    try:
        exports.register_bodies(provide)
        exports.register_bodies(provide)
        assert exports._providers == [*before, provide]
    finally:
        exports._providers[:] = before


def test_the_checker_knows_the_event_of_erasure_by_its_type() -> None:
    assert Erased.type == logbook.ERASED
