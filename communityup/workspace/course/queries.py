"""What do we show of the course: routes with what counts and what waits, versions and what differs, and the review."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.workspace.agreements.models import Agreement, Terms
from communityup.workspace.challenges.models import Challenge, Clock, Party
from communityup.workspace.challenges.queries import clock
from communityup.workspace.consent.models import Round
from communityup.workspace.corrections.queries import difference
from communityup.workspace.course.models import Route, Version
from communityup.workspace.dialogue.models import Statement
from communityup.workspace.goals.models import Goal, Interest
from communityup.workspace.goals.permissions import lacking_interests
from communityup.workspace.tasks.queries import Asked, Task

ROUTE = "route"
REVIEW_DAYS = 182
MOST_YEARS = 5
_OF_A_VERSION = ("words__current", "why__current", "fact__current", "proposed_by", "asked")


def usual_review() -> dt.date:
    """Return the day on which one looks again when nobody chose another: in half a year."""
    return timezone.localdate() + dt.timedelta(days=REVIEW_DAYS)


def last_review() -> dt.date:
    """Return the last day one can choose: nobody is pinned to a path for longer without looking again (B29)."""
    return timezone.localdate() + dt.timedelta(days=366 * MOST_YEARS)


def wrong_day(day: dt.date) -> str:
    """Return in a sentence what is wrong with a day to look again; nothing when it can be."""
    if day <= timezone.localdate():
        return _("Choose a day after today to look at it again.")
    if day > last_review():
        return _("Choose a day within %(years)s years, so that nobody is pinned to a path.") % {"years": MOST_YEARS}
    return ""


def route_of(challenge: Challenge, public_id: str) -> Route:
    """Return one route of this challenge; raises Http404 for another's."""
    route = _route.or_404(challenge.pk, public_id)
    route.challenge = challenge
    return route


@prepared
def _route(challenge: int, public_id: str) -> QuerySet[Route]:
    version = [f"current__{one}" for one in _OF_A_VERSION]
    found = Route.objects.select_related("name__current", "goal__text__current", *version)
    return found.filter(challenge=challenge, public_id=public_id)


def versions(route: Route) -> list[Version]:
    """Return every version of a route, the newest first; those that wait and those taken back included."""
    return list(Version.objects.select_related(*_OF_A_VERSION).filter(route=route).order_by("-number"))


def open_versions(routes: Collection[int]) -> list[Version]:
    """Return the versions of these routes (keys) about which all parties are asked now, the oldest first."""
    found = Version.objects.select_related(*_OF_A_VERSION).filter(route__in=routes, asked__outcome=Round.Outcome.OPEN)
    return list(found.order_by("number"))


def words_now(route: Route) -> str:
    """Return the words of a route as they count, or counted last, or were proposed last; to begin a change with."""
    found = [one for one in versions(route) if one.words is not None]
    counted = [one for one in found if one.in_force_at is not None]
    latest = max(counted, key=lambda one: (one.in_force_at, one.number)) if counted else found[0]
    return str(latest.words)


def goals_to_choose(challenge: Challenge) -> list[Goal]:
    """Return the goals that all parties share: to one of them a route can lead."""
    goals = Goal.objects.select_related("text__current").filter(challenge=challenge, state=Goal.State.SHARED)
    return list(goals.order_by("shared_at", "pk"))


def review_day(version: Version, running: Clock) -> dt.date | None:
    """Return the day to look again, moved by every step back since; None while one lasts."""
    return running.day(version.review_on, since=version.in_force_at or version.proposed_at)


def page(challenge: Challenge) -> dict[str, Any]:
    """Return all routes: those that count side by side, those that wait, and those that ended or were taken back."""
    found = list(
        Route.objects.filter(challenge=challenge)
        .select_related("name__current", "goal__text__current", *(f"current__{one}" for one in _OF_A_VERSION))
        .order_by("number")
    )
    waiting: dict[int, list[Version]] = defaultdict(list)
    for version in open_versions([route.pk for route in found]):
        waiting[version.route_id].append(version)
    running = clock(challenge)
    rows = [_row(route, waiting[route.pk], running) for route in found]
    return {
        "lacking": lacking_interests(challenge),
        "routes": [row for row in rows if row["counts"]],
        "proposed": [row for row in rows if row["route"].current is None and row["waiting"]],
        "earlier": [row for row in rows if not row["counts"] and (row["route"].current or not row["waiting"])],
    }


