"""What is personal here: words of requests and answers, which may name somebody."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.people.actors import Actor
from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, page
from communityup.workspace.door import actions
from communityup.workspace.door.models import Request

SENT = Q(sent_on__isnull=False)


def take_back(text: Text, by: Actor) -> None:
    """Take the request with these words back, as its party."""
    actions.take_request_back(Request.objects.get(asks=text), by=by)


def _of_request(field: str, label: Any, **more: Any) -> Kind:
    return Kind(
        field=f"door.Request.{field}",
        label=label,
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        party="party",
        agreed=SENT,
        url=page("door:request", of_object=True),
        **more,
    )


KINDS = (
    _of_request("asks", _("what a party asks by the formal door"), take_back=take_back),
    _of_request("why", _("why a party asks something by the formal door")),
    _of_request("needs", _("what a party needs for what it asks")),
    _of_request("addressee", _("who is asked by the formal door")),
    Kind(
        field="door.Deadline.source",
        label=_("by which rule a formal request has its deadline"),
        level=Level.PUBLIC,
        place="request__challenge__stream",
        object="request__public_id",
        party="set_by",
        url=page("door:request", of_object=True),
    ),
    Kind(
        field="door.Answer.words",
        label=_("the answer to a formal request"),
        level=Level.PUBLIC,
        place="request__challenge__stream",
        object="request__public_id",
        party="party",
        agreed=Q(pk__isnull=False),
        url=page("door:request", of_object=True),
    ),
)
