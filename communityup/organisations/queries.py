"""What do we show of organisations: one's own, their people, how one knows; and which place somebody means."""

import csv
import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communityup.organisations.models import Domain, Membership, Organisation, Place, lookalike, name_key
from communityup.organisations.permissions import insiders
from communityup.people.models import Person

Proof = Membership.Proof
# How much alike two names are before one asks whether the other was meant, and how many one names then.
ALIKE, SUGGESTED = 0.8, 3


@cache
def public_mail() -> frozenset[str]:
    """Return the mail domains where everybody can get an address."""
    text = resources.files("communityup.organisations").joinpath("public_mail.txt").read_text(encoding="ascii")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


def domain_of(email: str) -> str:
    """Return the domain of an address when it can prove something; empty for one that everybody can get."""
    domain = email.rpartition("@")[2].strip().lower()
    parts = domain.split(".")
    endings = {".".join(parts[start:]) for start in range(len(parts))}
    return "" if endings & public_mail() or domain.endswith(".invalid") else domain


def find_by_name(name: str) -> Organisation | None:
    """Return the organisation that a reader would take this name for."""
    return Organisation.objects.select_related("stream").filter(name_key=name_key(name)).first()


def memberships_of(person: Person) -> list[Membership]:
    """Return the organisations this person speaks for, the first first."""
    found = Membership.objects.filter(person=person).select_related("organisation__stream", "words__current")
    return list(found.order_by("since", "pk"))


def own_organisations(person: Person) -> list[Organisation]:
    """Return the organisations this person can choose to speak for."""
    return [row.organisation for row in memberships_of(person)]


def people_of(organisation: Organisation) -> list[dict[str, Any]]:
    """Return the people of an organisation, contacts first, with how one knows that they speak for it."""
    found = Membership.objects.filter(organisation=organisation).select_related(
        "person", "words__current", "vouched_by"
    )
    inside = {row.pk for row in insiders([organisation.pk])}
    return [
        {"membership": row, "name": str(row.person), "inside": row.pk in inside, **proof_of(row)}
        for row in found.order_by("-contact", "since", "pk")
    ]


def proof_of(membership: Membership) -> dict[str, Any]:
    """Return the words for how one knows; what is not confirmed is said, without blame (X3)."""
    words = {
        Proof.NONE: _("not confirmed yet"),
        Proof.DOMAIN: _("confirmed by a mail address at %(domain)s") % {"domain": membership.domain},
        Proof.COLLEAGUE: _("confirmed by somebody of the organisation"),
        Proof.OUTSIDE: _("confirmed by somebody of %(other)s") % {"other": membership.vouched_by},
    }
    confirmed = membership.proof != Proof.NONE
    said = str(membership.words) if membership.words_id else ""
    return {"confirmed": confirmed, "proof_label": words[Proof(membership.proof)], "said": said}


def proof_among(organisation: int | None, people: QuerySet[Any]) -> dict[str, Any]:
    """Return how one knows that somebody of these people speaks for an organisation; nothing when there is none.

    For everybody to read: which other organisation confirmed it may be of a challenge that they do not see.
    """
    if organisation is None:
        return {}
    found = Membership.objects.filter(organisation=organisation, person__in=people).exclude(proof=Proof.NONE)
    known = found.order_by("since", "pk").first() or Membership()
    if known.proof == Proof.OUTSIDE:
        return {"confirmed": True, "proof_label": _("confirmed by somebody of another organisation")}
    return proof_of(known)


def may_be_one(known: str, organisation: Organisation | None, *, name: str, email: str) -> bool:
    """Say whether another name or address may belong to what is known already, for people to look at (E5).

    One name holds the other, or the address is at a mail domain that the organisation proved.
    """
    domain = domain_of(email)
    if domain and organisation is not None and any(one.name == domain for one in organisation.domains.all()):
        return True
    names = (known, organisation.name if organisation else "")
    return any(_holds(lookalike(name).split(), lookalike(one).split()) for one in names)


def _holds(first: list[str], second: list[str]) -> bool:
    short, long = sorted((first, second), key=len)
    places = range(len(long) - len(short) + 1)
    return bool(short) and short != long and any(long[at : at + len(short)] == short for at in places)


def domains_of(organisation: Organisation) -> list[str]:
    """Return the mail domains of an organisation."""
    return list(organisation.domains.order_by("name").values_list("name", flat=True))


