"""The contacts app."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """Who is who, by choice, and messages between people of members without showing addresses."""

    name = "communityup.network.contacts"

    def ready(self) -> None:
        """Lead there from the members, say who hears of it, and forget who leaves."""
        from communityup.network.contacts import actions, privacy, queries
        from communityup.network.contacts.notices import register as register_notices
        from communityup.network.members.queries import register_who
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects

        register_who("contacts:list", reach=queries.reached)
        register_erasure(actions.forget_person)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
