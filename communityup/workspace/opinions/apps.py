"""The opinions app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpinionsConfig(AppConfig):
    """The opinion map."""

    name = "communityup.workspace.opinions"

    def ready(self) -> None:
        """Let parties do without the map."""
        from communityup.workspace.setup.queries import Module, register_module

        register_module(
            Module(
                key="opinions",
                label=_("Opinion map"),
                why=_("A picture of where you meet and where you differ."),
                order=20,
                url_name="opinions:map",
            )
        )