def can_prove_by_mail(membership: Membership, person: Person) -> str:
    """Return the domain by which this person could prove now to speak for the organisation; empty when none."""
    domain = domain_of(person.email)
    if not domain or membership.proof == Proof.DOMAIN:
        return ""
    taken = Domain.objects.filter(name=domain).first()
    if taken is not None:
        return domain if taken.organisation_id == membership.organisation_id else ""
    inside = any(row.pk == membership.pk for row in insiders([membership.organisation_id]))
    return domain if inside else ""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A municipality to choose from, or that was one: its code, names and where it lies, as far as known."""

    code: str
    name: str
    province: str = ""
    also: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None
    ended: bool = False
    successor: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name by which one finds it, its own first."""
        return (self.name, *self.also)


@dataclass(frozen=True)
class Places:
    """The known places, and which of them somebody means: exactly, or nearly."""

    spots: dict[str, Spot]
    # By a name without spaces, accents and signs: the code and the name as one writes it.
    _full: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _short: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def offered(self) -> list[Spot]:
        """Return the places one can choose now, in the order of the alphabet."""
        there = [spot for spot in self.spots.values() if not spot.ended]
        return sorted(there, key=lambda spot: lookalike(spot.name))

    def named(self, words: str) -> list[tuple[Spot, str]]:
        """Return the places that are called so, each with the name as one writes it; more than one name is shared."""
        key = place_key(words)
        found = self._full.get(key) or self._short.get(key) or []
        return [(self.spots[code], name) for code, name in found]

    def like(self, words: str) -> list[str]:
        """Return the names of places that are written nearly so, the most alike first."""
        keys = [key for key in [*self._full, *self._short] if key]
        near = difflib.get_close_matches(place_key(words), keys, n=SUGGESTED, cutoff=ALIKE)
        rows = [row for key in near for row in self._full.get(key) or self._short.get(key) or []]
        return list(dict.fromkeys(name for code, name in rows if not self.spots[code].ended))[:SUGGESTED]

    def at(self, words: str) -> Spot | None:
        """Return the place that these words say for sure, as it is today: one that was merged is where it went."""
        found = self.named(words)
        if len(found) != 1:
            return None
        spot, seen = found[0][0], set[str]()
        while spot.successor in self.spots and spot.code not in seen:
            seen.add(spot.code)
            spot = self.spots[spot.successor]
        return spot


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A place as a map draws it: its outline as a path, in the units of methods.outlines, its four ends, its maker."""

    outline: str
    box: list[int]
    source: str


def outlines_of_places() -> dict[str, Drawn]:
    """Return the outlines that the operator imported, of the places that are there now, by their code."""
    there = Place.objects.filter(ended_at=None).exclude(outline="").order_by()
    rows = there.values_list("code", "outline", "box", "source")
    return {code: Drawn(outline=path, box=box or [], source=source) for code, path, box, source in rows}


def place_key(words: str) -> str:
    """Return the form in which the names of places are compared."""
    return lookalike(words).replace(" ", "")


def places() -> Places:
    """Return the places that the operator imported, or else those that come with the software; one query."""
    rows = Place.objects.values_list(
        "code", "name", "province", "earlier", "longitude", "latitude", "ended_at", "successor__code"
    )
    known = {spot.code: spot.also for spot in built_in()}
    spots = [
        Spot(
            code=code,
            name=name,
            province=province,
            also=(*known.get(code, ()), *earlier),
            longitude=longitude,
            latitude=latitude,
            ended=ended is not None,
            successor=successor or "",
        )
        for code, name, province, earlier, longitude, latitude, ended, successor in rows
    ]
    return _found_by_name(spots) if spots else _built_in_places()


@cache
def built_in() -> tuple[Spot, ...]:
    """Return the Dutch municipalities of 1 January 2023, which come with the software: names, no borders."""
    text = resources.files("communityup.organisations").joinpath("places.csv").read_text(encoding="utf-8")
    return tuple(
        Spot(
            code=row["code"],
            name=row["name"],
            province=row["province"],
            also=tuple(name for name in row["also"].split("|") if name),
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def _built_in_places() -> Places:
    return _found_by_name(built_in())


def _found_by_name(spots: Iterable[Spot]) -> Places:
    found = Places({spot.code: spot for spot in spots})
    for spot in sorted(found.spots.values(), key=lambda spot: (spot.ended, spot.code)):
        for name in spot.names:
            _add(found._full, place_key(name), spot, name)  # noqa: SLF001 - the table is filled here only
            short = name.partition(" (")[0]
            if short != name:
                _add(found._short, place_key(short), spot, name)  # noqa: SLF001
    return found


def _add(table: dict[str, list[tuple[str, str]]], key: str, spot: Spot, name: str) -> None:
    """Add a name, unless it is that of a place that is there no longer and a later place has it now."""
    rows = table.setdefault(key, [])
    if not (rows and spot.ended) and spot.code not in {code for code, _name in rows}:
        rows.append((spot.code, name))
