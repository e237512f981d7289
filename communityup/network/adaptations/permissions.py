"""Who tells how a practice was used: every other member of its network, and all of them the same (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.library.models import Practice
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import acts_in
from communityup.people.actors import Actor


def who_uses(practice: Practice, by: Actor) -> Delegate:
    """Return for which member somebody tells; raises NotAllowed for who is no member, Refused for who wrote it."""
    own = acts_in(practice.network, by)
    if own.member_id == practice.member_id:
        raise Refused(_("Your member wrote this practice. What you changed since belongs in a new version."))
    return own
