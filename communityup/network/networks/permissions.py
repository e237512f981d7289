"""Who coordinates a network. Everybody reads its pages; a coordinator has a task there and no right over people."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.prepared import prepared
from communityup.network.networks.models import Coordinator, CoordinatorInvitation, Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.permissions import is_flooded

Viewer = Person | AnonymousUser
LETTER_KEY = "coordinator:"
QUESTION_DAYS = 30
OPERATOR = "operator"
# Words that are a page of their own beside the networks.
TAKEN = frozenset({"aanvragen"})


def own_coordinator(network: Network, by: Actor) -> Coordinator:
    """Return how somebody coordinates this network; raises NotAllowed for everybody else."""
    found = None if by.person is None else coordinator_of(network, by.person)
    if found is None:
        raise NotAllowed(_("Only a coordinator of this network can do this."))
    return found


def coordinator_of(network: Network, person: Viewer) -> Coordinator | None:
    """Return how this person coordinates the network now, if they do."""
    if not isinstance(person, Person):
        return None
    return _coordinating.first(network.pk, person.pk)


@prepared
def _coordinating(network: int, person: int) -> QuerySet[Coordinator]:
    return Coordinator.objects.filter(network=network, person=person, until=None).order_by()


def refuse_no_operator(by: Actor) -> None:
    """Raise NotAllowed for everybody but the operator at the command line: only that one makes a network."""
    if by.role != OPERATOR:
        raise NotAllowed(_("The operator of this site makes a network, with a line in its log."))


def refuse_asking(network: Network, by: Actor) -> None:
    """Raise NotAllowed for who may not ask somebody to coordinate: the operator and a coordinator may."""
    if by.role != OPERATOR:
        own_coordinator(network, by)


def refuse_more_letters(address: str) -> None:
    """Raise Refused for an address that got several of these letters today."""
    if is_flooded(address):
        raise Refused(_("This address already got several invitations today. Try again tomorrow."), at="email")


def oldest_question() -> datetime:
    """Return the moment from which on a question to coordinate can still be answered."""
    return timezone.now() - timedelta(days=QUESTION_DAYS)


def why_closed(invitation: CoordinatorInvitation) -> str:
    """Return why a question to coordinate can not be answered any more; empty while it can."""
    if invitation.answer != CoordinatorInvitation.Answer.NONE:
        return _("This question was already answered or taken back.")
    if invitation.sent_at < oldest_question() or not invitation.email:
        return _("This question is too old. Ask the people of the network for a new one.")
    return ""


def refuse_answered(invitation: CoordinatorInvitation, by: Actor) -> None:
    """Raise Refused for a question that was answered or is too old, NotAllowed for one to another address."""
    if why := why_closed(invitation):
        raise Refused(why)
    if invitation.email != by.account.email:
        raise NotAllowed(_("This question went to another address. Sign in with that address to answer it."))
