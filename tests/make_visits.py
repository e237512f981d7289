"""Visits in a network, asked, offered, matched and agreed through the real actions, for tests."""

import datetime as dt
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from communityup.gatherings.models import Gathering
from communityup.log.models import Line
from communityup.network.impressions import actions as impressions
from communityup.network.impressions import permissions
from communityup.network.impressions.models import Impression
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.visits import actions
from communityup.network.visits.models import Proposal, Visit, Wish
from communityup.notices.queries import happening_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_meetings import in_days
from tests.make_network import browser, coordinated, member
from tests.worlds import built_once

HERE = "/netwerken/community-up/werkbezoeken/"
QUESTION = "Hoe regelden jullie het achterstallig onderhoud bij de overdracht?"
WORDS = {"saw": "Een huis dat de buurt zelf opent.", "takes": "Eerst de lijst, dan de sleutel.", "noticed": "De deur."}
MIXED = {"officer": 2, "resident": 3}


def by(person: Person) -> Actor:
    return Actor.of(person)


def person_of(one: Member) -> Person:
    """Return who acts for a member."""
    return one.delegates.select_related("person")[0].person


@built_once
def three() -> tuple[Network, Member, Member, Member]:
    """Return a network of Dilek, with the members of Amina, Bram and Griet; Chris is nobody there."""
    made, _dilek = coordinated()
    first = member(made, "Gemeente Heidelo", make.amina(), kind="municipality", place="Heidelo")
    second = member(made, "De Schakel", make.bram(), place="Oeverstad")
    return made, first, second, member(made, "Buurttuin", make.person("Griet"), place="Lindeveen")


def ask(one: Member, **more: Any) -> Wish:
    """Let a member ask for a visit."""
    told: dict[str, Any] = {
        "question": QUESTION,
        "words": "De mensen die het deden.",
        "theme": "Gebouwen loslaten",
        "people": 5,
    }
    return actions.ask_visit(one, card=actions.Card(**(told | more)), by=by(person_of(one)))


def offer(one: Member, **more: Any) -> Wish:
    """Let a member offer a visit."""
    told: dict[str, Any] = {"words": "Een rondleiding langs het onderhoud.", "theme": "Gebouwen loslaten", "people": 8}
    return actions.offer_visit(one, card=actions.Card(**(told | more)), by=by(person_of(one)))


def proposed(**more: Any) -> tuple[Network, Proposal]:
    """Return a network in which Amina's question and Bram's offer were put to both by Dilek."""
    made, first, second, _third = three()
    return made, actions.propose(ask(first, **more), offer(second, **more), by=by(make.dilek()))


def say(proposal: Proposal, person: Person, *, yes: bool = True, reason: str = "") -> Visit | None:
    """Let somebody answer a proposal."""
    return actions.answer(proposal, yes=yes, reason=reason, by=by(person))


def agreed(**more: Any) -> tuple[Network, Visit]:
    """Return a network and a visit that Amina makes to Bram."""
    made, proposal = proposed(**more)
    say(proposal, make.amina())
    visit = say(proposal, make.bram())
    assert visit is not None
    return made, visit


def story() -> tuple[Network, Visit]:
    """Return a network and a guest story that Bram tells Amina."""
    return agreed(form="story", people=None)


def delegated(visit: Visit, **numbers: int) -> Visit:
    """Let the guests tell in which roles they come."""
    return actions.tell_delegation(visit, numbers=numbers or MIXED, reason="", by=by(person_of(visit.guest)))


def dated(visit: Visit, days: int) -> Visit:
    """Give a visit its delegation, and its day so far away."""
    delegated(visit)
    return actions.set_date(visit, moment=in_days(days), by=by(person_of(visit.host)))


def held(**more: Any) -> tuple[Network, Visit]:
    """Return a network and a visit that was last week."""
    made, visit = agreed(**more)
    return made, dated(visit, -7)


def shown(visit: Visit, **words: str) -> Impression:
    """Let who writes about a visit show it to the other side."""
    writer = by(person_of(visit.guest if visit.form == "visit" else visit.host))
    said = WORDS if visit.form == "visit" else {"told": "Wij begonnen met de sleutel."}
    impressions.write_impression(visit, words={"question": QUESTION, **said, **words}, by=writer)
    return impressions.show(visit, by=writer)


def consented(visit: Visit) -> Impression:
    """Let the other side say yes to what it was shown."""
    impression = shown(visit)
    reader = by(person_of(visit.host if visit.form == "visit" else visit.guest))
    return impressions.answer(visit, agrees=True, remark="", seen=permissions.edition_of(impression), by=reader)


def published(visit: Visit) -> Impression:
    """Make what came of a visit public, with the yes of both."""
    consented(visit)
    return impressions.publish(visit, by=by(person_of(visit.guest if visit.form == "visit" else visit.host)))


def told_story(asker: Member, teller: Member) -> Impression:
    """Let one member tell another its story in public, asked and matched as every other."""
    words = {"form": "story", "people": None}
    asked, offered = ask(asker, **words), offer(teller, **words)
    proposal = actions.propose(asked, offered, by=by(make.dilek()))
    say(proposal, person_of(asker))
    visit = say(proposal, person_of(teller))
    assert visit is not None
    return published(visit)


def rest() -> int:
    """Let the minute pass in which a change rests, and write the letters about visits; return how many."""
    Gathering.objects.update(changed_at=F("changed_at") - dt.timedelta(minutes=2))
    return actions.tell_due()


def long_ago(visit: Visit, days: int) -> None:
    """Let a visit end so many days ago."""
    ended = timezone.now() - dt.timedelta(days=days)
    Gathering.objects.filter(visit=visit).update(begins_at=ended - dt.timedelta(hours=2), ends_at=ended)


def one_of_each(network: Network, one: Member, other: Member, coordinator: Person) -> None:
    """Make what there can be between two members: visits both ways, one told in public, and a proposal that waits."""

    def put(asker: Member, teller: Member, **more: Any) -> Proposal:
        return actions.propose(ask(asker, **more), offer(teller, **more), by=by(coordinator))

    for guest, host in ((one, other), (other, one)):
        proposal = put(guest, host)
        say(proposal, person_of(guest))
        visit = say(proposal, person_of(host))
        assert visit is not None
        dated(visit, -7)
    first, second = network.visits.order_by("pk")
    published(first)
    shown(second)
    put(one, other, form="story", people=None)


def html(place: str, person: Person | None = None) -> str:
    """Return a page as somebody reads it, or as a visitor."""
    return browser(person).get(place).content.decode()


def hearers(line: Line, heard: Any) -> set[int]:
    """Return the people who hear of a line."""
    found: set[int] = heard(happening_of(line))
    return found


def pages_of(network: Network) -> list[str]:
    """Return every address that needs no more than a network, and those of the site and of its log."""
    names = [
        "networks:page", "networks:factsheet", "networks:log", "members:directory", "offers:board", "peers:list",
        "meetings:list", "themes:list", "library:of_network", "visits:list", "library:feed", "library:as_json",
        "library:as_csv", "letters:archive", "letters:feed",
    ]  # fmt: skip
    return [
        "/",
        "/log/",
        "/netwerken/",
        "/mijn/",
        "/zoeken/?words=stil",
        *(reverse(name, args=[network.slug]) for name in names),
    ]
