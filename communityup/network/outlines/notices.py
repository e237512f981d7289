"""Who hears about first sketches: everybody in the network of what is shown, whose it is of what was said to it."""

from django.urls import reverse

from communityup.network.members.models import Delegate
from communityup.network.networks.notices import coordinators
from communityup.network.outlines import events
from communityup.network.outlines.models import Outline
from communityup.notices.queries import Happening, register_hearers, register_nobody


def everybody(happening: Happening) -> set[int]:
    """The people of all members of the network, and its coordinators."""
    here = Delegate.objects.filter(member__network__stream_id=happening.stream, member__left_at=None)
    return {*here.values_list("person_id", flat=True), *coordinators(happening)}


def whose_it_is(happening: Happening) -> set[int]:
    """The people of the member whose sketch it is; the coordinators when it is theirs."""
    found = Outline.objects.filter(public_id=happening.content["sketch"]).values_list("member", flat=True)
    member = next(iter(found), None)
    if member is None:
        return coordinators(happening)
    return set(Delegate.objects.filter(member=member, member__left_at=None).values_list("person_id", flat=True))


def register() -> None:
    """Say who hears about first sketches; called in AppConfig.ready."""
    for event in (events.SketchShown, events.SketchRevised, events.SketchEnded, events.SketchOpenedAgain):
        register_hearers(event, hearers=everybody, url=_at_sketch)
    for said in (events.SketchReaction, events.SketchReactionChanged):
        register_hearers(said, hearers=whose_it_is, url=_at_version)
    register_nobody(
        events.SketchReactionTakenBack, why="Who took it back knows; a mark stands in its place on the page."
    )


def _at_sketch(slug: str, happening: Happening) -> str:
    return reverse("outlines:outline", args=[slug, happening.object])


def _at_version(slug: str, happening: Happening) -> str:
    return reverse("outlines:version", args=[slug, happening.content["sketch"], happening.content["number"]])
