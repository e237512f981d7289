"""Sealing gives every line one place in one tree, in the order of its stream, whoever seals."""

import random
from typing import Any

import pytest

from communityup.log import actions, jobs
from communityup.log.actions import open_stream, seal
from communityup.log.models import Leaf, Line, SealedUpTo, Stream, Tree
from communityup.methods import merkle

pytestmark = pytest.mark.django_db


def test_sealing_gives_each_line_one_leaf_in_order(stream: Stream, writer: Any) -> None:
    streams = [stream, open_stream("challenge"), open_stream("site")]
    chance = random.Random(4)
    for _ in range(5):
        for _line in range(8):
            writer.write(chance.choice(streams))
        seal()
    leaves = list(Leaf.objects.order_by("index").select_related("line"))
    assert [leaf.index for leaf in leaves] == list(range(40))
    assert Tree.objects.get().size == 40
    for one in streams:
        numbers = [leaf.line.n for leaf in leaves if leaf.line.stream_id == one.pk]
        assert numbers == list(range(1, len(numbers) + 1))
    assert all(leaf.hash == merkle.leaf_hash(bytes.fromhex(leaf.line.hash)).hex() for leaf in leaves)


def test_sealing_again_does_nothing(stream: Stream, writer: Any) -> None:
    writer.write(stream, 3)
    assert (seal(), seal()) == (3, 0)
    assert Leaf.objects.count() == 3


def test_lines_of_a_batch_are_sealed_in_the_order_of_time(stream: Stream, writer: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("communityup.log.actions._now", iter([300, 100, 200]).__next__)
    streams = [stream, open_stream("challenge"), open_stream("challenge")]
    for one in streams:
        writer.write(one)
    seal()
    assert list(Leaf.objects.order_by("index").values_list("line__time", flat=True)) == [100, 200, 300]


def test_a_batch_is_bounded_and_the_job_goes_on_until_done(stream: Stream, writer: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "SEALED_AT_ONCE", 4)
    other = open_stream("challenge")
    writer.write(stream, 7)
    writer.write(other, 3)
    assert seal() == 4
    assert jobs.run() == 6
    assert {row.stream_id: row.n for row in SealedUpTo.objects.all()} == {stream.pk: 7, other.pk: 3}
    assert not Line.objects.filter(leaf=None).exists()
    assert [job.name for job in jobs.JOBS] == ["log.seal"]


def test_sealing_reads_only_what_is_new(stream: Stream, writer: Any, django_assert_max_num_queries: Any) -> None:
    writer.write(stream, 30)
    seal()
    writer.write(stream, 2)
    with django_assert_max_num_queries(14):
        seal()
    with django_assert_max_num_queries(1):
        assert seal() == 0
