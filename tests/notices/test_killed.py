"""A worker that is killed between a commit and its mail loses nothing, and repeats at most once per kill."""

import signal
from collections import Counter
from collections.abc import Iterator

import pytest

from communityup.log.models import Line
from communityup.notices import actions
from communityup.notices.models import Notice, Rhythm
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.goals.actions import propose_goal
from tests import make
from tests.make_notices import told
from tests.post_office import PostOffice, open_office, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOMENTS = ["write:5", "write:20", "write:11", "mail:1", "write:3", "mail:2"]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """Return an open post office."""
    with open_office() as server:
        yield server


def news() -> set[str]:
    """Let two goals be proposed that nobody was told of; return the addresses that hear at once."""
    challenge, amina, bram = make.challenge_of_two()
    hearers = [bram, *(make.person(name) for name in ("Dilek", "Ellen", "Farid"))]
    for one in hearers[1:]:
        make.colleague(challenge.parties.get(number=1), one, inviter=amina)
    told()
    Notice.objects.all().delete()
    Mail.objects.all().delete()
    for one in hearers:
        actions.choose_rhythm(one, rhythm=Rhythm.AT_ONCE, by=Actor.of(one))
    propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(amina))
    propose_goal(challenge, words="Geen drempels", by=Actor.of(amina))
    return {one.email for one in hearers}


def test_e29_a_killed_worker_loses_nothing_and_repeats_at_most_once_per_kill_with_one_message_id(
    office: PostOffice,
) -> None:
    hearers = news()
    *ends, last = work(office, [*MOMENTS, "never"])
    kills = ends.count(-signal.SIGKILL)
    assert ends == [-signal.SIGKILL] * len(MOMENTS), "every moment of the list struck"
    assert last == 0

    assert not Line.objects.filter(told=None).exists()
    assert Notice.objects.filter(line__type="goals.goal_proposed").count() == 2 * (len(hearers) + 1)
    assert not Notice.objects.filter(letter=Notice.Letter.DUE, person__email__in=hearers).exists()
    letters = {mail.to: mail.message_id for mail in Mail.objects.exclude(sent_at=None)}
    assert set(letters) == hearers
    assert Mail.objects.count() == len(hearers)

    copies = Counter(office.taken)
    assert set(copies) == set(letters.items())
    assert 0 < sum(copies.values()) - len(copies) <= kills
