"""The questionnaires app."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Sealed rounds of questions and their release."""

    name = "communityup.questionnaires"

    def ready(self) -> None:
        """Say what is personal here, and what happens to it when somebody leaves."""
        from communityup.people.privacy import register_erasure, register_move
        from communityup.questionnaires import actions, privacy
        from communityup.texts.queries import register_kinds, register_objects

        register_erasure(actions.forget_participant)
        register_move(actions.bring_answers)
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
