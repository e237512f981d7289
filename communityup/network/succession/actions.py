"""What can one do when nobody coordinates a network: offer to, take that back, and say yes to somebody of another."""

from django.db import transaction
from django.utils import timezone

from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.members.permissions import acts_in
from communityup.network.networks.actions import take_place
from communityup.network.networks.models import Network
from communityup.network.succession import events, permissions
from communityup.network.succession.models import Candidate, Support
from communityup.people.actors import Actor
from communityup.people.models import Person


@transaction.atomic
def offer(network: Network, *, by: Actor) -> Candidate:
    """Offer to coordinate. Where no other member can say yes, one begins at once. Clicking twice changes nothing."""
    locked, own = _locked(network), acts_in(network, by)
    known = permissions.open_candidates(locked).filter(person=own.person).first()
    if known is not None:
        return known
    permissions.refuse_kept(locked)
    permissions.refuse_coordinator(locked, by)
    now = timezone.now()
    # What this person offered before, for another member or long ago, is over.
    locked.candidates.filter(person=own.person, ended_at=None).update(ended_at=now)
    made = Candidate.objects.create(network=locked, member=own.member, person=own.person, since=now)
    _record(_chosen(made) or events.CandidateOffered(object=made.public_id), locked, by)
    return made


@transaction.atomic
def withdraw(network: Network, *, by: Actor) -> None:
    """Take back that one offered to coordinate. Clicking twice changes nothing."""
    locked = _locked(network)
    acts_in(locked, by)
    own = locked.candidates.filter(person=by.account, ended_at=None).first()
    if own is not None:
        own.ended_at = max(timezone.now(), own.since)
        own.save(update_fields=["ended_at"])
        _record(events.CandidateWithdrew(object=own.public_id), locked, by)


@transaction.atomic
def say_yes(candidate: Candidate, *, by: Actor) -> bool:
    """Say yes for one's member to who offers; return whether that one coordinates now. The same again is once."""
    network, own = _locked(candidate.network), acts_in(candidate.network, by)
    if candidate.supports.filter(member=own.member).exists():
        return False
    permissions.refuse_kept(network)
    permissions.refuse_over(candidate)
    permissions.refuse_own(candidate, own.member_id)
    Support.objects.create(candidate=candidate, member=own.member, said_at=timezone.now())
    chosen, said = _chosen(candidate), {"answer": "yes", "member": own.member.public_id}
    _record(chosen or events.SupportChanged(object=candidate.public_id, **said), network, by)
    return chosen is not None


@transaction.atomic
def take_yes_back(candidate: Candidate, *, by: Actor) -> None:
    """Take the yes of one's member back, as long as nobody was chosen. Clicking twice changes nothing."""
    network, own = _locked(candidate.network), acts_in(candidate.network, by)
    permissions.refuse_over(candidate)
    if candidate.supports.filter(member=own.member).delete()[0]:
        said = {"answer": "no", "member": own.member.public_id}
        _record(events.SupportChanged(object=candidate.public_id, **said), network, by)


@transaction.atomic
def forget_person(person: Person) -> None:
    """Forget what somebody who leaves the platform offered."""
    Candidate.objects.filter(person=person).delete()


def _chosen(candidate: Candidate) -> Event | None:
    """Let who offers coordinate when enough members said yes, and end what others offered; return the event of it."""
    if not permissions.is_chosen(candidate):
        return None
    began = take_place(candidate.network, candidate.person)
    candidate.network.candidates.filter(ended_at=None).update(ended_at=began.since)
    return events.CoordinatorChosen(object=candidate.public_id, coordinator=began.public_id)


def _locked(network: Network) -> Network:
    return Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)


def _record(event: Event, network: Network, by: Actor) -> None:
    record(event, stream=network.stream, by=by, role="member")
