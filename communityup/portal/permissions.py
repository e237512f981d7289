"""What the address of one's own calendar opens until it is renewed, and who makes a practice of a challenge (E4)."""

from django.http import Http404
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.members.models import Delegate
from communityup.network.newsletter.permissions import opened_by, token
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal.models import CalendarLink
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges.models import Challenge, Phase

# The address opens this calendar and nothing else; a token of another link is worth nothing here.
CALENDAR = "communityup.portal.calendar"
# Looking back, and after it: then there is something to tell, whatever was agreed.
LOOKS_BACK = (Phase.LEARNING, Phase.CLOSED)


def calendar_token(link: CalendarLink) -> str:
    """Return the token in the address of somebody's own calendar."""
    return token(CALENDAR, link.public_id)


def whose_calendar(token: str) -> Person:
    """Return whose calendar this is; raises Http404 for what we did not sign, or what was renewed or stopped."""
    found = CalendarLink.objects.select_related("person").filter(public_id=opened_by(CALENDAR, token))
    link = found.filter(person__is_active=True).first()
    if link is None:
        raise Http404
    return link.person


def memberships(person: Person) -> list[Delegate]:
    """Return for which members of networks somebody acts, by the name of the network."""
    found = Delegate.objects.filter(person=person, member__left_at=None).select_related("member__network__stream")
    return list(found.order_by("member__network__name", "pk"))


def own_memberships(by: Actor) -> list[Delegate]:
    """Return for which members somebody acts; raises NotAllowed for who acts for none."""
    found = memberships(by.account)
    if not found:
        raise NotAllowed(_("Only members of a network can do this. Ask a network whether you can join."))
    return found


def refuse_too_early(challenge: Challenge) -> None:
    """Raise Refused while a challenge has nothing yet that others can use again, and for one to try things in."""
    if challenge.practice:
        raise Refused(_("This is a challenge to try things in: there is nothing real to tell of it."))
    kept = Agreement.objects.filter(challenge=challenge, state=Agreement.State.KEPT)
    if challenge.phase not in LOOKS_BACK and not kept.exists():
        raise Refused(_("You can make a practice of this once an agreement is kept, or when you look back together."))
