"""Who reads along for whom, and what that allows: one question in public, and a clerk the formal decisions.

Reading along gives nothing else, and takes nothing away: who also has a place, or takes part as a resident, does so
as everybody does (R22). No kind of party appears here (E4).
"""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party, Reader, Seat
from communityup.workspace.challenges.permissions import Viewer, keeps_process, oldest_invitation, own_seat, seat_of
from communityup.workspace.council.models import ObserverInvitation, PublicQuestion, Watch

ASKS = (Watch.EXECUTIVE, Watch.COUNCIL)


def watches(challenge: Challenge, person: Viewer) -> str:
    """Return for whom this person reads along: "executive", "council" or "clerk"; nothing for everybody else."""
    if not person.is_authenticated:
        return ""
    found = challenge.readers.filter(person=person).exclude(role=Reader.Role.FOLLOWER)
    return found.values_list("role", flat=True).first() or ""


def asking_observer(challenge: Challenge, by: Actor) -> str:
    """Return for whom this observer asks; raises NotAllowed for all others, the clerk included (R22)."""
    role = "" if by.person is None else watches(challenge, by.person)
    if role == Watch.CLERK:
        raise NotAllowed(_("A clerk records formal decisions and nothing else. An observer can ask this."))
    if role not in ASKS:
        raise NotAllowed(_("Only an observer for the executive or the council asks a question in public here."))
    return role


def asked_party(challenge: Challenge, to: str) -> Party | None:
    """Return the party (its id) that is asked, None for all or who keeps the process; Refused when it is not here."""
    if to in {PublicQuestion.To.ALL, PublicQuestion.To.PROCESS}:
        return None
    party = challenge.parties.filter(public_id=to, state=Party.State.ACTIVE).first()
    if party is None:
        raise Refused(_("This party does not take part now. Ask somebody else."))
    return party


def may_be_clerk(challenge: Challenge, by: Actor) -> bool:
    """A clerk has no say here in another way: no place for a party, and not the keeping of the process."""
    if by.person is None or seat_of(challenge, by.person) is not None:
        return False
    guards = challenge.facilitators.filter(person=by.person, until=None)
    return not guards.exists()


def answering_party(question: PublicQuestion, by: Actor) -> Party | None:
    """Return the party for which somebody answers, or None for who keeps the process.

    Raises NotAllowed for who was not asked. When the party that was asked takes part no more, any other can answer.
    """
    if question.to == PublicQuestion.To.PROCESS:
        if not keeps_process(question.challenge, by):
            raise NotAllowed(_("Who keeps the process answers this."))
        return None
    party = own_seat(question.challenge, by).party
    asked = question.party
    if asked is not None and asked.state == Party.State.ACTIVE and asked.pk != party.pk:
        raise NotAllowed(_("%(party)s was asked this, and answers it.") % {"party": asked})
    return party


def keeper_of(party: Party, by: Actor) -> Seat:
    """Return the place of somebody of the party that put something down here, or of any once that party is gone."""
    seat = own_seat(party.challenge, by)
    if seat.party_id != party.pk and party.state == Party.State.ACTIVE:
        raise NotAllowed(
            _("%(party)s put this down, and can change it. Lay your reading beside it.") % {"party": party}
        )
    return seat


def refuse_answered(invitation: ObserverInvitation, by: Actor) -> None:
    """Raise Refused for an invitation that was answered or is too old, NotAllowed for somebody else's (all agreed)."""
    if invitation.answer != ObserverInvitation.Answer.NONE:
        raise Refused(_("This invitation was already answered."))
    if invitation.sent_at is None or invitation.sent_at < oldest_invitation():
        raise Refused(_("This invitation is too old. Ask the people who invited you for a new one."))
    if invitation.email != by.known.email:
        raise NotAllowed(_("All parties agreed to the person at another address. Sign in with that address to answer."))
