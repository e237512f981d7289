"""Many people, or many clicks of one, at the same moment."""

import threading
from collections.abc import Callable

from django.db import connection


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
