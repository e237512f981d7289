"""People who are stuck in a network, and who thinks along, made through the real actions."""

from typing import Any

from django.db.models import F

from communityup.network.networks.models import Network
from communityup.network.stuck import actions
from communityup.network.stuck.models import Consultation, HelpRequest, Offer
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_meetings import DAY
from tests.make_network import coordinated, member
from tests.worlds import built_once

HERE = "/netwerken/community-up/ik-loop-vast/"
STUCK = "De beheerder wil weg en niemand durft het over te nemen."


def by(name: str) -> Actor:
    """Return the actor of somebody of the cast."""
    return Actor.of(make.person(name))


@built_once
def four() -> tuple[Network, Person]:
    """Return a network with Amina, Bram, Griet and Hugo for a member each, and who coordinates it."""
    made, dilek = coordinated()
    for name in ("Amina", "Bram", "Griet", "Hugo"):
        member(made, f"Lid van {name}", make.person(name))
    return made, dilek


def asked(made: Network, person: Person, words: str = STUCK, **more: Any) -> HelpRequest:
    """Let somebody ask everybody who acts for a member to think along."""
    told: dict[str, Any] = {"audience": "members", "is_named": False, "keep_days": 30, **more}
    return actions.ask_peers(made, words=words, **told, by=Actor.of(person))


def offered(request: HelpRequest, name: str, words: str = "") -> Offer:
    """Let somebody offer to think along."""
    return actions.offer_to_think_along(request, words=words, by=by(name))


def matched(*names: str, **more: Any) -> tuple[Network, Person, HelpRequest]:
    """Return a question of Amina with which these people think along."""
    made, dilek = four()
    request = asked(made, make.amina(), **more)
    offers = [offered(request, name) for name in names]
    for offer in offers:
        request = actions.accept_offer(offer, by=by("Amina"))
    return made, dilek, request


def planned(request: HelpRequest, leader: str) -> Consultation:
    """Let a group plan a consultation that somebody leads."""
    leads = request.offers.get(person=make.person(leader))
    return actions.plan_consultation(request, leader=leads, where="Vrijdag 14.00, online", pace="short", by=by(leader))


def at_step(request: HelpRequest, leader: str, step: int) -> None:
    """Let the one who leads go on up to this step."""
    for after in range(step):
        actions.next_step(request, after=after, by=by(leader))


def older(request: HelpRequest, days: float) -> None:
    """Let all that happened to a question be so many days longer ago."""
    moments = {name: F(name) - days * DAY for name in ("asked_at", "matched_at", "ended_at")}
    HelpRequest.objects.filter(pk=request.pk).update(**moments)
    request.refresh_from_db()
