import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from communityup.cli import opinion

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("COMMUNITYUP_SHARED", ROOT.parent / "shared")) / "data"
Run = Callable[..., int]


@pytest.fixture
def run() -> Run:
    parser = argparse.ArgumentParser(prog="communityup")
    opinion.add_parser(parser.add_subparsers())

    def command(*arguments: object) -> int:
        options = parser.parse_args(["opinion", *map(str, arguments)])
        code: int = options.run(options)
        return code

    return command


def camps(people: int = 40, thoughts: int = 10) -> list[str]:
    """Two camps over all thoughts but the first, which everybody shares."""
    chance = np.random.default_rng(5)
    lines = []
    for person in range(people):
        side = 1 if person % 2 else -1
        cells = [
            str(side * (1 if thought % 2 else -1) * (1 if chance.random() < 0.9 else -1)) for thought in range(thoughts)
        ]
        lines.append(",".join([str(person * 3), "", "1", *cells[1:]]))
    return lines


@pytest.fixture
def export(tmp_path: Path) -> Path:
    head = "participant,group-id," + ",".join(str(2 * number) for number in range(10))
    (tmp_path / "participants-votes.csv").write_text("\n".join([head, *camps()]) + "\n", encoding="utf-8")
    texts = [
        f'{2 * number},{-1 if number == 9 else 1},"Gedachte {number} <b>&amp;</b> \x1b[31m"' for number in range(10)
    ]
    comments = "\n".join(["comment-id,moderated,comment-body", *texts]) + "\n"
    (tmp_path / "comments.csv").write_text(comments, encoding="utf-8")
    (tmp_path / "summary.csv").write_text("topic,Bomen <script>\n", encoding="utf-8")
    parties = "\n".join(f"{person * 3},{'Dorp' if person % 4 < 2 else 'Gemeente'}" for person in range(40))
    (tmp_path / "parties.csv").write_text(f"participant,party\n{parties}\n", encoding="utf-8")
    return tmp_path


def test_json_holds_everything_that_was_promised(export: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(export, "--json", "--parties", export / "parties.csv") == 0
    result = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in result["participants"]] == [3 * person for person in range(40)]
    assert {"id", "x", "y", "group"} <= result["participants"][0].keys()
    assert [group["size"] for group in result["groups"]] == [20, 20]
    assert {"statement", "direction", "share", "z"} == result["groups"][0]["representative"][0].keys()
    wanted = {"id", "x", "y", "extremity", "agree", "disagree", "seen", "group_aware_consensus", "common_ground"}
    assert wanted <= result["statements"][0].keys()
    assert (result["k"], result["shown"], result["reason"], result["p_value"]) == (2, True, "groups", 0.005)
    assert result["stability"] > 0.8
    assert result["bridges"] == [0]
    assert result["consensus"][0]["statement"] == 0
    assert result["statements"][0]["common_ground"] == pytest.approx(0.896, abs=0.001)
    assert result["statements"][9]["moderated"]
    assert result["statements"][9]["extremity"] == 0
    mentioned = {one["statement"] for group in result["groups"] for one in group["representative"]}
    assert 18 not in mentioned


