"""Who proposes, who says yes for a member, and what is refused; no member says anything for another."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.accords.models import Accord, Yes
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of
from communityup.people.actors import Actor

LONGEST = dt.timedelta(days=3 * 366)
MOST_OPEN = 50


def proposes_for(network: Network, by: Actor) -> Delegate | None:
    """Return for which member somebody proposes, None for who only coordinates; raises NotAllowed for others."""
    if by.person is not None and coordinator_of(network, by.person) is not None:
        found = Delegate.objects.filter(member__network=network, member__left_at=None, person=by.person)
        return found.select_related("member").first()
    return acts_in(network, by)


def own_yes(accord: Accord, by: Actor) -> Yes:
    """Return the yes of somebody's own member; raises NotAllowed for who is not in it."""
    own = acts_in(accord.network, by)
    found = accord.yeses.select_related("member").filter(member=own.member_id).first()
    if found is None:
        raise NotAllowed(_("Only members that are in this agreement can do this."))
    return found


def refuse_ended(accord: Accord) -> None:
    """Raise Refused for an agreement that ended."""
    if accord.ended_at is not None:
        raise Refused(_("This agreement ended. Propose a new one if you want."))


def refuse_day(day: dt.date) -> None:
    """Raise Refused for a day of review that is past, or too far away to be one."""
    today = timezone.localdate()
    if not today < day <= today + LONGEST:
        raise Refused(_("Choose a day after today, and within three years."), at="review_on")


def refuse_early(accord: Accord) -> None:
    """Raise Refused for looking at an agreement again before its day."""
    if accord.review_on > timezone.localdate():
        raise Refused(
            _("It is not time yet to look at this agreement again. You can leave it, or give it other words.")
        )


def refuse_more(network: Network) -> None:
    """Raise Refused for more open agreements than anybody can keep."""
    if network.accords.filter(ended_at=None).count() >= MOST_OPEN:
        raise Refused(_("There are many agreements already. End one first."))
