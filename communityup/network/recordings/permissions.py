"""Who may watch a recording, what its speakers must have said before it opens, and which links are safe to give."""

import datetime as dt
import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.codes.models import Code
from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import seen_in_all
from communityup.network.networks.models import Coordinator
from communityup.network.newsletter.permissions import token
from communityup.network.recordings.models import Recording, Speaker
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.permissions import is_flooded

Answer, Audience = Speaker.Answer, Recording.Audience
# Each link opens one thing: a token for another is worth nothing here.
OWN, ASKED = "communityup.recordings.own", "communityup.recordings.asked"
CODES = "recording"
# How often one code can be used, and how long it can work: who has to see it later gets a new one.
USES, LONGEST_DAYS, DAYS = 500, 90, 30
# Wrong codes in a quarter of an hour, from one network address and from all together.
WRONG_HERE, WRONG_EVERYWHERE = 5, 100
LETTER_KEY = "form:recording:"
# So long who did not answer is left in peace before they can be asked once more.
ASKED_EVERY = dt.timedelta(days=7)
# How far each answer goes.
REACH = {Answer.NONE: 0, Answer.NO: 0, Answer.PARTICIPANTS: 1, Answer.CODES: 2, Answer.PUBLIC: 3}
NEEDED, FOR_CODES = {Audience.PARTICIPANTS: 1, Audience.PUBLIC: 3}, 2
# Names that lead into somebody's own network.
INNER = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "test")
LAST_LABEL = re.compile(r"[a-z][a-z0-9-]*")


def own_token(registration: Registration) -> str:
    """Return the token by which who was registered watches the recording, without a code."""
    return token(OWN, registration.public_id)


def asked_token(speaker: Speaker) -> str:
    """Return the token by which a speaker without an account answers."""
    return token(ASKED, speaker.public_id)


def fault_of_link(link: str) -> str:
    """Return what is wrong with a link to a video service, as a sentence; nothing is fetched to find out.

    Only https, only a name in the world: never a way into the network of whoever clicks, and no name with a secret.
    """
    try:
        parts = urlsplit(link)
        host, _port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return _("This link is not right. Copy it from the video service.")
    if parts.scheme != "https":
        return _("Give a link that begins with https://.")
    if parts.username is not None or parts.password is not None:
        return _("There stands a name or a password in this link. Take it out.")
    if _is_inner(host):
        return _("This link leads into a private network. Give the link as everybody can open it.")
    return ""


def _is_inner(host: str) -> bool:
    """Say whether a host is an address or a name inside some network, however it is spelled."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]
        named = "." in host and LAST_LABEL.fullmatch(last) is not None
        return not named or any(host == name or host.endswith(f".{name}") for name in INNER)


def refuse_link(link: str) -> None:
    """Raise Refused for a link that is not safe to give."""
    if fault := fault_of_link(link):
        raise Refused(fault, at="link")


def refuse_before(session: Session) -> None:
    """Raise Refused for the recording of a session that did not take place (yet)."""
    if session.gathering.cancelled_at is not None or not is_over(session.gathering):
        raise Refused(_("This session has not been yet. Add its recording afterwards."))


def refuse_open(recording: Recording) -> None:
    """Raise Refused for changing what people can watch: its speakers said yes to what it is now."""
    if recording.opened_at is not None:
        raise Refused(_("This recording is open. Close it first; then you can change it."))


def refuse_without_consent(recording: Recording, audience: str) -> None:
    """Raise Refused as long as not every speaker lets so many people see it (E30)."""
    if recording.session.is_closed and audience == Audience.PUBLIC:
        raise Refused(_("This session was closed. Its recording is for who was there; its report is for everybody."))
    speakers = list(recording.speakers.all())
    if not speakers:
        raise Refused(_("Say first who speaks in it. Everybody who does must say yes."))
    if missing := _saying_less(speakers, NEEDED[Audience(audience)]):
        raise Refused(_("Not everybody who speaks in it said yes to this: %(names)s.") % {"names": ", ".join(missing)})


def _saying_less(speakers: Iterable[Speaker], needed: int) -> list[str]:
    return [str(one) for one in speakers if REACH[Answer(one.answer)] < needed]


def refuse_answered(speaker: Speaker) -> None:
    """Raise Refused for leaving out who answered: nobody's no is set aside by taking their name off."""
    if speaker.answer != Answer.NONE:
        raise Refused(
            _("They answered, and that stays. Are they cut out? Then take this recording away and add the new one.")
        )


def asked_anew_from(speaker: Speaker) -> dt.datetime:
    """Return from when on somebody who did not answer can be asked once more."""
    return speaker.asked_at + ASKED_EVERY


