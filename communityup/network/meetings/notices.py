"""Who hears about sessions: the people of members on the site, and by letter who asked for it (newsletter, topic 3).

A letter goes once to an address for each edition of the gathering, to everybody at the same moment (E29), with the
file for a calendar. Who gets the letter hears it there and not a second time on the site.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.gatherings import exports
from communityup.gatherings import queries as gathered
from communityup.gatherings.models import Gathering, Registration, Request, Way
from communityup.gatherings.permissions import gives_places, takes_registrations
from communityup.network.meetings import events, permissions
from communityup.network.meetings.models import Invitation, Session
from communityup.network.members.models import Delegate
from communityup.network.newsletter import notices as newsletter
from communityup.network.newsletter.models import Subscription, Topic
from communityup.network.newsletter.permissions import address_hash
from communityup.network.newsletter.queries import not_me_url, own_links, readers
from communityup.notices.queries import Happening, Named, register_hearers, register_named, register_nobody
from communityup.people.models import Person
from communityup.post.actions import send
from communityup.post.models import Mail
from communityup.post.queries import Letter, around, framed, site_address
from communityup.ui.templatetags.ui import long_datetime

LETTER_KEY = "session:"
Programme = Callable[..., str]
"""Gives the programme of a session in words: `whole` with what each brings. Empty when there is none."""
_PROGRAMME: list[Programme] = []


def register_programme(source: Programme) -> None:
    """Let the app above that has programmes put them in letters and calendars; called in AppConfig.ready."""
    _PROGRAMME[:] = [source]


def programme_of(session: Session) -> str:
    """Return the programme of a session for a letter, with what each brings; empty when there is none."""
    return _PROGRAMME[0](session, whole=True) if _PROGRAMME else ""


def description(session: Session) -> str:
    """Return what stands with a session in a calendar: what it is for, and its programme."""
    programme = _PROGRAMME[0](session, whole=False) if _PROGRAMME else ""
    return "\n\n".join(part for part in (str(session.purpose), programme) if part)


def members(happening: Happening) -> set[int]:
    """The people of the members of the network."""
    here = Delegate.objects.filter(member__network__stream_id=happening.stream, member__left_at=None)
    return set(here.values_list("person_id", flat=True))


def members_without_letter(happening: Happening) -> set[int]:
    """The people of the members of the network who do not get a letter about it."""
    informed = Subscription.objects.filter(network__stream_id=happening.stream, sessions=True).values("email")
    here = Delegate.objects.filter(member__network__stream_id=happening.stream, member__left_at=None)
    return set(here.exclude(person__email__in=informed).values_list("person_id", flat=True))


def concerned(happening: Happening) -> set[int]:
    """The people of the members of the network; of a closed session those who are invited, and nobody else."""
    invited = _invited(happening)
    return members(happening) if invited is None else invited


def concerned_without_letter(happening: Happening) -> set[int]:
    """Those of them who do not get a letter about it; of a closed session everybody who is invited gets one."""
    return members_without_letter(happening) if _invited(happening) is None else set()


def _invited(happening: Happening) -> set[int] | None:
    """Return who is invited to a closed session and has an account; None for an open one."""
    session = Session.objects.get(public_id=happening.object)
    if not session.is_closed:
        return None
    addresses = permissions.invitations().filter(session=session).values("email")
    return set(Person.objects.filter(email__in=addresses).values_list("pk", flat=True))


def register() -> None:
    """Say who hears about what happens to sessions; called in AppConfig.ready."""
    for event in (events.SessionPlanned, events.SessionDescribed, events.RoughDateChanged, events.OutcomesTold):
        register_hearers(event, hearers=concerned, url=_page)
    dated = (events.DateFixed, events.ClosedSessionDated, events.SessionMoved)
    for other in (*dated, events.SessionPostponed, events.SessionCancelled):
        register_hearers(other, hearers=concerned_without_letter, url=_page)
    register_nobody(
        events.PlacesSet, events.Registered, events.PlaceTaken, events.WaySwitched, events.Withdrawn,
        events.AddressDeleted, events.OffersEnded, events.PresenceNoted,
        why="Who it is about gets a letter; the page of the session shows how many places there are.",
    )  # fmt: skip
    register_named(Named(titles=named, also="session", told=True))


def named(public_ids: Collection[str]) -> dict[str, str]:
    """Return what open sessions are called, by their id; a closed one is named to who is invited alone."""
    found = Session.objects.filter(public_id__in=public_ids, is_closed=False).select_related("gathering")
    return {one.public_id: str(one) for one in found}


def address(session: Session) -> str:
    """Return the full address of the page of a session."""
    return site_address() + reverse("meetings:session", args=[session.network.slug, session.slug])


def link_for(session: Session, email: str) -> str:
    """Return where somebody reads about a session: its page, or of a closed one what they were invited with."""
    invited = permissions.invitations().filter(session=session, email=email).first() if session.is_closed else None
    return address(session) if invited is None else invited_url(session, invited)


def invited_url(session: Session, invitation: Invitation) -> str:
    """Return the full address at which somebody reads what they are invited to, without an account."""
    path = reverse("invitations:own", args=[session.network.slug, permissions.invited_token(invitation)])
    return site_address() + path


@dataclass(frozen=True, kw_only=True)
class Reader:
    """An address to which letters about a session go, and what stands under each."""

    email: str
    language: str
    links: Mapping[str, str]
    headers: Mapping[str, str]
    own: Registration | None = None


def still_to_hear(session: Session) -> list[Reader]:
    """Return who has no letter yet about how this session is now: who registered before, and who asked to hear.

    Each address once. Who registered since got the day with their place.
    """
    before = _key(session, "")
    written = set(Mail.objects.filter(key__startswith=before).values_list("key", flat=True))
    known = session.gathering.registrations.order_by("pk")
    found = {one.email: registered_reader(session, one) for one in known if one.since < session.gathering.changed_at}
    heard = {one.email for one in known if one.since >= session.gathering.changed_at}
    for reader in _invited_to(session) if session.is_closed else _informed(session):
        if reader.email not in heard:
            found.setdefault(reader.email, reader)
    return [one for one in found.values() if _key(session, address_hash(one.email)) not in written]


def _informed(session: Session) -> Iterator[Reader]:
    return (subscribed(one) for one in readers(session.network, Topic.SESSIONS))


def _invited_to(session: Session) -> Iterator[Reader]:
    """Yield who is invited to a closed session: who asked to hear of sessions hears nothing of it."""
    for one in permissions.invitations().filter(session=session).order_by("pk"):
        links = {"invited_url": invited_url(session, one)}
        yield Reader(email=one.email, language=one.language, links=links, headers={})


def registered_reader(session: Session, registration: Registration) -> Reader:
    """Return who registered, with the link to their place."""
    links = {"place_url": place_url(session, registration)}
    return Reader(email=registration.email, language=registration.language, links=links, headers={}, own=registration)


def subscribed(one: Subscription) -> Reader:
    """Return who asked to hear of sessions, with the links and headers by which they stop."""
    headers = newsletter.headers(one.network, one)
    return Reader(email=one.email, language=one.language, links=own_links(one), headers=headers)


def tell(session: Session, reader: Reader) -> None:
    """Write one letter about how a session is now, with the file that puts it in a calendar or takes it out."""
    gathering = session.gathering
    with override(reader.language):
        words = {
            **around(subject(gathering)),
            **reader.links,
            "session": session,
            "network": session.network,
            "opening": opening(gathering),
            "when": gathered.when(gathering),
            "where": gathered.where(gathering),
            "standing": "" if reader.own is None else gathered.standing(reader.own),
            "link": link_for(session, reader.email),
        }
        send(
            to=reader.email,
            subject=words["subject"],
            text=render_to_string("meetings/mail/told.txt", words).strip() + "\n",
            html=render_to_string("meetings/mail/told.html", words),
            key=_key(session, address_hash(reader.email)),
            attachments=[file_of(session)],
            headers=reader.headers,
            due_at=gathered.due_at(gathering),
        )


def letter_to_confirm(session: Session, request: Request) -> Letter:
    """Return the letter with the link to say yes, or to who has a place already the way there: only they read it."""
    with override(request.language):
        path = reverse("meetings:confirm", args=[session.network.slug, permissions.confirm_token(request)])
        words = {
            "title": session.gathering.title,
            "when": gathered.when(session.gathering),
            "confirm": site_address() + path,
            "not_me": not_me_url(session.network, address_hash(request.email)),
        }
        if own := session.gathering.registrations.filter(email=request.email).first():
            return _letter_of_own(session, own, words)
        words["what"] = _("You have no place before you confirm. The link works for seven days.")
        if gathered.waits(request):
            words["what"] = _(
                "All places are taken. When you confirm, you come on the waiting list: when a place comes free, you "
                "get a mail. The link works for seven days."
            )
        text = (
            _(
                "Hello,\n\nSomebody filled in this address to come to “%(title)s”, %(when)s.\n\n"
                "Was that you? Then confirm it here:\n%(confirm)s\n\n%(what)s\n\n"
                "Was it not you? Then you do not have to do anything. Or let our forms send you no mail any more:\n"
                "%(not_me)s"
            )
            % words
        )
        why = _("You get this once: somebody filled in your address on our site.")
        return framed(_("Do you come to “%(title)s”?") % words, text, why=why, own="")


def _letter_of_own(session: Session, own: Registration, words: dict[str, str]) -> Letter:
    """Return the letter to somebody whose address was filled in once more: nothing changed, and they can choose."""
    states = {
        Registration.State.SEAT: _("You have a place"),
        Registration.State.OFFERED: _("A place came free for you"),
        Registration.State.WAITING: _("You are on the waiting list"),
    }
    state = states[Registration.State(own.state)]
    how = f"{state} ({_('online')})" if own.is_online else state
    words = {**words, "state": how, "link": place_url(session, own)}
    text = (
        _(
            "Hello,\n\nSomebody filled in this address to come to “%(title)s”, %(when)s. You registered "
            "already, so nothing changed: %(state)s.\n\n"
            "Do you want to come another way, or not at all? Choose it here:\n%(link)s\n\n"
            "Was it not you? Then you do not have to do anything. Or let our forms send you no mail any more:\n"
            "%(not_me)s"
        )
        % words
    )
    return framed(_("You registered already: %(title)s") % words, text, why=_why(session), own=words["link"])


def tell_place(session: Session, registration: Registration, *, deed: str = permissions.PLACES) -> None:
    """Mail somebody that they have a place, wait for one, or can take one; with a place the day for their calendar.

    `deed` says what it came of: by that the letters of a day are counted.
    """
    with override(registration.language):
        subject, text = _words_of_place(session, registration)
        has_day = registration.state == Registration.State.SEAT and session.gathering.is_dated
        files = [file_of(session)] if has_day else []
        moment = f"{timezone.now():%Y%m%d%H%M%S%f}"
        key = f"{permissions.place_key(session, deed)}{registration.public_id}:{registration.state}:{moment}"
        letter = framed(subject, text, why=_why(session), own=place_url(session, registration))
        send_letter(registration.email, letter, key=key, files=files)


def tell_places(session: Session, registrations: Sequence[Registration]) -> int:
    """Mail everybody of these what they have; return how many they are."""
    for registration in registrations:
        tell_place(session, registration)
    return len(registrations)


def tell_offer_over(session: Session, registration: Registration) -> None:
    """Mail somebody that the time for the place they could take is over; and, until it begins, how one still comes."""
    with override(registration.language):
        text = _("Hello,\n\nYou did not take the place at “%(title)s” in time, so it is not kept for you any more.")
        if gives_places(session.gathering):
            text += "\n\n" + _("Do you still want to come? Register again:\n%(link)s")
        elif takes_registrations(session.gathering):
            text += "\n\n" + _("The session has begun. Here stands what it is about:\n%(link)s")
        else:
            text += "\n\n" + _("Here stands how it is with this session now:\n%(link)s")
        text += "\n\n" + _("Your address is not kept here any more.")
        words = {"title": session.gathering.title, "link": link_for(session, registration.email)}
        subject = _("The time for your place is over: %(title)s") % words
        letter = framed(subject, text % words, why=_why(session), own="")
        send_letter(registration.email, letter, key=f"place:{registration.public_id}:over")


def send_letter(
    to: str,
    letter: Letter,
    *,
    key: str,
    files: Sequence[tuple[str, bytes, str]] = (),
    due_at: dt.datetime | None = None,
) -> None:
    """Write a letter to one address; without a moment it leaves at once."""
    send(
        to=to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        key=key,
        attachments=files,
        due_at=due_at,
    )


def place_url(session: Session, registration: Registration) -> str:
    """Return the full address of the page of one's own place."""
    path = reverse("meetings:place", args=[session.network.slug, permissions.place_token(registration)])
    return site_address() + path


