"""What one can do with agreements: propose, change, confirm, end together, tell how it went, be reminded."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, revise, write
from communityup.texts.models import Text
from communityup.workspace.agreements import events, notices, permissions, queries
from communityup.workspace.agreements.models import Agreement, Confirmation, Outcome, Reminder, Terms
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import refuse_while_paused
from communityup.workspace.challenges.queries import clock

DAYS_BEFORE = 7
REMINDED_AT = dt.time(9, 0)


@transaction.atomic
def propose_agreement(
    challenge: Challenge,
    *,
    promised_by: Party,
    promised_to: Party,
    what: str,
    due: dt.date,
    evidence: str,
    review_on: dt.date | None = None,
    by: Actor,
) -> Agreement:
    """Propose who does what for whom, when, and how one sees that it is done; one's own party confirms with that.

    One's own party is one of the two sides. Who chooses no day to look again gets the usual one (B29). The same
    proposal twice (a double click) is one.
    """
    seat = permissions.proposing_seat(challenge, promised_by, promised_to, by)
    review_on = permissions.review_day(due, review_on)
    Party.objects.select_for_update().get(pk=seat.party_id)
    sides = {"promised_by": promised_by, "promised_to": promised_to}
    days = {"due": due, "review_on": review_on}
    if (same := _same(seat, sides, what=what, evidence=evidence, **days)) is not None:
        return same
    agreement = Agreement.objects.create(challenge=challenge, **sides, proposed_at=timezone.now())
    terms = _new_terms(agreement, seat, what=write(what, by=by), evidence=write(evidence, by=by), **days)
    event = events.AgreementProposed(
        object=agreement.public_id,
        commit=_commitment(terms.what),
        terms=terms.number,
        due=due.isoformat(),
        review_on=review_on.isoformat(),
        promised_by=promised_by.public_id,
        promised_to=promised_to.public_id,
        evidence_commit=_commitment(terms.evidence),
    )
    _record(event, seat, by)
    return agreement


@transaction.atomic
def propose_change(
    agreement: Agreement,
    *,
    version: int,
    what: str,
    due: dt.date,
    evidence: str,
    review_on: dt.date | None = None,
    news: str = "",
    by: Actor,
) -> Agreement:
    """Propose other words or another date. A new version: what the other side confirmed before does not count for it.

    With `news`, what one knows now and did not know then, either side reopens it so that both look anew (B29).

    What both confirmed stands until both confirm the new version; that is possible until the agreed date.
    `version` is the number of the version the person read; an older one is refused.
    """
    locked, seat = _open(agreement, version, by)
    review_on = permissions.review_day(due, review_on)
    permissions.refuse_same(locked, what=what, evidence=evidence, days=(due, review_on), news=news)
    said = {"what": write(what, by=by), "evidence": write(evidence, by=by)}
    new = write(news, by=by) if news.strip() else None
    terms = _new_terms(locked, seat, **said, due=due, review_on=review_on, news=new)
    told: dict[str, Any] = {
        "object": locked.public_id,
        "commit": _commitment(terms.what),
        "terms": terms.number,
        "due": due.isoformat(),
        "review_on": review_on.isoformat(),
        "evidence_commit": _commitment(terms.evidence),
    }
    reworded = events.AgreementReworded
    event = reworded(**told) if new is None else events.AgreementReopened(**told, news_commit=_commitment(new))
    _record(event, seat, by)
    return locked


@transaction.atomic
def say_it_fits(agreement: Agreement, *, version: int, by: Actor) -> Agreement:
    """Say on or after the day to look again that an agreement still fits: the same words, asked of the other side too.

    Both say so before it counts, with the usual next day to look again; silence says nothing (B29).
    """
    locked, seat = _open(agreement, version, by)
    now, running = locked.standing, clock(locked.challenge)
    if now is None or locked.pending is not None or not queries.is_review_time(now, running):
        raise Refused(_("It is not the day yet to look at this again. You can propose a change at any moment."))
    review_on = permissions.usual_review(due := queries.day_of(now, running))
    terms = _new_terms(locked, seat, what=now.what, evidence=now.evidence, due=due, review_on=review_on)
    days = {"due": due.isoformat(), "review_on": review_on.isoformat()}
    _record(events.AgreementStillFits(object=locked.public_id, terms=terms.number, **days), seat, by)
    return locked


@transaction.atomic
def propose_end(agreement: Agreement, *, version: int, by: Actor) -> Agreement:
    """Ask to end an agreement together; either side may, and it stands until the other confirms that (E19)."""
    locked, seat = _open(agreement, version, by)
    if locked.standing is None:
        raise Refused(_("This is not agreed yet. The party that proposed it can take it back."))
    if locked.pending is not None and locked.pending.ends:
        raise Refused(_("To end this agreement is already proposed."))
    now, running = locked.standing, clock(locked.challenge)
    days = {"due": queries.day_of(now, running), "review_on": queries.review_of(now, running)}
    terms = _new_terms(locked, seat, what=now.what, evidence=now.evidence, ends=True, **days)
    _record(events.EndProposed(object=locked.public_id, terms=terms.number), seat, by)
    return locked


@transaction.atomic
def confirm_agreement(agreement: Agreement, *, version: int, by: Actor) -> Agreement:
    """Confirm for one's own side exactly the version one read. With both sides it counts; twice is once."""
    locked, seat = _locked(agreement), permissions.a_side(agreement, by)
    if Confirmation.objects.filter(terms__agreement=locked, terms__number=version, party=seat.party).exists():
        return locked
    locked, seat = _open(agreement, version, by)
    terms = locked.terms.get(number=version)
    permissions.review_day(queries.day_of(terms, clock(locked.challenge)))
    _record(_agree(locked, terms, seat), seat, by)
    return locked


