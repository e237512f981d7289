"""Who waits goes first: nobody jumps the list, and nobody falls off it because somebody else moves."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communityup.gatherings.models import Gathering, Registration
from communityup.network.invitations import actions as invitations
from communityup.network.meetings import actions
from communityup.network.meetings.models import Session
from communityup.network.series import actions as series_actions
from communityup.network.series.actions import Hours
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.at_once import together
from tests.make_meetings import AFTER_SUMMER, DAY, about, in_days, series, set_date
from tests.make_network import browser, coordinated
from tests.make_registrations import HERE, comes, is_today, place_of, set_places, states, told, with_places

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()


def begun(session: Session) -> Session:
    """Let a session have begun five minutes ago."""
    is_today(session)
    Gathering.objects.filter(pk=session.gathering_id).update(begins_at=timezone.now() - dt.timedelta(minutes=5))
    session.gathering.refresh_from_db()
    return session


def postponed_with_a_seat_given_back() -> tuple[Person, Session, Registration, Registration]:
    """Return a full session without a date of which Eva gave her seat back, with Cas who waits and Fem online."""
    _made, dilek, session = with_places(1, way="both")
    eva, cas, fem = comes(session, "Eva"), comes(session, "Cas"), comes(session, "Fem", online=True)
    set_date(session, dilek, AFTER_SUMMER)
    actions.withdraw(session, eva, by=VISITOR)
    assert states(session) == ["Cas waiting", "Fem seat"], "without a date nothing is offered"
    session.refresh_from_db()
    return dilek, session, cas, fem


@pytest.mark.parametrize("answer", ["online", "withdraw"])
def test_b2_who_waits_stays_on_the_list_when_somebody_moves_during_the_session(answer: str) -> None:
    _made, _dilek, session = with_places(1, way="both")
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    begun(session)
    Client().post(place_of(eva), {"answer": answer})
    assert actions.move_on_due() == 0
    cas.refresh_from_db()
    assert (cas.state, cas.offer_until) == ("waiting", None)
    assert [mail.subject.partition(":")[0] for mail in told(cas.email)] == ["Je staat op de wachtlijst"]


def test_b2_more_places_during_the_session_throw_nobody_off_the_list() -> None:
    _made, dilek, session = with_places(1)
    comes(session, "Eva")
    cas = comes(session, "Cas")
    set_places(begun(session), dilek, 5)
    actions.move_on_due()
    assert Registration.objects.get(pk=cas.pk).state == "waiting"


def test_b2_new_date_offers_what_came_free_to_who_waited_before_who_comes_online_can_take_it() -> None:
    dilek, session, cas, fem = postponed_with_a_seat_given_back()
    set_date(session, dilek, in_days(20, way="both"))
    assert states(session) == ["Cas offered", "Fem seat"]
    assert told(cas.email)[-1].subject.startswith("Er kwam een plek vrij")
    Client().post(place_of(fem), {"answer": "place"})
    assert states(session) == ["Cas offered", "Fem waiting"]


def test_b2_moved_series_offers_what_came_free_to_who_waited() -> None:
    made, dilek = coordinated()
    first = series(made, dilek).sessions.order_by("place")[0]
    actions.set_places(first, capacity=1, offer_hours=48, online_url="", house_rules="", by=Actor.of(dilek))
    eva, cas = comes(first, "Eva"), comes(first, "Cas")
    begun(first)
    actions.withdraw(first, eva, by=VISITOR)
    day = timezone.localdate() + 41 * DAY
    tomorrow = {"begins_at": timezone.now() + DAY, "ends_at": timezone.now() + 2 * DAY}
    Gathering.objects.filter(pk=first.gathering_id).update(**tomorrow)
    first.refresh_from_db()
    hours = Hours(begins=dt.time(19, 30), ends=dt.time(21), way="place", where="De Schakel")
    assert series_actions.move_later(first, day=day, hours=hours, by=Actor.of(dilek)) == 2
    assert Registration.objects.get(pk=cas.pk).state == "offered"


def test_b2_invitation_taken_back_offers_the_seat_to_who_waits() -> None:
    made, dilek = coordinated()
    closed = about(closed=True)
    session = actions.plan_session(made, about=closed, moment=in_days(9), by=Actor.of(dilek))
    session = set_places(session, dilek, 1, house_rules="Wat hier gezegd wordt, blijft hier.")
    people = [make.person(name) for name in ("Eva", "Cas")]
    eva, _cas = invitations.invite(session, addresses=[one.email for one in people], by=Actor.of(dilek))
    for one in people:
        actions.register(session, name=str(one), online=False, by=Actor.of(one))
    invitations.take_back(eva, by=Actor.of(dilek))
    assert states(session) == ["Cas offered"]
    assert told(people[1].email)[-1].subject.startswith("Er kwam een plek vrij")


def test_b2_newcomer_takes_no_free_seat_while_somebody_waits_and_reads_so() -> None:
    _made, _dilek, session = with_places(1)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    begun(session)
    actions.withdraw(session, eva, by=VISITOR)
    page = Client().get(f"{HERE}{session.slug}/").content.decode()
    assert "Zet me op de wachtlijst" in page
    assert "1 plek vrij" not in page
    comes(session, "Dirk")
    assert states(session) == ["Cas waiting", "Dirk waiting"]
    actions.withdraw(session, cas, by=VISITOR)
    actions.withdraw(session, Registration.objects.get(name="Dirk"), by=VISITOR)
    assert comes(session, "Fem").state == "seat", "with nobody waiting a free seat is free"


@pytest.mark.django_db(transaction=True)
def test_b2_new_date_and_newcomers_at_the_same_moment_pass_nobody_by() -> None:
    dilek, session, _cas, fem = postponed_with_a_seat_given_back()
    moment = in_days(20, way="both")
    dated = {"rough": "", "begins_at": moment.begins_at, "ends_at": moment.ends_at, "way": "both"}
    Gathering.objects.filter(pk=session.gathering_id).update(**dated)
    session.gathering.refresh_from_db()
    people = [Actor.of(make.person(name)) for name in ("Dirk", "Gijs")]
    acts: list[Any] = [lambda by=by: actions.register(session, name="Later", online=False, by=by) for by in people]
    acts += [lambda: actions.switch_way(session, fem, online=False, by=VISITOR)]
    acts += [lambda: set_date(session, dilek, in_days(21, way="both"))]
    given = together(*acts)
    assert not [one for one in given if isinstance(one, Exception)], given
    assert list(Registration.objects.filter(seat__isnull=False).values_list("name", "state")) == [("Cas", "offered")]


def test_b2_at_the_door_a_free_seat_is_of_who_waits_and_is_there_once_it_began() -> None:
    _made, dilek, session = with_places(1)
    eva, cas, dirk = (comes(session, name) for name in ("Eva", "Cas", "Dirk"))
    client, place = browser(dilek), f"{HERE}{session.public_id}/deelnemers/"

    def note(one: Registration) -> int:
        return client.post(place, {"who": one.public_id, "came": "yes"}).status_code

    today = timezone.localtime().replace(hour=23, minute=59, second=59)
    Gathering.objects.update(begins_at=today, ends_at=today + DAY)
    assert note(dirk) == 409, "before it begins free places go in the order of the list"
    assert "volgorde van de wachtlijst" in client.post(place, {"who": dirk.public_id, "came": "yes"}).content.decode()
    actions.withdraw(session, eva, by=VISITOR)
    assert note(cas) == 302, "to whom it was offered is there"
    cas.refresh_from_db()
    assert (cas.state, cas.seat, cas.offer_until, cas.came_at is None) == ("seat", 1, None, False)
    Gathering.objects.update(begins_at=timezone.now() - dt.timedelta(hours=1))
    assert note(dirk) == 409, "every place is taken"
    assert states(session) == ["Cas seat", "Dirk waiting"]
    actions.withdraw(session, cas, by=VISITOR)
    assert client.get(place).content.decode().count('value="yes"') == 1
    assert note(dirk) == 302
    assert states(session) == ["Dirk seat"]
    assert "1 is afgevinkt" in client.get(place).content.decode()
