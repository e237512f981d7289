"""What can one do: report words, turn a key, ask for another look, and offer to hold a key."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record, record_hidden, record_shown
from communityup.log.events import Event
from communityup.network.decency import events, permissions, queries
from communityup.network.decency.models import (
    ANSWER_WITHIN,
    ASK_WITHIN,
    FIRST,
    HIDDEN_BY_ONE,
    KEYS,
    SECOND,
    SECOND_LOOK,
    URGENT,
    Appeal,
    Case,
    Holder,
    Key,
    Report,
)
from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts import actions as texts
from communityup.texts.models import Level, Reason, Text
from communityup.texts.queries import Placed

Wish, End = Key.Wish, Case.End
# What the log says of the sort of words that only some read: nothing more.
FEW = "few"


@transaction.atomic
def report(network: Network, text: Text, *, reason: str, words: str = "", by: Actor) -> Case:
    """Report words that one reads; the same twice is one. The line names nobody, and holds no words.

    They stay where they are until two agree. It is the turn at once of who waited longest for it. When one look said
    already that the same words stay for this reason, two others look now, once.
    """
    locked, person = _locked(network), by.account
    place, fresh = (
        queries.place_here(locked, text, person),
        Text.objects.select_related("current__author").get(pk=text.pk),
    )
    permissions.refuse_own(place, by)
    case = Case.objects.filter(text=fresh, ended_at=None).first()
    if case is not None and (case.confirmed_at is not None or case.reports.filter(person=person).exists()):
        return case
    kept = permissions.kept_once(fresh, reason)
    permissions.refuse_many(by)
    chosen = Reason(reason)
    if case is None:
        case = _begun(locked, fresh, place=place, reason=chosen, again_of=kept)
    elif chosen in URGENT and case.hidden_at is None and not case.keys.filter(given_at__isnull=False).exists():
        case.reason = chosen
        case.save(update_fields=["reason"])
    _say(case, words, chosen, by)
    record(events.WordsReported(object=case.public_id), stream=locked.stream, by=_nobody(by), role="reporter")
    return case


@transaction.atomic
def ask_others(case: Case, *, words: str = "", by: Actor) -> Case:
    """Ask two others to look at words one reported, that stayed or came back by themselves; once (E2).

    Only what both of them want to hide is hidden. The line names nobody.
    """
    before = _open(case, refuse=False)
    permissions.own_report(before, by)
    permissions.refuse_asking_others(before)
    known = Case.objects.filter(again_of=before).first()
    if known is not None:
        return known
    place = queries.place_here(before.network, before.text, by.account)
    made = _begun(before.network, before.text, place=place, reason=Reason(before.reason), again_of=before)
    _say(made, words, Reason(made.reason), by)
    event = events.OthersAsked(object=made.public_id)
    record(event, stream=before.network.stream, by=_nobody(by), role="reporter")
    return made


@transaction.atomic
def turn_key(case: Case, *, wish: str, by: Actor) -> Case:
    """Say with one's key what should happen with reported words (E2). A key turns once; the same twice is one.

    Two keys hide. One key says that words stay. What is urgent one key hides for 48 hours, unless it came back before.
    """
    locked = _open(case)
    key = permissions.own_key(locked, by)
    if key.given_at is not None:
        if key.wish == wish:
            return locked
        raise Refused(_("You turned your key already."))
    key.wish, key.given_at = Wish(wish), timezone.now()
    key.save()
    event = _first_look(locked, key, by) if key.look == FIRST else _second_look(locked, by)
    actor, role = (by, "coordinator") if key.is_coordinator else (_nobody(by), "key_holder")
    record(event, stream=locked.network.stream, by=actor, role=role)
    return locked


@transaction.atomic
def ask_again(case: Case, *, words: str = "", by: Actor) -> Appeal:
    """Ask two others to look at one's own hidden words, and say what one thinks of it; once. The line names nobody."""
    locked = _open(case)
    permissions.refuse_looking_again(locked, by)
    known = Appeal.objects.filter(case=locked).first()
    if known is not None:
        return known
    said = texts.write(words, by=by) if words.strip() else None
    asked = Appeal.objects.create(case=locked, words=said, asked_at=timezone.now())
    _give_turns(locked)
    event = events.AnotherLookAsked(object=locked.public_id)
    record(event, stream=locked.network.stream, by=_nobody(by), role="author")
    return asked


