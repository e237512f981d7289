"""Who hears about sessions: the people of members on the site, and by letter who asked for it (newsletter, topic 3).

A letter goes once to an address for each edition of the gathering, to everybody at the same moment (E29), with the
file for a calendar. Who gets the letter hears it there and not a second time on the site.
"""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.gatherings import exports
from communityup.gatherings import queries as gathered
from communityup.gatherings.models import Gathering
from communityup.network.meetings import events
from communityup.network.meetings.models import Session
from communityup.network.members.models import Delegate
from communityup.network.newsletter import notices as newsletter
from communityup.network.newsletter.models import Subscription, Topic
from communityup.network.newsletter.permissions import address_hash
from communityup.network.newsletter.queries import own_links, readers
from communityup.notices.queries import Happening, register_hearers
from communityup.post.actions import send
from communityup.post.models import Mail
from communityup.post.queries import around, site_address

LETTER_KEY = "session:"


def members(happening: Happening) -> set[int]:
    """The people of the members of the network."""
    here = Delegate.objects.filter(member__network__stream_id=happening.stream, member__left_at=None)
    return set(here.values_list("person_id", flat=True))


def members_without_letter(happening: Happening) -> set[int]:
    """The people of the members of the network who do not get a letter about it."""
    informed = Subscription.objects.filter(network__stream_id=happening.stream, sessions=True).values("email")
    here = Delegate.objects.filter(member__network__stream_id=happening.stream, member__left_at=None)
    return set(here.exclude(person__email__in=informed).values_list("person_id", flat=True))


def register() -> None:
    """Say who hears about what happens to sessions; called in AppConfig.ready."""
    for event in (events.SessionPlanned, events.SessionDescribed, events.RoughDateChanged, events.OutcomesTold):
        register_hearers(event, hearers=members, url=_page)
    for other in (events.DateFixed, events.SessionMoved, events.SessionPostponed, events.SessionCancelled):
        register_hearers(other, hearers=members_without_letter, url=_page)


def address(session: Session) -> str:
    """Return the full address of the page of a session."""
    return site_address() + reverse("meetings:session", args=[session.network.slug, session.slug])


def still_to_hear(session: Session) -> list[Subscription]:
    """Return who asked to hear of sessions and has no letter yet about how this one is now."""
    before = _key(session, "")
    written = set(Mail.objects.filter(key__startswith=before).values_list("key", flat=True))
    asked = readers(session.network, Topic.SESSIONS)
    return [reader for reader in asked if _key(session, address_hash(reader.email)) not in written]


def tell(session: Session, reader: Subscription) -> None:
    """Write one letter about how a session is now, with the file that puts it in a calendar or takes it out."""
    gathering = session.gathering
    with override(reader.language):
        words = {
            **around(subject(gathering)),
            **own_links(reader),
            "session": session,
            "network": session.network,
            "opening": opening(gathering),
            "when": gathered.when(gathering),
            "where": gathered.where(gathering),
            "link": address(session),
        }
        file = exports.calendar(gathering, link=words["link"], description=str(session.purpose))
        send(
            to=reader.email,
            subject=words["subject"],
            text=render_to_string("meetings/mail/told.txt", words).strip() + "\n",
            html=render_to_string("meetings/mail/told.html", words),
            key=_key(session, address_hash(reader.email)),
            attachments=[(exports.FILE_NAME, file, exports.mail_type(gathering))],
            headers=newsletter.headers(session.network, reader),
            due_at=gathered.due_at(gathering),
        )


def subject(gathering: Gathering) -> str:
    """Return what the letter is about."""
    words = {"title": gathering.title}
    if gathering.cancelled_at is not None:
        return _("Cancelled: %(title)s") % words
    if not gathering.is_dated:
        return _("Postponed: %(title)s") % words
    return _("Changed: %(title)s") % words if gathered.is_known(gathering) else _("Date known: %(title)s") % words


def opening(gathering: Gathering) -> str:
    """Return with what the letter begins."""
    words = {"title": gathering.title}
    if gathering.cancelled_at is not None:
        return _("“%(title)s” does not go on. With the file in this mail it leaves your calendar.") % words
    if not gathering.is_dated:
        return _("“%(title)s” was postponed. With the file in this mail it leaves your calendar.") % words
    if gathered.is_known(gathering):
        return _("Something changed about “%(title)s”. With the file in this mail your calendar follows.") % words
    return _("The date of “%(title)s” is known. Put it in your calendar with the file in this mail.") % words


def _key(session: Session, reader: str) -> str:
    return f"{LETTER_KEY}{session.public_id}:{session.gathering.edition}:{reader}"


def _page(slug: str, happening: Happening) -> str:
    return reverse("meetings:session", args=[slug, happening.object])
