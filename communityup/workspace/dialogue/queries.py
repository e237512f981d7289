"""What do we show of a dialogue: rounds, thoughts side by side, one's own answers, and the sealed count of all."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.methods import dealing
from communityup.people.models import Person
from communityup.ui.pictures import BANDS, tone
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.challenges.queries import clock
from communityup.workspace.dialogue import exports, permissions
from communityup.workspace.dialogue.models import (
    Answer,
    Dialogue,
    Kind,
    Participant,
    PartyAnswer,
    Release,
    Statement,
    View,
)

PAGE = 60
FEW = 10
MOST_SHARED = 3
# A published share lies between two of these percentages; pages tell it in five words.
LOW_LEVEL = {0: 0, 20: 1, 40: 2, 60: 3, 80: 3, 90: 4}
HIGH_LEVEL = {20: 0, 40: 1, 60: 2, 80: 3, 90: 3, 100: 4}


def latest_own_round(challenge: Challenge) -> Dialogue | None:
    """Return the newest round that was held here, not imported; None before anybody shared a thought."""
    return next((one for one in reversed(rounds_of(challenge)) if not one.imported), None)


def rounds_of(challenge: Challenge) -> list[Dialogue]:
    """Return all rounds, oldest first."""
    return _rounds(challenge.pk)


def pick_round(challenge: Challenge, rounds: Sequence[Dialogue], number: str | None = None) -> Dialogue | None:
    """Return the round with this number as it stands in an address, else the one that pages show.

    That is the newest held here, else an imported one where no real party can share yet, else none.
    """
    chosen = [one for one in rounds if number == str(one.number)]
    held_here = [one for one in rounds if not one.imported]
    if chosen or held_here:
        return [*held_here, *chosen][-1]
    if not rounds or challenge.parties.filter(state=Party.State.ACTIVE, invented=False).exists():
        return None
    return rounds[-1]


def round_of(challenge: Challenge, number: str | None = None) -> Dialogue | None:
    """Return the round with this number, else the one that pages show."""
    return pick_round(challenge, rounds_of(challenge), number)


def next_round_number(challenge: Challenge) -> int:
    """Return the number of the round after the newest."""
    return (Dialogue.objects.filter(challenge=challenge).aggregate(highest=Max("number"))["highest"] or 0) + 1


def shown_statements(dialogue: Dialogue) -> QuerySet[Statement]:
    """Return the thoughts that are dealt and shown; of those that say nearly the same the first (X3)."""
    return Statement.objects.filter(Statement.leading(), dialogue=dialogue, state=Statement.State.SHOWN)


def own_answers(participant: Participant | None) -> dict[int, int]:
    """Return one's own answers by thought, in the order of first answering; nobody else ever gets these."""
    if participant is None:
        return {}
    return {statement: value for statement, value in _given_by(participant.pk) if value is not None}


@prepared
def _given_by(participant: int) -> QuerySet[Answer, tuple[int, int | None]]:
    given = Answer.objects.filter(participant=participant, value__isnull=False)
    return given.order_by("pk").values_list("statement", "value")


def answers_of(dialogue: Dialogue | None, viewer: Viewer) -> dict[int, int]:
    """Return a viewer's own answers in a round by thought; nobody else ever gets these."""
    if dialogue is None or not isinstance(viewer, Person):
        return {}
    given = Answer.objects.filter(participant__dialogue=dialogue, participant__person=viewer, value__isnull=False)
    rows = given.values_list("statement", "value")
    return {statement: value for statement, value in rows if value is not None}


def thought_rows(statements: QuerySet[Statement], *, named: Iterable[int] | None = None) -> list[dict[str, Any]]:
    """Return thoughts as plain rows. Party and name show for the thoughts in `named`; None means for all (R12)."""
    known = None if named is None else set(named)
    rows = statements.annotate(
        body=F("text__current__body"),
        name=Case(
            When(Q(show_name=True), then=F("author__person__display_name")), default=Value(""), output_field=CharField()
        ),
    ).values(
        "pk", "public_id", "body", "kind", "state", "name", "party", "party__name", "party__number", "party__invented",
        "built_on__public_id", "built_on__text__current__body", "place__current__body",
    )  # fmt: skip
    return [_row(dict(row), seen=known is None or row["pk"] in known) for row in rows]


