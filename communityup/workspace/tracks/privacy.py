"""What is personal here: words of parties about other plans, which may name somebody."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.people.actors import Actor
from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, page
from communityup.workspace.tracks import actions
from communityup.workspace.tracks.models import AgendaItem


def take_back(text: Text, by: Actor) -> None:
    """Take the friction with these words back, as its party."""
    actions.take_friction_back(AgendaItem.objects.select_related("track__challenge").get(words=text), by=by)


def _of_track(field: str, label: Any) -> Kind:
    return Kind(
        field=f"tracks.Track.{field}",
        label=label,
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        party="party",
        url=page("tracks:track", of_object=True),
    )


KINDS = (
    _of_track("what", _("what runs beside this challenge")),
    _of_track("runner", _("who runs another plan")),
    _of_track("period", _("when another plan runs")),
    _of_track("ending", _("what came of another plan")),
    Kind(
        field="tracks.AgendaItem.words",
        label=_("where another plan rubs"),
        level=Level.PUBLIC,
        place="track__challenge__stream",
        object="track__public_id",
        party="party",
        take_back=take_back,
        url=page("tracks:track", of_object=True),
    ),
    Kind(
        field="tracks.AgendaItem.outcome",
        label=_("what came out of talking about another plan"),
        level=Level.PUBLIC,
        place="track__challenge__stream",
        object="track__public_id",
        party="settled_by",
        agreed=Q(pk__isnull=False),
        url=page("tracks:track", of_object=True),
    ),
)
