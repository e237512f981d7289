"""The programme app."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The programme of a session: parts in order, and three questions to who brings something."""

    name = "communityup.network.programme"

    def ready(self) -> None:
        """Put the programme on the page of a session, in its letters and in the file for a calendar."""
        from communityup.network.meetings.notices import register_programme
        from communityup.network.meetings.queries import register_around, register_told
        from communityup.network.programme import privacy, queries
        from communityup.network.programme.notices import in_words
        from communityup.network.programme.notices import register as register_notices
        from communityup.network.treated.queries import register_also
        from communityup.texts.queries import register_kinds

        register_around(queries.around)
        register_told(queries.told)
        register_also(queries.sessions_treating)
        register_programme(in_words)
        register_notices()
        register_kinds(*privacy.KINDS)
