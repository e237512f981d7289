"""What do we show of mandates and commitment: per party what its people may promise, and what it puts in."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party, Phase, Ring, Seat
from communityup.workspace.challenges.queries import Sponsor
from communityup.workspace.mandates import notices
from communityup.workspace.mandates.models import Commitment, Mandate, SponsorAddress
from communityup.workspace.tasks.queries import Asked, Task

IN_A_SENTENCE = 80
TEXTS = ("alone__current", "back__current", "whom__current", "role__current")


def said(challenge: Challenge, at: dt.datetime | None = None) -> dict[int, list[str]]:
    """Return per party (key) in short sentences what its people may promise, to show at every decision.

    With `at` as it was at that moment; otherwise of the people who sit at the table now.
    """
    found: dict[int, list[str]] = {}
    for mandate in _counting(challenge, at):
        sentence = short(mandate)
        if sentence not in found.setdefault(mandate.party_id, []):
            found[mandate.party_id].append(sentence)
    return found


def short(mandate: Mandate) -> str:
    """Return one mandate in one sentence: what goes back, to whom, how long; or that nothing has to."""
    if mandate.back is None or mandate.weeks is None:
        return _("decides here: %(what)s") % {"what": _cut(mandate.alone)}
    sentence = ngettext(
        "%(what)s: goes back to %(whom)s first, takes about %(weeks)d week",
        "%(what)s: goes back to %(whom)s first, takes about %(weeks)d weeks",
        mandate.weeks,
    )
    return sentence % {"what": _cut(mandate.back), "whom": _cut(mandate.whom), "weeks": mandate.weeks}


def page(challenge: Challenge, own: Party | None, person: Person | None) -> dict[str, Any]:
    """Return all that the page shows, party by party; the same for everybody, but for one's own address and forms."""
    parties = challenge.parties.filter(state=Party.State.ACTIVE).order_by("number")
    at_table = parties.annotate(people=Count("seats", filter=Q(seats__ring=Ring.TABLE)))
    counting = list(_counting(challenge, None))
    earlier = list(_mandates(challenge).exclude(ended_at=None).order_by("-stated_at"))
    commitments = list(_commitments(Commitment.objects.filter(party__challenge=challenge)))
    address = None if own is None else SponsorAddress.objects.filter(party=own).first()
    rows = [_party_row(party, counting, earlier, commitments, challenge) for party in at_table]
    mine = next((row for row in rows if own is not None and row["party"].pk == own.pk), {})
    return {
        "rows": rows,
        "own_commitment": mine.get("commitment"),
        "own_confirmed": mine.get("confirmed", False),
        "mine": next((one for one in counting if person is not None and one.person_id == person.pk), None),
        "sponsor_address": address,
        "unconfirmed": unconfirmed(challenge),
    }


def own_mandate(challenge: Challenge, person: Person) -> Mandate | None:
    """Return what this person said about their own mandate, if anything."""
    return next((one for one in _counting(challenge, None) if one.person_id == person.pk), None)


def commitment_of(party: Party) -> Commitment | None:
    """Return what a party puts in now, if it said so."""
    return _commitments(Commitment.objects.filter(party=party, ended_at=None)).first()


def unconfirmed(challenge: Challenge) -> list[Party]:
    """Return the parties that did not say in this phase what they put in, to tell everybody alike (B16).

    Nobody in a lead-in where no party spoke of it yet, and nobody once all is closed.
    """
    phase = challenge.phase
    if phase == Phase.CLOSED:
        return []
    here = Commitment.objects.filter(party=OuterRef("pk"), ended_at=None)
    active = challenge.parties.filter(state=Party.State.ACTIVE, invented=False)
    rows = list(active.annotate(spoke=Exists(here), confirmed=Exists(here.filter(phase=phase))).order_by("number"))
    if phase == Phase.LEAD_IN and not any(row.spoke for row in rows):
        return []
    return [row for row in rows if not row.confirmed]


