"""Letters of a network, written, planned and sent through the real actions, with the clock stopped."""

import datetime as dt

from communityup.network.letters import actions
from communityup.network.letters.models import Letter
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.actions import send_due
from tests.make_notices import TUESDAY, at

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
WORDS = {
    "title": "Wat we leerden in De Schakel",
    "topic": "sessions",
    "intro": "Dertig mensen kwamen kijken. Dit nemen ze mee.",
    "words": (
        "Het begon met koffie.\n\n## Wat opviel\n- Bewoners houden zelf de sleutel\n- De gemeente belt eerst\n\n"
        "Lees [het hele verslag](https://example.org/verslag) of kijk op https://example.org/agenda."
    ),
}


def draft(made: Network, person: Person, **words: str) -> Letter:
    """Write a letter that is not planned."""
    return actions.begin_letter(made, words={**WORDS, **words}, by=Actor.of(person))


def planned(made: Network, person: Person, moment: dt.datetime = TUESDAY, **words: str) -> Letter:
    """Write a letter and plan it, an hour before its moment."""
    letter = draft(made, person, **words)
    with at(moment - HOUR):
        return actions.plan_letter(letter, moment=moment, by=Actor.of(person))


def begun(made: Network, person: Person, moment: dt.datetime = TUESDAY, **words: str) -> Letter:
    """Let a letter begin to go out; its first copies wait in the outbox."""
    letter = planned(made, person, moment, **words)
    with at(moment):
        actions.go_on()
    return again(letter)


def sent(made: Network, person: Person, moment: dt.datetime = TUESDAY, **words: str) -> Letter:
    """Let a letter go out to everybody."""
    letter = planned(made, person, moment, **words)
    run(moment)
    return again(letter)


def run(moment: dt.datetime = TUESDAY) -> int:
    """Let a worker do at a moment all there is to do; return how much that was."""
    with at(moment):
        done = 0
        while step := actions.go_on() + send_due():
            done += step
        return done


def again(letter: Letter) -> Letter:
    """Return a letter as it is now."""
    return Letter.objects.select_related("network__stream").get(pk=letter.pk)
