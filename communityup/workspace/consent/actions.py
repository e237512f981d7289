"""Ask and give consent.

`open_round`, `ask_again`, `lapse_answers`, `answer` and `withdraw_round` are parts of other actions: the action that
calls them records its one event. `ask`, `respond` and `take_back` are whole actions, for every kind of question that
registered as a Subject.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, OnceMore, Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, write
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.consent import events, queries
from communityup.workspace.consent.models import PartyConsent, Round

KINDS_AWAKE = 2


@transaction.atomic
def ask(challenge: Challenge, about: str, *, by: Actor) -> Round:
    """Ask all parties about one thing of a registered kind; one's own party says yes with it."""
    subject = queries.subject_of(about)
    asked = open_round(challenge, about, by=by)
    seat = permissions.own_seat(challenge, by)
    event = events.ConsentAsked(object=asked.public_id, about=subject.prefix)
    record(event, stream=challenge.stream, by=by, party=seat.party.public_id)
    return asked


@transaction.atomic
def respond(round_: Round, *, agrees: bool, reason: str = "", seen: str = "", by: Actor) -> Round:
    """Answer a question of a registered kind; with the last yes the thing itself is done, and its own event tells so.

    The same answer again changes nothing, but a yes looks again whether all parties agreed. For `seen`: see `answer`.
    """
    seat = permissions.own_seat(round_.challenge, by)
    locked = _locked(round_)
    said = locked.answer_of(seat.party)
    if locked.agreed and agrees and said is not None and said.agrees:
        return locked
    before = locked.mark_of(said)
    asked = _answer(locked, seat, by, agrees=agrees, reason=reason, seen=seen)
    given = asked.answers.get(party=seat.party)
    if asked.agreed:
        queries.subject_of(asked.about).carry_out(asked, by)
    elif asked.mark_of(given) != before:
        event = events.ConsentAnswered(
            object=asked.public_id,
            commit=None if given.reason is None else given.reason.commit,
            about=queries.subject_of(asked.about).prefix,
            answer="agrees" if agrees else "not_yet",
        )
        record(event, stream=asked.challenge.stream, by=by, party=seat.party.public_id)
    return asked


@transaction.atomic
def take_back(round_: Round, *, by: Actor) -> Round:
    """Take one's own question back; only the party that asked can, as others say "not yet" with their reason."""
    seat = permissions.own_seat(round_.challenge, by)
    if queries.subject_of(round_.about).firm:
        raise NotAllowed(_("This question stays until all parties agree, or what raised it is taken back."))
    if seat.party_id != queries.proposer_of(round_):
        raise NotAllowed(_('Only the party that proposed this can take it back. You can say "not yet", and why.'))
    asked = withdraw_round(round_, by=by)
    queries.subject_of(asked.about).taken_back(asked)
    event = events.ConsentWithdrawn(object=asked.public_id, about=queries.subject_of(asked.about).prefix)
    record(event, stream=asked.challenge.stream, by=by, party=seat.party.public_id)
    return asked


@transaction.atomic
def open_round(challenge: Challenge, about: str, *, by: Actor) -> Round:
    """Ask all parties about one thing; whoever asks on behalf of a party says yes with it (E6, E8)."""
    seat = permissions.own_seat(challenge, by)
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    _refuse_for_now(locked, about)
    asked = _open(locked, about)
    _keep(asked, seat.party, agrees=True, reason="", by=by)
    _end_when_agreed(asked)
    return asked


@transaction.atomic
def open_from_the_process(challenge: Challenge, about: str) -> Round:
    """Ask all parties as those who guard the process. Part of other actions, which say who may, and record it."""
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    _refuse_for_now(locked, about)
    return _open(locked, about, from_table=False)


@transaction.atomic
def ask_whether_it_fits(decision: Round, *, by: Actor) -> bool:
    """Ask all parties whether a decision still fits, on its day; return whether that is new (B29).

    No party said yes with it. The decision counts as it was, however long the answers take.
    """
    if by.role != "job":
        raise NotAllowed(_("This comes by itself, on its day."))
    locked = Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=decision.challenge_id)
    if not queries.due_decisions(pk=decision.pk):
        return False
    asked = _open(locked, f"{queries.AGAIN}:{decision.public_id}", from_table=False)
    record(events.ReviewCame(object=asked.public_id), stream=locked.stream, by=by)
    return True


def let_it_count_on(asked: Round, by: Actor) -> None:
    """Let a decision count on after the last yes, until half a year from now; raises Refused when it was changed."""
    decision = queries.looked_at(asked)
    if not _still_counts(decision):
        raise Refused(_("This was changed in the meantime. Look at what counts now."))
    party = permissions.own_seat(asked.challenge, by).party.public_id
    record(events.StillFits(object=asked.public_id), stream=asked.challenge.stream, by=by, party=party)


