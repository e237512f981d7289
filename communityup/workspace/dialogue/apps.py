"""The dialogue app."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """Thoughts, private answers and the opinion map."""

    name = "communityup.workspace.dialogue"
