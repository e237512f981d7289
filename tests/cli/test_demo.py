"""Loading the demo again: what is there already stays as it is, and has no second line."""

import pytest

from communityup.demo import queries
from communityup.demo.actions import load_conversation, load_demo
from communityup.demo.chapters import places
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue.models import Answer, Release
from communityup.workspace.imports.actions import open_conversation
from tests import make_network
from tests.make_figures import camps

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Een gesprek van elders", "slug": "van-elders", "place": "Elders", "why": "Om te zien hoe het gaat."}


def test_demo_that_is_there_is_not_loaded_again() -> None:
    slugs = [chapter["slug"] for chapter in queries.content()]
    for slug in slugs:
        open_conversation(**{**ABOUT, "slug": slug}, by=Actor.operator())
    make_network.network(queries.network()["slug"])
    places.draw(queries.places())
    before = Line.objects.count()
    for _again in range(2):
        assert list(load_demo()) == []
    assert sorted(Challenge.objects.values_list("slug", flat=True)) == sorted(slugs)
    assert Line.objects.count() == before
    assert Person.objects.filter(is_demo=True).count() == len(queries.OUTSIDERS)


def test_conversation_of_the_demo_comes_in_once_with_its_map_and_brings_nothing_the_second_time() -> None:
    material = camps()
    assert load_conversation(ABOUT, material)
    dialogue = Challenge.objects.get(slug=ABOUT["slug"]).dialogues.get()
    kept = (Answer.objects.count(), Release.objects.filter(dialogue=dialogue).count(), Line.objects.count())
    assert kept[:2] == (len(material.values), 1)
    assert not load_conversation(ABOUT, material)
    assert (Answer.objects.count(), Release.objects.count(), Line.objects.count()) == kept
