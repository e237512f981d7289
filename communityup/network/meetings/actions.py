"""What can one do with sessions: plan, describe, give a date, move, postpone, cancel, tell what came of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.gatherings import actions as gatherings
from communityup.gatherings import queries as gathered
from communityup.gatherings.actions import Change, Moment
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.meetings import events, notices, permissions
from communityup.network.meetings.models import NUMBER_LENGTH, SLUG_LENGTH, Address, Session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, revise, write
from communityup.texts.models import Text

COORDINATOR = "coordinator"
# Letters in one transaction: a network with many readers holds nobody up.
AT_ONCE = 100
LETTERS_OF_A_MONTH = ("", *"bcdefghijklmnopqrstuvwxyz")
# Words that are pages of their own beside the sessions.
TAKEN = frozenset({"plannen"})


@dataclass(frozen=True, kw_only=True)
class About:
    """What a session is about."""

    title: str
    purpose: str
    theme: str = ""
    kind: str = Session.Kind.OPEN


@transaction.atomic
def plan_session(network: Network, *, about: About, moment: Moment, by: Actor) -> Session:
    """Plan a session, roughly or with its date; or write down an earlier one. The same again plans nothing new."""
    own_coordinator(network, by)
    held = Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)
    planned = held.sessions.filter(gathering__cancelled_at=None, gathering__title=" ".join(about.title.split()))
    if again := planned.filter(gathering__begins_at=moment.begins_at).select_related("gathering").first():
        return again
    gathering = gatherings.make_gathering(title=about.title, moment=moment)
    session = Session(
        network=held,
        gathering=gathering,
        theme=_theme(about),
        kind=Session.Kind(about.kind),
        purpose=write(about.purpose, by=by),
        planned_at=timezone.now(),
    )
    session.number = _number(session) if gathering.is_dated else ""
    _give_address(session)
    event = events.SessionPlanned(
        object=session.public_id, commit=session.purpose.commit, number=session.number or None, day=_day(session)
    )
    _record(event, session, by)
    return session


@transaction.atomic
def describe_session(session: Session, *, about: About, by: Actor) -> Session:
    """Change title, theme or purpose; the address stays. The same words again change nothing."""
    own_coordinator(session.network, by)
    locked = _locked(session)
    theme, kind = _theme(about), Session.Kind(about.kind)
    renamed = gatherings.rename_gathering(locked.gathering, title=about.title)
    if not (renamed | _revised(locked.purpose, about.purpose, by)) and (locked.theme, locked.kind) == (theme, kind):
        return locked
    locked.theme, locked.kind = theme, kind
    locked.save(update_fields=["theme", "kind"])
    _record(events.SessionDescribed(object=locked.public_id, commit=locked.purpose.commit), locked, by)
    return locked


@transaction.atomic
def set_date(session: Session, *, moment: Moment, by: Actor) -> Session:
    """Give a session its date or place, another one, or none any more; who asked for it hears that once (A52).

    The same again tells nobody. What is done twice within a minute is told as it is then.
    """
    own_coordinator(session.network, by)
    locked = _locked(session)
    locked.gathering, change = gatherings.set_moment(locked.gathering, moment=moment)
    if change is Change.NOTHING:
        return locked
    if locked.gathering.is_dated and not locked.number.startswith(_month(locked)):
        locked.number = _number(locked)
        _give_address(locked)
    _record(_event_of(change, locked), locked, by)
    return locked


@transaction.atomic
def cancel_session(session: Session, *, reason: str, by: Actor) -> Session:
    """Cancel a session with the reason; it leaves the calendars of who heard of it. Twice is once."""
    own_coordinator(session.network, by)
    locked = _locked(session)
    if not gatherings.cancel_gathering(locked.gathering):
        return locked
    locked.reason = write(reason, by=by)
    locked.save(update_fields=["reason"])
    _record(events.SessionCancelled(object=locked.public_id, commit=locked.reason.commit), locked, by)
    return locked


@transaction.atomic
def tell_outcomes(session: Session, *, outcomes: str, next_step: str, by: Actor) -> Session:
    """Tell what came of a session and what its next step is (A45); later words replace these. Twice is once."""
    own_coordinator(session.network, by)
    locked = _locked(session)
    permissions.refuse_ahead(locked)
    if locked.outcomes is None or locked.next_step is None:
        locked.outcomes, locked.next_step = write(outcomes, by=by), write(next_step, by=by)
        locked.save(update_fields=["outcomes", "next_step"])
    elif not (_revised(locked.outcomes, outcomes, by) | _revised(locked.next_step, next_step, by)):
        return locked
    event = events.OutcomesTold(
        object=locked.public_id, commit=locked.outcomes.commit, next_commit=locked.next_step.commit
    )
    _record(event, locked, by)
    return locked


def tell_due() -> int:
    """Write the letters about what changed and rested a minute; return how many. Killed half-way it goes on later."""
    waiting = Session.objects.filter(gathering__in=gathered.untold()).order_by("pk").values_list("pk", flat=True)
    return sum(count for pk in list(waiting) for count in _tell_all(pk))


def _tell_all(pk: int) -> Iterator[int]:
    """Write the letters about one session, so many at once, until everybody has theirs."""
    count = AT_ONCE
    while count == AT_ONCE:
        count = _tell_some(pk)
        yield count


@transaction.atomic
def _tell_some(pk: int) -> int:
    session = _locked(Session.objects.get(pk=pk))
    if not gathered.untold().filter(pk=session.gathering.pk).exists():
        return 0
    news = gathered.has_news(session.gathering)
    readers = notices.still_to_hear(session)[:AT_ONCE] if news else []
    for reader in readers:
        notices.tell(session, reader)
    gatherings.note_told(session.gathering, everybody=len(readers) < AT_ONCE)
    return len(readers)


def _event_of(change: Change, session: Session) -> Event:
    about = session.public_id
    if change is Change.ROUGH:
        return events.RoughDateChanged(object=about)
    if change is Change.POSTPONED:
        return events.SessionPostponed(object=about)
    kind = events.DateFixed if change is Change.FIXED else events.SessionMoved
    return kind(object=about, number=session.number, day=_day(session) or "")


def _month(session: Session) -> str:
    begins_at = session.gathering.begins_at
    return "" if begins_at is None else f"{timezone.localtime(begins_at):%y%m}"


def _day(session: Session) -> str | None:
    begins_at = session.gathering.begins_at
    return None if begins_at is None else timezone.localtime(begins_at).date().isoformat()


def _number(session: Session) -> str:
    """Return the first number of its month that was never given: yyMM, and with a letter from the second on (R29)."""
    month = _month(session)
    given = set(Address.objects.filter(network=session.network, slug__startswith=month).values_list("slug", flat=True))
    free: str | None = next((month + letter for letter in LETTERS_OF_A_MONTH if month + letter not in given), None)
    if free is None:
        raise Refused(_("This month has no numbers left for a session. Choose another month."))
    return free


def _give_address(session: Session) -> None:
    """Give a session the address of its number and title; every earlier one goes on leading to it (B1)."""
    words = slugify(session.gathering.title)[: SLUG_LENGTH - NUMBER_LENGTH - len("-999")].strip("-")
    wanted = "-".join(part for part in (session.number, words) if part) or "bijeenkomst"
    given = set(Address.objects.filter(network=session.network, slug__startswith=wanted).values_list("slug", flat=True))
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, 1000)))
    session.slug = next(name for name in names if name not in given | TAKEN)
    session.save()
    slugs = {session.slug, session.number or session.slug}
    Address.objects.bulk_create(
        [Address(network=session.network, slug=slug, session=session) for slug in sorted(slugs)]
    )


def _theme(about: About) -> str:
    return " ".join(clean_words(about.theme).split()) if about.theme.strip() else ""


def _revised(text: Text, words: str, by: Actor) -> bool:
    """Keep other words; return whether they are others."""
    if str(text) == clean_words(words):
        return False
    revise(text, words, by=by)
    return True


def _locked(session: Session) -> Session:
    """Return a session under the lock of its network, so that numbers and addresses are given one by one."""
    Network.objects.select_for_update(of=("self",)).get(pk=session.network_id)
    words = ("purpose__current", "outcomes__current", "next_step__current", "reason__current")
    found = Session.objects.select_for_update(of=("self",))
    return found.select_related("network__stream", "gathering", *words).get(pk=session.pk)


def _record(event: Event, session: Session, by: Actor) -> None:
    record(event, stream=session.network.stream, by=by, role=COORDINATOR)
