"""The demo roles one can step into, and the demo content that is loaded."""

from pathlib import Path
from typing import Any

import yaml

from communityup.people.models import Person
from communityup.workspace.challenges.models import Seat

CONTENT = Path(__file__).with_name("content.yaml")


def content() -> list[dict[str, Any]]:
    """Return the challenges of the demo, as written in content.yaml."""
    chapters: list[dict[str, Any]] = yaml.safe_load(CONTENT.read_text(encoding="utf-8"))
    return chapters


def roles() -> list[dict[str, Any]]:
    """Return every demo person with the party and challenge of the first place, in order of challenge and party."""
    seats = Seat.objects.filter(person__is_demo=True).order_by("challenge_id", "party__number", "pk")
    seated = list(seats.values("person_id", "person__display_name", "party__name", "challenge__slug"))
    known = {seat["person_id"] for seat in seated}
    others = Person.objects.filter(is_demo=True, is_active=True).exclude(pk__in=known).order_by("pk")
    return [
        *({"id": s["person_id"], "name": s["person__display_name"], "party": s["party__name"]} for s in seated),
        *({"id": person.pk, "name": person.display_name, "party": ""} for person in others),
    ]
