"""Agreements made through the real actions, and a clock to let their dates come."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.agreements import actions
from communityup.workspace.agreements.models import Agreement, Terms
from communityup.workspace.challenges.models import Challenge, Party

WHAT = "Het dak is klaar en brandveilig"
EVIDENCE = "De brandweer tekent de lijst af"
Clock = Callable[[dt.timedelta], None]


def side_of(challenge: Challenge, person: Person) -> Party:
    """Return the party for which this person sits."""
    return Party.objects.get(challenge=challenge, seats__person=person)


def proposed(
    challenge: Challenge, by: Person, to: Person, *, days: int = 30, what: str = WHAT, proposer: Person | None = None
) -> Agreement:
    """Return an agreement in which the party of `by` promises something to the party of `to`."""
    return actions.propose_agreement(
        challenge,
        promised_by=side_of(challenge, by),
        promised_to=side_of(challenge, to),
        what=what,
        due=timezone.localdate() + dt.timedelta(days=days),
        evidence=EVIDENCE,
        by=Actor.of(proposer or by),
    )


def agreed(challenge: Challenge, by: Person, to: Person, *, days: int = 30, what: str = WHAT) -> Agreement:
    """Return an agreement that both sides confirmed."""
    made = proposed(challenge, by, to, days=days, what=what)
    return actions.confirm_agreement(made, version=1, by=Actor.of(to))


def pending(agreement: Agreement) -> Terms:
    """Return the version that waits for the other side."""
    assert agreement.pending is not None
    return agreement.pending


def standing(agreement: Agreement) -> Terms:
    """Return the version that both sides confirmed."""
    assert agreement.standing is not None
    return agreement.standing


def changed(agreement: Agreement, by: Person, *, days: int, what: str = "Het dak is half klaar") -> Agreement:
    """Return an agreement for which somebody proposed other words and another date."""
    agreement.refresh_from_db()
    current = agreement.pending or agreement.standing
    assert current is not None
    return actions.propose_change(
        agreement,
        version=current.number,
        what=what,
        due=timezone.localdate() + dt.timedelta(days=days),
        evidence=EVIDENCE,
        by=Actor.of(by),
    )


def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a way to let time pass: from now on it is that much later."""
    real = timezone.now

    def let_pass(span: dt.timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + span)

    return let_pass
