"""What can one do with a report: write it, send it round to who was there, make a remark; in time it is public."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from communityup.gatherings.models import Registration
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.reports import events, notices, permissions
from communityup.network.reports.models import PARTS, Remark, Report, Tip
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import clean_words, erase, find_again, revise, write
from communityup.texts.models import Version

State = Report.State
COORDINATOR = "coordinator"


@transaction.atomic
def write_report(session: Session, *, words: Mapping[str, str], seen: str = "", by: Actor) -> Report:
    """Write the parts of a report, or change them until it is public. The same words again change nothing.

    `seen` is the mark of the words that one began with: what a colleague changed since is not written over unseen.
    Changed in the last days of the time to correct, that becomes a little longer, and who was there hears it.
    """
    own_coordinator(session.network, by)
    permissions.refuse_before(session)
    report = _of(session)
    permissions.refuse_public(report)
    if seen:
        words = permissions.beside_colleagues(report, words, seen)
    permissions.refuse_emptied(report, words)
    changed = [name for name in PARTS if _set_part(report, name, words.get(name, ""), by)]
    if changed:
        again = _read_again(report)
        report.save()
        _record(events.ReportWritten(object=report.public_id), report, by)
        for registration in again:
            notices.tell_again(report, registration)
    return report


@transaction.atomic
def send_round(session: Session, *, seen: str = "", by: Actor) -> Report:
    """Send a report to who was there; ten days later it is public. When nobody registered, it is public at once.

    `seen` is the mark of the words that were read before: what a colleague changed since is read first.

    That of a closed session is never public at once: who was invited may have been there.
    """
    own_coordinator(session.network, by)
    report = _of(session)
    permissions.refuse_unready(report)
    if seen:
        permissions.refuse_unseen(report, seen)
    there = _there(session)
    report.sent_round_at = timezone.now()
    report.correct_until = report.sent_round_at + (
        permissions.CORRECTION if there or session.is_closed else dt.timedelta()
    )
    report.state = State.CORRECTING
    report.save()
    until = timezone.localtime(report.correct_until).date().isoformat()
    _record(events.SentRound(object=report.public_id, until=until), report, by)
    for registration in there:
        notices.tell_round(report, registration)
    return report


@transaction.atomic
def give_tip(session: Session, *, words: str, link: str, is_named: bool, by: Actor) -> Tip:
    """Give a tip, a link or an offer for the report (B5), as a member, or as the coordinator who takes notes.

    The same again gives nothing new.
    """
    own = permissions.gives_for(session, by)
    member = None if own is None else own.member
    return _give(session, Tip(member=member, link=link, is_named=is_named and member is not None), words, by)


@transaction.atomic
def give_tip_by_place(session: Session, registration: Registration, *, words: str, link: str, by: Actor) -> Tip:
    """Give one by the page of one's own place, as somebody who comes; without a name. The same again is once."""
    permissions.has_place(session, registration)
    return _give(session, Tip(registration=registration, link=link), words, by)


def _give(session: Session, tip: Tip, words: str, by: Actor) -> Tip:
    report = _of(session)
    permissions.refuse_tips(report)
    given = Tip.objects.filter(session=session, member=tip.member, registration=tip.registration, taken_back_at=None)
    if again := given.filter(link=tip.link, words__current__body=clean_words(words)).first():
        return again
    tip.session, tip.words, tip.given_at = session, write(words, by=by), timezone.now()
    tip.save()
    record(events.TipGiven(object=report.public_id), stream=session.network.stream, by=_quiet(by))
    return tip


@transaction.atomic
def take_back_tip(tip: Tip, *, by: Actor) -> Tip:
    """Take a tip of one's own member back: the words go. Clicking twice changes nothing."""
    permissions.own_tip(tip, by)
    return _take_back(tip, by)


@transaction.atomic
def take_back_tip_by_place(tip: Tip, registration: Registration, *, by: Actor) -> Tip:
    """Take back a tip that one gave by one's own place: the words go. Clicking twice changes nothing."""
    permissions.given_by_place(tip, registration)
    return _take_back(tip, by)


def _take_back(tip: Tip, by: Actor) -> Tip:
    report = _of(tip.session)
    locked = Tip.objects.get(pk=tip.pk)
    if locked.taken_back_at is None:
        permissions.refuse_tips(report)
        locked.taken_back_at = timezone.now()
        locked.save(update_fields=["taken_back_at"])
        erase(Version.objects.filter(text=locked.words_id, erased_at=None), taken_back=True)
        record(events.TipTakenBack(object=report.public_id), stream=tip.session.network.stream, by=_quiet(by))
    return locked


@transaction.atomic
def leave_out_tip(tip: Tip, *, by: Actor) -> Tip:
    """Leave a tip out of the report, before it is public. Clicking twice changes nothing."""
    own_coordinator(tip.session.network, by)
    report = _of(tip.session)
    permissions.refuse_public(report)
    locked = Tip.objects.get(pk=tip.pk)
    if locked.left_out_at is None:
        locked.left_out_at = timezone.now()
        locked.save(update_fields=["left_out_at"])
        _record(events.TipLeftOut(object=report.public_id), report, by)
    return locked


@transaction.atomic
def make_remark(report: Report, registration: Registration, *, words: str, by: Actor) -> Remark:
    """Say what is not right in a report, as somebody who was there. The same words again say nothing new."""
    locked = _of(report.session)
    permissions.was_there(locked, registration)
    permissions.refuse_late(locked)
    said = locked.remarks.filter(registration=registration, words__current__body=clean_words(words)).first()
    if said is not None:
        return said
    now = timezone.now()
    made = Remark.objects.create(report=locked, registration=registration, words=write(words, by=by), said_at=now)
    record(events.RemarkMade(object=locked.public_id), stream=locked.session.network.stream, by=by)
    return made