@transaction.atomic
def stop_asking(asked: Round, *, by: Actor) -> bool:
    """No longer ask whether something still fits that was changed or let go; return whether that is new."""
    if by.role != "job":
        raise NotAllowed(_("This comes by itself, on its day."))
    locked = Round.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=asked.pk)
    if locked.outcome != Round.Outcome.OPEN or _still_counts(queries.looked_at(locked)):
        return False
    drop_round(locked)
    record(events.ReviewEnded(object=locked.public_id), stream=locked.challenge.stream, by=by)
    return True


@transaction.atomic
def ask_again(challenge: Challenge, about: str) -> Round:
    """Ask all parties about something anew; no party has said yes with that. Also during a step back: answers wait."""
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    return _open(locked, about, from_table=False)


@transaction.atomic
def lapse_answers(round_: Round) -> Round:
    """Let the answers given so far count no more, so that every party is asked again, who asked included (E13).

    Waiting is counted from now on: nobody is late with an answer that was given in time (R19).
    """
    locked = _locked(round_)
    if locked.outcome == Round.Outcome.OPEN:
        locked.opened_at = timezone.now()
        locked.save(update_fields=["opened_at"])
        locked.answers.filter(lapsed_at=None).update(lapsed_at=locked.opened_at)
    return locked


@transaction.atomic
def lapse_not_yet(round_: Round, *, until: dt.datetime) -> bool:
    """Let every "not yet" given until then count no more, so that its party is asked anew; return whether there is one.

    Each yes stays. Part of other actions, which say when, and record it.
    """
    locked = _locked(round_)
    given = locked.answers.filter(agrees=False, lapsed_at=None, answered_at__lte=until)
    return locked.outcome == Round.Outcome.OPEN and bool(given.update(lapsed_at=timezone.now()))


@transaction.atomic
def answer(round_: Round, *, agrees: bool, reason: str = "", seen: str = "", by: Actor) -> Round:
    """Answer for one's own party; a "not yet" needs its reason, and either can be changed while the round is open.

    A yes to a long text waits until all had the time to read it, the same for every party.
    Nobody answers one round for two parties. The same answer again is no error: it looks again whether all parties
    that take part now agreed, so that a round does not hang on a party that left meanwhile.
    `seen` is the mark of the party's answer that one's page showed (`Round.mark`). When that is another by now, nothing
    is written: nobody turns an answer of a colleague unseen. Without it one answers for a party that was silent.
    """
    seat = permissions.own_seat(round_.challenge, by)
    return _answer(_locked(round_), seat, by, agrees=agrees, reason=reason, seen=seen)


@transaction.atomic
def agree_late(round_: Round, *, seen: str = "", by: Actor) -> bool:
    """Say yes for a party that came after all others had agreed, and return whether that is new; the outcome stands."""
    seat = permissions.own_seat(round_.challenge, by)
    locked = _locked(round_)
    if not locked.agreed:
        raise Refused(_("This question is no longer open."))
    _refuse_for_now(locked.challenge, locked.about)
    said = locked.answer_of(seat.party)
    if said is not None and said.agrees:
        return False
    _refuse_two_parties(locked, seat.party, by)
    _refuse_unseen(locked, said, seen)
    _keep(locked, seat.party, agrees=True, reason="", by=by)
    return True


@transaction.atomic
def withdraw_round(round_: Round, *, by: Actor) -> Round:
    """Take a question back; who may do so is for the app that asked it."""
    permissions.own_seat(round_.challenge, by)
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.outcome != Round.Outcome.OPEN:
        raise Refused(_("This question is no longer open."))
    locked.outcome, locked.ended_at = Round.Outcome.WITHDRAWN, timezone.now()
    locked.save(update_fields=["outcome", "ended_at"])
    return locked


