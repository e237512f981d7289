"""The letter that asks whose address it is to say yes. What happens here stands in the log; nobody gets a notice."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.network.networks.models import Network
from communityup.network.newsletter import events, queries
from communityup.notices.queries import register_nobody
from communityup.post.queries import Letter, around


def register() -> None:
    """Say that nobody gets a notice of who signs up or stops; called in AppConfig.ready."""
    register_nobody(
        events.Subscribed,
        events.ChoiceChanged,
        events.Unsubscribed,
        events.AddressShielded,
        events.AddressOpened,
        why="Who stays informed by mail is their own affair; coordinators see how many there are.",
    )


def letter_to_confirm(network: Network, *, ask_id: str, hashed: str, language: str) -> Letter:
    """Return the letter with the link to say yes; the same words for who is new and who is known."""
    with override(language):
        subject = _("Do you want to stay informed about %(name)s?") % {"name": network.name}
        words = {**around(subject), **queries.letter_links(network, ask_id, hashed), "network": network}
        text = render_to_string("newsletter/mail/confirm.txt", words).strip() + "\n"
        return Letter(words["subject"], text, render_to_string("newsletter/mail/confirm.html", words))
