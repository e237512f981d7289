"""B17: who takes part around the table reads of which party they are, on every page that names it."""

import pytest
from django.template.engine import Engine
from django.test import Client

from tests import make
from tests.make_paper import around
from tests.make_table import addresses, full_table, url_names

pytestmark = pytest.mark.django_db
OK, LEAST = 200, 60
OWN = ("own_party", "takes_part_for")


class Nothing(str):
    """What a template shows for a name that is not there: nothing, but for the own party what it should have been."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        """Be as empty as what stands there otherwise."""
        return other == ""

    def __mod__(self, name: object) -> str:
        """Return what stands in the place of a name."""
        return f"[nothing: {name}]" if str(name).startswith(OWN) else ""


def test_b17_no_page_names_a_party_that_a_contributor_has_not(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge = full_table()
    client = Client()
    client.force_login(around(challenge, challenge.parties.get(number=1), make.amina()))
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", Nothing("%s"))
    read, bare = 0, list[str]()
    for name, parameters in sorted(url_names().items()):
        for address in addresses(challenge, name, parameters):
            answer = client.get(address)
            if answer.status_code != OK:
                continue
            read += 1
            page = b"".join(answer) if answer.streaming else answer.content
            bare += [address] if b"[nothing: " in page else []
            break
    assert read > LEAST
    assert bare == []