def detail(route: Route, own: Party | None = None) -> dict[str, Any]:
    """Return one route with what counts, what waits, its day to look again, and every version it had.

    And what one's own party asks about it now: each party asks one thing at a time.
    """
    found = versions(route)
    waiting = [one for one in reversed(found) if one.asked.outcome == Round.Outcome.OPEN]
    history = [{"version": one, "label": kind_of(one), "state": state_of(one, route)} for one in found]
    asks = next((one for one in waiting if own is not None and one.proposed_by_id == own.pk), None)
    return {**_row(route, waiting, clock(route.challenge)), "history": history, "own_asks": asks}


def _row(route: Route, waiting: list[Version], running: Clock) -> dict[str, Any]:
    current = route.current
    day = None if current is None else review_day(current, running)
    return {
        "route": route,
        "current": current,
        "counts": current is not None and not current.ends,
        "review": day,
        "to_review": current is not None and current.review_told_at is not None,
        "waiting": [{"version": one, "label": kind_of(one)} for one in waiting],
    }


def kind_of(version: Version) -> str:
    """Return what a version is, in a few calm words; none of them tells of a mistake (A39)."""
    if version.ends:
        return _("end of this route")
    if version.fact_id is not None:
        return _("reopened with something new")
    return _("first version") if version.number == 1 else _("change of course")


def state_of(version: Version, route: Route) -> str:
    """Return how a version stands."""
    if route.current_id == version.pk:
        return _("counts now")
    if version.in_force_at is not None:
        return _("counted before")
    return _("waits for answers") if version.asked.outcome == Round.Outcome.OPEN else _("withdrawn")


def one_version(route: Route, number: int) -> dict[str, Any]:
    """Return one version with what differs from the one it was to follow; raises Http404 when there is none."""
    found = versions(route)
    shown = next((one for one in found if one.number == number), None)
    if shown is None:
        raise Http404
    return {"route": route, "shown": shown, **_compared(shown, found, route)}


def _compared(shown: Version, found: list[Version], route: Route) -> dict[str, Any]:
    before = _before(shown, found)
    changed = [] if before is None or shown.ends else _in_runs(difference(str(before.words), str(shown.words)))
    return {
        "label": kind_of(shown),
        "state": state_of(shown, route),
        "before": before,
        "difference": changed if any(part["kind"] != "same" for part in changed) else [],
    }


