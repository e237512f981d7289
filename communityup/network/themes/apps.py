"""The themes app."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """Themes for the next session, proposed and chosen by members of a network."""

    name = "communityup.network.themes"

    def ready(self) -> None:
        """Put a way to the themes on the page of the sessions."""
        from communityup.network.meetings.queries import register_beside_list
        from communityup.network.themes import privacy, queries
        from communityup.network.themes.notices import register as register_notices
        from communityup.texts.queries import register_kinds

        register_beside_list(queries.beside)
        register_notices()
        register_kinds(*privacy.KINDS)
