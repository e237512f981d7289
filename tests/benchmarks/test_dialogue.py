"""What one more answer costs after a million: the answer, one's own dot and the next thought (METHODS.md, 8)."""

import time

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue.actions import take_part_in_own_name
from communityup.workspace.dialogue.exports import model_of
from communityup.workspace.dialogue.models import Dialogue, Release, Statement
from communityup.workspace.dialogue.permissions import participant_of
from communityup.workspace.dialogue.queries import own_answers
from communityup.workspace.imports.actions import Material, Person, Thought, import_conversation
from communityup.workspace.releases import actions, queries
from tests.make import chris
from tests.nasty import FULL

pytestmark = [pytest.mark.django_db, pytest.mark.benchmark]
PEOPLE, THOUGHTS = (10_000, 500) if FULL else (1_000, 200)
SEEN = 0.2
SLOWEST_ANSWER = 1.0
SLOWEST_RELEASE = 60.0  # seconds of CPU, which a busy machine colours least


def conversation() -> Material:
    """Return an invented conversation with a fifth of all answers given."""
    chance = np.random.default_rng(8)
    rows, columns = np.nonzero(chance.random((PEOPLE, THOUGHTS)) < SEEN)
    lean = chance.normal(size=(PEOPLE, 2)) @ chance.normal(size=(2, THOUGHTS))
    values = np.where(lean[rows, columns] + chance.normal(size=len(rows)) > 0, 1, -1)
    return Material(
        people=[Person(str(one), ("Noord", "Zuid", "West")[one % 3]) for one in range(PEOPLE)],
        thoughts=[Thought(str(one), f"Gedachte {one}", str(one)) for one in range(THOUGHTS)],
        rows=rows.astype(np.int32),
        columns=columns.astype(np.int32),
        values=values.astype(np.int8),
    )


@pytest.fixture
def busy() -> Dialogue:
    """Return an open round with many answers and one release."""
    start = time.perf_counter()
    done = import_conversation("druk", conversation(), by=Actor.operator())
    print(f"\nimport of {done.answers} answers: {time.perf_counter() - start:.1f} s")
    start, work = time.perf_counter(), time.process_time()
    actions.release_figures(done.dialogue, by=Actor.operator())
    took, work = time.perf_counter() - start, time.process_time() - work
    print(f"release, its guard included: {took:.1f} s, of which {work:.1f} s of CPU")
    assert work <= SLOWEST_RELEASE
    Dialogue.objects.update(imported=False, closed_at=None)
    return Dialogue.objects.get()


def test_one_more_answer_stays_fast(busy: Dialogue, client: Client) -> None:
    challenge = Challenge.objects.get()
    take_part_in_own_name(challenge, by=Actor.of(chris()))
    client.force_login(chris())
    page = reverse("dialogue:page", args=[challenge.slug])
    client.get(page)
    answered, dotted, dealt = [], [], []
    model = model_of(Release.objects.get())
    for statement in Statement.objects.order_by("?")[:100]:
        address = reverse("dialogue:answer", args=[challenge.slug, statement.public_id])
        start = time.perf_counter()
        assert client.post(address, {"value": "1"}).status_code == 302
        answered.append(time.perf_counter() - start)
        participant = participant_of(busy, chris())
        start = time.perf_counter()
        assert model.place(own_answers(participant))
        dotted.append(time.perf_counter() - start)
        start = time.perf_counter()
        assert client.get(page).status_code == 200
        dealt.append(time.perf_counter() - start)
    for name, took in (("answer POST", answered), ("own dot", dotted), ("page with the next thought", dealt)):
        print(f"{name}: median {np.median(took) * 1000:.0f} ms, p99 {np.quantile(took, 0.99) * 1000:.0f} ms")
    whole = np.array(answered) + np.array(dotted) + np.array(dealt)
    assert np.quantile(whole, 0.99) <= SLOWEST_ANSWER


def test_snapshot_and_tail_load_much_faster_than_all_answers(busy: Dialogue) -> None:
    start = time.perf_counter()
    whole = queries.packed_answers(busy, rebuild=True)
    rebuilt = time.perf_counter() - start
    start = time.perf_counter()
    quick = queries.packed_answers(busy)
    loaded = time.perf_counter() - start
    print(f"all answers: {rebuilt:.2f} s; snapshot and tail: {loaded * 1000:.0f} ms")
    assert len(quick["numbers"]) == len(whole["numbers"])
    assert loaded * 5 < rebuilt
