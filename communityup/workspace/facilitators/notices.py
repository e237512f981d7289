"""Who hears about who guards the process: everybody, at the same moment (E29). Somebody from outside gets a letter."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.actions import invite as send_invitation
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.facilitators import events
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.facilitators.permissions import LETTER_KEY


def register() -> None:
    """Say who hears about facilitators and helpers; called in AppConfig.ready."""
    here = page("facilitators:page")
    tell_everybody(
        events.FacilitatorProposed, events.HelperProposed, events.HandoverAsked, events.ReplacementAsked,
        url=here,
        urgent=True,
    )  # fmt: skip
    tell_everybody(
        events.CandidateAccepted,
        events.CandidateAgreed,
        events.CandidacyEnded,
        events.FacilitatorBegan,
        events.FacilitatorHandedOver,
        events.FacilitatorStopped,
        events.FacilitatorReplaced,
        events.SubstituteNamed,
        events.SubstituteAccepted,
        events.SubstituteEnded,
        events.HelperBegan,
        events.HelperStopped,
        url=here,
    )


def invite(candidacy: Candidacy, *, language: str) -> None:
    """Mail somebody from outside what they are asked for; they answer signed in with this address."""
    challenge = candidacy.challenge
    with override(language):
        asks = {
            Candidacy.Role.FACILITATOR: _("to guard the process, together with one other"),
            Candidacy.Role.SUBSTITUTE: _("to stand in for a facilitator when something waits for three days"),
            Candidacy.Role.HELPER: _("to help from outside"),
        }[Candidacy.Role(candidacy.role)]
        link = reverse("facilitators:answer", args=[challenge.slug, candidacy.public_id])
        words = {"title": challenge.title, "place": challenge.place, "why": challenge.why, "asks": asks}
        words["link"] = settings.SITE_ADDRESS + link
        send_invitation(
            to=candidacy.email,
            subject=_("A question to you: %(title)s") % words,
            text=_(
                'Hello,\n\nIn the challenge "%(title)s" (%(place)s) you are asked %(asks)s.\n\n%(why)s\n\n'
                "Read more and say yes or no, with this e-mail address. You need no password.\n%(link)s"
            )
            % words,
            why=_("You get this because somebody filled in your address. We do not keep it for anything else."),
            key=f"{LETTER_KEY}{candidacy.public_id}",
        )
