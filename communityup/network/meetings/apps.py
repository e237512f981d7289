"""The meetings app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Sessions of a network: past and coming, each at an address that stays."""

    name = "communityup.network.meetings"

    def ready(self) -> None:
        """Put sessions on the pages of every network, and say who hears about them."""
        from communityup.network.meetings import actions, privacy, queries
        from communityup.network.meetings.notices import register as register_notices
        from communityup.network.networks.queries import Work, register_facts, register_tab, register_work
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds

        register_tab(queries.TAB)
        register_facts(queries.facts)
        register_erasure(actions.forget_person)
        register_work(Work(label=_("Plan a session"), url_name="meetings:plan", order=20))
        register_notices()
        register_kinds(*privacy.KINDS)
