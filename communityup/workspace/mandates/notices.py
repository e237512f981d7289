"""Who hears about mandates and what parties put in: everybody alike. Who stands behind a party gets one letter."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.queries import register_nobody
from communityup.post.actions import send
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.mandates import events
from communityup.workspace.mandates.models import SponsorAddress

SPONSOR_KEY = "sponsor:"
SALT = "mandates.sponsor"


def register() -> None:
    """Say who hears about mandates and commitment; called in AppConfig.ready."""
    tell_everybody(
        events.MandateStated,
        events.CommitmentMade,
        events.CommitmentLowered,
        events.CommitmentConfirmed,
        url=page("mandates:page"),
    )
    register_nobody(
        events.SponsorReachable,
        events.SponsorUnreachable,
        why="It is a party's own matter; who reads the letters is told by letter.",
    )


def stop_url(given: SponsorAddress) -> str:
    """Return where the reader of the letters can take the address away; only letters hold this link."""
    token = signing.dumps(given.public_id, salt=SALT)
    return settings.SITE_ADDRESS + reverse("mandates:stop", args=[given.party.challenge.slug, token])


def tell_sponsor(given: SponsorAddress) -> None:
    """Mail once that somebody was named as standing behind a party, and how to end that."""
    words = {"party": given.party.name, "title": given.party.challenge.title, "link": stop_url(given)}
    with override(given.language):
        send(
            to=given.email,
            subject=_("You stand behind %(party)s") % words,
            text=_(
                'Hello,\n\n%(party)s takes part in the challenge "%(title)s" and says that you stand behind that.\n\n'
                "You get a letter only when %(party)s has not answered for a long time. No page shows your address.\n\n"
                "Is this not right, or do you want no letters? Then have your address taken away:\n%(link)s"
            )
            % words,
            why=_("You get this because somebody of %(party)s filled in your address.") % words,
            key=f"{SPONSOR_KEY}{given.public_id}",
        )
