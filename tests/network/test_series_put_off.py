"""A series of which one was put off without a day: it is cancelled with the others, and the page says what is left."""

import datetime as dt

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.gatherings.actions import Moment
from communityup.gatherings.models import Gathering, Registration
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Series, Session
from communityup.network.networks.models import Network
from communityup.network.series import actions
from communityup.network.series.actions import Hours
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests.make_meetings import DAY, HOUR, MINUTE, about, set_date
from tests.make_network import browser, coordinated, lines
from tests.make_registrations import comes

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/bijeenkomsten/"
DAYS = [dt.date(2031, 3, 4), dt.date(2031, 3, 18), dt.date(2031, 4, 1)]
EVENING = Hours(begins=dt.time(19, 30), ends=dt.time(21), way="place", where="De Schakel")
LATER = Moment(rough="na de zomer", where="De Schakel")
MOVE, CANCEL = "Verzet alle die nog komen", "Gelast alle af die nog komen"
GONE = "Deze bijeenkomst is al geweest of gaat niet door."


def put_off(place: int = 1) -> tuple[Network, Person, Series]:
    """Return a series of three, of which everybody heard, and one was put off without a day."""
    made, dilek = coordinated()
    series = actions.plan_series(made, about=about("Inloopavond"), days=DAYS, hours=EVENING, by=Actor.of(dilek))
    for one in sessions(series):
        comes(one, "Eva")
    Registration.objects.update(since=F("since") - HOUR)
    rest()
    set_date(sessions(series)[place - 1], dilek, LATER)
    rest()
    return made, dilek, series


def sessions(series: Series) -> list[Session]:
    return list(series.sessions.select_related("gathering", "network__stream", "series").order_by("place"))


def rest() -> None:
    Gathering.objects.update(changed_at=F("changed_at") - 2 * MINUTE)
    meetings.tell_due()
    actions.tell_due()


def page(series: Series, who: Person | None = None) -> str:
    return browser(who).get(f"{HERE}reeks/{series.public_id}/").content.decode()


def goes_on(series: Series) -> list[bool]:
    return [one.gathering.cancelled_at is None for one in sessions(series)]


@pytest.mark.parametrize("place", [1, 2, 3])
def test_cancelling_all_that_come_takes_along_the_one_without_a_day(place: int) -> None:
    made, dilek, series = put_off(place)
    first = sessions(series)[0]
    address = f"{HERE}{first.public_id}/en-latere/afgelasten/"
    assert f'href="{address}"' in page(series, dilek)
    form = browser(dilek).get(address).content.decode()
    assert form.count("3103") + form.count("3104") >= 3
    assert "na de zomer" in form
    answer = browser(dilek).post(address, {"reason": "De zaal sluit."}, follow=True)
    shown = answer.content.decode()
    assert goes_on(series) == [False, False, False]
    assert "Afgelast. Wie ze in de agenda had" in shown
    assert "Er komt er geen meer" in shown
    assert CANCEL not in shown
    assert lines(made).count("series.later_sessions_cancelled") == 1
    rest()
    mail = Mail.objects.filter(to="eva@example.org", key__startswith="series:").order_by("pk").last()
    assert mail is not None
    assert mail.subject == "Afgelast: Inloopavond, 3 bijeenkomsten"
    for part in (mail.text, mail.html):
        assert "/plek/" not in part
        assert "terug te geven" not in part


def test_one_without_a_day_that_comes_before_stays_when_the_later_ones_are_cancelled() -> None:
    _made, dilek, series = put_off(1)
    assert actions.cancel_later(sessions(series)[1], reason="De zaal sluit.", by=Actor.of(dilek)) == 2
    assert goes_on(series) == [True, False, False]
    shown = page(series, dilek)
    assert "Er komt nog 1 bijeenkomst van deze reeks. Van 1 is de dag nog niet bekend." in shown
    assert CANCEL in shown
    assert MOVE not in shown


def test_page_of_a_series_says_how_many_are_still_to_come() -> None:
    _made, dilek, series = put_off(2)
    assert "Er komen nog 3 bijeenkomsten van deze reeks. Van 1 is de dag nog niet bekend." in page(series)
    meetings.cancel_session(sessions(series)[1], reason="Ziek.", by=Actor.of(dilek))
    shown = page(series)
    assert "Er komen nog 2 bijeenkomsten van deze reeks." in shown
    assert "is de dag nog niet bekend" not in shown


