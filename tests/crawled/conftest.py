"""The whole demo, loaded once for the tests in this folder, and every page of it, read once for each role."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker

from communityup.log.models import Line
from communityup.people.models import Person
from tests.crawl import pages
from tests.worked_out import kinds_worked_out


@dataclass(frozen=True)
class Reading:
    """What somebody read: (address, status, content type, text) of each page, and how many lines that wrote.

    `worked_out` says of how many kinds of words each page asked without having that prepared.
    """

    client: Client
    pages: list[tuple[str, int, str, str]]
    lines_written: int
    worked_out: dict[str, int]


ReadingOf = Callable[[str | None], Reading]


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def reading_of(demo_site: None, django_db_blocker: DjangoDbBlocker) -> ReadingOf:
    """Return what gives all pages as a demo role, or signed out; each role walks once, from a challenge outwards."""

    @cache
    def reading(role: str | None) -> Reading:
        with django_db_blocker.unblock():
            client = Client()
            if role:
                client.force_login(Person.objects.get(is_demo=True, display_name=role))
            before, read, worked_out = Line.objects.count(), [], dict[str, int]()
            with kinds_worked_out() as noted:
                for page in pages(client, "/opgaven/de-schakel/"):
                    read.append(page)
                    worked_out[page[0]] = len(noted)
                    noted.clear()
            return Reading(client, read, Line.objects.count() - before, worked_out)

    return reading
