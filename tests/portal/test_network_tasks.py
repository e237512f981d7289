"""What waits in a network for who keeps it going: with how much, and a way to where it is dealt with."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.gatherings.models import Gathering
from communityup.network.contacts import actions as contacts
from communityup.network.contacts.models import Message
from communityup.network.library import actions as library
from communityup.network.library.models import Practice
from communityup.network.meetings.models import Session
from communityup.network.members import actions as members
from communityup.network.members.models import Delegate, Member
from communityup.network.networks import actions as networks
from communityup.network.networks.models import Network
from communityup.network.programme import actions as programme
from communityup.network.programme.models import Part
from communityup.network.reports import actions as reports
from communityup.network.reports.models import Remark
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal.queries import network_tasks
from communityup.post.models import Mail
from communityup.workspace.tasks.queries import Asked, my_tasks
from tests import make, make_contacts, make_evaluations, make_invitations, make_network, make_practice
from tests.make_meetings import DAY, in_days, planned
from tests.make_network import application, browser, coordinated, member
from tests.make_registrations import comes

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/"
TASKS = "/mijn/taken/"


def by(person: Person) -> Actor:
    return Actor.of(person)


def waits(person: Person, kind: str) -> list[str]:
    """Return what of this kind waits for somebody, as it stands on their page; each leads where they may come."""
    asks = {
        "application": "Antwoord je wie wil meedoen?",
        "remark": "Wat doe je met wat er over het verslag gezegd is?",
        "message": "Kijk je naar een bericht dat jou getoond is?",
        "part": "Past dit in het programma?",
        "practice": "Lees je een praktijk na?",
    }[kind]
    page = browser(person).get(TASKS).content.decode()
    found = [one for one in my_tasks(person) if one.asks == asks]
    for one in found:
        assert asks in page
        assert one.about in page
        assert f'href="{one.url}"' in page
        answer, place = browser(person).get(one.url), one.url.partition("#")[2]
        assert answer.status_code == 200, one.url
        assert not place or f'id="{place}"' in answer.content.decode(), one.url
    return [one.about for one in found]


def colleague(of: Member, first: Person, person: Person) -> Person:
    """Let somebody act for a member too."""
    members.begin(members.invite_delegate(of, email=person.email, by=by(first)), by=by(person))
    return person


def proposed(session: Session, person: Person, title: str) -> Part:
    return programme.propose(session, about=programme.About(title=title, minutes=20), by=by(person))


def received(session: Session, host: Member) -> None:
    programme.name_host(session, member=host, by=by(make.dilek()))


def in_review(one: Member, person: Person, title: str) -> Practice:
    practice = make_practice.written(one, person, title=title)
    library.ask_review(practice, by=by(person))
    practice.refresh_from_db()
    return practice


def reported_on() -> tuple[Network, Person, list[Remark]]:
    """Return two remarks about a report that went round."""
    made, dilek, session, *places = make_evaluations.was("Eva", "Bo")
    words = {"summary": "Drie buurthuizen vertelden.", "onwards": "Wij bellen."}
    reports.write_report(session, words=words, by=by(dilek))
    report = reports.send_round(session, by=by(dilek))
    said = [reports.make_remark(report, one, words="De sleutel was van ons.", by=Actor.visitor()) for one in places]
    return made, dilek, said


def test_a7_who_asks_to_join_waits_in_one_row_at_every_coordinator_and_at_nobody_else() -> None:
    made, dilek = coordinated()
    make_network.coordinator(made, make.person("Coör"))
    member(made, "De Schakel", make.amina())
    asked = [application(made, f"Wijkraad {number}", email=f"w{number}@example.org") for number in range(3)]
    for person in (dilek, make.person("Coör")):
        assert waits(person, "application") == ["3 aanmeldingen"]
    for person in (make.amina(), make.chris()):
        assert waits(person, "application") == []
    [task] = network_tasks(Asked(emails=frozenset({dilek.email})))
    assert (task.url, task.challenge, task.since) == (f"{HERE}leden/aanmeldingen/", made.name, asked[0].sent_at)
    members.accept(asked[0], buddy=made.members.get(), by=by(dilek))
    members.decline(asked[1], reason="Jullie zijn geen netwerk.", by=by(dilek))
    assert waits(dilek, "application") == ["1 aanmelding"]
    networks.stop_coordinating(made, by=by(dilek))
    assert waits(dilek, "application") == [], "who stopped is asked nothing"
    assert waits(make.person("Coör"), "application") == ["1 aanmelding"]


def test_x11_message_that_was_shown_waits_at_every_coordinator_but_who_is_one_of_the_two() -> None:
    made, dilek, _profile, message = make_contacts.both()
    coor = make_network.coordinator(made, make.person("Coör"))
    member(made, "Lid van Coör", make.person("Coör"))
    own = make_contacts.written(make_contacts.found(made, "Bram"), "Coör", words="Nog een bericht.")
    assert (waits(dilek, "message"), coor.until) == ([], None)
    for one in (message, own):
        contacts.report(one, by=by(make.bram()))
    assert waits(dilek, "message") == ["2 berichten"]
    assert waits(make.person("Coör"), "message") == ["1 bericht"]
    for person in (make.amina(), make.bram(), make.chris()):
        assert waits(person, "message") == []
    contacts.settle(message, by=by(dilek))
    assert waits(dilek, "message") == ["1 bericht"]
    assert waits(make.person("Coör"), "message") == []


def test_b46_remarks_on_a_report_wait_at_who_writes_it_until_each_is_dealt_with() -> None:
    made, dilek, said = reported_on()
    member(made, "De Schakel", make.amina())
    assert waits(dilek, "remark") == [f"2 opmerkingen: {said[0].report.session.number} Loslaten in de praktijk"]
    assert [one.url.rpartition("/")[2] for one in my_tasks(dilek)] == ["#remarks"], "not at the top of a long form"
    assert waits(make.amina(), "remark") == []
    for remark, left in zip(said, (1, 0), strict=True):
        assert len(waits(dilek, "remark")) == 1
        reports.deal_with(remark, outcome="changed", reason="", by=by(dilek))
        assert [one.split()[0] for one in waits(dilek, "remark")] == ["1"] * left


def test_a45_proposed_parts_wait_at_who_coordinates_and_at_all_people_of_the_host_alike() -> None:
    made, dilek = coordinated()
    host = member(made, "De Schakel", make.amina())
    other = member(made, "Gemeente Heidelo", make.bram(), kind="municipality")
    eva = colleague(host, make.amina(), make.person("Eva"))
    session = planned(made, dilek, in_days(9))
    first, second = proposed(session, make.bram(), "Onze sleutels"), proposed(session, make.bram(), "Onze deuren")
    assert waits(make.amina(), "part") == [], "nobody receives the session yet"
    received(session, host)
    told = f"2 voorstellen: {session.number} Loslaten in de praktijk"
    for person in (dilek, make.amina(), eva):
        assert waits(person, "part") == [told]
    assert (waits(make.bram(), "part"), waits(make.chris(), "part")) == ([], [])
    assert [one.url.rpartition("/")[2] for one in my_tasks(dilek)] == ["#proposed"]
    programme.take_in(first, by=by(make.amina()))
    programme.decline(second, reason="In mei.", by=by(dilek))
    for person in (dilek, make.amina(), eva):
        assert waits(person, "part") == []
    proposed(session, make.bram(), "Toch nog iets")
    received(session, other)
    assert waits(make.amina(), "part") == [], "another member receives it now"


def test_who_coordinates_and_receives_reads_one_row() -> None:
    made, dilek = coordinated()
    host = member(made, "De Schakel", dilek)
    member(made, "Gemeente Heidelo", make.bram(), kind="municipality")
    session = planned(made, dilek, in_days(9))
    received(session, host)
    proposed(session, make.bram(), "Onze sleutels")
    assert len(waits(dilek, "part")) == 1


@pytest.mark.parametrize("what", ["was", "cancelled"])
def test_proposals_for_a_session_that_was_or_does_not_go_on_wait_for_nobody(what: str) -> None:
    made, dilek = coordinated()
    member(made, "De Schakel", make.amina())
    session = planned(made, dilek, in_days(9))
    proposed(session, make.amina(), "Onze sleutels")
    assert len(waits(dilek, "part")) == 1
    told = {"was": {"begins_at": timezone.now() - 2 * DAY, "ends_at": timezone.now() - DAY}}
    Gathering.objects.update(**told.get(what, {"cancelled_at": timezone.now()}))
    assert waits(dilek, "part") == []


def test_b2_proposal_for_a_closed_session_is_told_to_people_of_the_host_who_are_invited() -> None:
    made, dilek, session = make_invitations.closed()
    host = member(made, "De Schakel", make.amina())
    eva = colleague(host, make.amina(), make.person("Eva"))
    received(session, host)
    member(made, "Gemeente Heidelo", make.bram(), kind="municipality")
    make_invitations.invite(session, dilek, make.amina().email)
    proposed(session, make.bram(), "Onze sleutels")
    for person in (dilek, make.amina()):
        assert [make_invitations.CANARY in one for one in waits(person, "part")] == [True]
    assert waits(eva, "part") == []
    assert make_invitations.CANARY not in browser(eva).get(TASKS).content.decode()


def test_b4_practice_waits_at_all_people_of_every_other_member_until_one_read_it_over() -> None:
    made, first, _second = make_practice.two()
    reader = make_practice.reader()
    eva = colleague(made.members.get(name="Gemeente Lindeveen"), reader, make.person("Eva"))
    member(made, "Stichting Brug", make.bram())
    practice = in_review(first, make.amina(), "Eerst de sleutels")
    for person in (reader, eva, make.bram()):
        assert waits(person, "practice") == ["1 praktijk: Eerst de sleutels"]
    for person in (make.amina(), make.dilek(), make.chris()):
        assert waits(person, "practice") == []
    in_review(first, make.amina(), "Dan de deuren")
    assert waits(reader, "practice") == ["2 praktijken"]
    [task] = network_tasks(Asked(emails=frozenset({reader.email})))
    assert task.url == f"{HERE}praktijken/#being-written"
    library.review(practice, good=True, by=by(reader))
    assert waits(make.bram(), "practice") == ["1 praktijk: Dan de deuren"]


def test_e30_who_wrote_a_practice_is_not_asked_to_read_it_over_under_another_name() -> None:
    _made, first, second = make_practice.two()
    reader, cas = make_practice.reader(), make.person("Cas")
    colleague(second, reader, cas)
    in_review(first, make.amina(), "Eerst de sleutels")
    assert (len(waits(reader, "practice")), len(waits(cas, "practice"))) == (1, 1)
    Delegate.objects.create(member=first, person=cas, since=timezone.now())
    assert (len(waits(reader, "practice")), waits(cas, "practice")) == (1, [])
    # It left, and came back under another name.
    one = Member.objects.get(pk=first.pk).organisation
    Member.objects.filter(pk=first.pk).update(left_at=timezone.now())
    assert len(waits(reader, "practice")) == 1
    Member.objects.filter(pk=second.pk).update(organisation=one)
    assert waits(reader, "practice") == []
    Member.objects.filter(pk=second.pk).update(organisation=None)
    Member.objects.filter(pk=first.pk).update(organisation=None)
    assert len(waits(reader, "practice")) == 1, "that neither is of an organisation does not make them one"
    Member.objects.filter(pk=second.pk).update(left_at=timezone.now())
    assert waits(reader, "practice") == []


def a_network(number: int) -> None:
    """Let something of every kind wait in one more network, for Dilek or for Lezer."""
    dilek, reader, amina = make.dilek(), make_practice.reader(), make.amina()
    made = make_network.network(f"netwerk-{number}")
    Mail.objects.update(written_at=timezone.now() - 2 * DAY)
    Message.objects.update(sent_at=timezone.now() - 2 * DAY)
    make_network.coordinator(made, dilek)
    writes, host = member(made, "De Schakel", amina), member(made, "Gemeente Lindeveen", reader, kind="municipality")
    application(made, "Wijkraad", email="wijkraad@example.org")
    session = planned(made, dilek, in_days(9))
    received(session, host)
    proposed(session, amina, "Onze sleutels")
    in_review(writes, amina, f"Praktijk {number}")
    seen = contacts.be_found(made, role="Beheerder", about=make_contacts.ABOUT, by=by(reader))
    contacts.report(make_contacts.written(seen, "Amina"), by=by(reader))
    was = planned(made, dilek, in_days(12))
    place = comes(was, "Eva")
    make_evaluations.ended(was)
    reports.write_report(was, words={"summary": "Wij praatten.", "onwards": "Wij bellen."}, by=by(dilek))
    report = reports.send_round(was, by=by(dilek))
    reports.make_remark(report, place, words="Wij hebben geen sleutels.", by=Actor.visitor())


def test_tasks_of_networks_ask_the_database_as_often_in_five_networks_as_in_one() -> None:
    emails = frozenset({make.dilek().email, make_practice.reader().email})
    for number in range(1, 6):
        a_network(number)
        with CaptureQueriesContext(connection) as asked:
            found = network_tasks(Asked(emails=emails))
        assert len(asked) == 6
        assert len(found) == 6 * number, "the part waits for who coordinates and for who receives"
        assert len({one.challenge for one in found}) == 1
        assert len({one.url for one in found}) == 5 * number


def page_of(person: Person | None) -> str:
    return browser(person).get(HERE).content.decode()


def test_a7_page_of_a_network_says_to_who_coordinates_how_many_ask_to_join() -> None:
    made, dilek = coordinated()
    one = member(made, "De Schakel", make.amina())
    assert "wacht</span>" not in page_of(dilek)
    counts = []
    for number in range(2):
        application(made, f"Wijkraad {number}", email=f"w{number}@example.org")
        with CaptureQueriesContext(connection) as asked:
            page = page_of(dilek)
        counts.append(len(asked))
        words = ("1 wacht", "2 wachten")[number]
        assert f'/aanmeldingen/">Aanmeldingen</a> <span class="note">{words}</span>' in page
        for person in (None, make.amina(), make.chris()):
            assert words not in page_of(person)
    assert counts[0] == counts[1]
    assert one.name in browser(dilek).get(f"{HERE}leden/aanmeldingen/").content.decode(), "the buddy to choose"