def _in_runs(parts: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return a difference with what changed in one place together: all that is gone, then all that is new."""
    found: list[dict[str, str]] = []
    gone, new = "", ""
    for part in [*parts, {"kind": "same", "words": ""}]:
        between = part["kind"] == "same" and part["words"] != "" and not part["words"].strip()
        if part["kind"] == "same" and not (between and (gone or new)):
            found += [{"kind": "gone", "words": gone}, {"kind": "new", "words": new}, part]
            gone, new = "", ""
            continue
        gone += "" if part["kind"] == "new" else part["words"]
        new += "" if part["kind"] == "gone" else part["words"]
    return [part for part in found if part["words"].strip() or (part["kind"] == "same" and part["words"])]


def _before(shown: Version, found: list[Version]) -> Version | None:
    """Return the last version with words that counted before this one did, or ended; else the one that was proposed."""
    until = shown.in_force_at or shown.asked.ended_at or timezone.now()
    counted = [one for one in found if not one.ends and one.in_force_at is not None and one.in_force_at < until]
    others = [one for one in counted if one.pk != shown.pk]
    if others:
        return max(others, key=lambda one: (one.in_force_at, one.number))
    return next((one for one in found if one.number < shown.number and not one.ends), None)


def state(challenge: Challenge) -> str:
    """Return in a few words how many routes count, for the page of the lead-in."""
    count = Route.objects.filter(challenge=challenge, current__ends=False).count()
    return ngettext("%(count)s route", "%(count)s routes", count) % {"count": count} if count else ""


def asked_versions() -> QuerySet[Version]:
    """Return the versions of routes, with all that the question to all parties tells of them."""
    return Version.objects.select_related("route__name__current", "why__current", "fact__current", "words__current")


def label(asked: Round) -> str:
    """Return what is asked, with the name of the route."""
    version: Version = asked.thing
    words = {"name": str(version.route)}
    if version.ends:
        return _("Do we end this route? %(name)s") % words
    if version.fact_id is not None:
        return _("Something new about a route: %(name)s") % words
    return (_("A route: %(name)s") if version.number == 1 else _("A change of course: %(name)s")) % words


def why(asked: Round) -> str:
    """Return the reason of the party that asks, after what it tells that is new."""
    version: Version = asked.thing
    return " ".join(str(text) for text in (version.fact, version.why) if text is not None)


def words_asked(asked: Round) -> str:
    """Return the words of the version about which all parties are asked; none when it ends the route."""
    version: Version = asked.thing
    return str(version.words or "")


def url_of(asked: Round) -> str:
    """Return the page on which the version stands about which all parties are asked."""
    version: Version = asked.thing
    return reverse("course:version", args=[asked.challenge.slug, version.route.public_id, version.number])


def tasks(asked: Asked) -> list[Task]:
    """Return the routes that these parties are to look at again, for the list of tasks; all parties at once (B29).

    What somebody already proposes about such a route is a question to all parties, and stands in the list as that.
    """
    return [_task(row) for row in _to_review(asked.parties) if "course" not in row["route__challenge__off"]]


@prepared
def _to_review(parties: frozenset[int]) -> QuerySet[Version, Any]:
    open_ones = Version.objects.filter(route=OuterRef("route"), asked__outcome=Round.Outcome.OPEN)
    due = Version.objects.filter(review_told_at__isnull=False, route__current=F("pk")).exclude(Exists(open_ones))
    here = due.annotate(party=F("route__challenge__parties")).filter(party__in=parties)
    return here.order_by("pk").values(
        "party", "review_on", "review_told_at", "route__public_id", "route__name__current__body", "ends",
        "route__challenge__slug", "route__challenge__title", "route__challenge__off",
    )  # fmt: skip


def _task(row: Mapping[str, Any]) -> Task:
    return Task(
        asks=_("Does this still fit?"),
        about=row["route__name__current__body"] or "",
        url=reverse("course:route", args=[row["route__challenge__slug"], row["route__public_id"]]),
        challenge=row["route__challenge__title"],
        since=row["review_told_at"],
        party=row["party"],
        due=row["review_on"],
    )


# Who brings what in: told per party in a fixed order, never ranked (A25, E20).

PIECES_SHOWN = 8


def brought(challenge: Challenge) -> dict[str, Any]:
    """Return per party, in the order in which they came, its pieces and what it brought in; and the words of all.

    A piece is what all it concerns agreed to: a shared goal, a confirmed agreement, a version of a route. A party that
    takes part and has none yet stays in view (A25). In a constant number of queries.
    """
    pieces, counts = _pieces(challenge), _counts(challenge)
    here = (Party.State.ACTIVE, Party.State.ASLEEP)
    parties = [
        {
            "party": party,
            "pieces": pieces[party.pk][:PIECES_SHOWN],
            "more": max(0, len(pieces[party.pk]) - PIECES_SHOWN),
            "counts": [{**one, "count": one["found"].get(party.pk, 0)} for one in counts],
            "no_piece": party.state in here and not pieces[party.pk],
        }
        for party in challenge.parties.filter(invented=False).order_by("number")
        if party.state in here or pieces[party.pk]
    ]
    return {"parties": parties, "words": shares(challenge)}


def _pieces(challenge: Challenge) -> dict[int, list[dict[str, str]]]:
    """Return per party (key) what was agreed of what it brought in: goals, then agreements, then routes."""
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    goals = Goal.objects.filter(challenge=challenge, shared_at__isnull=False).order_by("shared_at", "pk")
    url = reverse("goals:page", args=[challenge.slug])
    for party, words in goals.values_list("party", "text__current__body"):
        found[party].append({"kind": _("shared goal"), "words": words or "", "url": url})
    agreed = Agreement.objects.filter(challenge=challenge, standing__isnull=False).order_by("standing__agreed_at", "pk")
    for party, words, public_id in agreed.values_list("promised_by", "standing__what__current__body", "public_id"):
        url = reverse("agreements:agreement", args=[challenge.slug, public_id])
        found[party].append({"kind": _("agreement"), "words": words or "", "url": url})
    counted = Version.objects.filter(route__challenge=challenge, in_force_at__isnull=False).order_by(
        "in_force_at", "pk"
    )
    rows = counted.values_list("proposed_by", "route__name__current__body", "route__public_id", "number")
    for party, words, public_id, number in rows:
        url = reverse("course:version", args=[challenge.slug, public_id, number])
        kind = _("route, version %(number)s") % {"number": number}
        found[party].append({"kind": kind, "words": words or "", "url": url})
    return found


def _counts(challenge: Challenge) -> list[dict[str, Any]]:
    """Return what is told of every party, each with how many per party (key) and where one reads them."""
    open_agreements = Agreement.objects.filter(challenge=challenge).exclude(state=Agreement.State.WITHDRAWN)
    proposed = Version.objects.filter(route__challenge=challenge).exclude(asked__outcome=Round.Outcome.WITHDRAWN)
    interests = Interest.objects.filter(party__challenge=challenge, withdrawn_at=None)
    kinds: list[tuple[str, str, dict[int, int]]] = [
        (_("interests entered"), "goals:interests", _per(interests, "party")),
        (_("thoughts in rounds that are closed"), "dialogue:page", _per(_thoughts(challenge), "party")),
        (_("agreements promised"), "agreements:page", _per(open_agreements, "promised_by")),
        (_("routes and changes of course proposed"), "course:page", _per(proposed, "proposed_by")),
    ]
    return [
        {"label": label, "url": reverse(name, args=[challenge.slug]), "found": found} for label, name, found in kinds
    ]


def _per(rows: QuerySet[Any], party: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(party).annotate(Count("pk")))


def _thoughts(challenge: Challenge) -> QuerySet[Statement]:
    """Return the thoughts of rounds that are closed: until then no total tells whose a thought is (R12)."""
    shared = Statement.objects.filter(dialogue__challenge=challenge, dialogue__imported=False)
    return shared.filter(dialogue__closed_at__isnull=False, state=Statement.State.SHOWN)


def shares(challenge: Challenge) -> dict[str, Any]:
    """Return per party how many words it wrote in thoughts, interests and agreements, and its share of all (X1).

    The same for everybody, in the order in which the parties came. Every text counts once, with its present words;
    hidden words and those taken back do not count, nor do thoughts of a round that is open.
    """
    sides = Terms.objects.filter(agreement__challenge=challenge, withdrawn_at=None)
    interests = Interest.objects.filter(party__challenge=challenge, withdrawn_at=None)
    kinds = [
        _words_of(_thoughts(challenge), "text", "party"),
        _words_of(interests, "text", "party"),
        {**_words_of(sides, "what", "proposed_by"), **_words_of(sides, "evidence", "proposed_by")},
    ]
    counts: dict[int | None, list[int]] = defaultdict(lambda: [0] * len(kinds))
    for place, texts in enumerate(kinds):
        for party, number in texts.values():
            counts[party][place] += number
    total = sum(sum(row) for row in counts.values())
    parties = challenge.parties.filter(invented=False).order_by("number").values("pk", "name", "number", "state")
    shown: list[Mapping[str, Any]] = [
        row for row in parties if row["pk"] in counts or row["state"] in {Party.State.ACTIVE, Party.State.ASLEEP}
    ]
    alone: list[Mapping[str, Any]] = (
        [{"pk": None, "name": _("on their own name"), "number": None}] if None in counts else []
    )
    return {"total": total, "rows": [_share(row, counts[row["pk"]], total) for row in [*shown, *alone]]}


def _words_of(rows: QuerySet[Any], text: str, party: str) -> dict[int, tuple[int | None, int]]:
    """Return per text (key) whose it is first, and how many words it has; only what everybody can read."""
    readable = {f"{text}__current__hidden_at": None, f"{text}__current__erased_at": None}
    found = rows.filter(**readable).order_by("-pk").values_list(text, party, f"{text}__current__body")
    return {key: (whose, len((words or "").split())) for key, whose, words in found}


def _share(row: Mapping[str, Any], counted: list[int], total: int) -> dict[str, Any]:
    thoughts, interests, agreements = counted
    words = sum(counted)
    return {
        **row,
        "thoughts": thoughts,
        "interests": interests,
        "agreements": agreements,
        "words": words,
        "share": round(100 * words / total) if total else 0,
    }
