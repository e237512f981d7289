"""Who hears when nobody coordinates a network: all members, at the same moment."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from communityup.network.members.models import Delegate
from communityup.network.networks.events import CoordinatorAway, CoordinatorBegan, LastCoordinatorStopped
from communityup.network.networks.notices import concerned, page, register_concerned, who_answers
from communityup.network.succession import events
from communityup.notices.queries import Happening, register_hearers, register_nobody


def members(happening: Happening) -> set[int]:
    """The people of all members of the network."""
    here = Delegate.objects.filter(member__network__stream_id=happening.stream, member__left_at=None)
    return set(here.values_list("person_id", flat=True))


def members_without_answer(happening: Happening) -> set[int]:
    """The people of all members, as long as nobody answers in the network."""
    return set() if who_answers(happening) else members(happening)


def members_and_concerned(happening: Happening) -> set[int]:
    """The people of all members, the coordinators, and whom else it concerns who coordinates."""
    return members(happening) | concerned(replace(happening, type=CoordinatorBegan.type))


def register() -> None:
    """Say who hears when nobody coordinates; called in AppConfig.ready."""
    register_concerned(CoordinatorAway, LastCoordinatorStopped, hearers=members_without_answer)
    register_hearers(
        events.CandidateOffered,
        hearers=members,
        url=page("succession:page"),
        urgent=True,
        sentence=_("Somebody of a member offers to coordinate this network, and asks members for their yes"),
    )
    register_hearers(events.CoordinatorChosen, hearers=members_and_concerned, url=page("networks:page"), urgent=True)
    register_nobody(
        events.CandidateWithdrew,
        events.SupportChanged,
        why="The page about who coordinates shows it; everybody hears who was chosen.",
    )
