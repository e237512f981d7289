"""The letters app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Letters of a network by mail, to who stays informed about their topic."""

    name = "communityup.network.letters"

    def ready(self) -> None:
        """Show the way to the letters beside the form to stay informed, and say what is personal."""
        from communityup.network.letters import privacy
        from communityup.network.letters.notices import register as register_notices
        from communityup.network.networks.queries import Work, register_work
        from communityup.network.newsletter.queries import register_earlier
        from communityup.texts.queries import register_kinds, register_objects

        register_earlier("letters:archive", writing="letters:overview")
        register_work(Work(label=_("Write and plan letters"), url_name="letters:overview", order=40))
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
