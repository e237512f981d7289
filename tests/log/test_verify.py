"""Whatever is done to an export is found, and the entry is named. Each planted fault stands in the registry below."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communityup.cli import log_file
from communityup.methods import canonical
from communityup.methods.logbook import Finding
from tests.log import book as make
from tests.log.book import ONE, TWO, Book

Plant = Callable[[Book], None]
Place = tuple[str, str, int]
PLANTS: dict[str, tuple[Plant, set[Place]]] = {}


def plant(*expected: Place) -> Callable[[Plant], Plant]:
    """Register a fault, with what must be found: kind, stream and number."""

    def register(fault: Plant) -> Plant:
        PLANTS[fault.__name__] = (fault, set(expected))
        return fault

    return register


@plant(("edited", ONE, 4))
def edit_a_line(book: Book) -> None:
    book.change(ONE, 4, role="operator")


@plant(("edited", ONE, 4))
def edit_one_byte_so_that_it_is_no_longer_json(book: Book) -> None:
    book.streams[ONE][3] = b"[" + book.streams[ONE][3][1:]


@plant(("edited", ONE, 4))
def edit_the_form_and_not_the_content(book: Book) -> None:
    book.streams[ONE][3] = book.streams[ONE][3].replace(b'"n":4', b'"n": 4')


@plant(("edited", ONE, 1))
def edit_the_first_line(book: Book) -> None:
    book.change(ONE, 1, time=1)


@plant(("edited", ONE, 7))
def edit_the_last_sealed_line(book: Book) -> None:
    book.change(ONE, 7, type="trial.other")


@plant(("edited", ONE, 8))
def edit_the_last_line_before_it_is_sealed(book: Book) -> None:
    book.change(ONE, 8, type="trial.other")


@plant(*[("edited", ONE, n) for n in range(4, 9)])
def edit_a_line_and_chain_all_later_ones_again(book: Book) -> None:
    book.change(ONE, 4, role="operator")
    book.chain(ONE, 4)


@plant(("edited", ONE, 4), ("root", "", 0))
def edit_a_line_with_its_entry_in_the_tree(book: Book) -> None:
    book.change(ONE, 4, role="operator")
    leaf = make.leaf_of(book.streams[ONE][3]).hex()
    book.leaves = [f"{leaf} {ONE} 4" if row.endswith(f"{ONE} 4") else row for row in book.leaves]


@plant(("chain", ONE, 5))
def edit_a_line_with_its_entry_and_the_root(book: Book) -> None:
    edit_a_line_with_its_entry_in_the_tree(book)
    book.seal_again()


@plant(("dropped", ONE, 4))
def drop_a_line(book: Book) -> None:
    del book.streams[ONE][3]


@plant(("dropped", ONE, 1))
def drop_the_first_line(book: Book) -> None:
    del book.streams[ONE][0]


@plant(("dropped_from", ONE, 7))
def truncate_a_stream(book: Book) -> None:
    del book.streams[ONE][6:]


@plant(("dropped", ONE, 7))
def truncate_a_stream_and_the_manifest(book: Book) -> None:
    del book.streams[ONE][6:]
    book.manifest["streams"][0].update(lines=6, last=make.hash_of(book.streams[ONE][5]))


@plant(("leaf_dropped", "", 0))
def truncate_the_tree(book: Book) -> None:
    del book.leaves[-1:]


@plant(("inserted", ONE, 9))
def insert_a_line_at_the_end(book: Book) -> None:
    book.streams[ONE].append(make.line(ONE, 9, prev=make.hash_of(book.streams[ONE][7])))


@plant(("inserted", ONE, 4))
def insert_another_line_with_a_number_that_is_taken(book: Book) -> None:
    book.streams[ONE].insert(3, make.line(ONE, 4, nonce="f" * 64))


@plant(("inserted", ONE, 4))
def insert_a_line_twice(book: Book) -> None:
    book.streams[ONE].insert(4, book.streams[ONE][3])


@plant(("inserted", ONE, 2))
def insert_a_line_of_another_stream(book: Book) -> None:
    book.streams[ONE].append(book.streams[TWO][1])


@plant(*[("edited", ONE, n) for n in range(4, 9)], ("inserted", ONE, 9))
def insert_a_line_and_count_and_chain_again(book: Book) -> None:
    book.streams[ONE].insert(3, make.line(ONE, 4, nonce="f" * 64))
    book.chain(ONE, 4)


@plant(("leaf_inserted", "", 0), ("leaf_without_line", "", 0))
def insert_an_entry_in_the_tree(book: Book) -> None:
    book.leaves.append("ab" * 32)


@plant(("swapped", ONE, 3), ("swapped", ONE, 5))
def swap_two_lines(book: Book) -> None:
    lines = book.streams[ONE]
    lines[2], lines[4] = lines[4], lines[2]


@plant(("edited", ONE, 4), ("edited", ONE, 5))
def swap_two_lines_and_their_numbers(book: Book) -> None:
    lines = book.streams[ONE]
    lines[3], lines[4] = lines[4], lines[3]
    book.change(ONE, 4, n=4)
    book.change(ONE, 5, n=5)


@plant(("leaf_misplaced", ONE, 2), ("leaf_misplaced", ONE, 1), ("root", "", 0))
def swap_two_entries_of_the_tree(book: Book) -> None:
    rows = book.leaves
    first, second = rows[0].split(), rows[1].split()
    rows[0], rows[1] = f"{second[0]} {ONE} 1", f"{first[0]} {ONE} 2"


@plant(("leaf_misplaced", ONE, 2), ("root", "", 0))
def swap_two_whole_entries_of_the_tree(book: Book) -> None:
    book.leaves[0], book.leaves[1] = book.leaves[1], book.leaves[0]


@plant(("leaf_misplaced", ONE, 2), ("leaf_misplaced", ONE, 1))
def swap_what_two_entries_are_of(book: Book) -> None:
    first, second = book.leaves[0].split(), book.leaves[1].split()
    book.leaves[0], book.leaves[1] = f"{first[0]} {ONE} 2", f"{second[0]} {ONE} 1"


@plant(("leaf_edited", ONE, 4), ("root", "", 0))
def edit_an_entry_of_the_tree(book: Book) -> None:
    book.leaves = [f"{'ab' * 32} {ONE} 4" if row.endswith(f"{ONE} 4") else row for row in book.leaves]


@plant(("left_out", ONE, 4), ("root", "", 0))
def leave_a_line_out_of_the_tree(book: Book) -> None:
    book.leaves = [row for row in book.leaves if not row.endswith(f"{ONE} 4")]
    book.manifest["tree"]["size"] -= 1


@plant(("withheld", ONE, 2))
def withhold_words(book: Book) -> None:
    del book.bodies[0]


@plant(("withheld", ONE, 3))
def erase_words_with_a_line_that_is_about_another_object(book: Book) -> None:
    book.change(ONE, 6, object="f" * 32)
    book.chain(ONE)
    book.plant([(ONE, n) for n in range(1, 8)] + [(TWO, n) for n in range(1, 5)])


@plant(("withheld", ONE, 7))
def erase_words_with_an_earlier_line(book: Book) -> None:
    book.change(ONE, 7, commit=make.commitment("Gewist"), object=f"{3:032x}")
    book.chain(ONE)
    book.plant([(ONE, n) for n in range(1, 8)] + [(TWO, n) for n in range(1, 5)])


@plant(("words_edited", TWO, 1))
def edit_words(book: Book) -> None:
    book.bodies[1]["body"] = "Meer stenen"


@plant(("words_edited", TWO, 1))
def edit_a_salt(book: Book) -> None:
    book.bodies[1]["salt"] = "00" * 32


@plant(("words_inserted", "", 0))
def insert_words(book: Book) -> None:
    book.bodies.append({"commit": make.commitment("Nooit gezegd"), "salt": make.SALT.hex(), "body": "Nooit gezegd"})


@plant(("stream_withheld", TWO, 0), ("words_inserted", "", 0))
def withhold_a_stream(book: Book) -> None:
    del book.streams[TWO]


@plant(("stream_withheld", TWO, 0), ("words_inserted", "", 0))
def withhold_a_stream_and_its_place_in_the_manifest(book: Book) -> None:
    del book.streams[TWO]
    del book.manifest["streams"][1]


@plant(("leaf_without_line", "", 0))
def withhold_a_stream_everywhere(book: Book) -> None:
    withhold_a_stream_and_its_place_in_the_manifest(book)
    book.leaves = [row.split()[0] if TWO in row else row for row in book.leaves]
    del book.bodies[1]


@plant(("stream_inserted", "c" * 32, 0))
def insert_a_stream(book: Book) -> None:
    book.streams["c" * 32] = [make.line("c" * 32, 1)]


@plant(("clock", ONE, 5))
def set_the_clock_back_and_seal_all_again(book: Book) -> None:
    book.change(ONE, 5, time=1)
    book.chain(ONE)
    book.plant([(ONE, n) for n in range(1, 8)] + [(TWO, n) for n in range(1, 5)])


@plant(("chain", ONE, 1))
def let_the_first_line_follow_on_one_that_is_not_there_and_seal_all_again(book: Book) -> None:
    book.change(ONE, 1, prev="0" * 64)
    book.chain(ONE, 2)
    book.plant([(ONE, n) for n in range(1, 8)] + [(TWO, n) for n in range(1, 5)])


@plant(("format", ONE, 5))
def leave_out_a_key_and_seal_all_again(book: Book) -> None:
    content = canonical.decode(book.streams[ONE][4])
    del content["nonce"]
    book.streams[ONE][4] = canonical.encode(content)
    book.chain(ONE)
    book.plant([(ONE, n) for n in range(1, 8)] + [(TWO, n) for n in range(1, 5)])


@plant(("last", TWO, 4))
def name_another_last_line_in_the_manifest(book: Book) -> None:
    book.manifest["streams"][1]["last"] = "0" * 64


@plant(("dropped", TWO, 5))
def add_a_line_to_the_manifest_only(book: Book) -> None:
    book.manifest["streams"][1]["lines"] = 5


def only_one(book: Book) -> Book:
    """Leave a stream out as an export does that holds public streams only."""
    del book.streams[TWO]
    book.bodies.pop()
    book.leaves = [row.split()[0] if TWO in row else row for row in book.leaves]
    book.manifest["streams"] = [one for one in book.manifest["streams"] if one["id"] != TWO]
    book.manifest["complete"] = False
    book.manifest["tree"]["withheld"] = 4
    return book


@plant(("leaves_without_line", "", 0))
def withhold_a_stream_and_count_one_too_few(book: Book) -> None:
    only_one(book).manifest["tree"]["withheld"] = 3


@plant(("leaves_without_line", "", 0), ("dropped", ONE, 4))
def drop_a_line_among_those_that_are_withheld(book: Book) -> None:
    only_one(book).streams[ONE].pop(3)
    book.leaves = [row.split()[0] if row.endswith(f"{ONE} 4") else row for row in book.leaves]


@plant(("root", "", 0))
def edit_a_withheld_entry(book: Book) -> None:
    place = next(index for index, row in enumerate(only_one(book).leaves) if " " not in row)
    book.leaves[place] = "0" * 64


@plant(("edited", ONE, 4))
def edit_a_line_beside_withheld_ones(book: Book) -> None:
    only_one(book).change(ONE, 4, role="operator")


def test_a_stream_that_is_openly_left_out_is_no_fault(tmp_path: Path) -> None:
    assert check(only_one(make.whole()), tmp_path) == []


def check(book: Book, tmp_path: Path, known: tuple[int, str] | None = None) -> list[Finding]:
    with log_file.opened(book.write(tmp_path / "log.zip")) as export:
        return log_file.check(export, known=known)


def test_a_whole_log_is_intact(tmp_path: Path) -> None:
    assert check(make.whole(), tmp_path) == []


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_planted_fault_is_found_and_named(name: str, tmp_path: Path) -> None:
    book, (fault, expected) = make.whole(), PLANTS[name]
    fault(book)
    found = {(finding.kind, finding.stream, finding.n) for finding in check(book, tmp_path)}
    assert found == expected


def test_a_log_rewritten_to_the_last_hash_is_found_by_who_knew_an_earlier_root(tmp_path: Path) -> None:
    before = make.whole().manifest["tree"]
    book = make.whole()
    book.change(ONE, 4, role="operator")
    book.chain(ONE, 4)
    order = [(row.split()[1], int(row.split()[2])) for row in book.leaves]
    book.plant(order)
    assert check(book, tmp_path) == []
    assert [found.kind for found in check(book, tmp_path, (before["size"], before["root"]))] == ["not_as_known"]
    shorter = make.whole()
    shorter.streams[TWO].pop()
    shorter.plant(order[:-1])
    assert [found.kind for found in check(shorter, tmp_path, (before["size"], before["root"]))] == [
        "shorter_than_known"
    ]
    assert check(make.whole(), tmp_path, (before["size"], before["root"])) == []


WHOLE = make.whole()


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_any_changed_byte_of_a_line_names_that_line(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    book = WHOLE.copy()
    stream = data.draw(st.sampled_from([ONE, TWO]))
    n = data.draw(st.integers(1, len(book.streams[stream])))
    written = bytearray(book.streams[stream][n - 1])
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] = data.draw(st.integers(0, 255).filter(lambda value: value not in {written[place], 10}))
    book.streams[stream][n - 1] = bytes(written)
    found = {(finding.kind, finding.stream, finding.n) for finding in check(book, tmp_path_factory.mktemp("log"))}
    assert found & {("edited", stream, n), ("dropped", stream, n)}
