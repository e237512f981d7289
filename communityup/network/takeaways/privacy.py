"""What is personal here: what somebody takes along from a session, and the story of what they did with it."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.network.takeaways.permissions import seen
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page


def _kind(field: str, label: Any, *, level: Level, also: Any) -> Kind:
    return Kind(
        field=f"takeaways.Takeaway.{field}",
        label=label,
        level=level,
        also=also,
        seen_by=seen if level == Level.AUTHOR else None,
        shown=Q(story_is_shown=True, session__is_closed=False) if level == Level.PUBLIC else None,
        place="session__network__stream",
        object="session__public_id",
        url=page("meetings:session", of_object=True),
    )


KINDS = (
    _kind(
        "words",
        _("what somebody takes along from a session"),
        level=Level.AUTHOR,
        also=_("when the writer chose so: others who had a place at that session; gone when it is taken back"),
    ),
    _kind(
        "story",
        _("what somebody did with what they took along"),
        level=Level.PUBLIC,
        also=_("only once the writer chose so, until then the writer alone; gone when it is taken back"),
    ),
)
OBJECTS = (
    Object(
        model="takeaways.Takeaway",
        owner="person",
        own=(
            "session__gathering__title",
            "told_at",
            "is_shared",
            "name",
            "story_at",
            "story_is_shown",
            "taken_back_at",
        ),
        label=_("that somebody takes something along from a session, and who may read it"),
        level=Level.AUTHOR,
        also=_("others who had a place there, when the writer chose so"),
    ),
)
