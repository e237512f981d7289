"""Who may read the outbox, and how many letters may go to an address that did not ask for them.

The outbox: anybody where no letter ever leaves the computer, nobody on a real site.
"""

import zlib

from django.conf import settings
from django.db import connection

from communityup.post.queries import letters_today

# With one of these begins the key of each letter that a form can send to any address, whoever fills it in.
# A code that somebody asks in a browser that never signed in as its owner is one too; its own key is `CODE_ASKED`.
CODE_ASKED = "code:asked:"
TO_ANYBODY = (
    *("signup:", "form:", "coordinator:", "invitation:", "colleague:", "candidate:", "sponsor:", "observer:"),
    CODE_ASKED,
)
# So many of them a day to one address, all together (R32, X6).
LETTERS_A_DAY = 3
# The name of the lock among those of a database, and in how many turns the addresses are divided.
LETTERS_LOCK, TURNS = 64_306, 256


def may_see_outbox() -> bool:
    """Say whether this site shows its outbox: a demonstration, development or test, never production."""
    return bool(settings.OUTBOX_PAGE) and settings.MODE != "production"


def _one_at_a_time(address: str) -> None:
    """Let who writes to this address wait until who does so now is done: then both count the same letters.

    PostgreSQL holds it until the end of the transaction, and it leads to no row. A long list of addresses needs few of
    these locks. SQLite lets one transaction that writes in at a time by itself.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        turn = zlib.crc32(address.encode()) % TURNS
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LETTERS_LOCK, turn])


def is_flooded(address: str) -> bool:
    """Say whether an address got so many letters because of forms today that no form sends it one more.

    The same for an address with and without an account, so that it tells nobody which has one. Asked in the transaction
    that writes the letter the count is exact, also when several forms come at the same instant.
    """
    _one_at_a_time(address)
    return letters_today(address, *TO_ANYBODY) >= LETTERS_A_DAY
