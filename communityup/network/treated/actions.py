"""What can one do: say in which session a learning question was treated, and say that it was not after all."""

from django.db import transaction
from django.utils import timezone

from communityup.log.actions import record
from communityup.network.meetings.models import Session
from communityup.network.peers.models import LearningQuestion
from communityup.network.treated import events, permissions
from communityup.network.treated.models import Treated
from communityup.people.actors import Actor


@transaction.atomic
def treat(question: LearningQuestion, *, session: Session, by: Actor) -> Treated:
    """Say that a question was treated in a session, or will be (B9). Clicking twice changes nothing."""
    role = permissions.role_with(question, by)
    permissions.refuse_session(question, session)
    found, new = Treated.objects.get_or_create(question=question, session=session, defaults={"said_at": timezone.now()})
    if new:
        event = events.QuestionTreated(object=question.public_id, session=session.public_id)
        record(event, stream=question.network.stream, by=by, role=role)
    return found


@transaction.atomic
def take_off(question: LearningQuestion, *, session: Session, by: Actor) -> None:
    """Say that a question was not treated in a session after all. Clicking twice changes nothing."""
    role = permissions.role_with(question, by)
    if Treated.objects.filter(question=question, session=session).delete()[0]:
        event = events.QuestionTakenOff(object=question.public_id, session=session.public_id)
        record(event, stream=question.network.stream, by=by, role=role)
