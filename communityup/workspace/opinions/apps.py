"""The opinions app."""

from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    """Releases of figures, and the opinion map."""

    name = "communityup.workspace.opinions"