@transaction.atomic
def ask_both_about(challenge: Challenge, key: str, about: str, party: Party) -> None:
    """Ask both sides whether an agreement still stands, because something touched it (E13). Part of other actions.

    What stands keeps standing meanwhile. A question to end it, and one that both sides have already, stays as it is.
    """
    del about, party
    locked = _locked(Agreement.objects.get(challenge=challenge, public_id=key.partition(":")[2]))
    current = locked.pending or locked.standing
    if current is None or current.ends or current.renews:
        return
    due, review_on = queries.day_of(current, clock(challenge)), queries.review_of(current, clock(challenge))
    if review_on is None or review_on <= timezone.localdate():
        review_on = permissions.usual_review(due)
    words = {"what": current.what, "evidence": current.evidence}
    new_version(locked, current.proposed_by, **words, due=due, review_on=review_on, renews=True)


@transaction.atomic
def stop_asking_both(challenge: Challenge, key: str) -> None:
    """Stop asking both sides whether an agreement still stands; what waited before waits again. Part of others."""
    locked = _locked(Agreement.objects.get(challenge=challenge, public_id=key.partition(":")[2]))
    if locked.pending is not None:
        _take_back(locked, _later(locked).filter(renews=True))


@transaction.atomic
def withdraw_proposal(agreement: Agreement, *, version: int, by: Actor) -> Agreement:
    """Take back what one's own side proposed; what the other side proposed before is then open again."""
    locked = _locked(agreement)
    permissions.a_side(locked, by)
    if locked.pending is None or locked.pending.number != version:
        raise Refused(_("This proposal is no longer open. Look at the agreement again."))
    terms = locked.pending
    if terms.renews and locked.standing is not None:
        raise Refused(_("Both sides are asked whether this still stands. Confirm it, or propose a change."))
    seat = permissions.proposing_side(terms, by)
    mine = _later(locked).filter(proposed_by=seat.party)
    _take_back(locked, mine if locked.standing is None else mine.exclude(renews=True))
    _record(events.ProposalWithdrawn(object=locked.public_id, terms=terms.number), seat, by)
    return locked


@transaction.atomic
def tell_kept(agreement: Agreement, *, words: str = "", by: Actor) -> Agreement:
    """Tell that one's own side kept its promise, with words if one likes; early is fine. Twice is once."""
    locked, seat = _locked(agreement), permissions.promising_side(agreement, by)
    if locked.state == Agreement.State.KEPT:
        return locked
    _refuse_unless_agreed(locked)
    text = write(words, by=by) if words.strip() else None
    Outcome.objects.create(agreement=locked, kept=True, words=text, told_at=timezone.now())
    finish(locked, Agreement.State.KEPT)
    commit = None if text is None else _commitment(text)
    _record(events.AgreementKept(object=locked.public_id, commit=commit), seat, by)
    return locked


