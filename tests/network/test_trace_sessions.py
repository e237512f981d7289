"""Sessions of a network as the trace says how they show: A45, A49 (topic 3 alone), A52, B1, B43, and E29."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from communityup.gatherings.models import Gathering
from communityup.log.models import Line
from communityup.network.meetings import actions, notices
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post import actions as post
from communityup.post.models import Mail
from tests import make
from tests.at_once import together
from tests.make_meetings import AFTER_SUMMER, attached, held, in_days, letters, on, planned, read, rest, set_date
from tests.make_network import browser, coordinated, last, lines, link_in, network
from tests.make_newsletter import sign_up, subscriber
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/bijeenkomsten/"
READERS = ["een@example.org", "twee@example.org"]


@built_once
def informed() -> tuple[Network, Person]:
    """Return a network with two who want to hear of sessions, and others who do not, or did not say yes."""
    made, dilek = coordinated()
    subscriber(made, READERS[0], ["sessions"])
    subscriber(made, READERS[1], ["developments", "online", "sessions"])
    subscriber(made, "nieuws@example.org", ["developments", "online"])
    sign_up(made, "zonder-ja@example.org", ["sessions"])
    return made, dilek


def html(place: str) -> str:
    return Client().get(place).content.decode()


def sent_form(day: dt.date, **more: str) -> dict[str, str]:
    return {"day": day.isoformat(), "begins": "14:00", "ends": "16:00", "way": "place", "where": "De Schakel", **more}


def test_b43_rough_date_is_text_without_a_calendar_file_and_fixing_it_tells() -> None:
    made, dilek = informed()
    session = planned(made, dilek, title="Volgende bijeenkomst")
    page = f"{HERE}{session.slug}/"
    assert "na de zomer – nadere info volgt" in html(page)
    assert "na de zomer – nadere info volgt" in html(HERE)
    assert "agenda.ics" not in html(page)
    assert Client().get(f"{page}agenda.ics").status_code == 404
    assert rest() == 0, "a rough date is told on the page, nobody gets a letter"
    set_date(session, dilek, in_days(20))
    assert rest() == 2


def test_a52_setting_a_date_sends_one_mail_per_confirmed_subscriber_and_saving_again_none() -> None:
    made, dilek = informed()
    session = planned(made, dilek)
    client, day = browser(dilek), in_days(30).begins_at.date()  # type: ignore[union-attr]
    place = f"{HERE}{session.public_id}/datum/"
    assert client.post(place, sent_form(day)).status_code == 302
    assert rest() == 2
    assert sorted(mail.to for mail in letters()) == READERS
    assert client.post(place, sent_form(day)).status_code == 302
    assert (rest(), rest(), len(letters())) == (0, 0, 2)
    assert lines(made).count("meetings.date_fixed") == 1
    assert "meetings.session_moved" not in lines(made)
    mail = letters()[0]
    assert mail.subject == "Datum bekend: Loslaten in de praktijk"
    file, event = attached(mail)
    assert (str(file["METHOD"]), int(event["SEQUENCE"]), str(event["STATUS"])) == ("PUBLISH", 0, "CONFIRMED")
    begins = dt.datetime.combine(day, dt.time(14), tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (begins, begins + dt.timedelta(hours=2))
    assert str(event["DTSTART"].params["TZID"]) == "Europe/Amsterdam"
    assert str(event["LOCATION"]) == "De Schakel"
    assert link_in(mail) in str(event["URL"])
    assert Client().get(link_in(mail)).status_code == 200


def test_a52_change_sends_an_update_with_the_same_uid_and_cancelling_takes_it_out() -> None:
    made, dilek = informed()
    session = set_date(planned(made, dilek), dilek, in_days(30))
    rest()
    set_date(session, dilek, in_days(31, where="Wijkcentrum"))
    assert rest() == 2
    (_file, first), (moved_file, moved) = attached(letters()[0]), attached(letters()[2])
    assert (str(moved["UID"]), int(moved["SEQUENCE"])) == (str(first["UID"]), int(first["SEQUENCE"]) + 1)
    assert (str(moved_file["METHOD"]), str(moved["LOCATION"])) == ("PUBLISH", "Wijkcentrum")
    assert letters()[2].subject.startswith("Veranderd: ")
    for _twice in range(2):
        actions.cancel_session(session, reason="De zaal lekt.", by=Actor.of(dilek))
    assert rest() == 2
    file, gone = attached(letters()[4])
    assert (str(file["METHOD"]), str(gone["STATUS"]), int(gone["SEQUENCE"])) == ("CANCEL", "CANCELLED", 2)
    assert str(gone["UID"]) == str(first["UID"])
    assert "De zaal lekt." in letters()[4].text
    assert lines(made).count("meetings.session_cancelled") == 1
    assert "De zaal lekt." in html(f"{HERE}{Session.objects.get().slug}/")


def test_two_moves_within_a_minute_tell_the_last_state_once_and_lose_nothing() -> None:
    made, dilek = informed()
    session = set_date(planned(made, dilek), dilek, in_days(30))
    set_date(session, dilek, in_days(33, where="Het laatste"))
    assert actions.tell_due() == 0, "what changed rests for a minute"
    assert rest() == 2
    file, event = attached(letters()[0])
    assert (str(file["METHOD"]), str(event["LOCATION"])) == ("PUBLISH", "Het laatste")
    assert letters()[0].subject.startswith("Datum bekend: "), "nobody heard of the first one"
    set_date(session, dilek, in_days(34))
    set_date(session, dilek, AFTER_SUMMER)
    assert rest() == 2
    file, event = attached(letters()[2])
    assert (str(file["METHOD"]), int(event["SEQUENCE"])) == ("CANCEL", 3)
    assert event["DTSTART"].dt == in_days(33).begins_at, "it takes out what stands in calendars"
    assert letters()[2].subject.startswith("Uitgesteld: ")
    assert [line for line in lines(made) if line.startswith("meetings.")] == [
        "meetings.session_planned", "meetings.date_fixed", "meetings.session_moved", "meetings.session_moved",
        "meetings.session_postponed",
    ]  # fmt: skip


def test_planned_and_cancelled_within_a_minute_tells_nobody() -> None:
    made, dilek = informed()
    session = planned(made, dilek, in_days(9))
    actions.cancel_session(session, reason="Toch niet.", by=Actor.of(dilek))
    assert (rest(), letters()) == (0, [])
    assert not Gathering.objects.exclude(told=2).exists(), "it is not asked again and again"


def test_e29_letters_leave_at_one_moment_for_everybody_and_no_party_hears_first() -> None:
    made, dilek = informed()
    planned(made, dilek, in_days(9))
    rest()
    assert len({mail.due_at for mail in letters()}) == 1


def test_a49_mail_about_sessions_goes_to_topic_three_alone_and_can_be_stopped_in_one_click() -> None:
    made, dilek = informed()
    other = network("ander")
    subscriber(other, "ander@example.org", ["sessions"])
    planned(made, dilek, in_days(9))
    rest()
    assert sorted(mail.to for mail in letters()) == READERS
    for mail in letters():
        assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        stop = mail.headers["List-Unsubscribe"].split(">")[0].partition("://")[2]
        assert f"//{stop}" in mail.text
        assert "List-Id" in mail.headers
    path = "/" + letters()[0].headers["List-Unsubscribe"].split(">")[0].partition("://")[2].partition("/")[2]
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert set(made.subscriptions.values_list("email", flat=True)) == {READERS[1], "nieuws@example.org"}


def test_killed_half_way_everybody_gets_the_letter_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made, dilek = informed()
    subscriber(made, "drie@example.org", ["sessions"])
    planned(made, dilek, in_days(9))
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    real, count = notices.tell, list[int]()

    def dies(*arguments: object) -> None:
        count.append(1)
        if len(count) == 2:
            raise KeyboardInterrupt
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(notices, "tell", dies)
    with pytest.raises(KeyboardInterrupt):
        rest()
    assert len(letters()) == 1
    rest()
    assert sorted(mail.to for mail in letters()) == sorted([*READERS, "drie@example.org"])
    assert {mail.subject for mail in letters()} == {"Datum bekend: Loslaten in de praktijk"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_write_each_letter_once() -> None:
    made, dilek = informed()
    planned(made, dilek, in_days(9))
    Gathering.objects.update(changed_at=made.started_at - dt.timedelta(minutes=5))
    given = together(*[actions.tell_due] * 4)
    assert all(isinstance(one, int) for one in given), given
    assert len(letters()) == 2
    assert Gathering.objects.get().told == 1


def test_letter_with_a_day_for_the_calendar_leaves_in_quiet_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    made, dilek = informed()
    planned(made, dilek, in_days(9))
    rest()
    monkeypatch.setattr(post, "in_quiet_hours", lambda _now: True)
    post.send(to="nieuws@example.org", subject="Nieuws", text="Nieuws", key="nieuws", headers={"List-Id": "x"})
    post.send_due()
    assert Mail.objects.filter(key__startswith="session:", sent_at=None).count() == 0
    assert Mail.objects.get(key="nieuws").sent_at is None


def test_b1_session_is_found_by_its_number_and_every_earlier_address() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, title="Na de zomer")
    assert session.slug == "na-de-zomer"
    session = set_date(session, dilek, on(dt.date(2031, 9, 10)))
    assert (session.number, session.slug) == ("3109", "3109-na-de-zomer")
    session = set_date(session, dilek, on(dt.date(2031, 10, 1)))
    assert (session.number, session.slug) == ("3110", "3110-na-de-zomer")
    session = actions.describe_session(
        session, about=actions.About(title="Loslaten", purpose="Leren."), by=Actor.of(dilek)
    )
    for name in ("na-de-zomer", "3109", "3109-na-de-zomer", "3110", session.public_id):
        answer = Client().get(f"{HERE}{name}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{HERE}3110-na-de-zomer/")
    assert "Loslaten" in html(f"{HERE}3110-na-de-zomer/")
    assert Client().get(f"{HERE}3111/").status_code == 404
    assert Client().get("/netwerken/ander/bijeenkomsten/3110/").status_code == 404


def test_b1_second_of_a_month_gets_a_letter_and_no_number_is_given_twice() -> None:
    made, dilek = coordinated()
    first = planned(made, dilek, on(dt.date(2031, 5, 6)), title="Een")
    second = planned(made, dilek, on(dt.date(2031, 5, 20)), title="Twee")
    assert (first.number, second.number) == ("3105", "3105b")
    set_date(second, dilek, on(dt.date(2031, 6, 3)))
    third = planned(made, dilek, on(dt.date(2031, 5, 21)), title="Drie")
    assert third.number == "3105c", "3105b led to another session once"
    other = network("ander")
    assert other.sessions.count() == 0
    same = planned(made, dilek, title="3105")
    assert same.slug == "3105-2", "an address leads to one session"


@pytest.mark.django_db(transaction=True)
def test_two_sessions_planned_at_the_same_moment_get_two_numbers() -> None:
    made, dilek = coordinated()
    moment = on(dt.date(2031, 5, 6))
    given = together(*[lambda title=title: planned(made, dilek, moment, title=title) for title in ("Een", "Twee")])
    assert all(isinstance(one, Session) for one in given), given
    assert set(Session.objects.values_list("number", flat=True)) == {"3105", "3105b"}


def test_a45_past_session_shows_date_outcomes_and_the_step_after_it() -> None:
    made, dilek = coordinated()
    session = held(made, dilek, title="Eerste sessie")
    coming = planned(made, dilek, in_days(30), title="Tweede sessie")
    page = f"{HERE}{session.slug}/"
    assert "is nog niet verteld" in html(page)
    said = {"outcomes": "Een goede stap voorwaarts.", "next_step": "Drie gemeenten wisselen hun afspraken uit."}
    assert browser(dilek).post(f"{HERE}{session.public_id}/opbrengst/", said).status_code == 302
    found = html(page)
    for words in (*said.values(), f'href="{HERE}{coming.slug}/"', "datetime="):
        assert words in found
    assert f'href="{page}"' in html(HERE)
    line = last(made)
    assert line.type == "meetings.outcomes_told"
    session.refresh_from_db()
    assert line.content["commit"] == session.outcomes.commit  # type: ignore[union-attr]
    assert line.content["next_commit"] == session.next_step.commit  # type: ignore[union-attr]


def test_session_that_was_is_written_down_without_a_letter() -> None:
    made, dilek = informed()
    session = held(made, dilek, title="Eerste sessie")
    assert session.number
    assert (rest(), letters()) == (0, [])


def test_calendar_file_of_the_page_is_that_of_the_letter() -> None:
    made, dilek = informed()
    session = planned(made, dilek, in_days(9))
    rest()
    answer = Client().get(f"{HERE}{session.slug}/agenda.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (_file, here), (_other, mailed) = read(answer.content), attached(letters()[0])
    assert {name: str(here[name]) for name in ("UID", "SEQUENCE", "SUMMARY")} == {
        name: str(mailed[name]) for name in ("UID", "SEQUENCE", "SUMMARY")
    }
    assert here["DTSTART"].dt == mailed["DTSTART"].dt


def test_line_of_a_session_holds_no_words_and_no_address() -> None:
    made, dilek = informed()
    set_date(planned(made, dilek, title="Geheime titel"), dilek, in_days(9))
    rest()
    found = b"".join(bytes(line.bytes) for line in Line.objects.filter(stream=made.stream))
    for words in (b"Geheime", b"De Schakel", b"na de zomer", b"example.org"):
        assert words not in found
    assert make.dilek().email.encode() not in found
