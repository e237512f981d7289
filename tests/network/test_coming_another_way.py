"""Coming online instead of to the place, or the other way round: what comes free, and never more than there is."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.gatherings.models import Registration, Request
from communityup.log.models import Line
from communityup.network.meetings import actions, permissions
from communityup.people.actors import Actor
from communityup.post.models import Mail
from tests import make
from tests.at_once import together
from tests.make_meetings import DAY, attached, in_days, planned
from tests.make_network import browser, lines
from tests.make_registrations import (
    HERE,
    LINK,
    asked,
    comes,
    is_today,
    link,
    place_of,
    sign_up,
    states,
    told,
    with_places,
)

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()


def switch(one: Registration, answer: str) -> str:
    """Press the button on the page of one's own place and return the page after it."""
    assert Client().post(place_of(one), {"answer": answer}).headers["Location"] == place_of(one)
    return Client().get(place_of(one)).content.decode()


def ways(session: Any) -> list[str]:
    """Return who has what, and how they come, by name."""
    found = session.gathering.registrations.order_by("name")
    return [f"{one.name} {one.state} {'online' if one.online else 'place'} {one.seat}" for one in found]


def test_b2_who_comes_online_after_all_frees_the_seat_for_who_waits() -> None:
    made, _dilek, session = with_places(1, way="both")
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    assert "Ik kom toch online" in Client().get(place_of(eva)).content.decode()
    for _click in range(2):
        page = switch(eva, "online")
    assert "Je hebt een plek" in page
    assert LINK in page
    assert ways(session) == ["Cas offered place 1", "Eva seat online None"]
    [event] = [one.content for one in Line.objects.filter(type="meetings.way_switched")]
    assert (event["way"], event["state"], event["offered"], event["actor"]) == ("online", "seat", 1, None)
    assert lines(made).count("meetings.way_switched") == 1
    assert [mail.subject for mail in told(eva.email)] == ["Je hebt een plek: Loslaten in de praktijk"] * 2
    assert "Waar: online" in told(eva.email)[1].text
    assert attached(told(eva.email)[1])[1]["SUMMARY"] == "Loslaten in de praktijk"
    assert told(cas.email)[1].subject.startswith("Er kwam een plek vrij")


def test_who_comes_to_the_place_after_all_takes_a_free_seat() -> None:
    _made, _dilek, session = with_places(1, way="both")
    fem = comes(session, "Fem", online=True)
    assert "Ik kom toch naar de plek" in Client().get(place_of(fem)).content.decode()
    switch(fem, "place")
    assert ways(session) == ["Fem seat place 1"]
    assert "Waar: Buurthuis De Schakel\n" in told(fem.email)[1].text


def test_who_comes_to_a_full_place_after_all_waits_behind_the_others_and_can_go_back() -> None:
    _made, _dilek, session = with_places(1, way="both")
    fem, _eva, cas = comes(session, "Fem", online=True), comes(session, "Eva"), comes(session, "Cas")
    page = Client().get(place_of(fem)).content.decode()
    assert "Zet me op de wachtlijst voor de plek" in page
    assert "Ik kom toch naar de plek" not in page
    page = switch(fem, "place")
    assert "Je staat op de wachtlijst" in page
    assert LINK not in page
    assert states(session) == ["Eva seat", "Cas waiting", "Fem waiting"], "who waited before goes first"
    assert "Online is er plek voor iedereen" in told(fem.email)[1].text
    assert LINK in switch(fem, "online")
    assert ways(session) == ["Cas waiting place None", "Eva seat place 1", "Fem seat online None"]
    assert len(told(fem.email)) == 3
    assert "Ik kom toch online" in Client().get(place_of(cas)).content.decode()


