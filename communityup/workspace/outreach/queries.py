"""What do we show of who is missing and of who asks to join; the same for everybody, but for what one can do."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.errors import NotAllowed, Refused
from communityup.base.prepared import prepared
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.forms import perhaps_of
from communityup.workspace.challenges.models import Challenge, Facilitator, Invitation, Party, Seat
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.challenges.queries import PLACES_AT_THE_TABLE, places_per_party
from communityup.workspace.consent.models import PartyConsent, Round
from communityup.workspace.consent.queries import own_row, standing
from communityup.workspace.former.queries import earlier, was_here_until
from communityup.workspace.outreach import permissions
from communityup.workspace.outreach.models import Attempt, Newcomer, Perspective
from communityup.workspace.tasks.queries import Asked, Task

JOIN = "join"
SHOWN = 100


def page(challenge: Challenge) -> dict[str, Any]:
    """Return what is missing and what was done about it, which parties ask to join, and what the chair said."""
    rows = list(_perspectives().filter(challenge=challenge)[:SHOWN])
    return {
        "missing": [row for row in rows if row.heard_at is None],
        "heard": [row for row in rows if row.heard_at is not None],
        "newcomers": list(_newcomers().filter(party__challenge=challenge, joined_at=None, ended_at=None)[:SHOWN]),
    }


def open_chair(challenge: Challenge) -> list[str]:
    """Return the perspectives whose chair is empty, for wherever the open chair stands; one query."""
    found = challenge.perspectives.filter(heard_at=None).order_by("named_at", "pk")
    return [words for words in found.values_list("words__current__body", flat=True)[:SHOWN] if words]


def state(challenge: Challenge) -> str:
    """Return in a few words who is missing, for the page of the lead-in."""
    count = challenge.perspectives.filter(heard_at=None).count()
    if not count:
        return ""
    return ngettext("%(count)d perspective is missing", "%(count)d perspectives are missing", count) % {"count": count}


def telling(challenge: Challenge, viewer: Viewer, rows: Iterable[Perspective]) -> dict[str, Any]:
    """Return whether this viewer names what is missing and tells of reaching out, and of which times what came of it.

    What others told of that is theirs (E2).
    """
    if not isinstance(viewer, Person):
        return {"tells": False}
    by = Actor.of(viewer)
    try:
        party = permissions.reaches_out(challenge, by)
    except NotAllowed:
        return {"tells": False}
    tried = (attempt for row in rows for attempt in row.attempts.all())
    judges = party is not None or not permissions.follows(challenge, viewer)
    to_tell = {one.pk for one in tried if permissions.may_tell_result(one, party, by)}
    return {"tells": True, "judges": judges, "to_tell": to_tell}


def may_ask(challenge: Challenge, viewer: Viewer) -> bool:
    """Say whether this viewer is offered to ask to take part; a visitor is, and signs in first."""
    if not isinstance(viewer, Person):
        return True
    try:
        permissions.may_ask_to_join(challenge, Actor.of(viewer))
    except (NotAllowed, Refused):
        return False
    return True


def perspective_of(challenge: Challenge, public_id: str) -> Perspective:
    """Return a perspective of this challenge; raises Http404 for another's."""
    return _perspective.or_404(challenge.pk, public_id)


@prepared
def _perspective(challenge: int, public_id: str) -> QuerySet[Perspective]:
    return _perspectives().filter(challenge=challenge, public_id=public_id)


def attempt_of(challenge: Challenge, public_id: str) -> Attempt:
    """Return one time somebody reached out in this challenge; raises Http404 for another's."""
    found = Attempt.objects.select_related(
        "perspective__challenge__stream", "perspective__words__current", "how__current", "result__current"
    )
    return get_object_or_404(found, perspective__challenge=challenge, public_id=public_id)


def told_result(attempt: Attempt) -> str:
    """Return what was told of what came of it, to change it; nothing when those words are not there to read."""
    return str(attempt.result) if attempt.result is not None and attempt.result.readable else ""


