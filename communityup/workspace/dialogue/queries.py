"""What do we show of a dialogue: rounds, thoughts side by side, one's own answers, and the sealed count of all."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Value, When

from communityup.methods import canonical, merkle
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.dialogue.models import (
    THOUGHT_LENGTH,
    Answer,
    Dialogue,
    Participant,
    PartyAnswer,
    Release,
    Statement,
)

def latest_own_round(challenge: Challenge) -> Dialogue | None:
    """Return the newest round that was held here, not imported; None before anybody shared a thought."""
    return _rounds(challenge).filter(imported=False).last()


def current_round(challenge: Challenge) -> Dialogue | None:
    """Return the round that the pages show: the newest held here, else an imported one where nobody can share yet."""
    own = latest_own_round(challenge)
    if own is not None or challenge.parties.filter(state=Party.State.ACTIVE, invented=False).exists():
        return own
    return _rounds(challenge).last()


def rounds_of(challenge: Challenge) -> list[Dialogue]:
    """Return all rounds, oldest first."""
    return list(_rounds(challenge))


def round_of(challenge: Challenge, number: str | None) -> Dialogue | None:
    """Return the round with this number as it stands in an address, else the current one."""
    if number is not None and number.isascii() and number.isdigit() and len(number) < len("99999"):
        chosen = _rounds(challenge).filter(number=int(number)).first()
        if chosen is not None:
            return chosen
    return current_round(challenge)


def next_round_number(challenge: Challenge) -> int:
    """Return the number of the round after the newest."""
    return (Dialogue.objects.filter(challenge=challenge).aggregate(highest=Max("number"))["highest"] or 0) + 1


def participant_of(dialogue: Dialogue, person: Viewer) -> Participant | None:
    """Return this person in this round, if they took part."""
    if not isinstance(person, Person):
        return None
    return Participant.objects.select_related("party").filter(dialogue=dialogue, person=person).first()


def thoughts_of(author: Participant) -> int:
    """Return how many thoughts somebody shared and did not take back."""
    return Statement.objects.filter(author=author).exclude(state=Statement.State.WITHDRAWN).count()


def someone_waits_for_a_turn(dialogue: Dialogue, author: Participant, *, turns: int) -> bool:
    """Say whether somebody at the table shared and passed fewer times than this (E15)."""
    if turns == 0:
        return False
    seats = Seat.objects.filter(challenge=dialogue.challenge_id, party__state=Party.State.ACTIVE)
    others = set(seats.exclude(person=author.person).values_list("person", flat=True))
    spoken = Participant.objects.filter(dialogue=dialogue, person__in=others).annotate(shared=Count("statements"))
    ready = {row["person"] for row in spoken.values("person", "shared", "passes") if row["shared"] + row["passes"] >= turns}
    return bool(others - ready)


def shown_statements(dialogue: Dialogue) -> QuerySet[Statement]:
    """Return the thoughts that are dealt and shown."""
    return Statement.objects.filter(dialogue=dialogue, state=Statement.State.SHOWN)


def own_answers(participant: Participant | None) -> dict[int, int]:
    """Return one's own answers by thought; nobody else ever gets these."""
    if participant is None:
        return {}
    given = Answer.objects.filter(participant=participant, value__isnull=False)
    return dict(given.values_list("statement", "value"))


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
        "built_on__public_id", "built_on__text__current__body",
    )  # fmt: skip
    return [_row(row, seen=known is None or row["pk"] in known) for row in rows]


def _row(row: dict[str, Any], *, seen: bool) -> dict[str, Any]:
    kinds = dict(Statement._meta.get_field("kind").flatchoices)
    party = {"name": row["party__name"], "number": row["party__number"], "invented": row["party__invented"]}
    return {
        "pk": row["pk"],
        "public_id": row["public_id"],
        "body": row["body"] or "",
        "kind": kinds.get(row["kind"], ""),
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


def latest_release(dialogue: Dialogue | None) -> Release | None:
    """Return the newest published figures of a round."""
    if dialogue is None:
        return None
    return Release.objects.filter(dialogue=dialogue).order_by("-number").first()


def rotated(items: list[Any], *, viewer: Viewer, day: date) -> list[Any]:
    """Turn an order so that it differs per viewer and day: nobody always stands first (E16)."""
    if not items:
        return items
    seed = f"{viewer.pk if isinstance(viewer, Person) else 'visitor'}:{day.isoformat()}"
    start = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) % len(items)
    return items[start:] + items[:start]


def _rounds(challenge: Challenge) -> QuerySet[Dialogue]:
    related = Dialogue.objects.select_related("challenge__stream", "question__current")
    return related.filter(challenge=challenge).order_by("number")


def place_of(challenge: Challenge, dialogue: Dialogue | None, viewer: Viewer) -> dict[str, Any]:
    """Return what this viewer can do in the dialogue now; the same questions for every kind of party."""
    participant = participant_of(dialogue, viewer) if dialogue else None
    seated = permissions.active_seat(challenge, viewer) is not None
    is_open = dialogue.is_open if dialogue else challenge.phase != Phase.CLOSED
    return {
        "round": dialogue,
        "participant": participant,
        "is_open": is_open,
        "takes_part": is_open and (seated or (participant is not None and challenge.public_at is not None)),
        "may_join": is_open and participant is None and permissions.may_join_in_own_name(challenge, viewer),
        "has_seat": seated,
    }


def dealt(challenge: Challenge, dialogue: Dialogue | None, viewer: Viewer, *, after: str = "") -> dict[str, Any]:
    """Return the next thought for this viewer, how far they are, and whose the thought they just answered is."""
    place = place_of(challenge, dialogue, viewer)
    if dialogue is None or not place["takes_part"]:
        return {**place, "thought": None, "total": 0}
    participant = place["participant"]
    answers = own_answers(participant)
    known = [row for row in _dealable(dialogue, participant)]
    waiting = [pk for pk, _party in known if pk not in answers]
    release = latest_release(dialogue)
    chosen = _deal(dialogue, participant, known, answers, release) if waiting else None
    rows = {row["pk"]: row for row in thought_rows(_named_or(dialogue, chosen, after), named=answers)}
    return {
        **place,
        "thought": rows.get(chosen) if chosen else None,
        "previous": next((row for row in rows.values() if row["public_id"] == after and row["seen"]), None),
        "at": len(known) - len(waiting) + 1,
        "total": len(known),
        "dealt_by": release.number if release else None,
        "shared": [] if waiting else shared_so_far(dialogue, release),
        "choices": View.choices,
    }
