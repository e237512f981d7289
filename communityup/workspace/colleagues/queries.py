"""What do we show of one's organisation over all challenges, and of who speaks for a party.

Insiders see where their organisation takes part, also where they have no place themselves; who only took its name sees
their own places. A closed challenge that no insider takes part in shows no title.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, QuerySet, When
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.organisations.models import Membership, Organisation, lookalike
from communityup.organisations.permissions import insiders, is_sure
from communityup.organisations.queries import memberships_of, people_of, proof_of
from communityup.people.models import Person
from communityup.workspace.agreements.queries import open_of
from communityup.workspace.challenges.models import Challenge, Party, Phase, Ring, Seat
from communityup.workspace.challenges.queries import rules_now
from communityup.workspace.colleagues.models import ColleagueInvitation
from communityup.workspace.former.queries import places_before
from communityup.workspace.tasks.queries import Asked, Task, away, tasks_for

SPEAKERS_ON_A_PAGE = 50
TAKES_PART = (Party.State.ACTIVE, Party.State.ASLEEP)


@dataclass(frozen=True, kw_only=True)
class Own:
    """One's own organisation: how one belongs to it, all one's others, and who its insiders are."""

    person: Person
    membership: Membership
    others: list[Membership]
    insiders: list[Membership]

    @property
    def organisation(self) -> Organisation:
        """Return the organisation that is shown."""
        return self.membership.organisation

    @property
    def inside(self) -> bool:
        """Say whether this person sees what concerns the whole organisation."""
        return any(row.pk == self.membership.pk for row in self.insiders)


def own_organisation(person: Person, public_id: str = "") -> Own | None:
    """Return one of a person's organisations, the first when none is named; None when there is none at all."""
    found = memberships_of(person)
    chosen = next((row for row in found if row.organisation.public_id == public_id or not public_id), None)
    if chosen is None:
        if public_id:
            raise Http404
        return None
    return Own(person=person, membership=chosen, others=found, insiders=insiders([chosen.organisation_id]))


def around(own: Own, tab: str) -> dict[str, Any]:
    """Return what every page of an organisation shows around its content."""
    organisation = own.organisation
    tabs = {"page": _("Challenges and inbox"), "promises": _("Promises"), "people": _("People")}
    return {
        "own": own,
        "organisation": organisation,
        "proof": proof_of(own.membership),
        "tabs": [
            {
                "label": label,
                "url": reverse(f"colleagues:{name}", args=[organisation.public_id]),
                "current": name == tab,
            }
            for name, label in tabs.items()
        ],
        "others": [row.organisation for row in own.others],
    }


def challenges_of(own: Own) -> list[dict[str, Any]]:
    """Return the challenges in which the organisation takes part or is asked, the newest first; three queries."""
    places, before = _places(own), {one.party_id: one.until for one in places_before(own.person)}
    inside = {row.person_id for row in own.insiders}
    phases, states = dict(Phase.choices), dict(Party.State.choices)
    rows = Party.objects.filter(organisation=own.organisation).order_by("-challenge__started_at", "-pk")
    found = []
    for row in rows.values(
        "pk", "name", "number", "state", "challenge__title", "challenge__slug", "challenge__place",
        "challenge__phase", "challenge__public_at",
    ):  # fmt: skip
        people = places[row["pk"]]
        mine, public = own.person.pk in people, row["challenge__public_at"] is not None
        until, where = before.get(row["pk"]), [row["challenge__slug"]]
        if not mine and until is None and not (own.inside and (row["state"] in TAKES_PART or public)):
            continue
        known = mine or public or until is not None or bool(inside & people.keys())
        left_url = "" if until is None else reverse("moderation:mine", args=where)
        found.append(
            {
                **row,
                "title": row["challenge__title"] if known else _("A closed challenge"),
                "place": row["challenge__place"] if known else "",
                "url": reverse("room:overview", args=where) if mine or public else left_url,
                "until": None if mine else until,
                "speaks_url": reverse("colleagues:speaks_for", args=[row["challenge__slug"], row["number"]])
                if mine or public
                else "",
                "phase_label": phases[row["challenge__phase"]],
                "state_label": states[row["state"]],
                "people": len(people),
                "mine": mine,
                "known": known,
            }
        )
    return found


