"""What can one do with an account: enter with a code by mail, join, change it, and leave.

No line in the log says who joined or changed a name: the log is about what parties do in a challenge.
"""

import datetime as dt
import hmac
import secrets
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import F, ForeignObjectRel, Max
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.log.actions import forget_person, move_person
from communityup.people.actors import Actor
from communityup.people.models import GUESTS, Code, Person, normalised
from communityup.people.privacy import erasures, moves
from communityup.post.actions import forget_address, send_letter, withhold
from communityup.post.permissions import CODE_ASKED, is_flooded

CODE_LIFE = dt.timedelta(minutes=15)
JOINING_LIFE = dt.timedelta(hours=1)
MOST_TRIES = 5
DIGITS = 6
# At most three codes a day to an address that somebody types in (R32); a browser that signed in before as this
# person has turns of its own, so that nobody can lock another out by asking codes for them.
TURNS = 3
TURNS_KNOWN_BROWSER = 10
# All addresses without an account together, per day: the brake on using this site to bother strangers.
TURNS_ALL_STRANGERS = 20_000


@dataclass(frozen=True)
class Attempt:
    """What came of typing a code: the proved code, or how many tries are left (0: a new code is needed)."""

    code: Code | None
    tries_left: int


def hash_address(address: str) -> str:
    """Return the keyed hash under which codes remember an address."""
    return salted_hmac("people.code.address", normalised(address), algorithm="sha256").hexdigest()


def _hash_digits(public_id: str, digits: str) -> str:
    return salted_hmac("people.code.digits", f"{public_id}:{digits}", algorithm="sha256").hexdigest()


