"""What do we show of challenges, parties and invitations, and of the frame around every page of a challenge."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.organisations.models import Membership
from communityup.people.models import Person
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import (
    Challenge,
    Clock,
    Invitation,
    Kind,
    Party,
    Pause,
    Phase,
    Reader,
    Ring,
    Template,
)
from communityup.workspace.challenges.permissions import Viewer

PLACES_AT_THE_TABLE = 12
# A table has two parties or more: who starts alone does not fill the places of who comes.
FEWEST_PARTIES = 2
# The place of who guards the process is kept.
AT_THE_TABLE = (Ring.TABLE, Ring.ASIDE)


@dataclass(frozen=True)
class Tab:
    """One tab of the frame around a challenge."""

    key: str
    label: Any
    url_name: str
    order: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of starting together, offered on the page of the lead-in when it is needed; never a duty (R21).

    A challenge of template `since` and heavier offers it from the start, a lighter one under "when you need it". What
    is `firm` holds the rules of equality, so parties do not skip it.
    """

    key: str
    label: Any
    why: Any
    url_name: str
    order: int
    state: Callable[[Challenge], str] = lambda _challenge: ""
    since: str = Template.LIGHT
    firm: bool = False


@dataclass(frozen=True, kw_only=True)
class Sponsor:
    """Who stands behind a party: a role, and perhaps an address that only letters use and no page shows.

    `stop_url` leads to where the one who reads the letters can have the address taken away.
    """

    role: str
    email: str = ""
    language: str = "nl"
    stop_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something everybody must see beside a goal, a question or an agreement, with where to read on."""

    sentence: str
    url: str


PARTS: list[Part] = []
_TABS: list[Tab] = []
_GOALS: list[Callable[[Challenge, Viewer], Sequence[str]]] = []
_MARKS: list[Callable[[Challenge], Mapping[str, Sequence[Mark]]]] = []
_SPONSORS: list[Callable[[Party], Sponsor | None]] = []


def register_tab(key: str, label: Any, url_name: str, order: int) -> None:
    """Add a tab; called in AppConfig.ready of the apps above this one."""
    if all(tab.key != key for tab in _TABS):
        _TABS.append(Tab(key, label, url_name, order))
        _TABS.sort(key=lambda tab: tab.order)


def register_part(part: Part) -> None:
    """Offer a part of starting together on the page of the lead-in; called in AppConfig.ready of the apps above."""
    if all(known.key != part.key for known in PARTS):
        PARTS.append(part)
        PARTS.sort(key=lambda known: known.order)


def parts(challenge: Challenge) -> list[dict[str, Any]]:
    """Return the parts of starting together with their address, how each stands and when it is offered.

    What all parties switched off is left out; what they skipped is no longer offered, and can be taken up again.
    """
    weight = Template(challenge.template).weight
    return [
        {
            "key": part.key,
            "skipped": part.key in challenge.skipped,
            "later": Template(part.since).weight > weight,
            "label": part.label,
            "why": part.why,
            "url": reverse(part.url_name, args=[challenge.slug]),
            "state": part.state(challenge),
        }
        for part in PARTS
        if part.key not in challenge.off
    ]


def register_goals(goals: Callable[[Challenge, Viewer], Sequence[str]]) -> None:
    """Say where the shared goals come from, that stay in view on every page (A15, B15); also those of the whole."""
    if goals not in _GOALS:
        _GOALS.append(goals)


def register_sponsors(source: Callable[[Party], Sponsor | None]) -> None:
    """Say where it is kept who stands behind a party; called in AppConfig.ready of the app above that keeps it."""
    if source not in _SPONSORS:
        _SPONSORS.append(source)


def sponsor_of(party: Party) -> Sponsor | None:
    """Return who stands behind a party, if it said so; that is who hears when the party stays silent (R15)."""
    return next((found for source in _SPONSORS if (found := source(party)) is not None), None)


def register_marks(source: Callable[[Challenge], Mapping[str, Sequence[Mark]]]) -> None:
    """Let an app mark things of a challenge, by a key such as "goal:" and an id; called in AppConfig.ready."""
    if source not in _MARKS:
        _MARKS.append(source)


def marks(challenge: Challenge) -> dict[str, list[Mark]]:
    """Return what is marked in a challenge now, by key; in a constant number of queries."""
    found: dict[str, list[Mark]] = {}
    for source in _MARKS:
        for key, given in source(challenge).items():
            found.setdefault(key, []).extend(given)
    return found


def visible_challenge(slug: str, person: Viewer) -> Challenge:
    """Return a challenge; raises Http404 alike when it does not exist and when this person may not see it."""
    challenge = _challenges.first(slug)
    if challenge is None or not permissions.may_see(challenge, person):
        raise Http404
    return challenge


@prepared
def _challenges(slug: str) -> QuerySet[Challenge]:
    found = Challenge.objects.select_related("stream", "opening__current").filter(slug=slug)
    return found.annotate(paused=permissions.paused())


def frame(request: HttpRequest, challenge: Challenge, tab: str) -> dict[str, Any]:
    """Return what every page of a challenge shows around its content: title, goals, tabs, one's own party."""
    seat = permissions.seat_of(challenge, request.user)
    guards = permissions.guards(challenge, request.user, seat)
    at = request.resolver_match
    is_off = at is not None and at.namespace in challenge.off
    shut = permissions.shut(challenge, at.view_name if at else "")
    place = None if guards or is_off or shut else seat
    decides = seat.party if seat is not None and not guards and not is_off and permissions.acts(seat) else None
    return {
        "challenge": challenge,
        "is_off": is_off,
        "shut": shut,  # closed, and nothing of this page lasts: no form and no button of it would be taken
        "paused": challenge.paused if hasattr(challenge, "paused") else permissions.stands_still(challenge),
        # What one brings in from a place in any ring, and what one decides at the table (B17). Who guards the process
        # does neither meanwhile, so no page offers it (E7); nor a part that is off.
        "takes_part_for": None if place is None else place.party,
        "own_party": None if shut else decides,
        "takes_back_for": decides,  # what one's party asked, also once the challenge is closed
        "guards_process": guards,
        "goals": [goal for source in _GOALS for goal in source(challenge, request.user)],
        "tabs": [
            {"label": entry.label, "url": reverse(entry.url_name, args=[challenge.slug]), "current": entry.key == tab}
            for entry in _TABS
            if entry.key not in challenge.off
        ],
        "sign_in_url": reverse("account_login") + "?next=" + request.path,
    }


