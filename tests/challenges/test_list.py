"""The list of challenges that everybody may see."""

import pytest
from django.test import Client

from communityup.people.actors import Actor
from communityup.workspace.challenges.actions import open_conversation

pytestmark = pytest.mark.django_db


def test_a_long_list_comes_in_pages_newest_first() -> None:
    for number in range(23):
        open_conversation(title=f"Vraag {number}", place="Elders", why="Omdat.", by=Actor.operator())
    first = Client().get("/opgaven/").content.decode()
    second = Client().get("/opgaven/?page=2").content.decode()
    assert "Vraag 22<" in first
    assert "Vraag 2<" not in first
    assert 'href="/opgaven/vraag-2/"' in second
    assert "Vraag 22<" not in second
