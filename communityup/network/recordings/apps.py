"""The recordings app."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Recordings of sessions, each open only as far as everybody who speaks in it allows."""

    name = "communityup.network.recordings"

    def ready(self) -> None:
        """Put the recording on the page of its session and on the page of a place, and forget who leaves."""
        from communityup.gatherings.queries import register_forgetting
        from communityup.network.meetings.privacy import register_names
        from communityup.network.meetings.queries import register_around, register_for_who_comes
        from communityup.network.recordings import actions, privacy, queries
        from communityup.network.recordings.notices import register as register_notices
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects

        register_around(queries.around)
        register_for_who_comes(queries.for_who_comes)
        register_names(queries.speakers_of)
        register_forgetting(actions.keep_rights)
        register_erasure(actions.forget_person)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