def newcomer_of(challenge: Challenge, number: int) -> Newcomer:
    """Return the last time the party with this number asked to join; raises Http404 when it never did."""
    found = _newcomers().filter(party__challenge=challenge, party__number=number).order_by("-asked_at", "-pk").first()
    return found or get_object_or_404(Newcomer, pk=None)


def newcomer_page(newcomer: Newcomer, viewer: Viewer, *, answers_for: Party | None = None) -> dict[str, Any]:
    """Return how the question stands, party by party, and what one's own party or the keeper of the process can do."""
    own = isinstance(viewer, Person) and newcomer.party.seats.filter(person=viewer).exists()
    rows = standing(newcomer.asked)
    return {
        "newcomer": newcomer,
        "one_party": one_party(other) if newcomer.waits and (other := may_belong_to(newcomer)) else "",
        "standing": rows,
        "no_mandate": [row for row in rows if not row["mandates"]],
        **({**_table_with(newcomer), **_before(newcomer.party)} if newcomer.waits else {}),
        "seen": own_row(rows, answers_for).get("seen"),
        "refused": any(row["answer"] == "not_yet" for row in rows),
        "own": own and newcomer.waits,
        "looks": newcomer.waits and _may_look(newcomer, viewer),
    }


def _table_with(newcomer: Newcomer) -> dict[str, Any]:
    """Return how large the table becomes when this party takes part, since parties decide on that too (B18)."""
    challenge = newcomer.party.challenge
    present = challenge.parties.filter(state__in=(Party.State.ACTIVE, Party.State.ASLEEP)).count()
    places = places_per_party(challenge, coming=1)
    total = places * (present + 1)
    return {"places": places, "places_in_all": total, "usual_places": PLACES_AT_THE_TABLE}


def _before(party: Party) -> dict[str, Any]:
    """Return until when this party was here before, or the party of its organisation whose people these are not."""
    was_here = was_here_until(party)
    return {"was_here": was_here, "earlier": None if was_here else earlier(party)}


def is_refused(newcomer: Newcomer) -> bool:
    """Say whether a party answered that it is too early; its reason is open to all."""
    return newcomer.asked.answers.filter(agrees=False, lapsed_at=None).exists()


def newcomers() -> QuerySet[Newcomer]:
    """Return the parties that ask to take part, with all that the question to all parties tells of them."""
    return Newcomer.objects.select_related("party__challenge", "speaks_for__current")


def label(asked: Round) -> str:
    """Return the name of the question to all parties."""
    return _("%(party)s wants to take part") % {"party": asked.thing.party}


def left_out(asked: Round) -> frozenset[int]:
    """Return the newcomer itself: the others answer, also when one reads it once it takes part."""
    found: Newcomer | None = asked.thing
    return frozenset() if found is None else frozenset({found.party_id})


def why(asked: Round) -> str:
    """Return for whom the party speaks, as far as it said so."""
    newcomer: Newcomer = asked.thing
    if newcomer.speaks_for is None:
        return _("It was invited and accepted. Read more about this party, and then answer.")
    return _("Speaks for: %(words)s") % {"words": newcomer.speaks_for}


def may_belong_to(newcomer: Newcomer) -> Party | None:
    """Return the party of which the one that asks may be a part, by its name or the address that accepted (E5)."""
    accepted = newcomer.party.invitations.filter(answer=Invitation.Answer.ACCEPTED).order_by("pk").first()
    address = accepted.email if accepted else ""
    return perhaps_of(newcomer.party.challenge, newcomer.party.name, address, besides=newcomer.party)


def one_party(other: Party) -> str:
    """Say what all parties look at before they answer."""
    words = _("Perhaps this belongs to %(party)s. One organisation is one party, with all its departments.")
    return words % {"party": other}


def url(asked: Round) -> str:
    """Return the page about the party that asks."""
    return newcomer_url(asked.thing)


