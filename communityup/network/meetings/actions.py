"""What can one do with sessions: plan, date, move, cancel, tell what came of them; register, wait, come or not."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from communityup.gatherings import actions as gatherings
from communityup.gatherings import queries as gathered
from communityup.gatherings.actions import Change, Moment, Who
from communityup.gatherings.models import Registration, Request
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.meetings import events, notices, permissions
from communityup.network.meetings.models import Address, Invitation, Series, Session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.newsletter.actions import one_at_a_time
from communityup.network.newsletter.permissions import LETTER_KEY, address_hash, is_shielded, may_write_to
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.texts.actions import clean_words, revise, write
from communityup.texts.models import Text

COORDINATOR = "coordinator"
# Letters in one transaction: a network with many readers holds nobody up.
AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class About:
    """What a session is about."""

    title: str
    purpose: str
    theme: str = ""
    kind: str = Session.Kind.OPEN
    closed: bool = False


@transaction.atomic
def plan_session(network: Network, *, about: About, moment: Moment, by: Actor) -> Session:
    """Plan a session, roughly or with its date; or write down an earlier one. The same again plans nothing new."""
    own_coordinator(network, by)
    held = Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)
    planned = held.sessions.filter(gathering__cancelled_at=None, gathering__title=" ".join(about.title.split()))
    if again := planned.filter(gathering__begins_at=moment.begins_at).select_related("gathering").first():
        return again
    session = make_session(held, about=about, moment=moment, by=by)
    number = None if session.is_closed else session.number or None
    commit, day = _commit(session, session.purpose), None if session.is_closed else session.day
    _record(events.SessionPlanned(object=session.public_id, commit=commit, number=number, day=day), session, by)
    return session


@transaction.atomic
def make_session(
    held: Network, *, about: About, moment: Moment, series: Series | None = None, place: int | None = None, by: Actor
) -> Session:
    """Keep a new session with its number and address. A part of other actions: these ask who may, and record."""
    gathering = gatherings.make_gathering(title=about.title, moment=moment)
    session = Session(
        network=held, gathering=gathering, theme=_theme(about), kind=Session.Kind(about.kind), series=series,
        purpose=write(about.purpose, by=by), planned_at=timezone.now(), is_closed=about.closed, place=place,
    )  # fmt: skip
    session.number = permissions.free_number(held, session.month) if gathering.is_dated else ""
    _give_address(session)
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
    _record(events.SessionDescribed(object=locked.public_id, commit=_commit(locked, locked.purpose)), locked, by)
    return locked


@transaction.atomic
def set_date(session: Session, *, moment: Moment, by: Actor) -> Session:
    """Give a session its date or place, another one, or none any more; who asked for it hears that once (A52).

    The same again tells nobody. What is done twice within a minute is told as it is then.
    """
    own_coordinator(session.network, by)
    locked = _locked(session)
    change = redate(locked, moment=moment)
    if change is not Change.NOTHING:
        _record(_event_of(change, locked), locked, by)
    return locked


@transaction.atomic
def redate(session: Session, *, moment: Moment) -> Change:
    """Set when and where of a session, with the number of its month; who waits moves on. A part of other actions."""
    session.gathering, change = gatherings.set_moment(session.gathering, moment=moment)
    if session.gathering.is_dated and not session.number.startswith(session.month):
        session.number = permissions.free_number(session.network, session.month)
        _give_address(session)
    move_on(session)
    return change


@transaction.atomic
def cancel_session(session: Session, *, reason: str, by: Actor) -> Session:
    """Cancel a session with the reason; it leaves the calendars of who heard of it. Twice is once."""
    own_coordinator(session.network, by)
    locked = _locked(session)
    if call_off(locked, reason=reason, by=by):
        _record(events.SessionCancelled(object=locked.public_id, commit=_commit(locked, locked.reason)), locked, by)
    return locked


@transaction.atomic
def call_off(session: Session, *, reason: str, by: Actor) -> bool:
    """Cancel a session with the reason; say whether that is new. A part of other actions: these ask who may."""
    if not gatherings.cancel_gathering(session.gathering):
        return False
    session.reason = write(reason, by=by)
    session.save(update_fields=["reason"])
    return True


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
    commit, next_commit = _commit(locked, locked.outcomes), _commit(locked, locked.next_step)
    _record(events.OutcomesTold(object=locked.public_id, commit=commit, next_commit=next_commit), locked, by)
    return locked


@transaction.atomic
def set_places(
    session: Session, *, capacity: int | None, offer_hours: int, online_url: str, house_rules: str, by: Actor
) -> Session:
    """Set how many can come, the link for who has a place, and the house rules; who waits may move on at once."""
    own_coordinator(session.network, by)
    locked = _locked(session)
    changed = gatherings.set_places(locked.gathering, capacity=capacity, offer_hours=offer_hours, online_url=online_url)
    if not (_set_rules(locked, house_rules, by) | changed):
        return locked
    offered = move_on(locked)
    commit, told = _commit(locked, locked.house_rules), None if locked.is_closed else capacity
    event = events.PlacesSet(object=locked.public_id, commit=commit, capacity=told, offered=offered)
    _record(event, locked, by)
    return locked


@transaction.atomic
def ask_to_register(session: Session, *, who: Who) -> None:
    """Ask whose address this is, by mail, whether they come; and say to nobody what became of it.

    As much is done for an address that is new, has a place, or wants no such mail; there is no line in the log before
    somebody says yes, because anybody can fill in a form.
    """
    permissions.refuse_form(session)
    one_at_a_time()
    asked = gatherings.ask_for_place(session.gathering, who=who)
    letter = notices.letter_to_confirm(session, asked)
    if is_shielded(address_hash(asked.email)) or not may_write_to(session.public_id, asked.email):
        return
    moment = f"{timezone.now():%Y%m%d%H%M%S%f}"
    notices.send_letter(asked.email, letter, key=f"{LETTER_KEY}{session.public_id}:{asked.public_id}:{moment}")


@transaction.atomic
def confirm_registration(session: Session, request: Request, *, by: Actor) -> Registration:
    """Say yes to a place by the link in a letter. Clicking twice changes nothing."""
    who = Who(email=request.email, name=request.name, language=request.language, online=request.online)
    given = gatherings.register(session.gathering, who=who, asked_as=request.public_id)
    return registered(session, *given, by)


@transaction.atomic
def register(session: Session, *, name: str, online: bool, by: Actor) -> Registration:
    """Register with one's account: a place, or one in the waiting list. Clicking twice is once."""
    permissions.refuse_uninvited(session, by)
    who = Who(email=by.account.email, name=name, language=by.account.language, online=online)
    return registered(session, *gatherings.register(session.gathering, who=who, person=by.account), by)


