"""The setup app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SetupConfig(AppConfig):
    """How we work here: parts of the platform that are off, and parts of the start that all parties skip."""

    name = "communityup.workspace.setup"

    def ready(self) -> None:
        """Offer the set-up in the lead-in, and let switching and skipping be questions to all parties."""
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.setup import actions, queries
        from communityup.workspace.setup.notices import register as register_notices

        register_subject(
            Subject(
                prefix=queries.OFF,
                label=lambda asked: _("Switch off: %(part)s") % {"part": queries.name_of(asked.about)},
                why=lambda _asked: _("It leaves the menu and nothing is added. What was written stays readable."),
                carry_out=actions.switch_off,
                url=queries.url_of,
            )
        )
        register_subject(
            Subject(
                prefix=queries.ON,
                label=lambda asked: _("Switch on again: %(part)s") % {"part": queries.name_of(asked.about)},
                why=lambda _asked: _("It comes back in the menu, with everything that was written."),
                carry_out=actions.switch_on,
                url=queries.url_of,
            )
        )
        register_subject(
            Subject(
                prefix=queries.SKIP,
                label=lambda asked: _("Skip at the start: %(part)s") % {"part": queries.name_of(asked.about)},
                why=lambda _asked: _("It is no longer offered. Any party can take it up again."),
                carry_out=actions.skip,
                url=queries.url_of,
            )
        )
        register_part(
            Part(
                key="setup",
                label=_("What we use"),
                why=_("So this challenge asks no more of you than it needs."),
                url_name="setup:page",
                order=97,
                state=queries.state,
                firm=True,
            )
        )
        register_notices()
