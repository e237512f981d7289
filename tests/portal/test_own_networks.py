"""What of learning networks stands on somebody's own page: all that is theirs, and nothing of others."""

import re

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.gatherings.models import Gathering
from communityup.network.members import actions as members
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.own import queries as own
from communityup.network.peers.actions import ask_question, close_question
from communityup.network.recordings.models import Speaker
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal import queries
from tests import make, make_invitations, make_network, make_newsletter, make_practice, make_recordings, make_visits
from tests.make_agreements import proposed
from tests.make_meetings import DAY, in_days, planned
from tests.make_network import browser, coordinated, member
from tests.make_registrations import comes, set_places
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
MINE = "/mijn/"
PARTS = ("networks", "joining", "sessions", "visits", "wishes", "questions", "practices", "letters")


@built_once
def in_a_network() -> tuple[Network, Member]:
    """Return a network of Dilek with the member of Amina."""
    made, _dilek = coordinated()
    return made, member(made, "De Schakel", make.amina())


def page_of(person: Person) -> str:
    return browser(person).get(MINE).content.decode()


def titles(person: Person, part: str) -> list[str]:
    return [row["title"] for row in own.page(person)[part]]


def ask(one: Member, person: Person, words: str) -> None:
    ask_question(one, theme="Beheer", words=words, along=[], by=Actor.of(person))


def test_a_member_of_a_network_finds_it_first_with_their_member_and_a_way_on() -> None:
    made, _member = in_a_network()
    page = page_of(make.amina())
    assert f'href="/netwerken/{made.slug}/"' in page
    assert "De Schakel · je doet mee namens dit lid" in page
    assert page.index("Mijn leernetwerken") < page.index("niet mee aan een opgave"), "what one is in stands first"
    for address in ("bijeenkomsten/", "leervragen/nieuw/", "werkbezoeken/mijn/", "praktijken/"):
        found = re.search(rf'href="(/netwerken/{made.slug}/{address})"', page)
        assert found is not None, address
        assert browser(make.amina()).get(found[1]).status_code == 200


def test_a_coordinator_finds_their_network_and_its_sessions_and_is_asked_nothing_of_a_member() -> None:
    made, _member = in_a_network()
    page = page_of(make.dilek())
    assert "je coördineert dit netwerk" in page
    assert f'href="/netwerken/{made.slug}/bijeenkomsten/"' in page
    assert "Onze open leervragen" not in page


def test_somebody_new_reads_how_to_begin_with_both() -> None:
    in_a_network()
    page = page_of(make.chris())
    assert "Je doet nog niet mee aan een leernetwerk" in page
    assert 'href="/netwerken/"' in page
    assert "Je doet nog niet mee aan een opgave" in page
    assert "De Schakel" not in page
    assert all(not own.page(make.chris())[part] for part in PARTS)


def test_who_asked_to_join_and_who_may_begin_read_where_that_stands() -> None:
    made, _member = in_a_network()
    chris, bram = make.chris(), make.bram()
    make_network.application(made, "Wijkraad", email=chris.email)
    assert "Wijkraad · je hebt gevraagd om mee te doen" in page_of(chris)
    accepted = make_network.application(made, "Gemeente Elders", email=bram.email)
    members.accept(accepted, buddy=made.members.get(), by=Actor.of(make.dilek()))
    assert "Gemeente Elders · je kunt beginnen" in page_of(bram)
    make_network.delegate(made.members.get(name="Gemeente Elders"), bram)
    assert titles(bram, "joining") == []
    assert titles(bram, "networks") == [made.name]
    assert titles(make.amina(), "joining") == []


def test_one_sees_the_sessions_at_which_one_has_a_place_or_waits_and_reaches_that_place() -> None:
    made, _member = in_a_network()
    session = set_places(planned(made, make.dilek(), in_days(9)), make.dilek(), 1)
    comes(session, "Sanne")
    comes(session, "Tom")
    for name, said in (("Sanne", "je hebt een plek"), ("Tom", "je staat op de wachtlijst")):
        person = make.person(name)
        [row] = own.page(person)["sessions"]
        assert said in row["note"]
        assert row["title"] in page_of(person)
        assert browser(person).get(row["url"]).status_code == 200
    assert titles(make.amina(), "sessions") == []
    Gathering.objects.update(begins_at=F("begins_at") - 12 * DAY, ends_at=F("ends_at") - 12 * DAY)
    assert titles(make.person("Sanne"), "sessions") == [], "what was is not ahead"