@transaction.atomic
def send_code(
    address: str, *, purpose: str, language: str, person: Person | None = None, known_browser: bool = False
) -> Code:
    """Mail a code to an address, in the transaction that remembers it; the same for known and unknown addresses.

    `person` is whose act it is: for entering, the owner of the address if there is one. Refused after three
    codes a day (ten for a browser known to be theirs), and when strangers in all got too many. To an address that
    got its letters of forms today a code to enter leaves only when it has an account (X6): nothing shows which it is.
    """
    address, flooded = normalised(address), is_flooded(normalised(address))
    if flooded and purpose == Code.Purpose.NEW_ADDRESS:
        raise Refused(_("This address already got several letters today. Try again tomorrow."), at="email")
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    code = _take_turn(address, purpose=purpose, digits=digits, person=person, known_browser=known_browser)
    mail = send_letter(
        "people/mail/code",
        {"digits": digits, "minutes": int(CODE_LIFE.total_seconds() // 60), "purpose": purpose},
        to=address,
        language=language,
        key=f"{'code:' if known_browser else CODE_ASKED}{code.public_id}",
    )
    if flooded and person is None:
        withhold(mail)
    return code


def _take_turn(address: str, *, purpose: str, digits: str, person: Person | None, known_browser: bool) -> Code:
    now, public_id = timezone.now(), new_id()
    place = {"address_hash": hash_address(address), "day": now.date(), "known_browser": known_browser}
    last = Code.objects.filter(**place).aggregate(last=Max("turn"))["last"] or 0
    if last >= (TURNS_KNOWN_BROWSER if known_browser else TURNS):
        raise Refused(
            _(
                "We already sent several codes to this address today. Look in your mail, also between the unwanted "
                "mail. You can ask a new code tomorrow, or sign in with a passkey if you have one."
            )
        )
    _refuse_a_flood(now, stranger=person is None)
    try:
        with transaction.atomic():
            return Code.objects.create(
                public_id=public_id,
                purpose=purpose,
                code_hash=_hash_digits(public_id, digits),
                person=person,
                turn=last + 1,
                sent_at=now,
                **place,
            )
    except IntegrityError:
        raise Refused(_("A code is already on its way to this address. Look in your mail.")) from None


def _refuse_a_flood(now: dt.datetime, *, stranger: bool) -> None:
    """Brake on codes to strangers; counts for everybody, so that the time it takes tells nothing."""
    sent = Code.objects.filter(day=now.date(), person=None).count()
    if stranger and sent >= TURNS_ALL_STRANGERS:
        raise Refused(_("So many people asked a code that we have to pause. Try again tomorrow."))


@transaction.atomic
def try_code(public_id: str, digits: str, *, purpose: str) -> Attempt:
    """Check the digits somebody typed. Counts the try before looking, so that many at once gain nothing."""
    now = timezone.now()
    living = Code.objects.filter(
        public_id=public_id, purpose=purpose, proved_at=None, tries__lt=MOST_TRIES, sent_at__gt=now - CODE_LIFE
    )
    if not living.update(tries=F("tries") + 1):
        return Attempt(None, 0)
    code = Code.objects.get(public_id=public_id)
    if not hmac.compare_digest(code.code_hash, _hash_digits(public_id, digits)):
        return Attempt(None, MOST_TRIES - code.tries)
    code.proved_at = now
    code.save(update_fields=["proved_at"])
    return Attempt(code, MOST_TRIES - code.tries)


def _use(code: Code, address: str, purpose: str) -> None:
    """Use up a proved code; refuses a second use, another purpose, another address and one proved too long ago."""
    usable = Code.objects.filter(
        pk=code.pk,
        purpose=purpose,
        address_hash=hash_address(address),
        used_at=None,
        proved_at__gt=timezone.now() - JOINING_LIFE,
    )
    if not usable.update(used_at=timezone.now()):
        raise Refused(_("This code has been used or is too old. Ask a new one."))


@transaction.atomic
def enter(code: Code, *, address: str) -> Person | None:
    """Return the person with this proved address and use up the code; None, code unused, when nobody has it yet."""
    person = Person.objects.filter(email=normalised(address), left_at=None).first()
    if person is not None:
        _use(code, address, Code.Purpose.ENTER)
    return person


@transaction.atomic
def join(code: Code, *, address: str, display_name: str, language: str, guest: Person | None = None) -> Person:
    """Make the account of somebody who proved an address and chose a name; twice makes one account.

    A guest becomes that account themselves: the same person, so all they shared is theirs and counts once.
    """
    _use(code, address, Code.Purpose.ENTER)
    person = Person() if guest is None else Person.objects.select_for_update().get(pk=guest.pk, is_guest=True)
    person.email, person.display_name, person.language = normalised(address), display_name, language
    person.is_guest = False
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        return Person.objects.get(email=normalised(address))
    return person


@transaction.atomic
def make_guest(*, language: str) -> Person:
    """Return somebody new without address or name, who takes part with a code on one device. Part of other actions."""
    guest = Person(email=f"{new_id()}{GUESTS}", language=language, is_guest=True)
    guest.set_unusable_password()
    guest.save()
    return guest


@transaction.atomic
def become(guest: Person, person: Person) -> None:
    """Bring everything of a guest to the account of the same person, and close the guest: nobody counts twice.

    First each app that must not count twice says how (`privacy.register_move`), then every row that still points to
    the guest follows; of what one person can have only once, the account's own stays. Twice changes nothing.
    """
    found = {
        one.pk: one for one in Person.objects.select_for_update().filter(pk__in=[guest.pk, person.pk]).order_by("pk")
    }
    old, new = found[guest.pk], found[person.pk]
    if not old.is_guest or new.is_guest or old.left_at is not None:
        return
    for move in moves():
        move(old, new)
    for relation in Person._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django's documented way to ask
        if isinstance(relation, ForeignObjectRel) and relation.related_model.__module__.startswith("communityup."):
            _follow(relation, old, new)
    move_person(f"person:{old.pk}", f"person:{new.pk}")
    _empty(old)


def _follow(relation: ForeignObjectRel, old: Person, new: Person) -> None:
    """Let rows point to the account; one that the database refuses, because the account has its own, goes."""
    name = relation.field.name
    for row in relation.related_model._default_manager.filter(**{name: old.pk}):  # noqa: SLF001 - any model
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(**{name: new.pk})  # noqa: SLF001 - any model
        except IntegrityError:
            if relation.field.null:
                type(row)._default_manager.filter(pk=row.pk).update(**{name: None})  # noqa: SLF001 - any model
            else:
                row.delete()


def _empty(person: Person) -> None:
    """Leave an empty row: what was agreed still points somewhere, and nothing in it tells who it was."""
    person.email, person.display_name, person.is_guest = f"{new_id()}@left.invalid", "", False
    person.is_active, person.left_at = False, timezone.now()
    person.set_unusable_password()
    person.save()


@transaction.atomic
def confirm(code: Code, *, by: Actor) -> None:
    """Use up a code by which somebody signed in shows again to be who they are."""
    _use(code, by.known.email, Code.Purpose.CONFIRM)


@transaction.atomic
def change_account(person: Person, *, display_name: str, language: str, by: Actor) -> Person:
    """Change the name others see, and the language of pages and mail; only one's own."""
    _only_oneself(person, by)
    person.display_name, person.language = display_name, language
    person.save(update_fields=["display_name", "language"])
    return person


@transaction.atomic
def change_language(person: Person, *, language: str, by: Actor) -> Person:
    """Change the language of pages and mail; only one's own."""
    _only_oneself(person, by)
    person.language = language
    person.save(update_fields=["language"])
    return person


@transaction.atomic
def change_address(person: Person, *, code: Code, address: str, by: Actor) -> Person:
    """Change the address to one that has been proved, and tell the old address. Refused when it is taken."""
    _only_oneself(person, by)
    _use(code, address, Code.Purpose.NEW_ADDRESS)
    old, person.email = person.email, normalised(address)
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:
        raise Refused(_("You already have another account with this address. Sign in with it.")) from None
    context = {"change": _("your e-mail address was changed")}
    send_letter(
        "people/mail/changed", context, to=old, language=person.language, key=f"address-changed:{code.public_id}"
    )
    return person


def _only_oneself(person: Person, by: Actor) -> None:
    if by.person is None or by.person.pk != person.pk:
        raise NotAllowed(_("Only somebody themselves can change their account."))


@transaction.atomic
def leave_platform(person: Person, *, by: Actor) -> None:
    """Erase somebody who leaves: address, name, codes, sessions, keys, and what other apps keep of them.

    The empty row stays, so that agreements and answers still point somewhere; nothing in it tells who it was.
    """
    _only_oneself(person, by)
    if person.left_at is not None:
        raise Refused(_("This account has already been closed."))
    for erase in erasures():
        erase(person)
    forget_address(person.email)
    Code.objects.filter(address_hash=hash_address(person.email)).delete()
    Code.objects.filter(person=person).delete()
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person, by=by)
    forget_person(str(by.person_key))
    _empty(person)


@transaction.atomic
def end_sessions(person: Person, *, by: Actor, keep: str | None = None) -> None:
    """End every session of somebody, in every browser, but the one to keep."""
    _only_oneself(person, by)
    tracked = UserSession.objects.filter(user_id=person.pk).exclude(session_key=keep or "")
    Session.objects.filter(session_key__in=list(tracked.values_list("session_key", flat=True))).delete()
    tracked.delete()


def forget_client_address(session_key: str) -> None:
    """Remove the network address the sign-in library keeps with a session: nothing here needs it."""
    UserSession.objects.filter(session_key=session_key).update(ip="0.0.0.0")  # noqa: S104 - means: not kept


def forget_old_codes() -> int:
    """Delete codes of days gone by; return how many."""
    deleted, _rows = Code.objects.filter(day__lt=timezone.now().date() - dt.timedelta(days=1)).delete()
    return deleted


def forget_old_sessions() -> int:
    """Delete sessions that have ended by themselves, with what they remembered; return how many."""
    deleted, _rows = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted


def language_now() -> str:
    """Return the language of the page somebody looks at: nl or en."""
    return "en" if (translation.get_language() or "nl").startswith("en") else "nl"
