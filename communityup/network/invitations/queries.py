"""What do we show of invitations: to a coordinator who is invited and who comes, to who is invited the session."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.gatherings import queries as gathered
from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over, takes_registrations
from communityup.network.meetings import permissions as meetings
from communityup.network.meetings.models import Invitation, Session
from communityup.network.members.models import Delegate, Member
from communityup.network.networks.models import Network
from communityup.network.newsletter.permissions import opened_by
from communityup.people.models import Person


def members_of(network: Network) -> Any:
    """Return the members that can be invited, by name."""
    return Member.objects.filter(network=network, left_at=None).order_by("name", "pk")


def inviting(session: Session) -> dict[str, Any]:
    """Return who is invited, and what each answered; two queries."""
    places = {one.email: one for one in session.gathering.registrations.all()}
    acting = Person.objects.filter(email=OuterRef("email")).values("display_name")[:1]
    acts = Delegate.objects.filter(member=OuterRef("member"), person__email=OuterRef("email"), member__left_at=None)
    found = meetings.invitations().filter(session=session).select_related("member")
    found = found.annotate(person=Subquery(acting), acts=Exists(acts))
    return {
        "session": session,
        "when": gathered.when(session.gathering),
        "takes": not is_over(session.gathering) and session.gathering.cancelled_at is None,
        "rows": [
            {
                "public_id": one.public_id,
                "label": _label(one, places.get(one.email)),
                "state": places[one.email].get_state_display() if one.email in places else _("no answer yet"),
            }
            for one in found
        ],
    }


def _label(invited: Any, place: Registration | None) -> str:
    """Return who is invited; who was there and does not act for the member any more stands without it."""
    if invited.member is not None and invited.person and not invited.acts and place is not None:
        return place.name
    return " · ".join(part for part in (invited.member and invited.person, str(invited)) if part)


def ended() -> QuerySet[Invitation]:
    """Return the invitations of who does not act for their member any more, and was not there."""
    over = Invitation.objects.exclude(pk__in=meetings.invitations().values("pk"))
    return over.select_related("session__network__stream", "session__gathering", "member").order_by("pk")


def invitation_of(session: Session, public_id: str) -> Invitation:
    """Return an invitation to this session by its id; raises Http404."""
    return get_object_or_404(session.invitations.select_related("session__network__stream"), public_id=public_id)


def invitation_of_letter(network: Network, token: str) -> Invitation | None:
    """Return to whom a letter went; None for one that was taken back. Raises Http404 for a link we never signed."""
    public_id = opened_by(meetings.INVITED, token)
    if public_id is None:
        raise Http404
    words = ("session__purpose__current", "session__house_rules__current", "session__reason__current")
    found = meetings.invitations().select_related("session__network", "session__gathering", *words)
    return found.filter(public_id=public_id, session__network=network).first()


def own_page(invitation: Invitation) -> dict[str, Any]:
    """Return what somebody reads who is invited; with a place the way to it."""
    session = invitation.session
    gathering = session.gathering
    own = gathering.registrations.filter(email=invitation.email).first()
    return {
        "session": session,
        "gathering": gathering,
        "when": gathered.when(gathering),
        "where": gathered.where(gathering),
        "places": gathered.places(gathering),
        "takes": takes_registrations(gathering),
        "over": is_over(gathering),
        "had_place": own is not None and own.state == Registration.State.SEAT,
        "own_token": "" if own is None else meetings.place_token(own),
        "own_state": "" if own is None else own.get_state_display(),
    }


def around(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:  # noqa: ARG001 - as every source
    """Return the way to the invitations on the page of a closed session, for coordinators."""
    if not own or not session.is_closed:
        return []
    url = reverse("invitations:invite", args=[session.network.slug, session.public_id])
    return [{"url": url, "label": _("Who is invited"), "own": True}]
