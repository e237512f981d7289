"""A session that is held another way: nobody loses their place silently, nobody new goes before who was there (B2)."""

from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from communityup.gatherings.models import Registration
from communityup.network.meetings import actions
from communityup.network.meetings.models import Session
from communityup.network.series.actions import tell_due
from communityup.network.takeaways.queries import who_was_there
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make
from tests.at_once import together
from tests.make_meetings import DAY, HOUR, in_days, letters, rest, series, set_date
from tests.make_network import browser, coordinated
from tests.make_registrations import (
    HERE,
    LINK,
    comes,
    is_today,
    link,
    place_of,
    set_places,
    sign_up,
    told,
    with_places,
)
from tests.make_registrations import asked as asked_by_mail

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()


def way(session: Session, person: Person, way: str) -> None:
    """Hold a session another way, as a coordinator, at the same moment; who comes registered an hour before."""
    Registration.objects.update(since=F("since") - HOUR)
    session.refresh_from_db()
    set_date(session, person, in_days(9, way=way))
    session.gathering.refresh_from_db()


def has(session: Session) -> list[str]:
    """Return who has what and where, in the order in which they registered."""
    found = session.gathering.registrations.order_by("since", "pk")
    return [f"{one.name} {one.state} {'online' if one.is_online else 'place'} {one.seat}" for one in found]


def own(one: Registration) -> str:
    """Return the page of somebody's own place."""
    return Client().get(place_of(one)).content.decode()


def written(one: Registration) -> str:
    """Return the last letter about the session itself that went to somebody."""
    return [mail.text for mail in letters() if mail.to == one.email][-1]


def test_b2_who_waits_online_gets_a_place_online_when_the_session_is_in_a_place_too() -> None:
    _made, dilek, session = with_places(1, way="online")
    eva, cas = comes(session, "Eva", online=True), comes(session, "Cas", online=True)
    assert has(session) == ["Eva seat online 1", "Cas waiting online None"]
    way(session, dilek, "both")
    assert has(session) == ["Eva seat online None", "Cas seat online None"]
    assert comes(session, "Fem").seat == 1, "the place itself is free"
    assert LINK in own(cas)
    rest()
    assert "Je hebt een plek: online." in written(cas)
    assert "Je hebt een plek: online." in written(eva)


def test_b2_who_came_online_gets_a_seat_in_the_order_of_registering_when_there_is_only_the_place() -> None:
    _made, dilek, session = with_places(2, way="both")
    fem, eva, gijs = comes(session, "Fem", online=True), comes(session, "Eva"), comes(session, "Gijs", online=True)
    way(session, dilek, "place")
    assert has(session) == ["Fem seat place 2", "Eva seat place 1", "Gijs waiting place None"]
    assert comes(session, "Dirk").state == "waiting"
    for one, state in ((fem, "Je hebt een plek"), (gijs, "Je staat op de wachtlijst")):
        page = own(one)
        assert state in page
        assert "nu alleen nog op de plek zelf" in page
        assert LINK not in page
        assert "· online" not in page
    assert "nu alleen nog op de plek zelf" not in own(eva)
    rest()
    assert "Geef dan je plek terug" in written(fem)
    assert "Je hebt een plek: op de plek zelf." in written(eva)
    assert "Geef dan je plek terug" not in written(eva)
    assert "Je staat op de wachtlijst" in written(gijs)
    assert link_of(gijs) == place_of(gijs)
    actions.withdraw(session, eva, by=VISITOR)
    assert has(session) == ["Fem seat place 2", "Gijs offered place 1", "Dirk waiting place None"]


def link_of(one: Registration) -> str:
    """Return the way to one's place that stands in the last letter about the session."""
    return link([mail for mail in letters() if mail.to == one.email][-1], "plek")


def test_b2_who_waited_for_the_place_keeps_their_turn_before_who_came_online_later() -> None:
    _made, dilek, session = with_places(1, way="both")
    eva, _cas, _fem = comes(session, "Eva"), comes(session, "Cas"), comes(session, "Fem", online=True)
    way(session, dilek, "place")
    assert has(session) == ["Eva seat place 1", "Cas waiting place None", "Fem waiting place None"]
    actions.withdraw(session, eva, by=VISITOR)
    assert has(session) == ["Cas offered place 1", "Fem waiting place None"]


@pytest.mark.parametrize("before", ["place", "both"])
def test_b2_everybody_has_a_place_when_the_session_is_online_only(before: str) -> None:
    _made, dilek, session = with_places(1, way=before)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    if before == "both":
        comes(session, "Fem", online=True)
    way(session, dilek, "online")
    come = list(Registration.objects.order_by("pk"))
    assert {(one.state, one.is_online) for one in come} == {("seat", True)}
    assert LINK in own(cas)
    assert comes(session, "Dirk", online=True).state == "waiting", "the number that can come stays as it was set"
    set_places(session, dilek, 1, offer_hours=24)
    actions.withdraw(session, eva, by=VISITOR)
    assert Registration.objects.get(name="Dirk").state == "waiting", "there are still as many as can come"
    rest()
    assert "Je hebt een plek: online." in written(cas)


