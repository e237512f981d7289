"""A message about a session says which one, wherever one reads it: on the page, on paper and in the letter (B2)."""

import pytest

from communityup.network.meetings import actions
from communityup.people.actors import Actor
from tests import make
from tests.make_invitations import closed
from tests.make_meetings import in_days, planned
from tests.make_network import browser, coordinated, member
from tests.make_notices import WEDNESDAY_MORNING, at, letters, told

pytestmark = pytest.mark.django_db
ALL = "/mijn/berichten/"


def test_b2_message_about_a_session_says_which_on_the_page_on_paper_and_in_the_letter() -> None:
    made, dilek = coordinated()
    member(made, "De Schakel", make.amina())
    first, second = (planned(made, dilek, in_days(40), title=title) for title in ("Sleutels", "Geld"))
    told()
    letters()

    def cancel() -> None:
        for session in (first, second):
            actions.cancel_session(session, reason="De zaal is dicht.", by=Actor.of(dilek))

    told(cancel)
    client = browser(make.amina())
    page = client.get(ALL).content.decode()
    with at(WEDNESDAY_MORNING):
        paper = client.get(f"{ALL}papier/").content.decode()
    letter = [mail for mail in letters() if mail.to == make.amina().email][-1]
    for session in (first, second):
        session.refresh_from_db()
        for words in (page, paper, letter.text, letter.html):
            assert str(session) in words, session


def test_b2_closed_session_is_not_named_in_messages() -> None:
    made, dilek, session = closed()
    told()
    assert str(session) not in browser(dilek).get(ALL).content.decode()
    assert made.sessions.get() == session