def test_b2_a_closed_session_stands_on_the_page_of_who_is_invited_and_of_nobody_else() -> None:
    made, _dilek, session = make_invitations.closed()
    member(made, "De Schakel", make.amina())
    make_invitations.invite(session, make.dilek(), make.bram().email)
    assert make_invitations.CANARY in page_of(make.bram())
    [row] = own.page(make.bram())["sessions"]
    assert browser(make.bram()).get(row["url"]).status_code == 200
    for person in (make.amina(), make.chris()):
        assert make_invitations.CANARY not in page_of(person)


def test_who_speaks_in_a_recording_is_asked_and_finds_it_back() -> None:
    _made, dilek, session = make_recordings.was("Sanne")
    recording = make_recordings.kept(session, dilek)
    sanne = make.person("Sanne")
    make_recordings.speaker(recording, dilek, "Sanne", sanne.email)
    place = f"/netwerken/community-up/bijeenkomsten/opname/gevraagd/{recording.public_id}/"
    assert "Wie mag de opname zien waarin jij te horen bent?" in page_of(sanne)
    [row] = own.page(sanne)["sessions"]
    assert row["url"] == place
    assert browser(sanne).get(place).status_code == 200
    make_recordings.says(Speaker.objects.get(), "participants")
    page = page_of(sanne)
    assert "Wie mag de opname" not in page
    assert place in page
    assert own.page(make.chris())["sessions"] == []
    assert "Wie mag de opname" not in page_of(make.chris())


def test_b36_a_visit_stands_on_the_pages_of_both_members_alone() -> None:
    _made, visit = make_visits.agreed()
    for person in (make.amina(), make.bram()):
        [row] = own.page(person)["visits"]
        assert make_visits.QUESTION in page_of(person)
        assert browser(person).get(row["url"]).status_code == 200
    for other in (make.person("Griet"), make.chris(), make.dilek()):
        assert make_visits.QUESTION not in page_of(other)
    make_visits.delegated(visit)
    make_visits.dated(visit, -7)
    assert titles(make.amina(), "visits") == [make_visits.QUESTION], "one still tells of it"
    make_visits.long_ago(visit, 61)
    assert titles(make.amina(), "visits") == []


def test_n14_who_asks_for_a_visit_reads_how_it_stands_and_is_not_told_to_ask() -> None:
    made, one, other, _third = make_visits.three()
    amina, bram = make_visits.person_of(one), make_visits.person_of(other)
    nothing = "Er staat nu geen werkbezoek van jullie."
    assert nothing in page_of(amina)
    make_visits.ask(one)
    make_visits.offer(other)
    for person, said in ((amina, "jullie vragen dit; er wordt gezocht wie past"), (bram, "jullie bieden dit aan")):
        assert nothing not in page_of(person)
        assert f"{said} · {made.name}" in page_of(person)
        [row] = own.page(person)["wishes"]
        assert browser(person).get(row["url"]).status_code == 200
    for stranger in (make_visits.person_of(_third), make.chris(), make.dilek()):
        assert own.page(stranger)["wishes"] == []


def test_n15_proposal_that_waits_is_said_the_same_as_task_and_in_the_list() -> None:
    made, proposal = make_visits.proposed()
    amina, bram = make.amina(), make.bram()
    for person in (amina, bram):
        page = page_of(person)
        assert "Is dit bezoek iets voor jullie?" in page
        assert "een voorstel wacht op jullie antwoord" in page
        assert "Er staat nu geen werkbezoek van jullie." not in page
    make_visits.say(proposal, amina)
    assert "jullie zeiden ja op een voorstel" in page_of(amina)
    assert "een voorstel wacht op jullie antwoord" in page_of(bram)
    make_visits.say(proposal, bram)
    assert "een voorstel wacht" not in page_of(bram)
    assert make_visits.QUESTION in page_of(amina)
    assert [row["note"] for row in own.page(amina)["wishes"]] == []
    assert own.page(bram)["wishes"][0]["note"] == f"jullie bieden dit aan · {made.name}"