@transaction.atomic
def tell_not_kept(agreement: Agreement, *, words: str, by: Actor) -> Agreement:
    """Tell that one's own side did not keep its promise, with its own explanation; from the date on (A41)."""
    locked, seat = _locked(agreement), permissions.promising_side(agreement, by)
    if locked.state == Agreement.State.NOT_KEPT:
        return locked
    standing = _refuse_unless_agreed(locked)
    if timezone.localdate() < queries.day_of(standing, clock(locked.challenge)):
        raise Refused(_("The date is still to come. You can propose a change until then."))
    if not words.strip():
        raise Refused(_("Tell in your own words why it did not work out."))
    text = write(words, by=by)
    Outcome.objects.create(agreement=locked, kept=False, words=text, told_at=timezone.now())
    finish(locked, Agreement.State.NOT_KEPT)
    _record(events.AgreementNotKept(object=locked.public_id, commit=_commitment(text)), seat, by)
    return locked


@transaction.atomic
def lay_reading(agreement: Agreement, *, words: str, by: Actor) -> Outcome:
    """Lay the reading of the other side beside how it went, or put it in other words; the earlier version stays."""
    locked, seat = _locked(agreement), permissions.other_side(agreement, by)
    outcome = Outcome.objects.select_for_update().filter(agreement=locked).first()
    if outcome is None:
        raise Refused(_("%(party)s has not told yet how it went.") % {"party": locked.promised_by.name})
    if outcome.reading is None:
        outcome.reading = write(words, by=by)
    elif str(outcome.reading) == clean_words(words):
        return outcome
    else:
        revise(outcome.reading, words, by=by)
    outcome.read_at = timezone.now()
    outcome.save(update_fields=["reading", "read_at"])
    _record(events.ReadingLaid(object=locked.public_id, commit=_commitment(outcome.reading)), seat, by)
    return outcome


@transaction.atomic
def remind(reminder: Reminder, *, by: Actor) -> bool:
    """Remind all people of both sides at once, when the version still stands; return whether mail was written.

    A step back moves a reminder with the day it is about, and while one lasts nothing goes out (E12).

    Safe to call many times and from several workers: the row is locked and marked in the same transaction.
    """
    if by.role != "job":
        raise NotAllowed(_("Reminders go out by themselves."))
    locked = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if locked.done_at is not None:
        return False
    running = clock(locked.terms.agreement.challenge)
    moment = locked.moment(running)
    if moment is None or moment > timezone.now():
        return False
    locked.done_at = timezone.now()
    locked.save(update_fields=["done_at"])
    agreement = Agreement.objects.select_related("challenge__stream", "standing").get(pk=locked.terms.agreement_id)
    stands = agreement.state == Agreement.State.AGREED and agreement.standing_id == locked.terms_id
    if not stands or agreement.gone:
        return False
    notices.remind_both(agreement, locked, at=locked.done_at)
    event = events.BothReminded(
        object=agreement.public_id, moment=locked.kind, due=str(queries.day_of(locked.terms, running))
    )
    record(event, stream=agreement.challenge.stream, by=by)
    return True


def _record(event: Event, seat: Seat, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)


