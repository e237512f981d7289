"""Who hears about a conversation from elsewhere: nobody, because nobody is in it yet."""

from communityup.notices.queries import register_nobody
from communityup.workspace.imports import events


def register() -> None:
    """Say that nobody hears about imports; called in AppConfig.ready."""
    register_nobody(events.ConversationImported, why="The parties of a conversation held elsewhere have nobody here.")
