"""The members app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Members of a network: who asks to join, who is in it and who acts for it, and buddies who help newcomers in."""

    name = "communityup.network.members"

    def ready(self) -> None:
        """Put members on the pages of a network, and forget who leaves."""
        from communityup.network.members import actions, permissions, privacy, queries
        from communityup.network.members.notices import register as register_notices
        from communityup.network.networks.queries import (
            Work,
            register_facts,
            register_joining,
            register_tab,
            register_work,
        )
        from communityup.network.newsletter.queries import register_shielding
        from communityup.organisations.permissions import register_bearers
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects

        for tab in queries.TABS:
            register_tab(tab)
        register_facts(queries.facts)
        register_joining("members:apply", acts=permissions.delegate_of)
        register_erasure(actions.forget_person)
        register_shielding(actions.take_back_of)
        register_bearers("network_members")
        waits = queries.applications
        register_work(Work(label=_("Who asks to join"), url_name="members:applications", order=10, waits=waits))
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