def _locked(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def _open(agreement: Agreement, version: int, by: Actor) -> tuple[Agreement, Seat]:
    """Lock an agreement that can still change; refuse what is finished, past its date, or not the version one read.

    During a step back nobody is asked to agree (E12), and the date moves with it.
    """
    locked, seat = _locked(agreement), permissions.a_side(agreement, by)
    refuse_while_paused(locked.challenge)
    if locked.state not in queries.OPEN:
        raise Refused(_("This agreement is finished. You can make a new one."))
    permissions.refuse_without_other(locked)
    standing = locked.standing
    if standing is not None and queries.day_of(standing, clock(locked.challenge)) < timezone.localdate():
        raise Refused(_("The date has passed. Tell first how it went; after that you can agree on something new."))
    latest = locked.pending or locked.standing
    if latest is None or latest.number != version:
        raise Refused(_("This agreement was changed in the meantime. Read the new version first."))
    return locked, seat


def _refuse_unless_agreed(agreement: Agreement) -> Terms:
    if agreement.standing is None:
        raise Refused(_("Both parties have to confirm this first."))
    if agreement.state != Agreement.State.AGREED:
        raise Refused(_("This agreement is finished. You can make a new one."))
    return agreement.standing


def _same(seat: Seat, sides: dict[str, Party], *, what: str, evidence: str, **days: dt.date) -> Agreement | None:
    return Agreement.objects.filter(
        state=Agreement.State.PROPOSED,
        **sides,
        pending__proposed_by=seat.party,
        **{f"pending__{name}": day for name, day in days.items()},
        pending__what__current__body=clean_words(what),
        pending__evidence__current__body=clean_words(evidence),
    ).first()


def _new_terms(agreement: Agreement, seat: Seat, **said: Any) -> Terms:
    """Add a version, confirmed by the side that proposes it, and let it wait for the other."""
    terms = new_version(agreement, seat.party, **said)
    Confirmation.objects.create(terms=terms, party=seat.party, confirmed_at=terms.proposed_at)
    return terms


def new_version(agreement: Agreement, party: Party, **said: Any) -> Terms:
    """Add a version that waits for who did not confirm it. Part of other actions."""
    number, now = agreement.terms.count() + 1, timezone.now()
    terms = Terms.objects.create(agreement=agreement, number=number, proposed_by=party, proposed_at=now, **said)
    agreement.pending = terms
    agreement.save(update_fields=["pending"])
    return terms


def _agree(agreement: Agreement, terms: Terms, seat: Seat) -> Event:
    """Confirm; with both sides let the version stand, or the end be the end, and tell both. Return what happened."""
    earlier, now = agreement.standing, timezone.now()
    Confirmation.objects.create(terms=terms, party=seat.party, confirmed_at=now)
    if terms.confirmations.count() < permissions.BOTH:
        return events.AgreementStandsForOne(object=agreement.public_id, terms=terms.number, due=terms.due.isoformat())
    terms.agreed_at = now
    terms.save(update_fields=["agreed_at"])
    agreement.standing, agreement.pending = terms, None
    agreement.state = Agreement.State.ENDED if terms.ends else Agreement.State.AGREED
    agreement.sequence += 0 if earlier is None else 1
    agreement.save(update_fields=["standing", "pending", "state", "sequence"])
    notices.tell_both(agreement, at=now)
    if terms.ends:
        return events.AgreementEnded(object=agreement.public_id, terms=terms.number)
    old = agreement.takes_over
    if old is not None and old.state in queries.OPEN and old.gone:
        finish(old, Agreement.State.TAKEN_OVER)
    _plan_reminders(terms, now)
    event = events.AgreementConfirmed if earlier is None else events.AgreementRenegotiated
    return event(object=agreement.public_id, terms=terms.number, due=terms.due.isoformat())


def _plan_reminders(terms: Terms, now: dt.datetime) -> None:
    days = {} if terms.review_on in {None, terms.due} else {Reminder.Kind.REVIEW: terms.review_on}
    days |= {
        Reminder.Kind.BEFORE: terms.due - dt.timedelta(days=DAYS_BEFORE),
        Reminder.Kind.AFTER: terms.due + dt.timedelta(days=1),
    }
    running = clock(terms.agreement.challenge)
    for kind, day in days.items():
        reminder = Reminder(terms=terms, kind=kind, due_at=timezone.make_aware(dt.datetime.combine(day, REMINDED_AT)))
        moment = reminder.moment(running)
        if moment is not None and moment > now:
            reminder.save()


def finish(agreement: Agreement, state: Agreement.State) -> None:
    """Let an agreement be over: it waits for nobody any more. Part of other actions."""
    agreement.state, agreement.pending = state, None
    agreement.save(update_fields=["state", "pending"])


def _later(agreement: Agreement) -> QuerySet[Terms]:
    """Return the versions after the one that stands that were not taken back."""
    return agreement.terms.filter(number__gt=agreement.standing.number if agreement.standing else 0, withdrawn_at=None)


def _take_back(agreement: Agreement, versions: QuerySet[Terms]) -> None:
    """Take versions back; what waited before them waits again, and without any the proposal is over."""
    versions.update(withdrawn_at=timezone.now())
    agreement.pending = _later(agreement).order_by("-number").first()
    if agreement.pending is None and agreement.standing is None:
        agreement.state = Agreement.State.WITHDRAWN
    agreement.save(update_fields=["pending", "state"])


def _commitment(text: Text) -> str:
    """Return the commitment of the words a text has now."""
    if text.current is None:
        raise ValueError("a text without words has no commitment")
    return text.current.commit
