"""The consent app."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The simple form of consent: all parties, silence visible and never a yes."""

    name = "communityup.workspace.consent"

    def ready(self) -> None:
        """Put the questions that wait for a party's answer in the list of tasks."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.consent import privacy
        from communityup.workspace.consent.notices import register as register_notices
        from communityup.workspace.consent.queries import tasks
        from communityup.workspace.tasks.queries import register_tasks

        register_tasks(tasks, lasting=True)
        register_notices()
        register_kinds(*privacy.KINDS)
