"""Who can coordinate when nobody does: somebody of a member, with a yes from other organisations (E4, ADR 0036).

No member chooses alone, none has more to say than another, and none is asked to wait for all the others.
"""

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.members.models import Member
from communityup.network.members.permissions import delegate_of
from communityup.network.networks.models import PLACES, Network
from communityup.network.networks.permissions import coordinator_of, oldest_question
from communityup.network.networks.queries import coordinators_of, vacancy_of
from communityup.network.succession.models import Candidate
from communityup.people.actors import Actor
from communityup.people.models import Person

# So many other members say yes; in a network with fewer of them, all of these.
OTHERS = 2


def looks_here(network: Network, by: Actor) -> Person:
    """Return who looks: people of members, and a coordinator. Raises NotAllowed for everybody else."""
    person = by.person
    if person is None or not (delegate_of(network, person) or coordinator_of(network, person)):
        raise NotAllowed(_("Only members of this network can do this."))
    return person


def is_open(network: Network) -> bool:
    """Say whether members can choose somebody: nobody answers now, and there is a place."""
    present = coordinators_of(network)
    return vacancy_of(present) is not None and len(present) < len(PLACES)


def refuse_kept(network: Network) -> None:
    """Raise Refused when members have nobody to choose, because somebody coordinates or there is no place."""
    if not is_open(network):
        raise Refused(_("Somebody coordinates this network already. So there is nobody to choose now."))


def refuse_coordinator(network: Network, by: Actor) -> None:
    """Raise Refused for who coordinates already and is away."""
    if coordinator_of(network, by.account) is not None:
        raise Refused(_("You coordinate this network already. Are you back? Then say so under “When you are away”."))


def open_candidates(network: Network) -> QuerySet[Candidate]:
    """Return who offers now and still acts for that member. What somebody said a month ago counts no more."""
    found = Candidate.objects.filter(network=network, ended_at=None, since__gte=oldest_question())
    acting = found.filter(member__left_at=None, member__delegates__person=F("person"))
    return acting.select_related("person", "member", "network__stream").order_by("since", "pk")


def needed(network: Network) -> int:
    """Return from how many other members a yes is needed: two; all, where fewer have somebody to say it."""
    speaking = Member.objects.filter(network=network, left_at=None, delegates__isnull=False).distinct().count()
    return min(OTHERS, max(speaking - 1, 0))


def is_chosen(candidate: Candidate) -> bool:
    """Say whether enough members said yes."""
    return candidate.supports.filter(member__left_at=None).count() >= needed(candidate.network)


def coordinates(candidate: Candidate) -> bool:
    """Say whether who offered coordinates the network now."""
    return coordinator_of(candidate.network, candidate.person) is not None


def refuse_over(candidate: Candidate) -> None:
    """Raise Refused for who does not offer any more."""
    if not open_candidates(candidate.network).filter(pk=candidate.pk).exists():
        raise Refused(_("This person does not offer to coordinate any more."))


def refuse_own(candidate: Candidate, member: int) -> None:
    """Raise Refused for the yes of a member to one of its own people."""
    if candidate.member_id == member:
        raise Refused(_("The yes comes from members of other organisations."))
