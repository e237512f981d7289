"""What do we show of the pace: the step back that lasts, earlier ones, signals, and dates from outside."""

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Facilitator, Party
from communityup.workspace.challenges.permissions import keeps_process
from communityup.workspace.challenges.queries import clock
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import open_about
from communityup.workspace.facilitation.permissions import Waiting, acts_as_facilitator, may_act
from communityup.workspace.pace.models import OutsideDate, Signal, StepBack
from communityup.workspace.rules.queries import silent_days
from communityup.workspace.tasks.queries import Asked, Task

GO_ON, STEP_BACK = "go_on", "step_back"
SHOWN = 50


def page(challenge: Challenge, own: Party | None) -> dict[str, Any]:
    """Return all that the page of the pace shows; the same for everybody."""
    steps = list(
        StepBack.objects.filter(challenge=challenge)
        .select_related("party", "reason__current", "pause")
        .prefetch_related("moments__party", "moments__text__current")
        .order_by("-called_at")[:SHOWN]
    )
    lasting = next((step for step in steps if step.pause is not None and step.pause.ended_at is None), None)
    signals = Signal.objects.filter(challenge=challenge).select_related("words__current", "answer__current")
    dates = OutsideDate.objects.filter(challenge=challenge, replaced_by=None)
    going_on = open_about(challenge, GO_ON) if lasting is not None else None
    return {
        "lasting": lasting,
        "waiting": next((step for step in steps if step.pause is None and step.withdrawn_at is None), None),
        "earlier": [step for step in steps if step is not lasting and step.pause is not None],
        "told": lasting is not None and own is not None and any(m.party_id == own.pk for m in lasting.moments.all()),
        "going_on": going_on,
        "asks_itself_from": asks_itself_from(challenge) if lasting is not None and going_on is None else None,
        "days": silent_days(challenge) if lasting is not None else None,
        "own_agrees": going_on is not None and going_on.agreed_by(own),
        "open_signals": [signal for signal in signals if signal.answered_at is None],
        "answered_signals": [signal for signal in signals.order_by("-given_at")[:SHOWN] if signal.answered_at],
        "dates": list(dates.select_related("party", "what__current", "origin__current", "replaces")[:SHOWN]),
        "table": paused_table(),
    }


def stepping_back() -> list[Challenge]:
    """Return the challenges in which a step back lasts."""
    return list(Challenge.objects.filter(pauses__ended_at=None, pauses__isnull=False).order_by("pk").distinct())


def asks_itself_from(challenge: Challenge) -> dt.datetime | None:
    """Return from when all are asked to go on by itself: the agreed days after the step back began, in real time.

    When a party took that question back, these days count from then on. None without a step back.
    """
    pause = challenge.pauses.filter(ended_at=None).first()
    if pause is None:
        return None
    earlier = Round.objects.filter(challenge=challenge, about=GO_ON, ended_at__gte=pause.began_at)
    last = earlier.order_by("-ended_at").values_list("ended_at", flat=True).first()
    return (last or pause.began_at) + dt.timedelta(days=silent_days(challenge))


def paused_table() -> list[tuple[str, str]]:
    """Return what goes on during a step back and what waits."""
    return [
        (_("Reading everything"), _("goes on")),
        (_("Sharing, answering and building on thoughts"), _("goes on")),
        (_("Writing interests, history and frames"), _("goes on")),
        (_("Telling how an agreement went, and taking a proposal back"), _("goes on")),
        (_("Leaving, and letting one's party go with the yes of a second person"), _("goes on")),
        (_("Asking to go on, and deciding about a party that stays silent on that"), _("goes on")),
        (_("Asking all parties to agree, and answering that"), _("waits")),
        (_("Proposing, confirming, changing and ending agreements"), _("waits")),
        (_("Opening or closing a round, setting its last day, and closing the challenge"), _("waits")),
        (_("Agreed rules that would come into force"), _("wait")),
        (_("The days after which a party of one person goes"), _("wait")),
        (_("Dates, reminders, and being late"), _("wait")),
        (_("Deadlines of the law, of a formal request"), _("go on")),
    ]


