"""Reading a practice over is taken on by one member, seen by all, and for the others no task then (B41, E4)."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.network.library import actions as library
from communityup.network.library.models import Practice
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.reviews import actions
from communityup.network.reviews.models import Reading
from communityup.notices.queries import happening_of, hearings
from communityup.people.models import Person
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_network import browser, last, lines, member
from tests.make_notices import at as at_moment
from tests.make_outlines import colleague
from tests.make_practice import ACCOUNT, at, by, reader, waiting

pytestmark = pytest.mark.django_db
World = tuple[Network, Practice, Person, Member]


def third() -> World:
    """Return a practice that waits, its network, and somebody of a third member."""
    made, practice, _voice = waiting()
    other = make.person("Derde")
    return made, practice, other, member(made, "Woningcorporatie Thuisgroep", other, kind="housing_association")


def reads(person: Person, practice: Practice) -> bool:
    """Say whether it is a task of somebody to read this practice over."""
    return practice.title in str([task.about for task in my_tasks(person)])


def test_b41_who_takes_it_on_is_seen_by_all_and_it_is_no_task_of_the_others_any_more() -> None:
    made, practice, other, _joined = third()
    assert [reads(one, practice) for one in (reader(), other)] == [True, True]
    assert browser(reader()).post(at(practice, "ik-lees-na/")).status_code == 302
    actions.take_on(practice, by=by(reader()))
    assert [reads(one, practice) for one in (reader(), other)] == [True, False]
    assert lines(made)[-1] == "reviews.reading_taken"
    assert lines(made).count("reviews.reading_taken") == 1
    line = happening_of(last(made))
    assert hearings()[line.type].hearers(line) == {make.amina().pk}
    name = Reading.objects.get().member.name
    for person in (make.amina(), reader(), other, make.dilek()):
        assert f"{name} leest dit na, tot " in browser(person).get(at(practice)).content.decode(), person
    html = browser(other).get(at(practice)).content.decode()
    assert ("Lees dit na" in html or "nalezen/" in html, "Ik lees dit na, deze week" in html) == (True, False)


def test_b41_e4_taking_on_is_an_offer_and_no_claim_every_other_member_may_still_read_it_over() -> None:
    _made, practice, other, joined = third()
    actions.take_on(practice, by=by(reader()))
    with pytest.raises(Refused, match="Jij kunt het ook nalezen"):
        actions.take_on(practice, by=by(other))
    library.review(practice, good=True, by=by(other))
    practice.refresh_from_db()
    assert practice.reviewer == joined
    with pytest.raises(Refused, match="wacht niet op iemand"):
        actions.take_on(practice, by=by(reader()))
    assert not reads(reader(), practice)


def test_b41_after_a_week_or_when_one_leaves_it_it_waits_for_everybody_again() -> None:
    made, practice, other, joined = third()
    actions.take_on(practice, by=by(reader()))
    for _click in range(2):
        actions.leave(practice, by=by(reader()))
    assert lines(made).count("reviews.reading_left") == 1
    line = happening_of(last(made))
    assert hearings()[line.type].hearers(line) == {make.amina().pk, reader().pk, other.pk}
    assert reads(other, practice)
    actions.take_on(practice, by=by(other))
    assert not reads(reader(), practice)
    with at_moment(timezone.now() + dt.timedelta(days=7, minutes=1)):
        assert reads(reader(), practice)
        assert actions.take_on(practice, by=by(reader())).member != joined


def test_b41_when_the_words_change_it_waits_for_everybody_again() -> None:
    _made, practice, other, _joined = third()
    actions.take_on(practice, by=by(reader()))
    library.write_practice(
        practice, account=ACCOUNT.__class__(**{**vars(ACCOUNT), "why": "Anders."}), by=by(make.amina())
    )
    library.ask_review(practice, by=by(make.amina()))
    assert reads(other, practice)


def test_b41_colleague_of_who_took_it_on_still_has_the_task_and_who_wrote_it_never_reads_it_over() -> None:
    _made, practice, _other, _joined = third()
    reading = actions.take_on(practice, by=by(reader()))
    assert reads(colleague(reading.member, reader(), "Collega"), practice)
    for person in (make.amina(), make.chris(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.take_on(practice, by=by(person))
        assert not reads(person, practice)


def test_page_of_a_practice_that_waits_asks_as_often_with_a_reader_as_without(
    django_assert_max_num_queries: Any,
) -> None:
    _made, practice, other, _joined = third()
    client = browser(other)
    client.get(at(practice))
    with django_assert_max_num_queries(40) as before:
        client.get(at(practice))
    actions.take_on(practice, by=by(reader()))
    with django_assert_max_num_queries(len(before)):
        client.get(at(practice))
