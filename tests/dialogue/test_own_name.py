"""Who takes part in their own name, without a party (R14)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.make_dialogue import dialogue_of_two, on_own_name

pytestmark = pytest.mark.django_db


def test_r14_who_takes_part_in_their_own_name_is_offered_no_party_to_show() -> None:
    challenge, amina, _bram, statements = dialogue_of_two()
    (guest,) = on_own_name(challenge, 1)
    for person, party in ((amina, True), (guest, False)):
        for name, args in (("page", [challenge.slug]), ("build_on", [challenge.slug, statements[1].public_id])):
            client = Client()
            client.force_login(person)
            page = client.get(reverse(f"dialogue:{name}", args=args)).content.decode()
            assert ('value="party"' in page, 'value="nobody"' in page) == (party, True), (person, name)
            chosen = re.search(r'<input[^>]*name="shows"[^>]*checked[^>]*>', page)
            assert chosen is not None
            assert ('value="party"' in chosen[0]) is party
