"""The whole demo, loaded once for the tests of a module and rolled back after them."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def demo_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the demo through the real actions, without a real conversation: the synthetic one is always there."""
    from communityup.cli.demo import conversation_of
    from communityup.cli.import_ import material_of
    from communityup.demo.actions import load_conversation, load_demo

    about, conversation = conversation_of("")
    with django_db_blocker.unblock(), transaction.atomic():
        with override("nl"):
            list(load_demo())
            load_conversation(about, material_of(conversation))
        yield
        transaction.set_rollback(True)