def test_the_order_of_the_lines_changes_no_byte(export: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run(export, "--json", "--parties", export / "parties.csv")
    first = capsys.readouterr().out
    path = export / "participants-votes.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    for seed in range(2):
        mixed = np.random.default_rng(seed).permutation(lines).tolist()
        path.write_text("\n".join([head, *mixed]) + "\n", encoding="utf-8")
        run(export, "--json", "--parties", export / "parties.csv")
        assert capsys.readouterr().out == first


def test_a_text_to_read_names_groups_and_bridges(export: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(export, "--parties", export / "parties.csv") == 0
    text = capsys.readouterr().out
    assert "Group 1: 20 people" in text
    assert "see it differently" in text
    assert "Bridges, carried by every party:\n  0  Gedachte 0" in text
    assert "p = 0.005" in text
    assert "\x1b" not in text


def test_without_the_test_no_groups_are_shown(export: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(export, "--quick") == 0
    text = capsys.readouterr().out
    assert "not tested" in text
    assert "Group 1" not in text
    run(export, "--quick", "--json", "--mode", "polis")
    result = json.loads(capsys.readouterr().out)
    assert (result["shown"], result["reason"], result["p_value"], result["mode"]) == (
        False,
        "not_tested",
        None,
        "polis",
    )
    assert result["statements"][0]["common_ground"] is None


class Page(HTMLParser):
    """Counts elements and checks that they close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "ellipse"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)


def test_one_page_stands_on_its_own(export: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    path = export / "map.html"
    assert run(export, "--html", path, "--parties", export / "parties.csv") == 0
    assert capsys.readouterr().out == ""
    text = path.read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.open == []
    assert page.seen.count("ellipse") == 2
    assert page.seen.count("table") == 3
    assert page.seen.count("script") == 0
    assert "<b>" not in text
    assert "Bomen &lt;script&gt;" in text
    assert 'lang="en"' in text
    assert '<title id="map-title">' in text
    assert '<desc id="map-desc">' in text
    assert "http" not in text
    assert "Gemeente" in text


def test_a_page_without_groups_or_bridges_says_so(tmp_path: Path, run: Run) -> None:
    matrix = tmp_path / "participants-votes.csv"
    matrix.write_text("participant,0\na,1\nb,-1\n", encoding="utf-8")
    (tmp_path / "parties.csv").write_text("participant,party\na,A\nb,B\n", encoding="utf-8")
    assert run(matrix, "--html", tmp_path / "a.html", "--parties", tmp_path / "parties.csv") == 0
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "No thought is carried by every party yet." in text
    assert "fewer than 25 people" in text
    assert "<svg" not in text
    assert run(matrix, "--html", tmp_path / "b.html") == 0
    assert "Bridges" not in (tmp_path / "b.html").read_text(encoding="utf-8")


def test_names_that_are_no_numbers_stay_names(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    matrix = tmp_path / "participants-votes.csv"
    matrix.write_text("participant,0\n007,1\n8,-1\n", encoding="utf-8")
    run(matrix, "--json")
    assert [one["id"] for one in json.loads(capsys.readouterr().out)["participants"]] == ["007", "8"]


@pytest.mark.parametrize("size", [0, 1, 3])
def test_hardly_anybody_is_no_error(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str], size: int) -> None:
    matrix = tmp_path / "participants-votes.csv"
    matrix.write_text("participant,0\n" + "".join(f"{one},1\n" for one in range(size)), encoding="utf-8")
    assert run(matrix) == 0
    assert run(matrix, "--json") == 0
    assert f"{size} people gave {size} answers" in capsys.readouterr().out


def test_a_wrong_file_gets_one_line_and_code_one(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nowhere") == 1
    matrix = tmp_path / "participants-votes.csv"
    matrix.write_text("participant,0\n1,x\n", encoding="utf-8")
    assert run(matrix) == 1
    matrix.write_text("participant,0\n1,1\n", encoding="utf-8")
    assert run(matrix, "--html", tmp_path / "no" / "map.html") == 1
    found = capsys.readouterr()
    assert found.out == ""
    lines = found.err.splitlines()
    assert len(lines) == 3
    assert lines[1] == (
        "communityup opinion: participants-votes.csv, line 2, column 2 (0): "
        "'x' is not a vote; a vote is 1, 0, -1 or empty."
    )
    assert "No such file" in lines[2]


def test_wrong_use_is_code_two(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], [tmp_path, "--mode", "other"], [tmp_path, "--json", "--html", "a"]):
        with pytest.raises(SystemExit) as stopped:
            run(*arguments)
        assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_no_database_is_touched() -> None:
    code = (
        "import sys, argparse; sys.path.insert(0, '.'); from communityup.cli import opinion\n"
        "import communityup.cli.opinion_result, communityup.cli.opinion_page, communityup.cli.polis\n"
        "top = {name.split('.')[0] for name in sys.modules}\n"
        "assert not top & {'django', 'sqlite3', 'pysqlite3', 'reddwarf'}, top"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_real_conversation_is_counted(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    path = SHARED / "polis-opendata" / "scoop-hivemind.taxes"
    if not path.exists():
        pytest.skip("open data not here: scoop-hivemind.taxes (COMMUNITYUP_SHARED names the folder that holds data/)")
    assert run(path, "--json", "--quick") == 0
    result = json.loads(capsys.readouterr().out)
    assert (len(result["participants"]), len(result["statements"]), result["answers"]) == (334, 148, 17335)
    assert result["k"] == 2
