"""What can one do: mail everybody who registered for a session."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from communityup.log.actions import record
from communityup.network.circulars import events, notices, permissions
from communityup.network.circulars.models import Message
from communityup.network.circulars.queries import readers
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.people.actors import Actor
from communityup.post.actions import send_many
from communityup.post.queries import after_quiet_hours
from communityup.texts.actions import clean_words, write


@transaction.atomic
def send_message(session: Session, *, to: str, title: str, words: str, by: Actor) -> Message:
    """Mail who registered for a session, outside the quiet hours. The same words again within a day mail nobody."""
    own_coordinator(session.network, by)
    Network.objects.select_for_update().get(pk=session.network_id)
    said = session.circulars.filter(to=to, title=title, words__current__body=clean_words(words))
    now = timezone.now()
    if again := said.filter(sent_at__gt=now - dt.timedelta(days=1)).first():
        return again
    permissions.refuse_too_late(session)
    permissions.refuse_more_today(session)
    come = list(readers(session, Message.To(to)))
    permissions.refuse_nobody(len(come))
    message = Message.objects.create(
        session=session, to=to, title=title, words=write(words, by=by), readers=len(come), sent_at=now
    )
    send_many([notices.copy(message, one) for one in come], due_at=after_quiet_hours(now))
    record(events.MessageSent(object=session.public_id), stream=session.network.stream, by=by, role="coordinator")
    return message
