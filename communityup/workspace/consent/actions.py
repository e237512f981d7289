"""Ask and give consent. These are parts of other actions: the action that calls them records its one event."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.texts.actions import write
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import PartyConsent, Round


@transaction.atomic
def open_round(challenge: Challenge, about: str, *, by: Actor) -> Round:
    """Ask all parties about one thing; whoever asks on behalf of a party says yes with it (E6, E8)."""
    seat = permissions.own_seat(challenge, by)
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    if Round.objects.filter(challenge=challenge, about=about, outcome=Round.Outcome.OPEN).exists():
        raise Refused(_("This question is already open. Answer it for your party."))
    asked = Round.objects.create(challenge=challenge, about=about, opened_at=timezone.now())
    _keep(asked, seat.party, agrees=True, reason="", by=by)
    _end_when_agreed(asked)
    return asked


@transaction.atomic
def answer(round_: Round, *, agrees: bool, reason: str = "", by: Actor) -> Round:
    """Answer for one's own party; a "not yet" needs its reason, and either can be changed while the round is open.

    Nobody answers one round for two parties. The same answer again is no error: it looks again whether all parties
    that take part now agreed, so that a round does not hang on a party that left meanwhile.
    """
    seat = permissions.own_seat(round_.challenge, by)
    Challenge.objects.select_for_update().get(pk=round_.challenge_id)
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.outcome != Round.Outcome.OPEN:
        raise Refused(_("This question is no longer open."))
    if locked.answers.filter(person=by.known).exclude(party=seat.party).exists():
        raise Refused(
            _("You already answered this question for another party. Somebody else of your party can answer.")
        )
    if not agrees and not reason.strip():
        raise Refused(_('Say what is needed first: a "not yet" has a reason.'))
    _keep(locked, seat.party, agrees=agrees, reason=reason, by=by)
    _end_when_agreed(locked)
    return locked


@transaction.atomic
def withdraw_round(round_: Round, *, by: Actor) -> Round:
    """Take a question back; who may do so is for the app that asked it."""
    permissions.own_seat(round_.challenge, by)
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.outcome != Round.Outcome.OPEN:
        raise Refused(_("This question is no longer open."))
    locked.outcome, locked.ended_at = Round.Outcome.WITHDRAWN, timezone.now()
    locked.save(update_fields=["outcome", "ended_at"])
    return locked


def _keep(round_: Round, party: Party, *, agrees: bool, reason: str, by: Actor) -> None:
    text = write(reason, by=by) if reason.strip() else None
    PartyConsent.objects.update_or_create(
        round=round_,
        party=party,
        defaults={"agrees": agrees, "reason": text, "person": by.known, "answered_at": timezone.now()},
    )


def _end_when_agreed(round_: Round) -> None:
    """End the round once every party that takes part, and at least two, said yes; silence is never a yes (E8)."""
    parties = set(round_.challenge.parties.filter(state=Party.State.ACTIVE).values_list("pk", flat=True))
    agreed = set(round_.answers.filter(agrees=True).values_list("party_id", flat=True))
    if len(parties) > 1 and parties <= agreed:
        round_.outcome, round_.ended_at = Round.Outcome.AGREED, timezone.now()
        round_.save(update_fields=["outcome", "ended_at"])