def state(challenge: Challenge) -> str:
    """Return in a few words for how many parties one knows what they may promise, for the page of the lead-in."""
    active = challenge.parties.filter(state=Party.State.ACTIVE).count()
    told = len(said(challenge))
    return _("%(told)d of %(all)d parties") % {"told": told, "all": active} if told else _("nobody said so yet")


def all_said(challenge: Challenge) -> bool:
    """Say whether every party that takes part told what its people may promise, for the checklist of the lead-in."""
    active = set(challenge.parties.filter(state=Party.State.ACTIVE).values_list("pk", flat=True))
    return bool(active) and active <= said(challenge).keys()


def sponsor_of(party: Party) -> Sponsor | None:
    """Return who stands behind a party, and how to reach them if the party said so."""
    commitment = commitment_of(party)
    given = SponsorAddress.objects.select_related("party__challenge").filter(party=party).first()
    if commitment is None and given is None:
        return None
    role = "" if commitment is None else str(commitment.sponsor)
    if given is None:
        return Sponsor(role=role)
    return Sponsor(role=role, email=given.email, language=given.language, stop_url=notices.stop_url(given))


def address_behind(slug: str, token: str) -> SponsorAddress:
    """Return the address that a link in a letter is about; raises Http404 for a wrong link and once it is gone."""
    try:
        public_id = signing.loads(token, salt=notices.SALT)
    except signing.BadSignature:
        raise Http404 from None
    found = SponsorAddress.objects.select_related("party__challenge").filter(public_id=public_id)
    given = found.filter(party__challenge__slug=slug).first()
    if given is None:
        raise Http404
    return given


def tasks(asked: Asked) -> list[Task]:
    """Return the parties that spoke of what they put in, but not in the phase that is now, for the list of tasks."""
    return [
        Task(
            asks=_("Does this still hold in the new phase?"),
            about=_("What your party puts in"),
            url=reverse("mandates:page", args=[one.party.challenge.slug]),
            challenge=one.party.challenge.title,
            since=one.committed_at,
            party=one.party_id,
        )
        for one in _of_earlier_phases(asked.parties)
    ]


@prepared
def _of_earlier_phases(parties: frozenset[int]) -> QuerySet[Commitment]:
    standing = Commitment.objects.filter(ended_at=None, party__in=parties)
    old = standing.exclude(phase=F("party__challenge__phase")).exclude(party__challenge__phase=Phase.CLOSED)
    return old.select_related("party__challenge").order_by("pk")


def _mandates(challenge: Challenge) -> QuerySet[Mandate]:
    return Mandate.objects.filter(party__challenge=challenge).select_related("party", *TEXTS)


def _counting(challenge: Challenge, at: dt.datetime | None) -> QuerySet[Mandate]:
    """Return the mandates that count now, of people who still sit at the table; or those that counted at a moment."""
    if at is not None:
        return _mandates(challenge).filter(Q(ended_at=None) | Q(ended_at__gt=at), stated_at__lte=at)
    sits = Seat.objects.filter(party=OuterRef("party"), person=OuterRef("person"), ring=Ring.TABLE)
    return _mandates(challenge).filter(Exists(sits), ended_at=None)


def _commitments(found: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return found.select_related("party", "time__current", "means__current", "sponsor__current")


def _party_row(
    party: Any,
    counting: Iterable[Mandate],
    earlier: Iterable[Mandate],
    commitments: Iterable[Commitment],
    challenge: Challenge,
) -> dict[str, Any]:
    own = [one for one in commitments if one.party_id == party.pk]
    now = own[0] if own else None
    people = [one for one in counting if one.party_id == party.pk]
    lowered = now is not None and now.change == Commitment.Change.LESS
    return {
        "party": party,
        "mandates": people,
        "silent": party.people - len(people),
        "earlier": [one for one in earlier if one.party_id == party.pk],
        "commitment": now,
        "before": own[1:],
        "older": own[2:] if lowered else own[1:],
        "lowered": lowered,
        "confirmed": now is not None and now.phase == challenge.phase,
    }


def _cut(text: object) -> str:
    return Truncator(" ".join(str(text).split()).rstrip(".")).chars(IN_A_SENTENCE)
