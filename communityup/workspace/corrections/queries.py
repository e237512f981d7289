"""Which words can be corrected, which corrections there are, and how long one can protest."""

import datetime as dt
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Clock
from communityup.workspace.challenges.queries import clock
from communityup.workspace.corrections.models import Correction

HOURS = 48
# Of the words at least so much stays: a slip of the pen is small, all else is a new version (R24).
SAME = 0.8
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Found:
    """Words that can be corrected, and whose: the parties (keys) that may, or None for every party at the table."""

    text: Text
    parties: frozenset[int] | None = None


@dataclass(frozen=True, kw_only=True)
class Correctable:
    """One kind of words on which parties agreed. `find` gives the words of one thing of a challenge, or None."""

    prefix: str
    label: Any
    find: Callable[[Challenge, str], Found | None]
    longest: int


_CORRECTABLES: dict[str, Correctable] = {}


def register_correctable(correctable: Correctable) -> None:
    """Let slips of the pen in words of this kind be corrected; called in AppConfig.ready of the apps above."""
    _CORRECTABLES[correctable.prefix] = correctable


def kind_of(about: str) -> Correctable:
    """Return the kind of words; raises Http404 for one that nobody registered."""
    found = _CORRECTABLES.get(about.partition(":")[0])
    if found is None:
        raise Http404
    return found


def found_at(challenge: Challenge, about: str) -> Found:
    """Return the words that can be corrected; raises Http404 when they are not there in this challenge."""
    found = kind_of(about).find(challenge, about.partition(":")[2])
    if found is None:
        raise Http404
    return found


def correction_of(challenge: Challenge, public_id: str) -> Correction:
    """Return one correction of this challenge; raises Http404 for another's."""
    found = Correction.objects.select_related("challenge__stream", "before", "after", "text", "party")
    return get_object_or_404(found, challenge=challenge, public_id=public_id)


def until(correction: Correction, running: Clock | None = None) -> dt.datetime | None:
    """Return until when one can protest; None while a step back makes that unknown."""
    found = clock(correction.challenge) if running is None else running
    return found.deadline(correction.made_at, dt.timedelta(hours=HOURS))


def is_open(correction: Correction, running: Clock | None = None) -> bool:
    """Say whether one can still protest."""
    last = until(correction, running)
    return correction.protested_at is None and (last is None or timezone.now() < last)


def is_small(before: str, after: str) -> bool:
    """Say whether so much of the words stays that this can be a slip of the pen."""
    return difflib.SequenceMatcher(None, before, after, autojunk=False).ratio() >= SAME


def difference(before: str, after: str) -> list[dict[str, str]]:
    """Return the words of both in order: {kind: "same" | "gone" | "new", words}."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[dict[str, str]] = []
    for tag, start, end, begin, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append({"kind": "same", "words": "".join(old[start:end])})
            continue
        found.append({"kind": "gone", "words": "".join(old[start:end])})
        found.append({"kind": "new", "words": "".join(new[begin:stop])})
    return [part for part in found if part["words"]]


def page(challenge: Challenge) -> dict[str, Any]:
    """Return the corrections, the newest first, each with its difference and until when one can protest."""
    found = challenge.corrections.select_related("before", "after", "party", "protested_by", "reason__current")
    running = clock(challenge)
    return {
        "corrections": [
            {
                "correction": one,
                "label": kind_of(one.about).label,
                "difference": difference(str(one.before), str(one.after)),
                "open": is_open(one, running),
                "until": until(one, running),
            }
            for one in found.order_by("-made_at", "-pk")
        ]
    }
