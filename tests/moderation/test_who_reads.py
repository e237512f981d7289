"""Who reads a report, said before somebody writes it: two people who keep the process, or without these the table."""

import pytest
from django.test import Client

from communityup.workspace.challenges.models import Challenge, Facilitator, Ring
from communityup.workspace.moderation import permissions
from tests import make
from tests.make_moderation import guarded, thought

pytestmark = pytest.mark.django_db
TABLE, TWO = "kunnen mensen aan tafel dit lezen", "Alleen wie het proces bewaakt, leest dit"


def said(challenge: Challenge) -> set[bool]:
    """Return whether the pages to report say that the whole table reads it."""
    client, told = Client(), set[bool]()
    client.force_login(make.amina())
    words = thought(challenge).text.public_id
    for page in ("", f"{words}/"):
        shown = client.get(f"/opgaven/{challenge.slug}/melden/{page}").content.decode()
        assert (TABLE in shown) != (TWO in shown)
        told.add(TABLE in shown)
    return told


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_e7_who_reads_a_report_is_said_before_it_is_written(gone: int) -> None:
    challenge = guarded()
    Facilitator.objects.filter(pk__in=list(challenge.facilitators.values_list("pk", flat=True))[:gone]).delete()
    assert said(challenge) == {gone > 0}
    guards = set(challenge.facilitators.values_list("person", flat=True))
    table = [one.person for one in challenge.seats.filter(ring=Ring.TABLE).select_related("person")]
    assert any(permissions.keeps(challenge, one) for one in table if one.pk not in guards) == (gone > 0)
