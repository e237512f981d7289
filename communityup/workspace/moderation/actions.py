"""What can one do: report, hide for a while, put back, take personal data away, appeal, take one's own words back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record, record_erasure, record_hidden, record_shown
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts import actions as texts
from communityup.texts.models import Reason, Text
from communityup.texts.places import place_of
from communityup.texts.queries import is_agreed
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat, seat_of
from communityup.workspace.facilitation.permissions import Key, own_key
from communityup.workspace.former.queries import was_in
from communityup.workspace.moderation import events, permissions, queries
from communityup.workspace.moderation.models import TERM, Appeal, AppealAnswer, Hiding, Report, Voice

Wish, End = Voice.Wish, Hiding.End


@transaction.atomic
def report(challenge: Challenge, *, text: Text | None, reason: str, words: str = "", by: Actor) -> Report:
    """Tell who keeps the process that something is wrong; anybody can, and the same twice is one (B22, X11).

    The line names nobody, and holds no commitment: only who keeps the process reads what was written.
    """
    locked = _locked(challenge)
    same = Report.objects.filter(challenge=locked, text=text, reason=reason, person=by.person, seen_at=None)
    known = same.filter(party=None).first() if by.person is None else same.first()
    if known is not None:
        return known
    permissions.refuse_flood(locked, by)
    seat = None if by.person is None else seat_of(locked, by.person)
    told = Report.objects.create(
        challenge=locked,
        text=text,
        reason=reason,
        words=texts.write(words, by=by) if words.strip() else None,
        person=by.person,
        party=None if seat is None else seat.party,
        reported_at=timezone.now(),
    )
    record(events.Reported(object=told.public_id), stream=locked.stream, by=_nobody(by), role="reporter")
    return told


@transaction.atomic
def see_report(told: Report, *, by: Actor) -> Report:
    """Put a report away after looking at it; from then on nothing tells who gave it. Twice changes nothing."""
    key = own_key(_locked(told.challenge), by, since=told.reported_at)
    locked = Report.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=told.pk)
    if locked.seen_at is None:
        locked.seen_at, locked.person = timezone.now(), None
        locked.save(update_fields=["seen_at", "person"])
        _record(events.ReportSeen(object=locked.public_id), locked.challenge, key, by)
    return locked


@transaction.atomic
def hide(challenge: Challenge, text: Text, *, reason: str, by: Actor) -> Hiding:
    """Hide words at once, as one who judges them (R17). Words that came back before need a second yes first."""
    locked = _locked(challenge)
    key, place = permissions.judging_key(locked, text, by), permissions.place_here(locked, text)
    known = Hiding.objects.filter(text=text, ended_at=None).first()
    if known is not None:
        return known
    again = queries.came_back(text, reason)
    now = timezone.now()
    begun = Hiding.objects.create(
        challenge=locked, text=text, reason=Reason(reason), asked_at=now, back_at=now + TERM if again else None
    )
    _give(begun, key, Wish.HIDE)
    event = events.HidingAsked if again else events.WordsHidden
    if not again:
        _hide(begun, by)
    _record(event(object=begun.public_id, reason=begun.reason, kind=place.kind.field), locked, key, by)
    return begun


@transaction.atomic
def hide_as_operator(challenge: Challenge, text: Text, *, reason: str, by: Actor) -> Hiding:
    """Hide words in an emergency: for 72 hours at most, unless two confirm it (X11); personal data until two (R17)."""
    if by.role != "operator":
        raise NotAllowed(_("Only the operator of the server does this, at the command line."))
    locked = _locked(challenge)
    place = permissions.place_here(locked, text)
    if Hiding.objects.filter(text=text, ended_at=None).exists():
        raise Refused(_("These words are hidden already."))
    if Hiding.objects.filter(text=text, by_operator=True).exists():
        raise Refused(_("These words were hidden by the operator before. Who keeps the process decides now."))
    begun = Hiding.objects.create(
        challenge=locked, text=text, reason=Reason(reason), by_operator=True, asked_at=timezone.now()
    )
    _hide(begun, by)
    event = events.WordsHidden(object=begun.public_id, reason=begun.reason, kind=place.kind.field)
    record(event, stream=locked.stream, by=by)
    return begun


@transaction.atomic
def give_voice(hiding: Hiding, *, wish: str, passage: str = "", by: Actor) -> Hiding:
    """Say as one who judges them what should happen with hidden words; what two want happens (R17, E2).

    The same twice changes nothing. `passage` is what to take away, personal data alone; empty means all words.
    """
    locked = _open(hiding)
    key = permissions.voice_key(locked, by)
    if wish == Wish.REMOVE:
        permissions.refuse_removal(locked, passage)
        _take_as_personal(locked, key, by)
    if locked.voices.filter(person=by.known, wish=wish).exists() and not queries.is_new(locked, wish):
        return locked
    _give(locked, key, Wish(wish), passage)
    _record(_carry_out(locked, wish, by), locked.challenge, key, by)
    return locked


@transaction.atomic
def let_term_end(hiding: Hiding, *, by: Actor) -> bool:
    """Do what is due: put words back that nobody confirmed, or take away what two agreed on; return whether it did."""
    if by.role != "job":
        raise NotAllowed(_("This happens by itself."))
    locked = _open(hiding, refuse=False)
    if locked.ended_at is not None or permissions.appeal_is_open(locked):
        return False
    now = timezone.now()
    if locked.removal_agreed_at is not None and locked.hidden_at is not None and locked.hidden_at + TERM <= now:
        record(_remove(locked, by), stream=locked.challenge.stream, by=by)
        return True
    if locked.back_at is None or locked.back_at > now or (locked.is_hidden and locked.reason == Reason.PERSONAL):
        return False
    record(_back(locked, End.TERM, by), stream=locked.challenge.stream, by=by)
    return True


@transaction.atomic
def appeal(hiding: Hiding, *, words: str = "", by: Actor) -> Appeal:
    """Ask the parties that were not involved to look at it, as who wrote the words; once. The line names nobody.

    Where every party is involved, who keeps the process looks anew: their voices go, and the 72 hours begin again.
    """
    locked = _open(hiding)
    permissions.refuse_other(locked.text, by)
    if not locked.is_hidden:
        raise Refused(_("These words are not hidden."))
    known = Appeal.objects.filter(hiding=locked).first()
    if known is not None:
        return known
    parties = permissions.not_involved(locked)
    asked = Appeal.objects.create(
        hiding=locked,
        words=texts.write(words, by=by) if words.strip() else None,
        asked_at=timezone.now(),
        decided_at=None if parties else timezone.now(),
    )
    asked.parties.set(parties)
    if not parties:
        locked.voices.all().delete()
        locked.confirmed_at = locked.removal_agreed_at = None
        locked.passage = ""
        locked.back_at = None if locked.reason == Reason.PERSONAL else timezone.now() + TERM
        locked.save(update_fields=["confirmed_at", "removal_agreed_at", "passage", "back_at"])
    record(events.Appealed(object=locked.public_id), stream=locked.challenge.stream, by=_nobody(by), role="author")
    return asked


@transaction.atomic
def answer_appeal(asked: Appeal, *, back: bool, seen: str = "", by: Actor) -> Appeal:
    """Answer for a party that was not involved. Once all did, it is decided, and never changes again.

    `seen` is the mark of the answer that the page showed: see `permissions.refuse_unseen`.
    Personal data come back when all say so; other words stay hidden only when all say so.
    """
    hiding = _open(asked.hiding)
    seat = own_seat(hiding.challenge, by)
    locked = Appeal.objects.select_for_update().get(pk=asked.pk)
    if not locked.parties.filter(pk=seat.party_id).exists():
        raise NotAllowed(_("The parties that were not involved decide this."))
    if locked.decided_at is not None:
        raise Refused(_("This was decided already."))
    known = AppealAnswer.objects.filter(appeal=locked, party=seat.party).first()
    if known is not None and known.back == back:
        return locked
    permissions.refuse_unseen(None if known is None else known.back, seen)
    AppealAnswer.objects.update_or_create(
        appeal=locked, party=seat.party, defaults={"back": back, "given_at": timezone.now()}
    )
    event = events.AppealAnswered(object=hiding.public_id, back=int(back))
    record(event, stream=hiding.challenge.stream, by=by, party=seat.party.public_id)
    _decide(locked, hiding, by)
    return locked


@transaction.atomic
def take_back(challenge: Challenge, text: Text, *, by: Actor) -> None:
    """Take one's own words back: they go for good, a stand-in stays; also of who left (B22, E22)."""
    locked = _locked(challenge)
    place, fresh = permissions.place_here(locked, text), Text.objects.select_related("current").get(pk=text.pk)
    permissions.refuse_other(fresh, by)
    if place.erased:
        return
    if is_agreed(place.kind, fresh):
        raise Refused(
            _("These words are part of what is agreed or asked now. Take the proposal back first, or ask to end it.")
        )
    for hiding in Hiding.objects.filter(text=fresh, ended_at=None):
        _end(hiding, End.TAKEN_BACK, tell=False)
    left = place.party is not None and was_in(locked, by.known) is not None
    if place.kind.take_back is not None and not left:
        place.kind.take_back(fresh, by)
        return
    commits = list(fresh.versions.filter(erased_at=None).order_by("number").values_list("commit", flat=True))
    texts.withdraw(fresh, by=by)
    place.kind.changed(fresh)
    event = events.WordsTakenBack(object=fresh.public_id, kind=place.kind.field)
    record(event, stream=locked.stream, by=_nobody(by))
    _record_erasures(commits, by)