@transaction.atomic
def deal_with(remark: Remark, *, outcome: str, reason: str, by: Actor) -> Remark:
    """Say what became of a remark: the report was changed, or stays as it is and why. Its maker hears that.

    The same again tells nobody.
    """
    own_coordinator(remark.report.session.network, by)
    report = _of(remark.report.session)
    permissions.refuse_dealing(report)
    locked = report.remarks.select_related("registration", "reason__current").get(pk=remark.pk)
    stays = outcome == Remark.Outcome.STAYS
    if locked.outcome == outcome and (not stays or str(locked.reason) == clean_words(reason)):
        return locked
    before, locked.outcome = locked.reason_id, Remark.Outcome(outcome)
    locked.reason = write(reason, by=by) if stays else None
    locked.save(update_fields=["outcome", "reason"])
    erase(Version.objects.filter(text=before, erased_at=None))
    _record(events.RemarkDealtWith(object=report.public_id), report, by)
    notices.tell_dealt(report, locked)
    return locked


def publish_due() -> int:
    """Publish the reports for which the time to correct is over; return how many.

    One with a remark that nobody dealt with waits, at most so long; who coordinates hears that.
    """
    due = Report.objects.filter(state=State.CORRECTING, correct_until__lte=timezone.now()).order_by("pk")
    return sum(
        _publish(session) for session in Session.objects.filter(report__in=due).select_related("network__stream")
    )


@transaction.atomic
def _publish(session: Session) -> bool:
    report = _of(session)
    if report.state != State.CORRECTING or report.correct_until is None or report.correct_until > timezone.now():
        return False
    if _waits(report):
        return False
    open_remarks = permissions.open_remarks(report).select_related("registration")
    for remark in open_remarks:
        notices.tell_left_open(report, remark)
    report.state, report.published_at, report.left_open = State.PUBLIC, timezone.now(), bool(open_remarks)
    report.save(update_fields=["state", "published_at", "left_open"])
    commits = {name: None if getattr(report, name) is None else getattr(report, name).commit for name in PARTS}
    event = events.ReportPublished(
        object=report.public_id,
        commit=commits["summary"],
        number=session.number,
        steering_commit=commits["steering"],
        questions_commit=commits["questions"],
        conditions_commit=commits["conditions"],
        onwards_commit=commits["onwards"],
        next_meeting_commit=commits["next_meeting"],
    )
    record(event, stream=session.network.stream, by=Actor.job("reports.publish"))
    find_again(getattr(report, name) for name in PARTS)
    find_again(tip.words for tip in session.tips.select_related("words"))
    _forget_remarks(report)
    return True


@transaction.atomic
def forget_person(person: Person) -> None:
    """Erase the remarks of somebody who leaves the platform."""
    found = Remark.objects.filter(registration__email=person.email)
    erase(Version.objects.filter(text__in=found.values("words"), erased_at=None))


def _waits(report: Report) -> bool:
    """Say whether a report waits for a remark that nobody dealt with; the first time who coordinates is told."""
    until = permissions.waits_until(report)
    if until is None or until <= timezone.now() or not permissions.open_remarks(report).exists():
        return False
    if report.waits_since is None:
        report.waits_since = timezone.now()
        report.save(update_fields=["waits_since"])
        event = events.ReportWaits(object=report.public_id, until=timezone.localtime(until).date().isoformat())
        record(event, stream=report.session.network.stream, by=Actor.job("reports.publish"))
    return True


def _read_again(report: Report) -> list[Registration]:
    """Give who was there a little longer when the words changed in the last days; return whom to tell that."""
    soon = timezone.now() + permissions.AGAIN
    if report.state != State.CORRECTING or report.correct_until is None or report.correct_until >= soon:
        return []
    report.correct_until = soon
    return _there(report.session)


def _there(session: Session) -> list[Registration]:
    """Return who had a place."""
    return list(session.gathering.registrations.filter(state=Registration.State.SEAT).order_by("pk"))


def _forget_remarks(report: Report) -> None:
    """Erase the remarks: what they were for is done, and they were meant for who was there."""
    reasons = report.remarks.exclude(reason=None).values_list("reason", flat=True)
    texts = [*report.remarks.values_list("words", flat=True), *reasons]
    report.remarks.all().delete()
    erase(Version.objects.filter(text__in=texts, erased_at=None))


def _of(session: Session) -> Report:
    """Return the report of a session, begun when there is none, under the lock of its network."""
    Network.objects.select_for_update().get(pk=session.network_id)
    Report.objects.get_or_create(session=session, defaults={"begun_at": timezone.now()})
    parts = [f"{name}__current" for name in PARTS]
    return Report.objects.select_related("session__network__stream", "session__gathering", *parts).get(session=session)


def _set_part(report: Report, name: str, words: str, by: Actor) -> bool:
    """Keep other words of one part, or none; return whether they are others."""
    before = getattr(report, name)
    if not words.strip():
        setattr(report, name, None)
        return before is not None
    if before is None:
        setattr(report, name, write(words, by=by))
        return True
    if str(before) == clean_words(words):
        return False
    revise(before, words, by=by)
    return True


def _quiet(by: Actor) -> Actor:
    """Return the same actor in a line that does not lead to them: a tip is named only when its giver chose so."""
    return replace(by, nameless=True)


def _record(event: Event, report: Report, by: Actor) -> None:
    record(event, stream=report.session.network.stream, by=by, role=COORDINATOR)
