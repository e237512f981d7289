"""Forms about a session that has been, was cancelled or goes on now: they say so at once, and lose nothing typed."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.gatherings.actions import Moment
from communityup.gatherings.models import Gathering, Registration
from communityup.network.meetings import actions
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests.make_invitations import closed, invite, own
from tests.make_meetings import DAY, HOUR, MINUTE, attached, in_days, letters, rest, set_date
from tests.make_network import browser, lines
from tests.make_notices import at
from tests.make_registrations import HERE, comes, set_places, with_places

pytestmark = pytest.mark.django_db
FORMS = ("datum", "afgelasten", "plaatsen")
MOMENT = {"way": "place", "where": "Zaal Zuid", "begins": "14:00", "ends": "16:00"}
ENDED, OFF = "Dit is al geweest. Je kunt dit niet meer veranderen.", "Dit is afgelast. Plan in plaats daarvan"


def ended(session: Session) -> None:
    Gathering.objects.filter(pk=session.gathering_id).update(
        begins_at=F("begins_at") - 20 * DAY, ends_at=F("ends_at") - 20 * DAY
    )


def called_off(session: Session, dilek: Person) -> None:
    actions.cancel_session(session, reason="Ziek.", by=Actor.of(dilek))


@pytest.mark.parametrize("name", FORMS)
def test_form_about_a_session_that_has_been_or_was_cancelled_says_so_before_it_is_filled_in(name: str) -> None:
    _made, dilek, session = with_places()
    client, address = browser(dilek), f"{HERE}{session.public_id}/{name}/"
    assert client.get(address).status_code == 200
    ended(session)
    answer = client.get(address)
    assert (answer.status_code, ENDED in answer.content.decode()) == (409, True)
    Gathering.objects.update(begins_at=F("begins_at") + 20 * DAY, ends_at=F("ends_at") + 20 * DAY)
    called_off(session, dilek)
    answer = client.get(address)
    assert (answer.status_code, OFF in answer.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("datum", {**MOMENT, "day": "2031-05-06"}),
        ("plaatsen", {"capacity": "2", "offer_hours": "48", "house_rules": "Zaal Zuid is stil."}),
        ("afgelasten", {"reason": "Zaal Zuid is dicht."}),
    ],
)
def test_form_that_was_open_when_it_ended_is_refused_with_all_that_was_typed(name: str, typed: dict[str, Any]) -> None:
    made, dilek, session = with_places()
    ended(session)
    before = lines(made)
    answer = browser(dilek).post(f"{HERE}{session.public_id}/{name}/", typed)
    page = answer.content.decode()
    assert (answer.status_code, ENDED in page, "Zaal Zuid" in page) == (422, True, True)
    assert lines(made) == before


def test_nothing_about_places_is_saved_once_it_was_cancelled_not_even_the_same_or_house_rules_alone() -> None:
    _made, dilek, session = with_places(2)
    called_off(session, dilek)
    for rules in ("", "Wat hier gezegd wordt, blijft hier."):
        with pytest.raises(Refused, match="Dit is afgelast"):
            set_places(session, dilek, 2, house_rules=rules)
    session.refresh_from_db()
    assert session.house_rules is None
    page = browser(dilek).post(f"{HERE}{session.public_id}/plaatsen/", {"capacity": "2", "offer_hours": "48"})
    assert page.status_code == 422


def test_cancelling_twice_with_one_double_click_is_once() -> None:
    made, dilek, session = with_places()
    for _click in range(2):
        answer = browser(dilek).post(f"{HERE}{session.public_id}/afgelasten/", {"reason": "Ziek."})
        assert answer.status_code == 302
    assert lines(made).count("meetings.session_cancelled") == 1


# While it goes on


def going_on() -> tuple[Network, Person, Session, dt.datetime]:
    """Return a session that is told and begins at two in the afternoon, and half past two of that day."""
    made, dilek, session = with_places(2)
    comes(session, "Eva")
    Registration.objects.update(since=F("since") - HOUR)
    rest()
    assert session.gathering.begins_at is not None
    return made, dilek, session, session.gathering.begins_at + 30 * MINUTE


def test_while_it_goes_on_its_end_and_its_place_change_and_who_comes_hears_it() -> None:
    made, dilek, session, now = going_on()
    day = timezone.localdate(now).isoformat()
    with at(now):
        client = browser(dilek)
        assert f"{HERE}{session.public_id}/datum/" in client.get(f"{HERE}{session.slug}/").content.decode()
        assert client.get(f"{HERE}{session.public_id}/datum/").status_code == 200
        sent = {**MOMENT, "day": day, "ends": "17:15"}
        assert client.post(f"{HERE}{session.public_id}/datum/", sent).status_code == 302
        found = Gathering.objects.get()
        assert found.begins_at is not None
        assert found.ends_at is not None
        assert (found.begins_at, found.where) == (session.gathering.begins_at, "Zaal Zuid")
        assert found.ends_at - found.begins_at == 3 * HOUR + 15 * MINUTE
        rest()
        mail = [one for one in letters() if one.to == "eva@example.org"][-1]
        assert (mail.subject, attached(mail)[1]["LOCATION"]) == ("Veranderd: Loslaten in de praktijk", "Zaal Zuid")
    assert lines(made).count("meetings.session_moved") == 1


@pytest.mark.parametrize(
    ("change", "sentence", "field"),
    [
        ({"begins": "13:00"}, "Kies een moment dat nog moet komen", "day"),
        ({"ends": "14:15"}, "Kies een eindtijd die nog moet komen", "ends"),
        ({"way": "online"}, "Hoe mensen bij elkaar komen, blijft zoals het is", "way"),
    ],
)
def test_while_it_goes_on_what_cannot_change_is_told_at_its_field(
    change: dict[str, str], sentence: str, field: str
) -> None:
    made, dilek, session, now = going_on()
    with at(now):
        sent = {**MOMENT, "day": timezone.localdate(now).isoformat(), **change}
        answer = browser(dilek).post(f"{HERE}{session.public_id}/datum/", sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert sentence in page
    assert 'value="Zaal Zuid"' in page
    assert Gathering.objects.get().where != "Zaal Zuid"
    assert "meetings.session_moved" not in lines(made)


def test_what_goes_on_can_still_move_to_another_day() -> None:
    _made, dilek, session, now = going_on()
    with at(now):
        later = Moment(begins_at=now + 9 * DAY, ends_at=now + 9 * DAY + HOUR, where="Zaal Zuid")
        assert set_date(session, dilek, later).gathering.begins_at == now + 9 * DAY


# Who hears of it


def test_message_says_that_who_registered_hears_of_a_change_too() -> None:
    _made, dilek, session = with_places()
    client, sent = browser(dilek), {**MOMENT, "day": (timezone.localdate() + 10 * DAY).isoformat()}
    address, who = (
        f"{HERE}{session.public_id}/datum/",
        "krijgt wie zich aanmeldde of om bericht over bijeenkomsten vroeg",
    )
    assert who in client.get(address).content.decode()
    assert who in client.post(address, sent, follow=True).content.decode()


def test_b2_message_says_that_of_a_closed_session_only_who_is_invited_hears_of_a_change() -> None:
    _made, dilek, session = closed()
    client, sent = browser(dilek), {**MOMENT, "day": (timezone.localdate() + 10 * DAY).isoformat()}
    address, who = f"{HERE}{session.public_id}/datum/", "krijgt wie is uitgenodigd één mail"
    for page in (client.get(address), client.post(address, sent, follow=True)):
        assert who in page.content.decode()
        assert "om bericht over bijeenkomsten vroeg" not in page.content.decode()


def test_letter_about_a_cancelled_session_offers_no_place_to_give_back() -> None:
    _made, dilek, session = with_places()
    eva = comes(session, "Eva")
    Registration.objects.update(since=F("since") - HOUR)
    rest()
    set_date(session, dilek, in_days(12))
    rest()
    called_off(session, dilek)
    rest()
    changed, gone = [mail for mail in letters() if mail.to == eva.email][-2:]
    assert (changed.subject.split(":")[0], gone.subject.split(":")[0]) == ("Veranderd", "Afgelast")
    for part in ("text", "html"):
        assert "Je plek, ook om die terug te geven" in getattr(changed, part)
        assert "/plek/" not in getattr(gone, part)
        assert "terug te geven" not in getattr(gone, part)
        assert "Je krijgt dit omdat je je aanmeldde" in getattr(gone, part)
        assert "Ziek." in getattr(gone, part)


def test_b2_letter_about_a_cancelled_closed_session_leads_to_ones_invitation() -> None:
    _made, dilek, session = closed()
    [invitation] = invite(session, dilek, "een@example.org")
    browser().post(own(invitation), {"name": "Een", "rules": "on"})
    Registration.objects.update(since=F("since") - HOUR)
    rest()
    called_off(session, dilek)
    rest()
    gone = [mail for mail in letters() if mail.to == "een@example.org"][-1]
    assert "/plek/" not in gone.text
    assert own(invitation) in gone.text
