"""What happens by itself: an act that waits too long for its second yes lapses."""

from django.utils import timezone

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.facilitation import actions
from communityup.workspace.facilitation.models import Act


def let_acts_lapse() -> int:
    """Let every act lapse that got no second yes in time; return how many did."""
    old = Act.objects.filter(state=Act.State.WAITS, asked_at__lte=timezone.now() - actions.LAPSES_AFTER)
    found = old.select_related("challenge__stream").order_by("pk")
    return sum(actions.let_lapse(act, by=Actor.job("facilitation")) for act in found)


JOBS = [Job(name="facilitation.acts_lapse", every_seconds=3600, run=let_acts_lapse)]
