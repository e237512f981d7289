"""The demo roles one can step into, and the demo content that is loaded."""

from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify

from communityup.organisations.models import Organisation, Place
from communityup.people.models import Person
from communityup.workspace.challenges.models import Party, Seat
from communityup.workspace.dialogue.models import Statement
from communityup.workspace.readiness.queries import CONDITIONS

CONTENT = Path(__file__).with_name("content.yaml")
NETWORK = Path(__file__).with_name("network.yaml")
PLACES = Path(__file__).with_name("places.yaml")
# Who has no place at a table at first.
OUTSIDERS = (
    "Bezoeker uit de buurt",
    "Raadslid",
    "Raadslid van Oeverstad",
    "Griffier van Lindeveen",
    "Griffier van Heidelo",
    "Procesbegeleider van buiten",
    "Collega van de procesbegeleider",
    "Bemiddelaar uit de streek",
)


def content() -> list[dict[str, Any]]:
    """Return the challenges of the demo, as written in content.yaml."""
    chapters: list[dict[str, Any]] = yaml.safe_load(CONTENT.read_text(encoding="utf-8"))
    return chapters


def network() -> dict[str, Any]:
    """Return the learning network of the demo, as written in network.yaml."""
    told: dict[str, Any] = yaml.safe_load(NETWORK.read_text(encoding="utf-8"))
    return told


def places() -> dict[str, Any]:
    """Return the invented places of the demo with their borders, as written in places.yaml."""
    told: dict[str, Any] = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    return told


def has_places() -> bool:
    """Say whether this site has a list of places of its own already: the operator's, or that of the demo."""
    return Place.objects.exists()


def address_of(name: str) -> str:
    """Return the mail address of the demo person with this role as name."""
    return f"{slugify(name)}@demo.invalid"


def person(name: str) -> Person:
    """Return the demo person with this role as name."""
    return Person.objects.get(email=address_of(name))


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


def organisation_of(party: Party) -> Organisation:
    """Return for which organisation a party speaks."""
    return Organisation.objects.get(parties=party)


def by_condition(row: list[int]) -> dict[str, int]:
    """Return answers in the order of the conditions by the key of their question."""
    return {condition.key: value for condition, value in zip(CONDITIONS, row, strict=True)}


def author_of(statement: Statement) -> int | None:
    """Return who (key) wrote a thought, if that is known."""
    return None if statement.author is None else statement.author.person_id
