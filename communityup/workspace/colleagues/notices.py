"""Who hears about colleagues: who is asked, and who got places handed over, by mail in their own language."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.actions import invite
from communityup.people.models import Person
from communityup.post.actions import send
from communityup.workspace.challenges.models import Party
from communityup.workspace.colleagues.models import ColleagueInvitation


def ask(invitation: ColleagueInvitation, parties: Sequence[Party], *, language: str) -> None:
    """Mail that colleagues ask somebody to join; the answer is given signed in with this address."""
    with override(language):
        words = {
            "name": invitation.organisation.name,
            "titles": "".join(f"\n- {party.challenge.title}" for party in parties),
            "link": settings.SITE_ADDRESS + reverse("colleagues:join", args=[invitation.public_id]),
        }
        subject = _("Join %(name)s") % words
        text = _("Hello,\n\nYour colleagues ask you to join %(name)s on this platform.") % words
        if parties:
            text += "\n\n" + _("You then take part in:%(titles)s") % words
        text += "\n\n" + _("Answer here, with this e-mail address. You need no password.\n%(link)s") % words
        why = _("You get this mail because a colleague filled in your address. We do not keep it for anything else.")
        invite(to=invitation.email, subject=subject, text=text, why=why, key=f"colleague:{invitation.public_id}")


def handed_over(colleague: Person, parties: Sequence[Party], *, giver: Person, key: str) -> None:
    """Mail a colleague which places are theirs from now on."""
    with override(colleague.language):
        words = {
            "giver": giver,
            "titles": "".join(f"\n- {party.challenge.title} ({party.name})" for party in parties),
            "link": settings.SITE_ADDRESS + reverse("colleagues:page"),
        }
        subject = _("%(giver)s handed places over to you") % words
        text = (
            _(
                "Hello,\n\n%(giver)s handed these places over to you:%(titles)s\n\n"
                "Read the working agreement of each challenge and accept it; then you decide for your party. "
                "Tell there too what you may promise yourself: what %(giver)s said about that does not count for you."
                "\n%(link)s"
            )
            % words
        )
        send(to=colleague.email, subject=subject, text=text, why=_("You get this because you take part."), key=key)
