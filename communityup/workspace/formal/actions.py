"""What can one do about formal decisions: record one as the clerk, and correct a record."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import write
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.formal import events
from communityup.workspace.formal.models import About, FormalDecision
from communityup.workspace.formal.permissions import refuse_no_clerk
from communityup.workspace.formal.queries import outcomes

Beside = FormalDecision.Beside


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a competent body decided; `about` holds the keys of the outcomes of the table ("kind:id")."""

    body: str
    day: dt.date
    reference: str
    words: str
    beside: str
    about: Sequence[str] = ()
    reason: str = ""
    reason_link: str = ""


@transaction.atomic
def record_decision(challenge: Challenge, *, decided: Decided, by: Actor) -> FormalDecision:
    """Record what a competent body decided; it changes nothing of what the table decided (T6).

    One that is otherwise than the table needs its reason in public, and offers every party a step back. It is recorded
    in a closed challenge too, since agreements go on there (R26); then all parties together can open it again.
    """
    decision = _keep(challenge, decided, by=by)
    record(_recorded(decision), stream=challenge.stream, by=by, role="clerk")
    return decision


@transaction.atomic
def correct_decision(decision: FormalDecision, *, decided: Decided, by: Actor) -> FormalDecision:
    """Correct the record of a formal decision; the one before stays readable beside it."""
    before = FormalDecision.objects.select_for_update().get(pk=decision.pk)
    corrected = _keep(decision.challenge, decided, by=by)
    if before.replaced_by_id is not None:
        raise Refused(_("This record was already corrected. Look at the newest one."))
    before.replaced_by = corrected
    before.save(update_fields=["replaced_by"])
    event = events.DecisionCorrected(
        object=corrected.public_id,
        commit=corrected.words.commit,
        body=corrected.body,
        beside=corrected.beside,
        day=corrected.day.isoformat(),
        replaces=before.public_id,
        reason_commit=None if corrected.reason is None else corrected.reason.commit,
    )
    record(event, stream=decision.challenge.stream, by=by, role="clerk")
    return corrected


def _keep(challenge: Challenge, decided: Decided, *, by: Actor) -> FormalDecision:
    refuse_no_clerk(challenge, by)
    _refuse_incomplete(challenge, decided)
    otherwise = decided.beside == Beside.OTHERWISE
    decision = FormalDecision.objects.create(
        challenge=challenge,
        body=FormalDecision.Body(decided.body),
        day=decided.day,
        reference=decided.reference,
        words=write(decided.words, by=by),
        beside=Beside(decided.beside),
        reason=write(decided.reason, by=by) if otherwise else None,
        reason_link=decided.reason_link if otherwise else "",
        recorded_at=timezone.now(),
    )
    keys = (key.partition(":") for key in dict.fromkeys(decided.about))
    About.objects.bulk_create(About(decision=decision, kind=kind, outcome=outcome) for kind, _colon, outcome in keys)
    return decision


def _refuse_incomplete(challenge: Challenge, decided: Decided) -> None:
    """Raise Refused for a day to come, an outcome the table does not have, and a comparison without both its sides."""
    if decided.day > timezone.localdate():
        raise Refused(_("A decision is recorded after it was taken. Choose today or an earlier day."))
    if not set(decided.about) <= outcomes(challenge).keys():
        raise Refused(_("One of these outcomes of the table is no longer there. Look again at what the table decided."))
    if decided.beside != Beside.APART and not decided.about:
        raise Refused(_("Say which outcome of the table this is about, or that the table did not decide about it."))
    if decided.beside == Beside.OTHERWISE and not decided.reason.strip():
        raise Refused(_("A decision otherwise than the table needs a reason that everybody can read."))


def _recorded(decision: FormalDecision) -> Event:
    day = decision.day.isoformat()
    if decision.reason is not None:
        closed = decision.challenge.phase == Phase.CLOSED
        return (events.OtherwiseDecidedAfterClosing if closed else events.OtherwiseDecided)(
            object=decision.public_id,
            commit=decision.words.commit,
            body=decision.body,
            day=day,
            reason_commit=decision.reason.commit or "",
        )
    return events.DecisionRecorded(
        object=decision.public_id, commit=decision.words.commit, body=decision.body, beside=decision.beside, day=day
    )
