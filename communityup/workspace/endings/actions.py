"""Closing a challenge and opening it again: proposed by a party, done with the last yes. Nobody does it alone (E1)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.texts.actions import write
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.consent.actions import drop_round, open_round
from communityup.workspace.consent.models import Round
from communityup.workspace.dialogue.events import RoundClosed
from communityup.workspace.dialogue.exports import sealed_count
from communityup.workspace.dialogue.models import Dialogue
from communityup.workspace.endings import events, queries
from communityup.workspace.endings.models import Closing, Outcome, Reopening
from communityup.workspace.endings.permissions import CLOSING, REOPENING


@transaction.atomic
def propose(
    challenge: Challenge, *, outcome: str, reason: str, taken_over_by: Party | None = None, by: Actor
) -> Closing:
    """Ask all parties to close the challenge, with what came of it and why; a party that asks says yes with it."""
    locked = _locked(challenge)
    seat = own_seat(locked, by)
    if locked.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed already."))
    if len(queries.parties_asked(locked)) < queries.FEWEST:
        raise Refused(_("Closing needs the yes of two parties. Your party is alone here; it can leave instead."))
    _refuse_reason(reason)
    _refuse_taker(locked, outcome, taken_over_by)
    closing = Closing.objects.create(
        challenge=locked,
        asked=open_round(locked, CLOSING, by=by),
        party=seat.party,
        outcome=outcome,
        taken_over_by=taken_over_by,
        reason=write(reason, by=by),
        before=locked.phase,
    )
    event = events.ClosingProposed(object=closing.public_id, commit=closing.reason.commit, outcome=closing.outcome)
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)
    return closing


def close(asked: Round, by: Actor) -> None:
    """Close the challenge after the last yes: what waits for an answer ends, what was agreed goes on."""
    closing = Closing.objects.select_related("taken_over_by").get(asked=asked)
    challenge = _locked(asked.challenge)
    _refuse_taker(challenge, closing.outcome, closing.taken_over_by)
    rounds = _end_rounds(challenge)
    closing.ended, closing.before = _end_questions(challenge), challenge.phase
    closing.save(update_fields=["ended", "before"])
    challenge.phase = Phase.CLOSED
    challenge.save(update_fields=["phase"])
    event = events.ChallengeClosed(
        object=closing.public_id,
        outcome=closing.outcome,
        questions=len(closing.ended),
        rounds=rounds,
        agreements=queries.living(challenge).count(),
    )
    record(event, stream=challenge.stream, by=by, party=own_seat(challenge, by).party.public_id)


@transaction.atomic
def propose_reopening(challenge: Challenge, *, reason: str, by: Actor) -> Reopening:
    """Ask all parties to open the challenge again: a closing that was wrong can be undone, by all alike."""
    locked = _locked(challenge)
    seat = own_seat(locked, by)
    closing = queries.closing_that_counts(locked)
    if closing is None:
        raise Refused(_("This challenge is not closed."))
    _refuse_reason(reason)
    reopening = Reopening.objects.create(
        closing=closing,
        asked=open_round(locked, REOPENING, by=by),
        party=seat.party,
        reason=write(reason, by=by),
    )
    event = events.ReopeningProposed(object=reopening.public_id, commit=reopening.reason.commit)
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)
    return reopening


def reopen(asked: Round, by: Actor) -> None:
    """Open the challenge again after the last yes, in the phase it was in. What ended is asked anew when one wants."""
    reopening = Reopening.objects.select_related("closing").get(asked=asked)
    challenge = _locked(asked.challenge)
    challenge.phase = reopening.closing.before
    challenge.save(update_fields=["phase"])
    event = events.ChallengeReopened(object=reopening.public_id, phase=challenge.phase)
    record(event, stream=challenge.stream, by=by, party=own_seat(challenge, by).party.public_id)


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _refuse_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why in a few words: all parties decide on that."))


def _refuse_taker(challenge: Challenge, outcome: str, party: Party | None) -> None:
    """Who takes it over is a party that takes part now, so that its own yes is among those of all (R26)."""
    if (outcome == Outcome.TAKEN_OVER) != (party is not None):
        raise Refused(_("Say which party goes on with it, when one does."))
    if party is not None and party.pk not in {one.pk for one in queries.parties_asked(challenge)}:
        raise Refused(_("%(party)s does not take part now, so it cannot go on with this.") % {"party": party})


def _end_rounds(challenge: Challenge) -> int:
    """End the rounds of the dialogue that are open; each keeps the number and root of its answers in its own line."""
    found = Dialogue.objects.select_for_update().filter(challenge=challenge, closed_at=None)
    for dialogue in found:
        counted = sealed_count(dialogue)
        dialogue.closed_at = timezone.now()
        dialogue.save(update_fields=["closed_at"])
        event = RoundClosed(
            object=dialogue.public_id, number=dialogue.number, answers=counted.answers, root=counted.root
        )
        record(event, stream=challenge.stream, by=Actor.job("closing"))
    return len(found)


def _end_questions(challenge: Challenge) -> list[str]:
    """End every question that its party could take back itself; return which."""
    found = queries.questions_that_end(challenge)
    for asked in found:
        drop_round(asked)
    return [asked.public_id for asked in found]
