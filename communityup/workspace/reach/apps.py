"""The reach app."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    """Reaching people: share link, poster, contact, practice challenges, sub-challenges."""

    name = "communityup.workspace.reach"