def test_b2_way_chosen_by_mistake_and_put_right_changes_nothing_for_anybody() -> None:
    _made, dilek, session = with_places(2, way="both")
    for name, online in (("Eva", False), ("Fem", True), ("Cas", False), ("Gijs", True), ("Dirk", False)):
        comes(session, name, online=online)
    before = has(session)
    assert before == [
        "Eva seat place 1", "Fem seat online None", "Cas seat place 2", "Gijs seat online None",
        "Dirk waiting place None",
    ]  # fmt: skip
    number = len(told(Registration.objects.get(name="Gijs").email))
    way(session, dilek, "place")
    way(session, dilek, "both")
    assert has(session) == before
    assert len(told(Registration.objects.get(name="Gijs").email)) == number, "one letter about it, once it rests"


def test_b2_place_only_again_seats_who_had_a_seat_and_the_others_wait_in_their_order() -> None:
    _made, dilek, session = with_places(1)
    for name in ("Eva", "Cas", "Dirk"):
        comes(session, name)
    way(session, dilek, "online")
    way(session, dilek, "place")
    assert has(session) == ["Eva seat place 1", "Cas waiting place None", "Dirk waiting place None"]


def test_b2_who_has_a_place_online_beyond_the_room_keeps_it_when_the_place_comes_back_beside_it() -> None:
    _made, dilek, session = with_places(1)
    for name in ("Eva", "Cas"):
        comes(session, name)
    way(session, dilek, "online")
    way(session, dilek, "both")
    assert has(session) == ["Eva seat place 1", "Cas seat online None"]


def test_form_that_was_filled_in_for_the_place_gives_a_place_online_once_it_is_online() -> None:
    _made, dilek, session = with_places(1)
    sign_up(session)
    way(session, dilek, "online")
    Client().post(link(asked_by_mail()[0], "bevestigen"))
    assert has(session) == ["Wil seat online 1"]
    assert Registration.objects.get().online


def test_lists_at_the_door_and_of_who_was_there_follow_how_it_is_held() -> None:
    _made, dilek, session = with_places(3, way="both")
    eva, _fem = comes(session, "Eva"), comes(session, "Fem", online=True)
    client = browser(dilek)
    assert "Fem · online" in client.get(f"{HERE}{session.slug}/deelnemers/").content.decode()
    way(session, dilek, "place")
    session.refresh_from_db()
    assert "Fem · online" not in client.get(f"{HERE}{session.slug}/deelnemers/").content.decode()
    actions.note_presence(is_today(session), eva, came=True, by=Actor.of(dilek))
    assert [one.name for one in who_was_there(session)] == ["Eva"], "at the door everybody is seen"


def test_b2_letter_about_a_series_says_what_one_has_now() -> None:
    made, dilek = coordinated()
    first = series(made, dilek).sessions.select_related("gathering").order_by("place")[0]
    set_date(first, dilek, in_days(40, way="both"))
    first.refresh_from_db()
    first = set_places(first, dilek, 1)
    comes(first, "Eva")
    fem = comes(first, "Fem", online=True)
    set_date(first, dilek, in_days(40))
    Registration.objects.update(since=first.planned_at - DAY)
    assert rest() == 0
    tell_due()
    [mail] = Mail.objects.filter(to=fem.email, key__startswith="series:")
    assert "Je staat op de wachtlijst" in mail.text
    assert "Je staat op de wachtlijst" in mail.html


@pytest.mark.django_db(transaction=True)
def test_b2_held_in_the_place_alone_while_people_come_at_once_gives_no_seat_twice() -> None:
    _made, dilek, session = with_places(3, way="both")
    people = [comes(session, f"Mens {number}", online=True) for number in range(6)]
    newcomers = [Actor.of(make.person(f"Nieuw {number}")) for number in range(3)]
    acts: list[Any] = [lambda: set_date(session, dilek, in_days(9))]
    acts += [lambda one=one: actions.switch_way(session, one, online=False, by=VISITOR) for one in people[3:5]]
    acts += [lambda by=by: actions.register(session, name=str(by.person), online=True, by=by) for by in newcomers]
    given = together(*acts)
    wrong = [one for one in given if isinstance(one, Exception) and type(one).__name__ != "Refused"]
    assert not wrong, given
    found = Registration.objects.all()
    assert found.count() == 9
    assert list(found.filter(seat__isnull=False).order_by("seat").values_list("seat", flat=True)) == [1, 2, 3]
    assert found.filter(state="waiting", seat=None).count() == 6
