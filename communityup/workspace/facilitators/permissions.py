"""Who may guard the process, and who is a helper from outside. No kind of party appears here (E4)."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.prepared import prepared
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.post.permissions import is_flooded
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Ring, Seat
from communityup.workspace.facilitation.models import KEYS
from communityup.workspace.facilitators.models import Candidacy

LETTER_KEY = "candidate:"


def is_candidate(candidacy: Candidacy, by: Actor) -> bool:
    """Say whether this person is the one who is asked, by name or by the address of the letter."""
    if by.person is None:
        return False
    if candidacy.person_id is not None:
        return candidacy.person_id == by.person.pk
    return candidacy.email not in {"", None} and candidacy.email == by.person.email


def helpers_of(challenge: Challenge) -> list[Person]:
    """Return who helps from outside: accepted by all parties, and with no place here. One query."""
    return _helpers(challenge.pk)


def helpers_about(silent: Party) -> list[Person]:
    """Return who helps the others to decide about a silent party: also whom they accepted for that alone (R15)."""
    return _helpers_about(silent.challenge_id, silent.pk)


@prepared
def _helpers(challenge: int) -> QuerySet[Person]:
    return _outside(challenge, Q(without=None))


@prepared
def _helpers_about(challenge: int, silent: int) -> QuerySet[Person]:
    return _outside(challenge, Q(without=None) | Q(without=silent))


def _outside(challenge: int, which: Q) -> QuerySet[Person]:
    serves = Candidacy.objects.filter(challenge=challenge, state=Candidacy.State.SERVES, role=Candidacy.Role.HELPER)
    helps, guards = serves.filter(which), Facilitator.objects.filter(challenge=challenge, until=None, party=None)
    found = Person.objects.filter(pk__in=helps.values("person")) | Person.objects.filter(pk__in=guards.values("person"))
    return found.exclude(seats__challenge=challenge).order_by("pk").distinct()


def refuse_office(challenge: Challenge, party: Party | None) -> None:
    """Raise Refused when nobody of this party, or from outside, can guard the process besides who does now (E7)."""
    guards = list(Facilitator.objects.filter(challenge=challenge, until=None).values_list("party_id", flat=True))
    if len(guards) >= KEYS:
        raise Refused(_("Two people guard the process already. Ask for another first, or wait until one stops."))
    if party is None and None in guards:
        raise Refused(_("One of the two comes from outside already. The other comes from a party."))
    if party is not None and party.pk in guards:
        raise Refused(_("Somebody of this party guards the process already. The other comes from elsewhere."))


def refuse_alone(party: Party, person: Person) -> None:
    """Raise Refused when a party would have nobody left to decide for it."""
    others = Seat.objects.filter(party=party, ring=Ring.TABLE, rules__isnull=False).exclude(person=person)
    if not others.exists():
        raise Refused(
            _("First somebody else of this party takes a place at the table: who guards the process decides nothing.")
        )


def refuse_substitute(party: Party, person: Person, substitute: Person | None) -> None:
    """Raise Refused or NotAllowed for somebody who cannot stand in: another person of the same party can (R16)."""
    if substitute is None or substitute.pk == person.pk:
        raise Refused(_("Choose who of your party stands in for you after three days."))
    if not Seat.objects.filter(party=party, person=substitute).exists():
        raise NotAllowed(_("Only somebody of your own party can stand in for you."))
    refuse_guest(substitute)


def refuse_guest(person: Person) -> None:
    """Raise Refused for who came with a code and has no account: nobody can ask or remind them of anything."""
    if person.is_guest:
        raise Refused(_("This person has no account, so nobody can reach them. Choose somebody who signs in here."))


def refuse_stand_in(challenge: Challenge, person: Person, address: str, words: str) -> None:
    """Raise Refused for an address of nobody who can stand in for somebody from outside, or without a word on who."""
    if address in {"", normalised(person.email)}:
        raise Refused(_("Say who stands in for you after three days: somebody else, who is not of a party here."))
    if not words.strip():
        raise Refused(_("Say who this is. All parties read it before they answer."))
    refuse_address(challenge, address)


def ready(candidacy: Candidacy) -> bool:
    """Say whether it begins: with the yes of who is asked and of all parties, once whom one stands in for began."""
    agreed = candidacy.asked is None or candidacy.asked.agreed
    waits_for_another = candidacy.role == Candidacy.Role.SUBSTITUTE and candidacy.of_id is None
    return candidacy.accepted_at is not None and agreed and not waits_for_another


def refuse_address(challenge: Challenge, address: str, *, without: Party | None = None) -> None:
    """Raise Refused for an address whose person takes part here, is asked already, or got many letters today (R32)."""
    if Seat.objects.filter(challenge=challenge, person__email=address).exists():
        raise Refused(_("This person takes part for a party here, so they are not from outside."))
    waits = Candidacy.objects.filter(challenge=challenge, email=address, state=Candidacy.State.ASKED, without=without)
    if any(still_asked(one) for one in waits.select_related("asked")):
        raise Refused(_("This person is already asked."))
    if is_flooded(address):
        raise Refused(_("This address already got several invitations today. Try again tomorrow."))


def still_asked(candidacy: Candidacy) -> bool:
    """Say whether the parties did not take the question back."""
    return candidacy.asked is None or candidacy.asked.outcome != "withdrawn"
