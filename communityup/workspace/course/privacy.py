"""What is personal here: nothing, but routes consist of words, for everybody in the challenge."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

_LABELS = {
    "words": _("how parties want to get there: a version of a route"),
    "why": _("what changes in a route, and why"),
    "fact": _("something new because of which a route was reopened"),
}
KINDS = (
    Kind(
        field="course.Route.name",
        label=_("the name of a route"),
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        agreed=Q(current__isnull=False),
        url=page("course:route", of_object=True),
    ),
    *(
        Kind(
            field=f"course.Version.{name}",
            label=label,
            level=Level.PUBLIC,
            place="route__challenge__stream",
            object="route__public_id",
            party="proposed_by",
            agreed=Q(in_force_at__isnull=False),
            url=page("course:route", of_object=True),
        )
        for name, label in _LABELS.items()
    ),
)
