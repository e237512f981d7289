"""Cards, coffee and visits, made through the real actions."""

import datetime as dt

from django.utils import timezone

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.acquaintance import actions
from communityup.workspace.acquaintance.models import CoffeeRound, Introduction, Visit
from communityup.workspace.challenges.models import Challenge
from tests import make

DAY = dt.timedelta(days=1)


def card(
    challenge: Challenge, person: Person, brings: str = "Ik woon hier al twintig jaar.", **more: str
) -> Introduction:
    """Return the card of somebody."""
    return actions.introduce(challenge, brings=brings, **more, by=Actor.of(person))


def people_of(challenge: Challenge, number: int, names: str) -> list[Person]:
    """Return more people at a party, invited by who was there first."""
    party = challenge.parties.get(number=number)
    inviter = party.seats.order_by("pk")[0].person
    found = [make.person(name) for name in names.split()]
    for one in found:
        make.colleague(party, one, inviter=inviter)
    return found


def want(challenge: Challenge, *people: Person) -> None:
    """Let people want coffee."""
    for one in people:
        actions.want_coffee(challenge, by=Actor.of(one))


def drawn(challenge: Challenge, by: Person) -> CoffeeRound:
    """Return a draw; an earlier one becomes a week older, so that there can be one more."""
    for one in challenge.coffee_rounds.all():
        CoffeeRound.objects.filter(pk=one.pk).update(drawn_at=one.drawn_at - 7 * DAY)
    return actions.draw_coffee(challenge, by=Actor.of(by))


def visit(challenge: Challenge, by: Person, *, days: int = 10, where: str = "Molenweg 3") -> Visit:
    """Return an invitation to one's place."""
    begins = (timezone.now() + days * DAY).replace(minute=30, second=0, microsecond=0)
    return actions.offer_visit(
        challenge,
        what="Kijk mee op het dak. Neem stevige schoenen mee.",
        where=where,
        begins_at=begins,
        ends_at=begins + dt.timedelta(hours=2),
        by=Actor.of(by),
    )


def lines(challenge: Challenge) -> list[str]:
    """Return the types of all lines of a challenge that are about getting to know each other."""
    found = Line.objects.filter(stream=challenge.stream, type__startswith="acquaintance.").order_by("n")
    return [kind.partition(".")[2] for kind in found.values_list("type", flat=True)]
