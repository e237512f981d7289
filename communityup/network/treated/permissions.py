"""Who says in which session a learning question was treated: who searches along on it, and who coordinates."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.meetings.models import Session
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of
from communityup.network.peers.models import LearningQuestion
from communityup.network.peers.permissions import own_owner
from communityup.people.actors import Actor


def coordinates(network: Network, by: Actor) -> bool:
    """Say whether somebody coordinates this network."""
    return by.person is not None and coordinator_of(network, by.person) is not None


def role_with(question: LearningQuestion, by: Actor) -> str:
    """Return as what somebody says this; raises NotAllowed for who neither searches along nor coordinates."""
    if coordinates(question.network, by):
        return "coordinator"
    own_owner(question, by)
    return "member"


def acting(network: Network, by: Actor) -> Delegate | None:
    """Return how somebody acts for a member, None for who coordinates; raises NotAllowed for everybody else."""
    return None if coordinates(network, by) else acts_in(network, by)


def refuse_session(question: LearningQuestion, session: Session) -> None:
    """Raise Refused for a session in which this question cannot be treated.

    What is treated in a closed session stays with who was there: the page of the question is for everybody.
    """
    if session.network_id != question.network_id:
        raise Refused(_("This session is of another network."))
    if session.is_closed:
        raise Refused(_("This session is closed: what is spoken of there stays there. Choose an open session."))
    if session.gathering.cancelled_at is not None:
        raise Refused(_("This session does not go on. Choose another one."))
