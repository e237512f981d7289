"""A line holds exactly what SECURITY.md says, in the order of its stream, and leads to nobody who did not want that."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from communityup.base.ids import is_id, new_id
from communityup.log import actions
from communityup.log.actions import forget_person, open_stream, record, record_erasure
from communityup.log.events import Event, registry
from communityup.log.models import Line, Pseudonym, Stream
from communityup.methods import canonical
from communityup.methods.logbook import KEYS
from communityup.people.actors import Actor

pytestmark = pytest.mark.django_db


def contents(stream: Stream) -> list[dict[str, Any]]:
    return [json.loads(bytes(line.bytes)) for line in stream.lines.order_by("n")]


def test_a_line_has_the_fixed_keys_and_the_facts_of_its_event(stream: Stream, writer: Any) -> None:
    party, commit = new_id(), "ab" * 32
    receipt = writer.write(stream, commit=commit, party=party)[0]
    line = stream.lines.get()
    content = canonical.decode(bytes(line.bytes))
    assert set(content) == KEYS | {"amount", "day", "evidence_commit"}
    assert content["v"] == 1
    assert content["tv"] == 1
    assert content["stream"] == stream.public_id
    assert content["site"] == stream.site
    assert content["type"] == "trial.counted"
    assert (content["party"], content["role"], content["commit"]) == (party, "person", commit)
    assert (content["n"], content["prev"]) == (1, None)
    assert len(bytes.fromhex(str(content["nonce"]))) == 32
    assert is_id(str(content["actor"]))
    assert (receipt.stream, receipt.n, receipt.hash, receipt.time) == (stream.public_id, 1, line.hash, content["time"])


def test_the_columns_repeat_what_stands_in_the_bytes(stream: Stream, writer: Any) -> None:
    writer.write(stream, 2, commit="cd" * 32, party=new_id())
    for line in stream.lines.all():
        for name in ("n", "time", "type", "object", "party", "role", "actor", "commit"):
            assert getattr(line, name) == line.content[name]
        assert line.hash == hashlib.sha256(bytes(line.bytes)).hexdigest()


def test_lines_count_from_one_and_chain(stream: Stream, writer: Any) -> None:
    writer.write(stream, 5)
    lines = list(stream.lines.order_by("n"))
    assert [line.n for line in lines] == [1, 2, 3, 4, 5]
    assert [line.content["prev"] for line in lines] == [None, *(line.hash for line in lines[:-1])]
    stream.refresh_from_db()
    assert (stream.last_n, stream.last_hash, stream.last_time) == (5, lines[-1].hash, lines[-1].time)


def test_each_stream_counts_by_itself(stream: Stream, writer: Any) -> None:
    other = open_stream("challenge")
    writer.write(stream, 2)
    writer.write(other, 1)
    assert [content["n"] for content in contents(other)] == [1]
    assert other.public_id != stream.public_id


def test_time_never_runs_back_in_a_stream(stream: Stream, writer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC), dt.datetime(2026, 11, 21, 11, tzinfo=dt.UTC)]
    monkeypatch.setattr("communityup.log.actions.timezone.now", lambda: moments.pop(0))
    writer.write(stream, 2)
    assert [content["time"] for content in contents(stream)] == [1795262400000, 1795262400000]


def test_nonces_differ_so_equal_acts_have_unequal_hashes(stream: Stream, writer: Any) -> None:
    writer.write(stream, 20)
    assert len({content["nonce"] for content in contents(stream)}) == 20


def test_a_person_has_one_pseudonym_per_stream_and_another_in_the_next(stream: Stream, writer: Any) -> None:
    other = open_stream("challenge")
    writer.write(stream, 2)
    writer.write(stream, by=writer.somebody(person_key="person:2"))
    writer.write(other)
    first, second, third = (content["actor"] for content in contents(stream))
    assert first == second != third
    assert contents(other)[0]["actor"] not in {first, third}
    assert Pseudonym.objects.count() == 3


@pytest.mark.parametrize("who", [{"nameless": True}, {"person_key": None, "role": "job"}])
def test_b22_nameless_acts_jobs_and_the_operator_have_no_actor(
    stream: Stream, writer: Any, who: dict[str, Any]
) -> None:
    writer.write(stream, by=writer.somebody(**who))
    assert contents(stream)[0]["actor"] is None
    assert Pseudonym.objects.count() == 0


def test_forgetting_a_person_leaves_the_lines_and_takes_the_way_back(stream: Stream, writer: Any) -> None:
    writer.write(stream, 2)
    writer.write(stream, by=writer.somebody(person_key="person:2"))
    before = [bytes(line.bytes) for line in stream.lines.order_by("n")]
    assert forget_person("person:1") == 1
    assert [bytes(line.bytes) for line in stream.lines.order_by("n")] == before
    assert list(Pseudonym.objects.values_list("person_key", flat=True)) == ["person:2"]
    writer.write(stream)
    actors = [content["actor"] for content in contents(stream)]
    assert actors[-1] not in actors[:-1], "who comes back after being forgotten is somebody new"


def test_a_role_can_be_given(stream: Stream, writer: Any) -> None:
    with transaction.atomic():
        record(writer.event(object=new_id(), amount=1), stream=stream, by=writer.somebody(), role="facilitator")
    assert contents(stream)[0]["role"] == "facilitator"


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused(writer: Any) -> None:
    stream = open_stream("challenge")
    with pytest.raises(RuntimeError, match="transaction"):
        record(writer.event(object=new_id(), amount=1), stream=stream, by=writer.somebody())
    assert Line.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_no_line_and_no_gap(writer: Any) -> None:
    stream = open_stream("challenge")
    writer.write(stream)

    def fail() -> None:
        with transaction.atomic():
            record(writer.event(object=new_id(), amount=1), stream=stream, by=writer.somebody())
            raise ValueError("the action fails after all")

    with pytest.raises(ValueError, match="fails"):
        fail()
    writer.write(stream)
    assert [content["n"] for content in contents(stream)] == [1, 2]


@pytest.mark.parametrize("change", [
    {"second": "operator"},
    {"first": "mayor"},
    {"second": ""},
    {"reason": "curiosity"},
    {"reason": ""},
])  # fmt: skip
def test_e26_one_alone_a_stranger_or_another_reason_opens_no_stream(stream: Stream, change: dict[str, str]) -> None:
    said = {"first": "operator", "second": "privacy", "reason": "incident"}
    with pytest.raises(ValueError, match="different roles"):
        actions.record_opening([stream], **{**said, **change}, by=Actor.operator())
    assert stream.lines.count() == 0
    [receipt] = actions.record_opening([stream], **said, by=Actor.operator())
    assert receipt.n == 1


@pytest.mark.parametrize(("change", "error"), [
    ({"object": "7"}, ValueError),
    ({"object": "A" * 32}, ValueError),
    ({"commit": "short"}, ValueError),
    ({"evidence_commit": "short"}, ValueError),
    ({"amount": 1.5}, TypeError),
    ({"amount": True}, TypeError),
    ({"amount": ["x"]}, TypeError),
    ({"amount": 2**53}, canonical.NotCanonicalError),
    ({"day": "x" * 121}, ValueError),
    ({"day": "\ud800"}, canonical.NotCanonicalError),
])  # fmt: skip
def test_what_may_not_stand_in_a_line_is_refused(
    stream: Stream, writer: Any, change: dict[str, Any], error: type[Exception]
) -> None:
    values = {"object": new_id(), "amount": 1, **change}
    with pytest.raises(error), transaction.atomic():
        record(writer.event(**values), stream=stream, by=writer.somebody())
    assert stream.lines.count() == 0


def test_a_party_is_given_by_its_id_never_by_its_name(stream: Stream, writer: Any) -> None:
    with pytest.raises(ValueError, match="party"):
        writer.write(stream, party="Bewoners Molenwijk")


def test_an_erasure_is_told_in_every_stream_that_held_the_words(stream: Stream, writer: Any) -> None:
    other, commit = open_stream("challenge"), "ef" * 32
    writer.write(stream, commit=commit)
    writer.write(other, commit=commit)
    receipts = record_erasure(commit, by=writer.somebody())
    assert {receipt.stream for receipt in receipts} == {stream.public_id, other.public_id}
    line = stream.lines.get(type="texts.erased")
    assert line.content["commitment"] == commit
    assert line.content["object"] == stream.lines.get(n=1).object
    assert line.content["commit"] is None


def test_a_second_commitment_of_a_line_is_erased_like_the_first(stream: Stream, writer: Any) -> None:
    commit = "ef" * 32
    writer.write(stream, commit="cd" * 32, evidence_commit=commit)
    writer.write(stream, commit=commit, evidence_commit=commit)
    receipts = record_erasure(commit, by=writer.somebody())
    assert [receipt.n for receipt in receipts] == [3, 4]
    assert stream.lines.get(n=3).object == stream.lines.get(n=1).object


def test_there_is_one_site_stream_and_one_tree(db: None) -> None:
    assert open_stream("site") == open_stream("site")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stream.objects.create(kind="site", site=new_id())
    with pytest.raises(ValueError, match="party"):
        open_stream("party")


@pytest.mark.parametrize("statement", [
    "UPDATE log_line SET type = 'x'",
    "UPDATE log_leaf SET hash = 'x'",
    "DELETE FROM log_leaf",
    "DELETE FROM log_line WHERE id NOT IN (SELECT line_id FROM log_leaf)",
])  # fmt: skip
def test_the_database_refuses_to_change_or_delete_lines_and_leaves(stream: Stream, writer: Any, statement: str) -> None:
    writer.write(stream)
    actions.seal()
    writer.write(stream)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert stream.lines.count() == 2


def test_the_same_number_cannot_be_written_twice(stream: Stream, writer: Any) -> None:
    writer.write(stream)
    line = stream.lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(stream=stream, n=1, bytes=b"{}", hash="00" * 32, time=0, type="x", object=line.object)


def test_recording_takes_few_queries(stream: Stream, writer: Any, django_assert_num_queries: Any) -> None:
    writer.write(stream)
    with transaction.atomic(), django_assert_num_queries(5):
        record(writer.event(object=new_id(), amount=1), stream=stream, by=writer.somebody())


def test_events_that_the_log_cannot_hold_are_refused_when_declared() -> None:
    with pytest.raises(TypeError, match="type like"):

        class NoType(Event):
            sentence = "x"

    with pytest.raises(TypeError, match="type like"):

        class NoSentence(Event):
            type = "trial.no_sentence"

    with pytest.raises(TypeError, match=r"takes the type 'trial\.counted'"):

        class Again(Event):
            type = "trial.counted"
            sentence = "x"

    with pytest.raises(TypeError, match="key of every line: nonce"):

        class Collides(Event):
            type = "trial.collides"
            sentence = "x"
            nonce: str

    assert "trial.collides" not in registry()


def test_an_event_that_is_no_dataclass_is_refused_when_recorded(stream: Stream, writer: Any) -> None:
    class Forgotten(Event):
        type = "trial.forgotten"
        sentence = "x"
        amount: int = 1

    @dataclass(frozen=True)
    class Remembered(Event):
        type = "trial.remembered"
        sentence = "x"
        amount: int = 1

    try:
        with pytest.raises(TypeError, match="frozen dataclass"):
            Forgotten(object=new_id()).facts()
        assert Remembered(object=new_id()).facts() == {"amount": 1}
    finally:
        for kind in (Forgotten, Remembered):
            registry().pop(kind.type)  # type: ignore[attr-defined]  # leave no trial in the registry
