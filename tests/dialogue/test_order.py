"""In which order thoughts stand: another one per viewer and day, over all pages; never who came first (E16)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue import queries
from communityup.workspace.dialogue.models import View
from tests.make_dialogue import answer, dialogue_of_two, on_own_name, thoughts

pytestmark = pytest.mark.django_db

THOUGHT = re.compile(r"Gedachte \d+ van [A-Z]")


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> tuple[Challenge, list[Person]]:
    """Return a dialogue with twelve thoughts of guests after the three of the parties, four on a page."""
    monkeypatch.setattr(queries, "PAGE", 4)
    challenge, amina, bram, _statements = dialogue_of_two()
    for letter, guest in zip("ABCD", on_own_name(challenge, 4), strict=True):
        for statement in thoughts(challenge, guest, [f"Gedachte {number} van {letter}" for number in range(3)]):
            answer(statement, amina, View.SAME)
            answer(statement, bram, View.SAME)
    return challenge, [amina, bram]


def read(person: Person, name: str, slug: str) -> list[list[str]]:
    """Return the thoughts on each page of a list."""
    client, pages = Client(), list[list[str]]()
    client.force_login(person)
    for number in range(1, 4 if name == "mine" else 5):
        page = client.get(reverse(f"dialogue:{name}", args=[slug]), {"page": number}).content.decode()
        pages.append(list(dict.fromkeys(THOUGHT.findall(page))))
    return pages


@pytest.mark.parametrize("name", ["side_by_side", "mine", "for_party"])
def test_e16_no_page_of_thoughts_is_of_who_came_first(
    table: tuple[Challenge, list[Person]], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge, (amina, bram) = table
    everything = sorted(f"Gedachte {number} van {letter}" for letter in "ABCD" for number in range(3))
    pages = read(amina, name, challenge.slug)
    assert sorted(one for page in pages for one in page) == everything, "each thought stands on one page"
    assert pages == read(amina, name, challenge.slug), "the pages keep their places during a day"
    other = [set(page) for page in read(bram, name, challenge.slug)]
    assert other != [set(page) for page in pages], "another viewer finds others on the first page"
    tomorrow = timezone.localdate() + timedelta(days=1)
    today: Callable[[], object] = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda *given: today(*given) if given else tomorrow)
    assert [set(page) for page in read(amina, name, challenge.slug)] != [set(page) for page in pages]