def _words_of_place(session: Session, registration: Registration) -> tuple[str, str]:
    words = {
        "title": session.gathering.title,
        "when": gathered.when(session.gathering),
        "where": gathered.where_of(registration),
        "until": long_datetime(registration.offer_until),
        "link": place_url(session, registration),
    }
    if registration.state == Registration.State.SEAT:
        subject = _("You have a place: %(title)s")
        text = _(
            "Hello,\n\nYou have a place at “%(title)s”. The day for your calendar is attached.\n\n"
            "When: %(when)s\nWhere: %(where)s\n\n"
            "All about your place, and giving it back when you cannot come:\n%(link)s"
        )
        if not session.gathering.is_dated:
            text = _(
                "Hello,\n\nYou have a place at “%(title)s”. The day is not known yet. As soon as it is, you get a mail "
                "with it.\n\nAll about your place, and giving it back when you cannot come:\n%(link)s"
            )
    elif registration.state == Registration.State.OFFERED:
        subject = _("A place came free: %(title)s")
        text = _(
            "Hello,\n\nA place came free at “%(title)s”, %(when)s.\n\n"
            "Do you take it? Say so before %(until)s:\n%(link)s\n\n"
            "After that it goes on to the next on the waiting list."
        )
    else:
        subject = _("You are on the waiting list: %(title)s")
        text = _(
            "Hello,\n\nAll places at “%(title)s”, %(when)s, are taken. You are on the waiting list.\n\n"
            "When a place comes free you get a mail. You can leave the list here:\n%(link)s"
        )
        if session.gathering.way == Way.BOTH:
            text += "\n\n" + _("Online there is room for everybody: on that same page you can choose to come online.")
    return subject % words, text % words


def file_of(session: Session) -> tuple[str, bytes, str]:
    """Return the file for a calendar as it goes along with a letter."""
    gathering = session.gathering
    file = exports.calendar(gathering, link=address(session), description=description(session))
    return exports.FILE_NAME, file, exports.mail_type(gathering)


def _why(session: Session) -> str:
    return _("You get this because you registered for a session of %(name)s.") % {"name": session.network.name}


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
