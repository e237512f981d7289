"""What is personal here: cards, visits, and with whom somebody drinks coffee. None of it goes outside the challenge."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.people.actors import Actor
from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, Object, page
from communityup.workspace.acquaintance import actions
from communityup.workspace.acquaintance.models import Introduction


def take_back(text: Text, by: Actor) -> None:
    """Take this answer of one's own card back."""
    related = Introduction.objects.select_related("challenge__stream", "brings", "at_stake")
    actions.take_words_back(related.get(Q(brings=text) | Q(at_stake=text)), text, by=by)


KINDS = (
    Kind(
        field="acquaintance.Introduction.brings",
        label=_("what brings somebody here"),
        level=Level.CHALLENGE,
        place="challenge__stream",
        take_back=take_back,
        url=page("acquaintance:page"),
    ),
    Kind(
        field="acquaintance.Introduction.at_stake",
        label=_("what must not go wrong, for somebody"),
        level=Level.CHALLENGE,
        place="challenge__stream",
        take_back=take_back,
        url=page("acquaintance:page"),
    ),
    Kind(
        field="acquaintance.CoffeeNote.text",
        label=_("what two people who were drawn for coffee write to each other"),
        level=Level.AUTHOR,
        also=_("the other of the two"),
        place="pair__round__challenge__stream",
        object="pair__public_id",
        url=page("acquaintance:pair", of_object=True),
    ),
    *(
        Kind(
            field=f"acquaintance.Visit.{field}",
            label=label,
            level=Level.CHALLENGE,
            place="challenge__stream",
            object="public_id",
            party="host",
            url=page("acquaintance:visit", of_object=True),
        )
        for field, label in (
            ("what", _("what there is to see at the place of a party")),
            ("where", _("where a party invites the others to")),
            ("reason", _("why a visit is cancelled")),
        )
    ),
)
OBJECTS = (
    Object(
        model="acquaintance.Introduction",
        owner="person",
        own=("challenge__title", "written_at"),
        label=_("that somebody introduced themselves in a challenge"),
        level=Level.CHALLENGE,
    ),
    Object(
        model="acquaintance.CoffeeNote",
        owner="person",
        own=("pair__round__challenge__title", "written_at"),
        label=_("when somebody wrote to whom they were drawn with for coffee"),
        level=Level.AUTHOR,
        also=_("the other of the two"),
    ),
    Object(model="acquaintance.Guest", label=_("who comes to a visit"), level=Level.CHALLENGE),
    Object(model="acquaintance.CoffeeWish", label=_("who wants to drink coffee"), level=Level.AUTHOR),
    Object(
        model="acquaintance.Lot",
        owner="person",
        own=("shows_address",),
        label=_("with whom somebody was drawn for coffee"),
        level=Level.AUTHOR,
        also=_("the other of the two; their mail address once both agreed"),
    ),
    Object(model="acquaintance.NotNow", label=_("who need not be asked to introduce themselves"), level=Level.AUTHOR),
)
