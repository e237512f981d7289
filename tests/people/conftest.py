"""What the tests of accounts share: reading the code from the outbox, as a person reads their mail."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from communityup.people.models import Person
from communityup.post.models import Mail

CodeOf = Callable[[str], str]
Enter = Callable[..., Client]


@pytest.fixture
def code_of(db: None) -> CodeOf:
    """Return the last code that was mailed to an address."""

    def read(address: str) -> str:
        mail = Mail.objects.filter(to=address, key__startswith="code:").latest("pk")
        found = re.search(r"\b(\d{6})\b", mail.text)
        assert found is not None
        return found[1]

    return read


@pytest.fixture
def enter(code_of: CodeOf) -> Enter:
    """Sign in by the pages themselves: address, code and, for somebody new, a name."""

    def walk(address: str = "amina@example.org", name: str = "Amina", client: Client | None = None) -> Client:
        client = client or Client()
        client.post("/account/inloggen/", {"email": address})
        answer = client.post("/account/code/", {"code": code_of(address)})
        if answer["Location"].startswith("/account/naam/"):
            client.post("/account/naam/", {"display_name": name})
        return client

    return walk


@pytest.fixture
def amina(enter: Enter) -> Person:
    """Return Amina, who has an account."""
    enter()
    return Person.objects.get(email="amina@example.org")
