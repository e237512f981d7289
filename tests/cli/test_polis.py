import contextlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communityup.cli import tables
from communityup.cli.polis import Convention, Participant, PolisFileError, Statement, read_conversation
from communityup.methods.votes import Answer
from tests.nasty import FULL

TIMES = 20 if FULL else 1
MATRIX = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,3,10\n7,0,1,2,1,1,1,,-1\n9,,0,1,0,0,,0,\n"
COMMENTS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    '1542406176584,Sat,10,7,1,0,-1,"Two lines,\nand a ""quote"""\n'
    "1403067224363,Wed,3,9,1,0,1,我覺得 plateauﬁ עברית\n"
    "1403067224000,Wed,5,9,0,0,0,Never answered\n"
)
SUMMARY = 'topic,"Trees, and shade"\nurl,https://example.org\nconversation-description,"Line one\nline two"\n'


@pytest.fixture
def export(tmp_path: Path) -> Path:
    (tmp_path / "participants-votes.csv").write_text(MATRIX, encoding="utf-8")
    (tmp_path / "comments.csv").write_text(COMMENTS, encoding="utf-8")
    (tmp_path / "summary.csv").write_text(SUMMARY, encoding="utf-8")
    return tmp_path


def test_an_export_folder_is_read_whole(export: Path) -> None:
    found = read_conversation(export)
    assert found.participants == (Participant("7", polis_group=0), Participant("9"))
    assert [one.id for one in found.statements] == [0, 3, 10, 5]
    assert found.n_columns == 3
    assert found.statements[0] == Statement(0)
    assert found.statements[2] == Statement(10, 'Two lines,\nand a "quote"', "7", 1542406176584, -1)
    assert found.statements[1].text == "我覺得 plateauﬁ עברית"
    assert (found.topic, found.description) == ("Trees, and shade", "Line one\nline two")
    assert found.moderated == {2}
    cells = zip(found.rows.tolist(), found.columns.tolist(), found.values.tolist(), strict=True)
    assert list(cells) == [(0, 0, 1), (0, 2, -1), (1, 1, 0)]
    assert found.votes().seen_by_row.tolist() == [2, 1]


def test_one_matrix_file_is_enough(export: Path) -> None:
    found = read_conversation(export / "participants-votes.csv")
    assert [one.id for one in found.statements] == [0, 3, 10]
    assert not found.moderated
    assert found.topic == ""


def test_a_folder_with_other_names_is_understood(tmp_path: Path) -> None:
    (tmp_path / "talk-participants-votes.csv").write_text("participant,0\n1,1.0\n", encoding="utf-8")
    assert read_conversation(tmp_path).values.tolist() == [1]


def test_xid_byte_order_mark_blank_lines_and_spaces_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "participants-votes.csv"
    path.write_bytes(b"\xef\xbb\xbfparticipant,xid,group-id,0\r\n1,me@example.org,2.0, -1\r\n\r\n2,,,\r\n")
    found = read_conversation(path)
    assert found.participants == (Participant("1", "me@example.org", 2), Participant("2"))
    assert found.values.tolist() == [-1]


def test_parties_are_laid_over_people(export: Path) -> None:
    for text in ("participant,party\n9,Dorp\n", "participant;party\n9;Dorp\n"):
        (export / "parties.csv").write_text(text, encoding="utf-8")
        found = read_conversation(export, export / "parties.csv")
        assert [one.party for one in found.participants] == [None, "Dorp"]
        assert found.parties == ("Dorp",)


@pytest.mark.parametrize("convention", Convention)
@pytest.mark.parametrize("answer", Answer)
def test_every_convention_of_signs_comes_back(convention: Convention, answer: Answer) -> None:
    assert convention.read(convention.write(answer)) is answer


def test_only_the_database_of_polis_writes_agree_as_minus_one() -> None:
    assert [one.write(Answer.AGREE) for one in Convention] == [-1, 1, 1]


