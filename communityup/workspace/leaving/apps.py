"""The leaving app."""

from django.apps import AppConfig


class LeavingConfig(AppConfig):
    """A person, a party or an observer that goes, and the briefing for who takes a place over."""

    name = "communityup.workspace.leaving"

    def ready(self) -> None:
        """Say what happens to places when somebody leaves, how an observer goes, and who hears of it."""
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.council.queries import OBSERVER_END, window_url
        from communityup.workspace.leaving import actions, privacy, queries
        from communityup.workspace.leaving.notices import register as register_notices
        from communityup.workspace.tasks.queries import register_tasks

        register_erasure(actions.leave_all_seats)
        register_subject(
            Subject(
                prefix=OBSERVER_END,
                label=queries.observer_end_label,
                why=queries.observer_end_why,
                carry_out=actions.end_observing,
                url=window_url,
                things=by_round(queries.observer_ends, "round"),
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
        register_tasks(queries.tasks, lasting=True)
