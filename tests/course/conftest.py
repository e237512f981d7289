"""A challenge of two parties, for every test about its course."""

import pytest

from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from tests import make


@pytest.fixture
def table(db: None) -> tuple[Challenge, Person, Person]:
    """Return a public challenge of Amina and Bram."""
    return make.challenge_of_two()