def _row(row: dict[str, Any], *, seen: bool) -> dict[str, Any]:
    kinds: dict[str, Any] = dict(Kind.choices)
    party = {"name": row["party__name"], "number": row["party__number"], "invented": row["party__invented"]}
    return {
        "pk": row["pk"],
        "party_pk": row["party"],
        "public_id": row["public_id"],
        "body": row["body"] or "",
        "kind": kinds.get(row["kind"], ""),
        "place": row["place__current__body"] or "",
        "withdrawn": row["state"] == Statement.State.WITHDRAWN,
        "seen": seen,
        "party": party if seen and row["party"] else None,
        "name": (row["name"] or "") if seen else "",
        "built_on": row["built_on__public_id"],
        "built_on_body": row["built_on__text__current__body"] or "",
    }


def party_answers(statements: Iterable[int]) -> dict[int, dict[int, int]]:
    """Return the open answers of small parties: per thought, per party, the answer."""
    found: dict[int, dict[int, int]] = {}
    for statement, party, value in PartyAnswer.objects.filter(statement__in=list(statements)).values_list(
        "statement", "party", "value"
    ):
        found.setdefault(statement, {})[party] = value
    return found


def shuffled(rows: list[dict[str, Any]], *, viewer: Viewer, day: date) -> list[dict[str, Any]]:
    """Mix an order by a keyed hash per viewer and day: none is always first (E16), no neighbour tells whose (R12)."""
    seed = f"dialogue.order:{viewer.pk if isinstance(viewer, Person) else 'visitor'}:{day.isoformat()}"
    return sorted(rows, key=lambda row: salted_hmac(seed, str(row["pk"]), algorithm="sha256").digest())


@prepared
def _rounds(challenge: int) -> QuerySet[Dialogue]:
    related = Dialogue.objects.select_related("challenge__stream", "question__current")
    return related.filter(challenge=challenge).order_by("number")


def place_of(
    challenge: Challenge, dialogue: Dialogue | None, viewer: Viewer, own_party: Party | None
) -> dict[str, Any]:
    """Return what this viewer can do in the dialogue now; the same questions for every kind of party."""
    participant = permissions.participant_of(dialogue, viewer) if dialogue else None
    seated = own_party is not None and own_party.state == Party.State.ACTIVE
    is_open = dialogue.is_open if dialogue else challenge.phase != Phase.CLOSED
    in_public = challenge.public_at is not None
    return {
        "round": dialogue,
        "participant": participant,
        "has_seat": seated,
        "is_open": is_open,
        "takes_part": is_open and (seated or (participant is not None and in_public)),
        "may_join": is_open and participant is None and permissions.may_join_in_own_name(challenge, viewer),
    }


def dealt(
    challenge: Challenge, dialogue: Dialogue | None, viewer: Viewer, *, own_party: Party | None, after: str = ""
) -> dict[str, Any]:
    """Return the next thought for this viewer, how far they are, and whose thought they just answered."""
    place = place_of(challenge, dialogue, viewer, own_party)
    if dialogue is None or not place["takes_part"]:
        return {**place, "thought": None, "total": 0}
    participant = place["participant"]
    answers = own_answers(participant)
    others = shown_statements(dialogue).exclude(author=participant) if participant else shown_statements(dialogue)
    parties: dict[int, int | None] = dict(others.values_list("pk", "party"))
    waiting = [pk for pk in parties if pk not in answers]
    release = exports.latest_release(dialogue)
    newcomer = f"{viewer.pk}:{dialogue.public_id}".encode()
    chosen = _next(participant, parties, answers, release, newcomer=newcomer) if waiting else None
    wanted = Statement.objects.filter(Q(pk=chosen) | Q(public_id=after, dialogue=dialogue))
    rows = thought_rows(wanted, named=answers) if chosen or after else []
    return {
        **place,
        "thought": next((row for row in rows if row["pk"] == chosen), None),
        "previous": next((row for row in rows if row["public_id"] == after and row["seen"]), None),
        "at": len(parties) - len(waiting) + 1,
        "total": len(parties),
        "dealt_by": release.number if release else None,
        "shared": [] if waiting else shared_so_far(dialogue, release, viewer),
        "choices": View.choices,
    }


def _next(
    participant: Participant | None,
    parties: dict[int, int | None],
    answers: dict[int, int],
    release: Release | None,
    *,
    newcomer: bytes,
) -> int:
    """Draw the next thought by METHODS.md, 3, from the latest release; before there is one all teach alike."""
    statements = list(parties)
    place = {pk: number for number, pk in enumerate(statements)}
    past = [place[pk] for pk in answers if pk in place]
    weight = np.ones(len(statements))
    if release is not None:
        weight = exports.model_of(release).weights(statements, answers)
    (number,) = dealing.deal(
        weight,
        [parties[pk] or 0 for pk in statements],
        candidates=[place[pk] for pk in statements if pk not in answers],
        dealt=past,
        secret=bytes(participant.secret) if participant else newcomer,
    )
    return statements[number]


