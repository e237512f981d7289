"""What do we show of what people take along: to each their own, to who had a place what was shared, stories to all."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.gatherings.models import Registration, Way
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.newsletter.permissions import opened_by
from communityup.network.takeaways import permissions
from communityup.network.takeaways.models import Round, Takeaway

WORDS = ("words__current", "story__current")
PLACES = ("session__network__stream", "session__gathering", "registration")
MOST_SHOWN = 50
# A session that is written down later asks nobody any more.
ASKED_WITHIN = dt.timedelta(days=2)

Along = Callable[[Session, Registration], str]
"""Gives what else somebody is asked in the letter after a session, with its link; empty when nothing."""

_ALONG: list[Along] = []


def place_of(network: Network, token: str) -> Registration | None:
    """Return the place to which a link to write leads; None for one that was given back or forgotten.

    Raises Http404 for a link that we never signed.
    """
    public_id = _signed(permissions.WRITE, token)
    found = Registration.objects.select_related("gathering").filter(gathering__session__network=network)
    return found.filter(public_id=public_id).first()


def session_of(registration: Registration) -> Session:
    """Return the session at which somebody has this place."""
    return Session.objects.select_related("network__stream", "gathering").get(gathering=registration.gathering_id)


def own(network: Network, token: str) -> Takeaway | None:
    """Return somebody's own words by their link; None when they were taken back. Raises Http404 for no link of ours."""
    public_id = _signed(permissions.OWN, token)
    found = Takeaway.objects.select_related(*PLACES, *WORDS).filter(session__network=network, taken_back_at=None)
    return found.filter(public_id=public_id).first()


def by_place(registration: Registration) -> Takeaway | None:
    """Return what somebody with this place takes along, if they wrote it."""
    return Takeaway.objects.filter(registration=registration, taken_back_at=None).first()


def page_of(session: Session, takeaway: Takeaway | None) -> dict[str, Any]:
    """Return what stands around the form: what others with a place shared, the first one first."""
    shared = Takeaway.objects.filter(session=session, is_shared=True, taken_back_at=None)
    others = shared if takeaway is None else shared.exclude(pk=takeaway.pk)
    return {
        "session": session,
        "takeaway": takeaway,
        "takes": permissions.takes_takeaways(session),
        "others": list(others.select_related("words__current").order_by("told_at", "pk")[:MOST_SHOWN]),
        "own_token": "" if takeaway is None else permissions.own_token(takeaway),
    }


def words_of(takeaway: Takeaway) -> dict[str, Any]:
    """Return with what the form about one's own words begins."""
    return {"words": str(takeaway.words), "is_shared": takeaway.is_shared, "name": takeaway.name}


def story_of(takeaway: Takeaway) -> dict[str, Any]:
    """Return with what the form about the story begins."""
    return {"story": str(takeaway.story or ""), "is_shown": takeaway.story_is_shown, "name": takeaway.name}


def due() -> QuerySet[Takeaway]:
    """Return of whom it is time to ask what they did with it, once: those who can still be reached."""
    before = timezone.now() - permissions.ASKED_AFTER
    waiting = Takeaway.objects.filter(asked_at=None, story=None, taken_back_at=None)
    reached = Q(person__is_active=True) | Q(registration__isnull=False)
    return waiting.filter(reached, session__gathering__ends_at__lte=before).order_by("pk")


def ended() -> QuerySet[Session]:
    """Return the sessions that ended in the last two days, of which nobody was asked yet what they take along."""
    now = timezone.now()
    over = Session.objects.filter(gathering__ends_at__lte=now, gathering__ends_at__gt=now - ASKED_WITHIN)
    waiting = over.filter(gathering__cancelled_at=None).exclude(pk__in=Round.objects.values("session"))
    return waiting.select_related("network__stream", "gathering").order_by("pk")


def who_was_there(session: Session) -> list[Registration]:
    """Return who was there, as far as is known."""
    return list(there(session.gathering.registrations.all()).select_related("person"))


def there(found: QuerySet[Registration]) -> QuerySet[Registration]:
    """Return which of these were there: who has a place; where somebody was ticked off, who was ticked off.

    In one place and online are looked at apart: at the door nobody sees who is online.
    """
    same_way = Q(online=OuterRef("online")) | ~Q(gathering__way=Way.BOTH)
    ticked = Registration.objects.filter(same_way, gathering=OuterRef("gathering"), came_at__isnull=False)
    return found.filter(Q(came_at__isnull=False) | ~Exists(ticked), state=Registration.State.SEAT)


def was_there(registration: Registration) -> bool:
    """Say whether somebody was there; one query."""
    return there(Registration.objects.filter(pk=registration.pk)).exists()


def register_along(source: Along) -> None:
    """Let an app above ask something in the letter after a session; called in AppConfig.ready."""
    if source not in _ALONG:
        _ALONG.append(source)


def asked_along(session: Session, registration: Registration) -> list[str]:
    """Return what apps above ask in the letter after a session."""
    return [words for source in _ALONG if (words := source(session, registration))]


def for_who_comes(session: Session, registration: Registration) -> list[dict[str, Any]]:
    """Return the link to write what one takes along, for who has a place, from the beginning of the session on."""
    if registration.state != Registration.State.SEAT:
        return []
    slug, written = session.network.slug, by_place(registration)
    if written is not None:
        url = reverse("takeaways:own", args=[slug, permissions.own_token(written)])
        return [{"url": url, "label": _("What I take along")}]
    if not permissions.takes_takeaways(session):
        return []
    url = reverse("takeaways:write", args=[slug, permissions.write_token(registration)])
    return [{"url": url, "label": _("What do you take along?")}]


def told(session: Session) -> list[dict[str, Any]]:
    """Return the stories that stand on the page of a session, the first one first; one query, none before its end."""
    if not is_over(session.gathering):
        return []
    found = Takeaway.objects.filter(session=session, story_is_shown=True).select_related("story__current")
    rows = [
        {"words": one.story, "note": one.name or _("somebody who was there"), "at": one.story_at}
        for one in found.order_by("story_at", "pk")[:MOST_SHOWN]
        if one.story is not None and one.story.readable
    ]
    return [{"title": _("What came of it later"), "rows": rows}] if rows else []


def _signed(purpose: str, token: str) -> str:
    public_id = opened_by(purpose, token)
    if public_id is None:
        raise Http404
    return public_id
