import argparse
import json
import random
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communityup.cli import main
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.dialogue.models import Answer, Dialogue, Release, Statement
from tests.nasty import FULL

pytestmark = pytest.mark.django_db
OPEN_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "polis-opendata"


def export(folder: Path, *, people: int = 40, thoughts: int = 8, seed: int = 1) -> Path:
    """Write an invented export of Polis, as Polis would."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    ids = [number * 3 for number in range(thoughts)]
    lines = [",".join(["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *map(str, ids)])]
    for person in range(people):
        agree = [0.9 if (place + person) % 2 or place % 3 == 0 else 0.1 for place in range(thoughts)]
        votes = [("1" if chance.random() < one else "-1") if chance.random() < 0.9 else "" for one in agree]
        lines.append(",".join([str(person), "0", "0", "0", "0", "0", *votes]))
    (folder / "participants-votes.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [f'1600000000000,d,{number},{number % people},1,1,1,"Gedachte {number}, met komma"' for number in ids]
    header = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"
    (folder / "comments.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (folder / "summary.csv").write_text("topic,Hoe verder met het park?\n", encoding="utf-8")
    return folder


def run(*arguments: object) -> int:
    return main(["import", "polis", *map(str, arguments)])


def test_export_becomes_a_challenge_with_its_map(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    assert run(export(tmp_path / "een"), "--challenge", "park") == 0
    told = capsys.readouterr().out
    assert "Opened the challenge park: Hoe verder met het park?" in told
    assert "40 people, 8 thoughts" in told
    assert Challenge.objects.get().title == "Hoe verder met het park?"
    assert json.loads(Release.objects.get().published)["map"]["reason"] in {"groups", "no_structure"}
    page = client.get("/opgaven/park/dialoog/meningenbeeld/").content.decode()
    assert "Gedachte 3, met komma" in page


def test_second_run_says_nothing_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(export(tmp_path / "een"), "--challenge", "park")
    answers, releases = Answer.objects.count(), Release.objects.count()
    capsys.readouterr()
    assert run(tmp_path / "een", "--challenge", "park") == 0
    assert "Nothing new" in capsys.readouterr().out
    assert (Answer.objects.count(), Release.objects.count()) == (answers, releases)


def test_parties_file_makes_invented_parties(tmp_path: Path) -> None:
    parties = tmp_path / "parties.csv"
    parties.write_text(
        "participant,party\n" + "".join(f"{one},{'Noord' if one % 2 else 'Zuid'}\n" for one in range(40))
    )
    assert run(export(tmp_path / "een"), "--challenge", "park", "--parties", parties) == 0
    assert set(Party.objects.values_list("name", "invented")) == {("Noord", True), ("Zuid", True)}


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("", "empty"),
        ("participant,1\n0,7\n", "line 2, column 2"),
        ("participant,1\n0,1,1\n", "line 2"),
        ("wie,1\n0,1\n", "participant"),
        ("participant,1\n0,1\n0,1\n", "line 3"),
        ('participant,1\n0,"1\n', "line 2"),
    ],
)
def test_faulty_file_gets_one_sentence_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, where: str
) -> None:
    path = tmp_path / "participants-votes.csv"
    path.write_text(content, encoding="utf-8")
    assert run(path, "--challenge", "park") == 1
    told = capsys.readouterr()
    assert where in told.err
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    assert not Challenge.objects.exists()


def test_missing_path_gets_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "er-niet", "--challenge", "park") == 1
    assert "no such file" in capsys.readouterr().err


@pytest.mark.parametrize("slug", ["", "Park", "park/", "nieuw", "a" * 61, "park--", "../x", "pärk"])
def test_address_that_cannot_be_one_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str], slug: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(export(tmp_path / "een", people=3), f"--challenge={slug}")
    assert stopped.value.code == 2
    assert "cannot be an address" in capsys.readouterr().err
    assert not Challenge.objects.exists()


def test_refused_import_gets_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(export(tmp_path / "een"), "--challenge", "park")
    other = export(tmp_path / "twee")
    comments = other / "comments.csv"
    comments.write_text(comments.read_text().replace("Gedachte", "Iets anders"))
    capsys.readouterr()
    assert run(other, "--challenge", "park") == 1
    assert capsys.readouterr().err.strip().startswith("This challenge already holds another imported conversation.")


def test_parser_has_the_words_of_the_manual() -> None:
    from communityup.cli import import_

    parser = argparse.ArgumentParser()
    import_.add_parser(parser.add_subparsers())
    options = parser.parse_args(["import", "polis", "x", "--challenge", "park"])
    assert (options.path, options.challenge, options.parties) == (Path("x"), "park", None)


@settings(max_examples=20 * (50 if FULL else 1), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    junk=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: ("participant,1,2\n" + text).encode(errors="replace")),
    )
)
def test_any_file_is_read_or_refused_whole(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    path = tmp_path_factory.mktemp("junk") / "participants-votes.csv"
    path.write_bytes(junk)
    before = (Challenge.objects.count(), Statement.objects.count(), Dialogue.objects.count())
    code = run(path, "--challenge", "park")
    after = (Challenge.objects.count(), Statement.objects.count(), Dialogue.objects.count())
    assert code in {0, 1}
    assert code == 0 or after == before
    Answer.objects.all().delete()


@pytest.mark.skipif(not OPEN_DATA.exists(), reason="the open data are not beside this checkout")
@pytest.mark.slow
def test_real_conversation_comes_in_whole(client: Client) -> None:
    chosen = min(
        (path for path in OPEN_DATA.iterdir() if path.is_dir()),
        key=lambda path: (path / "participants-votes.csv").stat().st_size,
    )
    assert run(chosen, "--challenge", "echt") == 0
    assert client.get("/opgaven/echt/dialoog/meningenbeeld/").status_code == 200
    assert client.get("/opgaven/echt/dialoog/naast-elkaar/").status_code == 200
