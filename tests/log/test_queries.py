"""The log reads as sentences, newest first, filtered and in pages."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

from communityup.base.ids import new_id
from communityup.log.actions import open_stream, record, seal
from communityup.log.models import Stream
from communityup.log.queries import LINES_ON_A_PAGE, sentence_of, stream_page
from communityup.methods import canonical

pytestmark = pytest.mark.django_db


def test_a_line_is_a_sentence_with_its_party_and_its_facts(stream: Stream, writer: Any) -> None:
    party = new_id()
    writer.write(stream, party=party)
    seal()
    with override("nl"):
        row = stream_page(stream, names={party: "Bewoners <b>"})[0]
    assert row["sentence"] == "Bewoners <b> counted 1 on 21 november 2026"
    assert (row["n"], row["party"], row["role"], row["sealed_index"]) == (1, "Bewoners <b>", "person", 0)
    assert row["time"].tzinfo is not None
    assert row["hash"] == stream.lines.get().hash


def test_only_lines_of_this_stream_newest_first(stream: Stream, writer: Any) -> None:
    writer.write(stream, 3)
    writer.write(open_stream("challenge"), 2)
    assert [row["n"] for row in stream_page(stream, names={})] == [3, 2, 1]


@pytest.mark.parametrize("lines", [1, 3])
def test_a_page_takes_two_queries_however_many_lines(
    stream: Stream, writer: Any, lines: int, django_assert_num_queries: Any
) -> None:
    writer.write(stream, lines)
    with django_assert_num_queries(2):
        assert len(list(stream_page(stream, names={}))) == lines


def test_pages_are_bounded_and_wrong_numbers_lead_to_the_nearest(stream: Stream, writer: Any) -> None:
    writer.write(stream, LINES_ON_A_PAGE + 1)
    first, last = stream_page(stream, names={}), stream_page(stream, names={}, page="99")
    assert (len(first), len(last)) == (LINES_ON_A_PAGE, 1)
    assert (first.has_next(), last.number, last.has_next()) == (True, 2, False)
    assert stream_page(stream, names={}, page="x").number == 1


def test_lines_can_be_chosen_by_party_kind_and_day(stream: Stream, writer: Any, monkeypatch: Any) -> None:
    one, two = new_id(), new_id()
    # 23.30 and 0.30 o'clock in Amsterdam: two days for the person, one in UTC.
    moments = iter([1795300200000, 1795303800000, 1795303800000])
    monkeypatch.setattr("communityup.log.actions._now", moments.__next__)
    writer.write(stream, party=one)
    writer.write(stream, party=two)
    writer.write(stream)
    day = dt.date(2026, 11, 22)
    before = day - dt.timedelta(days=1)

    def numbers(**how: Any) -> list[int]:
        return [row["n"] for row in stream_page(stream, names={}, **how)]

    assert numbers(party=one) == [1]
    assert numbers(kind="trial.") == [3, 2, 1]
    assert numbers(kind="goals.") == []
    assert numbers(since=day) == [3, 2]
    assert numbers(until=before) == [1]
    assert numbers(since=before, until=day) == [3, 2, 1]
    assert numbers(since=dt.date.min, until=dt.date.max) == [3, 2, 1]


@pytest.mark.parametrize(("role", "party", "who"), [
    ("operator", None, "The operator of this site"),
    ("job", None, "The platform"),
    ("person", None, "Somebody in their own name"),
    ("person", "ab" * 16, "A party"),
])  # fmt: skip
def test_everybody_who_acts_has_a_name(stream: Stream, writer: Any, role: str, party: str | None, who: str) -> None:
    with transaction.atomic():
        event = writer.event(object=new_id(), amount=2)
        record(event, stream=stream, by=writer.somebody(role=role), party=party)
    with override("en"):
        assert stream_page(stream, names={})[0]["sentence"].startswith(f"{who} counted 2")


@pytest.mark.parametrize("change", [{"type": "gone.away"}, {"type": None}, {"amount": None, "drop": "amount"}])
def test_a_line_of_another_version_or_a_damaged_one_is_still_shown(
    stream: Stream, writer: Any, change: dict[str, Any]
) -> None:
    writer.write(stream)
    content = {**json.loads(bytes(stream.lines.get().bytes)), **change}
    if dropped := content.pop("drop", None):
        del content[dropped]
    assert sentence_of(canonical.encode(content), {})
    assert sentence_of(b"not json", {})
    assert sentence_of(b"", {}) != sentence_of(canonical.encode(content), {})


@pytest.mark.parametrize(
    ("fact", "read"),
    [
        ("2026-11-27", "27 november 2026"),
        ("2026-11-27T08:00+01:00", "vrijdag 27 november 2026, 08.00 uur"),
        ("2026-11-27T07:00:00Z", "vrijdag 27 november 2026, 08.00 uur"),
        ("2026-07-01T06:05:09.123+00:00", "woensdag 1 juli 2026, 08.05 uur"),
        ("2026-13-27T08:00+01:00", "2026-13-27T08:00+01:00"),
        ("2026-11-27T08:00", "2026-11-27T08:00"),
        ("2026-11-27 08:00", "2026-11-27 08:00"),
    ],
)
def test_day_and_moment_in_a_line_are_read_in_words_and_all_else_as_it_stands(
    stream: Stream, writer: Any, fact: str, read: str
) -> None:
    writer.write(stream)
    content = {**json.loads(bytes(stream.lines.get().bytes)), "amount": fact}
    with override("nl"):
        assert f" {read}" in f"{sentence_of(canonical.encode(content), {})} "
