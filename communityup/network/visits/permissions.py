"""Who knows of a question, a proposal or a visit, and may act on it. Both sides may do the same, of any kind (E4)."""

import datetime as dt

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Gathering
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import Viewer, acts_in, delegate_of
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of
from communityup.network.visits.models import Proposal, Visit, Wish
from communityup.people.actors import Actor
from communityup.people.models import Person

GUEST, HOST = "guest", "host"
# A reminder goes so long before; contacts and how one gets there are kept so long after.
NEAR, KEPT = dt.timedelta(days=3), dt.timedelta(days=30)


def side_in_proposal(proposal: Proposal, viewer: Viewer) -> str:
    """Return for which side of a proposal somebody acts: guest, host, or neither (empty)."""
    return _side(proposal.ask.member_id, proposal.offer.member_id, proposal, viewer)


def side_in_visit(visit: Visit, viewer: Viewer) -> str:
    """Return for which side of a visit somebody acts: guest, host, or neither (empty)."""
    own = delegate_of(visit.network, viewer)
    sides = {visit.guest_id: GUEST, visit.host_id: HOST}
    return "" if own is None else sides.get(own.member_id, "")


def _side(guest: int, host: int, proposal: Proposal, viewer: Viewer) -> str:
    own = delegate_of(proposal.ask.member.network, viewer)
    return "" if own is None else {guest: GUEST, host: HOST}.get(own.member_id, "")


def refuse_strangers_to_wish(wish: Wish, viewer: Viewer) -> None:
    """Raise Http404 for who may not know that there is such a wish: all but its own people and the coordinators."""
    own = delegate_of(wish.member.network, viewer)
    mine = own is not None and own.member_id == wish.member_id
    if not mine and coordinator_of(wish.member.network, viewer) is None:
        raise Http404


def refuse_strangers_to_proposal(proposal: Proposal, viewer: Viewer) -> str:
    """Return for which side somebody acts; raises Http404 for who may not know that there is such a proposal.

    Coordinators see every proposal. The two members see it until it ended: nobody has to read a no.
    """
    side = side_in_proposal(proposal, viewer)
    if coordinator_of(proposal.ask.member.network, viewer) is None and (not side or proposal.ended_at is not None):
        raise Http404
    return side


def refuse_strangers_to_visit(visit: Visit, viewer: Viewer) -> str:
    """Return for which side somebody acts; raises Http404 for everybody but the two members and the coordinators."""
    side = side_in_visit(visit, viewer)
    if not side and coordinator_of(visit.network, viewer) is None:
        raise Http404
    return side


def seen_visits(viewer: Person, stream: int) -> Q:
    """Return which visits somebody knows of in the network of this stream: as `refuse_strangers_to_visit`."""
    own, coordinates = _here(viewer, stream)
    if coordinates:
        return Q()
    return Q(pk=None) if own is None else Q(guest=own.member_id) | Q(host=own.member_id)


def seen_wishes(viewer: Person, stream: int) -> Q:
    """Return which questions and offers somebody knows of: of their member, of who is matched, and coordinators all."""
    own, coordinates = _here(viewer, stream)
    if coordinates:
        return Q()
    if own is None:
        return Q(pk=None)
    matched = Proposal.objects.filter(ended_at=None)
    asks, offers = matched.filter(offer__member=own.member_id), matched.filter(ask__member=own.member_id)
    return Q(member=own.member_id) | Q(pk__in=asks.values("ask")) | Q(pk__in=offers.values("offer"))


def _here(viewer: Person, stream: int) -> tuple[Delegate | None, bool]:
    network = Network.objects.get(stream=stream)
    return delegate_of(network, viewer), coordinator_of(network, viewer) is not None


def own_side(visit: Visit, by: Actor, *, only: str = "") -> str:
    """Return for which side somebody acts; raises NotAllowed for everybody else, and for the other side with `only`."""
    acts_in(visit.network, by)
    side = side_in_visit(visit, by.known)
    if not side:
        raise NotAllowed(_("Only the two members of this visit can do this."))
    if only == GUEST and side != GUEST:
        raise NotAllowed(_("Only the guests can do this."))
    if only == HOST and side != HOST:
        raise NotAllowed(_("Only the host can do this."))
    return side


def own_answer(proposal: Proposal, by: Actor) -> str:
    """Return for which side somebody answers a proposal; raises NotAllowed for everybody else."""
    side = side_in_proposal(proposal, by.known)
    if not side:
        raise NotAllowed(_("Only the two members can answer this proposal."))
    return side


def refuse_stopped(visit: Visit) -> None:
    """Raise Refused for a visit that does not go on."""
    if visit.stopped_at is not None:
        raise Refused(_("This visit does not go on."))


def gathering_of(visit: Visit) -> Gathering:
    """Return when and where a visit is; raises Refused for a guest story: it has no date, and nobody comes along."""
    if visit.gathering is None:
        raise Refused(_("A guest story goes in words only: nobody comes along."))
    return visit.gathering


def refuse_one_role(roles: int, reason: str) -> None:
    """Raise Refused for a delegation of one role without the reason for it (T12)."""
    if not roles:
        raise Refused(_("Say in which roles people come along."))
    if roles == 1 and not reason.strip():
        raise Refused(
            _("Come with people in at least two roles, for example a civil servant and a resident. Or say why not.")
        )


def refuse_too_many(number: int, room: int | None) -> None:
    """Raise Refused for more people than the host has room for."""
    if room is not None and number > room:
        raise Refused(_("The host has room for %(room)d people. Come with fewer, or ask the host.") % {"room": room})


def refuse_without_delegation(visit: Visit) -> None:
    """Raise Refused for a day before the guests said in which roles they come."""
    if visit.roles == 0:
        raise Refused(_("First say in which roles people come along. Then choose the day."))