@transaction.atomic
def hold_key(network: Network, *, by: Actor) -> Holder:
    """Offer as somebody of a member to look at reported words when it is one's turn. Twice is once."""
    locked = _locked(network)
    own = acts_in(locked, by)
    permissions.refuse_coordinator(locked, by)
    known = Holder.objects.filter(network=locked, person=own.person, until=None).first()
    if known is not None and known.member_id == own.member_id:
        return known
    Holder.objects.filter(network=locked, person=own.person, until=None).update(until=timezone.now())
    held = Holder.objects.create(network=locked, member=own.member, person=own.person, since=timezone.now())
    for case in queries.going_on(locked):
        _give_turns(case)
    record(events.KeyHolderBegan(object=locked.public_id), stream=locked.stream, by=_nobody(by), role="member")
    return held


@transaction.atomic
def drop_key(network: Network, *, by: Actor) -> None:
    """Hold no key any more; what waits for it goes on to others. Twice is once."""
    locked = _locked(network)
    if Holder.objects.filter(network=locked, person=by.account, until=None).update(until=timezone.now()):
        for case in queries.going_on(locked):
            _give_turns(case)
        record(events.KeyHolderStopped(object=locked.public_id), stream=locked.stream, by=_nobody(by), role="member")


@transaction.atomic
def do_due(case: Case, *, by: Actor) -> bool:
    """Do what is due: let words come back that nobody confirmed, or give a turn to another; return whether it did."""
    if by.role != "job":
        raise NotAllowed(_("This happens by itself."))
    locked = _open(case, refuse=False)
    event = None if locked.ended_at is not None else _due(locked, by)
    if event is None and locked.ended_at is None and _give_turns(locked):
        event = events.KeyPassedOn(object=locked.public_id)
    if event is not None:
        record(event, stream=locked.network.stream, by=by)
    return event is not None


def forget_reporters() -> int:
    """Cut the link to who reported, once nothing can be asked about it any more; return how many."""
    late = timezone.now() - ASK_WITHIN
    over = queries.over(late)
    return Report.objects.filter(case__in=over, person__isnull=False).update(person=None)


def delete_cases(about: Collection[int]) -> None:
    """Delete the cases about texts (by key) that are deleted for good, inside that transaction."""
    cases = list(Case.objects.filter(text__in=about).values_list("pk", flat=True))
    if cases:
        _deleted(cases)


@transaction.atomic
def forget_person(person: Person) -> None:
    """Cut the link between somebody who leaves the platform and what they reported and said with a key."""
    Report.objects.filter(person=person).update(person=None)
    Key.objects.filter(person=person, given_at=None, passed_at=None).update(passed_at=timezone.now())
    Key.objects.filter(person=person).update(person=None)
    Holder.objects.filter(person=person).delete()


def _begun(network: Network, text: Text, *, place: Placed, reason: Reason, again_of: Case | None) -> Case:
    return Case.objects.create(
        network=network,
        text=text,
        is_for_few=place.kind.level != Level.PUBLIC,
        kind=place.kind.field,
        version=text.commit or "",
        reason=reason,
        opened_at=timezone.now(),
        again_of=again_of,
    )


def _say(case: Case, words: str, reason: Reason, by: Actor) -> None:
    """Keep what somebody says who reports, and give the turns to who looks."""
    said = texts.write(words, by=by) if words.strip() else None
    now = timezone.now()
    Report.objects.create(case=case, reason=reason, words=said, person=by.account, reported_at=now)
    _give_turns(case)


def _deleted(cases: Collection[int]) -> None:
    """Delete cases with all that was said in them, also the words."""
    words = set(Report.objects.filter(case__in=cases, words__isnull=False).values_list("words", flat=True))
    words |= set(Appeal.objects.filter(case__in=cases, words__isnull=False).values_list("words", flat=True))
    for kept in (Report, Appeal, Key):
        kept.objects.filter(case__in=cases).delete()
    Case.objects.filter(again_of__in=cases).delete()
    Case.objects.filter(pk__in=cases).delete()
    if words:
        texts.delete_forever(words)


def _first_look(case: Case, key: Key, by: Actor) -> Event:
    """Do what the first look says now, and return the event of it."""
    if key.wish == Wish.SHOW:
        return _back(case, End.KEPT, by)
    other = case.keys.filter(look=FIRST, wish=Wish.HIDE, passed_at=None).exclude(pk=key.pk).exists()
    kind = FEW if case.is_for_few else case.kind
    hidden = events.WordsHidden(object=case.public_id, reason=case.reason, kind=kind, keys=2 if other else 1)
    if other:
        event: Event = hidden if case.hidden_at is None else events.HidingConfirmed(object=case.public_id)
        _hide(case, by)
        case.back_at, case.confirmed_at = None, timezone.now()
        case.save(update_fields=["hidden_at", "back_at", "confirmed_at"])
        return event
    if case.reason not in URGENT or queries.was_hidden_before(case):
        return events.KeyTurned(object=case.public_id)
    _hide(case, by)
    case.back_at = timezone.now() + HIDDEN_BY_ONE
    case.save(update_fields=["hidden_at", "back_at"])
    return hidden


