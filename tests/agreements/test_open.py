"""What is open for somebody: all agreements of their parties, and a question only to who sits at the table."""

import pytest

from communityup.workspace.agreements import queries
from communityup.workspace.challenges.models import Ring, Seat
from tests import make, make_agreements

pytestmark = pytest.mark.django_db


def test_b17_who_is_around_the_table_reads_what_is_open_and_is_not_asked_to_confirm() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_agreements.changed(make_agreements.agreed(challenge, amina, bram, days=5), amina, days=90)
    Seat.objects.filter(challenge=challenge, person=bram).update(ring=Ring.CONTRIBUTOR)
    assert [found["asks"] for found in queries.open_for(bram)] == [""]
    Seat.objects.filter(challenge=challenge, person=bram).update(ring=Ring.TABLE)
    assert [found["asks"] for found in queries.open_for(bram)] == ["confirm"]
