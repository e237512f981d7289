"""The adaptations app."""

from django.apps import AppConfig


class AdaptationsConfig(AppConfig):
    """Adaptations: who used a practice of others, and what they changed in it."""

    name = "communityup.network.adaptations"

    def ready(self) -> None:
        """Put what was told on the page of the practice."""
        from communityup.network.adaptations import privacy
        from communityup.network.adaptations.notices import register as register_notices
        from communityup.network.adaptations.queries import told_about
        from communityup.network.library.queries import register_told
        from communityup.texts.queries import register_kinds

        register_told(told_about)
        register_notices()
        register_kinds(*privacy.KINDS)
