"""The challenges app."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Identity of a challenge, its parties and their people."""

    name = "communityup.workspace.challenges"