def active_parties(challenge: Challenge) -> list[Party]:
    """Return the parties that take part, in the order in which they came."""
    return list(challenge.parties.filter(state=Party.State.ACTIVE).order_by("number"))


def usual_rules(template: str) -> str:
    """Return the words of the usual working agreement of a template, in the active language."""
    language = "en" if get_language() == "en" else "nl"
    return render_to_string(f"challenges/rules_{template}.{language}.txt")


def articles(words: str) -> list[dict[str, str]]:
    """Return a working agreement in parts: each has a title, on a line that begins with "## ", and a body."""
    found = [part.strip().partition("\n") for part in f"\n{words}".split("\n## ")]
    return [{"title": title.strip(), "body": body.strip()} for title, _line, body in found if title or body]


def rules_now(challenge: Challenge) -> list[dict[str, str]]:
    """Return the working agreement that counts now, in parts; the usual one for a challenge from before it was kept."""
    text = challenge.rules_text
    return articles(str(text) if text is not None else usual_rules(challenge.template))


def places_per_party(challenge: Challenge, *, coming: int = 0) -> int:
    """Return how many places at the table each party has: twelve in all, rounded up to the same number each (R31).

    Or the number that all parties agreed on. A sleeping party keeps its places. Nobody loses a place because a party
    came: then each party has as many as the fullest one uses (E6). `coming` counts parties that would take part too.
    """
    seated = Count("seats", filter=Q(seats__ring__in=AT_THE_TABLE))
    present = challenge.parties.filter(state__in=(Party.State.ACTIVE, Party.State.ASLEEP)).annotate(seated=seated)
    taken = list(present.order_by().values_list("seated", flat=True))
    usual = challenge.places or ceil(PLACES_AT_THE_TABLE / max(FEWEST_PARTIES, len(taken) + coming))
    return max([usual, *taken])


def free_places(party: Party) -> int:
    """Return how many places at the table a party has left; the place of who guards the process is kept."""
    return places_per_party(party.challenge) - party.seats.filter(ring__in=AT_THE_TABLE).count()


def party_rows(challenge: Challenge) -> list[dict[str, Any]]:
    """Return every party with its state, its number of people, and whether nobody is known to speak for it yet."""
    known = Membership.objects.exclude(proof=Membership.Proof.NONE).filter(
        organisation=OuterRef("organisation"), person__seats__party=OuterRef("pk")
    )
    sent = Invitation.objects.filter(party=OuterRef("pk"))
    passed_on = sent.filter(answer=Invitation.Answer.FORWARDED).order_by("-answered_at").values("answered_at")[:1]
    reminded = sent.filter(answer=Invitation.Answer.NONE).order_by("-pk").values("reminded_at")[:1]
    last = sent.order_by("-sent_at").values("sent_at")[:1]
    rows = list(
        challenge.parties.annotate(people=Count("seats"), proven=Exists(known), asked_at=Subquery(last))
        .annotate(passed_on_at=Subquery(passed_on), reminded_at=Subquery(reminded), paused=was_paused())
        .order_by("number")
        .values(
            "id",
            "public_id",
            "number",
            "name",
            "kind",
            "state",
            "people",
            "respond_by",
            "invented",
            "proven",
            "passed_on_at",
            "reminded_at",
            "asked_at",
            "paused",
            "reason__current__body",
        )
    )
    kinds, states = dict(Kind.choices), dict(Party.State.choices)
    running = Clock.of(challenge.pk) if any(row["paused"] for row in rows) else Clock(())
    return [
        {
            **row,
            **_answer(dict(row), running),
            "kind_label": kinds[row["kind"]],
            "state_label": states[row["state"]],
            "reason": row["reason__current__body"] or "",
            "unproven": row["state"] == Party.State.ACTIVE and not row["invented"] and not row["proven"],
            "waits": row["state"] == Party.State.INVITED,
        }
        for row in rows
    ]


