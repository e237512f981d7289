"""Coming to a session: a place, the waiting list, offers that end, and giving a place back."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.gatherings.actions import Moment
from communityup.gatherings.models import Gathering, Registration, Request
from communityup.log.models import Line
from communityup.network.meetings import actions, permissions
from communityup.network.newsletter.models import Suppression
from communityup.network.newsletter.permissions import address_hash, token
from communityup.people.actions import make_guest
from communityup.people.actors import Actor
from tests import make
from tests.at_once import just_before, together
from tests.make_meetings import DAY, HOUR, attached, in_days, planned
from tests.make_network import browser, coordinated, lines
from tests.make_registrations import (
    HERE,
    asked,
    comes,
    link,
    place_of,
    set_places,
    sign_up,
    states,
    told,
    with_places,
)

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()


# By mail, without an account


def test_place_by_mail_needs_the_link_and_the_button_and_looking_gives_none() -> None:
    made, _dilek, session = with_places()
    answer = sign_up(session)
    assert answer.headers["Location"] == f"{HERE}{session.slug}/aanmelden/verstuurd/"
    assert "Kijk in je mail" in Client().get(answer.headers["Location"]).content.decode()
    [mail] = asked()
    place = link(mail, "bevestigen")
    for method in ("get", "head"):
        assert getattr(Client(), method)(place).status_code == 200
    assert not Registration.objects.exists()
    assert "meetings.registered" not in lines(made)
    for _click in range(2):
        own = Client().post(place).headers["Location"]
    assert states(session) == ["Wil seat"]
    assert "Je hebt een plek" in Client().get(own).content.decode()
    assert Client().get(place).headers["Location"] == own
    [confirmed] = told("wil@example.org")
    _file, event = attached(confirmed)
    assert (str(event["SUMMARY"]), int(event["SEQUENCE"])) == ("Loslaten in de praktijk", 0)
    assert lines(made).count("meetings.registered") == 1
    assert not Request.objects.exists()


def test_answer_does_not_tell_whether_an_address_has_a_place() -> None:
    _made, _dilek, session = with_places()
    sign_up(session, "heeft@example.org")
    Client().post(link(asked("heeft@example.org")[0], "bevestigen"))
    Suppression.objects.create(address_hash=address_hash("nee@example.org"), since=timezone.now())
    answers = {
        (one.status_code, one.headers["Location"])
        for one in (
            sign_up(session, "heeft@example.org"), sign_up(session, "nieuw@example.org"),
            sign_up(session, "nee@example.org"), sign_up(session, "bot@example.org", rest_7="koop"),
        )
    }  # fmt: skip
    assert len(answers) == 1
    assert (asked("nee@example.org"), asked("bot@example.org")) == ([], [])
    assert not Request.objects.filter(email="bot@example.org").exists()


def test_one_form_sends_one_mail_a_day_and_all_forms_three() -> None:
    made, dilek, session = with_places()
    for spelled in ("Wil@example.org", " wil@EXAMPLE.org"):
        sign_up(session, spelled)
    assert len(asked()) == 1
    for number in range(4):
        sign_up(planned(made, dilek, in_days(20 + number), title=f"Nog {number}"))
    assert len(asked()) == 3


def test_that_was_not_me_leads_from_the_letter() -> None:
    _made, _dilek, session = with_places()
    sign_up(session)
    assert Client().post(link(asked()[0], "niet-ik"), {"answer": "shield"}).status_code == 200
    assert Suppression.objects.count() == 1


def test_link_that_is_old_or_not_ours_gives_no_place() -> None:
    _made, _dilek, session = with_places()
    sign_up(session)
    place = link(asked()[0], "bevestigen")
    Request.objects.update(asked_at=timezone.now() - 8 * DAY)
    assert Client().post(place).status_code == 410
    assert actions.forget_due() == 1
    assert Client().get(place).status_code == 410
    eva = comes(session, "Eva")
    swapped = f"{HERE}plek/{token(permissions.CONFIRM, eva.public_id)}/"
    for wrong in (swapped, f"{HERE}plek/niets/", f"{HERE}bevestigen/niets/"):
        assert Client().get(wrong).status_code == 404
    other = f"/netwerken/ander/bijeenkomsten/plek/{permissions.place_token(eva)}/"
    assert Client().get(other).status_code == 404


# With an account, and the waiting list


def test_account_registers_at_once_with_the_name_one_gives_and_twice_is_once() -> None:
    made, _dilek, session = with_places()
    client = browser(make.amina())
    form = client.get(f"{HERE}{session.slug}/aanmelden/").content.decode()
    assert 'value="Amina"' in form
    assert 'name="email"' not in form
    for _click in range(2):
        answer = client.post(f"{HERE}{session.slug}/aanmelden/", {"name": "Amina B."})
    assert "Je hebt een plek" in client.get(answer.headers["Location"]).content.decode()
    assert states(session) == ["Amina B. seat"]
    assert lines(made).count("meetings.registered") == 1
    assert Line.objects.get(type="meetings.registered").content["actor"] is None
    page = client.get(f"{HERE}{session.slug}/").content.decode()
    assert "heeft een plek" in page
    assert "Er is nog 1 plek vrij" in page


def test_guest_without_an_account_registers_by_mail() -> None:
    _made, _dilek, session = with_places()
    assert 'name="email"' in browser(make_guest(language="nl")).get(f"{HERE}{session.slug}/aanmelden/").content.decode()


def test_full_session_has_a_waiting_list_and_a_place_that_comes_free_is_offered_to_the_first() -> None:
    made, _dilek, session = with_places(2)
    eva, _bo, cas, dirk = (comes(session, name) for name in ("Eva", "Bo", "Cas", "Dirk"))
    assert states(session) == ["Eva seat", "Bo seat", "Cas waiting", "Dirk waiting"]
    page = Client().get(f"{HERE}{session.slug}/").content.decode()
    assert "Alle plekken zijn bezet" in page
    assert "Er wachten 2 mensen" in page
    assert told(cas.email)[0].attachments == []
    with pytest.raises(Refused, match="nu geen plek voor je vrij"):
        actions.take_place(session, cas, by=VISITOR)
    for _click in range(2):
        actions.withdraw(session, eva, by=VISITOR)
    assert states(session) == ["Bo seat", "Cas offered", "Dirk waiting"]
    assert lines(made).count("meetings.withdrawn") == 1
    offered = Registration.objects.get(name="Cas")
    assert offered.offer_until is not None
    assert abs(offered.offer_until - timezone.now() - 48 * HOUR) < dt.timedelta(minutes=1)
    place = link(told(cas.email)[1], "plek")
    assert Client().get(place).status_code == 200
    assert Registration.objects.get(name="Cas").state == "offered", "looking takes no place"
    for _click in range(2):
        assert Client().post(place, {"answer": "take"}).status_code == 302
    assert states(session) == ["Bo seat", "Cas seat", "Dirk waiting"]
    assert lines(made).count("meetings.place_taken") == 1
    assert len(told(cas.email)) == 3
    assert attached(told(cas.email)[2])[1]["SUMMARY"] == "Loslaten in de praktijk"
    assert dirk.state == "waiting"


def test_offer_that_nobody_takes_in_time_moves_on_by_itself() -> None:
    made, _dilek, session = with_places(1)
    eva, cas, _dirk = (comes(session, name) for name in ("Eva", "Cas", "Dirk"))
    actions.withdraw(session, eva, by=VISITOR)
    assert actions.move_on_due() == 0
    Registration.objects.filter(state="offered").update(offer_until=timezone.now() - HOUR)
    with pytest.raises(Refused):
        actions.take_place(session, cas, by=VISITOR)
    assert (actions.move_on_due(), actions.move_on_due()) == (1, 0)
    assert states(session) == ["Dirk offered"]
    assert told(cas.email)[-1].subject == "De tijd voor je plek is om: Loslaten in de praktijk"
    assert "Wil je nog komen? Meld je opnieuw aan:" in told(cas.email)[-1].text
    assert lines(made).count("meetings.offers_ended") == 1
    assert Client().post(place_of(cas), {"answer": "take"}).status_code == 410


def test_offer_that_another_worker_ended_meanwhile_is_told_once() -> None:
    made, _dilek, session = with_places(1)
    eva, cas, _dirk = (comes(session, name) for name in ("Eva", "Cas", "Dirk"))
    actions.withdraw(session, eva, by=VISITOR)
    Registration.objects.filter(state="offered").update(offer_until=timezone.now() - HOUR)
    others: list[int] = []
    with just_before('FROM "gatherings_gathering" WHERE', lambda: others.append(actions.move_on_due())):
        assert actions.move_on_due() == 0
    assert others == [1]
    assert states(session) == ["Dirk offered"]
    assert [mail.subject.partition(":")[0] for mail in told(cas.email)].count("De tijd voor je plek is om") == 1
    assert lines(made).count("meetings.offers_ended") == 1


def test_offer_ends_when_the_session_begins_at_the_latest() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, Moment(begins_at=timezone.now() + HOUR, ends_at=timezone.now() + 3 * HOUR))
    set_places(session, dilek, 1)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    actions.withdraw(session, eva, by=VISITOR)
    cas.refresh_from_db()
    assert cas.offer_until == Gathering.objects.get().begins_at
    begun = timezone.now() - HOUR / 2
    Gathering.objects.update(begins_at=begun)
    Registration.objects.filter(state="offered").update(offer_until=begun)
    assert actions.move_on_due() == 1
    assert "De bijeenkomst is begonnen." in told(cas.email)[-1].text
    assert "Meld je opnieuw aan" not in told(cas.email)[-1].text


def test_more_places_go_to_who_waits_and_fewer_than_are_taken_are_refused() -> None:
    made, dilek, session = with_places(1)
    for name in ("Eva", "Cas", "Dirk", "Fem"):
        comes(session, name)
    set_places(session, dilek, 3)
    assert states(session) == ["Eva seat", "Cas offered", "Dirk offered", "Fem waiting"]
    with pytest.raises(Refused, match="3 mensen hebben een plek"):
        set_places(session, dilek, 2)
    set_places(session, dilek, 3)
    assert lines(made).count("meetings.places_set") == 2, "the same again is no line"
    actions.withdraw(session, Registration.objects.get(name="Eva"), by=VISITOR)
    assert states(session) == ["Cas offered", "Dirk offered", "Fem offered"]
    set_places(session, dilek, None)
    assert comes(session, "Gijs").state == "seat"
    assert set(Registration.objects.values_list("seat", flat=True)) == {1, 2, 3, 4}


def test_fewer_places_number_the_seats_anew() -> None:
    _made, dilek, session = with_places(5)
    people = [comes(session, name) for name in ("Eva", "Cas", "Dirk")]
    actions.withdraw(session, people[0], by=VISITOR)
    set_places(session, dilek, 2)
    assert comes(session, "Fem").state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_fifty_people_race_for_the_last_seats_and_there_are_never_more_than_there_are() -> None:
    _made, _dilek, session = with_places(7)
    people = [Actor.of(make.person(f"Mens {number}")) for number in range(50)]
    given = together(*[
        lambda by=by: actions.register(session, name=str(by.person), online=False, by=by) for by in people
    ])  # fmt: skip
    assert all(isinstance(one, Registration) for one in given), [one for one in given if isinstance(one, Exception)]
    found = Registration.objects.filter(state="seat")
    assert found.count() == 7
    assert set(found.values_list("seat", flat=True)) == {1, 2, 3, 4, 5, 6, 7}
    assert Registration.objects.filter(state="waiting").count() == 43
    assert Line.objects.filter(type="meetings.registered").count() == 50


@pytest.mark.django_db(transaction=True)
def test_giving_back_and_registering_at_the_same_moment_passes_nobody_by() -> None:
    _made, _dilek, session = with_places(2)
    first = [comes(session, name) for name in ("Eva", "Bo", "Cas")]
    acts: list[Any] = [lambda one=one: actions.withdraw(session, one, by=VISITOR) for one in first[:2]]
    acts += [lambda name=name: comes(session, name) for name in ("Dirk", "Fem")]
    for name in ("Dirk", "Fem"):
        make.person(name)
    given = together(*acts)
    assert not [one for one in given if isinstance(one, Exception)], given
    held_now = Registration.objects.filter(seat__isnull=False)
    assert held_now.count() == 2
    assert held_now.filter(name="Cas").exists(), "who waited first goes first"


def test_database_refuses_two_on_one_seat_and_states_that_cannot_be() -> None:
    _made, _dilek, session = with_places(1)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    wrong: list[tuple[Registration, dict[str, Any]]] = [
        (cas, {"state": "seat", "seat": 1}), (cas, {"seat": 2}), (cas, {"came_at": timezone.now()}),
        (eva, {"state": "offered"}), (eva, {"offer_until": timezone.now()}), (eva, {"seat": 0}),
        (cas, {"email": eva.email}), (cas, {"state": "iets"}),
    ]  # fmt: skip
    for one, values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.filter(pk=one.pk).update(**values)
    for values in ({"capacity": 0}, {"offer_hours": 0}, {"offer_hours": 999}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Gathering.objects.update(**values)
