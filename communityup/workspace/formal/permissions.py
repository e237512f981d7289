"""Who records a formal decision: the clerk, and nobody who has a say here in another way (R22)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.council.models import Watch
from communityup.workspace.council.permissions import may_be_clerk, watches


def records(challenge: Challenge, viewer: Viewer) -> bool:
    """Say whether somebody records formal decisions here, so that the page offers it."""
    if not isinstance(viewer, Person) or watches(challenge, viewer) != Watch.CLERK:
        return False
    return may_be_clerk(challenge, Actor.of(viewer))


def refuse_no_clerk(challenge: Challenge, by: Actor) -> None:
    """Raise NotAllowed for everybody but the clerk; also for a clerk who meanwhile takes part in another way."""
    if by.person is None or watches(challenge, by.person) != Watch.CLERK:
        raise NotAllowed(_("Only the clerk records a formal decision. Invite the clerk to read along first."))
    if not may_be_clerk(challenge, by):
        raise NotAllowed(_("You take part here for a party, or guard the process. Another clerk records this."))
