"""What the database itself refuses, whatever an action does."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.workspace.agreements.models import Agreement, Confirmation, Outcome, Reminder, Terms
from tests import make, make_agreements

pytestmark = pytest.mark.django_db


def test_the_database_itself_refuses_what_can_never_be() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram)
    party, terms, now = make_agreements.side_of(challenge, amina), made.standing, timezone.now()
    assert terms is not None
    one = Agreement.objects.filter(pk=made.pk)
    wrong: list[Callable[[], object]] = [
        lambda: one.update(state="perhaps"),
        lambda: one.update(standing=None),
        lambda: one.update(state="kept", pending=terms),
        lambda: one.update(promised_to=made.promised_by_id),
        lambda: Confirmation.objects.create(terms=terms, party=party, confirmed_at=now),
        lambda: Outcome.objects.create(agreement=made, kept=False, words=None, told_at=now),
        lambda: Outcome.objects.create(agreement=made, kept=True, told_at=now, read_at=now),
        lambda: Reminder.objects.create(terms=terms, kind="before", due_at=now),
        lambda: Reminder.objects.filter(terms=terms).update(kind="never"),
        lambda: Terms.objects.filter(pk=terms.pk).update(withdrawn_at=now),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
