"""Facts found together, and documents shared, through the real actions."""

import datetime as dt
from contextlib import AbstractContextManager

from django.utils import timezone

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.facts import actions
from communityup.workspace.facts.models import Document, Version
from communityup.workspace.rules.models import READING_DAYS
from tests.make_notices import at

QUESTION = "Hoeveel achterstallig onderhoud heeft het dak?"
ROLE = "een bouwkundige die beide partijen kozen"
ANSWER = "De dakbedekking is 31 jaar oud. Herstel kost 84.000 euro."
PLAIN = "Het dak is op. Nieuw maken kost ongeveer 84.000 euro."
ADDRESS = "https://example.org/dak.pdf"


def asked_fact(challenge: Challenge, by: Person, question: str = QUESTION) -> Version:
    """Return a question of fact that somebody asked."""
    return actions.ask_fact(challenge, question=question, by=Actor.of(by))


def sourced(version: Version, *people: Person, through: int = 2) -> Version:
    """Let the first person propose a source whose answer comes through a party (its number), and the others agree."""
    party = version.card.challenge.parties.get(number=through)
    proposed = actions.propose_source(version, role=ROLE, party=party, reader="de wijkraad", by=Actor.of(people[0]))
    for one in people[1:]:
        respond(proposed.asked, agrees=True, by=Actor.of(one))
    return Version.objects.get(pk=version.pk)


def answered(version: Version, by: Person) -> Version:
    """Return the version with the answer that somebody of the agreed party brought in."""
    return actions.answer_fact(version, words=ANSWER, title="Inspectie", address=ADDRESS, by=Actor.of(by))


def published(challenge: Challenge, asks: Person, answers: Person, question: str = QUESTION) -> Version:
    """Return a published fact: asked by one party, answered through the other, in plain words of the first."""
    version = answered(sourced(asked_fact(challenge, asks, question), asks, answers), answers)
    said = actions.say_plainly(version, words=PLAIN, by=Actor.of(asks))
    return actions.publish_fact(version, summary=said, read=1, by=Actor.of(answers))


def shared(challenge: Challenge, by: Person, *, summary: str = "", address: str = ADDRESS) -> Document:
    """Return a document that a party shared."""
    return actions.share_document(challenge, title="Het rapport", address=address, summary=summary, by=Actor.of(by))


def after_reading() -> AbstractContextManager[None]:
    """Let it be the moment at which everybody had the time to read what is there now."""
    return at(timezone.now() + dt.timedelta(days=READING_DAYS, minutes=1))
