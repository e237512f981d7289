"""The opinions app."""

from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    """The opinion map."""

    name = "communityup.workspace.opinions"