def test_moving_all_begins_at_the_first_with_a_day_and_leaves_the_one_without_as_it_is() -> None:
    _made, dilek, series = put_off(1)
    second = sessions(series)[1]
    address = f"{HERE}{second.public_id}/en-latere/"
    assert f'href="{address}"' in page(series, dilek)
    form = browser(dilek).get(address).content.decode()
    assert "Een bijeenkomst zonder dag blijft zoals die is" in form
    assert actions.move_later(second, day=DAYS[1] + DAY, hours=EVENING, by=Actor.of(dilek)) == 2
    moved = [one.gathering.begins_at and timezone.localdate(one.gathering.begins_at) for one in sessions(series)]
    assert moved == [None, DAYS[1] + DAY, DAYS[2] + DAY]


def test_moving_leaves_one_without_a_day_in_between_and_beginning_there_is_refused() -> None:
    _made, dilek, series = put_off(2)
    first, second, _third = sessions(series)
    assert actions.move_later(first, day=DAYS[0] + DAY, hours=EVENING, by=Actor.of(dilek)) == 2
    with pytest.raises(Refused, match="heeft nog geen dag"):
        actions.move_later(second, day=DAYS[1], hours=EVENING, by=Actor.of(dilek))
    assert sessions(series)[1].gathering.begins_at is None


def test_page_of_a_session_without_a_day_offers_cancelling_with_the_later_ones_and_no_moving() -> None:
    _made, dilek, series = put_off(2)
    for one, ways in zip(sessions(series), (["move", "cancel"], ["cancel"], ["move", "cancel"]), strict=True):
        shown = browser(dilek).get(f"{HERE}{one.slug}/").content.decode()
        found = {"move": f'href="{HERE}{one.public_id}/en-latere/"', "cancel": "/en-latere/afgelasten/"}
        assert [name for name, way in found.items() if way in shown] == ways
        assert ("Gelast deze en de latere af" in shown) == ("cancel" in ways)


def test_nothing_about_a_series_is_called_by_another_word_for_cancelling() -> None:
    _made, dilek, series = put_off(3)
    first = sessions(series)[0]
    pages = [
        page(series, dilek),
        browser(dilek).get(f"{HERE}{first.slug}/").content.decode(),
        browser(dilek).get(f"{HERE}{first.public_id}/en-latere/afgelasten/").content.decode(),
    ]
    actions.cancel_later(first, reason="De zaal sluit.", by=Actor.of(dilek))
    pages.append(Client().get("/netwerken/community-up/logboek/", follow=True).content.decode())
    for shown in pages:
        assert [words for words in ("Zeg deze", "Zeg alle", "Zeg ze", "zegde", "fgezegd") if words in shown] == []


# Forms of what was


@pytest.mark.parametrize("name", ["", "afgelasten/"])
def test_form_about_the_later_ones_says_before_it_is_filled_in_that_nothing_of_them_can_change(name: str) -> None:
    _made, dilek, series = put_off(3)
    first, second, _third = sessions(series)
    client, address = browser(dilek), f"{HERE}{first.public_id}/en-latere/{name}"
    assert client.get(address).status_code == 200
    Gathering.objects.filter(pk=first.gathering_id).update(
        begins_at=timezone.now() - DAY - HOUR, ends_at=timezone.now() - DAY
    )
    meetings.cancel_session(second, reason="Ziek.", by=Actor.of(dilek))
    for one in (first, second):
        answer = client.get(f"{HERE}{one.public_id}/en-latere/{name}")
        assert (answer.status_code, GONE in answer.content.decode()) == (409, True)
    typed = {"day": "2031-05-06", "begins": "14:00", "ends": "16:00", "way": "place", "where": "Zaal Zuid"}
    answer = client.post(address, typed if name == "" else {"reason": "Zaal Zuid is dicht."})
    html = answer.content.decode()
    assert (answer.status_code, GONE in html, "Zaal Zuid" in html) == (422, True, True)


def test_form_to_move_one_without_a_day_says_at_once_that_it_has_none() -> None:
    _made, dilek, series = put_off(2)
    second = sessions(series)[1]
    answer = browser(dilek).get(f"{HERE}{second.public_id}/en-latere/")
    assert (answer.status_code, "heeft nog geen dag" in answer.content.decode()) == (409, True)
    assert browser(dilek).get(f"{HERE}{second.public_id}/en-latere/afgelasten/").status_code == 200
