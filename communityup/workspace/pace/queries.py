"""What do we show of the pace: the step back that lasts, earlier ones, signals, and dates from outside."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.queries import open_about
from communityup.workspace.pace.models import OutsideDate, Signal, StepBack

GO_ON = "go_on"
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
    return {
        "lasting": lasting,
        "waiting": next((step for step in steps if step.pause is None and step.withdrawn_at is None), None),
        "earlier": [step for step in steps if step is not lasting and step.pause is not None],
        "told": lasting is not None and own is not None and any(m.party_id == own.pk for m in lasting.moments.all()),
        "going_on": open_about(challenge, GO_ON) if lasting is not None else None,
        "open_signals": [signal for signal in signals if signal.answered_at is None],
        "answered_signals": [signal for signal in signals.order_by("-given_at")[:SHOWN] if signal.answered_at],
        "dates": list(dates.select_related("party", "what__current", "origin__current", "replaces")[:SHOWN]),
        "table": paused_table(),
    }


def paused_table() -> list[tuple[str, str]]:
    """Return what goes on during a step back and what waits."""
    return [
        (_("Reading everything"), _("goes on")),
        (_("Sharing, answering and building on thoughts"), _("goes on")),
        (_("Writing interests, history and frames"), _("goes on")),
        (_("Asking all parties to agree, and answering that"), _("waits")),
        (_("Closing a round or the challenge"), _("waits")),
        (_("Dates, reminders, and being late"), _("wait")),
    ]


def state(challenge: Challenge) -> str:
    """Return in a few words how the pace stands, for the page of the lead-in."""
    if challenge.pauses.filter(ended_at=None).exists():
        return _("a step back lasts")
    return ""


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
