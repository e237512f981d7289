"""Who may: the party whose interest it is, the party that asked. No kind of party appears here (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party, Ring, Seat
from communityup.workspace.challenges.permissions import keeps_process, own_seat, seat_of
from communityup.workspace.goals.models import Goal, Interest, Question, Retirement


def owners_seat(interest: Interest, by: Actor) -> Seat:
    """Return the place from which somebody acts on an interest; raises NotAllowed for who is not of its party (E2)."""
    return _seat_of_party(interest.party, by, _("Only %(party)s itself can do this: it is their interest."))


def asking_party(interest: Interest, by: Actor) -> Party | None:
    """Return for which party somebody asks on; None for who keeps the process without a place at the table.

    Raises NotAllowed for the interest's own people, and for who has neither a place at the table nor keeps the process.
    """
    challenge = interest.party.challenge
    seat = None if by.person is None else seat_of(challenge, by.person)
    if seat is not None and seat.party_id == interest.party_id:
        raise NotAllowed(_("This is an interest of your own party. You can change its words."))
    if keeps_process(challenge, by) and (seat is None or seat.ring == Ring.ASIDE):
        return None
    return own_seat(challenge, by).party


def answering_seat(question: Question, by: Actor) -> Seat:
    """Return the place from which somebody answers; raises NotAllowed for who is not of the party that is asked."""
    return _seat_of_party(question.interest.party, by, _("Only %(party)s itself can answer this."))


def lacking_interests(challenge: Challenge) -> list[Party]:
    """Return the parties that take part and did not write an interest yet: nothing is decided before they did (A12)."""
    parties = challenge.parties.filter(state=Party.State.ACTIVE, invented=False).order_by("number")
    return list(parties.exclude(interests__withdrawn_at=None, interests__isnull=False))


def refuse_without_interests(challenge: Challenge) -> None:
    """Raise Refused, with the names, while a party that is awake did not write an interest yet (A12, R21)."""
    lacking = lacking_interests(challenge)
    if lacking:
        names = ", ".join(party.name for party in lacking)
        raise Refused(
            _(
                "First every party says what it needs. Not there yet: %(parties)s. Each writes its own interests, "
                "under Goals. Does one stay silent? See what helps under Lead-in, When it stays silent."
            )
            % {"parties": names}
        )


def proposers_seat(goal: Goal, by: Actor) -> Seat:
    """Return the place from which somebody takes a proposal back; raises NotAllowed for other parties (E2)."""
    return _seat_of_party(goal.party, by, _("Only %(party)s itself can take this proposal back."))


def askers_seat(retirement: Retirement, by: Actor) -> Seat:
    """Return the place from which somebody takes back the question to let a goal go; raises NotAllowed for others."""
    return _seat_of_party(retirement.party, by, _("Only %(party)s itself can take this question back."))


def _seat_of_party(party: Party, by: Actor, sentence: str) -> Seat:
    seat = own_seat(party.challenge, by)
    if seat.party_id != party.pk:
        raise NotAllowed(sentence % {"party": party.name})
    return seat
