"""Sessions that come back in the network of the demo."""

import datetime as dt
from typing import Any

from django.utils import timezone

from communityup.demo import queries
from communityup.network.meetings.actions import About
from communityup.network.networks.models import Network
from communityup.network.series.actions import Hours, plan_series
from communityup.people.actors import Actor

TUESDAY = 1


def come_together_again(made: Network, told: dict[str, Any], coordinator: str) -> None:
    """Plan an evening that comes back, on the first Tuesday after each of the days that are told."""
    today, about = timezone.localdate(), About(**{name: told[name] for name in ("title", "purpose", "theme", "kind")})
    after = (TUESDAY - today.weekday() - told["days"][0]) % 7
    days = [today + dt.timedelta(days=number + after) for number in told["days"]]
    begins, ends = (dt.time.fromisoformat(told[name]) for name in ("begins", "ends"))
    hours = Hours(begins=begins, ends=ends, way="place", where=told["where"])
    plan_series(made, about=about, days=days, hours=hours, by=Actor.of(queries.person(coordinator)))
