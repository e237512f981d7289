"""Who hears about an agreement, when, in which language; the calendar entry; reminders exactly once."""

import base64
import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from communityup.base.errors import NotAllowed
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.workspace.agreements import actions, jobs
from communityup.workspace.agreements.models import Agreement, Reminder
from communityup.workspace.challenges.models import Challenge
from tests import make, make_agreements
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


def letters(start: str = "agreement:") -> list[Mail]:
    return list(Mail.objects.filter(key__startswith=start).order_by("pk"))


def entry(mail: Mail) -> tuple[Any, Any]:
    content = base64.b64decode(mail.attachments[0]["content"])
    file = Calendar.from_ical(content)
    return file, next(iter(file.walk("VEVENT")))


@built_once
def with_colleague() -> tuple[Challenge, Person, Person]:
    challenge, amina, bram = make.challenge_of_two()
    fatma = make.person("Fatma")
    Person.objects.filter(pk=fatma.pk).update(language="en")
    fatma.refresh_from_db()
    make.colleague(make_agreements.side_of(challenge, amina), fatma, inviter=amina)
    return challenge, amina, bram


def test_e29_confirming_mails_everybody_of_both_parties_at_the_same_moment() -> None:
    challenge, amina, bram = with_colleague()
    make.join(challenge, make.dilek(), "Huurders van de zalen", "entrepreneurs")
    make_agreements.proposed(challenge, amina, bram)
    assert letters() == []
    made = Agreement.objects.get()
    for _twice in range(2):
        actions.confirm_agreement(made, version=1, by=Actor.of(bram))
    found = letters()
    assert [mail.to for mail in found] == ["amina@example.org", "bram@example.org", "fatma@example.org"]
    assert len({mail.due_at for mail in found}) == 1
    assert all(f"/afspraken/{made.public_id}/" in mail.text for mail in found)
    assert len({mail.key for mail in found}) == 3


def test_the_page_the_form_and_the_letter_say_alike_for_whom_an_agreement_is() -> None:
    challenge, amina, bram = with_colleague()
    made = make_agreements.agreed(challenge, amina, bram)
    (mail,) = [one for one in letters() if one.to == "bram@example.org"]
    assert "Wie: Bewoners Molenwijk, voor Gemeente Lindeveen" in mail.text
    client = Client()
    client.force_login(amina)
    here = f"/opgaven/{challenge.slug}/afspraken/"
    page = client.get(f"{here}{made.public_id}/").content.decode()
    assert re.search(r"<dt>Voor</dt><dd>.*Gemeente Lindeveen", page)
    assert "<dt>Met</dt>" not in page
    make.join(challenge, make.dilek(), "Huurders van de zalen", "entrepreneurs")
    assert "Voor wie?" in client.get(reverse("agreements:propose", args=[challenge.slug])).content.decode()


