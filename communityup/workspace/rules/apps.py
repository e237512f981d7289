"""The rules app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """The working agreement of a challenge (spelregels): versions, acceptance per seat, change by consent."""

    name = "communityup.workspace.rules"
