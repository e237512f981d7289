"""Write, revise, hide, withdraw, erase and index words: parts of other actions; the caller's records its event."""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.prepared import PreparedUpdate
from communityup.methods.dutch import stems
from communityup.people.actors import Actor, Entry
from communityup.people.models import Person
from communityup.texts import queries
from communityup.texts.models import (
    HIDDEN,
    HIDDEN_MARKS,
    TAKEN_AWAY,
    TAKEN_BACK,
    SetAside,
    Stem,
    Text,
    Version,
    hidden_for,
    stand_in,
)

SALT_BYTES = 32
LONGEST = 20_000
AT_ONCE = 500
MILLISECONDS_FOR_READERS = 500
GAP = "[…]"
_point_at = PreparedUpdate(Text, "current")


def commitment(salt: bytes, body: str) -> str:
    """Return HMAC-SHA256(salt, UTF-8 bytes of body) as 64 hexadecimal characters (SECURITY.md, the log)."""
    return hmac.new(salt, body.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def write(body: str, *, by: Actor, source: str = "") -> Text:
    """Keep a new text of one author and return it; refuses empty, too long and unreadable words.

    Without `source` it is "web", or what the helper says who types it in for somebody else (`Actor.typing`).
    """
    text = Text.objects.create()
    text.current = _add_version(text, body, number=1, by=by, source=source)
    _point_at(text.pk, text.current.pk)
    return text


@transaction.atomic
def write_many(bodies: Sequence[str], *, by: Actor, source: str = "import") -> list[Text]:
    """Keep many new texts at once and return them in the same order; refuses what `write` refuses.

    Each gets its own salt and commitment. Meant for imports, whose one line in the log speaks for all of them.
    """
    words = [clean_words(body) for body in bodies]
    kept = Text.objects.bulk_create([Text() for _body in words], batch_size=AT_ONCE)
    now, salts = timezone.now(), [secrets.token_bytes(SALT_BYTES) for _body in words]
    author = by.person if by.role in {"person", "guest"} else None
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
def revise(text: Text, body: str, *, by: Actor, source: str = "") -> Version:
    """Add a version after the current one, and return it; the older ones stay readable.

    A new version of words that are hidden is hidden too: otherwise hiding would end by writing.
    """
    locked = Text.objects.select_for_update().get(pk=text.pk)
    aside = SetAside.objects.filter(version__text=locked).first()
    version = _add_version(locked, body, number=locked.versions.count() + 1, by=by, source=source)
    if aside is not None:
        _set_aside(version, aside.reason)
    locked.current = version
    locked.save(update_fields=["current"])
    _not_found(locked.pk)
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
def erase(versions: Iterable[Version], *, taken_back: bool = False) -> int:
    """Remove the words and salts of these versions, as the law asks or as who brought them wants; return how many.

    The commitments stay in the log.
    """
    count = 0
    for version in versions:
        _erase(version, withdrawn=taken_back)
        count += 1
    return count


@transaction.atomic
def delete_forever(texts: Collection[int]) -> None:
    """Delete these texts (by key), their versions and who wrote them: for words that were said to go after a while.

    Whoever calls this deleted what held them; what is kept about them goes along (`register_along`). The commitments
    stay in the log and say nothing without the salts.
    """
    for take in queries.along():
        take(texts)
    SetAside.objects.filter(version__text__in=texts).delete()
    Text.objects.filter(pk__in=texts).update(current=None)
    Version.objects.filter(text__in=texts).delete()
    Text.objects.filter(pk__in=texts).delete()
    transaction.on_commit(leave_no_trace)


@transaction.atomic
def hide(text: Text, *, reason: str = "") -> list[str]:
    """Lay the words of all versions aside, and return their commitments: nobody but who wrote them reads them now.

    With a reason, the mark in their place tells it wherever they stood.
    """
    shown = list(text.versions.filter(erased_at=None, hidden_at=None).order_by("number"))
    for version in shown:
        _set_aside(version, reason)
    _not_found(text.pk)
    return [version.commit for version in shown]


@transaction.atomic
def show(text: Text) -> list[str]:
    """Put words that were laid aside back where they stood, and return their commitments."""
    hidden = list(SetAside.objects.filter(version__text=text).select_related("version").order_by("version__number"))
    for aside in hidden:
        version, words = aside.version, aside.body
        aside.delete()
        version.body, version.hidden_at = words, None
        version.save(update_fields=["body", "hidden_at"])
    _not_found(text.pk)
    return [aside.version.commit for aside in hidden]


@transaction.atomic
def take_out(text: Text, passage: str) -> Version:
    """Take a passage out of somebody's words, for the law: a mark stays, all earlier versions go (they hold it too).

    The new version is the author's, with the same source, and hidden while the text is. Raises Refused when the
    passage is not there.
    """
    locked = (
        Text.objects.select_for_update(of=("self",))
        .select_related("current__author", "current__entered_by")
        .get(pk=text.pk)
    )
    before, words = locked.current, own_words(locked)
    if before is None or before.erased_at is not None or passage not in words:
        raise Refused(_("This passage does not stand in the words. Copy it exactly."))
    aside = SetAside.objects.filter(version=before).first()
    by = Actor.job("texts") if before.author is None else Actor.of(before.author)
    if before.author is not None and before.entered_by is not None:
        by = by.typing(Entry(author=before.author, helper=before.entered_by, source=before.source))
    erase(locked.versions.filter(erased_at=None))
    number = locked.versions.count() + 1
    locked.current = _add_version(locked, words.replace(passage, GAP), number=number, by=by, source=before.source)
    if aside is not None:
        _set_aside(locked.current, aside.reason)
    locked.save(update_fields=["current"])
    _not_found(locked.pk)
    text.current = locked.current
    return locked.current


def own_words(text: Text) -> str:
    """Return the current words, also while they are hidden. Whoever calls this has asked who is reading."""
    aside = SetAside.objects.filter(version=text.current_id).first()
    return str(text) if aside is None else aside.body


def set_aside_of(texts: Sequence[int]) -> dict[int, str]:
    """Return the current words of those of these texts that are hidden, by key; for who wrote them."""
    found = SetAside.objects.filter(version__text__in=texts, version__text__current=F("version"))
    return dict(found.values_list("version__text", "body"))


@transaction.atomic
def index(most: int) -> int:
    """Let one find texts that were written, changed or shown again by the words that can be read now; return how many.

    They are locked first, and whoever hides or erases words waits for that: no stem outlives its word.
    """
    waiting = Text.objects.select_for_update().filter(indexed=False).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True)[:most])
    Stem.objects.filter(text__in=keys).delete()
    found = [
        Stem(text_id=one.text, kind=one.kind.field, stem=stem)
        for one in queries.searched(keys)
        for stem in sorted(set(stems(one.words)))
    ]
    Stem.objects.bulk_create(found, batch_size=AT_ONCE)
    Text.objects.filter(pk__in=keys).update(indexed=True)
    return len(keys)


