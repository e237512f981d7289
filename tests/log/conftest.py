"""Who acts and what happens in the tests of the log: they know as little of people as the log does."""

from dataclasses import dataclass, replace

import pytest
from django.db import transaction

from communityup.base.ids import new_id
from communityup.log.actions import Receipt, open_stream, record
from communityup.log.events import Event
from communityup.log.models import Stream


@dataclass(frozen=True, kw_only=True)
class Counted(Event):
    """Somebody counted something."""

    type = "trial.counted"
    sentence = "{party} counted {amount} on {day}"

    amount: int
    day: str = "2026-11-21"
    evidence_commit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person, a job or the operator, as far as the log asks."""

    person_key: str | None = "person:1"
    nameless: bool = False
    role: str = "person"


@pytest.fixture
def stream(db: None) -> Stream:
    """Return a new stream of a challenge."""
    return open_stream("challenge")


class Writer:
    """Records lines as an action does."""

    event = Counted
    somebody = Somebody

    def write(
        self, stream: Stream, times: int = 1, *, by: Somebody | None = None, **facts: str | None
    ) -> list[Receipt]:
        """Record some lines, each in its own transaction."""
        receipts = []
        for amount in range(1, times + 1):
            with transaction.atomic():
                event = Counted(object=new_id(), amount=amount, commit=facts.get("commit"))
                event = replace(event, evidence_commit=facts.get("evidence_commit"))
                receipts.append(record(event, stream=stream, by=by or Somebody(), party=facts.get("party")))
        return receipts


@pytest.fixture
def writer() -> Writer:
    """Return what records lines."""
    return Writer()
