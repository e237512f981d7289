"""Many people, or many clicks of one, at the same moment."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection


@contextlib.contextmanager
def just_before(words: str, act: Callable[[], object]) -> Iterator[None]:
    """Let somebody else be first: their act is done just before the first statement that holds these words."""
    waiting = [act]

    def ask(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if waiting and words in sql:
            waiting.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(ask):
        yield
    assert not waiting, "nobody came to the moment before which the other was first"


def together(*acts: Callable[[], object]) -> list[object]:
    """Do all acts at the same moment, each in its own thread; return what they gave or how they were refused."""
    start, given = threading.Barrier(len(acts)), list[object]()

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            given.append(act())
        except Exception as problem:  # noqa: BLE001 - what went wrong is what the test looks at
            given.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