def may_ask_again(speaker: Speaker) -> bool:
    """Say whether somebody did not answer, and was not asked for some time: at most once a week."""
    return speaker.answer == Answer.NONE and asked_anew_from(speaker) <= timezone.now()


def own_voice(speaker: Speaker, by: Actor) -> None:
    """Raise NotAllowed for answering for somebody else; who comes by the link in their letter has no account here."""
    if by.person is not None and by.person.pk != speaker.person_id and by.person.email != speaker.email:
        raise NotAllowed(_("Only who speaks in it can answer this."))


def refuse_more_letters(address: str) -> None:
    """Raise Refused for an address that got so many letters because of forms today that it gets no more (R32)."""
    if is_flooded(address):
        raise Refused(_("This address already got several letters today. Try again tomorrow."), at="email")


def refuse_code(recording: Recording) -> None:
    """Raise Refused for a code that nobody needs, and for one to which not every speaker said yes (E30)."""
    if recording.opened_at is None:
        raise Refused(_("This recording is not open, so a code opens nothing. Open it first."))
    if recording.session.is_closed:
        raise Refused(_("This session was closed. Who was there has a link of their own, and nobody needs a code."))
    if recording.audience == Audience.PUBLIC:
        raise Refused(_("Everybody can watch this recording. Nobody needs a code."))
    if missing := _saying_less(recording.speakers.all(), FOR_CODES):
        sentence = _("Not everybody who speaks in it said yes to a code for others: %(names)s.")
        raise Refused(sentence % {"names": ", ".join(missing)})


def goes_by_code(recording: Recording) -> bool:
    """Say whether others may watch with a code: everybody who speaks in it said yes to that, not only to the others."""
    too_little = [answer for answer, reach in REACH.items() if reach < FOR_CODES]
    return not recording.session.is_closed and not recording.speakers.filter(answer__in=too_little).exists()


def stays_open(recording: Recording, answer: str) -> bool:
    """Say whether a recording that is open stays so after this answer of a speaker."""
    return REACH[Answer(answer)] >= NEEDED[Audience(recording.audience)]


def lets_codes_work(answer: str) -> bool:
    """Say whether codes that were made go on to work after this answer of a speaker."""
    return REACH[Answer(answer)] >= FOR_CODES


def registered_as(session: Session, person: Person | AnonymousUser) -> Registration | None:
    """Return the place that somebody with an account had at this session."""
    if not isinstance(person, Person):
        return None
    own = Q(person=person) | Q(email=person.email) if person.email else Q(person=person)
    return session.gathering.registrations.filter(own, state=Registration.State.SEAT).first()


def speaks_as(recording: Recording, person: Person | AnonymousUser) -> Speaker | None:
    """Return as whom somebody with an account speaks in this recording."""
    if not isinstance(person, Person):
        return None
    own = Q(person=person) | Q(email=person.email) if person.email else Q(person=person)
    return recording.speakers.filter(own).first()


def watched(person: Person | AnonymousUser) -> QuerySet[Recording]:
    """Return all recordings that somebody may watch by who they are; what a code opens is not among them."""
    found = Recording.objects.filter(opened_at__isnull=False).order_by()
    found = found.filter(session__in=Session.objects.filter(seen_in_all(person)).order_by().values("pk"))
    for_all = Q(audience=Audience.PUBLIC)
    if not isinstance(person, Person):
        return found.filter(for_all)
    own = Q(person=person) | Q(email=person.email) if person.email else Q(person=person)
    seats = Registration.objects.filter(own, state=Registration.State.SEAT).order_by().values("gathering")
    speaks = Speaker.objects.filter(own).order_by().values("recording")
    keeps = Coordinator.objects.filter(person=person, until=None).order_by().values("network")
    inside = Q(session__gathering__in=seats) | Q(pk__in=speaks) | Q(session__network__in=keeps)
    return found.filter(for_all | inside)


def opened_by_code(recording: Recording, code: int | None) -> bool:
    """Say whether the code that a browser once gave still works: a renewed or ended one opens nothing any more."""
    return code is not None and living_codes(recording).filter(pk=code).exists()


def living_codes(recording: Recording) -> QuerySet[Code]:
    """Return the code that works now, if there is one."""
    return Code.objects.filter(purpose=CODES, about=recording.public_id, revoked_at=None, ends_at__gt=timezone.now())


def wrong_codes(recording: Recording, network_address: str) -> dict[str, int]:
    """Return how many wrong codes may be tried in a quarter of an hour, from one network address and in all."""
    here = recording.public_id
    return {f"{here}:network:{network_address}": WRONG_HERE, f"{here}:all": WRONG_EVERYWHERE}
