"""Who hears in which session a learning question is treated: who searches along on it."""

from communityup.network.peers.notices import at_question, owners
from communityup.network.treated import events
from communityup.notices.queries import register_hearers, register_nobody


def register() -> None:
    """Say who hears about learning questions in sessions; called in AppConfig.ready."""
    register_hearers(events.QuestionTreated, hearers=owners, url=at_question)
    register_nobody(events.QuestionTakenOff, why="Who took it off knows; the page of the question shows the rest.")
