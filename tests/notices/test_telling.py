"""A line becomes one notice per person, all at one moment; each line is told once, and none is lost."""

import dataclasses
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communityup.log.models import Line, Pseudonym
from communityup.notices import actions, queries
from communityup.notices.models import Followed, Notice, Told
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.actions import decline_invitation, invite_party
from communityup.workspace.challenges.models import Challenge, Reader
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.goals.events import GoalProposed
from tests import make
from tests.make_notices import TUESDAY, own, told

pytestmark = pytest.mark.django_db


def goal(challenge: Challenge, by: Person) -> None:
    propose_goal(challenge, words="Iedereen binnen vijf minuten bij een bankje", by=Actor.of(by))


def test_e29_all_parties_hear_at_the_same_moment() -> None:
    challenge, amina, bram = make.challenge_of_two()
    told()
    Notice.objects.all().delete()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    told(lambda: goal(challenge, amina))
    about = Notice.objects.filter(line__type=GoalProposed.type)
    assert set(about.values_list("person_id", flat=True)) == {amina.pk, bram.pk, make.dilek().pk}
    assert set(about.values_list("at", flat=True)) == {TUESDAY}
    assert len(set(about.values_list("due_at", flat=True))) == 1


def test_a_line_that_went_meanwhile_with_a_practice_is_told_to_nobody_and_stops_nothing() -> None:
    assert actions._tell_line(10**9) is False
    assert not Told.objects.exists()


def test_a_line_is_told_once_however_often_the_worker_looks() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    lines = Line.objects.filter(stream=challenge.stream).count()
    assert told() >= lines
    assert told() == 0
    assert Told.objects.filter(line__stream=challenge.stream).count() == lines
    before = Notice.objects.count()
    assert told(lambda: goal(challenge, amina)) == 1
    assert Notice.objects.count() == before + 2
    assert Followed.objects.get(stream=challenge.stream).told == lines + 1


def test_a_line_that_was_seen_late_is_told_too() -> None:
    """Where a highest number would have gone past it, its missing mark calls for it."""
    challenge, amina, bram = make.challenge_of_two()
    told()
    late = Line.objects.filter(stream=challenge.stream, type="challenges.invitation_accepted").get()
    Notice.objects.filter(line=late).delete()
    Told.objects.filter(line=late).delete()
    Followed.objects.filter(stream=challenge.stream).update(told=challenge.stream.lines.count() - 1)
    assert told() == 1
    assert set(Notice.objects.filter(line=late).values_list("person_id", flat=True)) == {amina.pk, bram.pk}


def test_what_one_did_oneself_is_no_news_but_is_there() -> None:
    challenge, amina, bram = make.challenge_of_two()
    told()
    told(lambda: goal(challenge, amina))
    about = Notice.objects.filter(line__type=GoalProposed.type)
    assert about.get(person=amina).read_at == TUESDAY
    assert about.get(person=bram).read_at is None


def test_an_outsider_and_somebody_who_left_hear_nothing() -> None:
    challenge, amina, bram = make.challenge_of_two()
    told()
    Person.objects.filter(pk=bram.pk).update(is_active=False)
    told(lambda: goal(challenge, amina))
    assert GoalProposed.type not in own(bram)
    assert own(make.chris()) == []


def test_a_no_and_its_reason_are_told_to_all_parties_without_the_words() -> None:
    challenge, amina, bram = make.challenge_of_two()
    told()
    party = invite_party(challenge, name="Ouderen", kind="other", email="chris@example.org", by=Actor.of(amina))
    told(lambda: decline_invitation(make.invitation_of(party), reason="Geen tijd nu.", by=Actor.of(make.chris())))
    assert own(bram)[-2:] == ["challenges.party_invited", "challenges.invitation_declined"]
    held = [value for notice in Notice.objects.values() for value in notice.values()]
    assert not any(isinstance(value, str) and "Geen tijd" in value for value in held)


def test_b17_followers_hear_what_parties_hear() -> None:
    challenge, amina, bram = make.challenge_of_two()
    told()
    Reader.objects.create(challenge=challenge, person=make.chris(), since=TUESDAY)
    told(lambda: goal(challenge, amina))
    assert own(make.chris()) == [GoalProposed.type]
    assert own(bram)[-1:] == own(make.chris())


def test_one_line_that_fails_holds_up_no_other_and_is_told_later(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = make.challenge_of_two()
    told()
    goal(challenge, amina)
    invite_party(challenge, name="Ouderen", kind="other", email="chris@example.org", by=Actor.of(amina))

    def broken(_happening: queries.Happening) -> set[int]:
        raise RuntimeError

    good = queries.hearings()[GoalProposed.type]
    monkeypatch.setitem(queries._HEARINGS, GoalProposed.type, dataclasses.replace(good, hearers=broken))
    with pytest.raises(ExceptionGroup):
        told()
    assert own(bram)[-1] == "challenges.party_invited"
    monkeypatch.setitem(queries._HEARINGS, GoalProposed.type, good)
    assert told() == 1
    assert GoalProposed.type in own(bram)


def test_nobody_hears_about_an_event_of_which_nobody_hears() -> None:
    make.challenge_of_one()
    assert told() >= 1
    assert not Notice.objects.exists()
    assert Told.objects.exists()


def test_when_nothing_happened_one_query_says_so(django_assert_num_queries: Any) -> None:
    make.challenge_of_two()
    told()
    with django_assert_num_queries(1):
        assert actions.tell() == 0


@pytest.mark.slow
def test_five_thousand_people_hear_one_line_in_few_queries() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    told()
    people = Person.objects.bulk_create(
        Person(email=f"volger{number}@example.org", display_name=f"Volger {number}") for number in range(5_000)
    )
    Reader.objects.bulk_create(Reader(challenge=challenge, person=one, since=TUESDAY) for one in people)
    goal(challenge, amina)
    with CaptureQueriesContext(connection) as asked:
        told()
    assert Notice.objects.filter(line__type=GoalProposed.type).count() == 5_002
    # Nothing is asked per person: all but the rows themselves, which a database takes in portions, is constant.
    inserts = [one for one in asked if 'INTO "notices_notice"' in one["sql"]]
    assert len(inserts) <= 80
    assert len(asked) - len(inserts) <= 20


def test_forgetting_who_acted_does_not_stop_telling() -> None:
    challenge, amina, bram = make.challenge_of_two()
    told()
    goal(challenge, amina)
    Pseudonym.objects.all().delete()
    told()
    assert Notice.objects.filter(person=bram, line__type=GoalProposed.type, read_at=None).exists()


def test_two_workers_that_saw_the_same_line_tell_it_once() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    told()
    told()
    goal(challenge, amina)
    [line] = Line.objects.filter(told=None)
    assert actions._tell_line(line.pk)
    assert not actions._tell_line(line.pk)
    assert Notice.objects.filter(line=line).count() == 2
