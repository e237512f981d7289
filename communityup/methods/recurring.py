"""Days that come back: every so many weeks, or every so many months on the same weekday or the same date.

A day is a number, as `date.toordinal()` gives it: 1 is 1 January of the year 1, a Monday. There is no time and no zone
here: a session that comes back begins at the same time on the clock, before and after the clocks change.
"""

from collections.abc import Iterator
from itertools import count, takewhile

# The same weekday every so many weeks; the second Tuesday of a month, say, or the last one; the same date.
WEEKS, NTH, LAST, DATE = "weeks", "nth", "last", "date"
RULES = (WEEKS, NTH, LAST, DATE)
# From the first day to the first of March of the year 0, and the days in 400, 100, 4 years and a year.
_SHIFT, _ERA = 306, 146_097
MARCH, TEN, YEAR = 3, 10, 12


def days(first: int, *, rule: str, every: int, until: int, most: int) -> list[int]:
    """Return the days from the first one up to and including `until`, `most` of them at most.

    No month is left out: one without such a date (a 31st) has its last day instead, and one without a fifth Tuesday its
    last Tuesday (`is_instead`). Raises ValueError for a rule that is not known, for steps below one, and when the first
    day itself does not fit the rule.
    """
    if rule not in RULES or every < 1 or most < 1:
        raise ValueError("days come back by a known rule, every week or month or less often")
    if not fits(first, rule):
        raise ValueError("the first day fits the rule")
    found = takewhile(lambda day: day <= until, _all(first, rule, every))
    return [day for day, _number in zip(found, range(most), strict=False)]


def fits(day: int, rule: str) -> bool:
    """Say whether a day can be the first by this rule: for the last weekday of a month it has to be that."""
    year, month, date = as_date(day)
    return rule != LAST or date + 7 > length(year, month)


def is_instead(day: int, first: int, rule: str) -> bool:
    """Say whether a day stands in for one that its month does not have: an earlier date, or the fourth weekday."""
    if rule == DATE:
        return as_date(day)[2] != as_date(first)[2]
    return rule == NTH and nth(day) != nth(first)


def nth(day: int) -> int:
    """Return which one of its weekday in its month a day is, from 1 to 5."""
    return (as_date(day)[2] - 1) // 7 + 1


def weekday(day: int) -> int:
    """Return the weekday of a day: 0 is Monday."""
    return (day - 1) % 7


def _all(first: int, rule: str, every: int) -> Iterator[int]:
    """Yield the days without an end, in their order."""
    if rule == WEEKS:
        yield from count(first, 7 * every)
    year, month, date = as_date(first)
    for later in count(month - 1, every):
        yield _in_month(first, rule, date, year + later // 12, later % 12 + 1)


def _in_month(first: int, rule: str, date: int, year: int, month: int) -> int:
    """Return the day of this month by the rule; each month has one."""
    days_here = length(year, month)
    if rule == DATE:
        return as_day(year, month, min(date, days_here))
    earliest = (weekday(first) - weekday(as_day(year, month, 1))) % 7 + 1
    most = (days_here - earliest) // 7
    return as_day(year, month, earliest + 7 * (most if rule == LAST else min(nth(first) - 1, most)))


def length(year: int, month: int) -> int:
    """Return how many days a month has."""
    later = (year, month + 1) if month < YEAR else (year + 1, 1)
    return as_day(*later, 1) - as_day(year, month, 1)


def as_day(year: int, month: int, date: int) -> int:
    """Return the number of a day of the calendar; years count from March, so that a leap day is the last of a year."""
    shifted, from_march = (year, month - 3) if month >= MARCH else (year - 1, month + 9)
    era, in_era = divmod(shifted, 400)
    in_year = (153 * from_march + 2) // 5 + date - 1
    return era * _ERA + in_era * 365 + in_era // 4 - in_era // 100 + in_year - _SHIFT + 1


def as_date(day: int) -> tuple[int, int, int]:
    """Return year, month and date of the number of a day."""
    era, in_era = divmod(day - 1 + _SHIFT, _ERA)
    years = (in_era - in_era // 1460 + in_era // 36_524 - in_era // 146_096) // 365
    in_year = in_era - (365 * years + years // 4 - years // 100)
    from_march = (5 * in_year + 2) // 153
    month = from_march + 3 if from_march < TEN else from_march - 9
    return era * 400 + years + (month < MARCH), month, in_year - (153 * from_march + 2) // 5 + 1
