"""`communityup log`: export from a database, verify without one, and a clear sentence whatever the file is."""

import argparse
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communityup.cli import log as command
from communityup.methods import logbook
from tests.log import book as make
from tests.log.book import ONE, Book
from tests.log.test_verify import PLANTS

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        command.add_parser(parser.add_subparsers())
        try:
            options = parser.parse_args(["log", *map(str, arguments)])
            code = options.run(options)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return call


def test_an_intact_log_says_what_was_checked(run: Run, tmp_path: Path) -> None:
    book = make.whole()
    code, said, _ = run("verify", book.write(tmp_path / "log.zip"))
    assert code == 0
    assert "intact" in said
    assert "12 lines in 2 streams" in said
    assert book.manifest["tree"]["root"] in said


def test_a_fault_is_named_in_a_sentence_and_fails(run: Run, tmp_path: Path) -> None:
    book = make.whole()
    book.change(ONE, 4, role="operator")
    code, said, complaint = run("verify", book.write(tmp_path / "log.zip"))
    assert code == 1
    assert f"Line 4 of stream {ONE} was edited" in said
    assert "intact" not in said
    assert "1 things are wrong" in complaint


def test_the_sentence_is_dutch_where_the_machine_speaks_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make.whole()
    del book.streams[ONE][3]
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    assert f"Regel 4 van stroom {ONE} is weggelaten" in run("verify", book.write(tmp_path / "log.zip"))[1]


def test_every_finding_has_its_sentence_in_both_languages() -> None:
    planted = {kind for _fault, expected in PLANTS.values() for kind, _stream, _n in expected}
    assert planted | {"not_as_known", "shorter_than_known"} == set(command.SENTENCES)
    finding = logbook.Finding(stream=ONE, n=4, index=2, other=7)
    for sentence in [text for pair in command.SENTENCES.values() for text in pair]:
        assert sentence.format(stream=finding.stream, n=4, index=2, other=7).endswith(".")


def test_very_many_faults_are_counted_not_poured_out(run: Run, tmp_path: Path) -> None:
    book = make.whole()
    book.leaves += ["ab" * 32] * 5000
    code, said, complaint = run("verify", book.write(tmp_path / "log.zip"))
    assert code == 1
    assert len(said.splitlines()) <= command.MOST_SHOWN + 1
    assert "10000 things" in complaint
    assert said.splitlines()[-1] == f"… {10_000 - command.MOST_SHOWN}"


def test_a_manifest_that_promises_the_moon_is_answered_at_once(run: Run, tmp_path: Path) -> None:
    book = make.whole()
    book.manifest["tree"]["size"] = book.manifest["streams"][0]["lines"] = 2_000_000_000
    book.leaves[0] = f"{book.leaves[0].rsplit(' ', 1)[0]} 999999999999999"
    code, said, _ = run("verify", book.write(tmp_path / "log.zip"))
    assert code == 1
    assert "Lines 9 to 999999999999999" in said
    assert "it had 2000000000 entries, here are 11" in said


def test_a_root_that_was_known_is_compared(run: Run, tmp_path: Path) -> None:
    book = make.whole()
    tree = book.manifest["tree"]
    file = book.write(tmp_path / "log.zip")
    assert run("verify", file, "--known", f"{tree['size']}:{tree['root'].upper()}")[0] == 0
    code, said, _ = run("verify", file, "--known", f"{tree['size']}:{'0' * 64}")
    assert (code, "rewritten" in said) == (1, True)
    code, said, _ = run("verify", file, "--known", f"999:{'0' * 64}")
    assert (code, "cut" in said) == (1, True)
    assert run("verify", file, "--known", "yesterday")[0] == 2


def spoil(book: Book, file: Path, name: str, content: bytes | None) -> None:
    """Write an export of which one entry is replaced, or missing."""
    whole = book.write(file.with_suffix(".whole"))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(file, "w") as target:
        for entry in source.namelist():
            written = source.read(entry) if entry != name else content
            if written is not None:
                target.writestr(entry, written)


