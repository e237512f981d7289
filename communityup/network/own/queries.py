"""What of all networks is somebody's own: where they take part, what they have there, and what waits for them.

Everything is looked up by who they are: by their account, the members for which they act, or their own address. So
closed sessions stand here for who is invited or has a place there, and visits for the people of both members (B36).
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.gatherings import queries as gathered
from communityup.gatherings.models import Registration
from communityup.network.contacts.models import Message
from communityup.network.library.models import Approver, Practice, Voice
from communityup.network.library.permissions import WRITTEN
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import invitations, invitations_at, place_token
from communityup.network.members.models import Application, Delegate, Welcome
from communityup.network.members.permissions import oldest_welcome
from communityup.network.networks.models import Coordinator, Network
from communityup.network.newsletter.models import Subscription
from communityup.network.newsletter.permissions import choice_token
from communityup.network.peers.models import LearningQuestion, Owner
from communityup.network.programme.models import Part
from communityup.network.recordings.models import Speaker
from communityup.network.reports.models import Remark, Report
from communityup.network.reports.permissions import read_token
from communityup.network.reviews.queries import to_read
from communityup.network.visits.models import Visit
from communityup.network.visits.queries import wishes_of
from communityup.people.models import Person

# More than somebody ever has open at once; what is longer has a page of its own.
MOST = 50
# So long what was stays in sight: a session in whose recording one speaks, a visit of which one still tells.
SPOKE, VISITED = dt.timedelta(days=366), dt.timedelta(days=60)
ROW = ("network__slug", "network__name")
# The way to the address of who coordinates a network, and of who acts for the host of a session.
COORDINATOR, HOST = "network__coordinators__person__email", "host__member__delegates__person__email"


def page(person: Person) -> dict[str, Any]:
    """Return what of networks stands on somebody's own page; eight queries, for little or for much."""
    own = networks(person)
    acting = [one for one in own if one["member"]]
    return {
        "networks": own,
        "acting": acting,
        "joining": joining(person),
        "sessions": sessions(person),
        "visits": visits(person),
        "wishes": wishes_of(person),
        "questions": questions(person),
        "practices": practices(person),
        "letters": letters(person),
    }


def networks(person: Person) -> list[dict[str, Any]]:
    """Return the networks that somebody coordinates or in which they act for a member, by name; one query."""
    acts = Delegate.objects.filter(person=person, member__left_at=None, member__network=OuterRef("pk"))
    keeps = Coordinator.objects.filter(person=person, until=None, network=OuterRef("pk"))
    found = Network.objects.annotate(member=Subquery(acts.order_by("pk").values("member__name")[:1]))
    found = found.annotate(coordinates=Exists(keeps)).filter(Q(member__isnull=False) | Q(coordinates=True))
    return [
        {
            "url": reverse("networks:page", args=[row["slug"]]),
            "title": row["name"],
            "note": " · ".join(part for part in (row["member"], _role(coordinates=row["coordinates"])) if part),
            "slug": row["slug"],
            "member": row["member"] or "",
        }
        for row in found.values("slug", "name", "member", "coordinates")[:MOST]
    ]


def _role(*, coordinates: bool) -> str:
    return _("you coordinate this network") if coordinates else _("you act for this member")


def joining(person: Person) -> list[dict[str, Any]]:
    """Return where somebody asked to join, and where they can begin by the letter that they got; one query."""
    asked = Application.objects.filter(email=person.email, state=Application.State.WAITING).order_by()
    welcomed = Welcome.objects.filter(email=person.email, used_at=None, sent_at__gte=oldest_welcome()).order_by()
    welcomed = welcomed.filter(member__left_at=None)
    at = ("member__network__slug", "member__network__name", "member__name")
    keeps = Coordinator.objects.filter(network=OuterRef("network"), until=None)
    answers = keeps.filter(Q(away_until=None) | Q(away_until__lt=timezone.localdate()))
    when = Case(When(Exists(answers), then=Value(0)), default=Value(2))
    rows = asked.values_list(*ROW, "name", when).union(welcomed.values_list(*at, Value(1)), all=True)
    said = (
        _("you asked to join; the coordinators answer by mail"),
        _("you can begin: open the link in our letter"),
        _("you asked to join; no coordinator answers now, so it takes longer"),
    )
    return [
        {"url": reverse("networks:page", args=[slug]), "title": title, "note": f"{name} · {said[about]}"}
        for slug, title, name, about in sorted(rows, key=lambda row: (row[1], row[2], row[3]))[:MOST]
    ]


