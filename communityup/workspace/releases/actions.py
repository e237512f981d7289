"""What is done with figures: a release is made when it gives no single answer away (SECURITY.md)."""

from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.workspace.dialogue.exports import SealedCount, packed, sealed
from communityup.workspace.dialogue.models import Dialogue, Release, Snapshot
from communityup.workspace.releases import events, exports, queries


def release_figures(dialogue: Dialogue, *, by: Actor) -> Release | None:
    """Publish the next figures of a round, or None when there is nothing new that may be shown, or the map is off.

    Everything slow is counted before the transaction; only a cold result is published.
    """
    if queries.is_off(dialogue):
        return None
    before = queries.history_of(dialogue)
    answers = queries.packed_answers(dialogue)
    made = exports.make(queries.question_of(dialogue, answers), before) if len(answers["numbers"]) else None
    counted = _sealed(dialogue, answers) if made else None
    with transaction.atomic():
        locked = (
            Dialogue.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=dialogue.pk)
        )
        latest = (
            Release.objects.filter(dialogue=locked).order_by("-number").values_list("number", "last_number").first()
        )
        number, told = latest or (0, -1)
        if told != (before.last_number if before else -1) or queries.is_off(locked):
            return None  # another worker was first, or the map went off meanwhile; what is left is for the next time
        _keep(locked, answers, made)
        if made is None or counted is None:
            return None
        release = Release.objects.create(
            dialogue=locked,
            number=number + 1,
            made_at=timezone.now(),
            last_number=answers["last_number"],
            answers=counted.answers,
            root=counted.root,
            published=made.text,
            model=made.model.packed(),
        )
        record(
            events.FiguresReleased(
                object=locked.public_id, number=release.number, answers=counted.answers, root=counted.root
            ),
            stream=locked.challenge.stream,
            by=by,
        )
    return release


def _keep(dialogue: Dialogue, answers: dict[str, Any], made: exports.Made | None) -> None:
    """Keep the snapshot, how far was tried, and which answers each published cell counted."""
    kept = {name: column for name, column in answers.items() if isinstance(column, np.ndarray)}
    fields = {
        "last_number": answers["last_number"],
        "tried_number": answers["last_number"],
        "packed": packed(kept),
    }
    if made is not None:
        fields["ledgers"] = exports.packed_ledgers(made.ledgers)
    Snapshot.objects.update_or_create(dialogue=dialogue, defaults=fields)


def _sealed(dialogue: Dialogue, answers: dict[str, Any]) -> SealedCount:
    columns = (answers[name].tolist() for name in ("people", "statements", "values"))
    return sealed(dialogue, zip(*columns, strict=True), last_number=answers["last_number"])
