"""Who hears about codes: everybody hears that they are made and opened; who comes, the counts show."""

from communityup.notices.queries import register_housekeeping, register_nobody
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.joining import events


def register() -> None:
    """Say who hears about codes; called in AppConfig.ready."""
    tell_everybody(events.CodesMade, events.CodesOpened, events.CodesRevoked, url=page("joining:page"))
    register_housekeeping(events.CodesMade, events.CodesRevoked)
    register_nobody(events.CameByCode, why="Hundreds can come in one evening; the page of codes counts them.")
