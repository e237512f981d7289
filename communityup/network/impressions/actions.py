"""What can one do with what came of a visit: write it, show it to the other, say yes or not yet, publish, withdraw."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.impressions import events, permissions
from communityup.network.impressions.models import Impression
from communityup.network.networks.models import Network
from communityup.network.visits.models import Visit
from communityup.network.visits.permissions import own_side
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, erase, find_again, revise, write
from communityup.texts.models import Text, Version

State = Impression.State
PARTS = ("saw", "takes", "noticed", "told")


@transaction.atomic
def write_impression(visit: Visit, *, words: Mapping[str, str], by: Actor) -> Impression:
    """Write what came of a visit, in its three questions, or one's own story; until it is public.

    Other words end a yes that the other side gave. The same words again change nothing.
    """
    own_side(visit, by, only=permissions.writer_of(visit))
    permissions.refuse_ahead(visit)
    held = _of(visit)
    permissions.refuse_public(held)
    names = ("question", *permissions.parts_of(visit))
    if [name for name in names if _set_part(held, name, words.get(name, ""), by)]:
        held.agreed_at = None
        held.save()
        _record_quietly(events.ImpressionWritten(object=held.public_id), held, by)
    return held


@transaction.atomic
def show(visit: Visit, *, by: Actor) -> Impression:
    """Let the other side read it first. Clicking twice changes nothing."""
    own_side(visit, by, only=permissions.writer_of(visit))
    held = _of(visit)
    permissions.refuse_public(held)
    permissions.refuse_unready(held)
    if held.state == State.DRAFT:
        held.state, held.shown_at = State.SHOWN, timezone.now()
        held.save()
        _record_quietly(events.ImpressionShown(object=held.public_id), held, by)
    return held


@transaction.atomic
def answer(visit: Visit, *, agrees: bool, remark: str, seen: str, by: Actor) -> Impression:
    """Say as the other side whether it may be public, or what should change first; `seen` are the words one read.

    The same again changes nothing.
    """
    own_side(visit, by, only=permissions.reader_of(visit))
    held = _of(visit)
    permissions.refuse_unshown(held)
    if agrees:
        permissions.refuse_other_words(held, seen)
    said = "" if agrees else clean_words(remark)
    if (held.agreed_at is not None) == agrees and str(held.remark or "") == said:
        return held
    _erase([held.remark_id])
    held.agreed_at = timezone.now() if agrees else None
    held.remark = None if agrees else write(remark, by=by)
    held.save()
    _record_quietly(events.ImpressionAnswered(object=held.public_id), held, by)
    return held


@transaction.atomic
def publish(visit: Visit, *, by: Actor) -> Impression:
    """Make it public as who wrote it, with the yes of the other side to these words (E30). Twice is once."""
    own_side(visit, by, only=permissions.writer_of(visit))
    held = _of(visit)
    if held.state == State.PUBLIC:
        return held
    permissions.refuse_without_consent(held)
    held.state, held.published_at = State.PUBLIC, timezone.now()
    held.save()
    _erase([held.remark_id])
    find_again(getattr(held, name) for name in ("question", *PARTS))
    commits = {f"{name}_commit": _commit(getattr(held, name)) for name in PARTS}
    event = events.ImpressionPublished(object=visit.public_id, commit=_commit(held.question), **commits)
    record(event, stream=visit.network.stream, by=by, role="member")
    return held


@transaction.atomic
def withdraw(visit: Visit, *, by: Actor) -> Impression:
    """Withdraw what is public, as either side and without a reason: the words go for good (E30). Twice is once."""
    own_side(visit, by)
    held = _of(visit)
    if held.state == State.WITHDRAWN:
        return held
    permissions.refuse_unpublished(held)
    held.state, held.withdrawn_at = State.WITHDRAWN, timezone.now()
    held.save()
    _erase(getattr(held, f"{name}_id") for name in ("question", *PARTS))
    record(
        events.ImpressionWithdrawn(object=visit.public_id), stream=visit.network.stream, by=replace(by, nameless=True)
    )
    return held


def _of(visit: Visit) -> Impression:
    """Return what came of a visit, begun when there is nothing, under the lock of its network."""
    Network.objects.select_for_update().get(pk=visit.network_id)
    Impression.objects.get_or_create(visit=visit, defaults={"begun_at": timezone.now()})
    words = [f"{name}__current" for name in ("question", *PARTS, "remark")]
    return Impression.objects.select_related("visit__network__stream", *words).get(visit=visit)


def _set_part(held: Impression, name: str, words: str, by: Actor) -> bool:
    """Keep other words of one part, or none; return whether they are others."""
    before: Text | None = getattr(held, name)
    if not words.strip():
        setattr(held, name, None)
        if before is not None:
            _erase([before.pk])
        return before is not None
    if before is None:
        setattr(held, name, write(words, by=by))
        return True
    if str(before) == clean_words(words):
        return False
    revise(before, words, by=by)
    return True


def _commit(text: Text | None) -> str | None:
    return None if text is None else text.commit


def _erase(texts: Iterable[int | None]) -> None:
    found = Version.objects.filter(text__in=[one for one in texts if one is not None], erased_at=None)
    erase(found, taken_back=True)


def _record_quietly(event: Event, held: Impression, by: Actor) -> None:
    """Record without a way to who did it, as long as it is not public."""
    record(event, stream=held.visit.network.stream, by=replace(by, nameless=True))