@transaction.atomic
def take_place(session: Session, registration: Registration, *, by: Actor) -> None:
    """Take a place that came free, by one's own link. Clicking twice is once."""
    if gatherings.take_offer(registration):
        _record_quietly(events.PlaceTaken(object=session.public_id), session, by)
        registration.refresh_from_db()
        notices.tell_place(session, registration)


@transaction.atomic
def switch_way(session: Session, registration: Registration, *, online: bool, by: Actor) -> None:
    """Come online instead of to the place, or the other way round; who waits moves on. Clicking twice is once."""
    if gatherings.switch(registration, online=online):
        permissions.refuse_many_switches(session, registration)
        registration.refresh_from_db()
        way, offered = "online" if online else "place", move_on(session)
        event = events.WaySwitched(object=session.public_id, way=way, state=registration.state, offered=offered)
        _record_quietly(event, session, by)
        notices.tell_place(session, registration, deed=permissions.WAY)


@transaction.atomic
def withdraw(session: Session, registration: Registration, *, undo: bool = False, by: Actor) -> None:
    """Give one's place back; the address goes (`undo`: later), and the place goes on to who waits. Twice is once."""
    if gatherings.withdraw(registration, undo=undo):
        event = events.Withdrawn(object=session.public_id, offered=move_on(session))
        _record_quietly(event, session, by)


@transaction.atomic
def forget_asked(session: Session, asked: Request, *, by: Actor) -> None:
    """Delete at once, instead of after some days, who asked for a place or gave one back. Twice is once."""
    if Request.objects.filter(pk=asked.pk).delete()[0]:
        _record_quietly(events.AddressDeleted(object=session.public_id), session, by)


@transaction.atomic
def note_presence(session: Session, registration: Registration, *, came: bool, by: Actor) -> None:
    """Note that somebody came, or that this was a mistake. The same again changes nothing."""
    own_coordinator(session.network, by)
    if gatherings.note_presence(registration, came=came):
        _record(events.PresenceNoted(object=session.public_id, came="yes" if came else "no"), session, by)


@transaction.atomic
def give_theme(session: Session, *, theme: str, kind: str) -> None:
    """Give a session its theme. A part of other actions: the caller asks who may, and records."""
    locked = _locked(session)
    locked.theme, locked.kind = theme, Session.Kind(kind)
    locked.save(update_fields=["theme", "kind"])


