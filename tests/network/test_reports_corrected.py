"""The time in which who was there corrects a report: nothing unseen is published, no remark lost to the clock (E30)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Registration
from communityup.log.models import Line
from communityup.network.networks.models import Network
from communityup.network.reports import actions
from communityup.network.reports.models import Remark, Report
from communityup.notices import queries
from communityup.notices.actions import tell
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from tests import make
from tests.at_once import just_before
from tests.make_evaluations import was
from tests.make_meetings import DAY
from tests.make_network import browser, lines, member

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/bijeenkomsten/"
SAID = "De sleutel was van ons."


def written(session: Any, person: Person, **changes: str) -> Report:
    words = {"summary": "Drie buurthuizen vertelden.", "onwards": "Wij bellen.", **changes}
    return actions.write_report(session, words=words, by=Actor.of(person))


def remarked() -> tuple[Network, Person, Remark]:
    """Return a remark of Eva about a report that went round to her and to Bo."""
    made, dilek, session, eva, _bo = was("Eva", "Bo")
    written(session, dilek)
    report = actions.send_round(session, by=Actor.of(dilek))
    return made, dilek, actions.make_remark(report, eva, words=SAID, by=Actor.visitor())


def dealt(remark: Remark, person: Person, outcome: str = "changed", reason: str = "") -> Remark:
    return actions.deal_with(remark, outcome=outcome, reason=reason, by=Actor.of(person))


def pass_days(number: float) -> None:
    ago = dt.timedelta(days=number)
    Report.objects.update(sent_round_at=F("sent_round_at") - ago, correct_until=F("correct_until") - ago)
    Report.objects.exclude(waits_since=None).update(waits_since=F("waits_since") - ago)


def letters(name: str, key: str) -> list[Mail]:
    return list(Mail.objects.filter(to=make.person(name).email, key__startswith="report:", key__contains=key))


def links(person: Person) -> list[tuple[str, str]]:
    """Return what somebody hears of reports, with the page to which each notice leads."""
    own = [one for one in queries.own_notices(person) if one.line.type.startswith("reports.")]
    places = queries.places_of({one.stream_id for one in own})
    return [(one.line.type, queries.row(one.line, places[one.stream_id])["url"]) for one in own]


def public(report: Report) -> Any:
    return Client().get(f"{HERE}{report.session.slug}/verslag/")


def test_e30_report_waits_for_a_remark_that_nobody_dealt_with_and_who_coordinates_is_told_once() -> None:
    made, dilek, remark = remarked()
    pass_days(10)
    assert [actions.publish_due() for _run in range(3)] == [0, 0, 0]
    assert lines(made).count("reports.waits") == 1
    assert public(remark.report).status_code == 404
    page = browser(dilek).get(f"{HERE}{remark.report.session.public_id}/verslag/schrijven/").content.decode()
    assert "Het verslag wacht op een open opmerking" in page
    dealt(remark, dilek)
    assert (actions.publish_due(), actions.publish_due()) == (1, 0)
    html = public(remark.report).content.decode()
    assert "Wij bellen." in html
    assert "is niet behandeld" not in html
    assert not letters("Eva", ":left")


def test_report_that_another_worker_published_meanwhile_is_public_once() -> None:
    made, dilek, remark = remarked()
    dealt(remark, dilek)
    pass_days(10)
    others: list[int] = []
    with just_before('FROM "networks_network"', lambda: others.append(actions.publish_due())):
        assert actions.publish_due() == 0
    assert others == [1]
    assert lines(made).count("reports.published") == 1


def test_report_that_gets_more_time_meanwhile_is_not_public_yet() -> None:
    _made, dilek, remark = remarked()
    dealt(remark, dilek)
    pass_days(10)
    with just_before('FROM "networks_network"', lambda: pass_days(-1)):
        assert actions.publish_due() == 0
    assert public(remark.report).status_code == 404


def test_e30_after_two_more_weeks_the_report_says_that_a_remark_was_left_open_and_its_maker_hears_it() -> None:
    _made, _dilek, remark = remarked()
    pass_days(10)
    assert actions.publish_due() == 0
    pass_days(13.9)
    assert actions.publish_due() == 0
    pass_days(0.1)
    assert actions.publish_due() == 1
    assert "Een opmerking van iemand die erbij was, is niet behandeld." in public(remark.report).content.decode()
    assert [len(letters(name, ":left")) for name in ("Eva", "Bo")] == [1, 0]
    assert "is nu openbaar" in letters("Eva", ":left")[0].text
    assert not Remark.objects.exists()
    assert not Version.objects.filter(body=SAID).exists()


def test_e30_remark_of_somebody_who_is_forgotten_waits_too_and_writes_to_nobody() -> None:
    _made, _dilek, remark = remarked()
    Registration.objects.all().delete()
    pass_days(10)
    assert actions.publish_due() == 0
    pass_days(14)
    before = Mail.objects.count()
    assert actions.publish_due() == 1
    assert Mail.objects.count() == before
    remark.report.refresh_from_db()
    assert remark.report.left_open


def test_e30_words_changed_in_the_last_days_are_read_first_by_who_was_there() -> None:
    _made, dilek, remark = remarked()
    report, session = remark.report, remark.report.session
    dealt(remark, dilek)
    pass_days(6)
    written(session, dilek, onwards="Wij bellen en schrijven.")
    report.refresh_from_db()
    assert report.correct_until is not None
    assert 3.9 * DAY < report.correct_until - timezone.now() < 4 * DAY
    assert not Mail.objects.filter(key__endswith=f":{timezone.localdate()}").exists(), "still long enough"
    pass_days(3.9)
    for words in ("Wij schrijven.", "Wij schrijven nooit."):
        written(session, dilek, onwards=words)
    report.refresh_from_db()
    assert report.correct_until - timezone.now() > 2.9 * DAY
    for name in ("Eva", "Bo"):
        [mail] = letters(name, f":{timezone.localdate()}")
        assert "Er wordt niets openbaar dat jij niet eerst kon lezen" in mail.text
        path = mail.text[mail.text.index("/netwerken/") :].split()[0]
        assert "Wij schrijven nooit." in Client().get(path).content.decode()
    pass_days(1)
    assert actions.publish_due() == 0
    pass_days(2)
    assert actions.publish_due() == 1


def test_e30_same_words_in_the_last_days_give_no_longer_time() -> None:
    _made, dilek, remark = remarked()
    pass_days(9)
    before = Report.objects.get().correct_until
    written(remark.report.session, dilek)
    assert Report.objects.get().correct_until == before


def test_notices_of_remarks_lead_who_coordinates_to_where_they_deal_with_them() -> None:
    _made, dilek, remark = remarked()
    pass_days(10)
    actions.publish_due()
    tell()
    client = browser(dilek)
    found = dict(links(dilek))
    for kind in ("reports.remark_made", "reports.waits"):
        answer = client.get(found[kind])
        assert answer.status_code == 200
        assert SAID in answer.content.decode()
    dealt(remark, dilek)
    actions.publish_due()
    for kind, url in links(dilek):
        assert client.get(url, follow=True).status_code == 200, kind


def test_maker_of_a_remark_hears_what_became_of_it_and_who_was_there_reads_it() -> None:
    made, dilek, remark = remarked()
    client, place = browser(dilek), f"{HERE}verslag/opmerkingen/{remark.public_id}/"
    assert place in client.get(f"{HERE}{remark.report.session.public_id}/verslag/schrijven/").content.decode()
    assert SAID in client.get(place).content.decode()
    for wrong in ({"outcome": ""}, {"outcome": "stays", "reason": " "}, {"outcome": "weg"}):
        answer = client.post(place, wrong)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    why = "Wij vroegen het na: de sleutel is van de gemeente."
    for _twice in range(2):
        assert client.post(place, {"outcome": "stays", "reason": why}).status_code == 302
    assert lines(made).count("reports.remark_dealt_with") == 1
    [mail] = letters("Eva", remark.public_id)
    assert why in mail.text
    path = mail.text[mail.text.index("/netwerken/") :].split()[0]
    html = Client().get(path).content.decode()
    assert why in html
    assert "het verslag blijft zoals het is" in html
    assert client.post(place, {"outcome": "changed"}).status_code == 302
    assert len(letters("Eva", remark.public_id)) == 2
    assert not Version.objects.filter(body=why).exists(), "the reason that counts no more goes"


def test_reasons_go_with_the_remarks_when_the_report_is_public() -> None:
    _made, dilek, remark = remarked()
    dealt(remark, dilek, "stays", "Zo was het.")
    pass_days(10)
    assert actions.publish_due() == 1
    assert not Version.objects.filter(body="Zo was het.").exists()


def test_only_a_coordinator_deals_with_a_remark_and_only_before_it_is_public() -> None:
    made, dilek, remark = remarked()
    member(made, "De Schakel", make.amina())
    place = f"{HERE}verslag/opmerkingen/{remark.public_id}/"
    before = Line.objects.count()
    for who in (make.amina(), make.chris()):
        with pytest.raises(NotAllowed):
            dealt(remark, who)
        for method in ("get", "post"):
            assert getattr(browser(who), method)(place).status_code == 403
    assert browser().post(place).status_code == 302
    assert browser(dilek).get(f"{place[:-33]}niets/").status_code == 404
    assert Line.objects.count() == before
    assert Remark.objects.get().outcome == "open"
    dealt(remark, dilek)
    pass_days(10)
    actions.publish_due()
    with pytest.raises(Refused, match="openbaar"):
        dealt(remark, dilek)
    assert browser(dilek).get(place).status_code == 404


def test_database_refuses_a_remark_that_stays_without_a_reason_and_an_open_one_before_it_is_public() -> None:
    _made, _dilek, _remark = remarked()
    acts: list[Any] = [lambda: Remark.objects.update(outcome="stays"), lambda: Report.objects.update(left_open=True)]
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"summary": " ", "onwards": "Wij bellen nog eens."}, "Schrijf eerst een korte samenvatting."),
        ({"summary": "Vier buurthuizen vertelden.", "onwards": ""}, "Schrijf naast de samenvatting"),
        ({"next_meeting": ""}, "Schrijf eerst een korte samenvatting."),
    ],
)
def test_b13_report_that_went_round_keeps_its_summary_and_a_section(words: dict[str, str], sentence: str) -> None:
    _made, dilek, remark = remarked()
    session, before = remark.report.session, Line.objects.count()
    with pytest.raises(Refused, match=sentence):
        actions.write_report(session, words=words, by=Actor.of(dilek))
    answer = browser(dilek).post(f"{HERE}{session.public_id}/verslag/schrijven/", words)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert sentence in html
    assert all(one.strip() in html for one in words.values()), "what was typed is kept"
    kept = Report.objects.get()
    assert (str(kept.summary), str(kept.onwards)) == ("Drie buurthuizen vertelden.", "Wij bellen.")
    assert Line.objects.count() == before
