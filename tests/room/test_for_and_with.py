"""A3: everybody sees how much is done for and how much with, and the figures are those of the log."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from communityup.log.events import registry
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.room import queries
from tests import make
from tests.make_agreements import agreed, proposed
from tests.make_goals import interest, proposed_goal, shared_goal
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

RAW = """
    select party.kind,
           sum(case when line.type in ({raised}) then 1 else 0 end),
           sum(case when line.type in ({shaped}) then 1 else 0 end),
           sum(case when line.type in ({carries}) then 1 else 0 end)
    from log_line line join challenges_party party on party.public_id = line.party
    where line.stream_id = %s group by party.kind
"""


def raw(challenge: Challenge) -> dict[str, tuple[int, ...]]:
    """Return the same counts by a query of one's own over the log."""
    sets = {"raised": queries.RAISED, "shaped": queries.SHAPED, "carries": queries.CARRIES}
    written = {name: ", ".join(f"'{one}'" for one in sorted(types)) for name, types in sets.items()}
    with connection.cursor() as cursor:
        cursor.execute(RAW.format(**written), [challenge.stream_id])
        return {kind: tuple(int(one) for one in counts) for kind, *counts in cursor.fetchall()}


@built_once
def filled() -> Challenge:
    challenge, amina, bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    interest(challenge, amina)
    interest(challenge, bram)
    agreed(challenge, amina, bram)
    proposed(challenge, bram, amina)
    proposed_goal(challenge, amina, "Geen drempels bij de deur")
    return challenge


def test_a3_the_counts_per_kind_of_party_equal_a_raw_query_over_the_log() -> None:
    challenge = filled()
    shown = queries.for_and_with(challenge)["kinds"]
    found = {row["kind"]: (row["raised"], row["shaped"], row["carries"]) for row in shown}
    labels = {str(label): value for value, label in challenge.parties.model._meta.get_field("kind").choices or ()}
    counted = {labels[str(kind)]: counts for kind, counts in found.items()}
    assert {kind: counts for kind, counts in counted.items() if any(counts)} == {
        kind: counts for kind, counts in raw(challenge).items() if any(counts)
    }
    assert counted["residents"][0] > 0
    assert counted["institution"] == (0, 0, 0)
    page = Client().get(f"/opgaven/{challenge.slug}/voor-en-met/").content.decode()
    for counts in found.values():
        assert re.search("".join(rf"<td[^>]*>{count}</td>" for count in counts), page)


def test_a3_what_more_kinds_had_a_hand_in_is_with_and_the_rest_is_for() -> None:
    challenge, amina, bram = make.challenge_of_two()
    assert queries.for_and_with(challenge)["things"] == 0
    proposed_goal(challenge, amina, "Een warme plek")
    shared_goal(challenge, amina, bram, words="Een huis van de buurt")
    found = queries.for_and_with(challenge)
    assert (found["with_others"], found["things"]) == (1, 2)
    page = Client().get(f"/opgaven/{challenge.slug}/voor-en-met/").content.decode()
    assert "1 van de 2 doelen en afspraken" in page


def test_a3_every_line_that_counts_is_one_that_the_site_can_write() -> None:
    assert set(queries.DEEDS) <= set(registry())
    assert not queries.RAISED & queries.SHAPED | queries.SHAPED & queries.CARRIES | queries.RAISED & queries.CARRIES


@pytest.mark.parametrize("more", [0, 3])
def test_a3_the_counts_cost_two_queries_however_much_happened(more: int, django_assert_num_queries: Any) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    for number in range(more):
        proposed_goal(challenge, amina, f"Doel {number}")
    with django_assert_num_queries(2):
        queries.for_and_with(challenge)


def test_a3_the_page_is_the_same_for_everybody_and_closed_to_outsiders_of_a_closed_challenge() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    address = f"/opgaven/{challenge.slug}/voor-en-met/"
    client = Client()
    assert client.get(address).status_code == 404
    client.force_login(make.chris())
    assert client.get(address).status_code == 404
    client.force_login(make.amina())
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
