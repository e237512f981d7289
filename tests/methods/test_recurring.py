"""Days that come back, beside the rules of calendars (RFC 5545) as another library counts them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communityup.methods import recurring
from communityup.methods.recurring import DATE, LAST, NTH, RULES, WEEKS

DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2399, 12, 31))


def by_rrule(first: dt.date, rule: str, every: int, until: dt.date, most: int) -> list[dt.date]:
    weekday = rrule.weekday(first.weekday())
    also = {
        WEEKS: {},
        NTH: {"byweekday": [weekday(number) for number in range(1, (first.day - 1) // 7 + 2)], "bysetpos": -1},
        LAST: {"byweekday": weekday(-1)},
        DATE: {"bymonthday": range(1, first.day + 1), "bysetpos": -1},
    }[rule]
    start = dt.datetime.combine(first, dt.time())
    end = dt.datetime.combine(until, dt.time())
    found = rrule.rrule(
        rrule.WEEKLY if rule == WEEKS else rrule.MONTHLY, interval=every, dtstart=start, until=end, **also
    )
    return [one.date() for one, _number in zip(found, range(most), strict=False)]


def found(first: dt.date, rule: str, every: int, until: dt.date, most: int) -> list[dt.date]:
    days = recurring.days(first.toordinal(), rule=rule, every=every, until=until.toordinal(), most=most)
    return [dt.date.fromordinal(day) for day in days]


@given(DAYS)
def test_day_and_date_are_those_of_the_calendar(day: dt.date) -> None:
    number = day.toordinal()
    assert recurring.as_date(number) == (day.year, day.month, day.day)
    assert recurring.as_day(day.year, day.month, day.day) == number
    assert recurring.weekday(number) == day.weekday()


@given(DAYS, st.sampled_from(RULES), st.integers(1, 12), st.integers(0, 1500), st.integers(1, 24))
def test_days_are_those_of_the_rules_of_calendars(
    first: dt.date, rule: str, every: int, length: int, most: int
) -> None:
    until = first + dt.timedelta(days=length)
    if not recurring.fits(first.toordinal(), rule):
        with pytest.raises(ValueError, match="first day"):
            found(first, rule, every, until, most)
        return
    assert found(first, rule, every, until, most) == by_rrule(first, rule, every, until, most)


@given(DAYS)
def test_last_of_its_weekday_is_known(day: dt.date) -> None:
    assert recurring.fits(day.toordinal(), LAST) == ((day + dt.timedelta(days=7)).month != day.month)


@pytest.mark.parametrize(
    ("rule", "every", "expected"),
    [
        (WEEKS, 2, ["2031-01-31", "2031-02-14", "2031-02-28", "2031-03-14"]),
        (NTH, 1, ["2031-01-31", "2031-02-28", "2031-03-28", "2031-04-25"]),
        (LAST, 1, ["2031-01-31", "2031-02-28", "2031-03-28", "2031-04-25"]),
        (DATE, 1, ["2031-01-31", "2031-02-28", "2031-03-31", "2031-04-30"]),
        (DATE, 13, ["2031-01-31", "2032-02-29"]),
    ],
)
def test_month_without_such_a_day_has_the_one_before_it(rule: str, every: int, expected: list[str]) -> None:
    first = dt.date(2031, 1, 31)
    assert [day.isoformat() for day in found(first, rule, every, dt.date(2033, 1, 1), 4)] == expected


@given(DAYS, st.sampled_from([NTH, LAST, DATE]), st.integers(1, 12), st.integers(2, 24))
def test_no_month_is_left_out_and_each_day_that_stands_in_is_the_last_there_is(
    first: dt.date, rule: str, every: int, most: int
) -> None:
    if not recurring.fits(first.toordinal(), rule):
        rule = DATE
    days = found(first, rule, every, dt.date(2450, 1, 1), most)
    months = [day.year * 12 + day.month for day in days]
    assert months == [months[0] + every * number for number in range(most)]
    for day in days:
        instead = recurring.is_instead(day.toordinal(), first.toordinal(), rule)
        if rule == DATE:
            after = day + dt.timedelta(days=1)
            assert (day.day < first.day and after.month != day.month) if instead else day.day == first.day
        else:
            assert day.weekday() == first.weekday()
            later = day + dt.timedelta(days=7)
            same = rule == LAST or (day.day - 1) // 7 == (first.day - 1) // 7
            assert (not same and later.month != day.month) if instead else same


@pytest.mark.parametrize("changes", [{"rule": "sometimes"}, {"every": 0}, {"most": 0}])
def test_what_is_no_rule_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="known rule"):
        recurring.days(**{"first": 740_000, "rule": WEEKS, "every": 1, "until": 740_100, "most": 3, **changes})  # type: ignore[arg-type]


def test_same_time_on_the_clock_before_and_after_the_clocks_change() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    days = found(dt.date(2031, 3, 18), WEEKS, 1, dt.date(2031, 4, 30), 4)
    moments = [timezone.make_aware(dt.datetime.combine(day, dt.time(19, 30)), zone) for day in days]
    assert [one.hour for one in moments] == [19] * 4
    assert [one.astimezone(dt.UTC).hour for one in moments] == [18, 18, 17, 17]