def find_again(texts: Iterable[Text | None]) -> None:
    """Let the job make the stems of words that are shown from now on, such as those of a report that is published."""
    keys = [text.pk for text in texts if text is not None]
    Text.objects.filter(pk__in=keys).update(indexed=False)


@transaction.atomic
def forget_author(person: Person) -> None:
    """Cut the link between a person who leaves and the words that stay."""
    Version.objects.filter(author=person).update(author=None)
    Version.objects.filter(entered_by=person).update(entered_by=None)


def leave_no_trace() -> bool:
    """Let nothing of erased words stay beside the database; return whether that worked, so that a job tries again.

    SQLite overwrites what is deleted in its file, but its write-ahead log still holds the pages of before; emptying it
    waits half a second for readers at most. PostgreSQL does this itself: docs/publicity.md says when.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {MILLISECONDS_FOR_READERS}")
        try:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except OperationalError:
            busy = 1
        cursor.execute(f"PRAGMA busy_timeout = {before}")
    return not busy


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
    if words in {stand_in(mark) for mark in (TAKEN_AWAY, TAKEN_BACK, *HIDDEN_MARKS)}:
        # What is built on other words (a date that moves, a step that waited) must not keep the stand-in as words.
        raise Refused(_("The words this builds on are hidden or gone. Write it anew, in other words."))
    return Version.objects.create(
        text=text,
        number=number,
        body=words,
        salt=salt,
        commit=commitment(salt, words),
        author=by.author,
        source=source or ("web" if by.entry is None else by.entry.source),
        entered_by=None if by.entry is None else by.entry.helper,
        written_at=timezone.now(),
    )


def _not_found(text: int) -> None:
    """Let nobody find a text by words it had; the job makes the stems of what can be read then."""
    Text.objects.filter(pk=text).update(indexed=False)
    Stem.objects.filter(text=text).delete()


def _set_aside(version: Version, reason: str) -> None:
    SetAside.objects.create(version=version, body=version.body, reason=reason)
    version.body, version.hidden_at = hidden_for(reason), timezone.now()
    version.save(update_fields=["body", "hidden_at"])
    version.body = stand_in(version.body) or HIDDEN


def _erase(version: Version, *, withdrawn: bool) -> None:
    now = timezone.now()
    SetAside.objects.filter(version=version).delete()
    version.body, version.salt = TAKEN_BACK if withdrawn else TAKEN_AWAY, None
    version.erased_at, version.hidden_at = now, None
    if withdrawn:
        version.withdrawn_at = now
    version.save(update_fields=["body", "salt", "erased_at", "withdrawn_at", "hidden_at"])
    _not_found(version.text_id)
    version.body = stand_in(version.body) or version.body
    transaction.on_commit(leave_no_trace)
