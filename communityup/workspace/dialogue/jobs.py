"""What happens by itself in a dialogue: a round closes after its last day, and never during a step back (E12)."""

from django.utils import timezone

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Pause
from communityup.workspace.dialogue import actions
from communityup.workspace.dialogue.models import Dialogue


def close_ended_rounds() -> int:
    """Close every round whose last day is over; return how many."""
    today = timezone.localdate()
    found = Dialogue.objects.filter(closed_at=None, ends_on__lt=today).exclude(
        challenge__pauses__in=Pause.objects.filter(ended_at=None)
    )
    ended = [dialogue for dialogue in found if dialogue.last_day is not None and dialogue.last_day < today]
    for dialogue in ended:
        actions.close_round(dialogue, by=Actor.job("dialogue"))
    return len(ended)


JOBS = [Job(name="dialogue.close_ended_rounds", every_seconds=60, run=close_ended_rounds)]
