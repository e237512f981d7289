"""A party goes through the real actions: asked by one of its people, with the yes of a second one or after its days."""

import datetime as dt

from django.utils import timezone

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.leaving.actions import agree_to_go, ask_to_go
from communityup.workspace.leaving.jobs import follow_departures
from tests.make_notices import at

AFTERWARDS = dt.timedelta(days=3, minutes=1)


def party_goes(challenge: Challenge, person: Person, *, second: Person | None = None, words: str = "") -> Party:
    """Let the party of this person go: with the yes of the second one, or when its days have passed."""
    asked = ask_to_go(challenge, words=words, by=Actor.of(person))
    if second is not None:
        agree_to_go(asked, by=Actor.of(second))
    else:
        with at(timezone.now() + AFTERWARDS):
            follow_departures()
    party = Party.objects.get(pk=asked.party_id)
    assert party.state == Party.State.LEFT
    return party
