"""The letter that asks whose address it is to say yes. What happens here stands in the log; nobody gets a notice."""

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.network.networks.models import Network
from communityup.network.newsletter import events, permissions, queries
from communityup.network.newsletter.models import Subscription
from communityup.notices.queries import register_nobody
from communityup.post.queries import Letter, around, site_address


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
