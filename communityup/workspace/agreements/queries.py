"""What do we show of agreements: the list, one agreement with its versions, what is open for somebody.

Waiting is counted from the agreed date ("expected around …"), never as blame (R19); nothing is added up per party or
person (E20).
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Case, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.people.models import Person
from communityup.workspace.agreements.models import Agreement, Confirmation, Outcome, Terms
from communityup.workspace.challenges.models import Challenge, Clock, Party, Phase, Ring
from communityup.workspace.challenges.queries import clock, marks, was_paused
from communityup.workspace.consent.queries import mandates
from communityup.workspace.corrections.queries import Found
from communityup.workspace.formal.queries import Outcome as TableOutcome
from communityup.workspace.frames.models import Touch
from communityup.workspace.frames.queries import Thing
from communityup.workspace.tasks.queries import Asked, Task

State = Agreement.State
OPEN = (State.PROPOSED, State.AGREED)
_OF_TERMS = ("what__current", "evidence__current", "news__current", "proposed_by")
# Words by which one side alone could end something, and words that say it holds for both (E19).
_ENDING = re.compile(
    r"\b(kan|kunnen|mag|mogen|may|can)\b.*\b(opzeggen|stoppen|be[eë]indigen|terugtrekken|terminate|cancel|withdraw|stop|end)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(beiden?|allebei|ieder(een)?|elke|alle|both|either|each|every|all)\b", re.IGNORECASE)


def latest(challenge: Challenge, limit: int = 5) -> list[dict[str, Any]]:
    """Return the agreements to show on the overview: open ones by date, then the last finished ones."""
    return with_status(rows(challenge)[:limit])


def rows(challenge: Challenge) -> QuerySet[Agreement, dict[str, Any]]:
    """Return all agreements of a challenge as values: open ones by date first, then finished ones, the newest first."""
    return _listed(Agreement.objects.filter(challenge=challenge))


def decided(challenge: Challenge) -> list[TableOutcome]:
    """Return the agreements that both sides confirmed, as outcomes that a formal decision can be about."""
    confirmed = rows(challenge).filter(state__in=[State.AGREED, State.KEPT, State.NOT_KEPT])
    return [
        TableOutcome(
            kind="agreement",
            public_id=row["public_id"],
            label=row["what"] or "",
            state=_("agreement, %(state)s") % {"state": row["state_label"]},
            url=row["url"],
        )
        for row in with_status(confirmed)
    ]


def open_for(person: Person) -> list[dict[str, Any]]:
    """Return what is open for this person's parties, by date; `asks` is "confirm", "tell" or "" (it just runs).

    Only who sits at the table is asked something: the others of a party cannot answer for it (B17).
    """
    seats = dict(person.seats.filter(party__state=Party.State.ACTIVE).values_list("party_id", "ring"))
    answering = {party for party, ring in seats.items() if ring == Ring.TABLE}
    return [{**row, "asks": _asks(row, answering)} for row in open_of(seats.keys())]


def open_of(own: Collection[int]) -> list[dict[str, Any]]:
    """Return what is open for these parties (by key), as `open_for` does."""
    return [{**row, "asks": _asks(row, own)} for row in with_status(_open(frozenset(own)))]


@prepared
def _open(parties: frozenset[int]) -> QuerySet[Agreement, dict[str, Any]]:
    mine = Q(promised_by__in=parties) | Q(promised_to__in=parties)
    return _listed(Agreement.objects.filter(mine, state__in=OPEN))


def things(challenge: Challenge) -> list[Thing]:
    """Return the agreements as things that something fixed later can touch; only what runs can be asked anew."""
    today = timezone.localdate()
    return [
        Thing(
            key=f"agreement:{row['public_id']}",
            words=row["what"] or "",
            url=row["url"],
            open=row["state"] in OPEN and row["due"] >= today,
        )
        for row in with_status(rows(challenge))
    ]


def correctable(challenge: Challenge, public_id: str) -> Found | None:
    """Return the words of an agreement in which one of its two sides can correct a slip of the pen."""
    agreement = agreement_of(challenge, public_id)
    terms = None if agreement is None else agreement.standing or agreement.pending
    if agreement is None or terms is None or agreement.state not in OPEN:
        return None
    return Found(terms.what, frozenset({agreement.promised_by_id, agreement.promised_to_id}))


def waiting_for_both(touches: Sequence[Touch]) -> set[int]:
    """Return which touched agreements run and were not agreed anew since (keys of the touches)."""
    ids = [touch.about.partition(":")[2] for touch in touches]
    found = Agreement.objects.filter(public_id__in=ids).annotate(last=Max("terms__agreed_at"))
    state = {row.public_id: (row.state in OPEN, row.last) for row in found}
    waits = set()
    for touch, public_id in zip(touches, ids, strict=True):
        runs, last = state.get(public_id, (False, None))
        if runs and (last is None or last < touch.pointed_at):
            waits.add(touch.pk)
    return waits


def tasks(asked: Asked) -> list[Task]:
    """Return what these parties are asked to confirm, and to tell how it went, for the list of tasks."""
    found = [row for row in open_of(asked.parties) if row["asks"]]
    return [_task(row, side) for row in found for side in sorted(_asked_sides(row) & asked.parties)]


def _asked_sides(row: dict[str, Any]) -> set[int]:
    asked = {"tell": {row["promised_by"]}, "settle": row["stays"]}
    return asked[row["asks"]] if row["asks"] in asked else _silent(row)


def _task(row: dict[str, Any], side: int) -> Task:
    asks, since, due = {
        "tell": (_("How did it go?"), row["proposed_at"], row["due"]),
        "settle": (_("A party left. Who takes this over, or does it end?"), row["gone_at"], row["due"]),
        "review": (_("Does this agreement still fit?"), row["set_at"], row["review"]),
        "confirm": (_("Do you confirm this agreement?"), row["pending__proposed_at"], row["pending_day"]),
    }[row["asks"]]
    place = {"url": row["url"], "challenge": row["challenge__title"]}
    return Task(asks=asks, about=row["what"] or "", since=since, party=side, due=due, **place)


def with_status(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with their address, the two parties, the words of their state, and on whom something waits."""
    rows, today = list(found), timezone.localdate()
    running = Clock.of_each({row["challenge"] for row in rows if row["paused"]})
    return [_row(row, today, running.get(row["challenge"], Clock(()))) for row in rows]


