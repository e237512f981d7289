"""The joining app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JoiningConfig(AppConfig):
    """Taking part with a code from a letter or a hall, without an account first."""

    name = "communityup.workspace.joining"

    def ready(self) -> None:
        """Offer codes in the lead-in, let the open conversation be asked, and bring a guest's answers along."""
        from django.urls import reverse

        from communityup.people.privacy import register_erasure, register_move
        from communityup.people.queries import guest_here
        from communityup.texts.queries import register_objects
        from communityup.ui.queries import register_banner
        from communityup.workspace.challenges.models import Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.joining import actions, privacy, queries
        from communityup.workspace.joining.notices import register as register_notices

        register_erasure(actions.forget_arrivals)
        register_objects(*privacy.OBJECTS)
        register_move(actions.bring_answers)
        register_move(actions.bring_places)
        register_banner("joining/_guest.html", lambda request: guest_here(request) is not None)
        register_subject(
            Subject(
                prefix=queries.OPEN_CODES,
                label=lambda _asked: _("Codes for the open conversation"),
                why=lambda _asked: _(
                    "Each party may then invite people who speak in their own name, by letter or in a hall."
                ),
                carry_out=actions.open_codes,
                url=lambda asked: reverse("joining:page", args=[asked.challenge.slug]),
            )
        )
        register_part(
            Part(
                key="joining",
                label=_("Letters and codes"),
                why=_("Let people take part without an account, with a code from a letter or in a hall."),
                url_name="joining:page",
                order=35,
                state=queries.state,
                since=Template.REGULAR,
            )
        )
        register_notices()
