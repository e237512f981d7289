"""What happens by itself with words: what was erased leaves nothing beside the database, what is new can be found."""

import datetime as dt

from django.utils import timezone

from communityup.base.jobs import Job
from communityup.texts import actions
from communityup.texts.models import Version

TRIED_FOR = dt.timedelta(hours=1)
INDEXED_AT_ONCE, BATCHES = 200, 50


def leave_no_trace() -> int:
    """Try again for what was erased in the last hour: readers may have held its pages; return how much that is."""
    erased = Version.objects.filter(erased_at__gte=timezone.now() - TRIED_FOR).count()
    if erased:
        actions.leave_no_trace()
    return 0


def index() -> int:
    """Let one find what was written, changed or shown again; return how many texts. What is left waits a moment."""
    count = 0
    for _batch in range(BATCHES):
        done = actions.index(INDEXED_AT_ONCE)
        count += done
        if done < INDEXED_AT_ONCE:
            break
    return count


JOBS = [
    Job(name="texts.leave_no_trace", every_seconds=60, run=leave_no_trace),
    Job(name="texts.index", every_seconds=20, run=index),
]
