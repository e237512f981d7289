"""What cannot be now stands at its field, with the form filled in; and who is who on lists, badges and invitations."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from communityup.gatherings.models import Gathering
from communityup.network.invitations.actions import invite
from communityup.people.actors import Actor
from tests import make
from tests.make_invitations import closed
from tests.make_network import browser, member
from tests.make_registrations import HERE, comes, with_places

pytestmark = pytest.mark.django_db


def test_past_date_is_told_at_the_day_and_the_form_stays_filled_in() -> None:
    _made, dilek, session = with_places()
    before = Gathering.objects.get().begins_at
    day = (timezone.localdate() - dt.timedelta(days=3)).isoformat()
    filled = {"day": day, "begins": "14:00", "ends": "16:00", "way": "place", "where": "De Nieuwe Zaal"}
    answer = browser(dilek).post(f"{HERE}{session.public_id}/datum/", filled)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kies een moment dat nog moet komen" in page
    assert page.count('aria-invalid="true"') == 1
    for value in (day, "De Nieuwe Zaal", "14:00"):
        assert f'value="{value}"' in page
    assert Gathering.objects.get().begins_at == before


def test_fewer_places_than_people_is_told_at_the_number_and_the_form_stays_filled_in() -> None:
    _made, dilek, session = with_places(3)
    for name in ("Eva", "Cas"):
        comes(session, name)
    filled = {"capacity": "1", "offer_hours": "24", "house_rules": "Wat hier gezegd wordt, blijft hier."}
    answer = browser(dilek).post(f"{HERE}{session.public_id}/plaatsen/", filled)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 mensen hebben een plek" in page
    assert 'value="1"' in page
    assert "blijft hier" in page
    assert page.count('aria-invalid="true"') == 1
    found = Gathering.objects.get()
    assert (found.capacity, found.offer_hours) == (3, 48)


def test_list_badges_and_spreadsheet_name_the_organisation_for_which_somebody_acts_here() -> None:
    made, dilek, session = with_places(3)
    member(made, "De Schakel", make.person("Eva"))
    for name in ("Eva", "Cas"):
        comes(session, name)
    client, here = browser(dilek), f"{HERE}{session.public_id}/deelnemers/"
    assert "Eva · De Schakel" in client.get(here).content.decode()
    badges = client.get(f"{here}badges/").content.decode()
    assert '<p class="letter__name"><strong>Eva</strong></p><p class="letter__organisation">De Schakel</p>' in badges
    assert badges.count("letter__organisation") == 1
    sheet: Any = load_workbook(BytesIO(client.get(f"{here}lijst.xlsx").content)).active
    found = [[cell.value or "" for cell in row][:2] for row in sheet.iter_rows()]
    assert [row for row in found if row[0] in {"Eva", "Cas"}] == [["Cas", ""], ["Eva", "De Schakel"]]


def test_b2_who_is_invited_for_a_member_stands_with_a_name_and_others_with_their_address_alone() -> None:
    made, dilek, session = closed(5)
    joined = member(made, "Gemeente Hartkamp", make.person("Eva"))
    make.person("Cas")
    invite(session, addresses=[make.person("Cas").email], members=[joined], by=Actor.of(dilek))
    page = browser(dilek).get(f"{HERE}{session.public_id}/uitnodigen/").content.decode()
    assert "Eva · Gemeente Hartkamp" in page
    assert make.person("Eva").email not in page
    assert f"<span>{make.person('Cas').email}<br>" in page
