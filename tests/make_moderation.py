"""Moderation made through the real actions, and hours that pass."""

import datetime as dt

from django.utils import timezone

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Reason, Text
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.dialogue.actions import share_thought
from communityup.workspace.dialogue.models import Statement
from communityup.workspace.moderation import actions
from communityup.workspace.moderation.jobs import end_terms
from communityup.workspace.moderation.models import Hiding
from tests import make
from tests.worlds import built_once

CANARY = "kanarie Jansen 0612345678"


def by(person: Person | str) -> Actor:
    """Return the actor for somebody of the cast, by name."""
    return Actor.of(make.person(person) if isinstance(person, str) else person)


@built_once
def four_parties() -> Challenge:
    """Return a public challenge of residents (Amina), municipality (Bram), Eva and Finn, each a party of one."""
    challenge, _amina, _bram = make.challenge_of_two()
    make.join(challenge, make.person("Eva"), "Stichting Thuis", "housing_association")
    make.join(challenge, make.person("Finn"), "Winkeliers", "entrepreneurs")
    return challenge


@built_once
def guarded() -> Challenge:
    """Return that challenge with two facilitators: Dilek from outside and Gijs of the second party."""
    challenge = four_parties()
    for name, number in (("Dilek", None), ("Gijs", 2)):
        party = None if number is None else challenge.parties.get(number=number)
        Facilitator.objects.create(
            challenge=challenge, party=party, person=make.person(name), since=timezone.now() - dt.timedelta(days=1)
        )
    return challenge


def thought(challenge: Challenge, author: Person | str = "Amina", body: str = f"Bel {CANARY} maar eens") -> Statement:
    """Return a thought of somebody."""
    return share_thought(challenge, body=body, by=by(author))


def hidden(challenge: Challenge, text: Text, name: str, reason: str = Reason.INSULT) -> Hiding:
    """Let somebody hide words."""
    return actions.hide(challenge, text, reason=reason, by=by(name))


def hours_pass(hiding: Hiding, hours: float) -> int:
    """Let hours pass for a hiding, and the worker look at it; return how many it ended."""
    shift, fresh = dt.timedelta(hours=hours), Hiding.objects.get(pk=hiding.pk)
    moved = {
        name: moment - shift
        for name in ("asked_at", "hidden_at", "back_at", "confirmed_at", "removal_agreed_at")
        if (moment := getattr(fresh, name)) is not None
    }
    Hiding.objects.filter(pk=hiding.pk).update(**moved)
    return end_terms()
