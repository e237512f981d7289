"""What happens by itself: agreed rules come into force on their day."""

from django.utils import timezone

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.consent.models import Round
from communityup.workspace.rules import actions
from communityup.workspace.rules.models import Version


def bring_into_force() -> int:
    """Let every agreed version count whose day has come; return how many did."""
    due = Version.objects.filter(
        asked__outcome=Round.Outcome.AGREED, in_force_at=None, applies_from__lte=timezone.localdate()
    )
    return sum(actions.start_counting(version, by=Actor.job("rules")) for version in due.order_by("number"))


JOBS = [Job(name="rules_in_force", every_seconds=300, run=bring_into_force)]
