"""A first sketch that was ended is opened again by whose it is, and goes on where it was (A9)."""

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.network.outlines import actions
from communityup.network.outlines.models import Outline
from communityup.network.outlines.permissions import MOST_OPEN
from communityup.notices.queries import happening_of, hearings
from communityup.people.actors import Actor
from tests import make
from tests.make_network import lines
from tests.make_outlines import colleague, ended, page, reacted, revised, shown, world

pytestmark = pytest.mark.django_db


def test_a9_who_ended_a_sketch_opens_it_again_and_it_goes_on_where_it_was() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    reacted(outline, make.bram())
    ended(outline, make.amina(), "withdrawn", "We stoppen.")
    closing = Outline.objects.get().closing
    assert "We stoppen." in page(outline)
    for _click in range(2):
        actions.open_again(outline, by=Actor.of(make.amina()))
    again = Outline.objects.get()
    assert (again.state, again.ended_at, again.closing) == ("sketch", None, None)
    told = ["outlines.sketch_ended", "outlines.sketch_opened_again", "texts.erased"]
    assert lines(made)[-3:] == told, "one line of its own, and one for the words that went"
    assert closing is not None
    assert closing.versions.filter(erased_at=None).count() == 0, "what was said of the end goes"
    assert "We stoppen." not in page(outline)
    assert "Bel ook na een jaar nog." in page(outline), "reactions stay"
    line = happening_of(made.stream.lines.get(type="outlines.sketch_opened_again"))
    assert hearings()[line.type].hearers(line) == {make.amina().pk, make.bram().pk, make.dilek().pk}
    reacted(outline, make.bram(), "Fijn dat het doorgaat.")
    revised(outline, make.amina(), done="Bellen.")


def test_a9_only_whose_sketch_it_is_opens_it_again_and_never_more_than_anybody_can_react_to() -> None:
    made, one, _other = world()
    outline = shown(made, make.amina())
    ended(outline, make.amina())
    for person in (make.bram(), make.dilek(), make.chris()):
        with pytest.raises(NotAllowed):
            actions.open_again(outline, by=Actor.of(person))
    actions.open_again(outline, by=Actor.of(colleague(one, make.amina(), "Collega")))
    ended(outline, make.amina())
    for number in range(MOST_OPEN):
        shown(made, make.amina(), title=f"Schets {number}")
    with pytest.raises(Refused, match="10 open schetsen"):
        actions.open_again(outline, by=Actor.of(make.amina()))
