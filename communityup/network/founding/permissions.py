"""Who asks for a network, who answers, and what is refused."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.founding.models import NetworkRequest
from communityup.people.actors import Actor
from communityup.people.models import Person

# So many requests of one person wait at once, and come on one day: each is a letter to the operator. So long what was
# answered is kept.
MOST_WAITING, MOST_A_DAY, KEPT = 3, 5, timedelta(days=90)


def refuse_more(person: Person) -> None:
    """Raise Refused while several requests of somebody wait, or when many came today, also those taken back."""
    if person.asked_networks.filter(state=NetworkRequest.State.WAITING).count() >= MOST_WAITING:
        raise Refused(_("You asked for several networks already. Wait for an answer, or take one back."))
    if person.asked_networks.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refused(_("You asked for several networks today. Try it again tomorrow."))


def refuse_others(request: NetworkRequest, by: Actor) -> None:
    """Raise NotAllowed for a request of somebody else."""
    if by.person is None or request.person_id != by.person.pk:
        raise NotAllowed(_("Only who asked for this can take it back."))


def refuse_answered(request: NetworkRequest) -> None:
    """Raise Refused for a request that has its answer."""
    if request.state != NetworkRequest.State.WAITING:
        raise Refused(_("This request was answered or taken back already."))
