"""What can one do: mail everybody who registered for a session; and who has a place is reminded before it."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from communityup.gatherings import actions as gatherings
from communityup.gatherings import queries as gathered
from communityup.log.actions import record
from communityup.network.circulars import events, notices, permissions
from communityup.network.circulars.models import Message
from communityup.network.circulars.queries import readers
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.people.actors import Actor
from communityup.post.actions import send_many
from communityup.post.queries import after_quiet_hours, in_quiet_hours
from communityup.texts.actions import clean_words, write

# Letters in one transaction: a session with many people holds nobody up.
AT_ONCE = 100


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


def remind_due() -> int:
    """Remind who has a place, a week before a session and the day before, by letter; return how many letters.

    Never in the quiet hours. Killed half-way it goes on later, and two workers at once write each letter once.
    """
    if in_quiet_hours(timezone.now()):
        return 0
    near = Session.objects.filter(gathering__in=gathered.near()).order_by("pk").values_list("pk", flat=True)
    return sum(count for pk in list(near) for count in _remind_all(pk))


def _remind_all(pk: int) -> Iterator[int]:
    """Remind who comes to one session, so many at once, until everybody is."""
    count = AT_ONCE
    while count == AT_ONCE:
        count = _remind_some(pk)
        yield count


@transaction.atomic
def _remind_some(pk: int) -> int:
    session = Session.objects.select_related("network", "gathering", "purpose__current").get(pk=pk)
    session.gathering, come = gatherings.remind(session.gathering, most=AT_ONCE)
    for registration in come:
        notices.remind(session, registration)
    return len(come)