def shared_so_far(dialogue: Dialogue, release: Release | None, viewer: Viewer) -> list[dict[str, Any]]:
    """Return what the table shares: the bridges of the latest release, or what all small parties said alike (R7)."""
    chosen = exports.published(release)["bridges"][:MOST_SHARED] if release else []
    if chosen:
        rows = thought_rows(shown_statements(dialogue).filter(public_id__in=chosen))
        return sorted(rows, key=lambda row: chosen.index(row["public_id"]))
    return _page_of(said_alike(dialogue), viewer, "1")[1][:MOST_SHARED]


def said_alike(dialogue: Dialogue) -> QuerySet[Statement]:
    """Return the thoughts to which every party that takes part answered "I see it this way too", openly."""
    carried = PartyAnswer.objects.filter(party=OuterRef("pk"), statement=OuterRef(OuterRef("pk")), value=View.SAME)
    without = Party.objects.filter(challenge=dialogue.challenge_id, state=Party.State.ACTIVE).exclude(Exists(carried))
    alike = shown_statements(dialogue).annotate(said=Count("party_answers")).exclude(Exists(without))
    return alike.filter(said__gt=1)


def columns(
    challenge: Challenge, dialogue: Dialogue | None, viewer: Viewer, *, page: str | None, kind: str | None
) -> dict[str, Any]:
    """Return thoughts in one column per party, in an order that differs per viewer and day (B25, E16).

    While the round is open, only thoughts whose party one may know are counted: no total tells whose the others are.
    """
    kind = kind if kind in Kind.values else ""
    chosen, day = Statement.objects.none() if dialogue is None else _readable(dialogue), timezone.localdate()
    chosen = chosen.filter(kind=kind) if kind else chosen
    known = named(dialogue, permissions.participant_of(dialogue, viewer) if dialogue else None)
    leaf, rows = _page_of(chosen, viewer, page, named=known)
    seen = [row for row in rows if row["seen"]]
    counted = chosen if known is None else chosen.filter(pk__in=known)
    totals = dict(counted.order_by().values_list("party").annotate(Count("pk")))
    return {
        "round": dialogue,
        "columns": shuffled(_columns(challenge, seen, totals, in_use=dialogue is not None), viewer=viewer, day=day),
        "waiting": [row for row in rows if not row["seen"] and not row["withdrawn"]],
        "page_obj": leaf,
        "kinds": Kind.choices if leaf.paginator.count > FEW or kind else [],
        "kind": kind,
        "round_number": dialogue.number if dialogue else None,
    }


def _columns(
    challenge: Challenge, rows: list[dict[str, Any]], totals: dict[int | None, int], *, in_use: bool
) -> list[dict[str, Any]]:
    present = challenge.parties.filter(Q(state=Party.State.ACTIVE) | Q(pk__in=[pk for pk in totals if pk]))
    parties: list[dict[str, Any]] = [dict(row) for row in present.values("pk", "name", "number", "invented")]
    if totals.get(None) or challenge.public_at is not None:
        parties.append({"pk": None, "name": _("Without a party"), "number": None, "invented": False})
    return [
        {
            **party,
            "tone": tone(party["number"]) if party["number"] else None,
            "rows": [row for row in rows if row["party_pk"] == party["pk"]],
            "total": totals.get(party["pk"], 0) if in_use else 0,
        }
        for party in parties
    ]


def own(dialogue: Dialogue | None, viewer: Viewer, *, page: str | None) -> dict[str, Any]:
    """Return one's own thoughts and answers; shown to oneself only."""
    if dialogue is None or (participant := permissions.participant_of(dialogue, viewer)) is None:
        return {"thoughts": [], "answers": [], "is_open": False}
    given = own_answers(participant)
    leaf, rows = _page_of(Statement.objects.filter(pk__in=given), viewer, page)
    return {
        "round": dialogue,
        "thoughts": thought_rows(Statement.objects.filter(author=participant).order_by("pk")),
        "answers": [{**row, "value": given[row["pk"]], "answer": View(given[row["pk"]]).label} for row in rows],
        "is_open": dialogue.is_open,
        "choices": View.choices,
        "page_obj": leaf,
    }


