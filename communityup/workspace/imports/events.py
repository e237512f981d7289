"""What can happen with conversations from elsewhere: they are brought here."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ConversationImported(Event):
    """A conversation from elsewhere was brought here, or what it had grown by.

    One line for all of it: how many people, thoughts and answers are new, and the root over the shuffled, salted rows
    of all `answers` that are here now.
    """

    type: ClassVar = "imports.conversation_imported"
    sentence: ClassVar = _(
        "A conversation was imported: {new_people} people, {new_thoughts} thoughts, {new_answers} answers"
    )
    new_people: int
    new_thoughts: int
    new_answers: int
    changed: int
    answers: int
    root: str
