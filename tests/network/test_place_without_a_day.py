"""A place whose session has no day, has been, or was offered and not taken in time: what its page says and lets do."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.gatherings.actions import Moment
from communityup.gatherings.models import Gathering, Registration
from communityup.network.arrivals.permissions import badge_token
from communityup.network.meetings import actions
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_invitations import closed, invite, own
from tests.make_meetings import DAY, HOUR, letters, rest, set_date
from tests.make_network import browser
from tests.make_notices import at
from tests.make_registrations import HERE, LINK, comes, link, place_of, set_places, states, told, with_places

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()
LATER = Moment(rough="later in het jaar", where="Buurthuis De Schakel")
NO_DAY = "De dag is nog niet bekend"
BACK, LEAVE, TAKE = 'name="answer" value="withdraw"', "Ga van de wachtlijst af", 'name="answer" value="take"'
OVER = "De tijd voor deze plek is om"
ELSEWHERE = "ging naar iemand anders"


def page(address: str, who: Person | None = None) -> str:
    return browser(who).get(address).content.decode()


def postponed(capacity: int = 1) -> tuple[Network, Person, Session, Registration, Registration]:
    """Return a session that was told and then put off, with Eva who has a place and Cas who waits."""
    made, dilek, session = with_places(capacity)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    rest()
    return made, dilek, set_date(session, dilek, LATER), eva, cas


def offered(until: dt.timedelta = 2 * DAY) -> tuple[Network, Person, Session, Registration]:
    """Return a session at which a place came free for Cas, with so much time left to take it."""
    made, dilek, session = with_places(1)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    actions.withdraw(session, eva, by=VISITOR)
    Registration.objects.filter(pk=cas.pk).update(offer_until=timezone.now() + until)
    return made, dilek, session, cas


# No day


def test_place_of_a_postponed_session_says_that_there_is_no_day_and_is_given_back() -> None:
    _made, _dilek, session, eva, cas = postponed()
    Registration.objects.update(since=F("since") - HOUR)
    rest()
    letter = [mail for mail in letters() if mail.to == eva.email][-1]
    assert letter.subject.startswith("Uitgesteld")
    assert "ook om die terug te geven" in letter.text
    for one, state, way in ((eva, "Je hebt een plek", BACK), (cas, "Je staat op de wachtlijst", LEAVE)):
        shown = page(place_of(one))
        assert [words for words in (state, NO_DAY, way, "later in het jaar") if words not in shown] == []
    for one in (eva, cas):
        assert "Je adres wordt hier niet meer bewaard" in Client().post(
            place_of(one), {"answer": "withdraw"}, follow=True
        ).content.decode()  # fmt: skip
    assert states(session) == []


def test_place_of_a_session_with_a_day_says_nothing_of_a_day_that_is_not_known() -> None:
    _made, _dilek, session = with_places(1)
    for name in ("Eva", "Cas"):
        shown = page(place_of(comes(session, name)))
        assert BACK in shown
        assert NO_DAY not in shown


def test_who_waits_while_there_is_no_day_is_offered_the_free_place_once_there_is_one() -> None:
    _made, dilek, session, eva, cas = postponed()
    Client().post(place_of(eva), {"answer": "withdraw"})
    assert states(session) == ["Cas waiting"]
    set_date(session, dilek, Moment(begins_at=timezone.now() + 9 * DAY, ends_at=timezone.now() + 9 * DAY + HOUR))
    assert states(session) == ["Cas offered"]
    assert TAKE in page(place_of(cas))


def test_page_of_a_session_without_a_day_leads_who_has_a_place_there_and_nobody_else() -> None:
    _made, _dilek, session, _eva, _cas = postponed()
    here = f"{HERE}{session.slug}/"
    for name in ("Eva", "Cas"):
        shown = page(here, make.person(name))
        assert "Jij:" in shown
        assert f"{HERE}plek/" in shown
        assert "Ik kom" not in shown
    for who in (make.chris(), None):
        assert f"{HERE}plek/" not in page(here, who)


def test_coordinator_reads_who_comes_and_mails_them_also_without_a_day_once_somebody_has_a_place() -> None:
    _made, dilek, session = with_places(1)
    set_date(session, dilek, LATER)
    ways = (f"{HERE}{session.public_id}/deelnemers/", "Mail wie er komt")
    session.refresh_from_db()
    here = f"{HERE}{session.slug}/"
    assert [one for one in ways if one in page(here, dilek)] == []
    Registration.objects.create(
        gathering=session.gathering, email="eva@example.org", name="Eva", state="seat", seat=1, since=timezone.now()
    )
    assert [one for one in ways if one not in page(here, dilek)] == []
    assert "Eva" in page(ways[0], dilek)
    actions.cancel_session(session, reason="Ziek.", by=Actor.of(dilek))
    assert ways[0] not in page(here, dilek)


def test_place_that_is_taken_while_there_is_no_day_is_confirmed_without_a_day_for_the_calendar() -> None:
    _made, dilek, session, cas = offered()
    set_date(session, dilek, LATER)
    shown = page(place_of(cas))
    assert NO_DAY in shown
    assert TAKE in shown
    assert Client().post(place_of(cas), {"answer": "take"}).status_code == 302
    mail = told(cas.email)[-1]
    assert (mail.subject, mail.attachments) == ("Je hebt een plek: Loslaten in de praktijk", [])
    assert NO_DAY in mail.text
    assert "De dag voor je agenda" not in mail.text
    assert link(mail, "plek") == place_of(cas)


def test_offer_stands_still_while_there_is_no_day_and_comes_anew_with_the_day() -> None:
    _made, dilek, session, cas = offered(2 * HOUR)
    comes(session, "Noor")
    rest()
    set_date(session, dilek, LATER)
    Registration.objects.update(since=F("since") - HOUR)
    rest()
    letter = [mail for mail in letters() if mail.to == cas.email][-1]
    assert letter.subject.startswith("Uitgesteld")
    assert "zolang er geen dag is, houden we die voor je vast" in letter.text
    in_three_weeks = timezone.now() + 21 * DAY
    with at(in_three_weeks):
        assert actions.move_on_due() == 0
        shown = page(place_of(cas))
        assert [words for words in (TAKE, "houden we deze plek voor je vast") if words not in shown] == []
        assert [words for words in (OVER, "Neem de plek vóór") if words in shown] == []
        set_date(session, dilek, Moment(begins_at=in_three_weeks + 9 * DAY, ends_at=in_three_weeks + 9 * DAY + HOUR))
        assert states(session) == ["Cas offered", "Noor waiting"]
        cas.refresh_from_db()
        assert cas.offer_until == in_three_weeks + 2 * DAY
        mail = told(cas.email)[-1]
        assert (mail.subject, link(mail, "plek")) == ("Er kwam een plek vrij: Loslaten in de praktijk", place_of(cas))
    with at(in_three_weeks + 2 * DAY):
        assert actions.move_on_due() == 1
        assert states(session) == ["Noor offered"]


def test_letter_about_a_session_that_was_put_off_says_that_a_place_stays() -> None:
    _made, _dilek, _session, eva, cas = postponed()
    Registration.objects.update(since=F("since") - HOUR)
    rest()
    for one, words in ((eva, "Je houdt je plek."), (cas, "Je blijft op de wachtlijst staan.")):
        letter = [mail for mail in letters() if mail.to == one.email][-1]
        assert [part for part in (letter.text, letter.html) if words not in part] == []


def test_there_is_no_badge_for_a_session_without_a_day_nor_for_one_that_has_been() -> None:
    _made, dilek, session = with_places(1)
    eva = comes(session, "Eva")
    badge, listed = f"{HERE}binnen/{badge_token(eva)}/", f"{HERE}{session.public_id}/deelnemers/"
    assert badge in page(place_of(eva))
    assert "deelnemers/badges/" in page(listed, dilek)
    set_date(session, dilek, LATER)
    assert badge not in page(place_of(eva))
    assert "deelnemers/badges/" not in page(listed, dilek)
    answer = Client().get(badge)
    assert (answer.status_code, "dag van deze bijeenkomst is nog niet" in answer.content.decode()) == (409, True)
    then = timezone.now() - DAY
    Gathering.objects.update(rough="", begins_at=then - HOUR, ends_at=then)
    shown = page(badge)
    assert "Je hebt deze badge niet meer nodig" in shown
    assert "bij de deur" not in shown


# A closed session


def test_page_of_an_invitation_says_what_is_true_without_a_day_and_afterwards() -> None:
    _made, dilek, session = closed(1)
    seat, waits, silent = invite(session, dilek, "een@example.org", "twee@example.org", "drie@example.org")
    for one in (seat, waits):
        Client().post(own(one), {"name": "Iemand", "rules": "on"})
    assert "Jij:</strong> heeft een plek." in page(own(seat))
    set_date(session, dilek, LATER)
    assert NO_DAY in page(own(seat))
    assert "Dan kun je zeggen of je komt" in page(own(silent))
    then = timezone.now() - DAY
    Gathering.objects.update(rough="", begins_at=then - HOUR, ends_at=then)
    for one, words in (
        (seat, "Je had een plek."),
        (waits, "Je stond op de wachtlijst."),
        (silent, "Je had geen plek."),
    ):
        shown = page(own(one))
        assert "Deze bijeenkomst is geweest" in shown
        assert words in shown
        assert "Jij:" not in shown
    assert "/plek/" in page(own(seat)), "there is what one takes along"


def test_who_gives_back_a_place_of_a_closed_session_without_an_account_ends_where_they_may_be() -> None:
    _made, dilek, session = closed(2)
    without, with_account = invite(session, dilek, "een@example.org", make.amina().email)
    for invitation, who, ends in (
        (without, None, HERE),
        (with_account, make.amina(), f"{HERE}{session.slug}/"),
    ):
        place = Client().post(own(invitation), {"name": "Een", "rules": "on"}).headers["Location"]
        answer = browser(who).post(place, {"answer": "withdraw"}, follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain == [(ends, 302)]
        assert "Je plek is vrij voor iemand anders" in answer.content.decode()
        assert Client().get(own(invitation)).status_code == 200
    assert not Registration.objects.exists()


# An offer that is over


def begins_now(session: Session) -> None:
    now = timezone.now()
    Gathering.objects.filter(pk=session.gathering_id).update(begins_at=now, ends_at=now + HOUR)


@pytest.mark.parametrize(
    ("until", "happens"), [(-HOUR, lambda _session: None), (DAY, begins_now)], ids=["time passed", "it began"]
)
def test_place_that_was_not_taken_in_time_has_no_button_and_is_refused_with_what_is_true(
    until: dt.timedelta, happens: Callable[[Session], None]
) -> None:
    _made, _dilek, session, cas = offered(until)
    happens(session)
    shown = page(place_of(cas))
    assert OVER in shown
    assert [words for words in (TAKE, BACK, "Neem de plek") if words in shown] == []
    answer = Client().post(place_of(cas), {"answer": "take"})
    assert answer.status_code == 409
    assert "Je hebt de plek niet op tijd genomen" in answer.content.decode()
    assert ELSEWHERE not in answer.content.decode()
    assert states(session) == ["Cas offered"]


def test_offered_place_that_can_be_taken_has_its_button() -> None:
    _made, _dilek, _session, cas = offered(HOUR)
    shown = page(place_of(cas))
    assert TAKE in shown
    assert OVER not in shown


def test_who_waits_or_gave_their_place_back_is_not_told_that_somebody_else_has_it() -> None:
    _made, _dilek, session = with_places(1)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    with pytest.raises(Refused, match="nu geen plek voor je vrij"):
        actions.take_place(session, cas, by=VISITOR)
    actions.withdraw(session, eva, by=VISITOR)
    with pytest.raises(Refused, match="niet meer voor jou"):
        actions.take_place(session, eva, by=VISITOR)


def test_letter_about_an_offer_that_is_over_does_not_say_that_a_postponed_session_began() -> None:
    _made, dilek, session, cas = offered(-HOUR)
    set_date(session, dilek, LATER)
    assert actions.move_on_due() == 1
    mail = told(cas.email)[-1]
    assert "is begonnen" not in mail.text
    assert "Hier lees je hoe het er nu voor staat met de bijeenkomst:\n" in mail.text


# It has been


def test_place_of_a_session_that_has_been_says_so_and_promises_nothing() -> None:
    _made, dilek, session = with_places(1)
    set_places(session, dilek, 1, online_url=LINK)
    eva, cas = comes(session, "Eva"), comes(session, "Cas")
    then = timezone.now() - DAY
    Gathering.objects.update(begins_at=then - HOUR, ends_at=then)
    promises = ("Je hebt een plek", "Je staat op de wachtlijst", "krijg je een mail", BACK, TAKE, "Mijn badge")
    for one, state in ((eva, "Je had een plek"), (cas, "Je stond op de wachtlijst")):
        shown = page(place_of(one))
        assert "Deze bijeenkomst is geweest" in shown
        assert state in shown
        assert [words for words in promises if words in shown] == []
    assert "Wat neem je mee?" in page(place_of(eva))
