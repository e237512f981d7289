"""The council app."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """The window of council and executive: what they leave free, questions, formal decisions."""

    name = "communityup.workspace.council"
