"""Reported words of a network made through the real actions, for tests."""

import datetime as dt

from django.db.models import F

from communityup.network.decency import actions
from communityup.network.decency.models import Appeal, Case, Key, Report
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.offers.actions import make_offer
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Text
from tests import make, make_network
from tests.make_network import lines
from tests.worlds import built_once

WORDS = "Bel Kanarie op 06-12345678, die laat je binnen."


def by(person: Person) -> Actor:
    """Return the actor for a person."""
    return Actor.of(person)


def members(network: Network) -> list[tuple[Member, Person]]:
    """Return five members with a person each: who writes, who reports, and three who hold a key."""
    names = ("Schrijver", "Melder", "Eerste", "Tweede", "Derde")
    found = [
        (make_network.member(network, f"Buurthuis {name}", make.person(name)), make.person(name)) for name in names
    ]
    for _member, person in found[2:]:
        actions.hold_key(network, by=by(person))
    return found


def written(member: Member, person: Person, words: str = WORDS) -> Text:
    """Let a member tell something that everybody reads."""
    return make_offer(member, direction="offer", what="room", words=words, by=by(person)).words


@built_once
def world() -> tuple[Network, Person, list[tuple[Member, Person]], Text]:
    """Return a network, its coordinator, five members, and words of the first."""
    network, coordinator = make_network.coordinated()
    found = members(network)
    return network, coordinator, found, written(*found[0])


def reported(network: Network, text: Text, person: Person, *, reason: str = "insult", words: str = "") -> Case:
    """Let somebody report words."""
    return actions.report(network, text, reason=reason, words=words, by=by(person))


def turn(case: Case, person: Person, wish: str = "hide") -> Case:
    """Let somebody turn their key."""
    return actions.turn_key(case, wish=wish, by=by(person))


def asked(case: Case) -> list[Person]:
    """Return whose turn it is, in the order of the keys."""
    waiting = case.keys.filter(passed_at=None, given_at=None, person__isnull=False).select_related("person")
    return [key.person for key in waiting.order_by("look", "place") if key.person is not None]


def hidden(network: Network, coordinator: Person, text: Text, reporter: Person, **more: str) -> Case:
    """Let two people with a key agree to hide words."""
    case = reported(network, text, reporter, **more)
    turn(case, coordinator)
    return turn(case, asked(case)[0])


def one_of_each(network: Network, coordinator: Person) -> None:
    """Let words be hidden by two and looked at again, and others wait for the key of the coordinator and a member."""
    found = members(network)
    case = hidden(network, coordinator, written(*found[0]), found[1][1], words="Dat is mijn nummer.")
    actions.ask_again(case, words="Het is mijn eigen nummer.", by=by(found[0][1]))
    reported(network, written(*found[0], words="Koop nu onze stoelen."), make.person("Lid"), reason="advertising")


def shown(text: Text) -> str:
    """Return what everybody reads now in the place of words."""
    return str(Text.objects.select_related("current").get(pk=text.pk))


def later(case: Case, delta: dt.timedelta) -> None:
    """Let so much time pass for a case."""
    for field in ("opened_at", "hidden_at", "back_at", "confirmed_at", "ended_at"):
        Case.objects.filter(pk=case.pk, **{f"{field}__isnull": False}).update(**{field: F(field) - delta})
    Key.objects.filter(case=case).update(asked_at=F("asked_at") - delta)
    Report.objects.filter(case=case).update(reported_at=F("reported_at") - delta)
    Appeal.objects.filter(case=case).update(asked_at=F("asked_at") - delta)


def own_lines(network: Network) -> list[str]:
    """Return the lines of a network without those that say of a commitment that its words are hidden or back."""
    return [line for line in lines(network) if not line.startswith("texts.")]


def fresh(case: Case) -> Case:
    """Return a case as it is now."""
    return Case.objects.select_related("network__stream", "text__current__author").get(pk=case.pk)
