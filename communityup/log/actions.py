"""What can one do to the log: open a stream, record what happened, seal it, forget who. Nothing is ever changed."""

import hashlib
import heapq
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from communityup.base.ids import is_id
from communityup.base.prepared import PreparedUpdate, prepared
from communityup.log.events import WHO_OPENED, WHY_OPENED, Erased, Event, Hidden, OpenedByOperator, Shown, gates
from communityup.log.models import FurtherCommitment, Leaf, Line, Pseudonym, SealedUpTo, Stream, Tree
from communityup.methods import canonical, logbook, merkle

FORMAT = 1
NONCE_BYTES = 32
SEALED_AT_ONCE = 500
_move_on = PreparedUpdate(Stream, "last_n", "last_hash", "last_time")


class By(Protocol):
    """Whoever acts, as far as the log needs to know (people.actors.Actor)."""

    @property
    def person_key(self) -> str | None:
        """Return what a pseudonym is kept for; None for jobs and the operator."""

    @property
    def nameless(self) -> bool:
        """Say whether the line must not lead to this person."""

    @property
    def role(self) -> str:
        """Return in which role they act."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Where a line stands: its stream and number, the hash of its bytes (64 hexadecimal characters), its time in ms."""

    stream: str
    n: int
    hash: str
    time: int


@transaction.atomic
def open_stream(kind: str) -> Stream:
    """Begin the stream of one challenge, organisation or network, or return the one of the site ("site")."""
    site = _tree().site
    if kind == Stream.Kind.SITE:
        return Stream.objects.get_or_create(kind=Stream.Kind.SITE, defaults={"site": site})[0]
    return Stream.objects.create(kind=Stream.Kind(kind), site=site)


def record(event: Event, *, stream: Stream, by: By, party: str | None = None, role: str | None = None) -> Receipt:
    """Write the one line of an action, inside the action's transaction, and return its receipt.

    `party` is the random id of the party for which was acted; `role` is that of `by` unless given. The number and the
    hash of the line before are taken under the lock of the stream's row, which lasts until the transaction ends.
    Raises RuntimeError outside a transaction, TypeError and ValueError for what may not stand in a line.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a line is recorded inside the transaction of its action")
    if party is not None and not is_id(party):
        raise ValueError("party must be a random id of 32 hexadecimal characters")
    facts = event.facts()
    (locked,) = _locked(stream.pk)
    for gate in gates():
        gate(locked.pk, event, by.role)
    number, moment = locked.last_n + 1, max(_now(), locked.last_time)
    content: dict[str, canonical.Value] = {
        **facts,
        "v": FORMAT,
        "site": locked.site,
        "stream": locked.public_id,
        "n": number,
        "prev": locked.last_hash or None,
        "time": moment,
        "type": event.type,
        "tv": event.version,
        "object": event.object,
        "party": party,
        "role": role or by.role or None,
        "actor": _pseudonym(locked, by),
        "commit": event.commit,
        "nonce": secrets.token_hex(NONCE_BYTES),
    }
    line = _write(locked, content, n=number, time=moment)
    FurtherCommitment.objects.bulk_create(
        FurtherCommitment(line=line, value=value) for value in logbook.commitments(facts)
    )
    stream.last_n, stream.last_hash, stream.last_time = locked.last_n, locked.last_hash, locked.last_time
    return Receipt(stream=locked.public_id, n=line.n, hash=line.hash, time=line.time)


@transaction.atomic
def record_erasure(commitment: str, *, by: By) -> list[Receipt]:
    """Say in every stream that the words behind this commitment are gone, for each line that brought them."""
    return _record_of_words(Erased, commitment, by)


@transaction.atomic
def record_hidden(commitment: str, *, by: By) -> list[Receipt]:
    """Say in every stream that the words behind this commitment are hidden, for each line that brought them."""
    return _record_of_words(Hidden, commitment, by)


@transaction.atomic
def record_shown(commitment: str, *, by: By) -> list[Receipt]:
    """Say in every stream that the words behind this commitment are back, for each line that brought them."""
    return _record_of_words(Shown, commitment, by)


@transaction.atomic
def record_opening(streams: Iterable[Stream], *, first: str, second: str, reason: str, by: By) -> list[Receipt]:
    """Say in each of these streams that two people took a copy of it outside the pages, before they get it (E26).

    `first` and `second` are codes of WHO_OPENED, `reason` one of WHY_OPENED. Raises ValueError for one person alone or
    for another code.
    """
    if first == second or not {first, second} <= WHO_OPENED.keys() or reason not in WHY_OPENED:
        message = "Two people of different roles open a closed stream, for a known reason."
        raise ValueError(message)
    return [
        record(OpenedByOperator(object=one.public_id, first=first, second=second, reason=reason), stream=one, by=by)
        for one in streams
    ]


def _record_of_words(event: type[Erased | Hidden | Shown], commitment: str, by: By) -> list[Receipt]:
    holds = Q(commit=commitment) | Q(further_commitments__value=commitment)
    earlier = Line.objects.filter(holds).select_related("stream").order_by("pk").distinct()
    return [
        record(event(object=line.object, commitment=commitment), stream=line.stream, by=by, party=line.party or None)
        for line in earlier
    ]


def seal() -> int:
    """Give the next lines their place in the tree, in the order of time and of each stream; return how many.

    One sealer works at a time, under the lock of the tree's row. At most SEALED_AT_ONCE lines, so that nobody waits
    long; call again until it returns 0. When nothing waits, nothing is locked.
    """
    return _seal() if _unsealed() else 0


@transaction.atomic
def forget_practice(stream: Stream) -> int:
    """Delete the stream of a practice challenge with all its lines; return how many. The database refuses any other.

    Nothing of it was sealed or handed out, so no proof of anybody misses it.
    """
    if stream.kind != Stream.Kind.PRACTICE:
        raise ValueError("only the stream of a practice challenge can go")
    lines = Line.objects.filter(stream=stream)
    FurtherCommitment.objects.filter(line__in=lines).delete()
    Pseudonym.objects.filter(stream=stream).delete()
    count = lines.delete()[0]
    stream.delete()
    return count


@transaction.atomic
def forget_person(person_key: str) -> int:
    """Forget which pseudonyms were this person's, in all streams; return how many. The lines stay as they are."""
    return Pseudonym.objects.filter(person_key=person_key).delete()[0]


