"""Practices made through the real actions, for tests."""

from dataclasses import replace
from typing import Any

from communityup.base.documents import read
from communityup.log.models import Line
from communityup.network.adaptations.actions import tell_adaptation
from communityup.network.enclosures.actions import add_file
from communityup.network.library import actions
from communityup.network.library.models import Account, Practice, Voice
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.reviews.actions import take_on
from communityup.notices.queries import happening_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_network import browser, coordinated
from tests.make_network import member as make_member
from tests.worlds import built_once

TITLE = "Eerst de programmering, dan de sleutels"
ACCOUNT = Account(
    title=TITLE,
    place="Oeverstad",
    size="middle",
    mode="community_up",
    contact_role="de gebiedsregisseur",
    context="Het buurthuis zou sluiten.",
    did="We zetten vier stappen op papier.",
    why="Iedereen kon terug.",
    stumbling="De brandweer kwam pas na acht maanden.",
    conditions=("trust", "time"),
    stumbles=("rules",),
    themes=("Gebouwen loslaten",),
)
HERE = "/netwerken/community-up/praktijken/"
QUOTE = "Zonder dat jaar hadden we nooit getekend."


def written(
    member: Member,
    person: Person,
    *,
    title: str = "",
    voice: Person | None = None,
    account: Account = ACCOUNT,
    file: str = "",
) -> Practice:
    """Return a practice with all its words, one voice in it when somebody is given, and a file with these words."""
    told = replace(account, title=title or account.title)
    begun = actions.begin_practice(member, title=told.title, by=Actor.of(person))
    actions.write_practice(begun, account=told, by=Actor.of(person))
    if voice is not None:
        actions.name_voice(begun, label="bewoners", emails=[voice.email], quote=QUOTE, by=Actor.of(person))
    if file:
        add_file(begun, title="Om zelf in te vullen", document=read(file.encode()), by=Actor.of(person))
    begun.refresh_from_db()
    return begun


def published(
    member: Member,
    person: Person,
    reads: Member,
    reader: Person,
    *,
    title: str = "",
    voice: Person | None = None,
    account: Account = ACCOUNT,
    file: str = "",
) -> Practice:
    """Return a practice that everybody reads: its voice said yes, and the other member read it over."""
    assert reads.pk != member.pk
    practice = written(member, person, title=title, voice=voice, account=account, file=file)
    actions.ask_review(practice, by=Actor.of(person))
    if voice is not None:
        actions.answer_voice(practice.voices.get(), yes=True, quote=QUOTE, by=Actor.of(voice))
    actions.review(practice, good=True, by=Actor.of(reader))
    return actions.publish(practice, by=Actor.of(person))


def one_of_each(network: Network, member: Member) -> None:
    """Publish one practice of "Lid", that another member used, and let one wait for a voice and for its reader."""
    person, reader = make.person("Lid"), make.person("Lezer")
    reads = make_member(network, "Gemeente Lindeveen", reader, kind="municipality")
    first = published(member, person, reads, reader, voice=make.person("Buur"), file="Stap 1.")
    tell_adaptation(first, place="Lindeveen", changed="Wij begonnen met de tuin.", happened="", by=Actor.of(reader))
    waits = written(member, person, title="Samen sluiten", voice=person, file="Stap 2.")
    actions.ask_review(waits, by=Actor.of(person))
    take_on(waits, by=Actor.of(reader))


@built_once
def two() -> tuple[Network, Member, Member]:
    """Return a network with the members of Amina, who writes, and of Lezer, who reads over; Bram is a voice."""
    made, _dilek = coordinated()
    first = make_member(made, "De Schakel", make.amina())
    return made, first, make_member(made, "Gemeente Lindeveen", make.person("Lezer"), kind="municipality")


@built_once
def waiting() -> tuple[Network, Practice, Voice]:
    """Return a practice that waits for Bram's yes and for who reads it over."""
    made, first, _second = two()
    practice = written(first, make.amina(), voice=make.bram())
    actions.ask_review(practice, by=Actor.of(make.amina()))
    practice.refresh_from_db()
    return made, practice, practice.voices.get()


@built_once
def shown() -> tuple[Network, Practice, Voice]:
    """Return a practice that is published, with Bram's words in it."""
    made, first, second = two()
    practice = published(first, make.amina(), second, make.person("Lezer"), voice=make.bram())
    return made, practice, practice.voices.get()


def writer(practice: Practice) -> Member:
    """Return the member that wrote a practice of ours."""
    assert practice.member is not None
    return practice.member


def by(person: Person) -> Actor:
    return Actor.of(person)


def reader() -> Person:
    return make.person("Lezer")


def at(practice: Practice, name: str = "") -> str:
    return f"{HERE}{practice.public_id}/{name}"


def page(practice: Practice, person: Person | None = None) -> str:
    return browser(person).get(f"/praktijken/{practice.series}/").content.decode()


def hearers(line: Line, heard: Any) -> set[int]:
    found: set[int] = heard(happening_of(line))
    return found


def texts(practice: Practice) -> dict[str, Any]:
    return {name: getattr(ACCOUNT, name) for name in ("context", "did", "why", "stumbling")}