@pytest.mark.parametrize(("entry", "content"), [
    ("manifest.json", None), ("tree/leaves.txt", None), ("bodies.jsonl", None),
    ("manifest.json", b""), ("manifest.json", b"[]"), ("manifest.json", b"\xff\xfe"), ("manifest.json", b"{}"),
    ("manifest.json", b'{"format":"communityup-log/1"}'), ("manifest.json", b'{"format":"communityup-log/2"}'),
    ("manifest.json", b'{"format":"communityup-log/1","site":"x","tree":{"size":-1,"root":""},"streams":[]}'),
    ("manifest.json", b'{"format":"communityup-log/1","site":"x","tree":{"size":1e9,"root":""},"streams":[]}'),
    ("manifest.json", b'{"format":"communityup-log/1","site":"x","tree":[],"streams":[]}'),
    ("manifest.json", b'{"format":"communityup-log/1","site":"x","tree":{"size":0,"root":"x"},"streams":[1]}'),
    ("manifest.json", b"[" * 100_000),
    ("bodies.jsonl", b"x\n"), ("bodies.jsonl", b'{"body":"x","commit":"x","salt":"zz"}\n'), ("bodies.jsonl", b"{}\n"),
])  # fmt: skip
def test_what_is_no_export_gets_one_sentence_and_another_exit_code(
    run: Run, tmp_path: Path, entry: str, content: bytes | None
) -> None:
    file = tmp_path / "log.zip"
    spoil(make.whole(), file, entry, content)
    code, said, complaint = run("verify", file)
    assert (code, said) == (2, "")
    assert entry in complaint or "no export" in complaint
    assert len(complaint.splitlines()) == 1