def test_who_waits_comes_online_at_once_and_an_offer_one_leaves_goes_on() -> None:
    _made, _dilek, session = with_places(1, way="both")
    eva, cas, dirk = (comes(session, name) for name in ("Eva", "Cas", "Dirk"))
    switch(dirk, "online")
    assert states(session) == ["Eva seat", "Cas waiting", "Dirk seat"]
    comes(session, "Gijs")
    actions.withdraw(session, eva, by=VISITOR)
    switch(cas, "online")
    assert ways(session) == ["Cas seat online None", "Dirk seat online None", "Gijs offered place 1"]
    assert Registration.objects.get(name="Cas").offer_until is None
    switch(cas, "place")
    actions.withdraw(session, Registration.objects.get(name="Gijs"), by=VISITOR)
    subjects = [mail.subject.partition(":")[0] for mail in told(cas.email)]
    assert subjects.count("Er kwam een plek vrij") == 2, "a second offer is a second letter"


def test_one_way_is_no_choice_and_who_is_there_chooses_no_more() -> None:
    _made, dilek, session = with_places(2)
    eva = comes(session, "Eva")
    assert "Kom je op een andere manier?" not in Client().get(place_of(eva)).content.decode()
    assert Client().post(place_of(eva), {"answer": "online"}).status_code == 409
    session.gathering.way = "both"
    session.gathering.save()
    actions.note_presence(is_today(session), eva, came=True, by=Actor.of(dilek))
    with pytest.raises(Refused, match="niet meer kiezen"):
        actions.switch_way(session, eva, online=True, by=VISITOR)
    actions.note_presence(session, eva, came=False, by=Actor.of(dilek))
    actions.cancel_session(session, reason="Ziek.", by=Actor.of(dilek))
    with pytest.raises(Refused, match="gaat niet door"):
        actions.switch_way(session, eva, online=True, by=VISITOR)
    assert ways(session) == ["Eva seat place 1"]


def test_answer_that_is_none_gives_no_place_back() -> None:
    _made, _dilek, session = with_places(2, way="both")
    eva = comes(session, "Eva")
    switch(eva, "iets")
    assert ways(session) == ["Eva seat place 1"]


@pytest.mark.django_db(transaction=True)
def test_twelve_who_come_to_the_place_at_once_take_the_seats_there_are_and_the_others_wait() -> None:
    _made, _dilek, session = with_places(3, way="both")
    people = [comes(session, f"Mens {number}", online=True) for number in range(12)]
    given = together(*[
        lambda one=one: actions.switch_way(session, one, online=False, by=VISITOR) for one in people
    ])  # fmt: skip
    assert not [one for one in given if isinstance(one, Exception)], given
    found = Registration.objects.filter(online=False)
    assert set(found.filter(state="seat").values_list("seat", flat=True)) == {1, 2, 3}
    assert found.filter(state="waiting", seat=None).count() == 9
    assert Line.objects.filter(type="meetings.way_switched").count() == 12


# Registering once more


def test_account_that_registered_is_led_to_its_place_and_told_so() -> None:
    made, _dilek, session = with_places(1, way="both")
    client = browser(make.amina())
    client.post(f"{HERE}{session.slug}/aanmelden/", {"name": "Amina", "how": "place"})
    own = place_of(Registration.objects.get())
    for send, filled in ((client.get, {}), (client.post, {"name": "Amina", "how": "online"})):
        answer = send(f"{HERE}{session.slug}/aanmelden/", filled)
        assert answer.headers["Location"] == own
        assert "Je hebt je al aangemeld" in client.get(own).content.decode()
    assert ways(session) == ["Amina seat place 1"]
    assert lines(made).count("meetings.registered") == 1


def test_x5_address_that_registered_learns_it_by_mail_alone_with_the_way_to_its_place() -> None:
    made, _dilek, session = with_places(1, way="both")
    eva = comes(session, "Eva", online=True)
    again, new = sign_up(session, eva.email, how="place"), sign_up(session, "nieuw@example.org", how="place")
    assert (again.status_code, again.headers["Location"]) == (new.status_code, new.headers["Location"])
    [mail] = asked(eva.email)
    assert mail.subject == "Je bent al aangemeld: Loslaten in de praktijk"
    assert "er veranderde niets: Je hebt een plek (online)" in mail.text
    assert link(mail, "plek") == place_of(eva)
    assert "/bevestigen/" not in mail.text
    assert "/niet-ik/" in mail.text
    [other] = asked("nieuw@example.org")
    assert "al aangemeld" not in other.text
    assert ways(session) == ["Eva seat online None"]
    assert lines(made).count("meetings.registered") == 1


