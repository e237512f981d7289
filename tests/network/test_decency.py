"""Reported words of a network: two keys of two members hide them, one key what is urgent for a while, nobody alone."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from communityup.base.errors import NotAllowed, Refused
from communityup.network.decency import actions, jobs, permissions, queries
from communityup.network.decency.models import Case, Key
from communityup.network.members.actions import invite_delegate
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.reports import actions as reports
from communityup.organisations.actions import speak_for
from communityup.people.models import Person
from communityup.portal.queries import key_tasks, search
from communityup.texts.actions import own_words
from communityup.texts.jobs import index
from communityup.texts.models import Text
from communityup.workspace.tasks.queries import Asked
from tests import make, make_network
from tests.make_decency import WORDS, asked, by, fresh, hidden, later, own_lines, reported, shown, turn, world, written
from tests.make_meetings import held
from tests.make_network import browser, last, lines

pytestmark = pytest.mark.django_db
MARK = "[verborgen: scheldwoorden, of woorden die een groep kwetsen]"


def test_e2_reported_words_stay_until_a_coordinator_and_somebody_of_another_member_agree() -> None:
    network, coordinator, members, text = world()
    before = len(lines(network))
    case = reported(network, text, members[1][1])
    assert lines(network)[before:] == ["decency.reported"]
    assert shown(text) == WORDS
    turn(case, coordinator)
    assert shown(text) == WORDS
    assert fresh(case).hidden_at is None
    [second] = asked(case)
    assert second in [person for _member, person in members[2:]]
    turn(case, second)
    assert WORDS not in shown(text)
    assert own_words(Text.objects.get(pk=text.pk)) == WORDS
    assert own_lines(network)[-2:] == ["decency.key_turned", "decency.hidden"]
    assert fresh(case).confirmed_at is not None


def test_e2_a_coordinator_alone_hides_nothing_whatever_they_try() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    turn(case, coordinator)
    turn(case, coordinator)
    with pytest.raises(Refused):
        turn(case, coordinator, "show")
    assert shown(text) == WORDS
    assert case.keys.filter(given_at__isnull=False).count() == 1


def test_e2_the_second_key_is_never_of_a_coordinator_nor_of_their_member() -> None:
    network, _coordinator, members, text = world()
    make_network.coordinator(network, members[2][1])
    with pytest.raises(Refused):
        actions.hold_key(network, by=by(members[2][1]))
    colleague = make.person("Collega")
    invite_delegate(members[2][0], email=colleague.email, by=by(members[2][1]))
    make_network.delegate(members[2][0], colleague)
    actions.hold_key(network, by=by(colleague))
    for _member, person in members[3:]:
        actions.drop_key(network, by=by(person))
    case = reported(network, text, members[1][1])
    assert asked(case) == []
    turn(case, members[2][1])
    assert [key.member for key in case.keys.all()] == [members[2][0]]
    with pytest.raises(NotAllowed):
        turn(case, colleague)


def test_one_key_says_that_words_stay() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    turn(case, asked(case)[0], "show")
    assert fresh(case).end == Case.End.KEPT
    assert last(network).type == "decency.ended"
    assert shown(text) == WORDS
    with pytest.raises(Refused):
        turn(case, coordinator)
    other = reported(network, text, make.chris(), reason="advertising")
    assert other.pk != case.pk
    assert other.again_of is None


@pytest.mark.parametrize("reason", ["personal", "threat"])
def test_x11_what_is_urgent_one_key_hides_for_48_hours_and_it_comes_back_by_itself(reason: str) -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1], reason=reason)
    turn(case, coordinator)
    assert WORDS not in shown(text)
    assert jobs.do_due() == 0
    later(case, dt.timedelta(hours=47))
    assert jobs.do_due() == 0
    later(case, dt.timedelta(hours=1))
    assert jobs.do_due() == 1
    assert shown(text) == WORDS
    assert last(network).type == "decency.back"
    assert fresh(case).end == Case.End.TERM
    again = reported(network, text, members[1][1], reason=reason)
    assert again.pk != case.pk
    turn(again, coordinator)
    assert shown(text) == WORDS, "nobody hides by repeating"


def test_x11_the_second_key_confirms_or_ends_what_one_key_hid() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1], reason="personal")
    turn(case, coordinator)
    turn(case, asked(case)[0])
    assert last(network).type == "decency.confirmed"
    later(case, dt.timedelta(hours=49))
    assert jobs.do_due() == 0
    other = written(*members[0], words="Hij woont op nummer 12.")
    case = reported(network, other, members[1][1], reason="personal")
    turn(case, asked(case)[0])
    assert "nummer 12" not in shown(other)
    turn(case, coordinator, "show")
    assert shown(other) == "Hij woont op nummer 12."


@pytest.mark.parametrize("reason", ["insult", "advertising"])
def test_one_key_hides_nothing_that_is_not_urgent(reason: str) -> None:
    network, coordinator, members, text = world()
    turn(reported(network, text, members[1][1], reason=reason), coordinator)
    assert shown(text) == WORDS


def test_e2_no_key_is_for_who_wrote_or_reported_nor_for_somebody_of_their_organisation() -> None:
    network, _coordinator, members, text = world()
    colleague, same = make.person("Collega"), make.person("Zelfde")
    invite_delegate(members[1][0], email=colleague.email, by=by(members[1][1]))
    make_network.delegate(members[1][0], colleague)
    other_name = make_network.member(network, "Afdeling Melder", same)
    one = speak_for("Melders", kind="residents", place="", by=by(make.chris()))
    for person in (*(person for _member, person in members[:2]), colleague, same):
        actions.hold_key(network, by=by(person))
    for _member, person in members[2:]:
        actions.drop_key(network, by=by(person))
    case = reported(network, text, members[1][1])
    assert asked(case) == [same]
    # The organisation of who reported leaves, and comes back under another name.
    Member.objects.filter(pk=members[1][0].pk).update(organisation=one, left_at=timezone.now())
    Member.objects.filter(pk=other_name.pk).update(organisation=one)
    for person in (members[0][1], members[1][1], colleague, same, make.chris()):
        with pytest.raises(NotAllowed):
            turn(case, person)


def test_e2_words_of_a_coordinator_are_looked_at_by_two_members() -> None:
    network, coordinator, members, _text = world()
    session = held(network, coordinator)
    report = reports.write_report(
        session, words={"summary": "Wat een sukkels.", "onwards": "Verder."}, by=by(coordinator)
    )
    reports.send_round(session, by=by(coordinator))
    reports.publish_due()
    assert report.summary is not None
    case = reported(network, report.summary, members[1][1])
    first, second = asked(case)
    keys = list(case.keys.all())
    assert {key.member for key in keys} == {key.member for key in keys if not key.is_coordinator}
    with pytest.raises(NotAllowed):
        turn(case, coordinator)
    turn(case, first)
    turn(case, second)
    assert "sukkels" not in shown(report.summary)


def test_turns_rotate_and_go_on_to_another_after_three_days() -> None:
    network, _coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    other = reported(network, written(*members[0], words="Nog iets."), members[1][1])
    [first], [second] = asked(case), asked(other)
    assert first != second
    assert jobs.do_due() == 0
    later(case, dt.timedelta(hours=73))
    assert jobs.do_due() == 1
    assert last(network).type == "decency.passed_on"
    now = asked(case)
    assert first not in now
    assert len(now) == 2, "after three days without a coordinator the first key is of a member too"
    with pytest.raises(NotAllowed):
        turn(case, first)


def test_who_stops_passes_on_and_who_begins_takes_what_waits() -> None:
    network, _coordinator, members, text = world()
    for _member, person in members[3:]:
        actions.drop_key(network, by=by(person))
    case = reported(network, text, members[1][1])
    assert asked(case) == [members[2][1]]
    actions.drop_key(network, by=by(members[2][1]))
    actions.drop_key(network, by=by(members[2][1]))
    assert lines(network).count("decency.holder_stopped") == 3
    assert asked(case) == []
    actions.hold_key(network, by=by(members[3][1]))
    actions.hold_key(network, by=by(members[3][1]))
    assert lines(network).count("decency.holder_began") == 4
    assert asked(case) == [members[3][1]]
    with pytest.raises(NotAllowed):
        actions.hold_key(network, by=by(make.chris()))


def test_the_same_person_reports_once_and_others_make_it_no_second_case() -> None:
    network, _coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    assert reported(network, text, members[1][1]) == case
    assert reported(network, text, make.chris(), reason="threat") == case
    assert fresh(case).reason == "threat", "what is urgent is urgent as soon as somebody says so"
    assert case.reports.count() == 2
    assert lines(network).count("decency.reported") == 2
    with pytest.raises(Refused):
        reported(network, text, members[0][1])
    for number in range(permissions.REPORTS_A_DAY - 1):
        reported(network, written(*members[0], words=f"Woord {number}"), members[1][1])
    with pytest.raises(Refused):
        reported(network, written(*members[0], words="Nog een"), members[1][1])


def test_reason_stays_when_a_later_report_is_not_urgent_or_a_key_was_turned_already() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1], reason="insult")
    assert reported(network, text, make.chris(), reason="advertising") == case
    assert fresh(case).reason == "insult"
    turn(case, coordinator)
    assert reported(network, text, make.dilek(), reason="threat") == case
    assert fresh(case).reason == "insult", "the key was turned for that reason"
    assert shown(text) == WORDS
    assert sorted(case.reports.values_list("reason", flat=True)) == ["advertising", "insult", "threat"]


def test_what_not_everybody_reads_cannot_be_reported() -> None:
    network, coordinator, _members, _text = world()
    session = held(network, coordinator)
    draft = reports.write_report(session, words={"summary": "Een kladje."}, by=by(coordinator))
    assert draft.summary is not None
    with pytest.raises(Http404):
        reported(network, draft.summary, make.chris())
    other = make_network.network("ander")
    with pytest.raises(Http404):
        reported(other, network.purpose, make.chris())
    assert reported(network, network.purpose, make.chris()).kind == "networks.Network.purpose"


def test_hidden_words_leave_a_mark_with_the_reason_and_are_nowhere_else() -> None:
    network, coordinator, members, text = world()
    index()
    assert search("Kanarie", coordinator, {})["page"].paginator.count == 1
    hidden(network, coordinator, text, members[1][1], words="Mijn nummer.")
    index()
    assert search("Kanarie", coordinator, {})["page"].paginator.count == 0
    visitor = browser()
    for name in ("offers:board", "networks:page", "networks:log", "decency:hidden", "years:page"):
        place = _address(network, name)
        html = visitor.get(place, headers={"accept-language": "nl"}).content.decode()
        assert "Kanarie" not in html, place
        assert (MARK in html) == (name == "offers:board")
    assert "Bel Kanarie" not in visitor.get(reverse("search"), {"words": "Kanarie"}).content.decode()
    page = visitor.get(_address(network, "decency:hidden")).content.decode()
    assert "Mijn nummer" not in page
    with override("nl"):
        fact = queries.facts(network)
    assert [one.value for one in fact] == ["scheldwoorden, of woorden die een groep kwetsen: 1"]


def _address(network: Network, name: str) -> str:
    return reverse(name, args=[network.slug, timezone.localdate().year] if name == "years:page" else [network.slug])


def test_whose_turn_it_is_has_a_task_and_who_is_concerned_has_none() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    [second] = asked(case)

    def tasks(person: Person) -> int:
        return len(key_tasks(Asked(emails=frozenset({person.email}))))

    assert (tasks(coordinator), tasks(second)) == (1, 1)
    assert (tasks(members[0][1]), tasks(members[1][1])) == (0, 0)
    turn(case, coordinator)
    assert (tasks(coordinator), tasks(second)) == (0, 1)


def test_only_the_job_does_what_is_due() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    with pytest.raises(NotAllowed):
        actions.do_due(case, by=by(coordinator))


@pytest.mark.parametrize(
    "wrong",
    [
        {"hidden_at": timezone.now()},
        {"hidden_at": timezone.now(), "back_at": timezone.now()},
        {"back_at": timezone.now()},
        {"confirmed_at": timezone.now()},
        {"end": "kept"},
        {"reason": "dislike"},
    ],
)
def test_database_refuses_hiding_by_one_for_good_or_for_no_reason(wrong: dict[str, Any]) -> None:
    network, _coordinator, members, text = world()
    reported(network, text, members[1][1])
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.update(**wrong)


def test_database_refuses_two_keys_of_one_member() -> None:
    network, _coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    [key] = case.keys.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        Key.objects.create(case=case, place=1, member=key.member, person=None, asked_at=timezone.now())
