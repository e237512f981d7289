"""Who has a place at a session is reminded before it: once a week before and once the day before, by letter."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.gatherings.actions import Moment
from communityup.gatherings.models import Registration
from communityup.network.circulars.actions import remind_due
from communityup.network.circulars.jobs import JOBS
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make, make_invitations
from tests.at_once import together
from tests.make_meetings import DAY, HOUR, attached, planned, set_date
from tests.make_network import coordinated, lines
from tests.make_notices import AMSTERDAM, at
from tests.make_registrations import LINK, comes, link, set_places
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
BEGIN = dt.datetime(2027, 3, 10, 19, 30, tzinfo=AMSTERDAM)
LONG_BEFORE = BEGIN - 30 * DAY
WEEK_BEFORE, DAY_BEFORE = BEGIN - 7 * DAY, BEGIN - DAY


def moment(begins_at: dt.datetime = BEGIN, *, way: str = "place") -> Moment:
    return Moment(begins_at=begins_at, ends_at=begins_at + 2 * HOUR, way=way, where="Buurthuis De Schakel")


@built_once
def coming(*names: str, way: str = "place", capacity: int | None = None) -> tuple[Network, Person, Session]:
    """Return a session to which these people registered long before."""
    made, dilek = coordinated()
    with at(LONG_BEFORE):
        session = planned(made, dilek, moment(way=way))
        set_places(session, dilek, capacity)
        for name in names:
            comes(session, name)
    return made, dilek, session


def reminders(name: str = "") -> list[Mail]:
    found = Mail.objects.filter(key__startswith="reminder:").order_by("pk")
    return list(found.filter(to=make.person(name).email) if name else found)


def reminded(moment: dt.datetime) -> int:
    with at(moment):
        return remind_due()


def test_who_has_a_place_is_reminded_a_week_before_and_the_day_before_each_once() -> None:
    made, _dilek, _session = coming("Eva", "Bo")
    before = len(lines(made))
    told = [reminded(BEGIN - number * DAY) for number in (9, 8, 7, 7, 6, 3, 2, 1, 1, 0)]
    assert told == [0, 0, 2, 0, 0, 0, 0, 2, 0, 0]
    assert [len(reminders(name)) for name in ("Eva", "Bo")] == [2, 2]
    assert reminded(BEGIN + HOUR) == 0
    assert len(lines(made)) == before, "a letter to who comes is no news of the network"
    assert [job.run for job in JOBS] == [remind_due]


def test_reminder_says_when_and_where_with_the_file_and_the_way_to_give_a_place_back() -> None:
    _made, _dilek, session = coming("Eva")
    reminded(WEEK_BEFORE)
    [mail] = reminders("Eva")
    assert mail.subject == "Herinnering: Loslaten in de praktijk"
    assert "10 maart 2027" in mail.text
    assert "Buurthuis De Schakel" in mail.text
    file, event = attached(mail)
    assert (file["METHOD"], event["DTSTART"].dt) == ("PUBLISH", BEGIN)
    place = link(mail, "plek")
    with at(WEEK_BEFORE):
        assert "Geef mijn plek terug" in Client().get(place).content.decode()
        assert Client().post(place, {"answer": "withdraw"}).status_code == 302
    assert not session.gathering.registrations.exists()


def test_link_to_the_online_meeting_stands_on_the_page_of_the_place_and_not_in_the_letter() -> None:
    coming("Eva", way="both")
    reminded(DAY_BEFORE)
    [mail] = reminders()
    assert "met de link naar de online bijeenkomst" in mail.text
    assert LINK not in mail.text + mail.html
    assert LINK.encode() not in b"".join(str(one).encode() for one in mail.attachments)
    with at(DAY_BEFORE):
        assert LINK in Client().get(link(mail, "plek")).content.decode()


def test_who_registered_late_is_not_reminded_of_what_they_just_heard() -> None:
    _made, _dilek, session = coming()
    for name, days in (("Vroeg", 10), ("Laat", 8), ("Later", 4), ("Nu", 1)):
        with at(BEGIN - days * DAY):
            comes(session, name)
    assert reminded(WEEK_BEFORE) == 1
    assert [mail.to for mail in reminders()] == [make.person("Vroeg").email]
    assert reminded(DAY_BEFORE) == 3
    assert reminders("Nu") == []
    assert len(reminders("Laat")) == 1, "not both"


def test_who_withdrew_waits_or_can_take_a_place_is_not_reminded() -> None:
    _made, _dilek, session = coming("Eva", "Bo", "Cas", capacity=1)
    reminded(WEEK_BEFORE)
    with at(BEGIN - 4 * DAY):
        meetings.withdraw(session, session.gathering.registrations.get(name="Eva"), by=Actor.visitor())
    assert session.gathering.registrations.get(name="Bo").state == Registration.State.OFFERED
    assert reminded(DAY_BEFORE) == 0
    assert [mail.to for mail in reminders()] == [make.person("Eva").email]


def test_cancelled_or_postponed_session_reminds_nobody() -> None:
    _made, dilek, session = coming("Eva")
    with at(BEGIN - 8 * DAY):
        set_date(session, dilek, Moment(rough="na de zomer"))
    assert reminded(WEEK_BEFORE) == 0
    with at(BEGIN - 8 * DAY):
        set_date(session, dilek, moment())
        meetings.cancel_session(session, reason="Ziek.", by=Actor.of(dilek))
    assert (reminded(WEEK_BEFORE), reminded(DAY_BEFORE), reminders()) == (0, 0, [])


def test_moved_session_reminds_of_the_right_day() -> None:
    _made, dilek, session = coming("Eva")
    assert reminded(WEEK_BEFORE) == 1
    later = BEGIN + 20 * DAY
    with at(BEGIN - 2 * DAY):
        set_date(session, dilek, moment(later))
    assert reminded(DAY_BEFORE) == 0
    assert [reminded(later - number * DAY) for number in (7, 1)] == [1, 1]
    assert "30 maart 2027" in reminders()[-1].text


def test_session_that_was_moved_to_tomorrow_is_told_by_the_letter_of_the_change_alone() -> None:
    _made, dilek, session = coming("Eva")
    sooner = BEGIN - 10 * DAY
    with at(sooner - DAY):
        set_date(session, dilek, moment(sooner))
    assert (reminded(sooner - DAY), reminded(sooner - 2 * HOUR)) == (0, 0)


def test_no_reminder_leaves_in_the_night_and_a_late_worker_still_reminds() -> None:
    coming("Eva")
    assert reminded(DAY_BEFORE.replace(hour=7, minute=59)) == 0
    assert reminded(DAY_BEFORE.replace(hour=21)) == 0
    assert reminded(BEGIN.replace(hour=8, minute=0)) == 1


def test_x14_closed_session_reminds_who_is_invited_and_leads_to_a_page_without_an_account() -> None:
    made, dilek = coordinated()
    with at(LONG_BEFORE):
        session = make_invitations.planned(made, dilek, days=30)
        make_invitations.invite(session, dilek, make.amina().email)
        meetings.register(session, name="Amina", online=False, by=Actor.of(make.amina()))
    assert reminded(WEEK_BEFORE) == 1
    [mail] = reminders()
    assert mail.to == make.amina().email
    with at(WEEK_BEFORE):
        assert Client().get(link(mail, "plek")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_each_reminder_once() -> None:
    coming("Eva", "Bo", "Cas")
    with at(DAY_BEFORE):
        given = together(remind_due, remind_due, remind_due)
    assert sorted(map(str, given)) == ["0", "0", "3"], given
    assert len(reminders()) == 3


def test_database_refuses_half_a_note_of_a_reminder() -> None:
    coming("Eva")
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.update(reminded_for=timezone.localdate())
