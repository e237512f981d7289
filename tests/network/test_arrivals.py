"""At the door: the same badge scanned twice, badges to print, and the list as a spreadsheet."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from communityup.gatherings.models import Registration
from communityup.log.models import Line
from communityup.network.arrivals.permissions import badge_token
from communityup.network.meetings import actions
from communityup.network.meetings.models import Session
from communityup.people.actors import Actor
from communityup.post.queries import site_address
from communityup.ui import pictures
from tests import make
from tests.at_once import together
from tests.make_network import browser, member
from tests.make_registrations import HERE, comes, is_today, place_of, with_places

pytestmark = pytest.mark.django_db


def badge_of(registration: Registration) -> str:
    return f"{HERE}binnen/{badge_token(registration)}/"


def noted() -> list[str]:
    return [str(line.content["came"]) for line in Line.objects.filter(type="meetings.presence_noted")]


def test_same_badge_scanned_twice_ticks_off_once() -> None:
    _made, dilek, session = with_places()
    eva = comes(is_today(session), "Eva")
    client, badge = browser(dilek), badge_of(eva)
    assert client.get(badge).status_code == 200
    assert noted() == [], "looking changes nothing"
    for _scan in range(2):
        assert client.post(badge, {"came": "yes"}).status_code == 302
    eva.refresh_from_db()
    first = eva.came_at
    assert first is not None
    client.post(badge, {"came": "yes"})
    eva.refresh_from_db()
    assert (eva.came_at, noted()) == (first, ["yes"]), "the first moment stays"
    assert "Nog een keer scannen verandert niets" in client.get(badge).content.decode()
    client.post(badge, {"came": "no"})
    assert noted() == ["yes", "no"]


@pytest.mark.django_db(transaction=True)
def test_badge_scanned_at_two_doors_at_the_same_moment_ticks_off_once() -> None:
    _made, dilek, session = with_places()
    eva = comes(is_today(session), "Eva")
    by = Actor.of(dilek)
    together(*[lambda: actions.note_presence(session, eva, came=True, by=by)] * 4)
    assert noted() == ["yes"]


def test_badge_ticks_nobody_off_but_for_who_coordinates() -> None:
    made, _dilek, session = with_places()
    eva = comes(session, "Eva")
    member(made, "De Schakel", make.amina())
    for client in (Client(), browser(make.chris()), browser(make.amina()), browser(make.person("Eva"))):
        page = client.get(badge_of(eva))
        assert page.status_code == 200
        assert '<svg class="qr"' in page.content.decode()
        assert 'name="came"' not in page.content.decode()
        assert client.post(badge_of(eva), {"came": "yes"}).status_code == 403
    assert noted() == []


def test_badge_opens_no_place_and_another_link_is_no_badge() -> None:
    _made, dilek, session = with_places()
    eva = comes(is_today(session), "Eva")
    token = badge_token(eva)
    assert Client().get(f"{HERE}plek/{token}/").status_code == 404
    assert Client().get(f"{HERE}binnen/{place_of(eva).split('/')[-2]}/").status_code == 404
    assert Client().get(f"{HERE}binnen/{'x' * 43}/").status_code == 404
    assert Client().get(f"/netwerken/ander/bijeenkomsten/binnen/{token}/").status_code == 404
    actions.withdraw(session, eva, by=Actor.visitor())
    assert browser(dilek).get(badge_of(eva)).status_code == 410


def test_who_waits_has_no_badge_and_who_has_a_place_finds_theirs() -> None:
    _made, dilek, session = with_places(1)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    assert badge_of(eva) in Client().get(place_of(eva)).content.decode()
    assert "/binnen/" not in Client().get(place_of(cas)).content.decode()
    refused = browser(dilek).post(badge_of(cas), {"came": "yes"})
    assert refused.status_code == 409
    assert "wachtlijst" in refused.content.decode()


def test_badges_to_print_hold_names_and_a_square_each_and_no_address() -> None:
    _made, dilek, session = with_places(3)
    own = [comes(session, name) for name in ("Eva", "Cas")]
    page = browser(dilek).get(f"{HERE}{session.public_id}/deelnemers/badges/").content.decode()
    assert page.count('<svg class="qr"') == 2
    assert page.index("<strong>Cas") < page.index("<strong>Eva")
    for one in own:
        assert one.email not in page
        assert pictures.qr_code(site_address() + badge_of(one)) in page, "the square leads to the badge"


def test_list_comes_as_a_spreadsheet_with_names_and_no_formula() -> None:
    _made, dilek, session = with_places(2)
    eva = comes(session, "Eva")
    comes(session, "=1+1")
    comes(session, "Cas")
    actions.note_presence(is_today(session), eva, came=True, by=Actor.of(dilek))
    answer = browser(dilek).get(f"{HERE}{session.public_id}/deelnemers/lijst.xlsx")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "deelnemers.xlsx" in answer.headers["Content-Disposition"]
    sheet: Any = load_workbook(BytesIO(answer.content)).active
    found = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert found == [
        ["Naam", "Organisatie", "Hoe", "Stand", "Was er"],
        ["'=1+1", "", "op de plek", "heeft een plek", ""],
        ["Eva", "", "op de plek", "heeft een plek", "ja"],
        ["Cas", "", "op de plek", "staat op de wachtlijst", ""],
    ]


def test_only_who_coordinates_prints_badges_and_takes_the_list_along() -> None:
    made, dilek, session = with_places()
    member(made, "De Schakel", make.amina())
    for name in ("badges/", "lijst.xlsx"):
        place = f"{HERE}{session.public_id}/deelnemers/{name}"
        assert Client().get(place).status_code == 302
        assert browser(make.chris()).get(place).status_code == 403
        assert browser(make.amina()).get(place).status_code == 403
        assert browser(dilek).get(place).status_code == 200
        assert browser(dilek).post(place).status_code == 405
        assert place in browser(dilek).get(f"{HERE}{session.public_id}/deelnemers/").content.decode()


def test_badges_ask_as_often_for_three_as_for_one() -> None:
    _made, dilek, session = with_places(9)
    client, counts = browser(dilek), []
    for names in (["Eva"], ["Cas", "Bo"]):
        for name in names:
            comes(session, name)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{HERE}{session.public_id}/deelnemers/badges/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Session.objects.count() == 1
