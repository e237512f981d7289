"""What do we show of requests for a network: one's own to who asked, those that wait to the operator."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from communityup.network.founding.models import NetworkRequest
from communityup.people.models import Person


def own_requests(person: Person) -> list[NetworkRequest]:
    """Return what somebody asked for, the newest first; one query."""
    return list(NetworkRequest.objects.filter(person=person).select_related("network"))


def own_request(person: Person, public_id: str) -> NetworkRequest:
    """Return a request of somebody by its id; raises Http404 for one of somebody else."""
    return get_object_or_404(NetworkRequest, person=person, public_id=public_id)


def waiting() -> QuerySet[NetworkRequest]:
    """Return the requests that wait for the operator, the oldest first."""
    return NetworkRequest.objects.filter(state=NetworkRequest.State.WAITING).order_by("asked_at", "pk")
