"""Words that were reported and stay: two others look once, when who reported asks or somebody reports them again."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.decency import actions, jobs, permissions, queries
from communityup.network.decency.models import Case, Report
from communityup.network.decency.notices import keys, reporters, whose_and_reporters
from communityup.network.members.actions import invite_delegate
from communityup.network.networks.models import Network
from communityup.network.offers.actions import withdraw_offer
from communityup.notices.queries import Happening
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import revise
from communityup.texts.models import Text
from tests import make, make_network
from tests.make_decency import WORDS, asked, by, fresh, hidden, later, own_lines, reported, shown, turn, world, written
from tests.make_network import browser, last, lines
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def stayed() -> tuple[Network, Person, Person, Person, Text, Case]:
    """Return a network, its coordinator, who wrote and who reported words, and the case the coordinator ended alone."""
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1], words="Dat is mijn nummer.")
    return network, coordinator, members[0][1], members[1][1], text, turn(case, coordinator, "show")


def _happening(network: Network, case: Case) -> Happening:
    line = Line.objects.filter(stream=network.stream, object=case.public_id).order_by("-n")[0]
    return Happening(type=line.type, stream=line.stream_id, object=line.object, party="", content={})


def test_e2_a_coordinator_alone_keeps_nothing_up_two_others_hide_it_when_who_reported_asks() -> None:
    network, coordinator, writer, reporter, text, case = stayed()
    assert fresh(case).end == Case.End.KEPT
    before = len(own_lines(network))
    again = actions.ask_others(case, words="Kijk nog eens.", by=by(reporter))
    assert own_lines(network)[before:] == ["decency.others_asked"]
    assert last(network).object == again.public_id
    others = asked(again)
    assert len(others) == 2
    assert coordinator not in others
    with pytest.raises(NotAllowed):
        turn(again, coordinator)
    turn(again, others[0])
    assert shown(text) == WORDS
    turn(again, others[1])
    assert WORDS not in shown(text)
    assert own_lines(network)[-1] == "decency.hidden"
    with pytest.raises(NotAllowed):
        actions.ask_again(again, by=by(reporter))
    actions.ask_again(again, by=by(writer))


@pytest.mark.parametrize("wishes", [("show",), ("hide", "show")])
def test_words_stay_when_not_both_of_two_others_want_to_hide_them(wishes: tuple[str, ...]) -> None:
    network, _coordinator, _writer, reporter, text, case = stayed()
    again = actions.ask_others(case, by=by(reporter))
    for person, wish in zip(asked(again), wishes, strict=False):
        turn(again, person, wish)
    assert shown(text) == WORDS
    assert fresh(again).end == Case.End.KEPT
    with pytest.raises(Refused):
        reported(network, text, make.chris())
    with pytest.raises(Refused):
        actions.ask_others(again, by=by(reporter))


def test_two_others_are_neither_who_decided_nor_of_the_organisation_of_who_wrote_or_reported() -> None:
    network, _coordinator, members, text = world()
    colleagues = [make.person("Collega"), make.person("Maat")]
    for (member, person), colleague in zip(members[:2], colleagues, strict=True):
        invite_delegate(member, email=colleague.email, by=by(person))
        make_network.delegate(member, colleague)
        actions.hold_key(network, by=by(colleague))
    case = reported(network, text, members[1][1])
    [decides] = asked(case)
    turn(case, decides, "show")
    actions.drop_key(network, by=by(next(person for _member, person in members[2:] if person != decides)))
    again = actions.ask_others(case, by=by(members[1][1]))
    assert len(asked(again)) == 1
    assert {decides, *colleagues}.isdisjoint(asked(again))


def test_two_others_who_do_not_look_in_two_weeks_leave_words_as_they_are() -> None:
    network, _coordinator, _writer, reporter, text, case = stayed()
    again = actions.ask_others(case, by=by(reporter))
    turn(again, asked(again)[0])
    later(again, dt.timedelta(days=13))
    jobs.do_due()
    assert fresh(again).ended_at is None
    later(again, dt.timedelta(days=1))
    jobs.do_due()
    assert fresh(again).end == Case.End.NO_OTHERS
    assert shown(text) == WORDS
    assert last(network).type == "decency.ended"
    assert reporters(_happening(network, again)) == {reporter.pk}


def test_x11_what_came_back_by_itself_two_others_hide_and_no_first_one_alone() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1], reason="personal")
    turn(case, coordinator)
    later(case, dt.timedelta(hours=48))
    jobs.do_due()
    assert fresh(case).end == Case.End.TERM
    assert whose_and_reporters(_happening(network, case)) == {members[0][1].pk, members[1][1].pk}
    again = actions.ask_others(case, by=by(members[1][1]))
    first, second = asked(again)
    turn(again, first)
    assert shown(text) == WORDS
    turn(again, second)
    assert WORDS not in shown(text)


def test_asking_two_others_is_for_who_reported_once_and_in_time() -> None:
    network, coordinator, writer, reporter, _text, case = stayed()
    for person in (coordinator, writer, make.chris()):
        with pytest.raises(NotAllowed):
            actions.ask_others(case, by=by(person))
    again = actions.ask_others(case, by=by(reporter))
    assert actions.ask_others(case, words="Nog eens.", by=by(reporter)) == again
    assert lines(network).count("decency.others_asked") == 1
    with pytest.raises(Refused):
        actions.ask_others(again, by=by(reporter))


def test_two_others_look_only_at_what_stayed_lately_and_is_the_same() -> None:
    network, _coordinator, writer, reporter, text, case = stayed()
    waiting = reported(network, text, make.chris(), reason="advertising")
    with pytest.raises(Refused):
        actions.ask_others(waiting, by=by(make.chris()))
    with pytest.raises(Refused):
        actions.ask_others(case, by=by(reporter))
    turn(waiting, asked(waiting)[0], "show")
    later(case, dt.timedelta(days=28))
    with pytest.raises(Refused):
        actions.ask_others(case, by=by(reporter))
    later(case, -dt.timedelta(days=28))
    revise(Text.objects.get(pk=text.pk), "Bel Kanarie maar.", by=by(writer))
    with pytest.raises(Refused):
        actions.ask_others(case, by=by(reporter))
    assert not Case.objects.exclude(again_of=None).exists()


def test_somebody_else_reports_words_that_stay_when_something_is_new() -> None:
    network, coordinator, writer, _reporter, text, case = stayed()
    other = reported(network, text, make.chris(), reason="advertising")
    assert other.again_of is None
    turn(other, coordinator, "show")
    revise(Text.objects.get(pk=text.pk), "Bel Kanarie op nummer 12.", by=by(writer))
    changed = reported(network, text, make.chris())
    assert changed.again_of is None
    assert changed.pk != case.pk


def test_e2_no_friend_who_reports_first_keeps_words_from_being_looked_at_by_two_others() -> None:
    network, coordinator, _writer, _reporter, text, case = stayed()
    again = reported(network, text, make.chris())
    assert again.again_of == case
    assert coordinator not in asked(again)
    assert len(asked(again)) == 2
    turn(again, asked(again)[0], "show")
    with pytest.raises(Refused, match="blijven staan"):
        reported(network, text, make.chris())


def test_who_reported_is_remembered_while_two_others_can_be_asked_and_no_longer() -> None:
    _network, _coordinator, _writer, reporter, text, case = stayed()
    jobs.do_due()
    assert Report.objects.get().person == reporter
    again = actions.ask_others(case, by=by(reporter))
    later(case, dt.timedelta(days=29))
    jobs.do_due()
    assert Report.objects.filter(person=reporter).count() == 2, "two others may not be of the organisation of theirs"
    for person in asked(again):
        turn(again, person)
    assert WORDS not in shown(text)
    jobs.do_due()
    assert Report.objects.filter(person=reporter).count() == 2
    later(again, dt.timedelta(days=29))
    jobs.do_due()
    assert not Report.objects.filter(person__isnull=False).exists()


def test_who_wrote_does_not_hear_who_asked_two_others() -> None:
    network, _coordinator, writer, reporter, _text, case = stayed()
    address = reverse("decency:case", args=[network.slug, case.public_id])
    assert browser(writer).get(address).status_code == 404
    again = actions.ask_others(case, words="Dat is mijn nummer, van mij.", by=by(reporter))
    assert keys(_happening(network, again)) == {person.pk for person in asked(again)}
    for person in asked(again):
        turn(again, person)
    page = browser(writer).get(reverse("decency:case", args=[network.slug, again.public_id])).content.decode()
    assert WORDS in page
    assert "van mij" not in page
    assert reporter.display_name not in page
    assert browser(writer).get(address).status_code == 404
    assert Line.objects.get(type="decency.others_asked").actor == ""


def test_who_reported_reads_that_words_stay_and_asks_on_that_page() -> None:
    network, coordinator, _writer, reporter, _text, case = stayed()
    assert reporters(_happening(network, case)) == {reporter.pk}
    page, about = (reverse(f"decency:{name}", args=[network.slug, *more]) for name, more in _pages(case))
    again = reverse("decency:again", args=[network.slug, case.public_id])
    later(case, dt.timedelta(days=28))
    assert again not in browser(reporter).get(about).content.decode(), "that time is over"
    later(case, -dt.timedelta(days=28))
    assert about in browser(reporter).get(page).content.decode()
    for person in (coordinator, make.chris()):
        assert about not in browser(person).get(page).content.decode()
        assert browser(person).get(about).status_code == 404
        assert browser(person).post(again, {}).status_code == 404
    assert again in browser(reporter).get(about).content.decode()
    assert browser(reporter).get(again).status_code == 405
    assert browser(reporter).post(again, {"words": "x" * 501}).status_code == 422
    assert browser(reporter).post(again, {"words": "Kijk nog eens."}).status_code == 302
    html = browser(reporter).get(about, headers={"accept-language": "nl"}).content.decode()
    assert "Twee anderen kijken er nu naar." in html
    assert again not in html
    others = asked(Case.objects.get(again_of=case))
    shown_to = browser(others[0]).get(reverse("decency:case", args=[network.slug, _again(case)])).content.decode()
    assert "Kijk nog eens." in shown_to
    assert "Dat is mijn nummer." in shown_to
    assert reporter.display_name not in shown_to


def _pages(case: Case) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("hidden", ()), ("case", (case.public_id,))


def _again(case: Case) -> str:
    return Case.objects.get(again_of=case).public_id


def test_words_that_are_gone_are_looked_at_by_nobody_again() -> None:
    network, _coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    withdraw_offer(members[0][0].offers.get(), by=by(members[0][1]))
    actions.do_due(case, by=Actor.job("decency"))
    assert fresh(case).end == Case.End.GONE
    assert reporters(_happening(network, case)) == set()
    with pytest.raises(Refused):
        actions.ask_others(case, by=by(members[1][1]))


def test_what_waits_for_keys_is_asked_as_often_for_one_as_for_three() -> None:
    network, coordinator, members, text = world()
    found = []
    for number in (1, 3):
        for more in range(number if number == 1 else number - 1):
            words = text if number == 1 else written(*members[0], words=f"Woord {more}")
            reported(network, words, members[1][1])
        with CaptureQueriesContext(connection) as told:
            rows = queries.tasks([coordinator.email, members[2][1].email])
        assert len([row for row in rows if row["email"] == coordinator.email]) == number
        found.append(len(told))
    assert found == [10, 10]


def test_a_look_that_is_decided_waits_for_nobody() -> None:
    network, coordinator, members, text = world()
    case = hidden(network, coordinator, text, members[1][1], reason="personal")
    actions.ask_again(case, by=by(members[0][1]))
    first, second = asked(case)
    assert len(queries.tasks([first.email, second.email])) == 2
    turn(case, first, "hide")
    assert queries.tasks([first.email, second.email]) == []


def test_database_refuses_a_case_that_looks_at_itself_again() -> None:
    _network, _coordinator, _writer, _reporter, _text, case = stayed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(again_of=case.pk)
    assert not permissions.may_ask_others(case, make.chris())
