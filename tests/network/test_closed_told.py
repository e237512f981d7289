"""Who can read what is told of a session: all pages and forms say it truthfully, of an open one and of a closed one."""

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from communityup.gatherings.models import Gathering
from communityup.network.evaluations import actions as evaluations
from communityup.network.evaluations.permissions import answer_token
from communityup.network.invitations.actions import come
from communityup.network.meetings.models import Session
from communityup.network.takeaways import actions as takeaways
from communityup.network.takeaways.permissions import own_token
from communityup.people.actors import Actor
from tests import make
from tests.make_invitations import HERE, closed, invite
from tests.make_meetings import DAY
from tests.make_network import browser
from tests.make_registrations import comes, with_places

pytestmark = pytest.mark.django_db
ALL, INVITED = ("iedereen", "Iedereen"), ("wie is uitgenodigd", "Wie is uitgenodigd")
PLANNED = {"title": "Sleutels", "purpose": "Leren.", "kind": "open", "way": "place", "where": "De Schakel",
           "begins": "14:00", "ends": "16:00"}  # fmt: skip


def told(page: str, words: tuple[str, str]) -> bool:
    return any(word in page.partition("<main")[2].partition("</main>")[0] for word in words)


def had(session: Session) -> None:
    """Let a session be three days ago."""
    Gathering.objects.filter(pk=session.gathering_id).update(
        begins_at=F("begins_at") - 12 * DAY, ends_at=F("ends_at") - 12 * DAY
    )
    Session.objects.update(planned_at=F("planned_at") - 12 * DAY)


def session_of(is_closed: bool) -> Session:
    """Return a session of this kind at which Eva has a place."""
    if not is_closed:
        _made, _dilek, session = with_places()
        comes(session, "Eva")
        return session
    _made, dilek, session = closed()
    [invitation] = invite(session, dilek, "eva@example.org")
    come(invitation, name="Eva", online=False, by=Actor.visitor())
    return session


@pytest.mark.parametrize("is_closed", [False, True])
def test_b2_planning_says_who_can_read_it_now(is_closed: bool) -> None:
    _made, dilek, _session = closed()
    sent = {**PLANNED, "day": (timezone.localdate() + 9 * DAY).isoformat()} | ({"closed": "on"} if is_closed else {})
    page = browser(dilek).post(f"{HERE}plannen/", sent, follow=True).content.decode()
    assert ("Iedereen kan het nu lezen." in page) == (not is_closed)
    assert ("Nu leest alleen wie dit netwerk coördineert het. Zeg hoeveel mensen" in page) == is_closed
    sent |= {"day": (timezone.localdate() - 9 * DAY).isoformat(), "title": "Wat was"}
    page = browser(dilek).post(f"{HERE}plannen/", sent, follow=True).content.decode()
    assert ("Nu leest alleen wie dit netwerk coördineert het." in page) == is_closed
    assert "en nodig ze dan uit" not in page


@pytest.mark.parametrize("is_closed", [False, True])
def test_b2_forms_about_a_session_say_who_reads_what_one_fills_in(is_closed: bool) -> None:
    session, dilek = session_of(is_closed), browser(make.dilek())
    form = dilek.get(f"{HERE}{session.public_id}/afgelasten/").content.decode()
    assert (told(form, ALL), told(form, INVITED)) == (not is_closed, is_closed)
    had(session)
    address = f"{HERE}{session.public_id}/opbrengst/"
    form = dilek.get(address).content.decode()
    assert (told(form, ALL), told(form, INVITED)) == (not is_closed, is_closed)
    page = dilek.post(address, {"outcomes": "Veel.", "next_step": "Verder."}, follow=True).content.decode()
    assert ("Bewaard. Iedereen kan het lezen." in page) == (not is_closed)
    assert ("Bewaard. Wie is uitgenodigd, kan het lezen." in page) == is_closed


@pytest.mark.parametrize("is_closed", [False, True])
def test_b2_who_was_there_reads_who_sees_their_story_and_the_counts(is_closed: bool) -> None:
    session = session_of(is_closed)
    had(session)
    session.gathering.refresh_from_db()
    place = session.gathering.registrations.get()
    made = takeaways.take_along(session, place, words="Een rooster.", is_shared=False, name="", by=Actor.visitor())
    here = f"{HERE}meegenomen/{own_token(made)}/"
    form = Client().get(f"{here}verhaal/").content.decode()
    assert ("Iedereen mag dit lezen" in form) == (not is_closed)
    assert ("Wie is uitgenodigd, mag dit lezen" in form) == is_closed
    takeaways.tell_story(made, story="Gedaan.", is_shown=True, name="", by=Actor.visitor())
    own = Client().get(here).content.decode()
    assert ("Iedereen leest dit" in own) == (not is_closed)
    assert ("Wie is uitgenodigd, leest dit" in own) == is_closed
    page = f'href="{HERE}{session.slug}/"'
    assert (page in own) == (not is_closed), "no way to a page that is not theirs"
    answer = Client().post(f"{here}terugnemen/", follow=True)
    assert answer.status_code == 200
    questions = Client().get(f"{HERE}terugblik/{answer_token(place)}/").content.decode()
    assert ("ziet iedereen op hetzelfde moment" in questions) == (not is_closed)
    assert ("ziet wie was uitgenodigd op hetzelfde moment" in questions) == is_closed
    evaluations.open_due()
    shown = browser(make.dilek()).get(f"{HERE}{session.slug}/").content.decode()
    assert ("hier voor iedereen" in shown) == (not is_closed)
    assert ("hier voor wie is uitgenodigd" in shown) == is_closed
