"""The rules app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    """The working agreement of a challenge (spelregels): versions, acceptance per seat, change by consent."""

    name = "communityup.workspace.rules"

    def ready(self) -> None:
        """Offer the rules in the lead-in, and let a new version be a question to all parties."""
        from django.urls import reverse

        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.permissions import register_lapse
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Lasting, Subject, register_lasting, register_subject
        from communityup.workspace.rules import actions, privacy, queries
        from communityup.workspace.rules.models import Version
        from communityup.workspace.tasks.queries import register_tasks

        register_subject(
            Subject(
                prefix=queries.RULES,
                label=lambda _asked: _("A new version of the working agreement"),
                why=lambda _asked: _(
                    "It counts from the day all parties agree, never for what was decided before. Who says yes for a "
                    "party accepts it for their own place too."
                ),
                carry_out=actions.agree_to_rules,
                things=by_round(lambda: Version.objects.select_related("words__current")),
                counts=lambda asked: asked.thing.number == asked.challenge.rules,
                reads=queries.words_asked,
                about_url=queries.version_url,
                url=lambda asked: reverse("rules:page", args=[asked.challenge.slug]),
            )
        )
        register_lasting(
            queries.RULES,
            Lasting(
                counts=queries.agreed_now,
                label=queries.agreed_label,
                url=lambda asked: reverse("rules:page", args=[asked.challenge.slug]),
            ),
        )
        register_part(
            Part(
                key="rules",
                label=_("Working agreement"),
                why=_("So everybody knows beforehand how you talk, decide and leave."),
                url_name="rules:page",
                order=20,
                state=lambda challenge: _("version %(number)s") % {"number": challenge.rules},
                firm=True,
            )
        )
        register_lapse(queries.lapsed)
        register_tasks(queries.tasks)
        register_kinds(*privacy.KINDS)
