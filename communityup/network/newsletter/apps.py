"""The newsletter app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """Letters: staying informed about a network by mail, without an account."""

    name = "communityup.network.newsletter"
    verbose_name = _("Stay informed")

    def ready(self) -> None:
        """Put the form on the page of every network, and forget who leaves."""
        from communityup.network.networks.queries import register_facts, register_tab
        from communityup.network.newsletter import actions, notices, privacy, queries
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_objects

        register_tab(queries.TAB)
        register_facts(queries.facts)
        register_erasure(actions.forget_person)
        notices.register()
        register_objects(*privacy.OBJECTS)
