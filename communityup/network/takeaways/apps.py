"""The takeaways app."""

from django.apps import AppConfig


class TakeawaysConfig(AppConfig):
    """What people take along from a session, and what they did with it three months later."""

    name = "communityup.network.takeaways"

    def ready(self) -> None:
        """Put the way to it on the page of a session, and forget who leaves."""
        from communityup.network.meetings.queries import register_for_who_comes, register_told
        from communityup.network.takeaways import actions, privacy, queries
        from communityup.network.takeaways.notices import register as register_notices
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects

        register_for_who_comes(queries.for_who_comes)
        register_told(queries.told)
        register_erasure(actions.forget_person)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
