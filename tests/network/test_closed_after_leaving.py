"""Closed sessions after somebody left: what is still theirs, what is not, and what becomes of their place (B2)."""

import pytest
from django.db.models import F
from django.test import Client

from communityup.gatherings.models import Gathering, Registration
from communityup.network.calendars.exports import entries_of
from communityup.network.circulars.actions import send_message
from communityup.network.invitations import actions
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Invitation, Session
from communityup.network.members.actions import invite_delegate, leave, stop_acting
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.own.queries import sessions
from communityup.network.recordings import actions as recordings
from communityup.network.reports import actions as reports
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make, make_meetings, make_recordings
from tests.make_invitations import CANARY, HERE, closed, invite, own
from tests.make_meetings import DAY, rest
from tests.make_network import browser, delegate, lines, member
from tests.make_registrations import place_of, told

pytestmark = pytest.mark.django_db
INVITED = "uitnodigen/"
ENDED = f"Je uitnodiging is vervallen: {CANARY}"


def with_amina(capacity: int = 2) -> tuple[Network, Person, Session, Member, Invitation]:
    """Return a closed session to which Amina is invited for a member, for which Bram acts too."""
    made, dilek, session = closed(capacity)
    inside = member(made, "De Schakel", make.amina())
    invite_delegate(inside, email=make.bram().email, by=Actor.of(make.amina()))
    delegate(inside, make.bram())
    invitation = next(one for one in invite(session, dilek, members=[inside]) if one.email == make.amina().email)
    return made, dilek, session, inside, invitation


def comes(session: Session, who: Person) -> Registration:
    return meetings.register(session, name=who.display_name, online=False, by=Actor.of(who))


def ago(session: Session, days: int = 12) -> None:
    Gathering.objects.filter(pk=session.gathering_id).update(
        begins_at=F("begins_at") - days * DAY, ends_at=F("ends_at") - days * DAY
    )
    session.gathering.refresh_from_db()


def goes(inside: Member, how: str) -> None:
    """Let Amina leave: the whole member, or she alone."""
    if how == "leaves":
        leave(inside, by=Actor.of(make.amina()))
    else:
        stop_acting(inside, by=Actor.of(make.amina()))


def finds(session: Session, invitation: Invitation) -> list[int]:
    """Return what Amina gets at the pages of a session and at the link in her letter."""
    page, client = f"{HERE}{session.slug}/", browser(make.amina())
    return [*(client.get(f"{page}{name}").status_code for name in ("", "agenda.ics", "programma/")),
            Client().get(own(invitation)).status_code]  # fmt: skip


@pytest.mark.parametrize("how", ["leaves", "stops"])
def test_b2_who_left_before_a_closed_session_does_not_find_it_any_more(how: str) -> None:
    _made, dilek, session, inside, invitation = with_amina()
    comes(session, make.amina())
    assert finds(session, invitation) == [200, 200, 200, 200]
    assert [one["title"] for one in sessions(make.amina())] == [str(session)]
    assert len(entries_of(make.amina())) == 1
    goes(inside, how)
    assert finds(session, invitation) == [404, 404, 404, 410], "at once, before the worker comes by"
    assert entries_of(make.amina()) == []
    assert sessions(make.amina()) == []
    assert actions.end_due() == (2 if how == "leaves" else 1)
    assert actions.end_due() == 0
    html = browser(dilek).get(f"{HERE}{session.public_id}/{INVITED}").content.decode()
    assert ("De Schakel<br>" not in html) == (how == "leaves")
    assert f"{make.amina().display_name} · De Schakel" not in html


def test_b2_place_of_who_left_goes_on_to_who_waits_and_they_hear_it_without_a_line_about_the_invitation() -> None:
    made, dilek, session, inside, _invitation = with_amina(1)
    place = comes(session, make.amina())
    [chris] = invite(session, dilek, make.chris().email)
    waits = comes(session, make.chris())
    before = lines(made)
    leave(inside, by=Actor.of(make.amina()))
    actions.end_due()
    waits.refresh_from_db()
    assert waits.state == "offered"
    assert Client().get(place_of(place)).status_code == 410
    mail = told(make.amina().email)[-1]
    assert mail.subject == ENDED
    assert "namens De Schakel uitgenodigd" in mail.text
    assert HERE not in mail.text
    assert lines(made)[len(before) :] == ["members.member_left", "meetings.withdrawn"]
    assert list(session.invitations.all()) == [chris], "who is invited by address stays"


