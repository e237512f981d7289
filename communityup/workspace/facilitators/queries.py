"""Who guards the process, since when, who is asked, and what waits; people by name for who takes part alone (X14)."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.base.prepared import prepared
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Ring, Seat, Template
from communityup.workspace.challenges.permissions import Viewer, oldest_invitation
from communityup.workspace.challenges.queries import visible_challenge
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation import queries as facilitation
from communityup.workspace.facilitation.models import KEYS
from communityup.workspace.facilitation.permissions import facilitators_of
from communityup.workspace.facilitators import permissions
from communityup.workspace.facilitators.models import Candidacy, Replacement
from communityup.workspace.tasks.queries import Asked, Task

CANDIDATE, HELPER_ABOUT, REPLACE = "candidate", "helper_about", "replace_facilitator"


def open_candidacies(challenge: Challenge) -> QuerySet[Candidacy]:
    """Return who is asked and did not begin, as long as the question stands."""
    stands = Q(asked=None) | ~Q(asked__outcome=Round.Outcome.WITHDRAWN)
    found = Candidacy.objects.select_related(
        "party", "person", "asked", "words__current", "proposed_by", "of", "without"
    )
    return found.filter(stands, challenge=challenge, state=Candidacy.State.ASKED).order_by("asked_at", "pk")


def open_replacement(guard: Facilitator) -> Replacement | None:
    """Return the request that this facilitator stops, as long as the parties did not decide."""
    return Replacement.objects.filter(facilitator=guard, asked__outcome=Round.Outcome.OPEN).first()


def page(challenge: Challenge, viewer: Viewer) -> dict[str, Any]:
    """Return who guards the process, who is asked, and what waits for a second yes."""
    around = facilitation.page(challenge, viewer)
    guards: list[Facilitator] = around["guards"]
    open_ones = Replacement.objects.filter(facilitator__in=guards, asked__outcome=Round.Outcome.OPEN)
    requests = {one.facilitator_id: one for one in open_ones.select_related("party", "reason__current", "asked")}
    mine = next((guard for guard in guards if guard.person_id == viewer.pk), None)
    helps = Candidacy.objects.filter(challenge=challenge, state=Candidacy.State.SERVES, role=Candidacy.Role.HELPER)
    named: bool = around["named"]
    return {
        **around,
        "rows": [
            {
                "guard": guard,
                "name": facilitation.office(guard, named=named),
                "substitute": str(guard.substitute) if named and guard.substitute is not None else "",
                "request": requests.get(guard.pk),
                "own": guard == mine,
            }
            for guard in guards
        ],
        "mine": mine,
        "asked": [candidacy_row(one, viewer, named=named) for one in open_candidacies(challenge)],
        "helpers": [
            candidacy_row(one, viewer, named=named)
            for one in helps.select_related("asked", "person", "words__current", "without")
        ],
        "free": KEYS - len(guards),
        "beside_one": facilitation.beside_one(guards[0]) if len(guards) == 1 else "",
        "light": challenge.template == Template.LIGHT,
    }


def candidacy_row(candidacy: Candidacy, viewer: Viewer, *, named: bool) -> dict[str, Any]:
    """Return what is shown of somebody who is asked or helps; whoever it is, and never an address.

    The name, and the words that say who it is, are for who takes part (X14); one's own row stays one's own.
    """
    own = isinstance(viewer, Person) and permissions.is_candidate(candidacy, Actor.of(viewer))
    return {
        "candidacy": candidacy,
        "own": own,
        "name": str(candidacy.person) if candidacy.person is not None and (named or own) else "",
        "words": candidacy.words if named or own else None,
        "accepted": candidacy.accepted_at is not None,
        "round": candidacy.asked,
        "agreed": candidacy.asked is None or candidacy.asked.agreed,
    }


def colleagues(challenge: Challenge, party: Party | None, *, besides: Person | None = None) -> QuerySet[Person]:
    """Return the people of a party that can be reached, without one of them; nobody of no party."""
    seats = Seat.objects.filter(challenge=challenge, party=party).exclude(ring=Ring.ASIDE)
    others = seats.exclude(person=besides) if besides else seats
    return Person.objects.filter(pk__in=others.values("person"), is_guest=False)


def own_candidacy(public_id: str, person: Person) -> Candidacy:
    """Return what this person is asked for; raises Http404 for all others, alike when it does not exist."""
    candidacy = _candidacy.or_404(public_id)
    if not permissions.is_candidate(candidacy, Actor.of(person)):
        raise Http404
    return candidacy


@prepared
def _candidacy(public_id: str) -> QuerySet[Candidacy]:
    return Candidacy.objects.select_related(
        "challenge__opening__current",
        "challenge__stream",
        "party",
        "person",
        "asked",
        "words__current",
        "of__person",
        "beside__person",
        "without",
    ).filter(public_id=public_id)


def any_candidacy(slug: str, public_id: str, person: Person) -> Candidacy:
    """Return what this person is asked for, or what is asked in a challenge they see; raises Http404 otherwise."""
    try:
        return own_candidacy(public_id, person)
    except Http404:
        return candidacy_of(visible_challenge(slug, person), public_id)


def own_office(challenge: Challenge, person: Person) -> Facilitator:
    """Return as whom this person guards the process; raises NotAllowed for who does not."""
    guard = next((one for one in facilitators_of(challenge) if one.person_id == person.pk), None)
    if guard is None:
        raise NotAllowed(_("Only who guards the process now can do this."))
    return guard


def substitutes(asked: Candidacy, person: Person) -> QuerySet[Person]:
    """Return who can stand in for somebody who is asked to guard the process for a party."""
    return colleagues(asked.challenge, asked.party, besides=person)


def candidacy_of(challenge: Challenge, public_id: str) -> Candidacy:
    """Return a candidacy of this challenge; raises Http404 for another's."""
    found = Candidacy.objects.select_related("challenge__stream", "party", "person", "asked")
    return get_object_or_404(found, challenge=challenge, public_id=public_id)


