"""Who may take part in a dialogue, and who may see what. No kind of party appears here (E4)."""

from typing import NoReturn

from django.db.models import Count
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import Viewer, seat_of
from communityup.workspace.dialogue.models import Answer, Dialogue, Participant, Statement

SMALL_PARTY = 5
# Steps of the process that need both facilitators where there are any (E7).
OPEN_ROUND, ROUND_END = "open_round", "round_end"


def active_seat(challenge: Challenge, person: Viewer) -> Seat | None:
    """Return the place of this person at a party that takes part, if any."""
    seat = seat_of(challenge, person)
    return seat if seat is not None and seat.party.state == Party.State.ACTIVE else None


def may_join_in_own_name(challenge: Challenge, person: Viewer) -> bool:
    """On a public challenge anybody with an account may take part without a party (R14), but for who guards it (E7)."""
    if not isinstance(person, Person) or challenge.public_at is None or seat_of(challenge, person) is not None:
        return False
    return not challenge.facilitators.filter(person=person, until=None).exists()


def own_statement(statement: Statement, person: Viewer) -> bool:
    """Say whether this person wrote the thought."""
    return isinstance(person, Person) and statement.author is not None and statement.author.person_id == person.pk


def may_see_figures(dialogue: Dialogue, *, answered: bool) -> bool:
    """While a round is open, what others think shows only after one's own answer (R10)."""
    return answered or not dialogue.is_open


def answering_people(dialogue: Dialogue, party: Party) -> int:
    """Return how many people of a party have given an answer in this round."""
    people = Participant.objects.filter(dialogue=dialogue, party=party)
    given = Answer.objects.filter(dialogue=dialogue, value__isnull=False)
    return people.filter(pk__in=given.values("participant")).count()


def is_small(dialogue: Dialogue, party: Party) -> bool:
    """A party with fewer than five answering people gives one open answer per thought (R6)."""
    return answering_people(dialogue, party) < SMALL_PARTY


def refuse_visitor(challenge: Challenge) -> NoReturn:
    """Raise NotAllowed for who has no place in the dialogue and did not say to take part in their own name."""
    if challenge.public_at is None:
        raise NotAllowed(_("Only people of a party that takes part in this challenge can do this."))
    raise NotAllowed(_("First say that you take part in your own name."))


def must_wait_for_others(dialogue: Dialogue, author: Participant, *, turns: int) -> bool:
    """Say whether somebody at the table shared and passed fewer times than this (E15)."""
    if turns == 0:
        return False
    seats = Seat.objects.filter(challenge=dialogue.challenge_id, party__state=Party.State.ACTIVE)
    others = set(seats.exclude(person=author.person).values_list("person", flat=True))
    spoken = Participant.objects.filter(dialogue=dialogue, person__in=others).annotate(shared=Count("statements"))
    had = spoken.values_list("person", "shared", "passes")
    return bool(others - {person for person, shared, passes in had if shared + passes >= turns})
