"""What can one do with invitations to a closed session: invite members and addresses, take one back, say one comes."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from communityup.base.ids import new_id
from communityup.gatherings import actions as gatherings
from communityup.gatherings.actions import Who
from communityup.gatherings.models import Registration
from communityup.log.actions import record
from communityup.network.invitations import events, notices, permissions, queries
from communityup.network.meetings.actions import move_on, registered, withdraw
from communityup.network.meetings.models import Invitation, Session
from communityup.network.members.models import Delegate, Member
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.people.actors import Actor
from communityup.people.models import normalised
from communityup.people.queries import find_by_address

COORDINATOR = "coordinator"


@transaction.atomic
def invite(
    session: Session, *, addresses: Iterable[str] = (), members: Collection[Member] = (), by: Actor
) -> list[Invitation]:
    """Invite addresses, and everybody who acts for these members, to a closed session; each gets one letter (B2).

    Who is invited already gets nothing again. Return whom is new.
    """
    own_coordinator(session.network, by)
    held = _held(session)
    permissions.refuse_unready(held)
    batch, wanted = new_id(), _wanted(held, addresses, members)
    here = set(held.invitations.values_list("email", flat=True))
    made = [_invite(held, email, member, batch) for email, member in wanted.items() if email not in here]
    if made:
        event = events.PeopleInvited(object=held.public_id, batch=batch)
        record(event, stream=held.network.stream, by=by, role=COORDINATOR)
    return made


@transaction.atomic
def take_back(invitation: Invitation, *, by: Actor) -> None:
    """Take an invitation back: the session is not there for them any more, and their place goes on. Twice is once."""
    session = invitation.session
    own_coordinator(session.network, by)
    held = _held(session)
    if not held.invitations.filter(pk=invitation.pk).delete()[0]:
        return
    own = held.gathering.registrations.filter(email=invitation.email).first()
    if own is not None and gatherings.withdraw(own):
        move_on(held)
    event = events.InvitationTakenBack(object=held.public_id)
    record(event, stream=held.network.stream, by=by, role=COORDINATOR)


@transaction.atomic
def come(invitation: Invitation, *, name: str, online: bool, by: Actor) -> Registration:
    """Say by the link in one's letter that one comes: a place, or one in the waiting list. Clicking twice is once."""
    session = _held(invitation.session)
    who = Who(email=invitation.email, name=name, language=invitation.language, online=online)
    return registered(session, *gatherings.register(session.gathering, who=who), by)


def end_due() -> int:
    """End the invitations of who does not act for their member any more, as that left or they stopped; return how many.

    A place goes on to who waits, and whose it was hears that by letter. There is no line of the invitation itself:
    beside the line of a member that left it would tell that this one was invited.
    """
    return sum(_end(invitation) for invitation in queries.ended())


@transaction.atomic
def _end(invitation: Invitation) -> int:
    held = _held(invitation.session)
    if not queries.ended().filter(pk=invitation.pk).exists():
        return 0
    held.invitations.filter(pk=invitation.pk).delete()
    own = held.gathering.registrations.filter(email=invitation.email).first()
    if own is not None:
        withdraw(held, own, by=Actor.job("invitations.end"))
        notices.tell_ended(held, own, invitation)
    return 1


def _wanted(session: Session, addresses: Iterable[str], members: Collection[Member]) -> dict[str, Member | None]:
    """Return whom to invite, each address once; who acts for a member comes for it."""
    chosen = {member.pk for member in members}
    acting = Delegate.objects.filter(member__in=chosen, member__network=session.network_id, member__left_at=None)
    rows = acting.select_related("member", "person").order_by("pk")
    found: dict[str, Member | None] = {one.person.email: one.member for one in rows}
    return {**{normalised(address): None for address in addresses}, **found}


def _invite(session: Session, email: str, member: Member | None, batch: str) -> Invitation:
    permissions.refuse_more_letters(email, member)
    person = find_by_address(email)
    invitation = Invitation.objects.create(
        session=session, email=email, member=member, language="nl" if person is None else person.language,
        batch=batch, invited_at=timezone.now(),
    )  # fmt: skip
    notices.send_invitation(invitation)
    return invitation


def _held(session: Session) -> Session:
    Network.objects.select_for_update(of=("self",)).get(pk=session.network_id)
    words = ("purpose__current", "house_rules__current")
    return Session.objects.select_related("network__stream", "gathering", *words).get(pk=session.pk)
