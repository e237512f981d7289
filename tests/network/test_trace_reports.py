"""Reports of sessions as the trace says how they show: A45 (report), B1, B2 (names, correction), B13 and B46."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Gathering, Registration
from communityup.log.models import Line
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.reports import actions, permissions, queries
from communityup.network.reports.models import PARTS, Remark, Report
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from tests import make, make_recordings
from tests.make_meetings import DAY, held, in_days, planned
from tests.make_network import browser, coordinated, lines, member
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/bijeenkomsten/"
WORDS = {"summary": "Drie buurthuizen vertelden.", "conditions": "Eén sleutel is genoeg.", "onwards": "Wij bellen."}
HEADINGS = [
    "Wijze van sturing", "Vragen", "Ervaring en voorwaarden voor succes", "Hoe verder",
    "Volgende bijeenkomst en informatie over het netwerk",
]  # fmt: skip


@built_once
def was(*names: str) -> tuple[Network, Person, Session]:
    """Return a session that was, with these people who had a place, and who coordinates the network."""
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9), title="Loslaten")
    for name in names:
        meetings.register(session, name=name, online=False, by=Actor.of(make.person(name)))
    Gathering.objects.update(begins_at=F("begins_at") - 12 * DAY, ends_at=F("ends_at") - 12 * DAY)
    session.gathering.refresh_from_db()
    return made, dilek, session


def write(session: Session, person: Person, **changes: str) -> Report:
    return actions.write_report(session, words={**WORDS, **changes}, by=Actor.of(person))


def round_sent(*names: str) -> tuple[Network, Person, Report]:
    made, dilek, session = was(*names)
    write(session, dilek)
    return made, dilek, actions.send_round(session, by=Actor.of(dilek))


def dealt(remark: Remark, person: Person, outcome: str = "changed", reason: str = "") -> Remark:
    """Say as a coordinator what became of a remark."""
    return actions.deal_with(remark, outcome=outcome, reason=reason, by=Actor.of(person))


def letters() -> list[Mail]:
    return list(Mail.objects.filter(key__startswith="report:").order_by("pk"))


def link(mail: Mail) -> str:
    found = re.search(r"https?://[^/\s]+(/\S*/verslag/\S+)", mail.text)
    assert found is not None, mail.text
    return found[1]


def late() -> None:
    """Let the time to correct pass."""
    Report.objects.update(
        sent_round_at=F("sent_round_at") - dt.timedelta(days=11), correct_until=F("correct_until") - 11 * DAY
    )


def public_page(session: Session) -> str:
    return f"{HERE}{session.slug}/verslag/"


def test_b46_template_offers_the_sections_in_this_order_and_the_report_shows_them_so() -> None:
    _made, dilek, session = was()
    form = browser(dilek).get(f"{HERE}{session.public_id}/verslag/schrijven/").content.decode()
    labels = [form.index(f">{heading}") for heading in HEADINGS]
    assert labels == sorted(labels)
    full = {name: f"Woorden van {name}." for name in PARTS}
    assert browser(dilek).post(f"{HERE}{session.public_id}/verslag/schrijven/", full).status_code == 302
    actions.send_round(session, by=Actor.of(dilek))
    assert actions.publish_due() == 1
    page = Client().get(public_page(session)).content.decode()
    found = [page.index(f"<h2>{heading}</h2>") for heading in HEADINGS]
    assert found == sorted(found)
    words = [page.index(f"Woorden van {name}.") for name in PARTS]
    assert words == sorted(words)


def test_b13_report_without_a_short_summary_cannot_be_published() -> None:
    _made, dilek, session = was("Eva")
    write(session, dilek, summary=" ")
    with pytest.raises(Refused, match="korte samenvatting"):
        actions.send_round(session, by=Actor.of(dilek))
    assert "stuur het rond" not in browser(dilek).get(f"{HERE}{session.public_id}/verslag/schrijven/").content.decode()
    write(session, dilek, conditions="", onwards="")
    with pytest.raises(Refused, match="onderdeel"):
        actions.send_round(session, by=Actor.of(dilek))
    for values in ({"state": "correcting"}, {"state": "public", "published_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.update(**values, summary=None)


def test_b1_report_is_at_the_number_of_its_session_and_every_address_leads_there() -> None:
    _made, _dilek, report = round_sent()
    actions.publish_due()
    session = report.session
    assert session.number
    for name in (session.number, session.public_id):
        answer = Client().get(f"{HERE}{name}/verslag/")
        assert (answer.status_code, answer.headers["Location"]) == (302, public_page(session))
    assert f"Verslag {session.number}" in Client().get(public_page(session)).content.decode()


def test_a45_page_of_a_past_session_leads_to_its_report_once_it_is_public() -> None:
    _made, _dilek, report = round_sent("Eva")
    page = f"{HERE}{report.session.slug}/"
    assert public_page(report.session) not in Client().get(page).content.decode()
    late()
    actions.publish_due()
    assert f'href="{public_page(report.session)}"' in Client().get(page).content.decode()


def test_b2_editor_warns_when_the_name_of_a_participant_stands_in_the_words() -> None:
    _made, dilek, session = was("Eva Jansen", "Roos", "Bo")
    client, place = browser(dilek), f"{HERE}{session.public_id}/verslag/schrijven/"
    said = {**WORDS, "onwards": "Jansen belt over de roos in de tuin, en Bo ook."}
    answer = client.post(place, said)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Hier staat: Jansen, Roos." in html
    assert "en Bo ook." in html, "what was typed is still there"
    assert not Report.objects.exists()
    assert client.post(place, {**said, "looked": "on"}).status_code == 302
    assert str(Report.objects.get().onwards) == said["onwards"]
    assert client.post(place, WORDS).status_code == 302
    assert queries.names_in(session, {"x": "Iemand belde."}) == []
    assert queries.names_in(session, {"x": "Evaluatie van Eva, Roos."}) == ["Eva", "Roos"]


def test_b2_warning_looks_at_small_letters_speakers_and_people_of_members_too() -> None:
    made, dilek, session = was("anouk van der Meer", "Eva")
    make_recordings.speaker(make_recordings.kept(session, dilek), dilek, "Sanne de Wit")
    member(made, "De Schakel", make.person("Karel Bakker"))
    for words, found in (
        ("Zei ANOUK, van de meer.", ["Meer", "anouk"]),
        ("sanne sprak, in het wit.", ["Sanne", "Wit"]),
        ("De bakker op de hoek.", []),
        ("Bakker zei iets.", ["Bakker"]),
        ("en karel bakker ook", ["Karel Bakker"]),
        ("Evaluatie van der buurt.", []),
    ):
        assert queries.names_in(session, {"x": words}) == found, words


def test_b2_writer_is_warned_of_a_name_in_a_tip_that_goes_into_the_report() -> None:
    made, dilek, session = was("Eva Jansen")
    member(made, "De Schakel", make.amina())
    tip = actions.give_tip(session, words="Bel Jansen.", link="", is_named=False, by=Actor.of(make.amina()))
    client, place = browser(dilek), f"{HERE}{session.public_id}/verslag/schrijven/"
    assert "Hieronder staat: Jansen." in client.get(place).content.decode()
    actions.leave_out_tip(tip, by=Actor.of(dilek))
    assert "Hieronder staat" not in client.get(place).content.decode()


def test_b2_writer_reads_when_it_is_not_known_any_more_who_registered() -> None:
    _made, dilek, session = was("Eva")
    client, place = browser(dilek), f"{HERE}{session.public_id}/verslag/schrijven/"
    assert "niet meer bekend" not in client.get(place).content.decode()
    Gathering.objects.update(begins_at=F("begins_at") - 100 * DAY, ends_at=F("ends_at") - 100 * DAY)
    meetings.forget_due()
    assert "niet meer bekend" in client.get(place).content.decode()


def test_b2_report_is_public_after_ten_days_in_which_who_was_there_can_correct_it() -> None:
    made, dilek, report = round_sent("Eva", "Bo")
    assert report.correct_until is not None
    assert report.sent_round_at is not None
    assert report.correct_until - report.sent_round_at == dt.timedelta(days=10)
    assert {mail.to for mail in letters()} == {make.person("Eva").email, make.person("Bo").email}
    assert actions.publish_due() == 0
    for who in (None, make.chris()):
        assert browser(who).get(public_page(report.session)).status_code == 404
    place = link(letters()[0])
    html = Client().get(place).content.decode()
    assert WORDS["summary"] in html
    for _click in range(2):
        assert Client().post(place, {"words": "De sleutel was van ons."}).status_code == 302
    assert Remark.objects.count() == 1
    assert "De sleutel was van ons." in Client().get(link(letters()[1])).content.decode()
    assert (
        "De sleutel was van ons."
        in browser(dilek).get(f"{HERE}{report.session.public_id}/verslag/schrijven/").content.decode()
    )
    write(report.session, dilek, conditions="De sleutel is van de bewoners.")
    dealt(Remark.objects.get(), dilek)
    late()
    assert Client().post(place, {"words": "Te laat."}).status_code == 409
    assert (actions.publish_due(), actions.publish_due()) == (1, 0)
    page = Client().get(public_page(report.session)).content.decode()
    assert "De sleutel is van de bewoners." in page
    assert "De sleutel was van ons." not in page
    assert not Version.objects.filter(body="De sleutel was van ons.").exists(), "remarks go when it is public"
    kinds = [line for line in lines(made) if line.startswith("reports.")]
    assert kinds == [
        "reports.written", "reports.sent_round", "reports.remark_made", "reports.written", "reports.remark_dealt_with",
        "reports.published",
    ]  # fmt: skip


def test_words_stand_behind_no_line_before_the_report_is_public() -> None:
    _made, dilek, report = round_sent("Eva")
    Client().post(link(letters()[0]), {"words": "Niet juist."})
    dealt(Remark.objects.get(), dilek)
    for line in Line.objects.filter(type__startswith="reports."):
        assert line.content["commit"] is None
    late()
    actions.publish_due()
    report.refresh_from_db()
    line = Line.objects.get(type="reports.published")
    assert report.summary is not None
    assert report.onwards is not None
    assert (line.content["commit"], line.content["onwards_commit"]) == (report.summary.commit, report.onwards.commit)
    assert line.content["steering_commit"] is None
    assert b"Eva" not in b"".join(bytes(one.bytes) for one in Line.objects.all())


def test_public_report_stays_as_it_is_and_goes_round_once() -> None:
    _made, dilek, report = round_sent()
    with pytest.raises(Refused, match="al rondgestuurd"):
        actions.send_round(report.session, by=Actor.of(dilek))
    actions.publish_due()
    with pytest.raises(Refused, match="openbaar"):
        write(report.session, dilek, summary="Anders.")


def test_same_words_again_leave_no_line_and_empty_words_take_a_part_out() -> None:
    made, dilek, session = was()
    for _twice in range(2):
        write(session, dilek)
    assert lines(made).count("reports.written") == 1
    report = write(session, dilek, onwards="")
    assert report.onwards is None
    assert lines(made).count("reports.written") == 2


def test_only_a_coordinator_writes_and_only_after_the_session() -> None:
    made, dilek, session = was("Eva")
    member(made, "De Schakel", make.amina())
    before = Line.objects.count()
    for who in (make.amina(), make.chris()):
        with pytest.raises(NotAllowed):
            write(session, who)
        with pytest.raises(NotAllowed):
            actions.send_round(session, by=Actor.of(who))
        for name in ("schrijven", "rondsturen"):
            assert browser(who).post(f"{HERE}{session.public_id}/verslag/{name}/").status_code == 403
        assert browser(who).get(f"{HERE}{session.public_id}/verslag/schrijven/").status_code == 403
    for name in ("schrijven", "rondsturen"):
        assert browser().post(f"{HERE}{session.public_id}/verslag/{name}/").status_code == 302
    assert browser(dilek).get(f"{HERE}{session.public_id}/verslag/rondsturen/").status_code == 405
    assert (Line.objects.count(), Report.objects.count()) == (before, 0)
    later = planned(made, dilek, in_days(20), title="Later")
    off = planned(made, dilek, in_days(21), title="Af")
    meetings.cancel_session(off, reason="Ziek.", by=Actor.of(dilek))
    for one in (later, off):
        with pytest.raises(Refused, match="nog niet geweest"):
            write(one, dilek)
        assert browser(dilek).get(f"{HERE}{one.public_id}/verslag/schrijven/").status_code == 409
        assert "verslag" not in browser(dilek).get(f"{HERE}{one.slug}/").content.decode()


def test_only_who_was_there_makes_remarks_and_only_by_their_own_link() -> None:
    made, dilek, report = round_sent("Eva")
    other = planned(made, dilek, in_days(20), title="Later")
    bo = meetings.register(other, name="Bo", online=False, by=Actor.of(make.person("Bo")))
    with pytest.raises(NotAllowed):
        actions.make_remark(report, bo, words="X", by=Actor.visitor())
    assert Client().get(f"{HERE}verslag/{permissions.read_token(bo)}/").status_code == 410
    assert Client().get(f"{HERE}verslag/niets/").status_code == 404
    eva = Registration.objects.get(name="Eva")
    assert Client().get(f"/netwerken/ander/bijeenkomsten/verslag/{permissions.read_token(eva)}/").status_code == 404
    assert Client().post(link(letters()[0]), {"words": ""}).status_code == 422
    meetings.withdraw(report.session, eva, by=Actor.visitor())
    assert Client().get(link(letters()[0])).status_code == 410


def test_draft_is_not_read_by_who_was_there_and_by_nobody_but_who_writes_it() -> None:
    _made, dilek, session = was("Eva")
    write(session, dilek)
    eva = Registration.objects.get()
    assert Client().get(f"{HERE}verslag/{permissions.read_token(eva)}/").status_code == 410
    for who in (None, make.chris(), make.person("Eva")):
        assert browser(who).get(public_page(session)).status_code == 404


def test_who_leaves_the_platform_leaves_no_remark() -> None:
    _made, _dilek, _report = round_sent("Eva")
    Client().post(link(letters()[0]), {"words": "Niet juist."})
    actions.forget_person(make.person("Eva"))
    assert not Version.objects.filter(body="Niet juist.").exists()


def test_pages_send_the_report_round_with_a_button() -> None:
    _made, dilek, session = was("Eva")
    write(session, dilek)
    client, place = browser(dilek), f"{HERE}{session.public_id}/verslag/"
    assert "stuur het rond" in client.get(f"{place}schrijven/").content.decode()
    assert "Stuur het rond" in client.get(public_page(session)).content.decode()
    assert client.post(f"{place}rondsturen/").status_code == 302
    html = client.get(f"{place}schrijven/").content.decode()
    assert "Wie erbij was leest het tot" in html
    assert "stuur het rond" not in html
    assert "Stuur het rond" not in client.get(public_page(session)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_remark_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    _made, dilek, report = round_sent("Eva")
    place = link(letters()[0])
    for number in range(count):
        Client().post(place, {"words": f"Opmerking {number}."})
    for one in Remark.objects.all():
        dealt(one, dilek)
    with django_assert_num_queries(7):
        assert Client().get(place).status_code == 200
    late()
    actions.publish_due()
    with django_assert_num_queries(6):
        assert Client().get(public_page(report.session)).status_code == 200


def test_session_that_was_long_ago_has_a_public_report_at_once() -> None:
    made, dilek = coordinated()
    session = held(made, dilek, days=400)
    write(session, dilek)
    actions.send_round(session, by=Actor.of(dilek))
    assert actions.publish_due() == 1


@pytest.mark.parametrize("missing", ["published_at", "correct_until", "sent_round_at"])
def test_database_refuses_a_public_report_without_its_moments(missing: str) -> None:
    network, coordinator = coordinated()
    session = held(network, coordinator)
    actions.write_report(session, words={"summary": "Een stap.", "onwards": "Verder."}, by=Actor.of(coordinator))
    actions.send_round(session, by=Actor.of(coordinator))
    assert actions.publish_due() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(**{missing: None})
    assert Report.objects.get().state == Report.State.PUBLIC
