"""Agreeing anew: what is the same as it is now asks nobody to look again."""

import pytest

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.agreements import actions
from tests import make, make_agreements
from tests.make_agreements import pending, standing

pytestmark = pytest.mark.django_db


def test_agreeing_anew_on_the_same_is_refused_but_with_something_new_or_instead_of_an_end() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram)
    before, now = Line.objects.count(), standing(made)
    same = {"what": f" {now.what} ", "evidence": str(now.evidence), "due": now.due, "review_on": now.review_on}
    for person in (amina, bram):
        with pytest.raises(Refused, match="hetzelfde"):
            actions.propose_change(made, version=1, **same, by=Actor.of(person))  # type: ignore[arg-type]
    assert Line.objects.count() == before
    made = actions.propose_end(made, version=1, by=Actor.of(bram))
    made = actions.propose_change(made, version=2, **same, by=Actor.of(amina))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="hetzelfde"):
        actions.propose_change(made, version=3, **same, by=Actor.of(bram))  # type: ignore[arg-type]
    made = actions.propose_change(made, version=3, **same, news="De prijs steeg.", by=Actor.of(bram))  # type: ignore[arg-type]
    assert pending(made).number == 4
