"""A series by month leaves no month out, and says before it is planned which day stands in for another."""

import datetime as dt

import pytest
from django.utils import timezone

from communityup.network.meetings.models import Session
from tests.make_network import browser, coordinated
from tests.network.test_trace_series import HERE, form

pytestmark = pytest.mark.django_db
PLAN = f"{HERE}reeks/plannen/"


def next_january() -> int:
    """Return a year whose January is still to come and whose February has 28 days."""
    year = timezone.localdate().year + 1
    return year if year % 4 else year + 1


@pytest.mark.parametrize(
    ("rule", "first", "expected", "note"),
    [
        ("date", 31, [(1, 31), (2, 28), (3, 31), (4, 30)], "de laatste dag van deze maand, want die is korter"),
        ("date", 28, [(1, 28), (2, 28), (3, 28), (4, 28)], ""),
    ],
)
def test_series_on_a_date_that_a_month_does_not_have_takes_its_last_day_and_says_so(
    rule: str, first: int, expected: list[tuple[int, int]], note: str
) -> None:
    _made, dilek = coordinated()
    client, year = browser(dilek), next_january()
    told = form(rule=rule, every="1", number="4", day=dt.date(year, 1, first).isoformat())
    assert "heeft een maand bijvoorbeeld geen 31e, dan wordt het de laatste dag" in client.get(PLAN).content.decode()
    page = client.post(PLAN, told).content.decode()
    days = [dt.date(year, month, day).isoformat() for month, day in expected]
    assert [day for day in days if f'value="{day}" checked' not in page] == []
    assert page.count('name="days"') == len(days)
    assert page.count("de laatste dag van deze maand") == (2 if note else 0)
    assert note in page
    client.post(PLAN, {**told, "sure": "on", "days": days})
    planned = Session.objects.order_by("place").values_list("gathering__begins_at", flat=True)
    assert [timezone.localdate(moment).isoformat() for moment in planned] == days


def test_series_on_a_fifth_weekday_takes_the_last_where_there_is_no_fifth_and_says_so() -> None:
    _made, dilek = coordinated()
    client = browser(dilek)
    first = dt.date(next_january(), 1, 31)
    told = form(rule="nth", every="1", number="3", day=first.isoformat())
    page = client.post(PLAN, told).content.decode()
    days = [dt.date.fromisoformat(part.split('value="')[1][:10]) for part in page.split('name="days"')[1:]]
    assert [day.month for day in days] == [1, 2, 3]
    assert {day.weekday() for day in days} == {first.weekday()}
    assert page.count("de laatste van deze maand, want een vijfde is er niet") == sum(day.day < 29 for day in days) > 0
