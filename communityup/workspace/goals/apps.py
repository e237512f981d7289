"""The goals app."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """Interests per party and goals that are shared by consent."""

    name = "communityup.workspace.goals"
