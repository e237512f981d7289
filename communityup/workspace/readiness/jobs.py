"""What happens by itself: a day after a round closed, everybody reads what was said in people's own words."""

from django.utils import timezone

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.readiness import actions
from communityup.workspace.readiness.models import Check


def share_words() -> int:
    """Share the words of every round whose day has passed; return how many that were."""
    due = Check.objects.filter(asked__words_shared=False, asked__words_at__lte=timezone.now())
    return sum(actions.share_words(check, by=Actor.job("readiness")) for check in due.select_related("asked__stream"))


JOBS = [Job(name="readiness.share_words", every_seconds=60, run=share_words)]