def test_link_to_confirm_of_who_got_a_place_meanwhile_leads_there_and_says_so() -> None:
    made, _dilek, session = with_places(1, way="both")
    sign_up(session, "eva@example.org", how="online")
    Client().post(link(asked("eva@example.org")[0], "bevestigen"))
    Request.objects.create(gathering=session.gathering, email="eva@example.org", name="E", asked_at=timezone.now())
    waiting = f"{HERE}bevestigen/{permissions.confirm_token(Request.objects.get())}/"
    client = Client()
    own = client.get(waiting).headers["Location"]
    assert own == place_of(Registration.objects.get())
    assert "Je hebt je al aangemeld" in client.get(own).content.decode()
    assert lines(made).count("meetings.registered") == 1


# There and back without end


def test_x6_switching_there_and_back_sends_three_letters_a_day_and_then_says_so() -> None:
    made, _dilek, session = with_places(3, way="both")
    eva = comes(session, "Eva")
    before = len(told(eva.email)), len(lines(made))
    answers = [Client().post(place_of(eva), {"answer": answer}) for answer in ("online", "place") * 20]
    assert (len(told(eva.email)) - before[0], len(lines(made)) - before[1]) == (3, 3)
    assert [one.status_code for one in answers[:3]] == [302, 302, 302]
    refused = answers[3].content.decode()
    assert (answers[3].status_code, "Morgen kun je weer kiezen" in refused) == (409, True)
    assert ways(session) == ["Eva seat online None"]
    page = Client().get(place_of(eva)).content.decode()
    assert "Morgen kun je weer kiezen" in page
    assert 'value="place"' not in page
    assert Client().post(place_of(eva), {"answer": "online"}).status_code == 302, "the same again is no change"
    assert Client().post(place_of(eva), {"answer": "withdraw"}).status_code == 302, "giving it back is always possible"


def test_x6_switch_that_is_a_day_ago_counts_no_more_and_each_session_counts_apart() -> None:
    made, dilek, session = with_places(3, way="both")
    eva = comes(session, "Eva")
    for answer in ("online", "place", "online"):
        switch(eva, answer)
    other = comes(planned(made, dilek, in_days(20, way="both"), title="Nog een"), "Eva")
    switch(other, "online")
    Mail.objects.filter(to=eva.email).update(written_at=timezone.now() - DAY)
    switch(eva, "place")
    assert ways(session) == ["Eva seat place 1"]


def test_x6_registering_and_giving_back_without_end_sends_three_letters_a_day() -> None:
    made, _dilek, session = with_places(3)
    for _turn in range(3):
        actions.withdraw(session, comes(session, "Eva"), by=VISITOR)
    with pytest.raises(Refused, match="Morgen kun je je weer aanmelden"):
        comes(session, "Eva")
    assert not Registration.objects.exists()
    assert len(told(make.person("Eva").email)) == 3
    assert lines(made).count("meetings.registered") == 3
    assert comes(session, "Cas").state == "seat"


@pytest.mark.django_db(transaction=True)
def test_x6_many_switches_at_the_same_moment_send_no_more_letters() -> None:
    _made, _dilek, session = with_places(3, way="both")
    eva = comes(session, "Eva")
    number = len(told(eva.email))
    acts = [
        lambda way=way: actions.switch_way(session, eva, online=way, by=VISITOR) for way in (True, False) * 8
    ]  # fmt: skip
    given = together(*acts)
    assert not [one for one in given if isinstance(one, Exception) and not isinstance(one, Refused)], given
    assert len(told(eva.email)) - number <= 3
    assert Line.objects.filter(type="meetings.way_switched").count() == len(told(eva.email)) - number
