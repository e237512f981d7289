"""The council app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilConfig(AppConfig):
    """The window of council and executive: what they leave free, questions, formal decisions."""

    name = "communityup.workspace.council"

    def ready(self) -> None:
        """Offer the window in the lead-in, let all parties agree on who reads along, and forget who leaves."""
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.challenges.models import Phase, Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.council import actions, privacy, queries
        from communityup.workspace.council.models import ObserverInvitation
        from communityup.workspace.council.notices import register as register_notices
        from communityup.workspace.phases.queries import Item, register_checklist
        from communityup.workspace.setup.queries import Module, register_module
        from communityup.workspace.tasks.queries import register_tasks

        register_module(
            Module(
                key="council",
                label=_("Council and executive"),
                why=_("What they leave free, and questions in public."),
                order=50,
                stays=frozenset({"council:stop"}),
            )
        )
        register_erasure(actions.forget_observer)
        register_tasks(queries.tasks)
        register_subject(
            Subject(
                prefix=queries.OBSERVER,
                label=queries.observer_label,
                why=lambda _asked: _("An observer reads everything and asks in public, and decides nothing."),
                carry_out=actions.invite_observer,
                url=queries.window_url,
                part="council",
                things=by_round(lambda: ObserverInvitation.objects.select_related("who__current"), "round"),
            )
        )
        register_part(
            Part(
                key="council",
                label=_("Council and executive"),
                why=_("So council and executive know early what is going on, and say what they leave free."),
                url_name="council:page",
                order=80,
                state=queries.state,
                since=Template.HEAVY,
            )
        )
        register_checklist(
            Item(
                key="council",
                phase=Phase.LEAD_IN,
                label=_("Council and executive say what they leave free"),
                url_name="council:page",
                done=lambda challenge: bool(queries.freed(challenge)["freed"]),
                since=Template.HEAVY,
                order=50,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
