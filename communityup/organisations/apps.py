"""The organisations app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations and groups alike, their people, and the proof that these speak for them."""

    name = "communityup.organisations"

    def ready(self) -> None:
        """Say what leaving the platform means for one's organisations, and take the person out of them."""
        from communityup.organisations import privacy
        from communityup.organisations.actions import leave_all_organisations
        from communityup.organisations.privacy import organisations_left_empty
        from communityup.people.privacy import register_consequence, register_erasure
        from communityup.texts.queries import register_kinds, register_objects

        register_erasure(leave_all_organisations)
        register_consequence(organisations_left_empty)
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
