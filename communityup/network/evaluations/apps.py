"""The evaluations app."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """Three questions after a session; of the answers nothing is told but counts that give nobody away."""

    name = "communityup.network.evaluations"

    def ready(self) -> None:
        """Ask on the page of a session and in the letter after it, and tell there and in the report what came out."""
        from communityup.network.evaluations import privacy, queries
        from communityup.network.evaluations.notices import asked_along
        from communityup.network.evaluations.notices import register as register_notices
        from communityup.network.meetings.queries import register_around, register_for_who_comes, register_told
        from communityup.network.recordings.queries import register_for_speakers
        from communityup.network.reports.queries import register_below
        from communityup.network.takeaways.queries import register_along
        from communityup.texts.queries import register_objects

        register_told(queries.told)
        register_below(queries.below)
        register_around(queries.around)
        register_for_speakers(queries.for_speakers)
        register_for_who_comes(queries.for_who_comes)
        register_along(asked_along)
        register_notices()
        register_objects(*privacy.OBJECTS)
