"""The endings app."""

from django.apps import AppConfig


class EndingsConfig(AppConfig):
    """Closing a challenge by the yes of all parties, with what came of it; and opening it again the same way."""

    name = "communityup.workspace.endings"

    def ready(self) -> None:
        """Let closing and opening again be questions to all parties, and shut the log of what is closed."""
        from django.urls import reverse

        from communityup.log.events import register_gate
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.permissions import register_lasting
        from communityup.workspace.challenges.queries import register_marks
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.endings import actions, permissions, privacy, queries
        from communityup.workspace.endings.notices import register as register_notices

        kinds = (
            (permissions.CLOSING, actions.close, by_round(queries.closings)),
            (permissions.REOPENING, actions.reopen, by_round(queries.reopenings)),
        )
        for prefix, carry_out, things in kinds:
            register_subject(
                Subject(
                    prefix=prefix,
                    label=queries.label,
                    why=queries.why,
                    carry_out=carry_out,
                    things=things,
                    url=lambda asked: reverse("endings:page", args=[asked.challenge.slug]),
                    while_closed=prefix == permissions.REOPENING,
                )
            )
        register_gate(permissions.refuse_line)
        register_lasting(permissions.stays_open)
        register_marks(queries.marks)
        register_notices()
        register_kinds(*privacy.KINDS)
