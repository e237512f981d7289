"""Who hears about paper: everybody hears that forms are printed and taken back; who comes, the counts show."""

from communityup.notices.queries import register_housekeeping, register_nobody
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.paper import events


def register() -> None:
    """Say who hears about paper; called in AppConfig.ready."""
    tell_everybody(events.FormsPrinted, events.FormsRevoked, url=page("paper:page"))
    register_housekeeping(events.FormsPrinted, events.FormsRevoked)
    register_nobody(
        events.FormWaits,
        events.FormDeclined,
        events.FormTakenBack,
        why="It is a task of the party that it waits for; the page of paper counts for everybody what waits.",
    )
    register_nobody(events.CameByForm, why="One person at a time goes on online; the page of paper counts them.")
