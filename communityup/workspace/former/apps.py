"""The former app."""

from django.apps import AppConfig


class FormerConfig(AppConfig):
    """Who was of a party that is gone, and who alone comes back as that party."""

    name = "communityup.workspace.former"

    def ready(self) -> None:
        """Say who comes back as a party that left, who hears of it, and what goes with somebody who leaves the site."""
        from communityup.people.privacy import register_erasure, register_move
        from communityup.texts.queries import register_objects, register_references
        from communityup.workspace.challenges.actions import register_return
        from communityup.workspace.former import actions, notices, privacy

        register_references("former.ClosedWords.text")
        notices.register()
        register_return(notices.tell_invited_back, actions.who_takes_part)
        register_erasure(actions.forget)
        register_move(actions.move)
        register_objects(*privacy.OBJECTS)
