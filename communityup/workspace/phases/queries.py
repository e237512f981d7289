"""Where a challenge is, what is there and what is not there yet, and the registries that apps above fill."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.workspace.challenges.models import Challenge, Party, Phase, Template
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import question
from communityup.workspace.facilitation.permissions import facilitators_of
from communityup.workspace.facilitation.queries import step_of, waiting_acts
from communityup.workspace.phases.models import Change, Reflection
from communityup.workspace.rules.queries import behind

PHASE, STEP = "phase", "phase_step"
# Closing has its own way: looking back together.
ORDER: list[Phase] = [phase for phase in Phase if phase != Phase.CLOSED]
KINDS_NEEDED = 2
# What parties take along stays with each of them until all that take part told it, or the question ended (B24).
_TOLD = Reflection.objects.filter(change=OuterRef(OuterRef("change")))
_HERE = Party.objects.filter(challenge=OuterRef("change__challenge"), state=Party.State.ACTIVE)
_ALL_TOLD = ~Exists(_HERE.exclude(pk__in=_TOLD.values("party")))
TOLD_TO_ALL = ~Q(change__asked__outcome=Round.Outcome.OPEN) | Q(_ALL_TOLD)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that helps before a phase ends. It is advice: parties can go on without it, with a reason (R21).

    It is asked in challenges of template `since` and heavier; in lighter ones it is offered and nobody needs a reason.
    `done` gives whether it is there.
    """

    key: str
    phase: str
    label: Any
    url_name: str
    done: Callable[[Challenge], bool]
    since: str = Template.LIGHT
    order: int = 50


Gate = Callable[[Challenge], None]
_ITEMS: list[Item] = []
_GATES: list[tuple[str, Gate]] = []


def register_checklist(*items: Item) -> None:
    """Add to what helps before a phase ends; called in AppConfig.ready of the apps above this one."""
    _ITEMS.extend(item for item in items if all(known.key != item.key for known in _ITEMS))
    _ITEMS.sort(key=lambda item: item.order)


def register_gate(phase: str, refuse: Gate) -> None:
    """Say without what no challenge enters a phase; it raises Refused, with what is missing. There are few (R21)."""
    if (phase, refuse) not in _GATES:
        _GATES.append((phase, refuse))


def gates(before: str, after: str) -> list[Gate]:
    """Return what is looked at on the way forward, for each phase that is entered or passed; going back has none."""
    entered = ORDER[_place(before) + 1 : _place(after) + 1]
    return [refuse for phase, refuse in _GATES if phase in entered]


def checklist(challenge: Challenge) -> list[dict[str, Any]]:
    """Return what helps before this phase ends: label, address, whether it is there, and whether it is only offered.

    Nothing helps a conversation that was held elsewhere, and nothing is there either.
    """
    return [] if held_elsewhere(challenge) else _rows(challenge)


def _rows(challenge: Challenge) -> list[dict[str, Any]]:
    return [
        {
            "key": item.key,
            "label": item.label,
            "url": reverse(item.url_name, args=[challenge.slug]),
            "done": item.done(challenge),
            "offered": not _asked(item, challenge),
        }
        for item in _items(challenge)
    ]


def still_open(challenge: Challenge) -> list[str]:
    """Return the keys of what is asked in this phase and not there yet: going on without them has a reason."""
    return [item.key for item in _items(challenge) if _asked(item, challenge) and not item.done(challenge)]


def labels(keys: list[str]) -> list[Any]:
    """Return how the items of a checklist are called."""
    return [item.label for item in _ITEMS if item.key in keys]


def possible(challenge: Challenge) -> list[Phase]:
    """Return the phases one can propose: the next first, then later ones, then back; none once it is closed."""
    return [] if held_elsewhere(challenge) else _others(challenge)


def _others(challenge: Challenge) -> list[Phase]:
    if challenge.phase not in ORDER:
        return []
    here = _place(challenge.phase)
    return [*ORDER[here + 1 :], *reversed(ORDER[:here])]


def goes_on(challenge: Challenge, phase: str) -> bool:
    """Say whether this phase comes after the present one; going back leaves nothing open."""
    return phase in ORDER and ORDER.index(Phase(phase)) > _place(challenge.phase)


def about(phase: str) -> str:
    """Return how the question to all parties to go to a phase is called."""
    return f"{PHASE}:{phase}"


def open_change(challenge: Challenge) -> Change | None:
    """Return the change of phase about which all parties are asked now, if any."""
    found = Change.objects.select_related("asked__challenge__stream", "challenge__stream", "reason__current")
    return found.filter(challenge=challenge, asked__outcome=Round.Outcome.OPEN).first()


def change_of(challenge: Challenge, public_id: str) -> Change:
    """Return one change of phase; raises Http404 for another challenge's."""
    found = Change.objects.select_related("asked__challenge__stream", "challenge__stream", "reason__current")
    return get_object_or_404(found, challenge=challenge, public_id=public_id)


def phase_steps(challenge: Challenge) -> dict[str, Any]:
    """Return the names of the phases in order, and the place of the present one, or of the one in which it closed."""
    here = _closed_in(challenge) if challenge.phase == Phase.CLOSED else challenge.phase
    return {"labels": [str(phase.label) for phase in ORDER], "current": _place(here), "label": Phase(here).label}


def _closed_in(challenge: Challenge) -> str:
    agreed = Change.objects.filter(challenge=challenge, asked__outcome=Round.Outcome.AGREED)
    return agreed.order_by("-asked__ended_at", "-pk").values_list("after", flat=True).first() or Phase.LEAD_IN


