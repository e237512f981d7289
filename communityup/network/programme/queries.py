"""What do we show of a programme: its parts with their times, what each treats, and who answered beforehand."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.gatherings.permissions import is_over
from communityup.network.library.models import Practice
from communityup.network.meetings.models import Session
from communityup.network.members.models import Delegate, Member
from communityup.network.members.permissions import Viewer, delegate_of, may_read_people
from communityup.network.networks.models import Network
from communityup.network.peers.models import LearningQuestion
from communityup.network.programme import permissions
from communityup.network.programme.models import Host, Part
from communityup.texts.models import Text
from communityup.ui.templatetags.ui import clock

State = Part.State
MOST, WORDS = 100, 90
TEXTS = ("words", "who", "busy", "succeeds", "stuck", "reason")
Challenges = Callable[[Collection[str]], Mapping[str, str]]
"""Gives the titles of the challenges at these addresses of this site that everybody reads."""
_CHALLENGES: list[Challenges] = []


def register_challenges(source: Challenges) -> None:
    """Say who knows the challenges of this site; called in AppConfig.ready of the app that does."""
    _CHALLENGES[:] = [source]


def challenges_at(places: Collection[str]) -> Mapping[str, str]:
    """Return the titles of the challenges at these addresses that everybody reads; at most one query."""
    return _CHALLENGES[0](places) if places and _CHALLENGES else {}


def every() -> QuerySet[Part]:
    """Return all parts with their words and what they treat."""
    words = [f"{name}__current" for name in TEXTS]
    about = ("session__network__stream", "session__gathering", "member", "practice", "question__words__current")
    return Part.objects.select_related(*words, *about)


def part_of(session: Session, public_id: str) -> Part:
    """Return a part of this session by its id; raises Http404."""
    return get_object_or_404(every(), session=session, public_id=public_id)


@prepared
def _parts(session: int) -> QuerySet[Part]:
    return every().filter(session=session, state=State.IN).order_by("place")


@prepared
def _hosts(session: int) -> QuerySet[Host]:
    return Host.objects.select_related("member").filter(session=session, member__left_at=None)


def parts(session: Session) -> list[Part]:
    """Return the programme in its order; one query."""
    return _parts(session.pk)


def host_of(session: Session) -> Host | None:
    """Return who receives a session; one query."""
    return _hosts.first(session.pk)


def rows_of(session: Session, found: Iterable[Part]) -> list[dict[str, Any]]:
    """Return parts as rows, each with its time when the session has one; at most one query."""
    kept = list(found)
    titles = challenges_at({part.challenge for part in kept} - {""})
    at, rows = session.gathering.begins_at, []
    for part in kept:
        rows.append({**_row(session.network, part, titles), "time": "" if at is None else clock(at)})
        at = None if at is None else at + dt.timedelta(minutes=part.minutes)
    return rows


def _row(network: Network, part: Part, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "part": part,
        "length": ngettext("%(number)d minute", "%(number)d minutes", part.minutes) % {"number": part.minutes},
        "by": " · ".join(one for one in (str(part.who or ""), part.member.name if part.member else "") if one),
        "links": _links(network, part, titles),
        "answers": answers_of(part),
    }


def _links(network: Network, part: Part, titles: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what a part treats, as links."""
    found = []
    if part.question is not None:
        url = reverse("peers:question", args=[network.slug, part.question.public_id])
        found.append({"kind": _("Learning question"), "url": url, "title": _short(part.question.words)})
    if part.practice is not None and part.practice.state == Practice.State.PUBLISHED:
        url = reverse("library:practice", args=[part.practice.series])
        found.append({"kind": _("Practice"), "url": url, "title": part.practice.title})
    if part.challenge in titles:
        found.append({"kind": _("Challenge"), "url": part.challenge, "title": titles[part.challenge]})
    return found


def answers_of(part: Part) -> list[dict[str, Any]]:
    """Return the three questions with what was answered."""
    asked = (
        (_("What are you busy with?"), part.busy),
        (_("What succeeds, and why?"), part.succeeds),
        (_("Where are you stuck, and what help do you need?"), part.stuck),
    )
    return [{"question": question, "words": words} for question, words in asked if words is not None]


