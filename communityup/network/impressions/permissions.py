"""Who writes about a visit and who says yes: the guests write and the host agrees; of a story the other way round."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.impressions.models import Impression
from communityup.network.visits.models import Form, Visit
from communityup.network.visits.permissions import GUEST, HOST
from communityup.network.visits.queries import is_over

OF_VISIT, OF_STORY = ("saw", "takes", "noticed"), ("told",)
State = Impression.State


def parts_of(visit: Visit) -> tuple[str, ...]:
    """Return which parts there are to write."""
    return OF_VISIT if visit.form == Form.VISIT else OF_STORY


def writer_of(visit: Visit) -> str:
    """Return which side writes: the guests about a visit, the host its own story."""
    return GUEST if visit.form == Form.VISIT else HOST


def reader_of(visit: Visit) -> str:
    """Return which side reads it first and says whether it may be public."""
    return HOST if visit.form == Form.VISIT else GUEST


def refuse_ahead(visit: Visit) -> None:
    """Raise Refused for writing about a visit that was not yet, or does not go on."""
    if not is_over(visit):
        raise Refused(_("This visit has not been yet. Write about it afterwards."))


def refuse_public(impression: Impression) -> None:
    """Raise Refused for changing what everybody read, or what was withdrawn."""
    if impression.state == State.PUBLIC:
        raise Refused(_("This is public. It stays as it is; each of you can take it back."))
    if impression.state == State.WITHDRAWN:
        raise Refused(_("This was taken back. The words are gone."))


def refuse_unready(impression: Impression) -> None:
    """Raise Refused for showing what misses one of its parts."""
    if any(getattr(impression, name) is None for name in ("question", *parts_of(impression.visit))):
        raise Refused(_("Write something at every question first."))


def refuse_unshown(impression: Impression) -> None:
    """Raise Refused for an answer to what was not shown, or is public already."""
    refuse_public(impression)
    if impression.state != State.SHOWN:
        raise Refused(_("This was not shown to you yet."))


def refuse_without_consent(impression: Impression) -> None:
    """Raise Refused for publishing without the yes of the other side to these very words (E30)."""
    refuse_public(impression)
    if impression.agreed_at is None:
        raise Refused(_("It can only be public when the other member said yes to these words."))


def refuse_unpublished(impression: Impression) -> None:
    """Raise Refused for withdrawing what is not public."""
    if impression.state != State.PUBLIC:
        raise Refused(_("This is not public. Who wrote it can change it."))


def may_write(visit: Visit, impression: Impression | None) -> bool:
    """Say whether there is something to write about: it was, and is not public."""
    return is_over(visit) and (impression is None or impression.state in (State.DRAFT, State.SHOWN))


def edition_of(impression: Impression) -> str:
    """Return which words there are now, so that a yes is to what somebody read."""
    parts = (getattr(impression, name) for name in ("question", *parts_of(impression.visit)))
    return "-".join(str(None if one is None else one.current_id) for one in parts)


def refuse_other_words(impression: Impression, seen: str) -> None:
    """Raise Refused for a yes to other words than there are now."""
    if seen != edition_of(impression):
        raise Refused(_("The words changed since you opened the page. Read them again, and then answer."))
