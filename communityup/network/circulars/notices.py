"""The message as mail, to each who registered, and the reminder before a session; on the site nobody hears of them.

Who registered may have no account, and a day is worth nothing in a letter that comes after it: so a reminder is a
letter to everybody alike, whatever rhythm of letters somebody chose, as the letter with the place was.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.gatherings import queries as gathered
from communityup.gatherings.models import Registration, Way
from communityup.network.circulars import events
from communityup.network.circulars.models import Message
from communityup.network.meetings.models import Session
from communityup.network.meetings.notices import file_of, link_for, place_url, programme_of, send_letter
from communityup.notices.queries import register_nobody
from communityup.post.actions import Copy
from communityup.post.queries import framed

KEY, REMINDER_KEY = "circular:", "reminder:"


def register() -> None:
    """Say that nobody gets a notice; called in AppConfig.ready."""
    register_nobody(events.MessageSent, why="Who registered for the session gets it by mail.")


def copy(message: Message, registration: Registration) -> Copy:
    """Return a message as mail to one who registered, with the way to their place, where they can withdraw too."""
    session = message.session
    with override(registration.language):
        words = {
            "session": str(session),
            "when": gathered.when(session.gathering),
            "name": session.network.name,
            "words": str(message.words),
            "link": link_for(session, registration.email),
            "place": place_url(session, registration),
        }
        text = (
            _(
                "This is about the session “%(session)s”: %(when)s\n\n%(words)s\n\nThe session:\n%(link)s\n\n"
                "Your place, also to give it back:\n%(place)s"
            )
            % words
        )
        why = _("You get this because you registered for a session of %(name)s.") % words
        own, reply_to = words["place"], session.network.contact
        letter = framed(f"{message.title} · {session}", text, why=why, own=own, reply_to=reply_to)
    headers = {"Reply-To": session.network.contact}
    return Copy(
        to=registration.email, key=f"{KEY}{message.public_id}:{registration.public_id}", words=letter, headers=headers
    )


def remind(session: Session, registration: Registration) -> None:
    """Remind somebody who has a place: when, where, the day for their calendar, and the way to give their place back.

    The link to an online meeting stands on the page of the place, and not in a letter that somebody passes on.
    """
    gathering = session.gathering
    with override(registration.language):
        words = {
            "title": gathering.title,
            "when": gathered.when(gathering),
            "where": gathered.where_of(registration),
            "place": place_url(session, registration),
            "name": session.network.name,
        }
        parts = [
            _("Hello,\n\n“%(title)s” is near, and you have a place. See you then!") % words,
            _("When: %(when)s\nWhere: %(where)s") % words,
            programme_of(session),
            _("All about your place, with the link to the online meeting:\n%(place)s") % words
            if gathering.way != Way.PLACE and gathering.online_url
            else _("All about your place:\n%(place)s") % words,
            _("Can you not come after all? Give your place back on that page. Then somebody else can come."),
        ]
        why = _("You get this because you registered for a session of %(name)s.") % words
        text = "\n\n".join(part for part in parts if part)
        letter = framed(_("Reminder: %(title)s") % words, text, why=why, own=words["place"])
        moment = f"{gathering.begins_at:%Y%m%d%H%M}:{timezone.localdate():%Y%m%d}"
        key = f"{REMINDER_KEY}{registration.public_id}:{moment}"
        send_letter(registration.email, letter, key=key, files=[file_of(session)])
