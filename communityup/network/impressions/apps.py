"""The impressions app."""

from django.apps import AppConfig


class ImpressionsConfig(AppConfig):
    """What visitors saw, take along and noticed; the host reads it first, and it is public only with its yes."""

    name = "communityup.network.impressions"

    def ready(self) -> None:
        """Put what visitors told on the page of visits, on the page of each visit, and beside its session."""
        from communityup.network.impressions import privacy, queries
        from communityup.network.impressions.notices import register as register_notices
        from communityup.network.meetings.queries import register_around as register_around_session
        from communityup.network.visits.queries import register_around, register_published
        from communityup.texts.queries import register_kinds

        register_published(queries.published)
        register_around(queries.around)
        register_around_session(queries.of_session)
        register_notices()
        register_kinds(*privacy.KINDS)
