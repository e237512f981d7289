"""What do we show of messages: to how many one would go, those that went, and the way to them from a session."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.circulars import permissions
from communityup.network.circulars.models import Message
from communityup.network.meetings.models import Session


def readers(session: Session, to: str) -> QuerySet[Registration]:
    """Return who gets a message to these."""
    found = session.gathering.registrations.order_by("pk")
    return found if to == Message.To.ALL else found.filter(state=Registration.State.SEAT)


def reaching(session: Session, to: str) -> int:
    """Return how many a message to these would reach now; raises Refused for one that cannot go."""
    count = readers(session, to).count()
    permissions.refuse_more_today(session)
    permissions.refuse_nobody(count)
    return count


def writing(session: Session) -> dict[str, Any]:
    """Return what stands beside the form: how many come and wait, and the messages that went."""
    places, everybody = (readers(session, to).count() for to in (Message.To.PLACES, Message.To.ALL))
    sent = list(session.circulars.select_related("words__current"))
    return {
        "session": session,
        "places": places,
        "waiting": everybody - places,
        "sent": sent,
        "is_enough": permissions.is_enough(sent),
        "over": is_over(session.gathering),
    }


def around(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:
    """Return the way to messages, on the page of a session with a date or with people, for who coordinates.

    A session of long ago has none: who registered gets no more mail about it.
    """
    del inside
    if not own or permissions.is_too_late(session):
        return []
    if not (session.gathering.is_dated or session.gathering.registrations.exists()):
        return []
    url = reverse("circulars:write", args=[session.network.slug, session.public_id])
    label = _("Mail who registered") if is_over(session.gathering) else _("Mail who comes")
    return [{"url": url, "label": label, "own": True}]
