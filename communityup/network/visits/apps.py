"""The visits app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Working visits and guest stories: asked, offered, matched by reasons, agreed by both."""

    name = "communityup.network.visits"

    def ready(self) -> None:
        """Put visits on the pages of a network, and say who may read what."""
        from communityup.network.networks.queries import Work, register_tab, register_work
        from communityup.network.visits import privacy, queries
        from communityup.network.visits.notices import register as register_notices
        from communityup.texts.queries import register_kinds, register_objects

        for tab in queries.TABS:
            register_tab(tab)
        register_work(Work(label=_("Match visits"), url_name="visits:matching", order=30))
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
