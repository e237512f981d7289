"""Who hears about who guards the process: everybody, at the same moment (E29).

Somebody from outside who is asked gets a letter, and so does a colleague who stands in: no line says who that is.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.actions import invite as send_invitation
from communityup.people.models import Person
from communityup.workspace.challenges.models import Facilitator
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.facilitators import events
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.facilitators.permissions import LETTER_KEY
from communityup.workspace.tasks.notices import address, mail, moment, no_longer


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
        if candidacy.without is not None:
            asks = _("to look from outside whether the others go on for now without a party that stays silent")
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


def tell_stand_ins(guard: Facilitator, *, before: Person | None, now: Person | None) -> None:
    """Mail who of the same party stands in for a facilitator from now on, and who no longer does."""
    if guard.party is None or before == now:
        return
    words = {"name": str(guard.person), "title": guard.challenge.title}
    words["link"] = address("facilitators:page", guard.challenge.slug)
    if now is not None:
        with override(now.language):
            text = _(
                '%(name)s guards the process of "%(title)s" and chose you to stand in. When something waits three days '
                "for %(name)s, you can do it; then it stands among your tasks.\n\n"
                "Would you rather not? Say so here:\n%(link)s"
            )
            _stand_in(guard, now, _("You stand in for %(name)s") % words, text % words)
    if before is not None:
        with override(before.language):
            text = _('You do not stand in for %(name)s any more in "%(title)s".\n\n%(link)s') % words
            _stand_in(guard, before, no_longer(words), text)


def _stand_in(guard: Facilitator, person: Person, subject: str, text: str) -> None:
    mail(person, subject=subject, text=text, key=f"guard-stand-in:{guard.pk}:{moment(timezone.now())}")
