"""The subchallenges app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubchallengesConfig(AppConfig):
    """A challenge split in parts that keep the whole in view: sub-challenges, both ways."""

    name = "communityup.workspace.subchallenges"

    def ready(self) -> None:
        """Offer splitting in the lead-in, and let putting together and loosening be questions to all parties."""
        from django.urls import reverse

        from communityup.workspace.challenges.models import Challenge, Template
        from communityup.workspace.challenges.queries import Part, register_goals, register_part
        from communityup.workspace.consent.models import by_id
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.subchallenges import actions, queries
        from communityup.workspace.subchallenges.models import Link
        from communityup.workspace.subchallenges.notices import register as register_notices

        register_goals(queries.goals_of_whole)
        register_part(
            Part(
                key="subchallenges",
                label=_("Sub-challenges"),
                why=_("Is this too big for one conversation? Split a part off, and keep the whole in view."),
                url_name="subchallenges:page",
                order=70,
                since=Template.REGULAR,
            )
        )
        for prefix, carry_out in ((queries.HERE, actions.ask_there), (queries.THERE, actions.put_together)):
            register_subject(
                Subject(
                    prefix=prefix,
                    label=queries.label,
                    why=lambda _asked: _(
                        "Each keeps its own table and decides for itself; the goals of the whole stay in view in the "
                        "part. It counts when all parties of both challenges agree."
                    ),
                    carry_out=carry_out,
                    things=by_id(lambda: Link.objects.select_related("whole", "part")),
                    counts=lambda asked: asked.thing.linked_at is not None and asked.thing.ended_at is None,
                    url=lambda asked: reverse("subchallenges:page", args=[asked.challenge.slug]),
                )
            )
        register_subject(
            Subject(
                prefix=queries.LOOSEN,
                label=queries.loosening_label,
                why=lambda _asked: _("Both go on by themselves. Nothing that was agreed changes."),
                carry_out=actions.loosen,
                things=by_id(Challenge.objects.all),
                url=lambda asked: reverse("subchallenges:page", args=[asked.challenge.slug]),
            )
        )
        register_notices()