def test_open_learning_questions_of_ones_member_stand_there_until_they_are_closed() -> None:
    made, one = in_a_network()
    bram = make.bram()
    other = member(made, "Gemeente Heidelo", bram)
    ask(one, make.amina(), "Wie sluit de zaal af?")
    asked = ask_question(other, theme="Geld", words="Wat kost een zaal?", along=[one], by=Actor.of(bram))
    assert titles(make.amina(), "questions") == ["Wie sluit de zaal af?"]
    assert "Zoeken jullie mee op deze leervraag?" in page_of(make.amina())
    assert titles(bram, "questions") == ["Wat kost een zaal?"]
    close_question(asked, outcome="dropped", words="Het plan ging niet door.", by=Actor.of(bram))
    assert titles(bram, "questions") == []


def test_practices_that_are_written_or_wait_for_ones_yes_stand_there() -> None:
    _made, practice, voice = make_practice.waiting()
    for person, word in ((make.amina(), practice.public_id), (make.bram(), voice.public_id)):
        [row] = own.page(person)["practices"]
        assert word in row["url"]
        assert practice.title in page_of(person)
        assert browser(person).get(row["url"]).status_code == 200
    assert practice.title not in page_of(make.chris())
    assert titles(make_practice.reader(), "practices") == [], "who reads it over finds it with the practices"


def test_what_waits_for_ones_yes_is_said_in_dutch() -> None:
    make_practice.waiting()
    assert [row["note"].split(" · ")[0] for row in own.page(make.bram())["practices"]] == ["wacht op jouw ja"]


def test_one_sees_of_which_networks_one_gets_letters_and_can_stop() -> None:
    made, _member = in_a_network()
    make_newsletter.subscriber(made, make.chris().email)
    [row] = own.page(make.chris())["letters"]
    assert row["title"] == made.name
    assert browser(make.chris()).get(row["url"]).status_code == 200
    assert row["url"] in page_of(make.chris())
    assert own.page(make.amina())["letters"] == []


def test_what_waits_stands_on_top_at_most_five_with_a_way_to_all() -> None:
    challenge, amina, bram = make.challenge_of_two()
    for number in range(6):
        proposed(challenge, amina, bram, what=f"Offerte {number}")
    page = page_of(bram)
    assert page.index("Wat op mij wacht") < page.index("Mijn opgaven")
    assert len(queries.my_page(bram)["tasks"]) == 5
    assert "Alles wat op mij wacht" in page
    assert "Wat op mij wacht" not in page_of(make.chris())


def test_nothing_of_a_member_that_left_stands_on_ones_page() -> None:
    made, one = in_a_network()
    ask(one, make.amina(), "Wie sluit de zaal af?")
    Member.objects.filter(pk=one.pk).update(left_at=timezone.now())
    found = own.page(make.amina())
    assert [found[part] for part in ("networks", "questions")] == [[], []]
    assert made.name not in page_of(make.amina())


def test_ones_own_page_asks_the_database_as_often_for_one_as_for_three() -> None:
    made, one = in_a_network()
    amina, dilek = make.amina(), make.dilek()
    make_newsletter.subscriber(made, amina.email)
    counts = []
    for number in range(3):
        ask(one, amina, f"Vraag {number}?")
        comes(set_places(planned(made, dilek, in_days(9 + number)), dilek, 3), "Amina")
        make_practice.written(one, amina, title=f"Praktijk {number}")
        with CaptureQueriesContext(connection) as asked:
            found = own.page(amina)
        assert [len(found[part]) for part in ("sessions", "questions", "practices")] == [number + 1] * 3
        with CaptureQueriesContext(connection) as whole:
            queries.my_page(amina)
        counts.append((len(asked), len(whole)))
    assert len(set(counts)) == 1, counts
    assert counts[0][0] == 8