def guard_of(challenge: Challenge, key: int) -> Facilitator:
    """Return who guards the process now, by key of the row; raises Http404 for all others."""
    found = Facilitator.objects.select_related("challenge__stream", "party", "person")
    return get_object_or_404(found, challenge=challenge, pk=key, until=None)


def candidacies() -> QuerySet[Candidacy]:
    """Return who was proposed, with all that the question to all parties tells of them."""
    return Candidacy.objects.select_related(
        "party", "person", "words__current", "of__person", "beside__person", "without"
    )


def replacements() -> QuerySet[Replacement]:
    """Return the wishes that somebody else guards the process, with what the question to all parties tells of them."""
    return Replacement.objects.select_related("facilitator__person", "facilitator__party", "reason__current")


def label(asked: Round) -> str:
    """Return what all parties are asked about a candidate, without a name: everybody reads it (X14)."""
    found: Candidacy | None = asked.thing
    if found is None:
        return _("A facilitator")
    if found.without is not None:
        return _("Somebody from outside helps us decide whether %(party)s sleeps for now") % {"party": found.without}
    if found.role == Candidacy.Role.HELPER:
        return _("Somebody helps us from outside")
    if found.role == Candidacy.Role.SUBSTITUTE:
        return _("Somebody stands in for the facilitator from outside when something waits for three days")
    if found.party is None:
        return _("Somebody from outside guards the process")
    return _("Somebody of %(party)s guards the process") % {"party": found.party}


def who(asked: Round) -> str:
    """Return the name of a candidate, for whom they stand in, and the words about who it is; for who takes part."""
    found: Candidacy | None = asked.thing
    if found is None:
        return ""
    guard = found.stands_in_for
    beside = _("stands in for %(name)s") % {"name": guard} if guard else None
    return " · ".join(str(one) for one in (found.person, beside, found.words) if one is not None)


def why(asked: Round) -> str:
    """Return what a candidate does."""
    found: Candidacy | None = asked.thing
    if found is not None and found.without is not None:
        return _(
            "%(party)s stays silent, so the yes of the others is enough. This helper helps with nothing else, and only "
            "until somebody of %(party)s says that it is there."
        ) % {"party": found.without}
    if found is not None and found.role == Candidacy.Role.HELPER:
        return _("Who helps from outside has no say in the content.")
    return _("Who guards the process brings in nothing and decides nothing meanwhile.")


def replacement_label(asked: Round) -> str:
    """Return what all parties are asked about a facilitator, without a name: everybody reads it (X14)."""
    found: Replacement | None = asked.thing
    if found is None or found.facilitator is None:
        return _("Somebody else guards the process")
    return _("Somebody else guards the process instead of %(name)s") % {"name": facilitation.office(found.facilitator)}


def replacement_who(asked: Round) -> str:
    """Return the name of that facilitator, for who takes part."""
    found: Replacement | None = asked.thing
    return "" if found is None or found.facilitator is None else str(found.facilitator.person)


def replacement_why(asked: Round) -> str:
    """Return the reason of the party that asks."""
    found: Replacement | None = asked.thing
    return "" if found is None else str(found.reason)


def besides(asked: Round) -> frozenset[int]:
    """Return the facilitator's own party when nobody else sits at its table: then the others decide (X10)."""
    found: Replacement | None = asked.thing
    party = None if found is None or found.facilitator is None else found.facilitator.party_id
    if party is None or Seat.objects.filter(party=party, ring=Ring.TABLE).exists():
        return frozenset()
    return frozenset({party})


def state(challenge: Challenge) -> str:
    """Return in a few words who guards the process, for the page of the lead-in."""
    guards = facilitators_of(challenge)
    if guards:
        return ", ".join(_("from outside") if guard.party is None else guard.party.name for guard in guards)
    return _("everybody guards the process")


def both_chosen(challenge: Challenge) -> bool:
    """Say whether two facilitators guard the process, for the checklist of the lead-in."""
    return len(facilitators_of(challenge)) == KEYS


def tasks(asked: Asked) -> list[Task]:
    """Return what people are asked for by name or by address, for the list of tasks; one query."""
    return [
        Task(
            asks=_("Do you say yes?"),
            about=row.get_role_display(),
            url=reverse("facilitators:answer", args=[row.challenge.slug, row.public_id]),
            challenge=row.challenge.title,
            since=row.asked_at,
            email=row.email or ("" if row.person is None else row.person.email),
        )
        for row in _asked_since(oldest_invitation(), asked.emails)
    ]


@prepared
def _asked_since(moment: dt.datetime, emails: frozenset[str]) -> QuerySet[Candidacy]:
    stands = Q(asked=None) | ~Q(asked__outcome=Round.Outcome.WITHDRAWN)
    named = Q(email__in=emails) | Q(person__email__in=emails)
    found = Candidacy.objects.filter(stands, named, state=Candidacy.State.ASKED, accepted_at=None)
    return found.filter(asked_at__gte=moment).select_related("challenge", "person")
