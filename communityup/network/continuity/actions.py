"""What can one do before a session: introduce oneself to who comes, and take that back; figures count themselves."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from communityup.gatherings.models import Registration
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.continuity import events, permissions, queries
from communityup.network.continuity.models import Figures, Introduction
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words


@transaction.atomic
def introduce(
    session: Session,
    registration: Registration,
    *,
    is_substitute: bool,
    briefed: str,
    brings: str,
    is_new: bool,
    by: Actor,
) -> Introduction:
    """Introduce oneself to who comes; a substitute says how they were briefed (B38). The same again changes nothing."""
    permissions.refuse_no_place(session, registration)
    permissions.refuse_over(session)
    permissions.refuse_unbriefed(briefed, is_substitute=is_substitute)
    Network.objects.select_for_update(of=("self",)).get(pk=session.network_id)
    said = {
        "is_substitute": is_substitute,
        "briefed": _one_line(briefed) if is_substitute else "",
        "brings": _one_line(brings),
        "is_new": is_new,
    }
    before = queries.introduction_of(registration)
    if before is not None and all(getattr(before, name) == value for name, value in said.items()):
        return before
    said["introduced_at"] = timezone.now() if before is None else before.introduced_at
    made, _new = Introduction.objects.update_or_create(registration=registration, defaults=said)
    way = "substitute" if is_substitute else "self"
    _record(events.Introduced(object=session.public_id, way=way), session, by)
    return made


@transaction.atomic
def take_back_introduction(session: Session, registration: Registration, *, by: Actor) -> None:
    """Take one's introduction back: the words go. Clicking twice changes nothing."""
    Network.objects.select_for_update(of=("self",)).get(pk=session.network_id)
    count, _each = Introduction.objects.filter(registration=registration).delete()
    if count:
        _record(events.IntroductionTakenBack(object=session.public_id), session, by)


def count_due() -> int:
    """Count the figures of sessions that can still change; return of how many. They name nobody, and no line is due."""
    return sum(_count(session) for session in list(queries.to_count()))


@transaction.atomic
def _count(session: Session) -> bool:
    figures = queries.counted(session)
    before = Figures.objects.select_for_update().filter(session=session).first()
    if before is not None and all(getattr(before, name) == value for name, value in figures.items()):
        return False
    if before is None and not figures["people"]:
        return False
    Figures.objects.update_or_create(session=session, defaults={**figures, "counted_at": timezone.now()})
    return True


def _one_line(words: str) -> str:
    return " ".join(clean_words(words).split())


def _record(event: Event, session: Session, by: Actor) -> None:
    """Record what somebody did for themselves: the line does not lead to them."""
    record(event, stream=session.network.stream, by=replace(by, nameless=True))
