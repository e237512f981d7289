"""What happens by itself: words come back that nobody confirmed in 72 hours, and agreed removals are done."""

from django.db.models import Q
from django.utils import timezone

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.moderation import actions
from communityup.workspace.moderation.models import TERM, Hiding


def end_terms() -> int:
    """Do what is due; return how many. The clock is that on the wall: a step back prolongs nothing."""
    now = timezone.now()
    due = Q(back_at__lte=now) | Q(removal_agreed_at__isnull=False, hidden_at__lte=now - TERM)
    waiting = Hiding.objects.filter(due, ended_at=None).select_related("challenge")
    return sum(actions.let_term_end(hiding, by=Actor.job("moderation")) for hiding in waiting)


JOBS = [Job(name="moderation.end_terms", every_seconds=60, run=end_terms)]
