"""The outreach app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    """Who is missing: perspectives, outreach, the open chair, and a new party by consent."""

    name = "communityup.workspace.outreach"

    def ready(self) -> None:
        """Let joining be a question to all parties, and offer the open chair in the lead-in."""
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.actions import register_admission
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.outreach import actions, privacy, queries
        from communityup.workspace.outreach.notices import register as register_notices
        from communityup.workspace.tasks.queries import register_tasks

        register_admission(actions.ask_parties)
        register_subject(
            Subject(
                prefix=queries.JOIN,
                label=queries.label,
                why=queries.why,
                carry_out=actions.admit,
                url=queries.url,
                things=by_round(queries.newcomers),
                besides=queries.left_out,
                firm=True,
            )
        )
        register_part(
            Part(
                key="outreach",
                label=_("Who is missing?"),
                why=_("Name the views that nobody here has yet, and keep a chair open for them."),
                url_name="outreach:page",
                order=65,
                state=queries.state,
            )
        )
        register_tasks(queries.tasks)
        register_erasure(actions.forget_newcomers)
        register_notices()
        register_kinds(*privacy.KINDS)
