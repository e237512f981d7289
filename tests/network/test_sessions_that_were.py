"""What a session that was says of who came: in the past tense, with nothing that one did only before it."""

import datetime as dt
import io
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from communityup.gatherings.models import Gathering, Registration
from communityup.network.arrivals.permissions import badge_token
from communityup.network.circulars.permissions import AFTERWARDS
from communityup.network.continuity.permissions import meet_token
from communityup.network.meetings.models import Session
from tests.make_meetings import DAY
from tests.make_network import browser
from tests.make_registrations import HERE, comes, with_places

pytestmark = pytest.mark.django_db
LIST = "deelnemers"


def was(session: Session, ago: dt.timedelta = DAY) -> None:
    """Let a session of nine days ahead be over for so long."""
    shift = timezone.now() - ago - Gathering.objects.get().ends_at  # type: ignore[operator]
    Gathering.objects.update(begins_at=F("begins_at") + shift, ends_at=F("ends_at") + shift)


def shown(person: Any, session: Session, name: str = "") -> str:
    place = f"{HERE}{session.public_id}/{name}/" if name else f"{HERE}{session.slug}/"
    return browser(person).get(place).content.decode()


def test_coordinator_reads_who_came_once_a_session_was_and_who_comes_before_that() -> None:
    _made, dilek, session = with_places()
    comes(session, "Eva")
    assert "Wie er kwam" not in shown(dilek, session)
    before = shown(dilek, session, LIST)
    told = ("Wie komt er", "1 persoon heeft een plek", "Badges om te printen")
    assert [words for words in told if words not in before] == []
    badge = f"{HERE}binnen/{badge_token(Registration.objects.get())}/"
    assert "Was er<" not in browser(dilek).get(badge).content.decode()
    was(session)
    for place in ("", LIST):
        page = shown(dilek, session, place)
        assert "Wie er kwam" in page
        assert "Wie komt er" not in page
    assert "1 persoon had een plek" in page
    assert "Badges om te printen" not in page
    assert "Was er<" in page
    assert "Is er<" not in page
    badge_afterwards = browser(dilek).get(badge).content.decode()
    assert "Was er<" in badge_afterwards
    assert "Naar de lijst van wie er kwam" in badge_afterwards
    book = browser(dilek).get(f"{HERE}{session.public_id}/deelnemers/lijst.xlsx")
    assert load_workbook(io.BytesIO(book.content)).sheetnames == ["Wie er kwam"]


def test_session_that_was_and_to_which_nobody_registered_says_so() -> None:
    _made, dilek, session = with_places()
    was(session)
    page = shown(dilek, session, LIST)
    assert "Niemand meldde zich aan." in page
    assert "Nog niemand" not in page


def test_mail_after_a_session_goes_to_who_registered_and_is_offered_only_as_long_as_it_can_go() -> None:
    _made, dilek, session = with_places()
    comes(session, "Eva")
    assert "Mail wie er komt" in shown(dilek, session)
    was(session)
    page = shown(dilek, session)
    assert "Mail wie zich aanmeldde" in page
    assert "Mail wie er komt" not in page
    written = shown(dilek, session, "bericht")
    assert "1 persoon had een plek" in written
    was(session, AFTERWARDS + DAY)
    assert "Mail wie" not in shown(dilek, session)


def test_who_had_a_place_reads_who_came_and_is_not_asked_to_be_the_first() -> None:
    made, _dilek, session = with_places()
    eva = comes(session, "Eva")
    place = f"{HERE}ontmoeten/{meet_token(eva)}/"
    assert "Wie er komen" in Client().get(place).content.decode()
    was(session)
    page = Client().get(place).content.decode()
    assert made.name in page
    assert "Wie er kwam" in page
    assert "Niemand stelde zich voor." in page
    assert [words for words in ("Wie er komen", "heeft een plek", "Nog niemand", "de eerste") if words in page] == []
