"""The message as mail, to each who registered; on the site nobody hears about it."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.gatherings.models import Registration
from communityup.network.circulars import events
from communityup.network.circulars.models import Message
from communityup.network.meetings.notices import link_for, place_url
from communityup.notices.queries import register_nobody
from communityup.post.actions import Copy
from communityup.post.queries import framed

KEY = "circular:"


def register() -> None:
    """Say that nobody gets a notice; called in AppConfig.ready."""
    register_nobody(events.MessageSent, why="Who registered for the session gets it by mail.")


def copy(message: Message, registration: Registration) -> Copy:
    """Return a message as mail to one who registered, with the way to their place, where they can withdraw too."""
    session = message.session
    with override(registration.language):
        words = {
            "title": session.gathering.title,
            "name": session.network.name,
            "words": str(message.words),
            "link": link_for(session, registration.email),
            "place": place_url(session, registration),
        }
        text = (
            _("%(words)s\n\nThe session: “%(title)s”\n%(link)s\n\nYour place, also to give it back:\n%(place)s") % words
        )
        why = _("You get this because you registered for a session of %(name)s.") % words
        letter = framed(message.title, text, why=why)
    headers = {"Reply-To": session.network.contact}
    return Copy(
        to=registration.email, key=f"{KEY}{message.public_id}:{registration.public_id}", words=letter, headers=headers
    )
