"""What do we show of organisations: one's own, their people, and how one knows that somebody speaks for one."""

from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _

from communityup.organisations.models import Domain, Membership, Organisation, name_key
from communityup.organisations.permissions import insiders
from communityup.people.models import Person

Proof = Membership.Proof


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
