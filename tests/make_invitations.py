"""Closed sessions and who is invited to them, through the real actions."""

from collections.abc import Iterable

from communityup.network.invitations import actions
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Invitation, Session
from communityup.network.meetings.permissions import invited_token
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests.make_meetings import about, in_days
from tests.make_network import coordinated
from tests.worlds import built_once

HERE = "/netwerken/community-up/bijeenkomsten/"
RULES = "Wat hier gezegd wordt, blijft hier."
# What nobody may read who is not invited.
CANARY, CANARY_SLUG = "Kanariepiet", "kanariepiet"
WHERE = "Zaal Kanarievogel"


def planned(
    made: Network, person: Person, *, capacity: int | None = 2, rules: str = RULES, days: int = 9, title: str = CANARY
) -> Session:
    """Plan a closed session with so many places."""
    told = about(title, purpose=f"{title}: waarom.", theme=f"{title} thema")
    told = meetings.About(**{**vars(told), "closed": True})
    moment = in_days(days, where=WHERE)
    session = meetings.plan_session(made, about=told, moment=moment, by=Actor.of(person))
    if capacity is not None:
        meetings.set_places(
            session, capacity=capacity, offer_hours=48, online_url="", house_rules=rules, by=Actor.of(person)
        )
    session.refresh_from_db()
    return session


@built_once
def closed(capacity: int | None = 2) -> tuple[Network, Person, Session]:
    """Return a closed session, and who coordinates the network."""
    made, dilek = coordinated()
    return made, dilek, planned(made, dilek, capacity=capacity)


def invite(session: Session, person: Person, *addresses: str, members: Iterable[Member] = ()) -> list[Invitation]:
    """Invite these as a coordinator."""
    return actions.invite(session, addresses=addresses, members=list(members), by=Actor.of(person))


def letters(email: str) -> list[Mail]:
    """Return the invitations that went to an address, the oldest first."""
    return list(Mail.objects.filter(to=email, key__startswith="form:invitation:").order_by("pk"))


def own(invitation: Invitation) -> str:
    """Return the page of who is invited, as in their letter."""
    return f"{HERE}uitnodiging/{invited_token(invitation)}/"
