"""What can one do with codes: make them, look one up, use it, end them. Parts of other actions, which record.

A lookup counts the try before it looks, so that many at once gain nothing, and takes the count back when it was right.
"""

import datetime as dt
import hmac
import secrets
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communityup.base.errors import Refused
from communityup.codes.models import Code, Counter
from communityup.codes.queries import ALPHABET, LENGTH, normalised

MINUTES = 15  # how long a wrong try counts
TOO_MANY_CODES = _(
    "There were too many wrong codes. Wait a quarter of an hour, then look at your letter and try again."
)
TOO_MANY_FORMS = _("Very many forms came in just now. Wait a quarter of an hour and send it again.")


@transaction.atomic
def make_codes(*, purpose: str, about: str, number: int, ends_at: dt.datetime, most: int = 1) -> list[str]:
    """Make codes and return them as they stand on paper: this is the only moment at which anybody can read them."""
    written: set[str] = set()
    while len(written) < number:
        written.add("".join(secrets.choice(ALPHABET) for _place in range(LENGTH)))
    Code.objects.bulk_create(
        Code(code_hash=hash_of(one, purpose), purpose=purpose, about=about, ends_at=ends_at, most=most)
        for one in written
    )
    return sorted(written)


def look_up(
    typed: str, *, purpose: str, limits: Mapping[str, int], sentence: str | Promise = TOO_MANY_CODES
) -> Code | None:
    """Return the living code that somebody typed; None alike for unknown, used, too old and taken back.

    `limits` says for each key (a browser, a network) how many wrong tries there may be in the last quarter of an hour;
    past that Refused says in this `sentence` to wait, whatever was typed. Not inside a transaction of its caller: a
    wrong try stays counted.
    """
    keys = {_hash("codes.counter", f"{purpose}:{key}"): most for key, most in limits.items()}
    minute = _minute()
    _count(keys, minute, sentence=sentence)
    code = _living(typed, purpose)
    if code is not None:
        Counter.objects.filter(key_hash__in=keys, minute=minute, count__gt=0).update(count=F("count") - 1)
    return code


def brake(limits: Mapping[str, int], *, purpose: str) -> None:
    """Count one more of something that everybody may send without an account; past a limit Refused says to wait.

    `limits` says for each key (a network, the whole site) how many there may be in a quarter of an hour. Be generous:
    a whole hall can share one network. Not inside a transaction of its caller: what is refused stays counted.
    """
    keys = {_hash("codes.brake", f"{purpose}:{key}"): most for key, most in limits.items()}
    _count(keys, _minute(), sentence=TOO_MANY_FORMS)


@transaction.atomic
def use(code: Code) -> bool:
    """Use a code once more; False when somebody else just used it up, or it ended meanwhile."""
    living = Code.objects.filter(pk=code.pk, uses__lt=F("most"), revoked_at=None, ends_at__gt=timezone.now())
    return bool(living.update(uses=F("uses") + 1))


def revoke(*, purpose: str, about: str) -> int:
    """Take back what is left of the codes for one thing; return how many still worked."""
    left = Code.objects.filter(purpose=purpose, about=about, revoked_at=None, uses__lt=F("most"))
    return left.filter(ends_at__gt=timezone.now()).update(revoked_at=timezone.now())


def forget_old_counters() -> int:
    """Delete counters that count no more; return how many."""
    deleted, _rows = Counter.objects.filter(minute__lte=_minute() - MINUTES).delete()
    return deleted


def hash_of(code: str, purpose: str) -> str:
    """Return the keyed hash under which a code is kept; worth nothing for another purpose."""
    return _hash("codes.code", f"{purpose}:{normalised(code)}")


def _hash(salt: str, value: str) -> str:
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()


def _minute() -> int:
    return int(timezone.now().timestamp() // 60)


@transaction.atomic
def _count(keys: Mapping[str, int], minute: int, *, sentence: str | Promise) -> None:
    """Count a try for every key, or refuse it; in the order of the keys, so that no two wait for each other.

    First it is counted, then looked at: many at once gain nothing. A refused try is not kept.
    """
    for key, most in sorted(keys.items()):
        counter, _made = Counter.objects.get_or_create(key_hash=key, minute=minute)
        Counter.objects.filter(pk=counter.pk).update(count=F("count") + 1)
        lately = Counter.objects.filter(key_hash=key, minute__gt=minute - MINUTES)
        if lately.aggregate(tries=Sum("count"))["tries"] > most:
            raise Refused(sentence)


def _living(typed: str, purpose: str) -> Code | None:
    """Look for the hash, always with the same one question to the database, and compare it in constant time."""
    wanted = hash_of(typed, purpose)
    found = Code.objects.filter(code_hash=wanted).first()
    known = "" if found is None else found.code_hash
    same = hmac.compare_digest(known.ljust(len(wanted)), wanted)
    if found is None or not same or found.revoked_at is not None:
        return None
    return found if found.uses < found.most and found.ends_at > timezone.now() else None
