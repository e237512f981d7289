"""Does emptying the test database between tests leave the log as strict as before?"""

import pytest
from django.db import DatabaseError, connection

from communityup.log.models import Line
from communityup.people.models import Person
from tests import make
from tests.emptied import empty

pytestmark = pytest.mark.django_db(transaction=True)


def test_emptying_takes_every_row_and_leaves_the_log_as_strict_as_it_was() -> None:
    make.challenge_of_two()
    assert Line.objects.exists()
    empty()
    assert not Line.objects.exists()
    assert not Person.objects.exists()
    make.challenge_of_two()
    lines = Line.objects.count()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM log_line")
    assert Line.objects.count() == lines > 0
