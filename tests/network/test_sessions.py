"""Sessions of a network: who may plan, what is refused, forms with their sentences, lists and who hears."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings import exports
from communityup.gatherings import queries as gathered
from communityup.gatherings.actions import Moment
from communityup.gatherings.models import Gathering
from communityup.log.models import Line
from communityup.network.meetings import actions, notices, permissions
from communityup.network.meetings.models import Address, Session
from communityup.notices.queries import happening_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make
from tests.make_meetings import AFTER_SUMMER, HOUR, about, held, in_days, planned, rest, set_date
from tests.make_network import browser, coordinated, lines, member, path
from tests.make_newsletter import subscriber
from tests.nasty import some

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/bijeenkomsten/"
PLAN = {
    "title": "Loslaten", "purpose": "Leren.", "theme": "", "kind": "content", "day": "", "begins": "", "ends": "",
    "rough": "na de zomer", "way": "place", "where": "",
}  # fmt: skip
SUB_PAGES = ("beschrijven", "datum", "afgelasten", "opbrengst")


def by(person: Person) -> Actor:
    return Actor.of(person)


def test_only_a_coordinator_does_anything_with_a_session() -> None:
    made, dilek = coordinated()
    session, was = planned(made, dilek), held(made, dilek, title="Was")
    member(made, "De Schakel", make.amina())
    before = Line.objects.count()
    for other in (make.amina(), make.chris()):
        acts: list[Any] = [
            lambda who=other: planned(made, who, title="Nieuw"),
            lambda who=other: actions.describe_session(session, about=about("X"), by=by(who)),
            lambda who=other: set_date(session, who, in_days(3)),
            lambda who=other: actions.cancel_session(session, reason="X", by=by(who)),
            lambda who=other: actions.tell_outcomes(was, outcomes="X", next_step="Y", by=by(who)),
        ]
        for act in acts:
            with pytest.raises(NotAllowed):
                act()
    assert Line.objects.count() == before


def test_planning_twice_with_one_double_click_plans_one_session() -> None:
    made, dilek = coordinated()
    for moment in (AFTER_SUMMER, in_days(9)):
        assert planned(made, dilek, moment) == planned(made, dilek, moment)
    assert Session.objects.count() == 2
    assert lines(made).count("meetings.session_planned") == 2


def test_describing_again_with_the_same_words_changes_nothing_and_other_words_leave_one_line() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek)
    actions.describe_session(session, about=about(), by=by(dilek))
    assert "meetings.session_described" not in lines(made)
    changes = (about("Anders"), about("Anders", theme=""), about("Anders", theme="", kind="content"))
    for number, words in enumerate(changes, 1):
        session = actions.describe_session(session, about=words, by=by(dilek))
        assert lines(made).count("meetings.session_described") == number
    actions.describe_session(session, about=about("Anders", theme="", kind="content", purpose="Doel."), by=by(dilek))
    assert lines(made).count("meetings.session_described") == 4
    assert rest() == 0


def test_rough_date_said_anew_leaves_a_line_and_needs_no_letter() -> None:
    made, dilek = coordinated()
    subscriber(made)
    session = planned(made, dilek)
    set_date(session, dilek, Moment(rough="in oktober"))
    assert lines(made)[-1] == "meetings.rough_date_changed"
    assert rest() == 0


def test_moment_is_refused_when_it_is_past_upside_down_or_too_long() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9))
    with pytest.raises(Refused, match="moment dat nog"):
        set_date(session, dilek, in_days(-1))
    begins_at = in_days(9).begins_at
    assert begins_at is not None
    for ends_at in (begins_at, begins_at - HOUR, begins_at + dt.timedelta(days=8)):
        with pytest.raises(Refused, match="na het begin"):
            set_date(session, dilek, Moment(begins_at=begins_at, ends_at=ends_at, where="X"))
    with pytest.raises(Refused):
        set_date(session, dilek, Moment(rough=" "))
    with pytest.raises(ValueError, match="nergens"):
        set_date(session, dilek, Moment(rough="ooit", way="nergens"))


def test_what_was_or_was_cancelled_stays_as_it_was() -> None:
    made, dilek = coordinated()
    was, off = held(made, dilek, title="Was"), planned(made, dilek, in_days(9), title="Af")
    actions.cancel_session(off, reason="Ziek.", by=by(dilek))
    for session in (was, off):
        with pytest.raises(Refused):
            set_date(session, dilek, in_days(20))
    with pytest.raises(Refused, match="al geweest"):
        actions.cancel_session(was, reason="X", by=by(dilek))
    for session in (off, planned(made, dilek, title="Later")):
        with pytest.raises(Refused, match="nog niet geweest"):
            actions.tell_outcomes(session, outcomes="X", next_step="Y", by=by(dilek))


def test_outcomes_told_again_replace_the_earlier_ones_and_the_same_is_once() -> None:
    made, dilek = coordinated()
    was = held(made, dilek)
    for outcomes, step, count in (("A", "B", 1), ("A", "B", 1), ("C", "B", 2), ("C", "D", 3)):
        was = actions.tell_outcomes(was, outcomes=outcomes, next_step=step, by=by(dilek))
        assert lines(made).count("meetings.outcomes_told") == count
    assert (str(was.outcomes), str(was.next_step)) == ("C", "D")


def test_month_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    made, dilek = coordinated()
    monkeypatch.setattr(permissions, "LETTERS_OF_A_MONTH", ("",))
    moment = in_days(9)
    planned(made, dilek, moment, title="Een")
    with pytest.raises(Refused, match="geen nummers"):
        planned(made, dilek, moment, title="Twee")


def test_title_without_letters_and_one_that_is_a_page_get_an_address() -> None:
    made, dilek = coordinated()
    assert planned(made, dilek, title="???").slug == "bijeenkomst"
    assert planned(made, dilek, title="Plannen").slug == "plannen-2"
    assert planned(made, dilek, title="!!!").slug == "bijeenkomst-2"
    long = planned(made, dilek, in_days(9), title="woord " * 19)
    assert len(long.slug) <= 80


def test_database_refuses_what_can_never_be() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9))
    now = timezone.now()
    wrong: list[dict[str, Any]] = [
        {"way": "?"}, {"rough": "ooit"}, {"begins_at": None}, {"ends_at": now - HOUR}, {"told": 9},
        {"in_calendars_from": 1}, {"in_calendars_begins_at": now},
    ]  # fmt: skip
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Gathering.objects.filter(pk=session.gathering.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.update(kind="iets")
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.update(outcomes=session.purpose)
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(network=made, slug=session.slug, session=session)


def test_rough_date_has_no_calendar_file() -> None:
    made, dilek = coordinated()
    with pytest.raises(ValueError, match="rough"):
        exports.calendar(planned(made, dilek).gathering, link="", description="")


def test_when_is_said_in_full_on_one_day_and_over_two() -> None:
    begins = dt.datetime(2026, 3, 12, 19, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert gathered.when_of("", begins, begins + 2 * HOUR) == "donderdag 12 maart 2026, 19.30 uur tot 21.30 uur"
    two = gathered.when_of("", begins, begins + 24 * HOUR)
    assert two == "donderdag 12 maart 2026, 19.30 uur tot vrijdag 13 maart 2026, 19.30 uur"


# Pages


def test_pages_over_http_as_everybody() -> None:
    made, dilek = coordinated()
    was = held(made, dilek, title="Was")
    member(made, "De Schakel", make.amina())
    before = Line.objects.count()
    for place in (HERE, f"{HERE}{was.slug}/"):
        for one in (None, make.chris(), make.amina(), dilek):
            assert browser(one).get(place).status_code == 200
        assert browser(dilek).post(place).status_code == 405
    for place in (f"{HERE}plannen/", *(f"{HERE}{was.public_id}/{name}/" for name in SUB_PAGES)):
        assert browser().get(place).status_code == 302
        assert browser().post(place).status_code == 302
        for other in (make.chris(), make.amina()):
            assert browser(other).get(place).status_code == 403
            assert browser(other).post(place).status_code == 403
        gone = place.endswith(("/datum/", "/afgelasten/"))
        assert browser(dilek).get(place).status_code == (409 if gone else 200)
    for name in SUB_PAGES:
        assert browser(dilek).get(f"{HERE}nergens/{name}/").status_code == 404
        assert browser(make.chris()).get(f"{HERE}nergens/{name}/").status_code == 403
    assert Line.objects.count() == before


def test_coordinator_plans_describes_and_cancels_on_the_pages() -> None:
    made, dilek = coordinated()
    client = browser(dilek)
    assert "Plan een bijeenkomst" in client.get(HERE).content.decode()
    assert "Plan een bijeenkomst" not in browser(make.chris()).get(HERE).content.decode()
    answer = client.post(f"{HERE}plannen/", PLAN, follow=True)
    assert answer.redirect_chain[-1][0] == f"{HERE}loslaten/"
    session = made.sessions.get()
    said = {"title": "Loslaten 2", "purpose": "Meer leren.", "theme": "Beheer", "kind": "approach"}
    found = client.post(f"{HERE}{session.public_id}/beschrijven/", said, follow=True).content.decode()
    for words in ("Loslaten 2", "Meer leren.", "Beheer", "de aanpak"):
        assert words in found
    assert 'value="Loslaten 2"' in client.get(f"{HERE}{session.public_id}/beschrijven/").content.decode()
    client.post(f"{HERE}{session.public_id}/afgelasten/", {"reason": "De zaal lekt."})
    found = client.get(HERE).content.decode()
    assert "afgelast · na de zomer" in found
    assert "afgelasten/" not in client.get(f"{HERE}loslaten/").content.decode()


def test_date_form_begins_with_what_there_is() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9, hour=9))
    found = browser(dilek).get(f"{HERE}{session.public_id}/datum/").content.decode()
    for words in ('value="09:00"', 'value="11:00"', 'value="Buurthuis De Schakel"', "checked"):
        assert words in found


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rough": ""}, "Geef een dag met begin- en eindtijd"),
        ({"begins": "10:00"}, "Geef ook de dag"),
        ({"day": "2031-05-06", "ends": "10:00"}, "Geef een begin- en een eindtijd"),
        ({"day": "2031-05-06", "begins": "10:00"}, "Geef een begin- en een eindtijd"),
        ({"day": "2031-05-06", "begins": "10:00", "ends": "09:00"}, "Het eind ligt na het begin"),
        ({"day": "2031-05-06", "begins": "10:00", "ends": "11:00"}, "Zeg waar het is"),
        ({"day": "morgen"}, "datum"),
        ({"title": ""}, "Vul"),
        ({"way": "nergens"}, "Kies"),
        ({"title": "x" * 121}, "teken"),
    ],
)
def test_bad_form_gives_a_clear_sentence_and_keeps_what_was_typed(changes: dict[str, str], sentence: str) -> None:
    made, dilek = coordinated()
    answer = browser(dilek).post(f"{HERE}plannen/", {**PLAN, **changes})
    found = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in found
    assert "Leren." in found
    assert not made.sessions.exists()


def test_online_session_needs_no_place() -> None:
    made, dilek = coordinated()
    said = {**PLAN, "day": "2031-05-06", "begins": "10:00", "ends": "11:00", "way": "online", "rough": "ooit"}
    assert browser(dilek).post(f"{HERE}plannen/", said).status_code == 302
    assert made.sessions.get().gathering.rough == ""
    assert "online" in Client().get(f"{HERE}3105-loslaten/").content.decode()


@pytest.mark.parametrize("nasty", some(__name__))
def test_nasty_words_break_nothing(nasty: str) -> None:
    made, dilek = coordinated()
    session = planned(made, dilek)
    client = browser(dilek)
    answers = [
        client.post(f"{HERE}plannen/", {**PLAN, "title": nasty, "rough": nasty, "purpose": nasty}),
        client.post(f"{HERE}{session.public_id}/datum/", {"rough": nasty, "way": "place"}),
        client.get(HERE, {"page": nasty}),
    ]
    assert {answer.status_code for answer in answers} <= {200, 302, 409, 422}
    assert client.get(HERE).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, dilek = coordinated()
    for number in range(count):
        was = held(made, dilek, title=f"Was {number}", days=3 + number)
        planned(made, dilek, in_days(9 + number), title=f"Komt {number}")
    with django_assert_num_queries(5):
        assert Client().get(HERE).status_code == 200
    # Two of them ask for the programme, and who receives the session; one where its report stands.
    with django_assert_num_queries(14):
        assert Client().get(f"{HERE}{was.slug}/").status_code == 200


def test_page_of_the_network_tells_when_the_next_session_is() -> None:
    made, dilek = coordinated()
    assert "Volgende bijeenkomst" not in Client().get(path(made, "page")).content.decode()
    planned(made, dilek, title="Later")
    first = planned(made, dilek, in_days(9), title="Eerst")
    for name in ("page", "factsheet"):
        found = Client().get(path(made, name)).content.decode()
        assert f"{first.number} Eerst" in found
        assert "Later" not in found


def test_coming_stand_in_order_with_rough_ones_last_and_past_ones_newest_first() -> None:
    made, dilek = coordinated()
    for title, moment in (("Ooit", AFTER_SUMMER), ("Tweede", in_days(20)), ("Eerste", in_days(9))):
        planned(made, dilek, moment, title=title)
    held(made, dilek, days=40, title="Oudste")
    held(made, dilek, days=3, title="Laatste")
    found = Client().get(HERE).content.decode()
    places = [found.index(f"{title}<") for title in ("Eerste", "Tweede", "Ooit", "Laatste", "Oudste")]
    assert places == sorted(places)


# Who hears


def test_members_hear_on_the_site_unless_they_get_the_letter() -> None:
    made, dilek = coordinated()
    member(made, "De Schakel", make.amina())
    member(made, "Gemeente Lindeveen", make.bram(), kind="municipality")
    subscriber(made, make.bram().email)
    set_date(planned(made, dilek), dilek, in_days(9))
    first, fixed = Line.objects.filter(type__startswith="meetings.").order_by("n")
    assert notices.members(happening_of(first)) == {make.amina().pk, make.bram().pk}
    assert notices.members_without_letter(happening_of(fixed)) == {make.amina().pk}
    rest()
    assert [mail.to for mail in Mail.objects.filter(key__startswith="session:")] == [make.bram().email]
