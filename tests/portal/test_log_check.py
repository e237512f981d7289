"""The page that tells anybody how to check the log."""

import pytest
from django.test import Client

from communityup.log.actions import seal
from communityup.log.queries import tree_head
from communityup.methods import merkle
from tests import make

pytestmark = pytest.mark.django_db


def test_e28_everybody_sees_the_size_and_root_of_the_log() -> None:
    assert tree_head() == {"size": 0, "root": merkle.root([]).hex()}
    make.challenge_of_two()
    sealed = seal()
    head = tree_head()
    assert head["size"] == sealed > 4
    page = Client().get("/log/").content.decode()
    assert head["root"] in page
    make.challenge_of_one(title="Nog een vraag")
    seal()
    assert tree_head()["root"] != head["root"]
