"""Who hears about what came of a visit: the other side, who wrote it, and all members once it is public."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.impressions import events
from communityup.network.impressions.models import Impression
from communityup.network.impressions.permissions import reader_of, writer_of
from communityup.network.meetings.notices import members
from communityup.network.members.models import Delegate
from communityup.network.visits.models import Visit
from communityup.network.visits.notices import both
from communityup.network.visits.permissions import GUEST
from communityup.notices.queries import Happening, register_hearers, register_nobody


def readers(happening: Happening) -> set[int]:
    """The people of the member that reads it first."""
    return _people(happening, writes=False)


def writers(happening: Happening) -> set[int]:
    """The people of the member that wrote it."""
    return _people(happening, writes=True)


def register() -> None:
    """Say who hears about what came of visits; called in AppConfig.ready."""
    register_nobody(events.ImpressionWritten, why="It is being written; who reads it first hears when it is shown.")
    register_hearers(
        events.ImpressionShown,
        hearers=readers,
        url=_visit,
        urgent=True,
        sentence=_("Read what was written about your visit: may it be public?"),
    )
    register_hearers(
        events.ImpressionAnswered, hearers=writers, url=_visit, sentence=_("The other member read what you wrote")
    )
    register_hearers(events.ImpressionPublished, hearers=members, url=_report)
    register_hearers(events.ImpressionWithdrawn, hearers=both, url=_report)


def _people(happening: Happening, *, writes: bool) -> set[int]:
    visit = Visit.objects.filter(impression__public_id=happening.object).first()
    if visit is None:
        return set()
    side = writer_of(visit) if writes else reader_of(visit)
    member = visit.guest_id if side == GUEST else visit.host_id
    found = Delegate.objects.filter(member=member, member__left_at=None)
    return set(found.values_list("person_id", flat=True))


def _visit(slug: str, happening: Happening) -> str:
    visit = Impression.objects.filter(public_id=happening.object).values_list("visit__public_id", flat=True).first()
    return reverse("visits:visit", args=[slug, visit or happening.object])


def _report(slug: str, happening: Happening) -> str:
    return reverse("impressions:report", args=[slug, happening.object])
