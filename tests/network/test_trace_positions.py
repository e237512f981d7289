"""Where are we: for the own eyes of a member, and nothing orders members by it (B3, B35, N13)."""

import pytest
from django.urls import reverse

from communityup.base.errors import NotAllowed
from communityup.network.members import actions as members
from communityup.network.networks.models import Condition
from communityup.network.positions import actions as positions
from communityup.network.positions.models import Position
from tests import make
from tests.make_network import browser, last, lines
from tests.make_visits import HERE, by, html, pages_of, three

pytestmark = pytest.mark.django_db


def test_b3_position_is_for_the_own_eyes_of_a_member_and_nothing_orders_members_by_it() -> None:
    made, first, second, _third = three()
    client = browser(make.amina())
    stands = {one.value: "searching" for one in Condition}
    assert client.post(f"{HERE}waar-sta-ik/", {**stands, "may_match": ["time"]}).status_code == 302
    assert Position.objects.filter(member=first).count() == 7
    assert (last(made).type, last(made).object) == ("positions.position_noted", made.stream.public_id)
    assert last(made).content["actor"] is None
    assert "hier zoeken we nog naar" in client.get(f"{HERE}waar-sta-ik/").content.decode()
    count = len(lines(made))
    positions.note_positions(first, stands=stands, may_match=["time"], by=by(make.amina()))
    assert len(lines(made)) == count, "the same again changes nothing"
    for person in (make.bram(), make.dilek(), make.chris(), None):
        for place in [*pages_of(made), reverse("members:member", args=[made.slug, first.public_id])]:
            assert "hier zoeken we nog naar" not in browser(person).get(place, follow=True).content.decode()
    with pytest.raises(NotAllowed):
        positions.note_positions(first, stands=stands, may_match=[], by=by(make.bram()))
    assert client.post(f"{HERE}waar-sta-ik/", {"time": "best of all"}).status_code == 422
    assert client.post(f"{HERE}waar-sta-ik/", {"time": "underway", "safety": ""}).status_code == 302
    assert list(first.positions.values_list("condition", "stand", "may_match")) == [("time", "underway", False)]
    assert second.positions.count() == 0


def test_b35_who_still_searches_is_shown_a_visit_that_can_help_and_nobody_else_sees_that() -> None:
    made, first, _second, _third = three()
    place = f"{HERE}waar-sta-ik/"
    assert "Jullie zoeken nog naar" not in html(place, make.amina())
    positions.note_positions(
        first, stands={"time": "searching", "trust": "underway"}, may_match=[], by=by(make.amina())
    )
    shown = html(place, make.amina())
    assert "Jullie zoeken nog naar: Tijd." in shown
    assert f'href="{HERE}vragen/"' in shown
    for person in (make.bram(), make.dilek(), None):
        for page in [place, *pages_of(made)]:
            assert "Jullie zoeken nog naar" not in browser(person).get(page, follow=True).content.decode()


def test_n13_where_a_member_stood_is_forgotten_when_it_left() -> None:
    _made, first, _second, _third = three()
    positions.note_positions(first, stands={"time": "underway"}, may_match=[], by=by(make.amina()))
    assert positions.forget_left() == 0
    members.leave(first, by=by(make.amina()))
    assert positions.forget_left() == 1
