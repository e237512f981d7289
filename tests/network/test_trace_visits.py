"""Visits that both said yes to, from delegation to day, as the trace and the scenario say (B36, T12, N17)."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.actions import Moment
from communityup.gatherings.models import Gathering
from communityup.log.models import Line
from communityup.network.visits import actions, notices, queries
from communityup.network.visits.models import Visit, Wish
from communityup.notices import actions as notified
from communityup.notices.models import Notice
from communityup.post.models import Mail
from tests import make
from tests.at_once import just_before
from tests.make_meetings import MINUTE, in_days, read
from tests.make_network import browser, last, lines
from tests.make_visits import (
    HERE,
    MIXED,
    QUESTION,
    agreed,
    ask,
    by,
    dated,
    delegated,
    hearers,
    held,
    html,
    long_ago,
    pages_of,
    person_of,
    rest,
    story,
)

pytestmark = pytest.mark.django_db


def test_t12_delegation_is_mixed_or_says_why_not_and_shows_roles_not_names() -> None:
    made, visit = agreed()
    place = f"{HERE}{visit.public_id}/wie-komt/"
    client = browser(make.amina())
    assert client.post(place, {"officer": "3"}).status_code == 422
    assert client.post(place, {"officer": "-1"}).status_code == 422
    assert client.post(place, {"officer": "0"}).status_code == 422
    assert client.post(place, {"officer": "5", "resident": "5"}).status_code == 422, "the host has room for eight"
    for numbers, reason in (({"officer": 3}, ""), ({}, "x"), ({"officer": 5, "resident": 5}, "")):
        with pytest.raises(Refused):
            actions.tell_delegation(visit, numbers=numbers, reason=reason, by=by(make.amina()))
    assert client.post(place, {"officer": "3", "reason": "De bewoners waren er vorige week."}).status_code == 302
    shown = html(f"{HERE}{visit.public_id}/", make.bram())
    assert "ambtenaren (3)" in shown
    assert "De bewoners waren er vorige week." in shown
    assert client.post(place, {"officer": "2", "resident": "3", "reason": "vergeten weg te halen"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.roles, visit.one_role_reason) == (2, None)
    count = len(lines(made))
    delegated(visit)
    assert len(lines(made)) == count, "the same again changes nothing"
    assert hearers(last(made), notices.both) == {make.amina().pk, make.bram().pk}
    assert browser(make.bram()).post(place, {"officer": "1", "resident": "1"}).status_code == 403, "the guests tell it"
    for roles, text in ((1, None), (2, visit.question_id)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(roles=roles, one_role_reason=text)


def test_n17_a_visit_gets_its_day_after_the_delegation_and_both_get_it_once_for_their_calendar() -> None:
    made, visit = agreed()
    day = in_days(20, where="De Schakel, Oeverstad")
    with pytest.raises(Refused):
        actions.set_date(visit, moment=day, by=by(make.bram()))
    actions.set_date(visit, moment=Moment(rough="in mei"), by=by(make.bram()))
    assert rest() == 0, "a rough day goes in no calendar"
    assert browser(make.amina()).get(f"{HERE}{visit.public_id}/agenda.ics").status_code == 404
    delegated(visit)
    for _twice in range(2):
        actions.set_date(visit, moment=day, by=by(make.bram()))
    assert lines(made).count("visits.visit_dated") == 2
    assert (rest(), rest()) == (2, 0)
    letters = Mail.objects.filter(key__startswith="visit:").order_by("to")
    assert [one.to for one in letters] == [make.amina().email, make.bram().email]
    assert "De dag is bekend" in letters[0].subject
    assert letters[0].headers["List-Unsubscribe"].split(">")[0].removeprefix("<") in letters[0].text
    assert QUESTION not in letters[0].text
    file = browser(make.amina()).get(f"{HERE}{visit.public_id}/agenda.ics")
    _calendar, event = read(file.content)
    assert str(event["summary"]) == "Werkbezoek: De Schakel"
    actions.set_date(visit, moment=in_days(21), by=by(make.amina()))
    assert rest() == 2
    actions.stop(visit, reason="De kamer is niet vrij.", by=by(make.bram()))
    assert rest() == 2
    newest = Mail.objects.filter(key__startswith="visit:").latest("pk")
    assert "Gaat niet door" in newest.subject


def test_n17_both_prepare_the_question_the_programme_and_how_one_gets_in() -> None:
    made, visit = agreed()
    place = f"{HERE}{visit.public_id}/voorbereiden/"
    told = {
        "question": "Hoe regelden jullie het dak?", "programme": "Rondlopen, dan praten.",
        "practical": "Er is een lift.", "contacts": "De beheerder, aan de deur.", "session": "", "searched": "",
    }  # fmt: skip
    assert browser(make.amina()).post(place, {**told, "question": ""}).status_code == 422
    assert browser(make.amina()).post(place, told).status_code == 302
    assert browser(make.bram()).post(place, {**told, "practical": "Er is een lift, links."}).status_code == 302
    count = len(lines(made))
    browser(make.bram()).post(place, {**told, "practical": "Er is een lift, links."})
    assert len(lines(made)) == count, "the same again changes nothing"
    shown = html(f"{HERE}{visit.public_id}/", make.amina())
    for words in ("Hoe regelden jullie het dak?", "Rondlopen, dan praten.", "Er is een lift, links.", "De beheerder"):
        assert words in shown
    assert browser(make.bram()).post(place, {**told, "contacts": ""}).status_code == 302
    assert "De beheerder" not in html(f"{HERE}{visit.public_id}/", make.amina())


def test_b36_a_visit_is_between_its_two_members_and_the_coordinators() -> None:
    made, visit = held()
    pages = ["", "wie-komt/", "dag/", "voorbereiden/", "niet-door/", "agenda.ics"]
    for person, status in ((make.person("Griet"), 404), (make.chris(), 404), (None, 302)):
        for page in pages:
            assert browser(person).get(f"{HERE}{visit.public_id}/{page}").status_code == status
    assert browser(make.dilek()).get(f"{HERE}{visit.public_id}/").status_code == 200
    for page in pages[1:5]:
        assert browser(make.dilek()).get(f"{HERE}{visit.public_id}/{page}").status_code == 403
    for act in (
        partial(actions.set_date, visit, moment=in_days(3), by=by(make.person("Griet"))),
        partial(actions.prepare, visit, words={"question": "x"}, links=actions.Links(), by=by(make.person("Griet"))),
        partial(actions.stop, visit, reason="x", by=by(make.chris())),
        partial(actions.tell_delegation, visit, numbers=MIXED, reason="", by=by(make.dilek())),
    ):
        with pytest.raises(NotAllowed):
            act()
    for place in pages_of(made):
        assert QUESTION not in html(place, make.person("Griet"))
    assert all(line.content["actor"] is None for line in Line.objects.filter(object=visit.public_id))


def test_n17_a_visit_stops_with_a_reason_for_the_other_and_the_host_has_room_again() -> None:
    made, visit = agreed()
    place = f"{HERE}{visit.public_id}/niet-door/"
    assert browser(make.bram()).post(place, {"reason": ""}).status_code == 422
    for _twice in range(2):
        assert browser(make.bram()).post(place, {"reason": "Wij verhuizen."}).status_code == 302
    assert lines(made).count("visits.visit_stopped") == 1
    assert "Wij verhuizen." in html(f"{HERE}{visit.public_id}/", make.amina())
    for act in (
        partial(delegated, visit),
        partial(actions.set_date, visit, moment=in_days(3), by=by(make.bram())),
        partial(actions.prepare, visit, words={"question": "x"}, links=actions.Links(), by=by(make.bram())),
    ):
        with pytest.raises(Refused):
            act()
    ask(visit.guest)
    assert queries.matches(made) != [], "they may be put together again"


def test_n17_a_visit_that_was_does_not_stop_any_more() -> None:
    _made, visit = held()
    with pytest.raises(Refused):
        actions.stop(visit, reason="Toch niet.", by=by(make.amina()))


def test_n17_both_are_reminded_once_a_few_days_before() -> None:
    made, visit = agreed()
    dated(visit, 10)
    assert actions.remind_due() == 0
    actions.set_date(visit, moment=in_days(2), by=by(make.amina()))
    assert (actions.remind_due(), actions.remind_due()) == (1, 0)
    assert last(made).type == "visits.visit_near"
    assert hearers(last(made), notices.both) == {make.amina().pk, make.bram().pk}


def test_n17_another_worker_who_was_first_tells_and_reminds_both_once() -> None:
    made, visit = agreed()
    dated(visit, 2)
    others: list[int] = []
    with just_before('FROM "networks_network"', lambda: others.append(rest())):
        Gathering.objects.update(changed_at=F("changed_at") - 2 * MINUTE)
        assert actions.tell_due() == 0
    with just_before('FROM "networks_network"', lambda: others.append(actions.remind_due())):
        assert actions.remind_due() == 0
    assert others == [2, 1]
    assert lines(made).count("visits.visit_near") == 1


def test_n17_visit_that_stops_just_before_reminds_nobody() -> None:
    made, visit = agreed()
    dated(visit, 2)
    stop = partial(actions.stop, visit, reason="Toch niet.", by=by(make.bram()))
    with just_before('FROM "networks_network"', stop):
        assert actions.remind_due() == 0
    assert lines(made)[-1] == "visits.visit_stopped"


def test_n17_contacts_and_reasons_are_forgotten_when_they_did_their_work() -> None:
    _made, visit = held()
    actions.prepare(
        visit, words={"question": QUESTION, "contacts": "Bel de beheerder", "practical": "Links"},
        links=actions.Links(), by=by(make.bram()),
    )  # fmt: skip
    assert actions.forget_due() == 0
    long_ago(visit, 31)
    assert actions.forget_due() == 2
    assert actions.forget_due() == 0
    shown = html(f"{HERE}{visit.public_id}/", make.amina())
    assert "Bel de beheerder" not in shown


def test_b36_a_guest_story_is_the_light_form_without_a_day_or_people() -> None:
    made, visit = story()
    assert visit.gathering is None
    for act in (
        partial(delegated, visit),
        partial(actions.set_date, visit, moment=in_days(3), by=by(make.bram())),
    ):
        with pytest.raises(Refused):
            act()
    for page in ("wie-komt/", "dag/"):
        person = make.amina() if page == "wie-komt/" else make.bram()
        assert browser(person).get(f"{HERE}{visit.public_id}/{page}").status_code == 409
    assert "Gastverhaal" in html(f"{HERE}{visit.public_id}/", make.bram())
    actions.stop(visit, reason="Geen tijd.", by=by(person_of(visit.host)))
    assert lines(made)[-1] == "visits.visit_stopped"
    other = Wish.objects.get(direction="offer", form="story")
    assert other.people is None


def test_n17_the_day_is_chosen_on_a_page_and_a_wrong_one_says_what_is_missing() -> None:
    _made, visit = agreed()
    place = f"{HERE}{visit.public_id}/dag/"
    client = browser(make.bram())
    told = {"day": "2027-03-11", "begins": "14:00", "ends": "", "rough": "", "way": "place", "where": "De Schakel"}
    assert client.post(place, told).status_code == 422
    assert client.post(place, {**told, "ends": "16:00"}).status_code == 409, "first who come along"
    delegated(visit)
    assert client.post(place, {**told, "ends": "16:00"}).status_code == 302
    assert "donderdag 11 maart 2027, 14.00 uur tot 16.00 uur" in html(f"{HERE}{visit.public_id}/", make.amina())


def test_b36_what_both_hear_leads_to_their_page_which_opens_for_them_alone() -> None:
    made, visit = agreed()
    delegated(visit)
    notified.tell()
    notice = Notice.objects.filter(person=make.bram(), line__object=visit.public_id).first()
    assert notice is not None
    assert not Notice.objects.filter(person=make.person("Griet"), line__object=visit.public_id).exists()
    page = browser(make.bram()).get("/mijn/berichten/").content.decode()
    assert f"{HERE}{visit.public_id}/" in page
    assert visit.public_id not in html(f"/netwerken/{made.slug}/", make.person("Griet"))
