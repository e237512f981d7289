"""Who keeps the programme of a session, who proposes, who answers beforehand, and until when."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Session
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import Viewer, delegate_of, own_delegate
from communityup.network.networks.permissions import coordinator_of
from communityup.network.programme.models import Host, Part
from communityup.people.actors import Actor
from communityup.people.models import Person

ALL = frozenset({"title", "minutes", "words", "who", "member", "question", "practice", "challenge"})
# A day has no more; and so many proposals wait at once.
MOST_PARTS, MOST_PROPOSALS = 30, 30


def keeps(session: Session, person: Viewer) -> str:
    """Return as what somebody keeps the programme: as coordinator, or as a person of the host; empty for others."""
    if not isinstance(person, Person):
        return ""
    if coordinator_of(session.network, person) is not None:
        return "coordinator"
    own = delegate_of(session.network, person)
    host = own is not None and Host.objects.filter(session=session, member=own.member_id).exists()
    return "member" if host else ""


def own_keeper(session: Session, by: Actor) -> str:
    """Return as what somebody keeps the programme; raises NotAllowed for who does not."""
    role = "" if by.person is None else keeps(session, by.person)
    if not role:
        raise NotAllowed(_("Who coordinates this network or receives this session keeps its programme."))
    return role


def own_bringer(part: Part, by: Actor) -> Delegate:
    """Return how somebody acts for the member that brings a part; raises NotAllowed for everybody else (E2)."""
    if part.member is None:
        raise NotAllowed(_("Only who brings this part answers these questions."))
    return own_delegate(part.member, by)


def brings(part: Part, person: Viewer) -> bool:
    """Say whether somebody acts for the member that brings a part."""
    own = delegate_of(part.session.network, person)
    return own is not None and own.member_id == part.member_id


def changes(part: Part, by: Actor) -> frozenset[str]:
    """Return what of a part somebody may change; raises NotAllowed for who may change nothing.

    A proposal is changed by who made it alone. In the programme who keeps it says how long a part lasts, and changes
    the words that no bringer wrote; what a bringer wrote only that member changes (E2).
    """
    keeper = "" if by.person is None else keeps(part.session, by.person)
    own = by.person is not None and brings(part, by.person)
    if not own and (not keeper or part.state == Part.State.PROPOSED):
        own_bringer(part, by)
    waits = part.state == Part.State.PROPOSED
    found = {"minutes"} if keeper or waits else set()
    if own or not part.own_words:
        found |= ALL - {"minutes", "member"}
        found |= {"member"} if keeper and not waits else set()
    return frozenset(found)


def refuse_gone(session: Session) -> None:
    """Raise Refused for the programme of a session that was, or does not go on."""
    if session.gathering.cancelled_at is not None:
        raise Refused(_("This session does not go on, so its programme stays as it was."))
    if is_over(session.gathering):
        raise Refused(_("This session has been. Its programme stays as it was."))


def refuse_full(session: Session) -> None:
    """Raise Refused for more parts than a day has."""
    if session.programme.filter(state=Part.State.IN).count() >= MOST_PARTS:
        raise Refused(_("The programme is full. Take a part out first."))


def refuse_more_proposals(session: Session) -> None:
    """Raise Refused while many proposals wait."""
    if session.programme.filter(state=Part.State.PROPOSED).count() >= MOST_PROPOSALS:
        raise Refused(_("Many proposals wait already. Try again when some were answered."))


def refuse_unless(part: Part, *states: str) -> None:
    """Raise Refused for a part that is somewhere else by now."""
    if part.state not in states:
        raise Refused(
            _("This part is %(state)s by now. Look at the programme again.") % {"state": part.get_state_display()}
        )


def refuse_other_bringer(part: Part, member: int | None) -> None:
    """Raise Refused for giving a part with answers to somebody else: words stay with who said them."""
    if part.member_id != member and (part.busy_id or part.succeeds_id or part.stuck_id):
        raise Refused(_("Who brings this part answered already. Take it out, and put a new part in for somebody else."))
