"""What may be done with a letter when; a coordinator of the network does it. And when an address is given up."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.letters.models import Letter, Return
from communityup.network.newsletter.models import Subscription
from communityup.network.newsletter.permissions import opened_by, token
from communityup.post.queries import AMSTERDAM, letters_today

State = Letter.State
RETURN = "communityup.letters.return"
TEST_KEY = "letter-test:"
TESTS_A_DAY = 20
LONGEST_AHEAD = dt.timedelta(days=366)
# “Now” is still now when the button was pressed a moment ago.
A_MOMENT = dt.timedelta(minutes=1)
# An address from which so many letters came back for now is given up too; these older than a year do not count.
MOST_RETURNS = 3
RETURNS_COUNT = dt.timedelta(days=365)
_ABOUT = re.compile(r"([0-9]{1,18})-([0-9a-f]{32})")


def refuse_unwritable(letter: Letter) -> None:
    """Raise Refused for changing a letter that is planned or went out."""
    if letter.state != State.DRAFT:
        raise Refused(_("This letter is planned or went out already. It stays as it is."))


def refuse_unready(letter: Letter) -> None:
    """Raise Refused for planning a letter that was planned, or in which nothing stands."""
    refuse_unwritable(letter)
    if letter.intro is None and letter.words is None:
        raise Refused(_("Nothing stands in this letter yet. Write it first."))


def refuse_moment(letter: Letter, moment: dt.datetime) -> None:
    """Raise Refused for a moment that is over or far away, and for a day on which a letter of the network goes out."""
    now = timezone.now()
    if not now - A_MOMENT <= moment <= now + LONGEST_AHEAD:
        raise Refused(_("Choose a moment that is still to come, within a year."))
    if day_of(moment) in days_taken(letter):
        raise Refused(_("On that day a letter of this network goes out already. Choose another day."))


def days_taken(letter: Letter) -> set[dt.date]:
    """Return the days on which another letter of the network goes out: nobody gets more than one a day."""
    since = timezone.now() - dt.timedelta(days=1)
    others = letter.network.letters.filter(planned_for__gte=since).exclude(pk=letter.pk).order_by()
    return {day_of(moment) for moment in others.values_list("planned_for", flat=True) if moment is not None}


def day_of(moment: dt.datetime) -> dt.date:
    """Return the day of a moment on the clock of Amsterdam."""
    return moment.astimezone(AMSTERDAM).date()


def refuse_begun(letter: Letter) -> None:
    """Raise Refused for taking back a letter that began to go out."""
    if letter.state in {State.SENDING, State.SENT}:
        raise Refused(_("This letter is going out. It cannot be taken back any more."))


def refuse_more_tests(address: str) -> None:
    """Raise Refused for one more test mail to an address that got many today."""
    if letters_today(address, TEST_KEY) >= TESTS_A_DAY:
        raise Refused(_("You got %(number)s test mails today. Try again tomorrow.") % {"number": TESTS_A_DAY})


def return_token(letter: Letter, reader: Subscription) -> str:
    """Return the mark in a copy by which we know it when it comes back; nobody else can make one."""
    return token(RETURN, f"{letter.pk}-{reader.public_id}")


def returned(mark: str) -> tuple[int, str] | None:
    """Return which letter came back from which reader; None for a mark that is not ours."""
    about = _ABOUT.fullmatch(opened_by(RETURN, mark) or "")
    return None if about is None else (int(about[1]), about[2])


def is_given_up(reader: Subscription) -> bool:
    """Say whether so much came back from this address that nothing more goes there.

    Once for good is enough: the address is not there. Back for now (a full mailbox, a server that refuses us) counts,
    because that can be our fault as well, and one bad day must not empty the whole list.
    """
    since = timezone.now() - RETURNS_COUNT
    back = list(Return.objects.filter(reader=reader, at__gte=since).values_list("is_final", flat=True))
    return any(back) or len(back) >= MOST_RETURNS
