"""What holds on every page of the dialogue: questions to the database, no pooled figure, no markup of people."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communityup.people.actors import Actor
from communityup.workspace.dialogue import actions
from communityup.workspace.dialogue.models import Dialogue, View
from tests.make import challenge_of_two, chris
from tests.make_dialogue import THOUGHTS, answer, dialogue_of_two, on_own_name, thoughts

pytestmark = pytest.mark.django_db

TAGS = re.compile(r"<(script|style|details)\b.*?</\1>|<[^>]+>", re.DOTALL)


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def content_of(page: str) -> str:
    """Return the page below the frame of the challenge."""
    return main_of(page)[main_of(page).rindex("</nav>") :]


@pytest.mark.parametrize("name", ["page", "side_by_side", "mine", "for_party", "round"])
def test_number_of_questions_to_the_database_is_constant_in_rows(client: Client, name: str) -> None:
    challenge, amina, bram = challenge_of_two()
    client.force_login(bram)
    counts: list[int] = []
    for batch in (THOUGHTS[:1], THOUGHTS[1:]):
        for statement in thoughts(challenge, amina, batch):
            if name == "mine":
                answer(statement, bram, View.SAME)
        if name == "mine":
            actions.share_thought(challenge, body=f"Eigen {len(counts)}", by=Actor.of(bram))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse(f"dialogue:{name}", args=[challenge.slug])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    # Rounds ask too whether the challenge takes a step back, and who guards the process.
    assert counts[0] <= (14 if name == "round" else 12)


@pytest.mark.parametrize("name", ["page", "side_by_side", "mine", "for_party", "round"])
def test_pages_of_the_dialogue_have_no_pooled_percentage(seen: Callable[..., str], name: str) -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    for one in [bram, *on_own_name(challenge, 6)]:
        answer(first, one, View.SAME)
    for person in (amina, bram, chris(), None):
        if person is None and name in {"mine", "for_party"}:
            continue
        page = TAGS.sub(" ", content_of(seen(person, name, challenge.slug)))
        assert not re.search(r"\d\s*(%|procent|percent)", page)


def test_words_of_people_are_never_markup(seen: Callable[..., str]) -> None:
    challenge, amina, bram = challenge_of_two()
    nasty = '<img src=x onerror=alert(1)> <b hx-get="/x">"\''
    statement = actions.share_thought(challenge, body=nasty, by=Actor.of(amina))
    answer(statement, bram, View.SAME)
    for name, *rest in (
        ("page",),
        ("side_by_side",),
        ("mine",),
        ("thought", statement.public_id),
        ("build_on", statement.public_id),
    ):
        page = seen(bram, name, challenge.slug, *rest)
        assert "<img src=x" not in page
        assert "<b hx-get" not in page


def test_r11_a_round_of_open_data_says_so_before_the_first_answer(seen: Callable[..., str], client: Client) -> None:
    challenge, amina, bram, _statements = dialogue_of_two()
    told = re.compile("als open data naar buiten|handed out as open data")
    for name in ("page", "round"):
        assert not told.search(seen(bram, name, challenge.slug))
    Dialogue.objects.update(open_data=True)
    for name in ("page", "round"):
        assert told.search(seen(bram, name, challenge.slug))
    Dialogue.objects.update(open_data=False, closed_at=timezone.now())
    client.force_login(amina)
    client.post(reverse("dialogue:open", args=[challenge.slug]), {"question": "Wat nu?", "open_data": "on"})
    assert not Dialogue.objects.get(challenge=challenge, number=2).open_data


def test_who_reads_along_sees_how_to_take_part_and_no_form_to_build_on(seen: Callable[..., str]) -> None:
    challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    page = seen(chris(), "build_on", challenge.slug, first.public_id)
    assert THOUGHTS[0] in page
    assert 'name="body"' not in page
    assert "Bekijk hoe je mee kunt doen" in page
    assert 'name="body"' in seen(bram, "build_on", challenge.slug, first.public_id)
