"""The whole demo, loaded once for the tests of a module and rolled back after them."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def demo_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the demo through the real actions, without a real conversation: the synthetic one is always there."""
    from communityup.demo.actions import load_demo

    with django_db_blocker.unblock(), transaction.atomic():
        with override("nl"):
            list(load_demo(conversation=None))
        yield
        transaction.set_rollback(True)
