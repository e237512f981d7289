"""People who come to a session: with an account, or by the form and the links in letters."""

import re
import time
from typing import Any

from django.core import signing
from django.test import Client
from django.utils import timezone

from communityup.gatherings.models import Gathering, Registration
from communityup.network.meetings import actions, permissions
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.ui.forms import MOMENT_SALT
from tests import make
from tests.make_meetings import HOUR, in_days, planned
from tests.make_network import coordinated
from tests.worlds import built_once

HERE = "/netwerken/community-up/bijeenkomsten/"
LINK = "https://video.example.org/kamer-7"


@built_once
def with_places(capacity: int | None = 2, *, way: str = "place", **more: str) -> tuple[Network, Person, Session]:
    """Return a session with so many places, and who coordinates it."""
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9, way=way))
    return made, dilek, set_places(session, dilek, capacity, **more)


def set_places(session: Session, person: Person, capacity: int | None, **more: Any) -> Session:
    """Set so many places as a coordinator."""
    told = {"offer_hours": 48, "online_url": LINK, "house_rules": "", **more}
    return actions.set_places(session, capacity=capacity, **told, by=Actor.of(person))


def is_today(session: Session) -> Session:
    """Let a session begin now: from that day on one notes who is there."""
    now = timezone.now()
    Gathering.objects.filter(pk=session.gathering_id).update(begins_at=now, ends_at=now + HOUR)
    session.gathering.refresh_from_db()
    return session


def comes(session: Session, name: str, *, online: bool = False) -> Registration:
    """Let somebody register with an account."""
    return actions.register(session, name=name, online=online, by=Actor.of(make.person(name)))


def filled(email: str = "wil@example.org", **changes: str) -> dict[str, str]:
    """Return the form as a person sends it, half a minute after it was shown."""
    moment = signing.dumps(int(time.time()) - 30, salt=MOMENT_SALT)
    return {"name": "Wil", "email": email, "rest_7": "", "moment": moment, **changes}


def sign_up(session: Session, email: str = "wil@example.org", **changes: str) -> Any:
    """Send the form as a visitor and return the answer."""
    return Client().post(f"{HERE}{session.slug}/aanmelden/", filled(email, **changes))


def asked(email: str = "wil@example.org") -> list[Mail]:
    """Return the letters to confirm that went to an address, the oldest first."""
    return list(Mail.objects.filter(to=email, key__startswith="signup:").order_by("pk"))


def told(email: str) -> list[Mail]:
    """Return the letters about their place that went to an address, the oldest first."""
    return list(Mail.objects.filter(to=email, key__startswith="place:").order_by("pk"))


def link(mail: Mail, name: str) -> str:
    """Return the path of a link in a letter."""
    found = re.search(rf"https?://[^/\s]+(/\S*/{name}/\S+)", mail.text)
    assert found is not None, mail.text
    return found[1]


def place_of(registration: Registration) -> str:
    """Return the page of somebody's own place."""
    return f"{HERE}plek/{permissions.place_token(registration)}/"


def states(session: Session) -> list[str]:
    """Return who has what, in the order in which they came."""
    return [f"{one.name} {one.state}" for one in session.gathering.registrations.order_by("since", "pk")]
