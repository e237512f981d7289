"""Write, revise, withdraw and erase words. These are parts of other actions: the caller's action records its event."""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Text, Version

SALT_BYTES = 32
LONGEST = 20_000
AT_ONCE = 500


def commitment(salt: bytes, body: str) -> str:
    """Return HMAC-SHA256(salt, UTF-8 bytes of body) as 64 hexadecimal characters (SECURITY.md, the log)."""
    return hmac.new(salt, body.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def write(body: str, *, by: Actor, source: str = "web") -> Text:
    """Keep a new text of one author and return it; refuses empty, too long and unreadable words."""
    text = Text.objects.create()
    text.current = _add_version(text, body, number=1, by=by, source=source)
    text.save(update_fields=["current"])
    return text


@transaction.atomic
def write_many(bodies: Sequence[str], *, by: Actor, source: str = "import") -> list[Text]:
    """Keep many new texts at once and return them in the same order; refuses what `write` refuses.

    Each gets its own salt and commitment. Meant for imports, whose one line in the log speaks for all of them.
    """
    words = [clean_words(body) for body in bodies]
    kept = Text.objects.bulk_create([Text() for _body in words], batch_size=AT_ONCE)
    now, salts = timezone.now(), [secrets.token_bytes(SALT_BYTES) for _body in words]
    author = by.person if by.role == "person" else None
    versions = Version.objects.bulk_create(
        [
            Version(
                text=text,
                number=1,
                body=body,
                salt=salt,
                commit=commitment(salt, body),
                author=author,
                source=source,
                written_at=now,
            )
            for text, body, salt in zip(kept, words, salts, strict=True)
        ],
        batch_size=AT_ONCE,
    )
    for text, version in zip(kept, versions, strict=True):
        text.current = version
    Text.objects.bulk_update(kept, ["current"], batch_size=AT_ONCE)
    return kept


@transaction.atomic
def revise(text: Text, body: str, *, by: Actor, source: str = "web") -> Version:
    """Add a version after the current one, and return it; the older ones stay readable."""
    locked = Text.objects.select_for_update().get(pk=text.pk)
    version = _add_version(locked, body, number=locked.versions.count() + 1, by=by, source=source)
    locked.current = version
    locked.save(update_fields=["current"])
    text.current = version
    return version


@transaction.atomic
def withdraw(text: Text, *, by: Actor) -> None:
    """Take one's own words back: the words go, a tombstone stays (E22). Only the author may (E2)."""
    for version in text.versions.filter(erased_at=None):
        if version.author_id is None or by.person is None or version.author_id != by.person.pk:
            raise NotAllowed(_("Only the one who wrote this can take it back."))
        _erase(version, withdrawn=True)


@transaction.atomic
def erase(versions: Iterable[Version]) -> int:
    """Remove the words and salts of these versions, as the law asks; return how many.

    The commitments stay in the log.
    """
    count = 0
    for version in versions:
        _erase(version, withdrawn=False)
        count += 1
    return count


@transaction.atomic
def forget_author(person: Person) -> None:
    """Cut the link between a person who leaves and the words that stay."""
    Version.objects.filter(author=person).update(author=None)


def clean_words(body: str) -> str:
    """Return words in one form (NFC, plain line ends, no control characters); refuses what cannot be kept.

    Raises Refused for empty or too long words and for characters that no writing system has.
    """
    try:
        body.encode()
    except UnicodeEncodeError:
        raise Refused(_("This text has characters that cannot be kept. Type it again without them.")) from None
    plain = unicodedata.normalize("NFC", body.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in plain if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
    if not any(c.isprintable() and not c.isspace() for c in kept):
        raise Refused(_("Write something first."))
    if len(kept) > LONGEST:
        raise Refused(_("This text is too long. Use at most %(limit)s characters.") % {"limit": LONGEST})
    return kept


def _add_version(text: Text, body: str, *, number: int, by: Actor, source: str) -> Version:
    salt, words = secrets.token_bytes(SALT_BYTES), clean_words(body)
    return Version.objects.create(
        text=text,
        number=number,
        body=words,
        salt=salt,
        commit=commitment(salt, words),
        author=by.person,
        source=source,
        written_at=timezone.now(),
    )


def _erase(version: Version, *, withdrawn: bool) -> None:
    now = timezone.now()
    version.body, version.salt, version.erased_at = "", None, now
    if withdrawn:
        version.withdrawn_at = now
    version.save(update_fields=["body", "salt", "erased_at", "withdrawn_at"])
