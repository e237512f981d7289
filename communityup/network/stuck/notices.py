"""Who hears when somebody is stuck: the audience they chose, then the group, and after a week the coordinators."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.members.models import Delegate
from communityup.network.networks.notices import coordinators, who_answers
from communityup.network.stuck import events, queries
from communityup.network.stuck.models import HelpRequest, Offer
from communityup.notices.queries import Happening, register_hearers, register_nobody


def audience(happening: Happening) -> set[int]:
    """Those whom the one who is stuck asks: peers who offered themselves, or all people of members."""
    request = HelpRequest.objects.filter(public_id=happening.object).first()
    if request is None:
        return set()
    if request.audience == HelpRequest.Audience.PEERS:
        asked = set(queries.peers_of(happening.stream).values_list("person_id", flat=True))
    else:
        here = Delegate.objects.filter(member__network__stream_id=happening.stream, member__left_at=None)
        asked = set(here.values_list("person_id", flat=True))
    return asked - {request.person_id}


def asker(happening: Happening) -> set[int]:
    """Who is stuck and asked."""
    return set(HelpRequest.objects.filter(public_id=happening.object).values_list("person_id", flat=True))


def accepted(happening: Happening) -> set[int]:
    """Who offered to think along and was accepted."""
    return set(Offer.objects.filter(public_id=happening.object).values_list("person_id", flat=True))


def group(happening: Happening) -> set[int]:
    """Who asked, and who thinks along."""
    along = Offer.objects.filter(request__public_id=happening.object, accepted_at__isnull=False)
    return asker(happening) | set(along.values_list("person_id", flat=True))


def seekers(happening: Happening) -> set[int]:
    """The coordinators; as long as none of them answers, also those who were asked once more."""
    return coordinators(happening) | (set() if who_answers(happening) else audience(happening))


def register() -> None:
    """Say who hears about what happens when somebody is stuck; called in AppConfig.ready."""
    register_hearers(
        events.HelpAsked,
        hearers=audience,
        url=_while_open,
        urgent=True,
        sentence=_("Somebody in this network is stuck and asks whether you think along"),
    )
    register_hearers(
        events.HelpOffered,
        hearers=asker,
        url=_request,
        urgent=True,
        sentence=_("Somebody offers to think along with you"),
    )
    register_hearers(
        events.HelpMatched,
        hearers=accepted,
        url=_of_offer,
        urgent=True,
        sentence=_("You think along with somebody who is stuck: your offer was accepted"),
    )
    register_hearers(
        events.Unanswered,
        hearers=seekers,
        url=_request,
        urgent=True,
        sentence=_("Somebody asked peers to think along and got no answer for seven days. Do you look for somebody?"),
    )
    register_hearers(events.ConsultationPlanned, hearers=group, url=_request, urgent=True)
    register_hearers(events.HelpEnded, hearers=group, url=_request)
    register_nobody(
        events.PeersChanged,
        events.OfferTakenBack,
        events.StepBegan,
        events.NoteWritten,
        events.NoteRemoved,
        events.HelpDeleted,
        why="Who it is about finds it on the page; nobody else needs to know.",
    )


def _request(slug: str, happening: Happening) -> str:
    return reverse("stuck:request", args=[slug, happening.object])


def _while_open(slug: str, happening: Happening) -> str:
    """Return the question as long as it waits for peers; after that it is for who thinks along, so the overview."""
    waits = HelpRequest.objects.filter(public_id=happening.object, state=HelpRequest.State.OPEN).exists()
    return _request(slug, happening) if waits else reverse("stuck:list", args=[slug])


def _of_offer(slug: str, happening: Happening) -> str:
    found = Offer.objects.filter(public_id=happening.object).values_list("request__public_id", flat=True).first()
    return reverse("stuck:list", args=[slug]) if found is None else reverse("stuck:request", args=[slug, found])
