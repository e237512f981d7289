"""The portal app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Home, one's own page, and the pages about this site."""

    name = "communityup.portal"

    def ready(self) -> None:
        """Put the portal's words in the menu and the footer, and the tasks of the network beside the others."""
        from django.conf import settings

        from communityup.network.library.queries import register_origin
        from communityup.network.programme.queries import register_challenges
        from communityup.people.privacy import register_erasure
        from communityup.portal import actions, privacy, queries
        from communityup.texts.queries import register_objects
        from communityup.ui.queries import register_footer, register_menu
        from communityup.workspace.room.queries import register_offer
        from communityup.workspace.tasks.queries import register_tasks

        register_erasure(actions.forget_person)
        register_objects(*privacy.OBJECTS)
        for tasks in queries.TASKS:
            register_tasks(tasks)
        register_offer(queries.practice_offer)
        register_origin(queries.origin_of)
        register_challenges(queries.challenges_at)
        register_menu(_("How it works"), "how_it_works", 60)
        register_menu(_("Search"), "search", 70)
        register_menu(_("My page"), "my_page", 90)
        register_footer(_("Accessibility"), "accessibility", 10)
        register_footer(_("Privacy"), "privacy", 20)
        register_footer(_("Word list"), "glossary", 30)
        register_footer(_("Is the log right?"), "log_check", 35)
        if not settings.SOURCE_URL:
            register_footer(_("Source code"), "source", 40)
