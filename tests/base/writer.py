"""A process of its own that writes to a database file: `python writer.py FILE ACT TIMES [STREAM]`; used by the tests.

It knows only the floor and the log, so that it starts fast and stands for any process of a site.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def set_up(file: str, seconds: float = 30) -> None:
    """Point Django at the file."""
    settings.configure(
        DATABASES={
            "default": {"ENGINE": "communityup.base.sqlite", "NAME": file, "OPTIONS": {"timeout": seconds}},
        },
        INSTALLED_APPS=["communityup.base", "communityup.log"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


def migrate(*_: Any) -> None:
    """Make the tables and the counter."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (value integer NOT NULL)")
        cursor.execute("INSERT INTO counter VALUES (0)")


def count(times: int, *_: Any) -> None:
    """Read a number and write the next one, again and again."""
    from django.db import connection, transaction

    for _number in range(times):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT value FROM counter")
            value = cursor.fetchone()[0]
            cursor.execute("UPDATE counter SET value = %s", [value + 1])


def record(times: int, stream: str) -> None:
    """Record lines in one stream, and seal now and then."""
    from django.db import transaction

    from communityup.base.ids import new_id
    from communityup.log import actions
    from communityup.log.events import Event
    from communityup.log.models import Stream

    @dataclass(frozen=True, kw_only=True)
    class Tried(Event):
        type = "writer.tried"
        sentence = "{party} tried {number}"
        number: int

    @dataclass(frozen=True)
    class Somebody:
        person_key: str | None = "person:1"
        nameless: bool = False
        role: str = "person"

    found = Stream.objects.get(public_id=stream)
    for number in range(times):
        with transaction.atomic():
            actions.record(Tried(object=new_id(), number=number), stream=found, by=Somebody())
        if number % 10 == 0:
            actions.seal()


def open_one(*_: Any) -> None:
    """Make the tables and a stream, and say its id."""
    from communityup.log.actions import open_stream

    migrate()
    print(open_stream("challenge").public_id)


def look(_times: int, stream: str) -> None:
    """Say what the stream and the tree look like."""
    from communityup.log.actions import seal
    from communityup.log.models import Leaf, Line

    while seal():
        pass
    lines = list(Line.objects.filter(stream__public_id=stream).order_by("n"))
    leaves = list(Leaf.objects.order_by("index").select_related("line"))
    found = {
        "numbers": [line.n for line in lines],
        "chained": [line.content["prev"] for line in lines] == [None, *(line.hash for line in lines[:-1])],
        "sealed": [leaf.line.n for leaf in leaves],
        "leaves": [leaf.hash for leaf in leaves],
    }
    print(json.dumps(found))


def hold(_times: int, *_: Any) -> None:
    """Begin to write, open and close the file a second time, say so, and wait for a line before going on."""
    from django.db import connection, transaction
    from django.db.backends.utils import CursorWrapper

    from communityup.base.sqlite.base import DatabaseWrapper

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET value = value + 1")
        second = DatabaseWrapper(connection.settings_dict, "second")
        reader: CursorWrapper = second.cursor()
        reader.execute("SELECT value FROM counter")
        reader.fetchone()
        second.close()
        print("holding", flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    set_up(sys.argv[1])
    {"migrate": migrate, "count": count, "record": record, "hold": hold, "open": open_one, "look": look}[sys.argv[2]](
        int(sys.argv[3]), *sys.argv[4:]
    )
