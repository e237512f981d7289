"""What members put in: a year in the core (B39) and offers and wishes (A6), each as the trace says how it shows."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.network.accords.queries import core_facts
from communityup.network.members import actions as members
from communityup.network.members.models import CoreMembership, Member
from communityup.network.members.queries import core_today
from communityup.network.networks.models import Network
from communityup.network.offers import actions
from communityup.network.offers.models import Offer
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from tests import make
from tests.make_network import browser, coordinated, last, lines, member
from tests.nasty import some
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
AT = "/netwerken/community-up/"
TODAY = timezone.localdate


def by(person: Person) -> Actor:
    return Actor.of(person)


@built_once
def two() -> tuple[Network, Member, Member]:
    """Return a network with the members of Amina and Bram."""
    made, _dilek = coordinated()
    first = member(made, "De Schakel", make.amina())
    return made, first, member(made, "Gemeente Lindeveen", make.bram(), kind="municipality")


def offer(of: Member, who: Person, direction: str = "offer", what: str = "visit", words: str = "Loop mee.") -> Offer:
    return actions.make_offer(of, direction=direction, what=what, words=words, by=by(who))


def year(of: Member, who: Person, starts_on: dt.date | None = None, substitute: Person | None = None) -> CoreMembership:
    return members.commit_to_core(of, starts_on=starts_on or TODAY(), substitute=substitute, by=by(who))


# The core


def test_b39_core_lasts_a_year_with_a_substitute_and_the_page_of_the_network_tells_it() -> None:
    made, first, second = two()
    letter = members.invite_delegate(first, email="chris@example.org", by=by(make.amina()))
    members.begin(letter, by=by(make.chris()))
    kept = year(first, make.amina(), substitute=make.chris())
    assert (kept.ends_on - kept.starts_on).days == 364
    assert last(made).content["starts"] == kept.starts_on.isoformat()
    assert last(made).content["ends"] == kept.ends_on.isoformat()
    assert "1 lid voor een jaar, voor het eerst" in browser().get(AT).content.decode()
    assert "dit jaar in de vaste kern" in browser().get(f"{AT}leden/").content.decode()
    mine = browser(make.amina()).get(f"{AT}leden/mijn/").content.decode()
    assert "Amina komt, en Chris als dat niet lukt." in mine
    CoreMembership.objects.update(starts_on=TODAY() - dt.timedelta(days=400), ends_on=TODAY() - dt.timedelta(days=36))
    year(first, make.amina())
    year(second, make.bram())
    assert "2 leden voor een jaar, van wie 1 er eerder ook bij was" in browser().get(AT).content.decode()
    assert "2 leden" in browser().get(f"{AT}factsheet/").content.decode()


def test_core_of_a_member_is_one_year_at_a_time() -> None:
    _made, first, _second = two()
    kept = year(first, make.amina())
    with pytest.raises(Refused):
        year(first, make.amina(), TODAY() + dt.timedelta(days=30))
    for far in (-93, 93):
        with pytest.raises(Refused):
            year(first, make.amina(), TODAY() + dt.timedelta(days=far))
    with transaction.atomic(), pytest.raises(IntegrityError):
        CoreMembership.objects.filter(pk=kept.pk).update(ends_on=kept.starts_on)


def test_substitute_acts_for_the_same_member_and_is_somebody_else() -> None:
    _made, first, _second = two()
    for other in (make.bram(), make.amina(), make.chris()):
        with pytest.raises(Refused):
            year(first, make.amina(), substitute=other)
    with pytest.raises(NotAllowed):
        year(first, make.bram())


def test_member_stops_in_the_core_and_stays_a_member() -> None:
    made, first, _second = two()
    year(first, make.amina())
    with pytest.raises(NotAllowed):
        members.stop_core(first, by=by(make.bram()))
    for _twice in range(2):
        members.stop_core(first, by=by(make.amina()))
    assert lines(made).count("members.core_stopped") == 1
    assert core_facts(made) == []
    year(first, make.amina(), TODAY() + dt.timedelta(days=1))


def test_core_of_a_member_that_left_counts_no_more() -> None:
    made, first, _second = two()
    year(first, make.amina())
    members.leave(first, by=by(make.amina()))
    assert core_facts(made) == []


def test_core_is_joined_and_stopped_on_the_pages() -> None:
    _made, _first, _second = two()
    client = browser(make.amina())
    assert (
        client.post(f"{AT}leden/mijn/kern/", {"starts_on": TODAY().isoformat(), "substitute": "1"}).status_code == 422
    )
    assert client.post(f"{AT}leden/mijn/kern/", {"starts_on": TODAY().isoformat()}).status_code == 302
    assert client.post(f"{AT}leden/mijn/kern/stoppen/").status_code == 302
    assert not core_today().exists()


def test_form_to_join_the_core_says_until_when_a_year_lasts_and_from_when_one_can_give_another() -> None:
    _made, first, _second = two()
    client, address = browser(make.amina()), f"{AT}leden/mijn/kern/"
    assert "<form method" in client.get(address).content.decode().partition("<main")[2]
    kept = year(first, make.amina())
    CoreMembership.objects.filter(pk=kept.pk).update(starts_on=dt.date(2031, 3, 4), ends_on=dt.date(2032, 3, 2))
    shown = client.get(address).content.decode()
    words = "loopt tot en met dinsdag 2 maart 2032. Vanaf dinsdag 2 december 2031 kun je hier nog een jaar meedoen."
    assert words in " ".join(shown.split())
    assert 'name="starts_on"' not in shown
    page = client.post(address, {"starts_on": TODAY().isoformat()}).content.decode()
    assert "tot en met dinsdag 2 maart 2032. Kies een dag daarna." in page
    assert 'name="starts_on"' in page
    CoreMembership.objects.filter(pk=kept.pk).update(
        starts_on=TODAY() - dt.timedelta(days=300), ends_on=TODAY() + dt.timedelta(days=64)
    )
    assert 'name="starts_on"' in client.get(address).content.decode()


def with_chris() -> tuple[Network, Member]:
    """Return a network, and the member of Amina for which Chris acts too, in the core without a substitute."""
    made, first, _second = two()
    year(first, make.amina())
    members.begin(members.invite_delegate(first, email="chris@example.org", by=by(make.amina())), by=by(make.chris()))
    return made, first


def test_b39_substitute_is_chosen_and_changed_during_the_year_and_the_others_hear_it() -> None:
    made, _first = with_chris()
    client = browser(make.amina())
    assert "Er is nog geen vervanger." in client.get(f"{AT}leden/mijn/").content.decode()
    for _twice in range(2):
        assert client.post(f"{AT}leden/mijn/", {"substitute": make.chris().pk}).status_code == 302
    assert "Amina komt, en Chris als dat niet lukt." in client.get(f"{AT}leden/mijn/").content.decode()
    assert lines(made).count("members.substitute_named") == 1
    while tell():
        pass
    heard = Notice.objects.filter(line__type="members.substitute_named", read_at=None)
    assert [one.person for one in heard] == [make.chris()], "for who did it, it is read"
    assert browser(make.chris()).post(f"{AT}leden/mijn/", {"substitute": ""}).status_code == 302
    assert CoreMembership.objects.get().substitute is None
    assert lines(made).count("members.substitute_named") == 2


def test_b39_substitute_during_the_year_is_somebody_else_of_the_same_member() -> None:
    made, first = with_chris()
    second, before = made.members.get(name="Gemeente Lindeveen"), lines(made)
    for wrong in (make.bram(), make.amina(), make.dilek()):
        with pytest.raises(Refused, match="ander"):
            members.name_substitute(first, substitute=wrong, by=by(make.chris()))
        answer = browser(make.chris()).post(f"{AT}leden/mijn/", {"substitute": wrong.pk})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    with pytest.raises(NotAllowed):
        members.name_substitute(first, substitute=None, by=by(make.bram()))
    with pytest.raises(Refused, match="niet bij de vaste kern"):
        members.name_substitute(second, substitute=None, by=by(make.bram()))
    assert lines(made) == before


def test_n05_member_of_one_person_reads_how_to_add_a_colleague() -> None:
    made, first, _second = two()
    year(first, make.amina())
    page = browser(make.amina()).get(f"{AT}leden/mijn/").content.decode()
    assert "Vraag hieronder per mail een collega." in page
    assert 'name="substitute"' not in page
    alone = member(made, "Eva", make.person("Eva"), kind="person")
    year(alone, make.person("Eva"))
    assert "niemand komt in jouw plaats" in browser(make.person("Eva")).get(f"{AT}leden/mijn/").content.decode()


@pytest.mark.parametrize("how", ["stops", "leaves"])
def test_who_stops_is_nobodys_substitute_any_more_and_comes_no_more(how: str) -> None:
    _made, first = with_chris()
    members.name_substitute(first, substitute=make.chris(), by=by(make.amina()))

    def stop(person: Person) -> None:
        members.stop_acting(first, by=by(person)) if how == "stops" else members.forget_person(person)

    stop(make.chris())
    kept = CoreMembership.objects.get()
    assert (kept.person, kept.substitute) == (make.amina(), None)
    members.begin(members.invite_delegate(first, email="chris@example.org", by=by(make.amina())), by=by(make.chris()))
    stop(make.amina())
    kept.refresh_from_db()
    assert kept.person is None
    assert "is hier gestopt" in browser(make.chris()).get(f"{AT}leden/mijn/").content.decode()


# Offers and wishes


def test_a6_offer_is_found_fits_a_wish_and_withdrawing_it_removes_it() -> None:
    made, first, second = two()
    words = "Een dag meelopen in ons huis."
    given = offer(first, make.amina(), words=words)
    assert (last(made).type, last(made).commit) == ("offers.offer_made", given.words.commit)
    offer(first, make.amina(), what="room", words="Onze zaal op dinsdag.")
    offer(second, make.bram(), direction="wish", words="Wij zoeken een dag om mee te kijken.")

    def pages() -> list[str]:
        found = (browser().get(f"{AT}vraag-en-aanbod/"), browser(make.bram()).get(f"{AT}vraag-en-aanbod/mijn/"))
        return [one.content.decode() for one in found]

    board, fitting = pages()
    assert words in board
    assert "biedt aan: een werkbezoek" in board
    assert words in fitting
    assert "biedt aan" in fitting
    assert "Onze zaal" not in fitting, "it is about something else"
    assert words in browser().get(f"{AT}vraag-en-aanbod/", {"what": "visit"}).content.decode()
    assert words not in browser().get(f"{AT}vraag-en-aanbod/", {"direction": "wish"}).content.decode()
    assert words in browser().get(f"{AT}vraag-en-aanbod/", {"words": "MEELOPEN"}).content.decode()
    for _twice in range(2):
        actions.withdraw_offer(given, by=by(make.amina()))
    board, fitting = pages()
    assert "biedt aan: een werkbezoek" not in board, "nothing of it is left, also no mark of it"
    assert "biedt aan" not in fitting
    assert lines(made).count("offers.offer_withdrawn") == 1
    assert not Version.objects.filter(body=words).exists()


def test_only_people_of_a_member_tell_and_withdraw_for_it() -> None:
    _made, first, _second = two()
    with pytest.raises(NotAllowed):
        offer(first, make.bram())
    given = offer(first, make.amina())
    with pytest.raises(NotAllowed):
        actions.withdraw_offer(given, by=by(make.bram()))
    place = f"{AT}vraag-en-aanbod/{given.public_id}/intrekken/"
    for person, status in ((make.bram(), 403), (make.chris(), 403), (make.dilek(), 403), (make.amina(), 302)):
        assert browser(person).post(place).status_code == status
    assert browser(make.amina()).post(f"{AT}vraag-en-aanbod/{'0' * 32}/intrekken/").status_code == 404


def test_what_a_member_that_left_offered_is_found_no_more() -> None:
    _made, first, _second = two()
    offer(first, make.amina(), words="Een zaal.")
    members.leave(first, by=by(make.amina()))
    assert "Een zaal." not in browser().get(f"{AT}vraag-en-aanbod/").content.decode()
    with pytest.raises(Refused):
        offer(first, make.amina())


def test_member_tells_on_the_page() -> None:
    two()
    said = {"direction": "wish", "what": "skill", "words": "Wie leert ons begroten?"}
    assert browser(make.amina()).post(f"{AT}vraag-en-aanbod/nieuw/", said).status_code == 302
    assert "Wie leert ons begroten?" in browser().get(f"{AT}vraag-en-aanbod/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_board_and_own_page_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    _made, first, second = two()
    for number in range(count):
        offer(first, make.amina(), words=f"Zaal {number}")
        offer(second, make.bram(), direction="wish", words=f"Wens {number}")
    with django_assert_num_queries(4):
        browser().get(f"{AT}vraag-en-aanbod/")
    client = browser(make.amina())
    client.get(AT)
    # Two of them ask to whom of the others one can write now, one whether one can be reached oneself.
    with django_assert_num_queries(12):
        client.get(f"{AT}vraag-en-aanbod/mijn/")


@pytest.mark.parametrize("words", some(__name__))
def test_bad_input_gets_a_sentence(words: str) -> None:
    two()
    client = browser(make.amina())
    said = dict.fromkeys(("direction", "what", "words"), words)
    assert client.post(f"{AT}vraag-en-aanbod/nieuw/", said).status_code == 422
    assert client.post(f"{AT}leden/mijn/kern/", {"starts_on": words, "substitute": words}).status_code in {409, 422}
    for name in ("direction", "what", "words", "page"):
        assert browser().get(f"{AT}vraag-en-aanbod/", {name: words}).status_code == 200


def test_a0_home_page_calls_for_front_runners_and_leads_to_the_form() -> None:
    coordinated()
    home = browser().get("/").content.decode()
    assert "Koplopers gezocht" in home
    assert f'href="{AT}leden/meedoen/"' in home