def page(challenge: Challenge, own: Party | None) -> dict[str, Any]:
    """Return where a challenge is, what is there and not yet, what is asked now, and the changes before."""
    change, elsewhere = open_change(challenge), held_elsewhere(challenge)
    guards = facilitators_of(challenge)
    acts = [act for act in waiting_acts(challenge) if act.about.startswith(f"{STEP}:")] if guards else []
    return {
        "phases": phase_steps(challenge),
        "elsewhere": elsewhere,
        "checklist": [] if elsewhere else _rows(challenge),
        "change": None if change is None else change_row(change, own),
        "possible": _others(challenge) if change is None and not elsewhere else [],
        "earlier": _earlier(challenge, own, asks=change is not None),
        "guards": guards,
        "prepared": [{"label": step_of(act.about).label(act), "since": act.asked_at} for act in acts],
    }


def _earlier(challenge: Challenge, own: Party | None, *, asks: bool) -> list[dict[str, Any]]:
    """Return the phases that were left, the last first, with what each party took along (B24).

    A party that wrote nothing about the last one still can, as long as no next one is asked.
    """
    told = Prefetch(
        "reflections", Reflection.objects.select_related("party", "words__current").order_by("party__number")
    )
    found = Change.objects.filter(challenge=challenge, asked__outcome=Round.Outcome.AGREED)
    rows = found.select_related("asked", "reason__current").prefetch_related(told).order_by("-asked__ended_at", "-pk")
    last = None if asks or challenge.phase == Phase.CLOSED else next(iter(rows), None)
    return [
        {
            "change": one,
            "told": one.reflections.all(),
            "may_tell": own is not None and one == last and all(by.party_id != own.pk for by in one.reflections.all()),
        }
        for one in rows
    ]


def told_too_late(change: Change, party: Party) -> bool:
    """Say whether a party can no longer write about the phase that ended: it did, or a next one is asked or closed.

    While the parties are asked everybody can. After the last yes who wrote reads the others, and changes nothing.
    """
    if change.asked.outcome == Round.Outcome.OPEN:
        return False
    counts = (Round.Outcome.OPEN, Round.Outcome.AGREED)
    later = Change.objects.filter(challenge=change.challenge_id, pk__gt=change.pk, asked__outcome__in=counts)
    if not change.asked.agreed or change.challenge.phase == Phase.CLOSED or later.exists():
        return True
    return change.reflections.filter(party=party).exists()


def own_words(change: Change, party: Party) -> str:
    """Return what a party wrote about the phase that ends; with the first form nothing."""
    found = change.reflections.filter(party=party).select_related("words__current").first()
    return "" if found is None else str(found.words)


def change_row(change: Change, own: Party | None) -> dict[str, Any]:
    """Return what is shown of one change: what is open, why, how each party stands, and what parties take along.

    The words of other parties appear when every party looked back or the question ended: nobody steers another (B24).
    """
    row = question(change.asked, own)
    told = list(change.reflections.select_related("party", "words__current").order_by("party__number"))
    complete = not row["open"] or {one.party_id for one in told} >= {one.pk for one in active_parties(change.challenge)}
    return {
        "change": change,
        "row": row,
        "still_open": labels(change.still_open),
        "waits_on": [answer for answer in row["standing"] if answer["answer"] != "agrees"] if row["open"] else [],
        "told": told if complete else [one for one in told if own is not None and one.party_id == own.pk],
        "number_told": len(told),
        "complete": complete,
        "own_told": own is not None and any(one.party_id == own.pk for one in told),
    }


def label(asked: Round) -> str:
    """Return the name of the question to all parties."""
    change: Change = asked.thing
    if (change.before, change.after) == (Phase.LEAD_IN, Phase.INTERESTS):
        return _("Leave the lead-in")
    return _("Go to the phase %(phase)s") % {"phase": Phase(change.after).label}


def why(asked: Round) -> str:
    """Return in one sentence what the parties are asked; what is still open is part of it."""
    change: Change = asked.thing
    if not change.still_open:
        return _("Are you ready for this together? Every party says so in its own time.")
    names = ", ".join(str(name) for name in labels(change.still_open))
    return _("Not there yet: %(items)s. Why we can go on: %(reason)s") % {"items": names, "reason": change.reason}


def phase_label(value: str) -> str:
    """Return the name of a phase; raises Http404 for none."""
    if value not in ORDER:
        raise Http404
    return str(Phase(value).label)


def held_elsewhere(challenge: Challenge) -> bool:
    """Say whether no party takes part here itself: then the conversation was brought in, and has no phase here."""
    return not challenge.parties.filter(invented=False).exists()


def kinds_missing(challenge: Challenge) -> bool:
    """Say whether parties of a second kind are still missing: one kind alone cannot leave the lead-in (A1)."""
    active = challenge.parties.filter(state=Party.State.ACTIVE)
    kinds: int = active.order_by().values("kind").distinct().count()
    return kinds < KINDS_NEEDED


def rules_accepted(challenge: Challenge) -> bool:
    """Say whether everybody at the table accepted the working agreement that counts now (A34)."""
    parties = challenge.parties.filter(state=Party.State.ACTIVE)
    return parties.exists() and not behind(challenge).exists()


def _items(challenge: Challenge) -> list[Item]:
    """Return what helps before this phase ends, without what all parties switched off here."""
    return [item for item in _ITEMS if item.phase == challenge.phase and item.key not in challenge.off]


def _asked(item: Item, challenge: Challenge) -> bool:
    return item.key not in challenge.skipped and Template(item.since).weight <= Template(challenge.template).weight


def _place(phase: str) -> int:
    return ORDER.index(Phase(phase)) if phase in ORDER else len(ORDER)