def inbox(own: Own, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what waits for the organisation: invitations of its people, questions, consent and agreements.

    A task links only to a page that this person may read.
    """
    shown = {row["pk"]: row for row in rows if row["known"] and row["state"] == Party.State.ACTIVE}
    people = own.insiders if own.inside else []
    emails = frozenset({own.person.email, *(row.person.email for row in people)})
    names = {row.person.email: str(row.person) for row in people}
    found = []
    for task in tasks_for(Asked(parties=frozenset(shown), emails=emails)):
        mine = task.email == own.person.email
        if task.private and not mine:
            continue
        if task.email and not mine and lookalike(task.about) != lookalike(own.organisation.name):
            continue
        readable = mine or (task.party is not None and bool(shown[task.party]["url"]))
        found.append({"task": task, "readable": readable, "waits_on": "" if mine else names.get(task.email, "")})
    return found


def promises(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the organisation promised and what was promised to it, by date, as far as it is open."""
    parties = {row["pk"]: row for row in rows if row["known"] and row["state"] in TAKES_PART}
    return [
        {**row, "ours": row["promised_by"] in parties, "readable": _readable(row, parties)}
        for row in open_of(list(parties))
    ]


def people(own: Own, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the people of the organisation with their places and who is away; an outsider sees only themselves."""
    shown = [row for row in people_of(own.organisation) if own.inside or row["membership"].pk == own.membership.pk]
    titles = {row["pk"]: row["title"] for row in rows if row["known"]}
    places, mine = defaultdict[int, list[str]](list), set[int]()
    for party, seated in _places(own).items():
        for person, ring in seated.items():
            if party in titles and ring == Ring.TABLE:
                places[person].append(titles[party])
        if own.person.pk in seated:
            mine |= seated.keys()
    gone = away(mine)
    return [
        {**row, "places": places[row["membership"].person_id], "away": gone.get(row["membership"].person_id)}
        for row in shown
    ]


def unconfirmed(own: Own) -> dict[str, Any]:
    """Return the colleagues to whom one cannot hand over yet because nobody confirmed them, and whether one may."""
    found = people_of(own.organisation) if own.inside else []
    waiting = [row for row in found if not row["inside"] and row["membership"].pk != own.membership.pk]
    return {"unconfirmed": waiting, "contact": own.inside and own.membership.contact, "sure": is_sure(own.membership)}


def colleagues_asked(own: Own) -> list[ColleagueInvitation]:
    """Return the invitations that wait for colleagues; only insiders see these addresses."""
    if not own.inside:
        return []
    return list(ColleagueInvitation.objects.filter(organisation=own.organisation, joined_at=None).order_by("sent_at"))


def parties_of(asked: ColleagueInvitation) -> list[dict[str, Any]]:
    """Return for which parties a colleague is asked, each with the working agreement that one accepts with it.

    It is read here, where one says yes to it.
    """
    found = asked.parties.select_related("challenge__rules_text__current").order_by("pk")
    return [{"party": party, "rules": rules_now(party.challenge)} for party in found]


def own_parties(own: Own) -> list[Party]:
    """Return the parties of this organisation that this person sits for, by challenge."""
    found = Party.objects.filter(
        organisation=own.organisation, seats__person=own.person, state=Party.State.ACTIVE
    ).select_related("challenge__stream", "organisation")
    return list(found.order_by("challenge__title", "pk"))


def parties_without_organisation(person: Person) -> list[Party]:
    """Return the parties this person sits for that did not tell yet for which organisation they speak."""
    found = Party.objects.filter(organisation=None, seats__person=person, state=Party.State.ACTIVE)
    return list(found.filter(challenge__practice=False).select_related("challenge__stream").order_by("pk"))


def open_invitations(asked: Asked) -> list[Task]:
    """Return the invitations of colleagues that wait for these addresses."""
    return [
        Task(
            asks=_("Do you join your colleagues?"),
            about=row["organisation__name"],
            url=reverse("colleagues:join", args=[row["public_id"]]),
            challenge="",
            since=row["sent_at"],
            email=row["email"],
        )
        for row in _not_joined(asked.emails)
    ]


@prepared
def _not_joined(emails: frozenset[str]) -> QuerySet[ColleagueInvitation, Any]:
    waiting = ColleagueInvitation.objects.filter(email__in=emails, joined_at=None)
    return waiting.values("public_id", "organisation__name", "email", "sent_at")


def party_of(challenge: Challenge, number: int) -> Party:
    """Return a party of this challenge by its number; raises Http404 otherwise."""
    found = Party.objects.select_related("challenge__stream", "organisation__stream")
    party = found.filter(challenge=challenge, number=number).first()
    if party is None:
        raise Http404
    return party


def speakers(party: Party, *, named: bool, page: str | None) -> Page[Any]:
    """Return a page of who sits for a party, and how one knows that they speak for it: the table first (X3).

    It is the same for everybody.

    Names are for who is in the challenge: a public page is no list of people to gather (X14).
    """
    somebody = _("somebody of this party")
    table_first = Case(When(ring=Ring.TABLE, then=0), default=1)
    people = party.seats.filter(person__is_guest=False).select_related("person").order_by(table_first, "since", "pk")
    seated = Paginator(people, SPEAKERS_ON_A_PAGE).get_page(page)
    of: dict[int, Membership] = {}
    if party.organisation_id is not None:
        found = Membership.objects.filter(
            organisation=party.organisation_id, person__in=[seat.person_id for seat in seated]
        ).select_related("words__current", "vouched_by")
        of = {row.person_id: row for row in found}
    rows = [
        {
            "name": str(seat.person) if named else somebody,
            "person": seat.person_id,
            "membership": of.get(seat.person_id),
            **(proof_of(of.get(seat.person_id) or Membership()) if party.organisation_id is not None else {}),
        }
        for seat in seated
    ]
    return Page(rows, seated.number, seated.paginator)


def _places(own: Own) -> dict[int, dict[int, str]]:
    """Return who takes part for each party of the organisation, and in which ring."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    seats = Seat.objects.filter(party__organisation=own.organisation)
    for party, person, ring in seats.values_list("party", "person", "ring"):
        found[party][person] = ring
    return found


def _readable(row: dict[str, Any], parties: dict[int, dict[str, Any]]) -> bool:
    return any(bool(parties[side]["url"]) for side in (row["promised_by"], row["promised_to"]) if side in parties)


def away_of(party: Party, seat: Seat | None) -> dict[int, Any]:
    """Return who of a party is not there for a while; only people of that party see it."""
    if seat is None or seat.party_id != party.pk:
        return {}
    return dict(away(party.seats.values_list("person_id", flat=True)))
