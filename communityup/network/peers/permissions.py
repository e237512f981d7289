"""Who may change a learning question: every member that searches along, and all of them the same (E4)."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.members.permissions import acts_in
from communityup.network.peers.models import LearningQuestion, Owner
from communityup.people.actors import Actor

# One of those who search along closes a question for all of them; so long each of them can open it again.
REOPEN_WITHIN = dt.timedelta(weeks=4)


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


def is_last(owner: Owner) -> bool:
    """Say whether no other member searches along on the question: who stopped then would leave it to nobody."""
    others = owner.question.owners.filter(accepted_at__isnull=False, member__left_at=None)
    return not others.exclude(pk=owner.pk).exists()


def refuse_last(owner: Owner) -> None:
    """Raise Refused for the last member that searches along."""
    if is_last(owner):
        raise Refused(_("No other member searches along on this question. Close it instead, and say how it ended."))


def reopens_until(question: LearningQuestion) -> dt.date:
    """Return the last day on which a question can be opened again; of an open one as if it was closed now."""
    return timezone.localdate((question.closed_at or timezone.now()) + REOPEN_WITHIN)


def refuse_closed_for_long(question: LearningQuestion) -> None:
    """Raise Refused for a question that was closed too long ago to go on with it."""
    if reopens_until(question) < timezone.localdate():
        raise Refused(_("This question was closed more than four weeks ago. Ask a new learning question about it."))
