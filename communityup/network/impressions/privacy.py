"""What is personal here: what guests tell about a visit, the story of a host, and what the other says of it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

FIRST = _("until both members said yes: these two and the coordinators; gone when one of them takes it back")


def _part(field: str, label: object, *, level: Level = Level.PUBLIC, also: object = FIRST) -> Kind:
    return Kind(
        field=f"impressions.Impression.{field}",
        label=label,
        level=level,
        also=also,
        place="visit__network__stream",
        object="visit__public_id",
        shown=Q(state="public"),
        url=page("impressions:report" if level == Level.PUBLIC else "visits:visit", of_object=True),
    )


KINDS = (
    _part("question", _("the question of what was told about a visit")),
    _part("saw", _("what guests saw on a visit")),
    _part("takes", _("what guests take along from a visit")),
    _part("noticed", _("what guests noticed for their host")),
    _part("told", _("what a host told of its own place")),
    _part(
        "remark",
        _("what should change before it may be public"),
        level=Level.AUTHOR,
        also=_("the two members and the coordinators; gone when it is public"),
    ),
)