@transaction.atomic
def move_on(session: Session) -> int:
    """Offer free places to who waits, each with a letter; return how many. A part of other actions."""
    return notices.tell_places(session, gatherings.move_on(session.gathering))


def move_on_due() -> int:
    """Let offered places that nobody took in time go on to the next; return how many offers ended."""
    waiting = Session.objects.filter(gathering__in=gathered.with_offers_over()).order_by("pk")
    return sum(_end_offers(session) for session in waiting.select_related("network__stream", "gathering"))


@transaction.atomic
def _end_offers(session: Session) -> int:
    over = gatherings.end_offers(session.gathering)
    if over:
        for registration in over:
            notices.tell_offer_over(session, registration)
        event = events.OffersEnded(object=session.public_id, ended=len(over), offered=move_on(session))
        record(event, stream=session.network.stream, by=Actor.job("meetings.move_on"))
    return len(over)


def forget_due() -> int:
    """Forget forms nobody confirmed after seven days, and who came a hundred days after a session; return how many."""
    now = timezone.now()
    asked = gatherings.forget_requests(before=now - dt.timedelta(days=permissions.ASKED_DAYS))
    before = now - dt.timedelta(days=permissions.KEPT_DAYS)
    asked += Invitation.objects.filter(session__gathering__ends_at__lt=before).delete()[0]
    return asked + gatherings.forget_registrations(before=before)


@transaction.atomic
def forget_person(person: Person) -> None:
    """Give back the places of somebody who leaves the platform; no line leads to them."""
    Request.objects.filter(email=person.email).delete()
    Invitation.objects.filter(email=person.email).delete()
    for registration in Registration.objects.filter(email=normalised(person.email)).select_related("gathering"):
        session = Session.objects.select_related("network__stream", "gathering").get(
            gathering=registration.gathering_id
        )
        withdraw(session, registration, by=Actor.visitor())


def tell_due() -> int:
    """Write the letters about what changed and rested a minute; return how many. Killed half-way it goes on later.

    What belongs to a series is told by the app above, in one letter for all of it.
    """
    waiting = Session.objects.filter(series=None, gathering__in=gathered.untold()).order_by("pk")
    return sum(count for pk in list(waiting.values_list("pk", flat=True)) for count in _tell_all(pk))


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


def registered(session: Session, registration: Registration, is_new: bool, by: Actor) -> Registration:  # noqa: FBT001
    """Record and confirm a registration that is new. A part of other actions, which ask who may."""
    if is_new:
        permissions.refuse_many_registrations(session, registration)
        event = events.Registered(object=session.public_id, state=registration.state)
        _record_quietly(event, session, by)
        notices.tell_place(session, registration, deed=permissions.NEW)
    return registration


def _set_rules(session: Session, words: str, by: Actor) -> bool:
    """Keep other house rules; return whether they are others."""
    if session.house_rules is not None and words.strip():
        return _revised(session.house_rules, words, by)
    if not words.strip() and session.house_rules is None:
        return False
    session.house_rules = write(words, by=by) if words.strip() else None
    session.save(update_fields=["house_rules"])
    return True


def _event_of(change: Change, session: Session) -> Event:
    about = session.public_id
    if change is Change.ROUGH:
        return events.RoughDateChanged(object=about)
    if change is Change.POSTPONED:
        return events.SessionPostponed(object=about)
    if session.is_closed:
        return events.ClosedSessionDated(object=about)
    kind = events.DateFixed if change is Change.FIXED else events.SessionMoved
    return kind(object=about, number=session.number, day=session.day or "")


def _commit(session: Session, text: Text | None) -> str | None:
    """Return behind which commitment words stand; words of a closed session stand behind no line of the public log."""
    return None if session.is_closed or text is None else text.commit


def _give_address(session: Session) -> None:
    """Give a session the address of its number and title; every earlier one goes on leading to it (B1)."""
    session.slug = permissions.free_slug(session)
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
    words = ("purpose__current", "outcomes__current", "next_step__current", "reason__current", "house_rules__current")
    found = Session.objects.select_for_update(of=("self",))
    return found.select_related("network__stream", "gathering", *words).get(pk=session.pk)


def _record(event: Event, session: Session, by: Actor) -> None:
    record(event, stream=session.network.stream, by=by, role=COORDINATOR)


def _record_quietly(event: Event, session: Session, by: Actor) -> None:
    """Record what somebody did for themselves: the line does not lead to them."""
    record(event, stream=session.network.stream, by=replace(by, nameless=True))
