"""Who hears about what went before: everybody, at the same moment, with the page where the words stand."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.history import events


def register() -> None:
    """Say who hears when something is told, read or settled; called in AppConfig.ready."""
    tell_everybody(
        events.EntryTold,
        events.NamelessEntryTold,
        events.EntryReworded,
        events.EntryWithdrawn,
        events.NamelessEntryWithdrawn,
        events.ReadingLaid,
        events.NamelessReadingLaid,
        events.SettledTogether,
        events.ReadingWithdrawn,
        events.NamelessReadingWithdrawn,
        url=page("history:entry", of_object=True),
    )
