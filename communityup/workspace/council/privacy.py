"""What is personal here: who is asked to read along, and what observers and parties say in public."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page
from communityup.workspace.council import actions

KINDS = (
    Kind(
        field="council.ObserverInvitation.who",
        label=_("who is asked to read along for a council or an executive"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("council:page"),
    ),
    Kind(
        field="council.PublicQuestion.words",
        label=_("what an observer asks or offers in public"),
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        changed=actions.follow_words,
        url=page("council:question", of_object=True),
    ),
    Kind(
        field="council.PublicAnswer.words",
        label=_("the answer to a question in public"),
        level=Level.PUBLIC,
        place="question__challenge__stream",
        object="question__public_id",
        party="party",
        url=page("council:question", of_object=True),
    ),
    Kind(
        field="council.FreedItem.words",
        label=_("what council or executive leave free"),
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        party="party",
        url=page("council:freedom", of_object=True),
    ),
    Kind(
        field="council.FreedItem.origin",
        label=_("where that was said"),
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        party="party",
        url=page("council:freedom", of_object=True),
    ),
    Kind(
        field="council.FreedItem.end_reason",
        label=_("why something is no longer left free"),
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        party="party",
        url=page("council:freedom", of_object=True),
    ),
    Kind(
        field="council.FreedReading.words",
        label=_("how a party reads what is left free"),
        level=Level.PUBLIC,
        place="item__challenge__stream",
        object="item__public_id",
        party="party",
        url=page("council:freedom", of_object=True),
    ),
    Kind(
        field="council.Milestone.what",
        label=_("what happens at a moment of council or executive"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("council:page"),
    ),
)
OBJECTS = (
    Object(
        model="council.PublicQuestion",
        owner="person",
        own=("challenge__title", "kind", "watches", "to", "asked_at", "due", "closed_at"),
        label=_("that somebody who reads along asked or offered something in public"),
        level=Level.PUBLIC,
    ),
    Object(
        model="council.ObserverInvitation",
        address="email",
        own=("email", "challenge__title", "watches", "sent_at", "answer", "answered_at"),
        label=_("the address of who is asked to read along for a council or an executive"),
        level=Level.AUTHOR,
        also=_("the party that asked, and whose address it is"),
    ),
)
