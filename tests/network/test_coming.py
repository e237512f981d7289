"""Coming to a session: the link online, house rules, letters about a change, the list for the door, forgetting."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Gathering, Registration, Request
from communityup.log.models import Line
from communityup.network.meetings import actions
from communityup.people.actors import Actor
from communityup.post.models import Mail
from tests import make
from tests.make_meetings import DAY, HOUR, attached, held, in_days, letters, planned, rest, set_date
from tests.make_network import browser, coordinated, lines, member
from tests.make_newsletter import subscriber
from tests.make_registrations import (
    HERE,
    LINK,
    asked,
    comes,
    is_today,
    link,
    place_of,
    set_places,
    sign_up,
    states,
    told,
    with_places,
)

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()


# Online, and the house rules


def test_link_to_the_online_meeting_is_for_who_has_a_place_alone() -> None:
    _made, _dilek, session = with_places(1, way="both")
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    fem = comes(session, "Fem", online=True)
    assert (cas.state, fem.state, fem.seat) == ("waiting", "seat", None)
    for one in (eva, fem):
        assert LINK in Client().get(place_of(one)).content.decode()
    assert LINK not in Client().get(place_of(cas)).content.decode()
    member(session.network, "De Schakel", make.amina())
    for who in (None, make.amina(), make.person("Eva")):
        assert LINK not in browser(who).get(f"{HERE}{session.slug}/").content.decode()
        assert LINK not in browser(who).get(f"{HERE}{session.slug}/aanmelden/").content.decode()
    assert LINK.encode() not in Client().get(f"{HERE}{session.slug}/agenda.ics").content
    assert not Mail.objects.filter(text__contains=LINK).exists()
    assert not [line for line in Line.objects.all() if LINK.encode() in bytes(line.bytes)]


def test_session_in_one_place_shows_no_link_and_asks_nobody_how_they_come() -> None:
    _made, _dilek, session = with_places(way="place")
    assert comes(session, "Eva", online=True).seat == 1
    assert LINK not in Client().get(place_of(Registration.objects.get())).content.decode()
    assert 'name="how"' not in Client().get(f"{HERE}{session.slug}/aanmelden/").content.decode()


def test_hybrid_form_asks_how_and_online_alone_counts_places() -> None:
    _made, _dilek, session = with_places(1, way="both")
    assert sign_up(session).status_code == 422
    assert sign_up(session, how="online").status_code == 302
    Client().post(link(asked()[0], "bevestigen"))
    assert Registration.objects.get().online
    Gathering.objects.update(way="online")
    session.gathering.refresh_from_db()
    assert [comes(session, name, online=True).state for name in ("Eva", "Cas")] == ["seat", "waiting"]


def test_b2_house_rules_are_read_before_one_registers_and_must_be_ticked() -> None:
    made, dilek, session = with_places(house_rules="Wat hier gezegd wordt, blijft hier.")
    form = Client().get(f"{HERE}{session.slug}/aanmelden/").content.decode()
    assert form.index("blijft hier") < form.index('name="rules"')
    refused = sign_up(session)
    assert refused.status_code == 422
    assert "Lees de huisregels" in refused.content.decode()
    assert "wil@example.org" in refused.content.decode()
    assert sign_up(session, rules="on").status_code == 302
    set_places(session, dilek, 2, house_rules="Wat hier gezegd wordt, blijft hier.")
    assert lines(made).count("meetings.places_set") == 1
    for rules, count in (("Anders.", 2), ("", 3)):
        session = set_places(session, dilek, 2, house_rules=rules)
        assert lines(made).count("meetings.places_set") == count
    assert session.house_rules is None


# Letters about a change


def test_who_registered_hears_of_a_change_once_also_who_is_informed_besides() -> None:
    made, dilek, session = with_places()
    eva = comes(session, "Eva")
    subscriber(made, eva.email)
    subscriber(made, "lezer@example.org")
    Registration.objects.update(since=F("since") - HOUR)
    set_date(session, dilek, in_days(12))
    rest()
    assert sorted(mail.to for mail in letters()) == sorted([eva.email, "lezer@example.org"])
    mail = next(mail for mail in letters() if mail.to == eva.email)
    assert link(mail, "plek") == place_of(eva)
    assert "List-Id" not in mail.headers
    assert int(attached(mail)[1]["SEQUENCE"]) == 1


def test_who_registered_after_the_date_was_fixed_gets_the_day_once() -> None:
    made, _dilek, session = with_places()
    eva = comes(session, "Eva")
    subscriber(made, eva.email)
    assert session.gathering.changed_at < eva.since
    assert actions.tell_due() == 0
    Gathering.objects.update(changed_at=timezone.now() - dt.timedelta(minutes=5))
    Registration.objects.update(since=timezone.now())
    assert actions.tell_due() == 0
    assert len(told(eva.email)) == 1


# The list, and who may


def test_list_shows_names_and_no_address_and_ticking_off_twice_is_once() -> None:
    made, dilek, session = with_places(1)
    eva = comes(session, "Eva")
    comes(session, "Cas")
    client, place = browser(dilek), f"{HERE}{session.public_id}/deelnemers/"
    assert "Vanaf de dag zelf" in client.get(place).content.decode()
    assert client.post(place, {"who": eva.public_id, "came": "yes"}).status_code == 409
    assert 'name="came"' not in client.get(place).content.decode()
    is_today(session)
    html = client.get(place).content.decode()
    assert "Vanaf de dag zelf" not in html
    assert "Eva" in html
    assert "staat op de wachtlijst" in html
    assert "@example.org" not in html.partition("<main")[2].partition("</main>")[0]
    for _click in range(2):
        assert client.post(place, {"who": eva.public_id, "came": "yes"}).status_code == 302
    assert "1 is afgevinkt" in client.get(place).content.decode()
    client.post(place, {"who": eva.public_id, "came": "no"})
    assert [line.content["came"] for line in Line.objects.filter(type="meetings.presence_noted")] == ["yes", "no"]
    assert client.post(place, {"who": "niemand"}).status_code == 404
    with pytest.raises(Refused, match="Alleen wie een plek heeft"):
        actions.note_presence(session, Registration.objects.get(name="Cas"), came=False, by=Actor.of(dilek))
    assert "meetings.presence_noted" in lines(made)


def test_only_a_coordinator_sets_places_and_reads_the_list() -> None:
    made, _dilek, session = with_places()
    eva = comes(session, "Eva")
    member(made, "De Schakel", make.amina())
    before = Line.objects.count()
    for who in (make.amina(), make.chris()):
        with pytest.raises(NotAllowed):
            set_places(session, who, 9)
        with pytest.raises(NotAllowed):
            actions.note_presence(session, eva, came=True, by=Actor.of(who))
        for name in ("plaatsen", "deelnemers"):
            assert browser(who).get(f"{HERE}{session.public_id}/{name}/").status_code == 403
            assert browser(who).post(f"{HERE}{session.public_id}/{name}/").status_code == 403
    for name in ("plaatsen", "deelnemers"):
        assert browser().get(f"{HERE}{session.public_id}/{name}/").status_code == 302
    assert Line.objects.count() == before


def test_places_form_says_what_is_wrong_and_begins_with_what_there_is() -> None:
    _made, dilek, session = with_places(2)
    client, place = browser(dilek), f"{HERE}{session.public_id}/plaatsen/"
    assert f'value="{LINK}"' in client.get(place).content.decode()
    wrong: tuple[dict[str, str], ...] = (
        {"capacity": "0"}, {"capacity": "veel"}, {"offer_hours": ""}, {"online_url": "javascript:alert(1)"},
    )  # fmt: skip
    for values in wrong:
        answer = client.post(place, {"capacity": "3", "offer_hours": "48", **values})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert client.post(place, {"capacity": "3", "offer_hours": "24"}).status_code == 302
    assert Gathering.objects.get().capacity == 3


def test_nobody_registers_without_a_date_or_for_what_was_or_was_cancelled() -> None:
    made, dilek = coordinated()
    off = planned(made, dilek, in_days(9), title="Af")
    actions.cancel_session(off, reason="Ziek.", by=Actor.of(dilek))
    for session in (planned(made, dilek), held(made, dilek, title="Was"), off):
        with pytest.raises(Refused):
            comes(session, "Eva")
        assert Client().get(f"{HERE}{session.slug}/aanmelden/").status_code == 409
        assert "Ik kom" not in Client().get(f"{HERE}{session.slug}/").content.decode()
    assert not Registration.objects.exists()


def test_own_place_says_that_what_was_cancelled_does_not_go_on_and_why() -> None:
    _made, dilek, session = with_places(1)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    before = Client().get(place_of(eva)).content.decode()
    assert "Je hebt een plek" in before
    assert "/binnen/" in before
    actions.cancel_session(session, reason="Ziek.", by=Actor.of(dilek))
    for one in (eva, cas):
        page = Client().get(place_of(one)).content.decode()
        assert "Deze bijeenkomst gaat niet door" in page
        assert "Ziek." in page
        said = ("Je hebt een plek", "Je staat op de wachtlijst", "krijg je een mail", "/binnen/", LINK)
        assert [words for words in said if words in page] == []
    badge = Client().get(re.findall(r'href="([^"]*/binnen/[^"]*)"', before)[0])
    assert (badge.status_code, "Niemand heeft dus een badge nodig" in badge.content.decode()) == (409, True)


def test_letter_to_confirm_says_at_once_when_it_does_not_go_on_or_has_been() -> None:
    _made, dilek, session = with_places(1)
    sign_up(session)
    way = link(asked()[-1], "bevestigen")
    assert "Ja, ik kom" in Client().get(way).content.decode()
    actions.cancel_session(session, reason="Ziek.", by=Actor.of(dilek))
    for answer in (Client().get(way), Client().post(way)):
        assert answer.status_code == 409
        page = answer.content.decode()
        assert ("Dit gaat niet door. Je kunt je dus niet meer aanmelden" in page, "Plan" in page) == (True, False)
    before = timezone.now() - 2 * DAY
    Gathering.objects.update(cancelled_at=None, begins_at=before, ends_at=before + HOUR)
    assert "Dit is al geweest. Je kunt je niet meer aanmelden" in Client().get(way).content.decode()
    assert not Registration.objects.exists()


def test_no_place_is_offered_for_what_was_cancelled() -> None:
    _made, dilek, session = with_places(1)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    actions.cancel_session(session, reason="Ziek.", by=Actor.of(dilek))
    actions.withdraw(session, eva, by=VISITOR)
    cas.refresh_from_db()
    assert cas.state == "waiting"


# Leaving and forgetting


def test_who_leaves_the_platform_gives_their_place_back() -> None:
    made, _dilek, session = with_places(1)
    eva = make.person("Eva")
    comes(session, "Eva")
    comes(session, "Cas")
    sign_up(planned(made, make.dilek(), in_days(20), title="Nog een"), eva.email)
    actions.forget_person(eva)
    assert states(session) == ["Cas offered"]
    assert not Request.objects.exists()
    assert Line.objects.filter(type="meetings.withdrawn").get().content["actor"] is None


def test_addresses_are_forgotten_a_hundred_days_after_the_session() -> None:
    _made, dilek, session = with_places()
    comes(session, "Eva")
    assert actions.forget_due() == 0
    long_ago = timezone.now() - 101 * DAY
    Gathering.objects.update(begins_at=long_ago - HOUR, ends_at=long_ago)
    assert (actions.forget_due(), Registration.objects.count()) == (1, 0)
    shown = browser(dilek).get(f"{HERE}{session.public_id}/deelnemers/").content.decode()
    assert "Wie er kwam, is niet meer bekend: de namen blijven 100 dagen" in shown
    assert "Nog niemand meldde zich aan" not in shown


def test_lines_tell_nobody_who_comes() -> None:
    made, _dilek, session = with_places()
    eva = comes(session, "Eva")
    sign_up(session)
    Client().post(link(asked()[0], "bevestigen"))
    actions.withdraw(session, eva, by=Actor.of(make.person("Eva")))
    found = b"".join(bytes(line.bytes) for line in Line.objects.filter(stream=made.stream))
    for words in (b"example.org", b"Wil", b"Eva", eva.public_id.encode()):
        assert words not in found


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    _made, dilek, session = with_places(None)
    for number in range(count):
        comes(session, f"Mens {number}")
    # Two of them ask for the programme, and who receives the session.
    with django_assert_num_queries(10):
        assert Client().get(f"{HERE}{session.slug}/").status_code == 200
    client = browser(dilek)
    with django_assert_num_queries(10):
        assert client.get(f"{HERE}{session.public_id}/deelnemers/").status_code == 200
