"""Codes on paper: once, until a day, never guessed, and nobody can read them back."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.codes import actions
from communityup.codes.models import Code, Counter
from communityup.codes.queries import ALPHABET, LENGTH, counts, normalised, on_paper
from tests import make_notices

ABOUT = "a" * 32
FREE = {"browser:1": 5}


def soon() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=3)


def made(number: int = 1, **more: int) -> list[str]:
    return actions.make_codes(purpose="joining", about=ABOUT, number=number, ends_at=soon(), **more)


def find(code: str, **limits: int) -> Code | None:
    return actions.look_up(code, purpose="joining", limits=limits or FREE)


@pytest.mark.django_db
def test_a_code_reads_easily_and_is_kept_as_a_hash_only() -> None:
    codes = made(50)
    assert len(set(codes)) == 50
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert not set("01OILAEIU") & set(ALPHABET)
    kept = " ".join(str(row) for row in Code.objects.values_list())
    assert not any(code in kept for code in codes)
    assert on_paper("BCDFG23456") == "BCDFG-23456"


@pytest.mark.django_db
@pytest.mark.parametrize("change", [str.lower, on_paper, lambda code: f"  {code[:3]} {code[3:]}\t", lambda code: code])
def test_capitals_spaces_and_dashes_do_not_matter(change: object) -> None:
    (code,) = made()
    assert find(change(code)) is not None  # type: ignore[operator]
    assert normalised(on_paper(code)) == code


@pytest.mark.django_db
def test_a_code_works_once_and_one_for_a_hall_as_often_as_was_said() -> None:
    (letter,), (hall,) = made(), made(most=2)
    for code, times in ((letter, 1), (hall, 2)):
        for _time in range(times):
            found = find(code)
            assert found is not None
            assert actions.use(found)
        assert find(code) is None
        assert found is not None
        assert not actions.use(found)
    assert counts([ABOUT])[ABOUT] == {"made": 2, "used": 3, "left": 0}


@pytest.mark.django_db
def test_the_database_refuses_one_use_too_many() -> None:
    made()
    with pytest.raises(IntegrityError), transaction.atomic():
        Code.objects.update(uses=2)


@pytest.mark.django_db
def test_a_code_ends_on_its_day_and_when_it_is_taken_back() -> None:
    first, second = made(2)
    with make_notices.at(timezone.now() + dt.timedelta(days=4)):
        assert find(first) is None
    found = find(second)
    assert found is not None
    assert actions.revoke(purpose="joining", about=ABOUT) == 2
    assert actions.revoke(purpose="joining", about=ABOUT) == 0
    assert find(first) is None
    assert not actions.use(found)


@pytest.mark.django_db
def test_a_code_for_one_purpose_is_worth_nothing_for_another() -> None:
    (code,) = made()
    assert actions.look_up(code, purpose="recording", limits=FREE) is None
    assert find(code) is not None


@pytest.mark.django_db
def test_x3_after_five_wrong_codes_one_waits_also_with_the_right_one() -> None:
    (code,), now = made(), timezone.now()
    with make_notices.at(now):
        for _time in range(5):
            assert find("BCDFG23456") is None
        with pytest.raises(Refused, match="kwartier"):
            find("BCDFG23456")
        with pytest.raises(Refused, match="kwartier"):
            find(code)
        assert find(code, **{"browser:2": 5}) is not None
    with make_notices.at(now + dt.timedelta(minutes=16)):
        assert find(code) is not None


@pytest.mark.django_db
def test_x3_wrong_codes_of_the_last_quarter_of_an_hour_count_whenever_it_began() -> None:
    (code,), now = made(), timezone.now()
    for minutes in (0, 4, 9, 13, 14):
        with make_notices.at(now + dt.timedelta(minutes=minutes)):
            assert find("BCDFG23456") is None
    with make_notices.at(now + dt.timedelta(minutes=14)), pytest.raises(Refused, match="kwartier"):
        find(code)
    with make_notices.at(now + dt.timedelta(minutes=15, seconds=1)):
        assert find(code) is not None, "the first try is too long ago to count"
        assert find("BCDFG23456") is None
        with pytest.raises(Refused, match="kwartier"):
            find(code)


@pytest.mark.django_db
def test_right_codes_never_make_anybody_wait() -> None:
    codes = made(12)
    assert all(find(code) is not None for code in codes)


@pytest.mark.django_db
def test_unknown_used_ended_and_revoked_codes_cost_the_same_questions_to_the_database() -> None:
    used, revoked, ended = made(3)
    found = find(used)
    assert found is not None
    actions.use(found)
    Code.objects.filter(code_hash=actions.hash_of(revoked, "joining")).update(revoked_at=timezone.now())
    Code.objects.filter(code_hash=actions.hash_of(ended, "joining")).update(ends_at=timezone.now())
    asked = []
    for number, code in enumerate(("BCDFG23456", used, revoked, ended)):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert find(code, **{f"other:{number}": 5}) is None
        asked.append([query["sql"].split(" ")[0] for query in seen.captured_queries])
    assert asked == [asked[0]] * 4


@pytest.mark.django_db
def test_counters_go_when_their_time_is_over_and_tell_nothing() -> None:
    find("BCDFG23456", **{"network:192.0.2.1": 5})
    assert "192.0.2.1" not in str(list(Counter.objects.values_list()))
    assert actions.forget_old_counters() == 0
    with make_notices.at(timezone.now() + dt.timedelta(hours=1)):
        assert actions.forget_old_counters() == 1


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_gain_nothing_and_one_code_lets_one_in() -> None:
    (code,) = made()
    found = find(code)
    assert found is not None
    start, given = threading.Barrier(8), list[object]()

    def act(number: int) -> None:
        start.wait()
        try:
            given.append(actions.use(found) if number % 2 else find("BCDFG23456", **{"browser:crowd": 2}))
        except Refused:
            given.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, given)) == ["False", "False", "False", "None", "None", "True", "refused", "refused"]
