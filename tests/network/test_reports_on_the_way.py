"""Where a report stands: seen beforehand by who writes it, told on the page of its session, read by who was there."""

import pytest
from django.test import Client

from communityup.network.meetings.models import Session
from communityup.network.own.queries import sessions
from communityup.network.reports import actions
from communityup.network.reports.permissions import read_token
from communityup.people.actors import Actor
from tests import make
from tests.make_network import browser, member
from tests.network.test_trace_reports import HERE, late, public_page, round_sent, was, write

pytestmark = pytest.mark.django_db
PREVIEW, READ = "Nog niet rondgestuurd", "Lees het verslag eerst en zeg wat niet klopt"


def test_b46_who_writes_a_report_sees_it_first_as_readers_will_and_nobody_else_does() -> None:
    made, dilek, session = was("Eva")
    client, form = browser(dilek), f"{HERE}{session.public_id}/verslag/schrijven/"
    member(made, "De Schakel", make.amina())
    assert "zoals lezers het zien" not in client.get(form).content.decode()
    assert client.get(public_page(session)).status_code == 404
    write(session, dilek)
    assert f'href="{public_page(session)}"' in client.get(form).content.decode()
    page = client.get(public_page(session)).content.decode()
    for words in (PREVIEW, "Drie buurthuizen vertelden.", "Eén sleutel is genoeg.", 'content="noindex"'):
        assert words in page
    assert "Openbaar sinds" not in page
    for who in (None, make.amina(), make.person("Eva")):
        assert browser(who).get(public_page(session)).status_code == 404
    actions.send_round(session, by=Actor.of(dilek))
    assert "Nog niet openbaar" in client.get(public_page(session)).content.decode()
    assert browser(make.person("Eva")).get(public_page(session)).status_code == 404
    late()
    assert actions.publish_due() == 1
    for who in (None, dilek):
        page = browser(who).get(public_page(session)).content.decode()
        assert "Nog niet openbaar" not in page
        assert 'content="noindex"' not in page
        assert "Openbaar sinds" in page


def test_e30_page_of_the_session_tells_everybody_alike_where_the_report_stands() -> None:
    made, dilek, report = round_sent("Eva", "Bo")
    session = report.session
    member(made, "De Schakel", make.amina())
    here = f"{HERE}{session.slug}/"
    assert "Opmerkingen</dt><dd>nog geen" in Client().get(here).content.decode()
    eva = session.gathering.registrations.get(name="Eva")
    actions.make_remark(report, eva, words="Het waren er vier.", by=Actor.visitor())
    for who in (None, make.amina(), dilek):
        page = browser(who).get(here).content.decode()
        for words in ("Rondgestuurd aan wie erbij was", "Te verbeteren tot", "1 opmerking · 1 nog open"):
            assert words in page
    assert "Het verslag en de opmerkingen" in page
    assert "Schrijf het verslag" not in page
    assert "Het waren er vier" not in page
    actions.deal_with(report.remarks.get(), outcome="changed", reason="", by=Actor.of(dilek))
    assert "1 opmerking · 0 nog open" in Client().get(here).content.decode()
    late()
    actions.publish_due()
    assert "Te verbeteren tot" not in Client().get(here).content.decode()


def test_a45_draft_is_told_nowhere_on_the_page_of_the_session() -> None:
    _made, dilek, session = was("Eva")
    write(session, dilek)
    assert "Te verbeteren tot" not in Client().get(f"{HERE}{session.slug}/").content.decode()
    page = browser(dilek).get(f"{HERE}{session.slug}/").content.decode()
    assert "Schrijf het verslag" in page


def reading(session: Session, name: str) -> str:
    """Return where somebody who was there reads the report first."""
    own = session.gathering.registrations.get(name=name)
    return f"/netwerken/community-up/bijeenkomsten/verslag/{read_token(own)}/"


def test_b2_who_was_there_finds_the_report_to_correct_on_the_page_of_the_session_and_their_own() -> None:
    _made, dilek, report = round_sent("Eva", "Bo")
    session, eva = report.session, make.person("Eva")
    here = f"{HERE}{session.slug}/"
    page = browser(eva).get(here).content.decode()
    assert READ in page
    assert f'href="{reading(session, "Eva")}"' in page
    assert reading(session, "Bo") not in page
    for who in (None, make.chris(), dilek):
        assert READ not in browser(who).get(here).content.decode()
    [row] = sessions(eva)
    assert (row["url"], "lees het verslag eerst" in row["note"]) == (reading(session, "Eva"), True)
    assert sessions(make.chris()) == []
    late()
    assert READ not in browser(eva).get(here).content.decode()
    assert sessions(eva) == []
