"""Many at once: numbers without gaps, chains that hold, one leaf per line. On both databases; processes on SQLite."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from communityup.log.actions import open_stream, seal
from communityup.log.models import Leaf, Line, Stream

WRITER = Path(__file__).resolve().parents[1] / "base" / "writer.py"
AT_ONCE = 50


def at_once(times: int, act: Callable[[int], object]) -> list[BaseException]:
    """Let threads do an act at the same moment, each on its own connection; return what went wrong."""
    failed: list[BaseException] = []
    ready = threading.Barrier(times)

    def run(number: int) -> None:
        try:
            ready.wait(30)
            act(number)
        except BaseException as problem:  # noqa: BLE001 - told to the test
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return failed


def chain_of(stream: Stream) -> list[tuple[int, str | None, str]]:
    found = stream.lines.order_by("n").values_list("bytes", "hash")
    contents = [(json.loads(bytes(written)), line_hash) for written, line_hash in found]
    return [(content["n"], content["prev"], line_hash) for content, line_hash in contents]


def assert_whole(stream: Stream, times: int) -> None:
    chain = chain_of(stream)
    assert [n for n, _prev, _hash in chain] == list(range(1, times + 1))
    assert [prev for _n, prev, _hash in chain] == [None, *(line_hash for _n, _prev, line_hash in chain[:-1])]


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_acts_in_one_stream_leave_no_gap(writer: Any) -> None:
    stream = open_stream("challenge")
    assert at_once(AT_ONCE, lambda _: writer.write(Stream.objects.get(pk=stream.pk))) == []
    assert_whole(stream, AT_ONCE)
    assert len({line.actor for line in stream.lines.all()}) == 1, "one person keeps one pseudonym"


@pytest.mark.django_db(transaction=True)
def test_sealers_and_writers_at_once_give_each_line_one_leaf(writer: Any) -> None:
    streams = [open_stream("challenge") for _ in range(3)]

    def act(number: int) -> None:
        if number % 4 == 0:
            seal()
        else:
            writer.write(Stream.objects.get(pk=streams[number % 3].pk), 3)

    assert at_once(24, act) == []
    while seal():
        pass
    leaves = list(Leaf.objects.order_by("index").select_related("line"))
    assert [leaf.index for leaf in leaves] == list(range(Line.objects.count()))
    for stream in streams:
        numbers = [leaf.line.n for leaf in leaves if leaf.line.stream_id == stream.pk]
        assert numbers == list(range(1, stream.lines.count() + 1))


@pytest.mark.django_db(transaction=True)
def test_the_first_lines_of_a_site_at_once_plant_one_tree() -> None:
    assert at_once(8, lambda _: open_stream("site")) == []
    assert Stream.objects.count() == 1


def test_two_processes_record_and_seal_in_one_file(tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite3"

    def start(act: str, *more: str) -> "subprocess.Popen[str]":
        command = [sys.executable, str(WRITER), str(file), act, "60", *more]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    setting_up = start("open")
    stream, errors = setting_up.communicate(timeout=60)
    assert setting_up.returncode == 0, errors
    both = [start("record", stream.strip()) for _ in range(2)]
    errors_of_both = [one.communicate(timeout=120)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], errors_of_both
    looking = start("look", stream.strip())
    seen, errors = looking.communicate(timeout=60)
    assert looking.returncode == 0, errors
    found = json.loads(seen)
    assert found["numbers"] == list(range(1, 121))
    assert found["chained"]
    assert found["sealed"] == list(range(1, 121))
    assert len(set(found["leaves"])) == 120