def party_page(challenge: Challenge, viewer: Viewer, own_party: Party | None, *, page: str | None) -> dict[str, Any]:
    """Return what a small party answered together so far, thought by thought."""
    dialogue = latest_own_round(challenge)
    if dialogue is None or own_party is None or own_party.state != Party.State.ACTIVE or not dialogue.is_open:
        return {"party": None}
    leaf, rows = _page_of(shown_statements(dialogue), viewer, page, named=[])
    given = party_answers(row["pk"] for row in rows)
    return {
        "party": own_party,
        "small": permissions.is_small(dialogue, own_party),
        "rows": [{**row, "value": given.get(row["pk"], {}).get(own_party.pk)} for row in rows],
        "choices": View.choices,
        "page_obj": leaf,
    }


def one_thought(statement: Statement, viewer: Viewer, own_party: Party | None) -> dict[str, Any]:
    """Return a thought; its party and figures show after one's own answer, or when the round is closed (R10, R12)."""
    dialogue, is_own = statement.dialogue, permissions.own_statement(statement, viewer)
    place = place_of(dialogue.challenge, dialogue, viewer, own_party)
    answer = own_answers(place["participant"]).get(statement.pk)
    shown = permissions.may_see_figures(dialogue, answered=answer is not None or is_own)
    (row,) = thought_rows(Statement.objects.filter(pk=statement.pk), named=None if shown else [])
    return {
        **place,
        "thought": row,
        "own": is_own,
        "answer": answer,
        "choices": View.choices,
        "figures": figures(dialogue, row) if shown and not row["withdrawn"] else [],
    }


def figures(dialogue: Dialogue, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return per party what was published about a thought: a band, or the open answer of a small party."""
    told = party_answers([row["pk"]]).get(row["pk"], {})
    known = exports.published(exports.latest_release(dialogue)).get("table", {}).get(row["public_id"], {})
    parties = Party.objects.filter(challenge=dialogue.challenge_id, state=Party.State.ACTIVE).order_by("number")
    return [
        {"name": one.name, "number": one.number, **figure(known.get(one.public_id), told.get(one.pk))}
        for one in parties
    ]


def figure(band: Sequence[int] | None, told: int | None) -> dict[str, Any]:
    """Return one cell in words: from which to which step a share lies, or what a small party said together."""
    known = band is not None and tuple(band) != (0, 100)
    levels = (LOW_LEVEL[band[0]], HIGH_LEVEL[band[1]]) if band is not None and known else (None, None)
    return {
        "low": levels[0],
        "high": levels[1],
        "high_word": BANDS[levels[1]] if levels[1] is not None else "",
        "together": View(told).label if told is not None else "",
    }


def rounds(challenge: Challenge, viewer: Viewer, own_party: Party | None) -> dict[str, Any]:
    """Return all rounds, and whether this viewer may set an end or close."""
    latest = latest_own_round(challenge)
    last_day, paused = None if latest is None else latest.last_day, clock(challenge).stands_still
    return {
        **place_of(challenge, latest, viewer, own_party),
        "rounds": rounds_of(challenge),
        "paused": paused,
        "may_close": last_day is not None and last_day < timezone.localdate() and not paused,
    }


def _page_of(
    statements: QuerySet[Statement], viewer: Viewer, page: str | None, *, named: Iterable[int] | None = None
) -> tuple[Page[int], list[dict[str, Any]]]:
    """Return one page of thoughts in the order of today for this viewer: no page is of who came first (E16)."""
    day, rows = timezone.localdate(), [{"pk": pk} for pk in statements.order_by().values_list("pk", flat=True)]
    leaf = Paginator([row["pk"] for row in shuffled(rows, viewer=viewer, day=day)], PAGE).get_page(page)
    shown = thought_rows(Statement.objects.filter(pk__in=list(leaf)), named=named)
    return leaf, shuffled(shown, viewer=viewer, day=day)


def _readable(dialogue: Dialogue) -> QuerySet[Statement]:
    here = Statement.objects.filter(Statement.once_per_party(), dialogue=dialogue)
    return here.exclude(state=Statement.State.MODERATED)


def named(dialogue: Dialogue | None, participant: Participant | None) -> list[int] | None:
    """Return the thoughts whose party this person may know; None for all of them (R12)."""
    if dialogue is None or not dialogue.is_open:
        return None
    if participant is None:
        return []
    answered = own_answers(participant)
    more = Statement.objects.filter(Q(author=participant) | Q(resembles__in=answered)).values_list("pk", flat=True)
    return [*answered, *more]
