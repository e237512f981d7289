"""Many at once: tries and codes are counted exactly, and one address becomes one account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from communityup.base.errors import Refused
from communityup.people import actions
from communityup.people.models import Code, Person
from communityup.post.models import Mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CROWD = 12


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Do something in a crowd of threads, each with its own connection; a refusal is an answer."""

    def alone(number: int) -> Any:
        try:
            return act(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as crowd:
        return list(crowd.map(alone, range(CROWD)))


def send(number: int) -> Code:
    return actions.send_code("amina@example.org", purpose=Code.Purpose.ENTER, language="nl")


def test_a_crowd_that_asks_codes_for_one_address_gets_at_most_three() -> None:
    answers = at_once(send)
    sent = [answer for answer in answers if isinstance(answer, Code)]
    assert 1 <= len(sent) <= 3
    assert Mail.objects.count() == len(sent) == Code.objects.count()


def test_a_crowd_of_guesses_gets_five_tries() -> None:
    code = send(0)
    right = Mail.objects.get().subject.split()[0]
    guesses = [f"{(int(right) + 1 + number) % 1_000_000:06d}" for number in range(CROWD)]
    answers = at_once(lambda number: actions.try_code(code.public_id, guesses[number], purpose=Code.Purpose.ENTER))
    assert sorted(answer.tries_left for answer in answers) == [0] * (CROWD - 4) + [1, 2, 3, 4]
    assert Code.objects.get().tries == 5
    assert actions.try_code(code.public_id, right, purpose=Code.Purpose.ENTER).code is None


def test_a_crowd_with_one_proved_code_joins_once() -> None:
    code = send(0)
    right = Mail.objects.get().subject.split()[0]
    proved = actions.try_code(code.public_id, right, purpose=Code.Purpose.ENTER).code
    assert proved is not None
    answers = at_once(
        lambda number: actions.join(proved, address="amina@example.org", display_name=f"A{number}", language="nl")
    )
    assert sum(isinstance(answer, Person) for answer in answers) == 1
    assert Person.objects.count() == 1
