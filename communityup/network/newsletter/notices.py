"""The letter that asks whose address it is to say yes. What happens here stands in the log; nobody gets a notice."""

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.network.networks.models import Network
from communityup.network.newsletter import events, permissions, queries
from communityup.network.newsletter.models import Subscription
from communityup.notices.queries import register_nobody
from communityup.post.queries import Letter, around, framed, site_address


def register() -> None:
    """Say that nobody gets a notice of who signs up or stops; called in AppConfig.ready."""
    register_nobody(
        events.Subscribed,
        events.ChoiceChanged,
        events.Unsubscribed,
        events.Unreachable,
        events.ListBroughtIn,
        events.ListGiven,
        events.AddressShielded,
        events.AddressOpened,
        why="Who stays informed by mail is their own affair; coordinators see how many there are.",
    )


def letter_to_confirm(network: Network, *, ask_id: str, hashed: str, language: str, name: str = "confirm") -> Letter:
    """Return the letter with the link to say yes; the same words for who is new and who is known.

    The one with the name “list” goes to addresses of an earlier list.
    """
    with override(language):
        subject = _("Do you want to stay informed about %(name)s?") % {"name": network.name}
        words = {**around(subject), **queries.letter_links(network, ask_id, hashed), "network": network}
        text = render_to_string(f"newsletter/mail/{name}.txt", words).strip() + "\n"
        return Letter(words["subject"], text, render_to_string(f"newsletter/mail/{name}.html", words))


def letter_to_open(network: Network, *, hashed: str, language: str) -> Letter:
    """Return the letter with the link by which mail of forms can come to an address again."""
    token = permissions.address_token(permissions.OPEN, network, hashed)
    with override(language):
        text = _(
            "Hello,\n\nOur forms send you no mail any more: somebody said so with a link in a letter to you. Do you "
            "want it to come again? Then press the button here:\n%(link)s\n\nIf you do nothing, nothing changes. The "
            "link works for seven days."
        ) % {"link": site_address() + reverse("newsletter:not_me", args=[token])}
        why = _("You get this once: somebody filled in your address on our site.")
        return framed(_("Let mail of our forms come again?"), text, why=why, own="")


def headers(network: Network, reader: Subscription) -> dict[str, str]:
    """Return the headers by which a mail program shows its own stop button (RFC 2369, 2919 and 8058)."""
    links = queries.own_links(reader)
    by_mail = f"mailto:{settings.CONTACT_EMAIL}?subject={quote('stop ' + permissions.stop_token(reader))}"
    host = urlsplit(site_address()).hostname or "localhost"
    return {
        "List-Id": f"<{network.slug}.newsletter.{host}>",
        "List-Unsubscribe": f"<{links['stop_url']}>, <{by_mail}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