HEAD = "participant,group-id,0,1\n"
WRONG_MATRICES = [
    ("participant,\x1b[31m\n", "is neither the number of a statement"),
    ("", "this file is empty"),
    ("\n", "line 1: the first line must name the columns"),
    ("name,0\n1,1\n", "line 1, column 1: the first line must name a column 'participant'"),
    ("participant,0,x\n", "line 1, column 3: 'x' is neither the number of a statement"),
    ("participant,0,0\n", "line 1, column 3: the column '0' occurs twice"),
    ("participant,0,00\n", "line 1, column 3: the statement 0 occurs twice"),
    ("participant,group-id\n", "names no statements"),
    (HEAD + "1,,yes,\n", "line 2, column 3 (0): 'yes' is not a vote; a vote is 1, 0, -1 or empty."),
    (HEAD + "1,,1,\n2,,2,\n", "line 3, column 3 (0): '2' is not a vote"),
    (HEAD + "1,,1,\n2,,,\n1,,,\n", "line 4, column 1 (participant): participant '1' was already on line 2."),
    (HEAD + ",,1,\n", "line 2, column 1 (participant): the participant is missing"),
    (HEAD + "1,red,1,\n", "line 2, column 2 (group-id): 'red' is not the number of a group"),
    (HEAD + "1,,1\n", "line 2: this line has 3 fields where the first line has 4"),
    (HEAD + '1,,"1,\n', "line 2: the file ends inside a quoted text; is it cut off?"),
    (HEAD + '1,,"1"x,\n', "line 2: a quoted text must be followed by a comma"),
    (HEAD + "1,,1,\r2,,1,\n", "line 2: a line ends in a lone carriage return"),
    (HEAD + "1,," + "1" * 200_000 + ",\n", "line 2: a field is longer than 131072 characters"),
]


@pytest.mark.parametrize(("text", "says"), WRONG_MATRICES)
def test_a_wrong_matrix_gets_one_sentence_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "participants-votes.csv"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(PolisFileError) as fault:
        read_conversation(path)
    assert str(fault.value).startswith("participants-votes.csv")
    assert says in str(fault.value)
    assert str(fault.value).isprintable()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"participant,0\n1,1\n2,\xe9\n", "line 3: byte 3 of this line (0xe9) is not UTF-8"),
        (b"participant,0\n1,\x00\n", "line 2: byte 3 of this line is NUL"),
    ],
)
def test_bytes_that_are_no_text_are_named(tmp_path: Path, raw: bytes, says: str) -> None:
    path = tmp_path / "participants-votes.csv"
    path.write_bytes(raw)
    with pytest.raises(PolisFileError, match="participants-votes") as fault:
        read_conversation(path)
    assert says in str(fault.value)


def test_an_endless_line_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LONGEST_LINE", 50)
    path = tmp_path / "participants-votes.csv"
    path.write_text("participant,0\n1," + "1" * 99, encoding="utf-8")
    with pytest.raises(PolisFileError, match="line 2: this line is longer than 50 bytes"):
        read_conversation(path)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("comments.csv", "id,body\n", "line 1, column 1: the first line must name a column 'comment-id'"),
        ("comments.csv", "comment-id,body\n", "must name a column 'comment-body'"),
        ("comments.csv", "comment-id,comment-body\nx,a\n", "line 2, column 1 (comment-id): 'x' is not a whole number"),
        ("comments.csv", "comment-id,comment-body\n,a\n", "the number of the comment is missing"),
        ("comments.csv", "comment-id,comment-body\n1,a\n1,b\n", "line 3, column 1 (comment-id): the comment 1 occurs"),
        (
            "comments.csv",
            "comment-id,moderated,comment-body\n1,no,a\n",
            "line 2, column 2 (moderated): 'no' is not a moderation",
        ),
        ("comments.csv", 'comment-id,comment-body\n1,"a\nb\n', "line 2: the file ends inside a quoted text"),
        ("summary.csv", 'topic,"a\n', "line 1: the file ends inside a quoted text"),
    ],
)
def test_wrong_files_beside_the_matrix_are_named(export: Path, name: str, text: str, says: str) -> None:
    (export / name).write_text(text, encoding="utf-8")
    with pytest.raises(PolisFileError, match=name) as fault:
        read_conversation(export)
    assert says in str(fault.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("who,party\n7,A\n", "line 1, column 1: the first line must be 'participant,party'"),
        ("participant,party\n8,A\n", "line 2, column 1 (participant): participant '8' is not in the conversation"),
        ("participant,party\n7,A\n7,B\n", "line 3, column 1 (participant): participant '7' was already given"),
        ("participant,party\n7,\n", "line 2, column 2 (party): the party is missing"),
    ],
)
def test_wrong_parties_are_named(export: Path, text: str, says: str) -> None:
    (export / "parties.csv").write_text(text, encoding="utf-8")
    with pytest.raises(PolisFileError) as fault:
        read_conversation(export, export / "parties.csv")
    assert says in str(fault.value)