def test_b2_letters_and_notices_about_a_closed_session_do_not_reach_who_left() -> None:
    _made, dilek, session, inside, _invitation = with_amina()
    invite(session, dilek, "eva@example.org")
    comes(session, make.amina())
    leave(inside, by=Actor.of(make.amina()))
    actions.end_due()
    tell()
    Mail.objects.all().delete()
    Notice.objects.all().delete()
    meetings.set_date(session, moment=make_meetings.in_days(12), by=Actor.of(dilek))
    meetings.describe_session(session, about=make_meetings.about(f"{CANARY} 2"), by=Actor.of(dilek))
    rest()
    tell()
    assert [mail.to for mail in Mail.objects.filter(key__startswith="session:")] == ["eva@example.org"]
    assert not Notice.objects.exists()


def test_b2_who_was_invited_and_not_there_finds_nothing_of_a_closed_session_once_they_left() -> None:
    _made, dilek, session, inside, invitation = with_amina()
    comes(session, make.bram())
    ago(session)
    meetings.tell_outcomes(session, outcomes="Veel.", next_step="Verder.", by=Actor.of(dilek))
    assert finds(session, invitation)[0] == 200
    leave(inside, by=Actor.of(make.amina()))
    assert finds(session, invitation) == [404, 404, 404, 410]
    actions.end_due()
    html = browser(dilek).get(f"{HERE}{session.public_id}/{INVITED}").content.decode()
    assert make.amina().display_name not in html
    assert make.bram().display_name in html
    assert "De Schakel" not in html, "who was there stands with their name alone"


@pytest.mark.parametrize("how", ["leaves", "stops"])
def test_b2_who_was_there_keeps_what_who_was_there_reads_also_after_leaving(how: str) -> None:
    _made, dilek, session, inside, invitation = with_amina()
    place = comes(session, make.amina())
    ago(session)
    goes(inside, how)
    assert actions.end_due() == (1 if how == "leaves" else 0)
    assert finds(session, invitation) == [200, 200, 200, 200]
    make_recordings.with_speaker(session, dilek, make.amina())
    recording = session.recording
    make_recordings.says(recording.speakers.get(), "participants")
    recordings.open_recording(recording, audience="participants", by=Actor.of(dilek))
    assert browser(make.amina()).get(make_recordings.watch(recording)).status_code == 200
    assert Client().get(place_of(place)).status_code == 200
    reports.write_report(session, words={"summary": "Het bracht veel.", "onwards": "Verder."}, by=Actor.of(dilek))
    reports.send_round(session, by=Actor.of(dilek))
    assert Mail.objects.filter(to=make.amina().email, key__startswith="report:").count() == 1
    send_message(session, to="places", title="Dank", words="Dank je wel.", by=Actor.of(dilek))
    assert Mail.objects.filter(to=make.amina().email, key__startswith="circular:").count() == 1


def test_b2_invitation_of_who_was_asked_by_address_or_moved_to_another_one_stays() -> None:
    _made, dilek, session, _inside, invitation = with_amina()
    [other] = invite(session, dilek, make.chris().email)
    Person.objects.filter(pk=make.amina().pk).update(email="elders@example.org")
    assert actions.end_due() == 0
    assert [Client().get(own(one)).status_code for one in (invitation, other)] == [200, 200]


def test_b2_who_comes_back_to_the_network_can_be_invited_again() -> None:
    made, dilek, session, inside, _invitation = with_amina()
    leave(inside, by=Actor.of(make.amina()))
    actions.end_due()
    Mail.objects.all().delete()
    again = member(made, "De Schakel", make.amina())
    [invitation] = invite(session, dilek, members=[again])
    assert finds(session, invitation) == [200, 200, 200, 200]


def test_who_is_about_to_leave_reads_what_becomes_of_closed_sessions() -> None:
    made, _dilek, _session, _inside, _invitation = with_amina()
    html = browser(make.amina()).get(f"/netwerken/{made.slug}/leden/mijn/").content.decode()
    assert "Besloten bijeenkomsten waarvoor je namens dit lid bent uitgenodigd" in html
