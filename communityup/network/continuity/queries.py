"""What do we show of who comes again: figures to everybody, and introductions to who has a place."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.continuity import permissions
from communityup.network.continuity.models import Figures, Introduction
from communityup.network.meetings.models import Session
from communityup.network.members.models import CoreMembership
from communityup.network.networks.models import Network
from communityup.network.newsletter.permissions import opened_by

# Of fewer people nothing is told, and a smaller part of them is only "fewer than five".
FEWEST = 5
# So long after a session its figures are counted once more: at the door somebody noted who came.
COUNTED_FOR = dt.timedelta(days=7)
SEAT = Registration.State.SEAT


def place_of(network: Network, token: str) -> Registration | None:
    """Return the place to which a link leads; None for one that was given back or forgotten.

    Raises Http404 for a link that we never signed.
    """
    public_id = opened_by(permissions.MEET, token)
    if public_id is None:
        raise Http404
    found = Registration.objects.select_related("gathering", "introduction").filter(public_id=public_id)
    return found.filter(gathering__session__network=network).first()


def session_of(registration: Registration) -> Session:
    """Return the session at which somebody has this place."""
    return Session.objects.select_related("network__stream", "gathering").get(gathering=registration.gathering_id)


def introduction_of(registration: Registration) -> Introduction | None:
    """Return how somebody introduced themselves, if they did."""
    return Introduction.objects.filter(registration=registration).first()


def to_count() -> QuerySet[Session]:
    """Return the sessions of which the figures can still change: those with a day, until a week after it."""
    since = timezone.now() - COUNTED_FOR
    dated = Session.objects.filter(gathering__ends_at__gt=since, gathering__cancelled_at=None)
    return dated.select_related("gathering").order_by("pk")


def came(session: Session) -> set[str]:
    """Return the addresses of who was there, or who has a place when nobody was ticked off."""
    rows = session.gathering.registrations.filter(state=SEAT).values_list("email", "came_at")
    noted = {email for email, came_at in rows if came_at is not None}
    return noted or {email for email, _came_at in rows}


def last_time(session: Session) -> Session | None:
    """Return the session before this one, if there was one; who was at a closed one is told nowhere else."""
    begins_at = session.gathering.begins_at
    if begins_at is None:
        return None
    earlier = Session.objects.filter(network=session.network_id, gathering__cancelled_at=None, is_closed=False)
    before = earlier.filter(gathering__begins_at__lt=begins_at).select_related("gathering")
    return before.order_by("-gathering__begins_at", "-pk").first()


def core_then(session: Session) -> list[CoreMembership]:
    """Return the years in the core that run on the day of a session."""
    day = timezone.localdate(session.gathering.begins_at)
    running = CoreMembership.objects.filter(stopped_at=None, starts_on__lte=day, ends_on__gte=day)
    here = running.filter(member__network=session.network_id, member__left_at=None)
    return list(here.select_related("member", "person", "substitute").prefetch_related("member__delegates__person"))


def counted(session: Session) -> dict[str, int | None]:
    """Return the figures of a session as they are now."""
    here, before, core = came(session), last_time(session), core_then(session)
    earlier = set() if before is None else came(before)
    return {
        "people": len(here),
        "again": len(here & earlier) if earlier else None,
        "core": sum(bool(_addresses(year) & here) for year in core),
        "core_members": len(core),
    }


def _addresses(year: CoreMembership) -> set[str]:
    """Return the addresses of everybody who can fill the seat of a member of the core."""
    return {one.person.email for one in year.member.delegates.all()}


def told(session: Session) -> list[dict[str, Any]]:
    """Return the figures for the page of a session; nothing of fewer than five people. One query."""
    figures = Figures.objects.filter(session=session).first()
    if figures is None or figures.people < FEWEST:
        return []
    of = {"people": figures.people, "members": figures.core_members}
    facts = [(_("People with a place"), str(figures.people))]
    if figures.again is not None:
        facts.append((_("There last time too"), _("%(count)s of %(people)d") % {**of, "count": _said(figures.again)}))
    if figures.core_members:
        over = is_over(session.gathering)
        there = _("%(count)d of %(members)d were there") if over else _("%(count)d of %(members)d are there")
        facts.append((_("Members of the core"), there % {**of, "count": figures.core}))
    return [{"title": _("The same people?"), "facts": facts}]


def _said(count: int) -> str:
    if count == 0:
        return _("nobody")
    return str(count) if count >= FEWEST else _("fewer than five")


def is_named_substitute(session: Session, registration: Registration) -> bool:
    """Say whether somebody is the named substitute in the core of a member on the day of this session."""
    day = timezone.localdate(session.gathering.begins_at)
    years = CoreMembership.objects.filter(stopped_at=None, starts_on__lte=day, ends_on__gte=day)
    here = years.filter(member__network=session.network_id, member__left_at=None)
    return here.filter(substitute__email=registration.email).exists()


def for_who_comes(session: Session, registration: Registration) -> list[dict[str, Any]]:
    """Return the link to meet who comes; a substitute is asked there how they were briefed."""
    if registration.state != SEAT or not permissions.is_coming(session):
        return []
    asked = introduction_of(registration) is None and is_named_substitute(session, registration)
    label = _("You come as a substitute: say how you were briefed") if asked else _("Meet who comes")
    url = reverse("continuity:meet", args=[session.network.slug, permissions.meet_token(registration)])
    return [{"url": url, "label": label}]


def meeting(session: Session, registration: Registration) -> dict[str, Any]:
    """Return who introduced themselves, each with what is known by their own choice: core, last time, new."""
    shown = Introduction.objects.filter(registration__gathering=session.gathering, registration__state=SEAT)
    before = last_time(session)
    earlier = set() if before is None else came(before)
    core = {one.person.email: year.member.name for year in core_then(session) for one in year.member.delegates.all()}
    return {
        "session": session,
        "registration": registration,
        "own": introduction_of(registration),
        "coming": permissions.is_coming(session),
        "over": is_over(session.gathering),
        "cards": [_card(one, earlier, core) for one in shown.select_related("registration")],
        "people": session.gathering.registrations.filter(state=SEAT).count(),
        "blocks": told(session),
    }


def _card(one: Introduction, earlier: set[str], core: dict[str, str]) -> dict[str, Any]:
    email = one.registration.email
    marks = [
        _("substitute") if one.is_substitute else "",
        _("core: %(member)s") % {"member": core[email]} if email in core else "",
        _("was there last time") if email in earlier else "",
        _("for the first time") if one.is_new and email not in earlier else "",
    ]
    return {
        "name": one.registration.name,
        "marks": [mark for mark in marks if mark],
        "briefed": one.briefed,
        "brings": one.brings,
        "is_substitute": one.is_substitute,
    }


def words_of(introduction: Introduction | None, *, is_substitute: bool) -> dict[str, Any]:
    """Return with what the form begins."""
    if introduction is None:
        return {"is_substitute": is_substitute}
    return {name: getattr(introduction, name) for name in ("is_substitute", "briefed", "brings", "is_new")}