def sessions(person: Person) -> list[dict[str, Any]]:
    """Return the sessions that come at which somebody has a place, waits or is invited, the first one first; one query.

    Those in whose recording they speak stand there too, for a year, and those of which they read the report first.
    """
    now = timezone.now()
    place = Registration.objects.filter(gathering=OuterRef("gathering"), email=person.email)
    speaks = Speaker.objects.filter(Q(email=person.email) | Q(person=person), recording__session=OuterRef("pk"))
    invited = invitations().filter(session=OuterRef("pk"), email=person.email)
    ahead = Q(gathering__ends_at=None) | Q(gathering__ends_at__gt=now)
    told = Session.objects.annotate(
        state=Subquery(place.values("state")[:1]),
        place_id=Subquery(place.values("public_id")[:1]),
        speaker=Subquery(speaks.order_by("pk").values("recording__public_id")[:1]),
        is_invited=Exists(invited),
    )
    coming = ahead & (Q(state__isnull=False, is_closed=False) | Q(is_invited=True))
    reading = Q(state=Registration.State.SEAT, report__state=Report.State.CORRECTING, report__correct_until__gt=now)
    spoken = Q(speaker__isnull=False, gathering__ends_at__gt=now - SPOKE)
    told = told.annotate(reads=Case(When(reading, then=Value(True)), default=Value(False)))  # noqa: FBT003 - values of the query
    found = told.filter(coming | reading | spoken, gathering__cancelled_at=None)
    row = ("number", "slug", "state", "place_id", "speaker", "reads", "gathering__title", *ROW)
    moment = ("gathering__rough", "gathering__begins_at", "gathering__ends_at")
    past = Case(When(gathering__ends_at__lte=now, then=1), default=0)
    ordered = found.order_by(past, F("gathering__begins_at").asc(nulls_last=True), "pk")
    return [_session(one) for one in ordered.values(*row, *moment)[:MOST]]


def _session(row: dict[str, Any]) -> dict[str, Any]:
    when = gathered.when_of(row["gathering__rough"], row["gathering__begins_at"], row["gathering__ends_at"])
    ends_at = row["gathering__ends_at"]
    if row["reads"]:
        token = read_token(Registration(public_id=row["place_id"]))
        url = reverse("reports:correct", args=[row["network__slug"], token])
        said = _("read the report first and say what is not right")
    elif row["speaker"] and ends_at is not None and ends_at <= timezone.now():
        url, said = reverse("recordings:answer", args=[row["network__slug"], row["speaker"]]), _("you speak here")
    elif row["state"]:
        kept = Registration(public_id=row["place_id"], state=row["state"])
        token = place_token(kept)
        url, said = reverse("meetings:place", args=[row["network__slug"], token]), _place(kept)
    else:
        url = reverse("meetings:session", args=[row["network__slug"], row["slug"]])
        said = _("you are invited; say whether you come")
    return {
        "url": url,
        "title": " ".join(part for part in (row["number"], row["gathering__title"]) if part),
        "note": " · ".join(str(part) for part in (when, said, row["network__name"]) if part),
    }


def _place(kept: Registration) -> str:
    said = {
        Registration.State.SEAT: _("you have a place"),
        Registration.State.WAITING: _("you are on the waiting list"),
        Registration.State.OFFERED: _("a place came free for you: say in time whether you take it"),
    }
    return said[Registration.State(kept.state)]


def visits(person: Person) -> list[dict[str, Any]]:
    """Return the visits and stories of the members for which somebody acts, what comes first on top; one query."""
    own, now = _own_members(person), timezone.now()
    recent = Q(gathering__ends_at__gt=now - VISITED) | Q(gathering=None, agreed_at__gt=now - VISITED)
    open_ended = Q(gathering__isnull=False, gathering__ends_at=None)
    found = Visit.objects.filter(Q(guest__in=own) | Q(host__in=own), recent | open_ended, stopped_at=None)
    row = ("public_id", "guest__name", "host__name", "question__current__body", *ROW)
    moment = ("gathering__rough", "gathering__begins_at", "gathering__ends_at")
    ordered = found.order_by(F("gathering__begins_at").asc(nulls_last=True), "pk")
    return [
        {
            "url": reverse("visits:visit", args=[one["network__slug"], one["public_id"]]),
            "title": one["question__current__body"] or _("A visit"),
            "note": " · ".join(part for part in (_between(one), _moment(one), one["network__name"]) if part),
        }
        for one in ordered.values(*row, *moment)[:MOST]
    ]


def _between(row: dict[str, Any]) -> str:
    return _("%(guest)s learns from %(host)s") % {"guest": row["guest__name"], "host": row["host__name"]}


