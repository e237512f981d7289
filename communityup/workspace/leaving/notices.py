"""Who hears that a party goes: everybody, at the same moment."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.leaving import events


def register() -> None:
    """Say who hears that a party goes; called in AppConfig.ready."""
    tell_everybody(events.PartyWent, url=page("leaving:gone"), urgent=True)
