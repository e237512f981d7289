"""The demo app."""

from django.apps import AppConfig

from communityup.ui.queries import register_banner


class DemoConfig(AppConfig):
    """Demo content, and stepping into a demo role."""

    name = "communityup.demo"

    def ready(self) -> None:
        """Show the bar "look as" on every page of a demo site."""
        from communityup.demo.permissions import bar_is_shown

        register_banner("demo/_bar.html", bar_is_shown)
