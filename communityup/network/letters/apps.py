"""The letters app."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters of a network by mail, to who stays informed about their topic."""

    name = "communityup.network.letters"

    def ready(self) -> None:
        """Show the way to the letters beside the form to stay informed, and say what is personal."""
        from communityup.network.letters import privacy
        from communityup.network.letters.notices import register as register_notices
        from communityup.network.newsletter.queries import register_earlier
        from communityup.texts.queries import register_kinds, register_objects

        register_earlier("letters:archive", writing="letters:overview")
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
