"""The look: components as template tags, the page around everything, pictures, error pages."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Fill the registries that `ui` itself has something for."""

    name = "communityup.ui"
    label = "ui"
    verbose_name = _("Look")

    def ready(self) -> None:
        from communityup.ui.queries import check_theme_tokens

        register(check_theme_tokens)
