"""Who may change a learning question: every member that searches along, and all of them the same (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.members.permissions import acts_in
from communityup.network.peers.models import LearningQuestion, Owner
from communityup.people.actors import Actor


def own_owner(question: LearningQuestion, by: Actor) -> Owner:
    """Return how somebody's member searches along on this question; raises NotAllowed for everybody else."""
    own = acts_in(question.network, by)
    found = question.owners.filter(member=own.member_id, accepted_at__isnull=False).first()
    if found is None:
        raise NotAllowed(_("Only members that search along on this question can do this."))
    return found


def refuse_closed(question: LearningQuestion) -> None:
    """Raise Refused for a question that is answered or let go."""
    if question.state != LearningQuestion.State.OPEN:
        raise Refused(_("This question was closed. Everybody can still read it."))