def _second_look(case: Case, by: Actor) -> Event:
    """Do what two others say: personal data come back when both say so, other words stay hidden when both say so."""
    said = list(case.keys.filter(look=SECOND, passed_at=None).exclude(wish="").values_list("wish", flat=True))
    whole, personal = len(said) == len(KEYS), case.reason == Reason.PERSONAL
    back = (whole and Wish.HIDE not in said) if personal else Wish.SHOW in said
    if back or whole or (personal and Wish.HIDE in said):
        Appeal.objects.filter(case=case).update(decided_at=timezone.now())
        return _back(case, End.SECOND_LOOK, by) if back else events.StaysHidden(object=case.public_id)
    return events.KeyTurned(object=case.public_id)


def _due(case: Case, by: Actor) -> Event | None:
    """Return the event of what ends by itself now, done; None when nothing does."""
    now = timezone.now()
    if case.text.current is not None and case.text.current.erased_at is not None:
        return _back(case, End.GONE, by)
    if case.back_at is not None and case.back_at <= now:
        return _back(case, End.TERM, by)
    if case.again_of_id is not None and case.hidden_at is None and case.opened_at <= now - SECOND_LOOK:
        return _back(case, End.NO_OTHERS, by)
    late = Appeal.objects.filter(case=case, decided_at=None, asked_at__lte=now - SECOND_LOOK)
    if case.reason != Reason.PERSONAL and late.update(decided_at=now):
        return _back(case, End.NO_SECOND_LOOK, by)
    return None


def _give_turns(case: Case) -> bool:
    """Let everybody whose turn it is be somebody who can take it, and in time; return whether that changed anything.

    A key without an answer goes on to another after three days, when there is another.
    """
    look = permissions.look_of(case)
    if look is None:
        return False
    about, now, changed = permissions.concerned(case), timezone.now(), False
    for key in case.keys.filter(look=look, passed_at=None, given_at=None).select_related("case"):
        is_late = key.asked_at + ANSWER_WITHIN <= now and permissions.next_holder(case, about) is not None
        if is_late or not permissions.is_free(key, about):
            key.passed_at, changed = now, True
            key.save(update_fields=["passed_at"])
    for place in KEYS:
        if case.keys.filter(look=look, place=place, passed_at=None).exists():
            continue
        if place == KEYS[0] and permissions.waits_for_coordinators(case, about):
            continue
        changed = _give_turn(case, look, place, about) or changed
    return changed


def _give_turn(case: Case, look: int, place: int, about: permissions.Concerned) -> bool:
    """Give one key to who waited longest for it; return whether there is such a person."""
    holder, now = permissions.next_holder(case, about), timezone.now()
    if holder is None:
        return False
    Key.objects.create(case=case, look=look, place=place, member=holder.member, person=holder.person, asked_at=now)
    holder.asked_at = now
    holder.save(update_fields=["asked_at"])
    return True


def _hide(case: Case, by: Actor) -> None:
    if case.hidden_at is None:
        for commit in texts.hide(case.text, reason=case.reason):
            record_hidden(commit, by=_nobody(by))
        case.hidden_at = timezone.now()
        queries.tell_app(case)


def _back(case: Case, end: Case.End, by: Actor) -> Event:
    """End a case in which words can be read (again), or are gone; return the event of it."""
    was_hidden = case.hidden_at is not None
    if was_hidden and end != End.GONE:
        for commit in texts.show(case.text):
            record_shown(commit, by=_nobody(by))
    case.ended_at, case.end, case.back_at = timezone.now(), end, None
    case.save(update_fields=["ended_at", "end", "back_at"])
    queries.tell_app(case)
    if was_hidden and end != End.GONE:
        return events.WordsBack(object=case.public_id, how=end)
    return events.CaseEnded(object=case.public_id, how=end)


def _nobody(by: Actor) -> Actor:
    return by if by.person is None else replace(by, nameless=True)


def _locked(network: Network) -> Network:
    return Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)


def _open(case: Case, *, refuse: bool = True) -> Case:
    _locked(case.network)
    found = Case.objects.select_for_update(of=("self",)).select_related("network__stream", "text__current__author")
    locked = found.get(pk=case.pk)
    if refuse and locked.ended_at is not None:
        raise Refused(_("This is over: the words can be read, or they are gone."))
    return locked
