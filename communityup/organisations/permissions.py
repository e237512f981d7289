"""Who speaks for an organisation, and who sees and does what concerns all of it. No kind appears here (E4).

Taking the name of an organisation is free: nobody has to prove anything before talking (X3). What concerns the whole
organisation is for its insiders: people who are confirmed; and as long as nobody is, who founded it or was asked by it.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.organisations.models import Membership, Organisation, name_key
from communityup.people.actors import Actor
from communityup.people.models import Person

Proof = Membership.Proof
OPERATOR = "operator"
_BEARERS: set[str] = set()
# A word from outside confirms who was there already; it does not let a stranger in.
SURE = Q(proof__in=[Proof.DOMAIN, Proof.COLLEAGUE]) | Q(proof=Proof.OUTSIDE, invited=True)


def register_bearers(related_name: str) -> None:
    """Say by which name an organisation leads to what goes by it (parties, members); called in AppConfig.ready."""
    _BEARERS.add(related_name)


def stands_for_one(organisation: Organisation) -> bool:
    """Say whether its name can follow the one that goes by it: nothing else on the site does, and no address proves it.

    Who was there and left goes by it too: what they said stands under its name. So does who it vouched for.
    """
    if organisation.domains.exists() or Membership.objects.filter(vouched_by=organisation).exists():
        return False
    counts: list[int] = [getattr(organisation, name).count() for name in _BEARERS]
    return sum(counts) <= 1


def membership_of(organisation: Organisation, person: Person) -> Membership | None:
    """Return how this person belongs to this organisation, if at all."""
    return organisation.memberships.filter(person=person).first()


def is_sure(membership: Membership) -> bool:
    """Say whether it is confirmed well enough to act for the whole organisation."""
    if membership.proof == Proof.OUTSIDE:
        return membership.invited
    return membership.proof != Proof.NONE


def insiders(organisations: Iterable[int]) -> list[Membership]:
    """Return the people who see and do what concerns all of these organisations (by key), in one query."""
    found = Membership.objects.filter(organisation__in=list(organisations)).select_related("person", "organisation")
    rows = list(found)
    proved = {row.organisation_id for row in rows if is_sure(row)}
    return [row for row in rows if is_sure(row) or (row.invited and row.organisation_id not in proved)]


def is_inside(organisation: Organisation, person: Person) -> bool:
    """Say whether this person sees and does what concerns the whole organisation."""
    return any(row.person_id == person.pk for row in insiders([organisation.pk]))


def is_deserted(organisation: Organisation) -> bool:
    """Say whether nobody speaks for it any more, and no address proves who does: then its name is free."""
    return not organisation.memberships.exists() and not organisation.domains.exists()


def named_organisation(name: str, *, besides: Organisation | None, by: Actor) -> Organisation | None:
    """Return another organisation that has this name, when one acts for it or nobody is left there; else None.

    Raises Refused for a name of others: nobody goes under it who does not speak for them (E5, X3).
    """
    found = Organisation.objects.filter(name_key=name_key(name))
    other = (found if besides is None else found.exclude(pk=besides.pk)).first()
    if other is None or is_inside(other, by.account) or is_deserted(other):
        return other
    raise Refused(
        _("%(name)s is another organisation, or looks the same to a reader. Choose a name that differs more.")
        % {"name": other},
        at="name",
    )


def own_inside(organisation: Organisation, by: Actor) -> Membership:
    """Return the membership of who acts for the whole organisation; raises NotAllowed for everybody else."""
    for row in insiders([organisation.pk]):
        if row.person_id == by.known.pk:
            return row
    raise NotAllowed(
        _("First somebody of %(name)s confirms that you speak for it. In your own places you can do everything.")
        % {"name": organisation}
    )


def own_contact(organisation: Organisation, by: Actor) -> Membership:
    """Return the membership of a contact of the organisation; raises NotAllowed for everybody else."""
    own = own_inside(organisation, by)
    if not own.contact:
        raise NotAllowed(_("Only a contact of %(name)s can do this. Ask one of them.") % {"name": organisation})
    return own


def refuse_no_operator(by: Actor) -> None:
    """Raise NotAllowed for everybody but the operator at the command line: only that one renews the list of places."""
    if by.role != OPERATOR:
        raise NotAllowed(_("The operator of this site renews the list of municipalities, with a line in its log."))