def only_promiser(challenge: Challenge) -> str:
    """Return the name of the party that promised all that stands, when there is one (A15); else nothing. One query."""
    here = Agreement.objects.filter(challenge=challenge, promised_by__left_at=None)
    standing = here.filter(standing__ends=False).exclude(state__in=[State.LET_GO, State.TAKEN_OVER]).order_by()
    promised = list(standing.values_list("promised_by", "promised_by__name").distinct()[:2])
    return promised[0][1] if len(promised) == 1 else ""


def day_of(terms: Terms, running: Clock) -> dt.date:
    """Return the day of a version on the clock of its challenge (E12); during a step back, the earliest it can be."""
    return running.resumed().day(terms.due, since=terms.proposed_at) or terms.due


def review_of(terms: Terms, running: Clock) -> dt.date | None:
    """Return the day to look again on the clock of its challenge (E12), as `day_of`; None where none was agreed."""
    if terms.review_on is None:
        return None
    return running.resumed().day(terms.review_on, since=terms.proposed_at)


def is_review_time(terms: Terms, running: Clock) -> bool:
    """Say whether the day to look again has come, and the date itself has not: from then on one tells how it went."""
    day = review_of(terms, running)
    return day is not None and day <= timezone.localdate() < day_of(terms, running)


def agreement_of(challenge: Challenge, public_id: str) -> Agreement | None:
    """Return one agreement of this challenge, or None."""
    found = _agreement.first(challenge.pk, public_id)
    if found is not None:
        # The same challenge, which knows already whether a step back lasts.
        found.challenge = challenge
    return found


@prepared
def _agreement(challenge: int, public_id: str) -> QuerySet[Agreement]:
    versions = [f"{which}__{text}" for which in ("standing", "pending") for text in _OF_TERMS]
    every = Agreement.objects.select_related("promised_by", "promised_to", "takes_over", *versions)
    return every.filter(challenge=challenge, public_id=public_id)


