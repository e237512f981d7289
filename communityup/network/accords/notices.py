"""Who hears about agreements of a network: all members of a new one, who is in it of what happens to it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.accords import events
from communityup.network.members.models import Delegate
from communityup.network.networks.notices import coordinators
from communityup.network.networks.notices import page as page_of
from communityup.notices.queries import Happening, register_hearers, register_nobody


def members(happening: Happening) -> set[int]:
    """The people of all members of the network."""
    here = Delegate.objects.filter(member__network__stream_id=happening.stream, member__left_at=None)
    return set(here.values_list("person_id", flat=True))


def inside(happening: Happening) -> set[int]:
    """The people of the members that are in the agreement, and the coordinators."""
    here = Delegate.objects.filter(member__accords__accord__public_id=happening.object, member__left_at=None)
    return {*here.values_list("person_id", flat=True), *coordinators(happening)}


def asked(happening: Happening) -> set[int]:
    """The people of the member whose year in the core ends."""
    here = Delegate.objects.filter(member__public_id=happening.content["member"], member__left_at=None)
    return set(here.values_list("person_id", flat=True))


def register() -> None:
    """Say who hears about agreements of a network; called in AppConfig.ready."""
    here = page_of("accords:list")
    for event in (events.AccordProposed, events.AccordReworded, events.AccordKept, events.AccordEnded):
        register_hearers(event, hearers=members, url=here)
    register_hearers(events.ReviewDue, hearers=inside, url=here, urgent=True)
    register_hearers(
        events.CoreYearEnds,
        hearers=asked,
        url=_core,
        urgent=True,
        sentence=_("Your year in the core ends soon. Do you give another one? Nothing goes on by itself"),
    )
    register_nobody(
        events.AccordJoined,
        events.WishSaid,
        why="The page of the agreements shows who is in each, and who is waited for.",
    )


def _core(slug: str, _happening: Happening) -> str:
    return reverse("members:core", args=[slug])
