"""Who may come back as a party that left: its own people, or who was confirmed to speak for it. Never by kind (E4)."""

from communityup.organisations.permissions import SURE
from communityup.organisations.queries import domain_of
from communityup.people.models import Person
from communityup.workspace.challenges.models import Party
from communityup.workspace.former.models import Former


def decides_on_words(here: Former | None) -> bool:
    """Say whether somebody decides if everybody reads what they said: who left before everybody could (R20)."""
    if here is None:
        return False
    public_at = here.party.challenge.public_at
    return public_at is None or here.until < public_at


def comes_back(party: Party, person: Person) -> bool:
    """Say whether this person takes part again as a party that left, with its words, its agreements and its voice (X3).

    Who was of it when it went, and who was confirmed by then to speak for its organisation. What was confirmed later
    does not count: nobody prepares the return of others.
    """
    if party.left_at is None:
        return False
    if party.former.filter(person=person, until__gte=party.left_at).exists():
        return True
    if party.organisation is None:
        return False
    sure = party.organisation.memberships.filter(SURE, person=person, proved_at__lte=party.left_at)
    domain = domain_of(person.email)
    known = party.organisation.domains.filter(name=domain, since__lte=party.left_at)
    return sure.exists() or (bool(domain) and known.exists())