def detail(agreement: Agreement, own: Party | None) -> dict[str, Any]:
    """Return all that the page of one agreement shows; the same for everybody, but for what one can do."""
    versions = list(agreement.terms.select_related(*_OF_TERMS).order_by("-number"))
    shown = agreement.standing or agreement.pending or versions[0]
    standing, pending, today = agreement.standing, agreement.pending, timezone.localdate()
    row = with_status(_listed(Agreement.objects.filter(pk=agreement.pk)))[0]
    running = clock(agreement.challenge) if row["paused"] else Clock(())
    told = Outcome.objects.select_related("words__current", "reading__current").filter(agreement=agreement).first()
    current = pending or standing
    return {
        "agreement": agreement,
        "row": row,
        "shown": shown,
        "day": day_of(shown, running) if agreement.state in OPEN else shown.due,
        "proposal": pending if standing is not None and day_of(standing, running) >= today else None,
        "proposal_day": None if pending is None else day_of(pending, running),
        "review": review_of(shown, running),
        "proposal_review": None if pending is None else review_of(pending, running),
        "still_fits": pending is not None and standing is not None and pending.what_id == standing.what_id,
        "paused": running.stands_still and agreement.state in OPEN,
        "version": current.number if current else 0,
        "earlier": [terms for terms in versions if terms.number < shown.number and not terms.ends],
        "outcome": told,
        "past": is_past(agreement, running),
        "one_sided": any(one_sided(str(terms.what)) for terms in (shown, pending) if terms),
        "can": _can(agreement, own, running, told=told is not None),
        "marks": marks(agreement.challenge).get(f"agreement:{agreement.public_id}", []),
        "mandates": _mandates(agreement) if agreement.state in OPEN else [],
        **(_after_leaving(agreement, own, paused=running.stands_still) if agreement.was_left else {}),
    }


def _mandates(agreement: Agreement) -> list[dict[str, Any]]:
    """Return for both sides what they said they may promise here."""
    said = mandates(agreement.challenge)
    sides = (agreement.promised_by, agreement.promised_to)
    return [{"party": party, "said": said.get(party.pk, ())} for party in sides]


def one_sided(words: str) -> bool:
    """Say whether these words seem to let one side stop alone: a hint that all see, never a refusal (E19)."""
    return any(_ENDING.search(part) and not _BOTH.search(part) for part in re.split(r"[.!?;\n]", words))


def is_past(agreement: Agreement, running: Clock) -> bool:
    """Say whether the agreed date has come, so that one can tell how it went; the same rule for all (A41)."""
    return agreement.standing is not None and day_of(agreement.standing, running) <= timezone.localdate()


def _after_leaving(agreement: Agreement, own: Party | None, *, paused: bool) -> dict[str, Any]:
    """Return what became of an agreement of which a side left, and who can do something about it now (E22)."""
    over = agreement.taken_over_by.select_related("promised_by", "promised_to").exclude(state=State.WITHDRAWN).first()
    ending = agreement.terms.filter(ends=True, news__isnull=False).select_related("news__current", "proposed_by").last()
    gone, sides = agreement.gone, (agreement.promised_by, agreement.promised_to)
    live = len(gone) == 1 and agreement.state in OPEN and not paused and own is not None
    return {
        "gone": gone,
        "stays": next((side for side in sides if side not in gone), None),
        "over": over,
        "taker": [side for side in (over.promised_by, over.promised_to) if side not in sides][:1] if over else [],
        "ending": ending if agreement.state == State.LET_GO else None,
        "may_let_go": live and own in sides,
        "may_take_over": live and over is None and agreement.challenge.phase != Phase.CLOSED,
    }


def _can(agreement: Agreement, own: Party | None, running: Clock, *, told: bool) -> dict[str, bool]:
    """Return what a party can do now; it depends on the side and the date, never on the kind (E4, E19)."""
    pending, standing, challenge = agreement.pending, agreement.standing, agreement.challenge
    side = own is not None and own.pk in {agreement.promised_by_id, agreement.promised_to_id}
    today = timezone.localdate()
    live = side and agreement.state in OPEN and (standing is None or day_of(standing, running) >= today)
    live = live and not running.stands_still and not agreement.gone
    mine = pending is not None and own is not None and pending.proposed_by_id == own.pk
    said = pending is not None and side and pending.confirmations.filter(party=own).exists()
    return {
        "confirm": live and pending is not None and not said and day_of(pending, running) >= today,
        "withdraw": side and mine and pending is not None and not (pending.renews and standing is not None),
        "change": live,
        "fits": live and pending is None and standing is not None and is_review_time(standing, running),
        "correct": side and agreement.state in OPEN and not running.stands_still and challenge.phase != Phase.CLOSED,
        "end": live and standing is not None and not (pending is not None and pending.ends),
        "tell": side and agreement.state == State.AGREED and own is not None and own.pk == agreement.promised_by_id,
        "read": side and told and own is not None and own.pk == agreement.promised_to_id,
    }


