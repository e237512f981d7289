"""Routes made through the real actions, and what one reads of them."""

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Ring
from communityup.workspace.consent.actions import respond
from communityup.workspace.course import actions
from communityup.workspace.course.models import Route, Version
from communityup.workspace.goals.actions import add_interest
from communityup.workspace.goals.permissions import lacking_interests
from tests import make

NAME, WORDS, WHY = "Eerst het dak", "Eerst het dak, dan de zaal, dan het beheer.", "Zonder dak kan niemand er in."
OTHER = "Eerst het dak, dan het beheer, dan de zaal."
FACT = "De aannemer kan pas over twee jaar."


def day(days: int) -> dt.date:
    """Return a day so many days from now."""
    return timezone.localdate() + dt.timedelta(days=days)


def wanted(challenge: Challenge) -> None:
    """Let every party say what it needs, when it did not yet: without that nobody decides about a route (A12)."""
    for party in lacking_interests(challenge):
        speaker = party.seats.filter(ring=Ring.TABLE, rules__isnull=False).order_by("pk").first()
        assert speaker is not None
        add_interest(challenge, words=f"Wat {party} nodig heeft", by=Actor.of(speaker.person))


def proposed(challenge: Challenge, by: Person, name: str = NAME, words: str = WORDS) -> Version:
    """Return the first version of a route that one party proposed, after all said what they need."""
    wanted(challenge)
    return actions.propose_route(challenge, name=name, words=words, why=WHY, by=Actor.of(by))


def agreed(version: Version, *others: Person) -> Route:
    """Let others agree to what somebody asks about a route, and return the route as it is then."""
    for one in others:
        respond(version.asked, agrees=True, seen=make.seen(version.asked, one), by=Actor.of(one))
    return fresh(version.route)


def route(challenge: Challenge, *people: Person, name: str = NAME, words: str = WORDS) -> Route:
    """Return a route that the first person proposed and the others agreed to."""
    return agreed(proposed(challenge, people[0], name, words), *people[1:])


def fresh(route: Route) -> Route:
    """Return a route as it is now."""
    return Route.objects.select_related("challenge", "current").get(pk=route.pk)


def by(name: str) -> Actor:
    """Return somebody of the cast as who acts."""
    return Actor.of(make.person(name))


def client_of(name: str | None) -> Client:
    """Return a browser of somebody, or of a visitor."""
    client = Client()
    if name is not None:
        client.force_login(make.person(name))
    return client


def lines(challenge: Challenge) -> list[str]:
    """Return the types of the lines of a challenge."""
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def changed(found: Route, by_: Actor, words: str = OTHER) -> Version:
    """Return a change of course that somebody asks."""
    return actions.change_course(found, words=words, why="Het beheer kan eerder.", by=by_)


def reopened(found: Route, by_: Actor, **also: Any) -> Version:
    """Return what somebody asks because of something new."""
    return actions.reopen(found, **{"fact": FACT, "words": OTHER, "why": "De volgorde moet om.", **also}, by=by_)


def ended(found: Route, by_: Actor) -> Version:
    """Return the question to end a route."""
    return actions.ask_to_end(found, why="Het dak is niet nodig.", by=by_)


def page(challenge: Challenge, path: str = "", name: str | None = None) -> str:
    """Return what somebody reads about the course."""
    return client_of(name).get(f"/opgaven/{challenge.slug}/koers/{path}").content.decode()