def _moment(row: dict[str, Any]) -> str:
    return gathered.when_of(row["gathering__rough"] or "", row["gathering__begins_at"], row["gathering__ends_at"])


def questions(person: Person) -> list[dict[str, Any]]:
    """Return the open learning questions of the members for which somebody acts, the newest first; one query."""
    own = Owner.objects.filter(member__in=_own_members(person), accepted_at__isnull=False).values("question")
    found = LearningQuestion.objects.filter(pk__in=own, state=LearningQuestion.State.OPEN)
    rows = found.order_by("-opened_at", "-pk").values("public_id", "theme", "words__current__body", *ROW)
    return [
        {
            "url": reverse("peers:question", args=[row["network__slug"], row["public_id"]]),
            "title": row["words__current__body"] or row["theme"],
            "note": f"{row['theme']} · {row['network__name']}",
        }
        for row in rows[:MOST]
    ]


def practices(person: Person) -> list[dict[str, Any]]:
    """Return the practices that members of somebody write, and those that wait for their own yes; one query."""
    written = Practice.objects.filter(member__in=_own_members(person), state__in=WRITTEN).order_by()
    asked = Practice.State.REVIEW, Practice.State.REVIEWED
    own = Approver.objects.filter(Q(person=person) | Q(email=person.email)).values("voice")
    waiting = Voice.objects.filter(pk__in=own, answer=Voice.Answer.NONE, practice__state__in=asked).order_by()
    at = ("practice__network__slug", "practice__network__name", "practice__title", "public_id")
    rows = written.values_list(*ROW, "title", "public_id", "state", Value("library:draft"))
    both = rows.union(waiting.values_list(*at, "practice__state", Value("library:voice")), all=True)
    states: dict[str, Any] = dict(Practice.State.choices)
    waits = _("waits for your yes")
    return [
        {
            "url": reverse(name, args=[slug, public_id]),
            "title": title,
            "note": f"{waits if name == 'library:voice' else states[state]} · {network}",
        }
        for slug, network, title, public_id, state, name in sorted(both, key=lambda row: (row[5], row[2], row[3]))[
            :MOST
        ]
    ]


def letters(person: Person) -> list[dict[str, Any]]:
    """Return of which networks somebody gets letters by mail, each with where they choose or stop; one query."""
    found = Subscription.objects.filter(email=person.email).select_related("network").order_by("network__name", "pk")
    return [
        {
            "url": reverse("newsletter:choose", args=[choice_token(one)]),
            "title": one.network.name,
            "note": ", ".join(str(topic.label) for topic in one.topics),
        }
        for one in found[:MOST]
    ]


def waiting(emails: Collection[str]) -> list[dict[str, Any]]:
    """Return what waits for who coordinates, receives a session or can read a practice over; six queries.

    What is dealt with on one page is one row, with how much of it waits. It leads nobody where they may not come.
    """
    given = frozenset(emails)
    return [*_applications(given), *_remarks(given), *_messages(given), *_parts(given), *_to_read(given)]


def _applications(emails: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "kind": "application",
            "about": ngettext("%(count)d application", "%(count)d applications", row["count"]) % row,
            "url": reverse("members:applications", args=[row["slug"]]),
        }
        for row in _rows(_who_applied(emails))
    ]


@prepared
def _who_applied(emails: frozenset[str]) -> QuerySet[Application, tuple[Any, ...]]:
    found = Application.objects.filter(state=Application.State.WAITING, **_coordinated("", emails))
    return _counted(found, "", COORDINATOR, since="sent_at")


def _remarks(emails: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "kind": "remark",
            "about": ngettext("%(count)d remark: %(title)s", "%(count)d remarks: %(title)s", row["count"]) % row,
            "url": reverse("reports:write", args=[row["slug"], row["public_id"]]) + "#remarks",
        }
        for row in _rows(_open_remarks(emails))
    ]


@prepared
def _open_remarks(emails: frozenset[str]) -> QuerySet[Remark, tuple[Any, ...]]:
    at = "report__session__"
    found = Remark.objects.filter(outcome=Remark.Outcome.OPEN, report__state=Report.State.CORRECTING)
    return _counted(found.filter(**_coordinated(at, emails)), at, COORDINATOR, since="said_at")


def _messages(emails: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "kind": "message",
            "about": ngettext("%(count)d message", "%(count)d messages", row["count"]) % row,
            "url": reverse("contacts:inbox", args=[row["slug"]]),
        }
        for row in _rows(_shown_messages(emails))
    ]