def _answer(row: dict[str, Any], running: Clock) -> dict[str, Any]:
    """Return around which day an answer is expected, and whether that passed: never during a step back (E12)."""
    day = row["respond_by"]
    if day is not None and row["asked_at"] is not None:
        day = running.resumed().day(day, since=row["asked_at"])
    late = row["state"] == Party.State.INVITED and day is not None and day < timezone.localdate()
    return {"respond_by": day, "stands_still": running.stands_still, "late": late and not running.stands_still}


def was_paused(path: str = "challenge") -> Exists:
    """Return for a query whether the clock of the challenge of each row ever stood still; `path` leads there."""
    return Exists(Pause.objects.filter(challenge=OuterRef(path)))


def clock(challenge: Challenge) -> Clock:
    """Return the clock by which every deadline of this challenge is told, in one query."""
    return Clock.of(challenge.pk)


def public_challenges() -> list[dict[str, Any]]:
    """Return the challenges that everybody may see, newest first."""
    return _summaries(_public())


def challenges_of(person: Person) -> list[dict[str, Any]]:
    """Return the challenges this person is in, newest first; with how, for who takes part for no party."""
    return [_with_role(row) for row in _summaries(_joined(person.pk))]


def rows_of(chosen: QuerySet[Challenge]) -> list[dict[str, Any]]:
    """Return chosen challenges as rows of a list, newest first."""
    return _summaries(list(_counted(chosen)))


@prepared
def _public() -> QuerySet[Challenge, dict[str, Any]]:
    return _counted(Challenge.objects.filter(public_at__isnull=False))


@prepared
def _joined(person: int) -> QuerySet[Challenge, dict[str, Any]]:
    found = Challenge.objects.filter(permissions.in_it(person) | permissions.waits_for(person))
    return _counted(found).annotate(**permissions.roles_of(person))


def _with_role(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of a list with how somebody is in that challenge, when it is not for a party."""
    guards, ring, reads = (row.pop(name) for name in ("guards", "ring", "reads"))
    if ring == Ring.ASIDE or (guards and not ring):
        role = _("you guard the process")
    elif ring or not reads:
        return row
    else:
        role = _("you follow") if reads == Reader.Role.FOLLOWER else _("you observe")
    return {**row, "role": role, "note": f"{row['note']} · {role}"}


def _counted(challenges: QuerySet[Challenge]) -> QuerySet[Challenge, Any]:
    """Return challenges as rows of a list, newest first; grouped by few columns, not by all of them."""
    rows = challenges.values("title", "slug", "place", "phase", "practice")
    return rows.annotate(
        party_count=Count("parties", filter=Q(parties__state=Party.State.ACTIVE)),
        parties_here=Count("parties", filter=Q(parties__invented=False)),
    ).order_by("-started_at", "-pk")


def _summaries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of a list with their address and words; each word is translated once, however many rows have it."""
    labels: dict[str, Any] = dict(Phase.choices)
    phases = {phase: str(labels[phase]) for phase in {row["phase"] for row in rows}}
    parties = {count: _parties(count) for count in {row["party_count"] for row in rows}}
    held_elsewhere = _("held elsewhere")
    # One address worked out for all rows: what differs is the slug.
    before, after = reverse("room:overview", args=["-"]).split("-")
    found = []
    for row in rows:
        label = phases[row["phase"]] if row["parties_here"] else held_elsewhere
        practice = _("practice") if row["practice"] else ""
        note = " · ".join(filter(None, (practice, row["place"], parties[row["party_count"]], label)))
        found.append({**row, "url": f"{before}{row['slug']}{after}", "phase_label": label, "note": note})
    return found


def _parties(count: int) -> str:
    return ngettext("%(counter)s party", "%(counter)s parties", count) % {"counter": count} if count else ""


def invitations_for(person: Person) -> list[dict[str, Any]]:
    """Return the invitations that wait for this person's address."""
    waiting = Invitation.objects.filter(email=person.email, answer=Invitation.Answer.NONE).order_by("-sent_at")
    found = waiting.values("pk", "sent_at", "party__name", "party__challenge__title", "party__challenge__slug")
    return [{**row, "too_old": row["sent_at"] < permissions.oldest_invitation()} for row in found]


def questions_of(party_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return the questions that invited parties asked, with the reply beside each."""
    asked = Invitation.objects.filter(party_id__in=party_ids, questions__isnull=False).order_by("questions__asked_at")
    found = asked.values(
        "questions__pk",
        "party__name",
        "party__number",
        "questions__question__current__body",
        "questions__reply__current__body",
    )
    return [dict(row) for row in found]