def page(session: Session, person: Viewer) -> dict[str, Any]:
    """Return the page of a programme: what stands in it, what was proposed, and what was taken out."""
    role, own = permissions.keeps(session, person), delegate_of(session.network, person)
    inside = bool(role) or may_read_people(session.network, person)
    ahead = session.gathering.cancelled_at is None and not is_over(session.gathering)
    kept = parts(session)
    aside = every().filter(session=session).exclude(state=State.IN).order_by("said_at", "pk") if inside else []
    waiting = [part for part in aside if part.state == State.PROPOSED]
    declined = [part for part in aside if part.state == State.DECLINED and _brings(own, part)]
    return {
        "host": host_of(session),
        "rows": [{**row, "own": _brings(own, row["part"])} for row in rows_of(session, kept)],
        "waiting": [{**row, "own": _brings(own, row["part"])} for row in _plain(session, waiting)],
        "declined": _plain(session, declined),
        "removed": [part for part in aside if part.state == State.REMOVED] if role else [],
        "keeps": bool(role) and ahead,
        "coordinates": role == "coordinator" and ahead,
        "proposes": own is not None and not role and ahead,
        "ahead": ahead,
        "beyond": _beyond(session, kept),
    }


def _plain(session: Session, found: Iterable[Part]) -> list[dict[str, Any]]:
    kept = list(found)
    titles = challenges_at({part.challenge for part in kept} - {""})
    return [_row(session.network, part, titles) for part in kept]


def _brings(own: Delegate | None, part: Part) -> bool:
    return own is not None and part.member_id == own.member_id


def _beyond(session: Session, kept: list[Part]) -> str:
    """Return until when the programme lasts, when that is later than the session."""
    begins_at, ends_at = session.gathering.begins_at, session.gathering.ends_at
    if begins_at is None or ends_at is None:
        return ""
    until = begins_at + dt.timedelta(minutes=sum(part.minutes for part in kept))
    return clock(until) if until > ends_at else ""


def told(session: Session) -> list[dict[str, Any]]:
    """Tell on the page of a session who receives it, and its programme; at most three queries."""
    rows, host = rows_of(session, parts(session)), host_of(session)
    if not rows and host is None:
        return []
    note = "" if host is None else _("%(name)s receives us.") % {"name": host.member.name}
    url = reverse("programme:page", args=[session.network.slug, session.public_id]) if rows else ""
    return [{"title": _("Programme"), "first": True, "parts": rows, "note": note, "more": url}]


def around(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:
    """Return the way to the programme from the page of a session, for who keeps it and for members."""
    ahead = session.gathering.cancelled_at is None and not is_over(session.gathering)
    if not inside or not ahead:
        return []
    url = reverse("programme:page", args=[session.network.slug, session.public_id])
    label = _("Make the programme") if own else _("Programme: bring something")
    return [{"url": url, "label": label, "own": own, "inside": True}]


def sessions_treating(question: LearningQuestion) -> Q:
    """Return in which sessions a question stands in the programme."""
    return Q(programme__question=question, programme__state=State.IN)


def members_to_choose(session: Session) -> list[tuple[str, str]]:
    """Return the members that can bring something or receive a session, as choices; one query."""
    found = Member.objects.filter(network=session.network_id, left_at=None).order_by("name", "pk")
    return list(found.values_list("public_id", "name"))


def questions_to_choose(session: Session) -> list[tuple[str, str]]:
    """Return the open learning questions of the network, the newest first, as choices; one query."""
    found = LearningQuestion.objects.filter(network=session.network_id, state="open", words__current__hidden_at=None)
    rows = found.order_by("-opened_at", "-pk").values_list("public_id", "words__current__body")
    return [(public_id, _short(words)) for public_id, words in rows[:MOST]]


def practices_to_choose(session: Session) -> list[tuple[str, str]]:
    """Return the published practices of the network, the newest first, as choices; one query."""
    found = Practice.objects.filter(network=session.network_id, state=Practice.State.PUBLISHED)
    return list(found.order_by("-published_at", "-pk").values_list("public_id", "title")[:MOST])


def _short(words: Text | str) -> str:
    line = " ".join(str(words).split())
    return line if len(line) <= WORDS else f"{line[:WORDS]}…"