def newcomer_url(newcomer: Newcomer) -> str:
    """Return the page about a party that asks to join."""
    return reverse("outreach:newcomer", args=[newcomer.party.challenge.slug, newcomer.party.number])


def tasks(asked: Asked) -> list[Task]:
    """Return for who is not let in yet that the open chair is theirs, and for who guards the process to look at it.

    One query when nobody is kept waiting, otherwise three.
    """
    kept = _kept_waiting(asked.emails)
    return [*_chairs(kept, asked), *_looks(kept, asked)] if kept else []


@prepared
def _kept_waiting(emails: frozenset[str]) -> QuerySet[PartyConsent]:
    """Return the answers that it is too early, about a newcomer of these people or where they guard the process."""
    answers = PartyConsent.objects.filter(
        agrees=False, lapsed_at=None, round__newcomer__isnull=False, round__outcome=Round.Outcome.OPEN
    )
    mine = Q(round__newcomer__party__seats__person__email__in=emails, round__newcomer__chair=None)
    guarded = Q(round__challenge__facilitators__person__email__in=emails) & Q(
        round__challenge__facilitators__until=None
    )
    found = answers.filter(mine | guarded).select_related("round__newcomer__party__challenge")
    return found.order_by("answered_at").distinct()


@prepared
def _places(parties: frozenset[int], emails: frozenset[str]) -> QuerySet[Seat, tuple[int, str]]:
    seats = Seat.objects.filter(party__in=parties, person__email__in=emails).order_by("pk")
    return seats.values_list("party_id", "person__email")


@prepared
def _guarded(emails: frozenset[str]) -> QuerySet[Facilitator, tuple[int, str]]:
    guards = Facilitator.objects.filter(until=None, person__email__in=emails).order_by("pk")
    return guards.values_list("challenge_id", "person__email")


def _chairs(kept: list[PartyConsent], asked: Asked) -> list[Task]:
    newcomers = {answer.round.newcomer.party_id: answer for answer in reversed(kept)}
    return [
        _task(newcomers[party], _("The open chair is yours. What should the others know?"), "chair", email)
        for party, email in _places(frozenset(newcomers), asked.emails)
        if newcomers[party].round.newcomer.chair_id is None
    ]


def _looks(kept: list[PartyConsent], asked: Asked) -> list[Task]:
    """Ask who guards the process to look, until they did after the last party said that it is too early."""
    latest = {answer.round.newcomer: answer for answer in kept}
    emails = _guarded(asked.emails)
    return [
        _task(answer, _("A party is not let in yet. Is somebody shut out?"), "look", email)
        for newcomer, answer in latest.items()
        if newcomer.looked_at is None or newcomer.looked_at < answer.answered_at
        for challenge, email in emails
        if challenge == answer.round.challenge_id
    ]


def _task(answer: PartyConsent, asks: str, page: str, email: str) -> Task:
    party = answer.round.newcomer.party
    return Task(
        asks=asks,
        about=party.name,
        url=reverse(f"outreach:{page}", args=[party.challenge.slug, party.number]),
        challenge=party.challenge.title,
        since=answer.answered_at,
        email=email,
    )


def _may_look(newcomer: Newcomer, viewer: Viewer) -> bool:
    if not isinstance(viewer, Person):
        return False
    try:
        permissions.may_look(newcomer, Actor.of(viewer))
    except NotAllowed:
        return False
    return True


def _perspectives() -> QuerySet[Perspective]:
    tried = Attempt.objects.select_related("party", "result_party", "how__current", "result__current")
    found = Perspective.objects.select_related("challenge__stream", "party", "words__current")
    return found.prefetch_related(Prefetch("attempts", tried))


def _newcomers() -> QuerySet[Newcomer]:
    return Newcomer.objects.select_related(
        "party__challenge__stream", "asked__challenge", "speaks_for__current", "known_by__current", "chair__current",
        "look__current",
    )  # fmt: skip
