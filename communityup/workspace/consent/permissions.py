"""Who may answer a question to all parties now."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from communityup.base.prepared import prepared
from communityup.workspace.challenges.permissions import paused
from communityup.workspace.consent.models import PartyConsent, Round


@prepared
def silent(parties: frozenset[int]) -> QuerySet[Any]:
    """Return the open questions for each of these parties (as `waits_for`) that is silent."""
    answered = PartyConsent.objects.filter(round=OuterRef("pk"), party=OuterRef("waits_for"), lapsed_at=None)
    rounds = Round.objects.filter(outcome=Round.Outcome.OPEN).annotate(waits_for=F("challenge__parties"))
    waiting = rounds.filter(~Exists(answered), waits_for__in=parties).select_related("challenge")
    return waiting.annotate(paused=paused("challenge")).order_by("pk")
