"""Who hears about a network: its coordinators. The question to coordinate goes by mail at once, with its own link."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.log.events import Event
from communityup.network.networks import events
from communityup.network.networks.models import Coordinator, CoordinatorInvitation, Network
from communityup.network.networks.permissions import LETTER_KEY
from communityup.notices.actions import invite
from communityup.notices.queries import (
    Address,
    Happening,
    Hearers,
    Place,
    Source,
    register_hearers,
    register_nobody,
    register_source,
)
from communityup.people.models import Person
from communityup.post.queries import site_address

_CONCERNED: dict[str, list[Hearers]] = {}


def coordinators(happening: Happening) -> set[int]:
    """The coordinators of the network."""
    here = Coordinator.objects.filter(network__stream_id=happening.stream, until=None)
    return set(here.values_list("person_id", flat=True))


def who_answers(happening: Happening) -> set[int]:
    """The coordinators of the network who are not away."""
    here = Coordinator.objects.filter(network__stream_id=happening.stream, until=None)
    return {one.person_id for one in here if not one.is_away}


def concerned(happening: Happening) -> set[int]:
    """The coordinators of the network, and whom else it concerns who coordinates it."""
    return coordinators(happening).union(*(hearers(happening) for hearers in _CONCERNED.get(happening.type, ())))


def register_concerned(*about: type[Event], hearers: Hearers) -> None:
    """Let an app above say who else hears who coordinates a network now; called in AppConfig.ready."""
    for event in about:
        known = _CONCERNED.setdefault(event.type, [])
        if hearers not in known:
            known.append(hearers)


def page(url_name: str) -> Address:
    """Return how to find a page of the network."""
    return lambda slug, _happening: reverse(url_name, args=[slug])


def register() -> None:
    """Say who hears about what happens to a network; called in AppConfig.ready."""
    register_source(Source(places=places, visible=visible))
    about = page("networks:page")
    for event in (
        events.CoordinatorDeclined,
        events.CoordinatorBack,
        events.CoordinatorStopped,
        events.NetworkDescribed,
    ):
        register_hearers(event, hearers=coordinators, url=about)
    register_hearers(events.CoordinatorAway, hearers=concerned, url=about)
    register_hearers(
        events.CoordinatorBegan,
        hearers=concerned,
        url=about,
        sentence=gettext_lazy("Somebody coordinates this network from now on, and reads what waits for coordinators"),
    )
    register_hearers(
        events.LastCoordinatorStopped,
        hearers=concerned,
        url=about,
        urgent=True,
        sentence=gettext_lazy("Nobody coordinates this network now. Members choose somebody of them: is it you?"),
    )
    register_nobody(events.NetworkStarted, why="Nobody coordinates it yet; its page shows it.")
    register_nobody(
        events.CoordinatorAsked,
        events.CoordinatorQuestionTakenBack,
        why="Coordinators hear the answer; who is asked gets a letter.",
    )


def places(streams: Collection[int]) -> dict[int, Place]:
    """Return the name and address of the networks behind these streams, in one query."""
    found = Network.objects.filter(stream_id__in=streams).order_by().values_list("stream_id", "slug", "name")
    return {
        stream: Place(title=name, slug=slug, url=reverse("networks:page", args=[slug]), names={})
        for stream, slug, name in found
    }


def visible(streams: Collection[int], people: Collection[Person]) -> set[tuple[int, int]]:
    """Return which of these people may see which of these networks: everybody sees each."""
    found = Network.objects.filter(stream_id__in=streams).order_by().values_list("stream_id", flat=True)
    return {(person.pk, stream) for stream in found for person in people}


def send_question(invitation: CoordinatorInvitation, token: str) -> None:
    """Mail the question whether somebody will coordinate. Only this mail holds the link: we keep a hash of it."""
    network = invitation.network
    with override(invitation.language):
        words = {
            "name": network.name,
            "purpose": str(network.purpose),
            "link": site_address() + reverse("networks:invitation", args=[network.slug, token]),
        }
        text = (
            _(
                "Hello,\n\nYou are asked to coordinate the network “%(name)s”.\n\n%(purpose)s\n\n"
                "Read what that is, and answer here:\n%(link)s\n\nSign in with this address, without a password: "
                "you get a code by mail."
            )
            % words
        )
        why = _("You get this because somebody of this network asked you to coordinate it.")
        key, subject = f"{LETTER_KEY}{invitation.public_id}", _("Coordinate the network %(name)s?") % words
        invite(to=invitation.email, subject=subject, text=text, why=why, key=key)
