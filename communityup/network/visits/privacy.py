"""What is personal here: what members ask and offer, why they said no, and how they prepare a visit."""

from django.utils.translation import gettext_lazy as _

from communityup.network.visits.permissions import seen_visits, seen_wishes
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

MATCHED = _("the people of its member, of who is matched with it, and the coordinators; gone when it is taken back")
WHY_NOT = _("the coordinators; gone after ninety days")
INSIDE = _("the people of the two members, and the coordinators")
A_WHILE = _("the people of the two members, and the coordinators; gone a month after the visit")


def _wish(field: str, label: object) -> Kind:
    return Kind(
        field=f"visits.Wish.{field}",
        label=label,
        level=Level.AUTHOR,
        also=MATCHED,
        place="member__network__stream",
        url=page("visits:mine"),
        seen_by=seen_wishes,
    )


def _why_not(field: str, label: object) -> Kind:
    return Kind(
        field=f"visits.Proposal.{field}",
        label=label,
        level=Level.AUTHOR,
        also=WHY_NOT,
        place="ask__member__network__stream",
        url=page("visits:mine"),
    )


def _of_visit(field: str, label: object, also: object = INSIDE) -> Kind:
    return Kind(
        field=f"visits.Visit.{field}",
        label=label,
        level=Level.AUTHOR,
        also=also,
        place="network__stream",
        object="public_id",
        url=page("visits:visit", of_object=True),
        seen_by=seen_visits,
    )


KINDS = (
    _wish("question", _("what a member wants to learn on a visit")),
    _wish("words", _("what a member hopes to see on a visit, or offers to show")),
    _why_not("guest_reason", _("why a member does not go on a visit now")),
    _why_not("host_reason", _("why a member does not receive a visit now")),
    _of_visit("question", _("the question of a visit")),
    _of_visit("programme", _("the programme of a visit")),
    _of_visit("practical", _("how one gets to a visit and in"), A_WHILE),
    _of_visit("contacts", _("whom to call on a visit"), A_WHILE),
    _of_visit("one_role_reason", _("why people of one role alone go on a visit")),
    _of_visit("reason", _("why a visit does not go on")),
)
OBJECTS = (
    Object(
        model="visits.Wish", label=_("that a member asks for a visit or offers one"), level=Level.AUTHOR, also=MATCHED
    ),
    Object(
        model="visits.Proposal",
        label=_("to whom a visit was proposed, and who said no"),
        level=Level.AUTHOR,
        also=_("the two members until it ended; who said no, the coordinators alone"),
    ),
    Object(model="visits.Visit", label=_("who visits whom, and when"), level=Level.AUTHOR, also=INSIDE),
)