def _listed(agreements: QuerySet[Agreement]) -> QuerySet[Agreement, dict[str, Any]]:
    """Return agreements as values in one query, however many there are."""
    last = Terms.objects.filter(agreement=OuterRef("pk")).order_by("-number")
    before = Terms.objects.filter(
        agreement=OuterRef("pk"), agreed_at__isnull=False, number__lt=OuterRef("standing__number")
    )
    named: dict[str, Any] = {
        "what": Coalesce(
            "standing__what__current__body",
            "pending__what__current__body",
            Subquery(last.values("what__current__body")[:1]),
        ),
        "due": Coalesce("standing__due", "pending__due", Subquery(last.values("due")[:1])),
        "set_at": Coalesce("standing__proposed_at", "pending__proposed_at", Subquery(last.values("proposed_at")[:1])),
        "paused": was_paused(),
        "anew": Exists(before),
        "by_said": Exists(Confirmation.objects.filter(terms=OuterRef("pending"), party=OuterRef("promised_by"))),
        "to_said": Exists(Confirmation.objects.filter(terms=OuterRef("pending"), party=OuterRef("promised_to"))),
        "over": Exists(Agreement.objects.filter(takes_over=OuterRef("pk"), state=State.PROPOSED)),
        "finished": Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()),
    }
    annotated: Any = agreements.annotate(**named)
    found: QuerySet[Agreement, dict[str, Any]] = annotated.order_by(
        "finished", Case(When(finished=0, then="due")), "-due", "-pk"
    ).values(
        "public_id",
        "state",
        "proposed_at",
        "challenge",
        "challenge__slug",
        "challenge__title",
        "pending_id",
        "pending__due",
        "pending__proposed_at",
        "standing__review_on",
        "standing_id",
        "pending__proposed_by",
        "promised_by",
        "promised_by__name",
        "promised_by__number",
        "promised_by__left_at",
        "promised_to",
        "promised_to__name",
        "promised_to__number",
        "promised_to__left_at",
        *named,
    )
    return found


def _row(row: dict[str, Any], today: dt.date, running: Clock) -> dict[str, Any]:
    told, due, review = running.resumed(), row["due"], row["standing__review_on"]
    if row["state"] in OPEN:
        due = told.day(due, since=row["set_at"]) or due
        review = review and told.day(review, since=row["set_at"])
    pending_day = told.day(row["pending__due"], since=row["pending__proposed_at"]) if row["pending_id"] else None
    by = {"name": row["promised_by__name"], "number": row["promised_by__number"]}
    to = {"name": row["promised_to__name"], "number": row["promised_to__number"]}
    left = {key: row[f"{key}__left_at"] for key in ("promised_by", "promised_to") if row[f"{key}__left_at"]}
    gone = " · ".join(row[f"{key}__name"] for key in left) if row["state"] in OPEN else ""
    runs = row["state"] == State.AGREED and not running.stands_still and not gone
    overdue = runs and due < today
    waits_for = None
    if overdue:
        waits_for = by
    elif pending_day is not None and pending_day >= today and not gone:
        both = {"name": _("%(one)s and %(other)s") % {"one": by["name"], "other": to["name"]}, "number": None}
        waits_for = by if row["to_said"] else to if row["by_said"] else both
    label, tone = _label(row)
    return {
        **row,
        "due": due,
        "pending_day": pending_day,
        "review": review,
        "to_review": runs and row["pending_id"] is None and review is not None and review <= today < due,
        "stands_still": running.stands_still,
        "url": reverse("agreements:agreement", args=[row["challenge__slug"], row["public_id"]]),
        "by": by,
        "to": to,
        "overdue": overdue,
        "gone": gone,
        "gone_at": max(left.values(), default=None),
        "stays": {row[key] for key in ("promised_by", "promised_to") if key not in left} if gone else set(),
        "waits_for": waits_for,
        "promiser_name": by["name"],
        "promiser_number": by["number"],
        "state_label": label,
        "tone": tone,
    }


def _label(row: dict[str, Any]) -> tuple[str, str]:
    """Return the word of state and its tone; what was not kept has the same calm tone as what is open."""
    if row["state"] == State.AGREED and row["anew"]:
        return _("agreed anew"), "plain"
    tones = {State.KEPT: "ok", State.PROPOSED: "open"}
    return str(State(row["state"]).label), tones.get(row["state"], "plain")


def _asks(row: dict[str, Any], own: Collection[int]) -> str:
    if row["stands_still"]:
        return ""
    if row["gone"]:
        return "settle" if not row["over"] and row["stays"] & set(own) else ""
    if row["overdue"]:
        return "tell" if row["promised_by"] in own else ""
    if row["to_review"]:
        return "review" if {row["promised_by"], row["promised_to"]} & set(own) else ""
    return "confirm" if row["waits_for"] is not None and _silent(row) & set(own) else ""


def _silent(row: dict[str, Any]) -> set[int]:
    """Return which sides did not confirm the version that waits."""
    sides = {row["promised_by"]: row["by_said"], row["promised_to"]: row["to_said"]}
    return {side for side, said in sides.items() if not said}