def state(challenge: Challenge) -> str:
    """Return in a few words how the pace stands, for the page of the lead-in."""
    if challenge.pauses.filter(ended_at=None).exists():
        return _("a step back lasts")
    return ""


def keeps(challenge: Challenge, by: Actor) -> bool:
    """Say whether somebody answers what waits here: who keeps the process, or after three days a substitute."""
    return keeps_process(challenge, by) or acts_as_facilitator(challenge, by)


def waiting(challenge: Challenge) -> list[Waiting]:
    """Return the signals and requests that wait for who guards the process; two queries (B28)."""
    url = reverse("pace:page", args=[challenge.slug])
    signals = Signal.objects.filter(challenge=challenge, answered_at=None)
    asked = StepBack.objects.filter(challenge=challenge, pause=None, withdrawn_at=None)
    return [
        *(Waiting(label=str(one.get_kind_display()), url=url, since=one.given_at) for one in signals),
        *(Waiting(label=_("A request for a step back waits"), url=url, since=one.called_at) for one in asked),
    ]


def tasks(asked: Asked) -> list[Task]:
    """Return the signals that nobody answered yet: for both facilitators, or without any for every party (B28).

    A substitute gets them too, once they may act. One query per list, and one per challenge with a substitute.
    """
    found = [_task(signal, party=signal.for_party) for signal in _unguarded(asked.parties)]
    guards = _guards(asked.emails)
    running = {guard.challenge_id: clock(guard.challenge) for guard in guards if guard.substitute is not None}
    for signal in _signals_in(frozenset(guard.challenge_id for guard in guards)) if guards else []:
        for guard in guards:
            if guard.challenge_id == signal.challenge_id:
                found += [
                    _task(signal, email=email)
                    for email in may_act(guard, signal.given_at, running.get(guard.challenge_id))
                    if email in asked.emails
                ]
    return found


def _open_signals() -> QuerySet[Signal]:
    return Signal.objects.filter(answered_at=None).select_related("challenge").order_by("given_at")


@prepared
def _unguarded(parties: frozenset[int]) -> QuerySet[Signal, Any]:
    """Return the open signals where nobody guards the process, for each of these parties."""
    guarded = Facilitator.objects.filter(until=None).values("challenge")
    free = _open_signals().exclude(challenge__in=guarded).annotate(for_party=F("challenge__parties"))
    return free.filter(for_party__in=parties)


@prepared
def _guards(emails: frozenset[str]) -> QuerySet[Facilitator]:
    stands = Facilitator.objects.filter(Q(person__email__in=emails) | Q(substitute__email__in=emails), until=None)
    return stands.select_related("challenge", "person", "substitute")


@prepared
def _signals_in(challenges: frozenset[int]) -> QuerySet[Signal]:
    return _open_signals().filter(challenge__in=challenges)


def _task(signal: Signal, *, party: int | None = None, email: str = "") -> Task:
    return Task(
        asks=_("Can you answer this signal?"),
        about=str(signal.get_kind_display()),
        url=reverse("pace:answer", args=[signal.challenge.slug, signal.public_id]),
        challenge=signal.challenge.title,
        since=signal.given_at,
        party=party,
        email=email,
    )


def step_back_of(challenge: Challenge, public_id: str) -> StepBack:
    """Return a step back of this challenge; raises Http404 for another's."""
    steps = StepBack.objects.select_related("challenge__stream")
    return get_object_or_404(steps, challenge=challenge, public_id=public_id)


def signal_of(challenge: Challenge, public_id: str) -> Signal:
    """Return a signal of this challenge; raises Http404 for another's."""
    signals = Signal.objects.select_related("challenge__stream")
    return get_object_or_404(signals, challenge=challenge, public_id=public_id)


def date_of(challenge: Challenge, public_id: str) -> OutsideDate:
    """Return a date from outside of this challenge; raises Http404 for another's."""
    dates = OutsideDate.objects.select_related("challenge__stream", "what__current")
    return get_object_or_404(dates, challenge=challenge, public_id=public_id)