@transaction.atomic
def erase_earlier(challenge: Challenge, text: Text, *, by: Actor) -> int:
    """Erase what one's own words said before; the words of now stay. Returns how many versions went."""
    locked = _locked(challenge)
    place, fresh = permissions.place_here(locked, text), Text.objects.select_related("current").get(pk=text.pk)
    permissions.refuse_other(fresh, by)
    earlier = fresh.versions.filter(erased_at=None, author=by.known).exclude(pk=fresh.current_id or 0)
    commits = list(earlier.order_by("number").values_list("commit", flat=True))
    if commits:
        texts.erase(earlier, taken_back=True)
        event = events.EarlierVersionsErased(object=fresh.public_id, kind=place.kind.field)
        record(event, stream=locked.stream, by=_nobody(by))
        _record_erasures(commits, by)
    return len(commits)


@transaction.atomic
def erase_loose(challenge: Challenge, text: Text, *, by: Actor) -> None:
    """Erase one's own words that stand nowhere any more, such as an answer that another replaced."""
    locked, fresh = _locked(challenge), Text.objects.select_related("current").get(pk=text.pk)
    permissions.refuse_other(fresh, by)
    commits = list(fresh.versions.filter(erased_at=None).order_by("number").values_list("commit", flat=True))
    if commits:
        texts.withdraw(fresh, by=by)
        record(events.WordsTakenBack(object=fresh.public_id, kind=""), stream=locked.stream, by=_nobody(by))
        _record_erasures(commits, by)


