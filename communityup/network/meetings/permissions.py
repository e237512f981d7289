"""What may not be done with a session, whoever asks, and what the links in letters open.

Who keeps a network going plans: `own_coordinator` of networks.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.gatherings.models import Registration, Request
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import NUMBER_LENGTH, SLUG_LENGTH, Address, Invitation, Session
from communityup.network.members.models import Delegate
from communityup.network.networks.models import Coordinator, Network
from communityup.network.networks.permissions import Viewer, coordinator_of
from communityup.network.newsletter.permissions import token
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.queries import letters_today

# Each link opens one thing: a token for another is worth nothing here.
CONFIRM, PLACE = "communityup.meetings.confirm", "communityup.meetings.place"
INVITED = "communityup.meetings.invited"
ASKED_DAYS, KEPT_DAYS = 7, 100
# So often a day somebody registers for one session, and so often they come another way; each is a letter (X6).
CHANGES_A_DAY = 3
NEW, WAY, PLACES = "new", "way", "places"
LETTERS_OF_A_MONTH = ("", *"bcdefghijklmnopqrstuvwxyz")
# Words that are pages of their own beside the sessions.
TAKEN = frozenset(
    {
        "plannen",
        "plek",
        "binnen",
        "reeks",
        "bevestigen",
        "verslag",
        "themas",
        "tips",
        "meenemen",
        "meegenomen",
        "ontmoeten",
        "opname",
        "uitnodiging",
        "terugblik",
    }
)
# All sessions; an empty question would be left out beside another.
EVERY = Q(pk__isnull=False)


def refuse_ahead(session: Session) -> None:
    """Raise Refused for telling what came of a session that did not take place (yet)."""
    if session.gathering.cancelled_at is not None or not is_over(session.gathering):
        raise Refused(_("This session has not been yet. Tell afterwards what came of it."))


def invitations() -> QuerySet[Invitation]:
    """Return the invitations to closed sessions that count; every page and letter asks for these.

    Who was invited as somebody of a member is, as long as they act for it. After that a session is theirs only when it
    began with a place for them: who was there goes on reading of it what who was there reads.
    """
    return invitations_at(timezone.now())


def invitations_at(now: dt.datetime) -> QuerySet[Invitation]:
    """Return the invitations to closed sessions that count at this moment."""
    email = OuterRef("email")
    acts = Delegate.objects.filter(member=OuterRef("member"), member__left_at=None, person__email=email)
    seats = Registration.objects.filter(gathering=OuterRef("session__gathering"), state=Registration.State.SEAT)
    there = seats.filter(email=email, gathering__begins_at__lte=now)
    # Whose address is another by now still holds the letter to the earlier one.
    moved = Q(member__left_at=None) & ~Exists(Person.objects.filter(email=email))
    return Invitation.objects.filter(Q(member=None) | Exists(acts) | moved | Exists(there))


def seen_by(network: Network, person: Viewer) -> Q:
    """Return which sessions of a network somebody sees: all that are open, and of the closed ones those they know of.

    Who coordinates knows all; others those to which they are invited. Every page asks this before it looks for one.
    """
    if not isinstance(person, Person):
        return Q(is_closed=False)
    if coordinator_of(network, person) is not None:
        return EVERY
    invited = invitations().filter(session__network=network, email=person.email)
    return Q(is_closed=False) | Q(pk__in=invited.values("session"))


def sees(session: Session, person: Viewer) -> bool:
    """Say whether somebody sees this session."""
    return session.network.sessions.filter(seen_by(session.network, person), pk=session.pk).exists()


def seen_in_all(person: Viewer) -> Q:
    """Return the same of all networks at once."""
    if not isinstance(person, Person):
        return Q(is_closed=False)
    own = Coordinator.objects.filter(person=person, until=None).values("network")
    invited = invitations().filter(email=person.email).values("session")
    return Q(is_closed=False) | Q(network__in=own) | Q(pk__in=invited)


def is_invited(session: Session, person: Viewer) -> bool:
    """Say whether somebody is invited to a session: everybody is to an open one."""
    return not session.is_closed or invitations().filter(session=session, email=getattr(person, "email", "")).exists()


def refuse_uninvited(session: Session, by: Actor) -> None:
    """Raise Http404 for registering for a closed session to which one is not invited: for them it is not there."""
    if not is_invited(session, by.account):
        raise Http404


def refuse_form(session: Session) -> None:
    """Raise Http404 for registering for a closed session by the form that is for everybody."""
    if session.is_closed:
        raise Http404


def invited_token(invitation: Invitation) -> str:
    """Return the token by which whoever holds the address reads what they are invited to, and says they come."""
    return token(INVITED, invitation.public_id)


def place_token(registration: Registration) -> str:
    """Return the token of the page of one's own place, which only letters to that address hold."""
    return token(PLACE, registration.public_id)


def confirm_token(request: Request) -> str:
    """Return the token by which whose address it is says yes to a place."""
    return token(CONFIRM, request.public_id)


def free_number(network: Network, month: str) -> str:
    """Return the first number of a month that was never given: yyMM, and with a letter from the second on (R29)."""
    given = set(Address.objects.filter(network=network, slug__startswith=month).values_list("slug", flat=True))
    free: str | None = next((month + letter for letter in LETTERS_OF_A_MONTH if month + letter not in given), None)
    if free is None:
        raise Refused(_("This month has no numbers left for a session. Choose another month."), at="day")
    return free


def free_slug(session: Session) -> str:
    """Return the address of a session by its number and title, that never led to another one (B1)."""
    words = slugify(session.gathering.title)[: SLUG_LENGTH - NUMBER_LENGTH - len("-999")].strip("-")
    wanted = "-".join(part for part in (session.number, words) if part) or "bijeenkomst"
    given = set(Address.objects.filter(network=session.network, slug__startswith=wanted).values_list("slug", flat=True))
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in given | TAKEN)


def place_key(session: Session, deed: str) -> str:
    """Return with what the key of every letter about a place at this session begins, by what it came of."""
    return f"place:{session.public_id}:{deed}:"


def changed_enough(session: Session, registration: Registration, deed: str) -> bool:
    """Say whether somebody did this so often in the last day that they do it again tomorrow."""
    return letters_today(registration.email, place_key(session, deed)) >= CHANGES_A_DAY


def refuse_many_registrations(session: Session, registration: Registration) -> None:
    """Raise Refused for registering for one session very often in a day; under the lock of its gathering."""
    if changed_enough(session, registration, NEW):
        raise Refused(
            _("You registered %(count)d times in a day. Tomorrow you can register again.") % {"count": CHANGES_A_DAY}
        )


def refuse_many_switches(session: Session, registration: Registration) -> None:
    """Raise Refused for coming another way very often in a day; under the lock of its gathering."""
    if changed_enough(session, registration, WAY):
        raise Refused(
            _("You changed how you come %(count)d times in a day. Tomorrow you can choose again.")
            % {"count": CHANGES_A_DAY}
        )


def names_are_gone(session: Session) -> bool:
    """Say whether a session is over for so long that nobody's name is kept."""
    ends_at = session.gathering.ends_at
    return ends_at is not None and ends_at < timezone.now() - dt.timedelta(days=KEPT_DAYS)
