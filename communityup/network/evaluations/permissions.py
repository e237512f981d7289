"""Who looks back on a session, and until when; who reads what should be otherwise. No count shows before it closes."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.evaluations.models import Evaluation
from communityup.network.meetings.models import Session
from communityup.network.networks.permissions import coordinator_of
from communityup.network.newsletter.permissions import token
from communityup.network.recordings.models import Speaker
from communityup.network.takeaways.queries import was_there
from communityup.people.actors import Actor
from communityup.people.models import Person

ANSWER = "communityup.evaluations.answer"
# From the end of the session, wherever it was moved to: when one is asked once more, and when it closes.
REMINDED_AFTER, CLOSES_AFTER = dt.timedelta(days=7), dt.timedelta(days=14)
# What people want otherwise goes when the addresses of who was there go.
WORDS_KEPT = dt.timedelta(days=100)


def answer_token(registration: Registration) -> str:
    """Return the token by which who has a place answers."""
    return token(ANSWER, registration.public_id)


def closes_at(session: Session) -> dt.datetime | None:
    """Return until when one can answer; None for what has no date."""
    ends_at = session.gathering.ends_at
    return None if ends_at is None else ends_at + CLOSES_AFTER


def takes_answers(session: Session, evaluation: Evaluation | None) -> bool:
    """Say whether one can answer: from the end of a session until it closes; never of one that was cancelled."""
    if session.gathering.cancelled_at is not None or not is_over(session.gathering):
        return False
    if evaluation is not None:
        return evaluation.closed_at is None
    until = closes_at(session)
    return until is not None and timezone.now() < until and session.planned_at < until - CLOSES_AFTER


def refuse_closed(session: Session, evaluation: Evaluation | None) -> None:
    """Raise Refused before a session ended, for one that was cancelled, and once the answers were counted."""
    if not takes_answers(session, evaluation):
        raise Refused(_("You answer from the end of a session until two weeks after it."))


def refuse_absent(session: Session, registration: Registration) -> None:
    """Raise NotAllowed for who had no place at this session, or was not there."""
    if registration.gathering_id != session.gathering_id or not was_there(registration):
        raise NotAllowed(_("Only who was at this session answers these questions."))


def reads_words(session: Session, person: Person) -> bool:
    """Say whether somebody reads what should be otherwise: who coordinates, and who speaks in the recording."""
    if coordinator_of(session.network, person) is not None:
        return True
    own = Q(person=person) | Q(email=person.email) if person.email else Q(person=person)
    return Speaker.objects.filter(own, recording__session=session).exists()


def refuse_reader(session: Session, by: Actor) -> None:
    """Raise NotAllowed for everybody but who coordinates and who speaks."""
    if not reads_words(session, by.known):
        raise NotAllowed(_("Only who coordinates this network, and who spoke at this session, read this."))
