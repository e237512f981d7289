"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports of sessions: written, corrected by who was there, and then public at the number of the session."""

    name = "communityup.network.reports"

    def ready(self) -> None:
        """Put the report on the page of its session, and forget who leaves."""
        from django.db.models import Q

        from communityup.network.meetings.queries import (
            Shown,
            register_around,
            register_for_who_comes,
            register_shown,
            register_told,
        )
        from communityup.network.networks.queries import register_facts
        from communityup.network.reports import actions, privacy, queries
        from communityup.network.reports.notices import register as register_notices
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds

        register_around(queries.around)
        register_told(queries.stands)
        register_facts(queries.facts)
        register_for_who_comes(queries.for_who_comes)
        register_shown(Shown(which=Q(report__state="public"), url_name="reports:report"))
        register_erasure(actions.forget_person)
        register_notices()
        register_kinds(*privacy.KINDS)
