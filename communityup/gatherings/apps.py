"""The gatherings app."""

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    """Coming together: a rough date or a moment, a place, and the day for one's calendar."""

    name = "communityup.gatherings"
