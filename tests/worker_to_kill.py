"""Workers that die at a chosen moment: `python worker_to_kill.py NOW write:7 NOW mail:1 NOW never`; for the tests.

Each is a process of its own, one after another, and how they ended is printed: Django is set up once, before the first
is split off. A worker tells, writes letters and sends them, as the jobs of a site do. `write:7` is the seventh moment
around a change of the database: each statement has one before and one after it, and so has each commit. `mail:1` is
after the mail server took the first mail, and before we could note it; `copies:3` after the third time that copies of a
letter of a network were written, and before it is noted for whom.
"""

import datetime as dt
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any
from unittest import mock

import django


class Axe:
    """Kills this process without a warning, at the moment it was told."""

    def __init__(self, moment: str) -> None:
        self.kind, _colon, number = moment.partition(":")
        self.left = int(number or 0)

    def fall(self, kind: str) -> None:
        """Count one moment of this kind, and strike at the last."""
        if kind == self.kind:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Run one statement of the database; changes have a moment before and one after them."""
        if not sql.startswith(("INSERT", "UPDATE", "DELETE")):
            return execute(sql, *rest)
        self.fall("write")
        done = execute(sql, *rest)
        self.fall("write")
        return done

    def around(self, kind: str, owner: Any, name: str, *, before: bool = False) -> Any:
        """Give a method of a class a moment after it, and perhaps one before it."""
        act = getattr(owner, name)

        def struck(*words: Any, **more: Any) -> Any:
            if before:
                self.fall(kind)
            done = act(*words, **more)
            self.fall(kind)
            return done

        return mock.patch.object(owner, name, struck)


def work(now: str, moment: str) -> None:
    """Do everything that is due, once."""
    from django.core.mail.backends.smtp import EmailBackend
    from django.db import connections
    from django.utils import timezone

    from communityup.network.letters import actions as letters
    from communityup.notices import actions
    from communityup.post.actions import send_due

    axe, connection = Axe(moment), connections["default"]
    with (
        mock.patch.object(timezone, "now", return_value=dt.datetime.fromisoformat(now)),
        axe.around("mail", EmailBackend, "_send"),
        axe.around("copies", letters, "send_many"),
        axe.around("write", type(connection), "_commit", before=True),
        connection.execute_wrapper(axe.statement),
    ):
        actions.tell()
        actions.write_letters()
        while letters.go_on() + send_due():
            pass


def split_off(now: str, moment: str) -> int:
    """Let a worker do what is due in a process of its own; return how it ended."""
    number = os.fork()
    if number:
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    code = 1
    try:
        work(now, moment)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it was, this process ends here
        traceback.print_exc()
    finally:
        os._exit(code)


def main(words: list[str]) -> None:
    """Let each worker begin when the one before it ended; none shares a connection with another."""
    django.setup()
    from django.db import connections

    assert connections["default"].connection is None
    print(*(split_off(now, moment) for now, moment in zip(words[::2], words[1::2], strict=True)))


if __name__ == "__main__":
    main(sys.argv[1:])