@transaction.atomic
def move_person(old_key: str, new_key: str) -> None:
    """Let the pseudonyms of one key be another's from now on; where both have one, the old one is forgotten."""
    both = Pseudonym.objects.filter(person_key=new_key).values("stream")
    Pseudonym.objects.filter(person_key=old_key, stream__in=list(both.values_list("stream", flat=True))).delete()
    Pseudonym.objects.filter(person_key=old_key).update(person_key=new_key)


def _tree() -> Tree:
    return Tree.objects.get_or_create(pk=Tree.ONLY)[0]


@transaction.atomic
def _seal() -> int:
    tree = Tree.objects.select_for_update().get(pk=_tree().pk)
    chosen = list(islice(heapq.merge(*map(_lines_after, _unsealed())), SEALED_AT_ONCE))
    Leaf.objects.bulk_create(
        Leaf(index=index, line_id=line, hash=merkle.leaf_hash(bytes.fromhex(line_hash)).hex())
        for index, (_time, _stream, _n, line, line_hash) in enumerate(chosen, start=tree.size)
    )
    for stream, n in {stream: n for _time, stream, n, _line, _hash in chosen}.items():
        SealedUpTo.objects.update_or_create(stream_id=stream, defaults={"n": n})
    tree.size += len(chosen)
    tree.save(update_fields=["size"])
    return len(chosen)


def _unsealed() -> list[tuple[int, int]]:
    """Return the key of each stream with lines outside the tree, and the number of its last line inside."""
    sealed = Coalesce("sealed_up_to__n", 0)
    lasting = Stream.objects.exclude(kind=Stream.Kind.PRACTICE)
    return list(lasting.alias(sealed=sealed).filter(last_n__gt=F("sealed")).values_list("pk", sealed))


def _lines_after(place: tuple[int, int]) -> Iterator[tuple[int, int, int, int, str]]:
    stream, n = place
    lines = Line.objects.filter(stream_id=stream, n__gt=n).order_by("n")[:SEALED_AT_ONCE]
    yield from lines.values_list("time", "stream_id", "n", "pk", "hash")


def _now() -> int:
    return int(timezone.now().timestamp() * 1000)


def _pseudonym(stream: Stream, by: By) -> str | None:
    if by.nameless or by.person_key is None:
        return None
    known = _pseudonyms.first(stream.pk, by.person_key)
    return known or Pseudonym.objects.get_or_create(stream=stream, person_key=by.person_key)[0].value


@prepared
def _pseudonyms(stream: int, person_key: str) -> QuerySet[Pseudonym, str]:
    return Pseudonym.objects.filter(stream=stream, person_key=person_key).values_list("value", flat=True)


@prepared
def _locked(stream: int) -> QuerySet[Stream]:
    return Stream.objects.select_for_update().filter(pk=stream)


def _write(stream: Stream, content: dict[str, canonical.Value], *, n: int, time: int) -> Line:
    written = canonical.encode(content)
    repeated = {name: content[name] or "" for name in ("type", "object", "party", "role", "actor", "commit")}
    line = Line.objects.create(
        stream=stream,
        n=n,
        time=time,
        bytes=written,
        hash=hashlib.sha256(written).hexdigest(),
        **repeated,
    )
    stream.last_n, stream.last_hash, stream.last_time = line.n, line.hash, line.time
    _move_on(stream.pk, line.n, line.hash, line.time)
    return line
