"""While all parties keep the opinion map switched off, no figures are made and none are shown (A5, R9)."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.dialogue.models import Release, Statement, View
from communityup.workspace.releases import exports, jobs, queries
from communityup.workspace.setup.actions import propose_off, propose_on
from tests.make_dialogue import answer
from tests.make_figures import DIFFERENT, SAME, answer_all, camps, imported, release, round_of

pytestmark = pytest.mark.django_db
OK = 200
NO_MAP = "Het meningenbeeld staat uit"
MAP_TAB = "/dialoog/meningenbeeld/"
BAND = 'class="share"'


def switch(challenge: Challenge, amina: Person, bram: Person, *, on: bool) -> None:
    propose = propose_on if on else propose_off
    respond(propose(challenge, key="opinions", by=Actor.of(amina)), agrees=True, by=Actor.of(bram))
    challenge.refresh_from_db()


def answered(size: int = 7) -> tuple[Challenge, list[Person], list[Person], list[Statement]]:
    """Return a round in which everybody answered everything, before its first release."""
    challenge, residents, municipality, shared = round_of(size)
    for one in [*residents, *municipality]:
        answer_all(shared, one, [SAME] * len(shared))
    return challenge, residents, municipality, shared


def page(person: Person | None, name: str, *args: Any) -> str:
    client = Client()
    if person is not None:
        client.force_login(person)
    response = client.get(reverse(name, args=args))
    assert response.status_code == OK
    return response.content.decode()


def published() -> list[dict[str, Any]]:
    return [json.loads(one.published) for one in Release.objects.order_by("number")]


def test_a5_no_figures_are_made_or_counted_while_the_map_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, residents, municipality, shared = answered()
    dialogue = shared[0].dialogue
    switch(challenge, residents[0], municipality[0], on=False)
    before = Line.objects.filter(stream=challenge.stream).count()
    monkeypatch.setattr(exports, "make", lambda *_given: pytest.fail("nothing is counted"))
    assert queries.rounds_with_news() == []
    assert jobs.release_what_is_due() == 0
    assert release(dialogue) is None
    assert not Release.objects.exists()
    assert Line.objects.filter(stream=challenge.stream).count() == before


def test_a5_map_switched_off_while_figures_are_counted_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, residents, municipality, shared = answered()
    real = exports.make

    def meanwhile(question: exports.Question, before: exports.History | None) -> exports.Made | None:
        switch(challenge, residents[0], municipality[0], on=False)
        return real(question, before)

    monkeypatch.setattr(exports, "make", meanwhile)
    assert release(shared[0].dialogue) is None
    assert not Release.objects.exists()


def test_r9_releases_go_on_unbroken_when_the_map_is_on_again() -> None:
    """Four changed people cannot be read from before and after: being off is no way around the ledger."""
    challenge, residents, municipality, shared = answered(size=8)
    dialogue = shared[0].dialogue
    assert release(dialogue) is not None
    switch(challenge, residents[0], municipality[0], on=False)
    for one in residents[3:7]:
        answer_all(shared, one, [DIFFERENT] * len(shared))
    assert jobs.release_what_is_due() == 0
    switch(challenge, residents[0], municipality[0], on=True)
    assert release(dialogue) is None, "four changed people renew no cell"
    answer_all(shared, residents[7], [DIFFERENT] * len(shared))
    assert jobs.release_what_is_due() == 1
    assert list(Release.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    first, second = published()
    party = challenge.parties.get(number=1).public_id
    assert [row[party] for row in first["table"].values()] != [row[party] for row in second["table"].values()]


def test_a5_no_page_shows_the_map_or_its_figures_while_it_is_off() -> None:
    challenge, residents, municipality, shared = answered()
    release(shared[0].dialogue)
    amina, thought = residents[0], shared[1]
    answer(thought, amina, View.SAME)
    assert BAND in page(amina, "dialogue:thought", challenge.slug, thought.public_id)
    assert MAP_TAB in page(amina, "dialogue:side_by_side", challenge.slug)
    switch(challenge, amina, municipality[0], on=False)
    shown = page(amina, "opinions:map", challenge.slug)
    assert NO_MAP in shown
    assert not any(str(one) in shown for one in shared)
    assert "<svg viewBox" not in shown
    assert BAND not in page(amina, "dialogue:thought", challenge.slug, thought.public_id)
    for name in ("dialogue:page", "dialogue:side_by_side", "dialogue:mine", "room:overview"):
        assert MAP_TAB not in page(amina, name, challenge.slug), name
    switch(challenge, amina, municipality[0], on=True)
    assert NO_MAP not in page(amina, "opinions:map", challenge.slug)
    assert BAND in page(amina, "dialogue:thought", challenge.slug, thought.public_id)


def test_a5_list_for_machines_keeps_what_the_log_tells_and_hands_out_no_figures() -> None:
    done = imported(camps(60, 12, parties=True))
    release(done.dialogue)
    challenge = done.dialogue.challenge
    address = reverse("opinions:releases", args=[challenge.slug]) + "?ronde=1&uitgave=1"
    (entry,) = Client().get(address).json()["rounds"][0]["releases"]
    assert "published" in entry
    challenge.off = ["opinions"]
    challenge.save(update_fields=["off"])
    (entry,) = Client().get(address).json()["rounds"][0]["releases"]
    assert set(entry) == {"number", "madeAt", "answers", "root"}
    assert NO_MAP in page(None, "opinions:map", challenge.slug)
    assert MAP_TAB not in page(None, "dialogue:page", challenge.slug), "a conversation from elsewhere links no map"
    assert MAP_TAB not in page(None, "room:overview", challenge.slug)
