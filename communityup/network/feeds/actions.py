"""What can one do with practices of other sites: follow them, look first, let them in, stop; a job fetches them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from communityup.base.fetching import Fetched, Known, Unfetched, fetch
from communityup.base.ids import new_id
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.feeds import events, permissions
from communityup.network.feeds.forms import MOST_PRACTICES, TEXTS, Entry, Found, read
from communityup.network.feeds.models import Arrival, Feed
from communityup.network.library.actions import index
from communityup.network.library.models import Enclosure, Facet, Practice, Stem, Voice
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.people.actors import Actor
from communityup.texts.actions import erase, write
from communityup.texts.models import Version

State, Shown = Feed.State, Practice.State
KINDS = ("application/json",)
# A site that works is asked four times a day; one that does not, later and later, up to two days.
EVERY, FIRST_WAIT, LONGEST_WAIT = timedelta(hours=6), timedelta(minutes=30), timedelta(days=2)
# So long a worker may be busy with one; then another may try. And so many at once, so that other jobs have their turn.
CLAIM, AT_ONCE = timedelta(minutes=10), 3
TITLES = 50
# A site with more than one answer holds is read in parts: so many, of five megabytes at most each.
MOST_PARTS = 10


@dataclass(kw_only=True)
class _Counts:
    new: int = 0
    changed: int = 0
    withdrawn: int = 0


@transaction.atomic
def follow(network: Network, *, address: str, by: Actor) -> Feed:
    """Follow the practices of another site; nothing comes in before a coordinator looked. Twice is once."""
    own_coordinator(network, by)
    held, line = _held(network), address.strip()
    if again := held.feeds.filter(address=line).exclude(state=State.STOPPED).first():
        return again
    host = permissions.refuse_address(held, line)
    now = timezone.now()
    feed = Feed.objects.create(network=held, address=line, started_at=now, next_at=now)
    _record(events.FeedFollowed(object=feed.public_id, host=host), feed, by, "coordinator")
    return feed


@transaction.atomic
def let_in(feed: Feed, *, by: Actor) -> Feed:
    """Let the practices of another site in, after a look at what was found. Clicking twice lets in once."""
    own_coordinator(feed.network, by)
    locked = _locked(feed)
    permissions.refuse_not_waiting(locked)
    if locked.state == State.WAITS:
        locked.state, locked.next_at, locked.etag, locked.modified = State.FOLLOWED, timezone.now(), "", ""
        locked.save(update_fields=["state", "next_at", "etag", "modified"])
        _record(events.FeedAccepted(object=locked.public_id, host=_host(locked)), locked, by, "coordinator")
    return locked


@transaction.atomic
def stop(feed: Feed, *, rest: str, by: Actor) -> Feed:
    """Stop following another site; what came stays as it is, or goes with its words. Clicking twice changes nothing."""
    own_coordinator(feed.network, by)
    locked = _locked(feed)
    if locked.state == State.STOPPED:
        return locked
    if rest == "goes":
        for one in locked.arrivals.filter(withdrawn=False).select_related("practice"):
            _withdraw(one)
    locked.arrivals.all().delete()
    locked.state, locked.titles, locked.refused, locked.failures, locked.problem = State.STOPPED, [], [], 0, ""
    locked.save(update_fields=["state", "titles", "refused", "failures", "problem"])
    _record(events.FeedStopped(object=locked.public_id, host=_host(locked), rest=rest), locked, by, "coordinator")
    return locked


def fetch_due() -> int:
    """Fetch the practices of other sites whose time has come; a site that fails keeps what came before."""
    now = timezone.now()
    due = Feed.objects.filter(next_at__lte=now).exclude(state=State.STOPPED).order_by("next_at", "pk")
    done = 0
    for feed in due.select_related("network__stream")[:AT_ONCE]:
        if Feed.objects.filter(pk=feed.pk, next_at=feed.next_at).update(next_at=now + CLAIM):
            fetch_one(feed)
            done += 1
    return done


def fetch_one(feed: Feed) -> None:
    """Fetch the practices of one other site, outside any transaction, and keep what came of it."""
    known = Known(etag=feed.etag, modified=feed.modified)
    try:
        answer = fetch(feed.address, known=known, kinds=KINDS, trusted=settings.FEEDS_TRUSTED)
        told = None if answer.body is None else read(answer.body, feed.address)
        if told is not None and told.onwards:
            # That the first part is the same says nothing of the others: such a site is read whole each time.
            answer, told = replace(answer, known=Known()), _with_parts(told, feed)
    except Unfetched as why:
        tell_failure(feed, code=why.code)
    else:
        take(feed, answer=answer, told=told)


def _with_parts(told: Found, feed: Feed) -> Found:
    """Fetch the next parts one by one, each judged and bound as the first; all of them, or nothing is taken."""
    for _part in range(MOST_PARTS - 1):
        answer = fetch(told.onwards, known=Known(), kinds=KINDS, trusted=settings.FEEDS_TRUSTED)
        told = told.and_then(read(answer.body or b"", feed.address))
        if len(told.entries) > MOST_PRACTICES:
            break
        if not told.onwards:
            return told
    raise Unfetched("big")


@transaction.atomic
def tell_failure(feed: Feed, *, code: str) -> None:
    """Keep that fetching did not work, why, and when it is tried again; what came before stays. No line in the log."""
    locked = _locked(feed)
    if locked.state != State.STOPPED:
        wait = min(FIRST_WAIT * 2 ** min(locked.failures, 12), LONGEST_WAIT)
        locked.failures, locked.problem = min(locked.failures + 1, 1000), Feed.Problem(code)
        locked.next_at = timezone.now() + wait
        locked.save(update_fields=["failures", "problem", "next_at"])


@transaction.atomic
def take(feed: Feed, *, answer: Fetched, told: Found | None) -> None:
    """Keep what another site says: the first time only what was found, later each practice; None is no change."""
    locked = _locked(feed)
    if locked.state == State.STOPPED:
        return
    locked.failures, locked.problem, locked.next_at = 0, "", timezone.now() + EVERY
    locked.fetched_at = timezone.now()
    if told is not None:
        locked.etag, locked.modified = answer.known.etag, answer.known.modified
        was_new, locked.name, locked.found = locked.state == State.NEW, told.name, len(told.entries)
        locked.left_out, locked.refused = told.left_out, list(told.refused[:TITLES])
        if locked.state == State.FOLLOWED:
            _take_all(locked, told)
        else:
            locked.state, locked.titles = State.WAITS, [one.words["title"] for one in told.entries.values()][:TITLES]
        if was_new:
            event = events.FeedFound(object=locked.public_id, host=_host(locked), count=locked.found)
            _record(event, locked, Actor.job("feeds.fetch"), "job")
    locked.save()


def _take_all(feed: Feed, told: Found) -> None:
    counts, known = _Counts(), {one.source_id: one for one in feed.arrivals.select_related("practice")}
    for entry in told.entries.values():
        _take_one(feed, entry, known.get(entry.id), counts)
    for one in known.values():
        if one.source_id in told.withdrawn and not one.withdrawn:
            _withdraw(one)
            counts.withdrawn += 1
    if counts.new or counts.changed or counts.withdrawn:
        event = events.FeedTaken(
            object=feed.public_id, host=_host(feed), new=counts.new, changed=counts.changed,
            withdrawn=counts.withdrawn, left_out=told.left_out,
        )  # fmt: skip
        _record(event, feed, Actor.job("feeds.fetch"), "job")


def _take_one(feed: Feed, entry: Entry, known: Arrival | None, counts: _Counts) -> None:
    if known is not None and (known.digest, known.version, known.withdrawn) == (entry.digest, entry.version, False):
        return
    before = None if known is None else known.practice
    if before is not None and _is_hidden(before):
        return  # what two keys hid here does not come back by changing it there; it may still be withdrawn
    if known is None:
        before = Practice.objects.filter(network=feed.network, source_id=entry.id, state=Shown.PUBLISHED).first()
        if before is not None and Arrival.objects.filter(practice=before).exists():
            return
    practice = _replace(feed, entry, before, is_next=known is None or entry.version > known.version)
    Arrival.objects.update_or_create(
        feed=feed, source_id=entry.id,
        defaults={"practice": practice, "version": entry.version, "digest": entry.digest, "withdrawn": False},
    )  # fmt: skip
    counts.new += before is None
    counts.changed += before is not None


def _is_hidden(practice: Practice) -> bool:
    words = [
        *Practice.objects.values_list(*TEXTS).get(pk=practice.pk),
        *practice.voices.values_list("quote", flat=True),
        *practice.enclosures.values_list("words", flat=True),
    ]
    return Version.objects.filter(text__in=[one for one in words if one], hidden_at__isnull=False).exists()


def _replace(feed: Feed, entry: Entry, before: Practice | None, *, is_next: bool) -> Practice:
    """Write an edition as the other site has it now.

    An edition that changed there without a new number is replaced, words and all: somebody may have taken words back.
    Of a new edition the one before stays to be read, without its voices and files: nobody tells us what was taken back.
    """
    series = new_id() if before is None else before.series
    edition = 1 if before is None else before.edition + 1
    if before is not None:
        earlier = Practice.objects.filter(series=series)
        Stem.objects.filter(practice__in=earlier).delete()
        _forget_others(earlier)
        if not is_next:
            _erase(text for row in earlier.filter(pk=before.pk).values_list(*TEXTS) for text in row)
        after = Shown.EARLIER if is_next and before.state == Shown.PUBLISHED else Shown.TAKEN_BACK
        earlier.filter(pk=before.pk).update(state=after, changed_at=timezone.now())
    short = {name: entry.words[name] for name in ("title", "place", "size", "mode", "contact_role", "licence")}
    by = Actor.job("feeds.fetch")
    practice = Practice.objects.create(
        network=feed.network, series=series, edition=edition, state=Shown.PUBLISHED, source_id=entry.id,
        source_name=feed.name, source_author=entry.author, published_at=entry.published_at, changed_at=timezone.now(),
        **short, **{name: write(entry.words[name], by=by, source="import") for name in TEXTS},
    )  # fmt: skip
    _put_facets(practice, entry)
    for label, words in entry.voices:
        Voice.objects.create(
            practice=practice, label=label, answer=Voice.Answer.YES, answered_at=entry.published_at,
            asked_at=entry.published_at, quote=write(words, by=by, source="import") if words else None,
        )  # fmt: skip
    for title, address in entry.files:
        kept = write(title, by=by, source="import")
        Enclosure.objects.create(practice=practice, words=kept, address=address, added_at=timezone.now())
    index(practice)
    return practice


def _put_facets(practice: Practice, entry: Entry) -> None:
    kinds, words = Facet.Kind, entry.words
    themes = {slugify(one)[:80]: one for one in words["themes"] if slugify(one)}
    wanted = [(kinds.CONDITION, one, "") for one in words["conditions"]]
    wanted += [(kinds.STUMBLE, one, "") for one in words["stumbles"]]
    wanted += [(kinds.THEME, key, told) for key, told in themes.items()]
    Facet.objects.bulk_create([Facet(practice=practice, kind=k, value=v, words=w) for k, v, w in wanted])


def _withdraw(arrival: Arrival) -> None:
    """Take a practice of another site away in all its editions: that it was here stays to be seen."""
    gone = Practice.objects.filter(series=arrival.practice.series)
    Stem.objects.filter(practice__in=gone).delete()
    _forget_others(gone)
    _erase(text for row in gone.values_list(*TEXTS) for text in row)
    gone.update(state=Shown.TAKEN_BACK, changed_at=timezone.now())
    arrival.withdrawn = True
    arrival.save(update_fields=["withdrawn"])


def _forget_others(practices: Iterable[Practice]) -> None:
    """Forget what others may take back there without a new edition: voices, and files with their addresses."""
    voices, files = Voice.objects.filter(practice__in=practices), Enclosure.objects.filter(practice__in=practices)
    texts = [*voices.values_list("quote", flat=True), *files.values_list("words", flat=True)]
    voices.delete()
    files.delete()
    _erase(texts)


def _erase(texts: Iterable[int | None]) -> None:
    kept = [one for one in texts if one is not None]
    erase(Version.objects.filter(text__in=kept, erased_at=None), taken_back=True)


def _host(feed: Feed) -> str:
    return urlsplit(feed.address).netloc


def _held(network: Network) -> Network:
    return Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)


def _locked(feed: Feed) -> Feed:
    return Feed.objects.select_for_update(of=("self",)).select_related("network__stream").get(pk=feed.pk)


def _record(event: Event, feed: Feed, by: Actor, role: str) -> None:
    record(event, stream=feed.network.stream, by=by, role=role)
