"""A worker that is killed in the middle of a letter to very many loses no copy, and repeats at most one per kill."""

import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone

from communityup.network.letters.models import Copy
from communityup.network.newsletter.models import Subscription
from communityup.post.models import Mail
from tests.make_letters import HOUR, again, planned
from tests.make_network import coordinated
from tests.make_notices import TUESDAY, told
from tests.nasty import FULL
from tests.post_office import PostOffice, open_office, work

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor == "sqlite" and not FULL, reason="on PostgreSQL; on both in `make prove`"),
]
READERS = 100_000 if FULL else 2_000
# Between its transactions and inside them; after copies are written and before it is noted for whom; after a mail left
# and before that is noted; in the middle of the list.
MOMENTS = [
    "write:3",
    "copies:1",
    "write:12",
    "mail:1",
    "copies:4",
    f"write:{min(READERS // 3, 700)}",
    f"mail:{READERS // 3}",
    "mail:2",
]
FOR_ONE = 0.08  # seconds, on a machine that does other things too


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """Return an open post office."""
    with open_office() as server:
        yield server


def test_killed_worker_misses_nobody_and_repeats_at_most_once_per_kill_with_one_message_id(
    office: PostOffice,
) -> None:
    made, dilek = coordinated()
    letter = planned(made, dilek, TUESDAY, title="Aan iedereen")
    told()
    Mail.objects.all().delete()
    now = timezone.now()
    Subscription.objects.bulk_create(
        (
            Subscription(
                network=made, email=f"lezer{n}@example.org", asked_as=f"{n:032x}", sessions=True, wording="ja",
                form_address="/", asked_at=now - HOUR, confirmed_at=now,
            )
            for n in range(READERS)
        ),
        batch_size=1_000,
    )  # fmt: skip
    began = time.monotonic()
    *ends, last = work(office, [*MOMENTS, "never", "never"], limit=120 + int(READERS * FOR_ONE))[:-1]
    print(f"{READERS} copies, {len(MOMENTS)} kills: {time.monotonic() - began:.0f} s")
    assert ends == [-signal.SIGKILL] * len(MOMENTS), "every moment of the list struck"
    assert last == 0

    copies = Counter(office.taken)
    assert len({to for to, _id in copies}) == READERS, "nobody is missing"
    assert len(copies) == READERS, "each copy has one Message-ID, however often it is sent"
    assert len({number for _to, number in copies}) == READERS
    assert 0 < sum(copies.values()) - READERS <= len(MOMENTS)
    ended = again(letter)
    assert (ended.state, ended.readers, ended.sent, ended.refused) == ("sent", READERS, READERS, 0)
    assert (Mail.objects.count(), Copy.objects.count()) == (READERS, 0)