@transaction.atomic
def forget_reporter(person: Person) -> None:
    """Cut the link between somebody who leaves the platform and what that person reported and wanted."""
    Report.objects.filter(person=person).update(person=None)
    Voice.objects.filter(person=person).update(person=None)


def _carry_out(hiding: Hiding, wish: str, by: Actor) -> Event:
    """Do what two want now, and return the event of it; of one voice alone only that it was given."""
    at_once = wish == Wish.BACK and _nobody_wants_it_hidden(hiding)
    if not at_once and not permissions.two_agree(hiding, wish):
        return events.VoiceGiven(object=hiding.public_id, wish=wish)
    if wish == Wish.BACK:
        return _back(hiding, End.AGREED if hiding.hidden_at else End.NOT_HIDDEN, by)
    if hiding.hidden_at is None:
        _hide(hiding, by)
    hiding.back_at, hiding.confirmed_at = None, hiding.confirmed_at or timezone.now()
    hiding.removal_agreed_at = timezone.now() if wish == Wish.REMOVE else None
    hiding.save(update_fields=["back_at", "confirmed_at", "removal_agreed_at"])
    agreed = events.RemovalAgreed if wish == Wish.REMOVE else events.HidingConfirmed
    return agreed(object=hiding.public_id)


def _take_as_personal(hiding: Hiding, key: Key, by: Actor) -> None:
    """Let personal data be the reason from now on, as who wants them taken away says; so no clock brings them back."""
    if hiding.reason == Reason.PERSONAL:
        return
    again, hiding.reason = queries.came_back(hiding.text, Reason.PERSONAL), Reason.PERSONAL
    hiding.back_at = hiding.back_at if hiding.hidden_at is None else None
    hiding.save(update_fields=["reason", "back_at"])
    _record(events.FoundPersonal(object=hiding.public_id), hiding.challenge, key, by)
    if hiding.hidden_at is None and not again:
        _hide(hiding, by)


def _nobody_wants_it_hidden(hiding: Hiding) -> bool:
    """Say whether who hid this took that back before anybody confirmed; personal data wait for two (R17)."""
    unconfirmed = hiding.confirmed_at is None and (hiding.reason != Reason.PERSONAL or hiding.hidden_at is None)
    return unconfirmed and not hiding.by_operator and not hiding.voices.exclude(wish=Wish.BACK).exists()


