"""Tips that members gather during a session, and how they come into its report (B5)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Gathering, Registration
from communityup.log.models import Line
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import place_token
from communityup.network.networks.models import Network
from communityup.network.reports import actions
from communityup.network.reports.models import Report, Tip
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from tests import make
from tests.make_evaluations import was
from tests.make_meetings import DAY, in_days, planned
from tests.make_network import browser, coordinated, lines, member
from tests.make_registrations import place_of
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/bijeenkomsten/"
LINK = "https://example.org/rooster"


@built_once
def begun() -> tuple[Network, Person, Session]:
    """Return a session that began, of a network with the members of Amina and Bram."""
    made, dilek = coordinated()
    member(made, "De Schakel", make.amina())
    member(made, "Gemeente Lindeveen", make.bram(), kind="municipality")
    session = planned(made, dilek, in_days(9), title="Loslaten")
    Gathering.objects.update(begins_at=F("begins_at") - 12 * DAY, ends_at=F("ends_at") - 12 * DAY)
    session.gathering.refresh_from_db()
    return made, dilek, session


def tip(session: Session, person: Person, words: str = "Neem een rooster.", **more: Any) -> Tip:
    return actions.give_tip(session, **{"words": words, "link": "", "is_named": False, **more}, by=Actor.of(person))


def published(session: Session, person: Person) -> str:
    actions.write_report(session, words={"summary": "Kort.", "onwards": "Verder."}, by=Actor.of(person))
    actions.send_round(session, by=Actor.of(person))
    actions.publish_due()
    return Client().get(f"{HERE}{session.slug}/verslag/").content.decode()


def test_b5_tip_given_during_a_session_stands_in_the_report_with_its_organisation_only_when_it_chose_so() -> None:
    _made, dilek, session = begun()
    client, place = browser(make.amina()), f"{HERE}{session.slug}/tips/"
    for who, sees in ((make.amina(), True), (dilek, True), (make.chris(), False), (None, False)):
        assert (f'href="{place}"' in browser(who).get(f"{HERE}{session.slug}/").content.decode()) == sees
    said = {"words": "Neem een rooster.", "link": LINK, "is_named": "on"}
    for _click in range(2):
        assert client.post(place, said).status_code == 302
    tip(session, make.bram(), "Bel eerst de buren.")
    assert Tip.objects.count() == 2
    draft = browser(dilek).get(f"{HERE}{session.public_id}/verslag/schrijven/").content.decode()
    for html in (draft, published(session, dilek)):
        words = html.partition("<main")[2]
        for part in ("Neem een rooster.", LINK, "De Schakel", "Bel eerst de buren."):
            assert part in words
        assert "Gemeente Lindeveen" not in words


def test_tip_is_given_from_the_beginning_until_the_report_goes_round() -> None:
    made, dilek, session = begun()
    later = planned(made, dilek, in_days(20), title="Later")
    off = planned(made, dilek, in_days(21), title="Af")
    meetings.cancel_session(off, reason="Ziek.", by=Actor.of(dilek))
    for one in (later, off, planned(made, dilek, title="Ooit")):
        with pytest.raises(Refused, match="vanaf het begin"):
            tip(one, make.amina())
        assert "/tips/" not in browser(make.amina()).get(f"{HERE}{one.slug}/").content.decode()
    given = tip(session, make.amina())
    published(session, dilek)
    with pytest.raises(Refused):
        tip(session, make.amina(), "Te laat.")
    with pytest.raises(Refused):
        actions.take_back_tip(given, by=Actor.of(make.amina()))
    with pytest.raises(Refused, match="openbaar"):
        actions.leave_out_tip(given, by=Actor.of(dilek))
    assert "/tips/" not in browser(make.amina()).get(f"{HERE}{session.slug}/").content.decode()


def test_member_takes_its_tip_back_and_the_words_go() -> None:
    made, dilek, session = begun()
    given = tip(session, make.amina())
    client, place = browser(make.amina()), f"{HERE}{session.public_id}/tips/weghalen/"
    for _click in range(2):
        assert client.post(place, {"tip": given.public_id}).status_code == 302
    assert lines(made).count("reports.tip_taken_back") == 1
    assert not Version.objects.filter(body="Neem een rooster.").exists()
    assert "Tips, links" not in published(session, dilek)


def test_coordinator_leaves_a_tip_out_and_its_words_stay_with_its_giver() -> None:
    made, dilek, session = begun()
    given = tip(session, make.amina())
    client, place = browser(dilek), f"{HERE}{session.public_id}/verslag/schrijven/"
    for _click in range(2):
        assert client.post(place, {"tip": given.public_id}).status_code == 302
    assert lines(made).count("reports.tip_left_out") == 1
    assert "rooster" not in published(session, dilek)
    assert Version.objects.filter(body="Neem een rooster.").exists()


def test_only_members_give_tips_and_only_its_own_member_takes_one_back() -> None:
    _made, dilek, session = begun()
    given = tip(session, make.amina())
    before = Line.objects.count()
    with pytest.raises(NotAllowed):
        tip(session, make.chris())
    for who in (make.chris(), make.bram(), dilek):
        with pytest.raises(NotAllowed):
            actions.take_back_tip(given, by=Actor.of(who))
    for who in (make.chris(), make.amina()):
        with pytest.raises(NotAllowed):
            actions.leave_out_tip(given, by=Actor.of(who))
    place, away = f"{HERE}{session.slug}/tips/", f"{HERE}{session.public_id}/tips/weghalen/"
    assert browser().get(place).status_code == 302
    assert browser(make.chris()).get(place).status_code == 403
    assert browser(make.chris()).post(away, {"tip": given.public_id}).status_code == 403
    assert browser(make.bram()).post(away, {"tip": given.public_id}).status_code == 403
    assert browser(make.amina()).post(away, {"tip": "niets"}).status_code == 404
    assert browser(dilek).post(away, {"tip": given.public_id}).status_code == 403
    assert browser(dilek).get(away).status_code == 405
    for who in (make.amina(), make.bram(), dilek):
        html = browser(who).get(place).content.decode()
        assert "Neem een rooster." in html
        assert "Geef een tip" in html
    assert (Line.objects.count(), Report.objects.count()) == (before, 1)


def test_b5_who_has_a_place_gives_a_tip_without_an_account_and_takes_it_back() -> None:
    made, _dilek, _session, eva, bo = was("Eva", "Bo")
    client, place = Client(), f"{HERE}tips/{place_token(eva)}/"
    assert place in client.get(place_of(eva)).content.decode()
    for _click in range(2):
        assert client.post(place, {"words": "Bel de buren.", "link": LINK, "is_named": "on"}).status_code == 302
    given = Tip.objects.get()
    assert (given.member, given.is_named, given.registration) == (None, False, eva)
    other = f"{HERE}tips/{place_token(bo)}/"
    html = client.get(other).content.decode()
    assert "Bel de buren." in html
    assert "Eva" not in html.partition("<main")[2]
    assert "Trek in" not in html
    assert client.post(other, {"tip": given.public_id}).status_code == 403
    assert client.post(place, {"words": " "}).status_code == 422
    assert "Trek in" in client.get(place).content.decode()
    for _click in range(2):
        assert client.post(place, {"tip": given.public_id}).status_code == 302
    assert [lines(made).count(f"reports.tip_{what}") for what in ("given", "taken_back")] == [1, 1]
    assert not Version.objects.filter(body="Bel de buren.").exists()


def test_tip_by_place_is_for_who_has_a_place_and_until_the_report_goes_round() -> None:
    _made, dilek, session, eva = was("Eva")
    place = f"{HERE}tips/{place_token(eva)}/"
    assert Client().get(f"{HERE}tips/niets/").status_code == 404
    Registration.objects.update(state="waiting", seat=None)
    assert Client().get(place).status_code == 403
    assert Client().post(place, {"words": "Tip."}).status_code == 403
    with pytest.raises(NotAllowed):
        actions.give_tip_by_place(session, Registration.objects.get(), words="Tip.", link="", by=Actor.visitor())
    assert place not in Client().get(place_of(eva)).content.decode()
    Registration.objects.update(state="seat", seat=1)
    actions.write_report(session, words={"summary": "Kort.", "onwards": "Verder."}, by=Actor.of(dilek))
    actions.send_round(session, by=Actor.of(dilek))
    assert Client().post(place, {"words": "Te laat."}).status_code == 409
    assert place not in Client().get(place_of(eva)).content.decode()
    assert not Tip.objects.exists()


def test_b5_coordinator_who_takes_notes_gives_a_tip_that_no_member_is_named_with() -> None:
    _made, dilek, session = begun()
    client = browser(dilek)
    assert "van ons komt" not in client.get(f"{HERE}{session.slug}/tips/").content.decode()
    said = {"words": "Iemand noemde een rooster.", "is_named": "on"}
    assert client.post(f"{HERE}{session.slug}/tips/", said).status_code == 302
    given = Tip.objects.get()
    assert (given.member, given.is_named) == (None, False)
    assert not tip(session, dilek, "Nog een.", is_named=True).is_named
    with pytest.raises(NotAllowed):
        actions.take_back_tip(given, by=Actor.of(make.amina()))
    assert (
        browser(make.amina()).post(f"{HERE}{session.public_id}/tips/weghalen/", {"tip": given.public_id}).status_code
        == 403
    )
    assert "Iemand noemde een rooster." in published(session, dilek)


def test_tips_of_others_come_in_without_losing_what_one_types() -> None:
    _made, dilek, session = begun()
    html = browser(make.amina()).get(f"{HERE}{session.slug}/tips/").content.decode()
    live = html[html.index('<div id="tips"') :]
    live, _found, after = live.partition("</div>")
    assert 'hx-trigger="every 20s"' in live
    assert f'href="{HERE}{session.slug}/tips/"' in live, "without scripts a link does it"
    assert "<textarea" in after
    published(session, dilek)
    assert "hx-trigger" not in browser(make.amina()).get(f"{HERE}{session.slug}/tips/").content.decode()


def test_database_refuses_a_tip_that_is_named_after_nobody_or_given_by_two() -> None:
    _made, _dilek, session, eva = was("Eva")
    member(session.network, "De Schakel", make.amina())
    actions.give_tip_by_place(session, eva, words="Tip.", link="", by=Actor.visitor())
    ours = tip(session, make.amina(), "Van ons.")
    acts: list[Any] = [
        lambda: Tip.objects.filter(member=None).update(is_named=True),
        lambda: Tip.objects.filter(pk=ours.pk).update(registration=eva),
    ]
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_line_of_a_tip_does_not_tell_who_gave_it() -> None:
    _made, _dilek, session = begun()
    tip(session, make.amina())
    line = Line.objects.get(type="reports.tip_given")
    assert (line.content["actor"], line.content["party"], line.content["commit"]) == (None, None, None)


@pytest.mark.parametrize(
    "wrong", [{"words": ""}, {"link": "javascript:alert(1)"}, {"words": "x" * 301}, {"link": "geen link"}]
)
def test_bad_form_gives_a_sentence_and_keeps_nothing(wrong: dict[str, str]) -> None:
    _made, _dilek, session = begun()
    answer = browser(make.amina()).post(f"{HERE}{session.slug}/tips/", {"words": "Tip.", "link": "", **wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Tip.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    _made, _dilek, session = begun()
    for number in range(count):
        tip(session, make.amina(), f"Tip {number}.")
    client = browser(make.amina())
    with django_assert_num_queries(11):
        assert client.get(f"{HERE}{session.slug}/tips/").status_code == 200