def test_b24_one_click_in_a_letter_about_an_agreement_stops_them_for_who_clicks_alone() -> None:
    challenge, amina, bram = with_colleague()
    make_agreements.agreed(challenge, amina, bram)
    (mail,) = [one for one in letters() if one.to == "bram@example.org"]
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = mail.headers["List-Unsubscribe"].split(">")[0].removeprefix("<")
    assert stop in mail.text
    assert f'href="{stop}"' in mail.html
    assert Client().post(urlsplit(stop).path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    Mail.objects.all().delete()
    make_agreements.agreed(challenge, amina, bram)
    assert [one.to for one in letters()] == ["amina@example.org", "fatma@example.org"]


def test_mail_is_in_the_language_of_the_reader() -> None:
    challenge, amina, bram = with_colleague()
    make_agreements.agreed(challenge, amina, bram)
    by_reader = {mail.to: mail for mail in letters()}
    assert by_reader["amina@example.org"].subject.startswith("Afgesproken:")
    assert by_reader["fatma@example.org"].subject.startswith("Agreed:")
    assert "Wie: Bewoners Molenwijk" in by_reader["amina@example.org"].text
    assert "Who: Bewoners Molenwijk" in by_reader["fatma@example.org"].text


def test_the_calendar_entry_has_a_stable_uid_a_sequence_a_zone_and_no_organizer() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram, what="Het dak; klaar, echt\nhoor")
    made = make_agreements.changed(made, amina, days=90)
    made = actions.confirm_agreement(made, version=2, by=Actor.of(bram))
    first, second = entry(letters()[0]), entry(letters()[2])
    for file, event in (first, second):
        assert str(file["METHOD"]) == "PUBLISH"
        assert [str(zone["TZID"]) for zone in file.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
        assert "ORGANIZER" not in event
        assert "ATTENDEE" not in event
        assert f"/afspraken/{made.public_id}/" in str(event["URL"])
        assert str(event["STATUS"]) == "CONFIRMED"
    assert str(first[1]["UID"]) == str(second[1]["UID"])
    assert made.public_id in str(first[1]["UID"])
    assert (int(first[1]["SEQUENCE"]), int(second[1]["SEQUENCE"])) == (0, 1)
    assert made.standing is not None
    assert second[1].decoded("DTSTART") == made.standing.due
    assert str(first[1]["SUMMARY"]) == "Afspraak: Het dak; klaar, echt hoor"
    assert "method=PUBLISH" in letters()[0].attachments[0]["type"]


def test_an_agreement_ended_together_leaves_the_calendar() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = actions.propose_end(make_agreements.agreed(challenge, amina, bram), version=1, by=Actor.of(amina))
    actions.confirm_agreement(made, version=2, by=Actor.of(bram))
    before, after = entry(letters()[0]), entry(letters()[2])
    assert (str(after[0]["METHOD"]), str(after[1]["STATUS"])) == ("CANCEL", "CANCELLED")
    assert str(before[1]["UID"]) == str(after[1]["UID"])
    assert int(after[1]["SEQUENCE"]) == 1
    assert "method=CANCEL" in letters()[2].attachments[0]["type"]
    assert not Reminder.objects.filter(terms__number=2).exists()


def test_e29_reminders_go_to_both_sides_at_once_and_exactly_once(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = with_colleague()
    make_agreements.agreed(challenge, amina, bram, days=14)
    let_pass = make_agreements.clock(monkeypatch)
    assert jobs.send_reminders() == 0
    let_pass(dt.timedelta(days=8))
    assert [jobs.send_reminders() for _again in range(3)] == [1, 0, 0]
    found = letters("reminder:")
    assert [mail.to for mail in found] == ["amina@example.org", "bram@example.org", "fatma@example.org"]
    assert len({mail.due_at for mail in found}) == 1
    assert [[part["name"][-4:] for part in mail.attachments] for mail in found] == [[".ics"]] * 3
    let_pass(dt.timedelta(days=16))
    assert [jobs.send_reminders() for _again in range(3)] == [1, 0, 0]
    assert len(letters("reminder:")) == 6
    reminded = Line.objects.filter(stream=challenge.stream, type="agreements.both_reminded")
    assert list(reminded.values_list("role", "actor", "party")) == [("job", "", ""), ("job", "", "")]


def test_the_moments_are_the_day_to_look_again_a_week_before_and_the_day_after_in_the_morning() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram, days=200)
    assert made.standing is not None
    local = [timezone.localtime(one.due_at) for one in Reminder.objects.order_by("due_at")]
    assert made.standing.review_on is not None
    days = [made.standing.review_on, made.standing.due - dt.timedelta(days=7), made.standing.due + dt.timedelta(days=1)]
    assert [(one.date(), one.hour, one.minute) for one in local] == [(day, 9, 0) for day in days]


def test_a_date_within_the_week_has_no_reminder_before_it() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_agreements.agreed(challenge, amina, bram, days=3)
    assert [one.kind for one in Reminder.objects.all()] == ["after"]


@pytest.mark.parametrize("how", ["kept", "ended", "anew"])
def test_nobody_is_reminded_of_what_no_longer_stands(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram, days=30)
    if how == "kept":
        actions.tell_kept(made, by=Actor.of(amina))
    elif how == "ended":
        made = actions.propose_end(made, version=1, by=Actor.of(amina))
        actions.confirm_agreement(made, version=2, by=Actor.of(bram))
    else:
        made = make_agreements.changed(made, amina, days=200)
        actions.confirm_agreement(made, version=2, by=Actor.of(bram))
    make_agreements.clock(monkeypatch)(dt.timedelta(days=40))
    assert jobs.send_reminders() == 0
    assert letters("reminder:") == []
    assert not Line.objects.filter(type="agreements.both_reminded").exists()


def test_only_the_job_reminds() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_agreements.agreed(challenge, amina, bram)
    for somebody in (Actor.of(amina), Actor.operator()):
        with pytest.raises(NotAllowed):
            actions.remind(Reminder.objects.all()[0], by=somebody)


def test_a_failing_mail_undoes_its_mark_so_that_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_agreements.agreed(challenge, amina, bram, days=14)
    make_agreements.clock(monkeypatch)(dt.timedelta(days=8))

    def fail(*_args: object, **_named: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("communityup.workspace.agreements.notices.send_besides", fail)
        with pytest.raises(OSError, match="full"):
            jobs.send_reminders()
    assert letters("reminder:") == []
    assert jobs.send_reminders() == 1