def _remove(hiding: Hiding, by: Actor) -> Event:
    """Take away what two agreed on, in all versions, and return the event of it."""
    text, passage = hiding.text, hiding.passage
    commits = list(text.versions.filter(erased_at=None).order_by("number").values_list("commit", flat=True))
    left = texts.take_out(text, passage) if passage else None
    if left is None:
        texts.erase(text.versions.filter(erased_at=None))
    texts.show(text)
    _end(hiding, End.REMOVED)
    _record_erasures(commits, by)
    return events.WordsRemoved(object=hiding.public_id, commit=None if left is None else left.commit)


def _back(hiding: Hiding, end: str, by: Actor) -> Event:
    if hiding.hidden_at is None:
        _end(hiding, End.NOT_HIDDEN)
        return events.HidingDropped(object=hiding.public_id)
    commits = texts.show(hiding.text)
    _end(hiding, end)
    for commit in commits:
        record_shown(commit, by=_nobody(by))
    return events.WordsBack(object=hiding.public_id, how=end)


def _hide(hiding: Hiding, by: Actor) -> None:
    now = timezone.now()
    for commit in texts.hide(hiding.text):
        record_hidden(commit, by=_nobody(by))
    hiding.hidden_at = now
    hiding.back_at = None if hiding.reason == Reason.PERSONAL else now + TERM
    hiding.save(update_fields=["hidden_at", "back_at"])
    _tell_app(hiding)


def _end(hiding: Hiding, end: str, *, tell: bool = True) -> None:
    hiding.ended_at, hiding.end, hiding.passage, hiding.back_at = timezone.now(), end, "", None
    hiding.save(update_fields=["ended_at", "end", "passage", "back_at"])
    if tell:
        _tell_app(hiding)


def _tell_app(hiding: Hiding) -> None:
    place = place_of(hiding.text, stream=hiding.challenge.stream_id)
    if place is not None:
        place.kind.changed(Text.objects.select_related("current").get(pk=hiding.text_id))


def _decide(asked: Appeal, hiding: Hiding, by: Actor) -> None:
    """Decide once every party that was not involved, and still takes part, answered."""
    said = dict(asked.answers.values_list("party_id", "back"))
    waiting = [party for party in permissions.still_there(asked) if party.pk not in said]
    if waiting:
        return
    personal = hiding.reason == Reason.PERSONAL
    back = all(said.values()) if personal else any(said.values())
    asked.decided_at = timezone.now()
    asked.save(update_fields=["decided_at"])
    if back:
        record(_back(hiding, End.APPEAL, by), stream=hiding.challenge.stream, by=_nobody(by))
        return
    hiding.back_at, hiding.confirmed_at = None, hiding.confirmed_at or timezone.now()
    hiding.save(update_fields=["back_at", "confirmed_at"])


def _give(hiding: Hiding, key: Key, wish: str, passage: str = "") -> None:
    """Keep what one wants; the first who wants something taken away says what, and it goes when nobody wants it."""
    first = not hiding.voices.filter(wish=Wish.REMOVE).exists()
    Voice.objects.update_or_create(
        hiding=hiding,
        person=key.person,
        defaults={"party": key.party, "facilitator": key.facilitator, "wish": wish, "given_at": timezone.now()},
    )
    if not hiding.voices.filter(wish=Wish.REMOVE).exists():
        hiding.passage = ""
    elif first:
        hiding.passage = passage
    if not permissions.two_agree(hiding, Wish.REMOVE):
        hiding.removal_agreed_at = None
    hiding.save(update_fields=["passage", "removal_agreed_at"])


def _record_erasures(commits: list[str], by: Actor) -> None:
    for commit in commits:
        record_erasure(commit, by=_nobody(by))


def _nobody(by: Actor) -> Actor:
    return by if by.person is None else Actor.of(by.person, nameless=True)


def _record(event: Event, challenge: Challenge, key: Key, by: Actor) -> None:
    record(event, stream=challenge.stream, by=by, **permissions.told_as(key))


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _open(hiding: Hiding, *, refuse: bool = True) -> Hiding:
    _locked(hiding.challenge)
    found = Hiding.objects.select_for_update(of=("self",)).select_related("challenge__stream", "text__current__author")
    locked = found.get(pk=hiding.pk)
    if refuse:
        permissions.refuse_ended(locked)
    return locked