@prepared
def _shown_messages(emails: frozenset[str]) -> QuerySet[Message, tuple[Any, ...]]:
    """Return the messages that were shown to who coordinates, none in which they are one of the two."""
    shown = Message.objects.filter(reported_at__isnull=False, closed_at=None, **_coordinated("", emails))
    two = Q(sender=OuterRef("network__coordinators__person")) | Q(receiver=OuterRef("network__coordinators__person"))
    of_others = shown.alias(own=Exists(Message.objects.filter(two, pk=OuterRef("pk")))).filter(own=False)
    return _counted(of_others, "", COORDINATOR, since="reported_at")


def _parts(emails: frozenset[str]) -> list[dict[str, Any]]:
    """Return what was proposed for programmes, for who keeps these: coordinators, and the people of the host.

    Who is both reads one row.
    """
    now = timezone.now()
    rows = _rows([*_proposed_to_hosts(emails, now), *_proposed_to_coordinators(emails, now)])
    return [
        {
            **row,
            "kind": "part",
            "about": ngettext("%(count)d proposal: %(title)s", "%(count)d proposals: %(title)s", row["count"]) % row,
            "url": reverse("programme:page", args=[row["slug"], row["public_id"]]) + "#proposed",
        }
        for row in {(row["public_id"], row["email"]): row for row in rows}.values()
    ]


@prepared
def _proposed_to_hosts(emails: frozenset[str], now: dt.datetime) -> QuerySet[Part, tuple[Any, ...]]:
    """Return what waits for people of the host: of a closed session they know when they are invited to it (B2)."""
    hosts = f"session__{HOST}"
    received = _proposed(now).filter(**{"session__host__member__left_at": None, f"{hosts}__in": emails})
    # Named beside the rows first: a condition by itself would look at all people of the host, not at each.
    invited = Exists(invitations_at(now).filter(session=OuterRef("session"), email=OuterRef(hosts)))
    known = received.alias(invited=invited).filter(Q(session__is_closed=False) | Q(invited=True))
    return _counted(known, "session__", HOST, since="said_at")


@prepared
def _proposed_to_coordinators(emails: frozenset[str], now: dt.datetime) -> QuerySet[Part, tuple[Any, ...]]:
    at = "session__"
    return _counted(_proposed(now).filter(**_coordinated(at, emails)), at, COORDINATOR, since="said_at")


def _proposed(now: dt.datetime) -> QuerySet[Part]:
    """Return what was proposed for sessions that come."""
    ahead = Q(session__gathering__ends_at=None) | Q(session__gathering__ends_at__gt=now)
    return Part.objects.filter(ahead, state=Part.State.PROPOSED, session__gathering__cancelled_at=None)


def _to_read(emails: frozenset[str]) -> list[dict[str, Any]]:
    """Return the practices to read over: one is led to itself, more of them to where all of a network stand."""
    return [
        {
            **row,
            "kind": "practice",
            "about": ngettext("%(count)d practice: %(title)s", "%(count)d practices", row["count"]) % row,
            "url": reverse("library:draft", args=[row["slug"], row["public_id"]])
            if row["count"] == 1
            else reverse("library:of_network", args=[row["slug"]]) + "#being-written",
        }
        for row in to_read(emails)
    ]


def _coordinated(at: str, emails: frozenset[str]) -> dict[str, Any]:
    """Return the condition that somebody with one of these addresses coordinates now; `at` leads to the session."""
    return {f"{at}network__coordinators__until": None, f"{at}{COORDINATOR}__in": emails}


def _counted(found: QuerySet[Any], at: str, people: str, *, since: str) -> QuerySet[Any, tuple[Any, ...]]:
    """Return how much of this waits for each of these people in each network, or session (`at`)."""
    session = ("public_id", "number", "gathering__title") if at else ()
    told = found.order_by().values_list(*(f"{at}{name}" for name in (*ROW, people, *session)))
    counted: QuerySet[Any, tuple[Any, ...]] = told.annotate(Count("pk", distinct=True), Min(since))
    return counted


def _rows(counted: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return what was counted by name; only that of a session has an id and a title."""
    return [
        {
            "slug": slug,
            "network": network,
            "email": email,
            "public_id": session[0] if session else "",
            "title": " ".join(part for part in session[1:] if part),
            "count": count,
            "since": since,
        }
        for slug, network, email, *session, count, since in counted
    ]


def _own_members(person: Person) -> QuerySet[Delegate, Any]:
    return Delegate.objects.filter(person=person, member__left_at=None).order_by().values("member")