@transaction.atomic
def drop_round(round_: Round) -> None:
    """Let a question end that has become pointless; the action that calls this tells so in its own line."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.outcome == Round.Outcome.OPEN:
        locked.outcome, locked.ended_at = Round.Outcome.WITHDRAWN, timezone.now()
        locked.save(update_fields=["outcome", "ended_at"])


def _open(locked: Challenge, about: str, *, from_table: bool = True) -> Round:
    if Round.objects.filter(challenge=locked, about=about, outcome=Round.Outcome.OPEN).exists():
        raise Refused(_("This question is already open. Answer it for your party."))
    return Round.objects.create(
        challenge=locked, about=about, rules=locked.rules, from_table=from_table, opened_at=timezone.now()
    )


def _locked(round_: Round) -> Round:
    """Lock a question, so that two answers at the same moment come one after the other."""
    Challenge.objects.select_for_update().get(pk=round_.challenge_id)
    return Round.objects.select_for_update().get(pk=round_.pk)


def _answer(locked: Round, seat: Seat, by: Actor, *, agrees: bool, reason: str, seen: str) -> Round:
    if locked.outcome != Round.Outcome.OPEN:
        raise Refused(_("This question is no longer open."))
    _refuse_for_now(locked.challenge, locked.about)
    _refuse_two_parties(locked, seat.party, by)
    if seat.party_id in queries.besides(locked):
        raise NotAllowed(_("The other parties answer this: it is about your party, or your party was silent for long."))
    if not agrees and not reason.strip():
        raise Refused(_('Say what is needed first: a "not yet" has a reason.'))
    said = locked.answer_of(seat.party)
    repeated = _repeats(said, agrees=agrees, reason=reason)
    if not repeated:
        _refuse_unseen(locked, said, seen)
    if agrees:
        _refuse_unread(locked)
    if agrees or not repeated:
        _keep(locked, seat.party, agrees=agrees, reason=reason, by=by)
    _end_when_agreed(locked)
    return locked


def _repeats(said: PartyConsent | None, *, agrees: bool, reason: str) -> bool:
    """Say whether the party says this already, in the same words: by a second click, or by a colleague."""
    return said is not None and said.agrees == agrees and (agrees or str(said.reason) == clean_words(reason))


def _keep(round_: Round, party: Party, *, agrees: bool, reason: str, by: Actor) -> None:
    text = write(reason, by=by) if reason.strip() else None
    PartyConsent.objects.update_or_create(
        round=round_,
        party=party,
        defaults={
            "agrees": agrees,
            "reason": text,
            "person": by.known,
            "answered_at": timezone.now(),
            "lapsed_at": None,
        },
    )


def _refuse_two_parties(round_: Round, party: Party, by: Actor) -> None:
    """Nobody answers one question for two parties, now or later (E6)."""
    if round_.answers.filter(person=by.known).exclude(party=party).exists():
        raise Refused(
            _("You already answered this question for another party. Somebody else of your party can answer.")
        )


def _refuse_unseen(round_: Round, said: PartyConsent | None, seen: str) -> None:
    """Nobody turns an answer of their party that their page did not show, or answers unseen what is asked anew (E6)."""
    now = round_.mark_of(said)
    if seen == now or (said is None and not seen):
        return
    if said is None:
        sentence = _(
            "All parties are asked anew meanwhile, so what was answered before counts no more. Yours was not kept yet. "
            "Read first what it is about, and then send it once more."
        )
    elif said.agrees:
        sentence = _(
            "Your party answered meanwhile: agree. Yours was not kept yet. "
            "Do you want to change the answer of your party? Then send it once more."
        )
    else:
        sentence = _(
            "Your party answered meanwhile: not yet, because “%(reason)s”. Yours was not kept yet. "
            "Do you want to change the answer of your party? Then send it once more."
        ) % {"reason": str(said.reason).rstrip(" .")}
    place = queries.what_and_where(round_)
    raise Refused(
        sentence,
        read_on=None if place is None else (place["url"], _("Read what it is about")),
        once_more=OnceMore(about="" if place is None else place["label"], label=_("Agree"), along={"seen": now}),
    )


def _refuse_for_now(challenge: Challenge, about: str) -> None:
    """Nothing is decided about a part that is off, nor during a step back, but for the question to go on."""
    subject = queries.find_subject(about)
    permissions.refuse_while_off(challenge, "" if subject is None else subject.part)
    if subject is None or not subject.while_paused:
        permissions.refuse_while_paused(challenge)


def _refuse_unread(round_: Round) -> None:
    """No party says yes to a long text before all had the time to read it; "not yet" can be said at once (B26)."""
    reading = queries.still_reading(round_)
    if reading is not None:
        raise Refused(
            _("Everybody gets time to read this first. Your party can say yes from %(time)s on. Nothing is lost.")
            % {"time": reading["time"]}
        )


def _end_when_agreed(round_: Round) -> None:
    """End the round once every party that is awake, and at least two, said yes; silence is never a yes (E8).

    While a party sleeps or is not asked, the others need to be of two kinds (R15).
    """
    present = Party.State.ACTIVE, Party.State.ASLEEP
    found = list(round_.challenge.parties.filter(state__in=present).values_list("pk", "kind", "state"))
    besides = queries.besides(round_)
    awake = {pk: kind for pk, kind, state in found if state == Party.State.ACTIVE and pk not in besides}
    agreed = set(round_.answers.filter(agrees=True, lapsed_at=None).values_list("party_id", flat=True))
    if len(awake) < KINDS_AWAKE or not awake.keys() <= agreed:
        return
    if len(awake) < len(found) and len(set(awake.values())) < KINDS_AWAKE:
        return
    round_.outcome, round_.ended_at = Round.Outcome.AGREED, timezone.now()
    round_.save(update_fields=["outcome", "ended_at"])


def _still_counts(decision: Round) -> bool:
    """Say whether a decision counts now, and all can look at it again."""
    return queries.lasting_of(decision).counts().filter(pk=decision.pk).exists()