def test_files_that_are_no_zip_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("hello")
    (tmp_path / "empty.zip").touch()
    whole = make.whole().write(tmp_path / "log.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    for name in ("text.zip", "empty.zip", "half.zip", "absent.zip", "."):
        code, _, complaint = run("verify", tmp_path / name)
        assert code == 2, name
        assert len(complaint.splitlines()) == 1


def test_a_zip_that_swells_is_refused_before_it_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communityup.cli.log_file.LARGEST_ENTRY", 10_000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 1_000_000)
    code, _, complaint = run("verify", tmp_path / "bomb.zip")
    assert (code, "too large" in complaint) == (2, True)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_changed_in_the_file_gives_an_answer_and_no_traceback(
    run: Run, tmp_path: Path, data: st.DataObject
) -> None:
    raw = bytearray(make.whole().write(tmp_path / "log.zip").read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    (tmp_path / "changed.zip").write_bytes(raw)
    assert run("verify", tmp_path / "changed.zip")[0] in {0, 1, 2}


def test_checking_needs_no_django(tmp_path: Path) -> None:
    file = make.whole().write(tmp_path / "log.zip")
    program = (
        "import sys; sys.modules['django'] = None\n"
        "from communityup.cli import main\n"
        f"sys.exit(main(['log', 'verify', {str(file)!r}]))"
    )
    root = Path(command.__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


TOGETHER = ("--first", "operator", "--second", "privacy", "--reason", "incident")


@pytest.mark.django_db
def test_e26_operator_opens_a_closed_challenge_only_with_two_and_everybody_there_reads_it(
    run: Run, tmp_path: Path
) -> None:
    from django.test import Client

    from tests.make import amina, challenge_of_two, closed_challenge_of_two

    closed, _amina, _bram = closed_challenge_of_two()
    public, _amina, _bram = challenge_of_two(title="Wie sluit het hek?")
    before, open_before = closed.stream.lines.count(), public.stream.lines.count()
    alone = ("--first", "operator", "--second", "operator", "--reason", "incident")
    for asked in ((), TOGETHER[:4], alone):
        for chosen in (("--everything",), ("--stream", closed.stream.public_id)):
            code, _, complaint = run("export", tmp_path / "log.zip", *chosen, *asked)
            assert (code, "Two people open them together" in complaint) == (2, True)
    assert list(tmp_path.iterdir()) == []
    assert closed.stream.lines.count() == before
    assert run("export", tmp_path / "log.zip", "--everything", *TOGETHER)[0] == 0
    assert run("export", tmp_path / "one.zip", "--stream", closed.stream.public_id, *TOGETHER)[0] == 0
    assert run("export", tmp_path / "open.zip", "--stream", public.stream.public_id)[0] == 0
    assert (closed.stream.lines.count(), public.stream.lines.count()) == (before + 2, open_before)
    client = Client()
    client.force_login(amina())
    page = client.get(f"/opgaven/{closed.slug}/logboek/").content.decode()
    told = "de technisch beheerder en de functionaris gegevensbescherming hebben een kopie gemaakt"
    assert page.count(told) == 2
    assert "vanwege een incident met de gegevens" in page


def test_e26_roles_and_reasons_of_the_command_are_those_of_the_log() -> None:
    from communityup.log.events import WHO_OPENED, WHY_OPENED

    assert set(command.ROLES) == WHO_OPENED.keys()
    assert set(command.REASONS) == WHY_OPENED.keys()


@pytest.mark.django_db
def test_what_is_exported_is_intact(run: Run, tmp_path: Path) -> None:
    from communityup.log.actions import open_stream, seal

    stream = open_stream("challenge")
    seal()
    code, said, _ = run("export", tmp_path / "log.zip", "--everything", *TOGETHER)
    assert code == 0
    assert "1 lines in 1 streams" in said
    assert run("verify", tmp_path / "log.zip")[0] == 0
    assert run("export", tmp_path / "one.zip", "--stream", stream.public_id, *TOGETHER)[0] == 0


@pytest.mark.django_db
def test_an_export_holds_public_challenges_and_nothing_of_closed_ones(run: Run, tmp_path: Path) -> None:
    from communityup.log import jobs
    from tests.make import challenge_of_two, closed_challenge_of_two

    public, _amina, _bram = challenge_of_two(title="Wie sluit het hek?")
    closed, _amina, _bram = closed_challenge_of_two()
    jobs.run()
    code, said, _ = run("export", tmp_path / "log.zip")
    assert (code, "in 1 streams" in said) == (0, True)
    with zipfile.ZipFile(tmp_path / "log.zip") as archive:
        names, bodies = archive.namelist(), archive.read("bodies.jsonl").splitlines()
    assert f"streams/{public.stream.public_id}.jsonl" in names
    assert closed.stream.public_id.encode() not in (tmp_path / "log.zip").read_bytes()
    assert str(public.opening) in [json.loads(row)["body"] for row in bodies]
    code, said, _ = run("verify", tmp_path / "log.zip")
    assert (code, "of other streams and not in this file" in said) == (0, True)
    assert run("export", tmp_path / "all.zip", "--everything", *TOGETHER)[0] == 0
    assert closed.stream.public_id.encode() in (tmp_path / "all.zip").read_bytes()
    assert run("verify", tmp_path / "all.zip")[0] == 0


@pytest.mark.django_db
def test_what_cannot_be_exported_is_told(run: Run, tmp_path: Path) -> None:
    code, _, complaint = run("export", tmp_path / "log.zip", "--stream", "0" * 32)
    assert (code, "no stream" in complaint) == (2, True)
    code, _, complaint = run("export", tmp_path / "absent" / "log.zip")
    assert (code, "cannot be written" in complaint) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_real_challenge_is_intact_and_its_lines_hold_no_words_of_people(run: Run, tmp_path: Path) -> None:
    from communityup.log import jobs
    from tests.make import amina, bram, challenge_of_one, join

    challenge = challenge_of_one(amina(), title="Kanarie in de titel")
    join(challenge, bram(), "Gemeente Kanarie", "municipality")
    jobs.run()
    assert run("export", tmp_path / "log.zip", "--everything", *TOGETHER)[0] == 0
    code, said, _ = run("verify", tmp_path / "log.zip")
    assert (code, "intact" in said) == (0, True)
    with zipfile.ZipFile(tmp_path / "log.zip") as archive:
        lines = archive.read(f"streams/{challenge.stream.public_id}.jsonl").decode()
        words = [json.loads(row)["body"] for row in archive.read("bodies.jsonl").splitlines()]
    assert lines.count("\n") == challenge.stream.lines.count() > 1
    assert challenge.opening.current is not None
    assert challenge.opening.current.body in words, "the words stand beside the lines, with their salt"
    for canary in ("Kanarie", "Bewoners", "Amina", "amina@", "bram@", "Molenwijk", challenge.slug, "person:"):
        assert canary not in lines
