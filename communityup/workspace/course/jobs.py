"""What happens by itself: on its day all parties are asked to look at a route again."""

from django.db.models import F
from django.utils import timezone

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.course import actions
from communityup.workspace.course.models import Version


def call_reviews() -> int:
    """Tell of every decision about a route whose day came; return how many there were."""
    due = Version.objects.select_related("route__challenge").filter(
        route__current=F("pk"), review_told_at=None, review_on__lte=timezone.localdate()
    )
    return sum(actions.call_review(version, by=Actor.job("course_reviews")) for version in due.order_by("pk"))


JOBS = [Job(name="course_reviews", every_seconds=300, run=call_reviews)]