def test_missing_and_ambiguous_places_are_named(tmp_path: Path) -> None:
    with pytest.raises(PolisFileError, match="nowhere: there is no such file or folder"):
        read_conversation(tmp_path / "nowhere")
    with pytest.raises(PolisFileError, match=r"holds no participants-votes\.csv"):
        read_conversation(tmp_path)
    for name in ("a-participants-votes.csv", "b-participants-votes.csv"):
        (tmp_path / name).write_text("participant,0\n", encoding="utf-8")
    with pytest.raises(PolisFileError, match="holds 2 matrices"):
        read_conversation(tmp_path)
    (tmp_path / "participants-votes.csv").mkdir()
    with pytest.raises(PolisFileError, match="cannot be opened"):
        read_conversation(tmp_path)


def test_the_first_fault_closes_the_file(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    path = tmp_path / "participants-votes.csv"
    path.write_text("", encoding="utf-8")
    for _ in range(3):
        with pytest.raises(PolisFileError):
            read_conversation(path)
    assert not [one for one in recwarn if issubclass(one.category, ResourceWarning)]


@given(st.binary(max_size=200), st.sampled_from(("participants-votes.csv", "comments.csv", "summary.csv", "parties")))
@settings(max_examples=150 * TIMES, deadline=None)
def test_any_bytes_are_read_or_refused_with_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("noise")
    files = {"participants-votes.csv": MATRIX, "comments.csv": COMMENTS, "parties": "participant,party\n7,A\n"}
    for other, text in {**files, "summary.csv": SUMMARY}.items():
        raw = text.encode()
        cut = len(raw) * (noise[0] if noise else 0) // 255
        (folder / other).write_bytes(raw[:cut] + noise + raw[cut:] if other == name else raw)
    with contextlib.suppress(PolisFileError):
        found = read_conversation(folder, folder / "parties")
        assert np.isin(found.values, (-1, 0, 1)).all()
        found.votes()


@given(st.lists(st.lists(st.sampled_from(("1", "0", "-1", "")), min_size=3, max_size=3), max_size=12), st.data())
@settings(max_examples=60 * TIMES, deadline=None)
def test_what_was_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]], data: st.DataObject
) -> None:
    lines = [f"{number},,{','.join(row)}" for number, row in enumerate(cells)]
    path = tmp_path_factory.mktemp("written") / "participants-votes.csv"
    ending = data.draw(st.sampled_from(("\n", "\r\n")))
    path.write_bytes(ending.join(["participant,group-id,4,2,9", *lines, ""]).encode())
    found = read_conversation(path)
    table = np.full((len(cells), 3), "", dtype=object)
    table[found.rows, found.columns] = [str(value) for value in found.values]
    assert table.tolist() == cells
    assert [one.id for one in found.statements] == [4, 2, 9]
