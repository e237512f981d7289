"""What the tests of the dialogue's pages share."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communityup.people.models import Person


@pytest.fixture
def seen(client: Client) -> Callable[..., str]:
    """Return what somebody sees at an address."""

    def get(person: Person | None, name: str, *args: object, status: int = 200, query: str = "") -> str:
        if person:
            client.force_login(person)
        else:
            client.logout()
        response = client.get(reverse(f"dialogue:{name}", args=args) + query)
        assert response.status_code == status
        return response.content.decode()

    return get
