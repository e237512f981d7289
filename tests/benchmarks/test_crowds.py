"""What every page of a challenge costs once 1,000 challenges and 5,000 people are there, against what it cost before.

The challenge holds one of everything that its pages know. Then a crowd comes: most of it around the table of its two
parties, the rest follows. No page may ask the database more often for it, and none may become many times dearer: what
grows with a crowd is counted or paged.
"""

import time
from dataclasses import dataclass
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Reader, Ring, Seat
from communityup.workspace.imports.actions import open_conversation
from tests import make
from tests.make_table import addresses, client_of, full_table, url_names

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
CHALLENGES, PEOPLE, FOLLOW = 1_000, 5_000, 200
OF_THE_SITE = ("/", "/opgaven/", "/mijn/", "/mijn/taken/", "/netwerken/")
TURNS, OK = 5, 200
DEAREST = 3.0  # times what it cost before, next to the page in the middle: a machine is not as quick all the time
LITTLE = 0.05  # seconds of CPU, below which nobody counts times


@dataclass(frozen=True)
class Cost:
    """What one page asks: CPU seconds, the median of a few turns, and questions to the database."""

    seconds: float
    queries: int


def readable(challenge: Challenge, client: Client) -> list[str]:
    """Return one address of each page that somebody can read."""
    found = [place for place in OF_THE_SITE if client.get(place).status_code == OK]
    for name, parameters in url_names().items():
        places = addresses(challenge, name, parameters)[:6]
        found += [place for place in places if client.get(place).status_code == OK][:1]
    return found


def costs(client: Client, places: list[str]) -> dict[str, Cost]:
    """Return what each page asks."""
    found = {}
    for place in places:
        with CaptureQueriesContext(connection) as asked:
            client.get(place)
        queries = len(asked)
        took = []
        for _turn in range(TURNS):
            before = time.process_time()
            client.get(place)
            took.append(time.process_time() - before)
        found[place] = Cost(median(took), queries)
    return found


def crowd(challenge: Challenge) -> None:
    """Let everybody come: half of them with each party, some as followers, and many challenges beside it."""
    now, parties = timezone.now(), [challenge.parties.get(number=number) for number in (1, 2)]
    people = Person.objects.bulk_create(
        Person(email=f"mens{one}@example.org", display_name=f"Mens {one}") for one in range(PEOPLE)
    )
    Seat.objects.bulk_create(
        Seat(challenge=challenge, party=parties[place % 2], person=person, since=now, ring=Ring.CONTRIBUTOR)
        for place, person in enumerate(people[FOLLOW:])
    )
    Reader.objects.bulk_create(Reader(challenge=challenge, person=one, since=now) for one in people[:FOLLOW])
    for one in range(CHALLENGES):
        open_conversation(title=f"Opgave {one}", place="Elders", why="Omdat.", by=Actor.operator())


def test_no_page_grows_with_a_thousand_challenges_and_five_thousand_people() -> None:
    challenge = full_table()
    client = client_of(make.amina())
    places = readable(challenge, client)
    before = costs(client, places)
    crowd(challenge)
    after = costs(client, places)
    rows = sorted(((after[one].seconds / before[one].seconds, one) for one in places), reverse=True)
    print(f"\n{len(places)} pages; what became dearest with {CHALLENGES} challenges and {PEOPLE} people:")
    for times, one in rows[:25]:
        print(
            f"  {times:4.1f}×  {before[one].seconds * 1e3:5.0f} → {after[one].seconds * 1e3:5.0f} ms"
            f"  {before[one].queries} → {after[one].queries} queries  {one}"
        )
    assert {
        one: (before[one].queries, after[one].queries) for one in places if after[one].queries > before[one].queries
    } == {}
    pace = median(times for times, _one in rows)
    dear = [one for times, one in rows if times > DEAREST * pace and after[one].seconds > LITTLE * max(pace, 1)]
    assert dear == []
