"""Words that only some read: who reads them reports them, and who looks reads them already, or reads only these."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communityup.base.errors import NotAllowed
from communityup.gatherings.models import Gathering
from communityup.log.models import Line
from communityup.network.decency import actions, permissions, queries
from communityup.network.decency.models import Appeal, Case, Key, Report
from communityup.network.members.permissions import delegate_of
from communityup.network.networks.models import Network
from communityup.network.stuck import actions as stuck
from communityup.network.takeaways import actions as takeaways
from communityup.network.visits import actions as visits
from communityup.people.models import Person
from communityup.texts.models import Text, Version
from tests import make, make_contacts, make_network, make_registrations, make_stuck, make_visits
from tests.make_decency import asked, by, fresh, reported, shown, turn
from tests.make_meetings import HOUR
from tests.make_network import browser, lines
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NOTE = "Wat een sukkels zijn jullie daar."
Few = tuple[Network, Text, Person, Person]


@built_once
def group() -> tuple[Network, Person, Any, Text]:
    """Return a network, its coordinator, a group of four that thinks along, and a note of Hugo in it."""
    network, coordinator, request = make_stuck.matched("Bram", "Griet", "Hugo")
    make_stuck.planned(request, "Bram")
    make_stuck.at_step(request, "Bram", 2)
    note = stuck.write_note(request, words=NOTE, by=by(make.person("Hugo")))
    make_network.member(network, "Lid van Karim", make.person("Karim"))
    return network, coordinator, request, note.words


def hold(network: Network, *names: str) -> None:
    for name in names:
        actions.hold_key(network, by=by(make.person(name)))


def test_x11_who_read_a_note_of_a_group_look_at_it_and_nobody_from_outside_learns_of_it() -> None:
    network, coordinator, request, text = group()
    hold(network, "Karim", "Bram", "Griet")
    case = reported(network, text, make.amina(), words="Zo praten we niet.")
    assert {str(person) for person in asked(case)} == {"Bram", "Griet"}
    about = reverse("decency:case", args=[network.slug, case.public_id])
    for person in (coordinator, make.person("Karim"), make.person("Hugo"), make.chris()):
        assert browser(person).get(about).status_code == 404
    place = reverse("stuck:consultation", args=[network.slug, request.public_id])
    assert place in browser(make.bram()).get(about).content.decode()
    for person in asked(case):
        turn(case, person)
    assert NOTE not in shown(text)
    page = browser(make.amina()).get(place, headers={"accept-language": "nl"}).content.decode()
    assert "[verborgen: scheldwoorden, of woorden die een groep kwetsen]" in page
    about = reverse("decency:hidden", args=[network.slug])
    everybody = browser().get(about, headers={"accept-language": "nl"}).content.decode()
    assert "In dit netwerk zijn nu geen woorden verborgen." in everybody
    assert queries.facts(network) == []
    line = Line.objects.get(stream=network.stream, type="decency.hidden")
    assert "stuck" not in bytes(line.bytes).decode()


def test_when_nobody_else_reads_words_a_coordinator_and_somebody_whose_turn_it_is_read_these_only() -> None:
    network, coordinator, request = make_stuck.matched("Bram")
    make_stuck.planned(request, "Bram")
    make_stuck.at_step(request, "Bram", 2)
    note = stuck.write_note(request, words=NOTE, by=by(make.bram()))
    hold(network, "Griet")
    case = reported(network, note.words, make.amina())
    assert asked(case) == [make.person("Griet")]
    place = reverse("stuck:consultation", args=[network.slug, request.public_id])
    about = reverse("decency:case", args=[network.slug, case.public_id])
    for person in (coordinator, make.person("Griet")):
        page = browser(person).get(about).content.decode()
        assert NOTE in page
        assert place not in page
        assert browser(person).get(place).status_code == 404
        turn(case, person)
    assert NOTE not in shown(note.words)


def test_one_who_reads_and_holds_a_key_looks_with_a_coordinator() -> None:
    network, coordinator, _request, text = group()
    hold(network, "Karim", "Griet")
    case = reported(network, text, make.amina())
    assert asked(case) == [make.person("Griet")]
    turn(case, coordinator)
    with pytest.raises(NotAllowed):
        turn(case, make.person("Karim"))


def test_two_others_who_look_again_are_first_those_who_read_it() -> None:
    network, _coordinator, _request, text = group()
    hold(network, "Karim", "Bram", "Griet")
    case = reported(network, text, make.amina())
    first, other = asked(case)
    turn(case, first, "show")
    again = actions.ask_others(case, by=by(make.amina()))
    assert again.is_for_few
    assert asked(again) == [other, make.person("Karim")]


def of_a_question() -> Few:
    network, _coordinator = make_stuck.four()
    return network, make_stuck.asked(network, make.amina()).words, make.bram(), make.chris()


def of_an_offer() -> Few:
    network, _coordinator = make_stuck.four()
    request = make_stuck.asked(network, make.amina())
    words = make_stuck.offered(request, "Bram", "Weet je dat nou nog niet?").words
    assert words is not None
    return network, words, make.amina(), make.person("Griet")


def of_a_wish() -> Few:
    network, proposal = make_visits.proposed()
    assert proposal.ask.question is not None
    return network, proposal.ask.question, make.bram(), make.person("Griet")


def of_a_programme() -> Few:
    network, visit = make_visits.agreed()
    told = {"question": make_visits.QUESTION, "programme": "Eerst koffie."}
    done = visits.prepare(visit, words=told, links=visits.Links(), by=by(make.bram()))
    assert done.programme is not None
    return network, done.programme, make.amina(), make.person("Griet")


def of_who_can_be_found() -> Few:
    network, _coordinator = make_contacts.three()
    return network, make_contacts.found(network, "Bram").about, make.amina(), make.chris()


def of_what_is_taken_along() -> Few:
    network, _coordinator, session = make_registrations.with_places(None)
    _first, second = (make_registrations.comes(session, name) for name in ("Amina", "Bram"))
    now = timezone.now()
    Gathering.objects.filter(pk=session.gathering.pk).update(begins_at=now - 2 * HOUR, ends_at=now - HOUR)
    session.gathering.refresh_from_db()
    told: dict[str, Any] = {"words": "Klein beginnen.", "is_shared": True, "name": ""}
    return network, takeaways.take_along(session, second, **told, by=by(make.bram())).words, make.amina(), make.chris()


@pytest.mark.parametrize(
    "kept", [of_a_question, of_an_offer, of_a_wish, of_a_programme, of_who_can_be_found, of_what_is_taken_along]
)
def test_who_reads_words_that_only_some_read_reports_them_and_nobody_else_can(kept: Callable[[], Few]) -> None:
    network, text, reader, stranger = kept()
    address = reverse("decency:report", args=[network.slug, text.public_id])
    choose = reverse("decency:choose", args=[network.slug])
    assert address in browser(reader).get(choose).content.decode()
    assert address not in browser(stranger).get(choose).content.decode()
    for status, person in ((404, stranger), (200, reader)):
        assert browser(person).get(address).status_code == status
    with pytest.raises(Http404):
        reported(network, text, stranger)
    author = text.current.author if text.current else None
    assert author is not None
    assert address not in browser(author).get(choose).content.decode()
    assert browser(stranger).post(address, {"reason": "insult"}).status_code == 404
    assert browser(reader).post(address, {"reason": "insult"}).status_code == 302
    case = Case.objects.get()
    assert case.is_for_few
    assert queries.hidden(network)["counts"] == []
    assert permissions.reads(case, reader)
    assert not permissions.reads(case, stranger)


def test_who_reads_nothing_here_any_more_reports_nothing() -> None:
    network, visit = make_visits.agreed()
    for person in (make.person("Griet"), make.chris()):
        with pytest.raises(Http404):
            reported(network, visit.question, person)
        wish = visit.proposal.ask.question
        assert wish is not None
        with pytest.raises(Http404):
            reported(network, wish, person)
    assert delegate_of(network, make.person("Griet")) is not None


def test_what_is_deleted_for_good_takes_its_reports_along_with_all_that_was_said() -> None:
    network, _coordinator, request, text = group()
    hold(network, "Karim", "Bram", "Griet")
    case = reported(network, text, make.amina(), words="Zo praten we niet.")
    for person in asked(case):
        turn(case, person)
    actions.ask_again(case, words="Het was een grap.", by=by(make.person("Hugo")))
    assert fresh(case).is_hidden
    other = reported(network, request.words, make.bram(), reason="advertising")
    turn(other, asked(other)[0], "show")
    actions.ask_others(other, words="Toch reclame.", by=by(make.bram()))
    before = len(lines(network))
    stuck.delete_help(request, by=by(make.amina()))
    assert lines(network)[before:] == ["stuck.help_deleted"]
    for kept in (Case, Report, Key, Appeal):
        assert not kept.objects.exists()
    said = Version.objects.filter(body__in=["Zo praten we niet.", "Het was een grap.", "Toch reclame."])
    assert not said.exists()
    assert not Text.objects.filter(pk__in=[text.pk, request.words_id]).exists()


def test_reports_without_a_word_go_along_with_what_is_deleted_for_good() -> None:
    network, _coordinator, request, text = group()
    reported(network, text, make.amina())
    stuck.delete_help(request, by=by(make.amina()))
    assert not Case.objects.exists()
    assert not Report.objects.exists()
    assert not Text.objects.filter(pk=text.pk).exists()


def test_words_of_a_sort_that_is_not_known_any_more_are_read_by_nobody_who_looks() -> None:
    network, coordinator, _request, text = group()
    hold(network, "Karim", "Bram", "Griet")
    case = reported(network, text, make.amina())
    assert {str(person) for person in asked(case)} == {"Bram", "Griet"}
    Case.objects.filter(pk=case.pk).update(kind="stuck.Earlier.words")
    gone = fresh(case)
    for person in (coordinator, make.bram(), make.person("Karim")):
        assert not permissions.reads(gone, person)
    assert permissions.concerned(gone).people == {make.amina().pk, make.person("Hugo").pk}
    about = reverse("decency:case", args=[network.slug, case.public_id])
    assert browser(make.bram()).get(about).status_code == 200
    assert [turn(case, person).pk for person in asked(case)] == [case.pk] * 2
    assert NOTE not in shown(text), "two keys still hide it"


def test_what_waits_for_coordinators_is_asked_as_often_for_one_note_as_for_three() -> None:
    network, coordinator, request, text = group()
    found = []
    for number in (1, 3):
        for more in range(number if number == 1 else number - 1):
            note = text if number == 1 else _note(request, f"Sukkels {more}")
            reported(network, note, make.amina())
        with CaptureQueriesContext(connection) as told:
            assert len(queries.tasks([coordinator.email])) == number
        found.append(len(told))
    assert found[0] == found[1]


def _note(request: Any, words: str) -> Text:
    return stuck.write_note(request, words=words, by=by(make.person("Hugo"))).words
