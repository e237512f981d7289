"""The facilitation app."""

from django.apps import AppConfig


class FacilitationConfig(AppConfig):
    """Who guards the process, with two keys, and parties that fall asleep."""

    name = "communityup.workspace.facilitation"
