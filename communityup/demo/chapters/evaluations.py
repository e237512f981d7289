"""Looking back on sessions: of one the counts are known, of another people can still answer."""

from typing import Any

from communityup.demo import queries
from communityup.network.evaluations import actions
from communityup.network.meetings.models import Session


def say_how_it_was(session: Session, one: dict[str, Any]) -> None:
    """Let people who were there answer the three questions; what is two weeks old closes."""
    told = one.get("found", [])
    if told:
        actions.begin(session)
    for answer in told:
        place = session.gathering.registrations.get(person=queries.person(answer["who"]))
        worth, got, equal = answer["says"]
        actions.answer(session, place, worth=worth, got=got, equal=equal, words=answer.get("words", ""))
    if told:
        actions.close_due()
