"""My tasks over all challenges, and "even niet": until a day, with somebody of one's own party who stands in."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.actions import ask_before_answering, invite_party
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.rings import actions as rings
from communityup.workspace.tasks import actions, permissions, queries
from communityup.workspace.tasks.models import Absence
from tests import make, make_agreements
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def away(person: Person, substitute: Person, *, days: int = 7) -> Absence:
    until = timezone.localdate() + days * DAY
    return actions.go_away(until=until, substitute=substitute, by=Actor.of(person))


@built_once
def with_colleague() -> tuple[Challenge, Person, Person]:
    """Return a challenge in which Bram and Dilek sit for the municipality."""
    challenge, _amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    return challenge, bram, make.dilek()


def asked(person: Person) -> list[tuple[str, str]]:
    """Return what waits for somebody: about what, and in whose place."""
    return [(task.about, task.instead_of) for task in queries.my_tasks(person)]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_everything_that_waits_in_all_challenges_stands_on_one_page_with_a_day_first() -> None:
    first, amina, bram = make.challenge_of_two(title="Het dak")
    second, _amina, _bram = make.challenge_of_two(title="Het plein")
    propose_goal(second, words="Iedereen kan zitten", by=Actor.of(amina))
    make_agreements.proposed(first, amina, bram, days=9)
    invited = invite_party(first, name="Ouderen", kind="other", email=make.chris().email, by=Actor.of(amina))
    ask_before_answering(make.invitation_of(invited), question="Hoeveel tijd kost het?", by=Actor.of(make.chris()))
    page = signed_in(bram).get("/mijn/taken/").content.decode()
    order = [make_agreements.WHAT, "Iedereen kan zitten", "Hoeveel tijd kost het?"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "Het dak" in page
    assert "Het plein" in page
    theirs = signed_in(make.chris()).get("/mijn/taken/").content.decode()
    assert "Ouderen" in theirs
    assert "Iedereen kan zitten" not in theirs


def test_the_page_asks_the_same_number_of_questions_for_one_and_three_tasks() -> None:
    challenge, amina, bram = make.challenge_of_two()
    counted = []
    for number in range(3):
        propose_goal(challenge, words=f"Doel nummer {number}", by=Actor.of(amina))
        with CaptureQueriesContext(connection) as questions:
            assert len(queries.my_tasks(bram)) == number + 1
        counted.append(len(questions))
    # Two for the places, and a constant number for each app that asks something.
    assert len(set(counted)) == 1, counted


def test_who_stands_in_sees_what_waits_and_only_until_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, bram, _dilek = with_colleague()
    newcomer = make.person("Ellen")
    make.colleague(challenge.parties.get(number=2), newcomer, inviter=bram)
    newcomer.seats.update(ring="contributor")
    propose_goal(challenge, words="Een bankje", by=Actor.of(make.amina()))
    assert newcomer not in permissions.may_stand_in(bram)
    rings.name_substitute(challenge, substitute=newcomer, by=Actor.of(bram))
    rings.accept_substitution(challenge, number=challenge.rules, by=Actor.of(newcomer))
    assert asked(newcomer) == []
    away(bram, newcomer, days=7)
    assert asked(newcomer) == [("Een bankje", "Bram")]
    assert asked(bram) == [("Een bankje", "")], "what waits never goes away from the one it waits for"
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda *_args: today + 7 * DAY)
    assert asked(newcomer) == [("Een bankje", "Bram")]
    monkeypatch.setattr(timezone, "localdate", lambda *_args: today + 8 * DAY)
    assert asked(newcomer) == []
    assert queries.absence_of(bram) is None


def test_one_is_back_any_moment_and_says_it_twice() -> None:
    _challenge, bram, dilek = with_colleague()
    away(bram, dilek)
    away(bram, dilek, days=20)
    assert Absence.objects.count() == 1
    for _time in range(2):
        actions.come_back(by=Actor.of(bram))
    assert queries.absence_of(bram) is None


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_day_that_is_no_future_day_within_a_year_is_refused(days: int) -> None:
    _challenge, bram, dilek = with_colleague()
    with pytest.raises(Refused):
        away(bram, dilek, days=days)
    assert away(bram, dilek, days=366).until > timezone.localdate()


def test_only_somebody_of_ones_own_party_stands_in_and_not_who_is_away_too() -> None:
    _challenge, bram, dilek = with_colleague()
    for outsider in (make.amina(), make.chris(), bram):
        with pytest.raises(NotAllowed):
            away(bram, outsider)
    away(dilek, bram)
    with pytest.raises(Refused, match="Dilek"):
        away(bram, dilek)


def test_who_may_not_decide_for_the_party_is_not_offered_and_stands_in_for_nobody() -> None:
    from communityup.organisations import actions as organisations
    from communityup.organisations.models import Organisation

    challenge, bram, dilek = with_colleague()
    party = challenge.parties.get(number=2)
    for name, place in (("Ellen", {"ring": "contributor"}), ("Fred", {"rules": None}), ("Gijs", {"ring": "aside"})):
        make.colleague(party, make.person(name), inviter=bram)
        make.person(name).seats.update(**place)
    town = Organisation.objects.get(name="Gemeente Lindeveen")
    organisations.join_beside(town, people=[bram.pk], by=Actor.of(make.person("Hanna")))
    assert permissions.may_stand_in(bram) == queries.offered(bram) == [dilek]
    for name in ("Ellen", "Fred", "Gijs", "Hanna"):
        with pytest.raises(NotAllowed, match="mag beslissen"):
            away(bram, make.person(name))
    page = signed_in(bram).get("/mijn/taken/even-niet/").content.decode()
    assert "Dilek" in page
    assert not any(name in page for name in ("Ellen", "Fred", "Gijs", "Hanna"))


def test_who_sits_at_the_table_too_sees_in_whose_place_they_act() -> None:
    challenge, bram, dilek = with_colleague()
    propose_goal(challenge, words="Een bankje", by=Actor.of(make.amina()))
    assert asked(dilek) == [("Een bankje", "")]
    away(bram, dilek)
    assert asked(dilek) == [("Een bankje", "Bram")]
    dilek.seats.update(ring="contributor")
    assert asked(dilek) == []


def test_where_whom_one_chose_may_not_act_one_reads_that_at_once() -> None:
    _challenge, bram, dilek = with_colleague()
    second, _amina, _bram = make.challenge_of_two(title="Het plein")
    until = (timezone.localdate() + 5 * DAY).isoformat()
    client = signed_in(bram)
    page = client.get("/mijn/taken/even-niet/").content.decode()
    assert "Nog niemand naast jou" in page
    for name in ("rings:page", "challenges:invite_colleague"):
        assert reverse(name, args=[second.slug]) in page
    done = client.post("/mijn/taken/even-niet/", {"until": until, "substitute": dilek.pk}, follow=True)
    assert "Niet in: Het plein." in done.content.decode()


def test_when_nobody_can_stand_in_one_says_it_alone_and_otherwise_one_chooses() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    client, until = signed_in(bram), timezone.localdate() + 5 * DAY
    page = client.get("/mijn/taken/even-niet/").content.decode()
    assert "Niemand kan je nu vervangen" in page
    assert reverse("rings:page", args=[challenge.slug]) in page
    done = client.post("/mijn/taken/even-niet/", {"until": until.isoformat()}, follow=True).content.decode()
    assert "Niemand vervangt je" in done
    assert Absence.objects.get().substitute is None
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    with pytest.raises(Refused, match="Kies wie"):
        actions.go_away(until=until, by=Actor.of(bram))


def test_who_is_away_too_is_not_offered() -> None:
    _challenge, bram, dilek = with_colleague()
    away(dilek, bram)
    assert queries.offered(bram) == []
    assert signed_in(make.chris()).get("/mijn/taken/even-niet/").content.decode().count("voor geen partij") == 1


def test_no_log_and_no_other_party_says_who_is_away() -> None:
    challenge, bram, dilek = with_colleague()
    before = Line.objects.count()
    away(bram, dilek)
    assert Line.objects.count() == before
    address = f"/opgaven/{challenge.slug}/partijen/2/namens/"
    assert "even niet" in signed_in(dilek).get(address).content.decode()
    for client in (signed_in(make.amina()), signed_in(make.chris()), Client()):
        assert "even niet" not in client.get(address).content.decode()


def test_who_leaves_the_platform_stands_in_for_nobody_and_the_page_says_so() -> None:
    _challenge, bram, dilek = with_colleague()
    away(bram, dilek)
    leave_platform(dilek, by=Actor.of(dilek))
    assert Absence.objects.get().substitute is None
    assert "Niemand vervangt je nu" in signed_in(bram).get("/mijn/taken/").content.decode()
    leave_platform(bram, by=Actor.of(bram))
    assert not Absence.objects.exists()


def test_even_niet_works_without_javascript_and_keeps_what_was_typed() -> None:
    _challenge, bram, dilek = with_colleague()
    client = signed_in(bram)
    until = (timezone.localdate() + 5 * DAY).isoformat()
    wrong: list[dict[str, Any]] = [
        {"until": ""},
        {"until": "31-31-2027", "substitute": dilek.pk},
        {"until": until, "substitute": make.amina().pk},
    ]
    for data in wrong:
        answer = client.post("/mijn/taken/even-niet/", data)
        assert answer.status_code == 422
    assert until in client.post("/mijn/taken/even-niet/", {"until": until}).content.decode()
    past = {"until": timezone.localdate().isoformat(), "substitute": dilek.pk}
    answer = client.post("/mijn/taken/even-niet/", past)
    assert answer.status_code == 422
    assert answer.context["form"].errors["until"] == ["Kies een dag na vandaag, binnen een jaar."]
    assert not Absence.objects.exists()
    done = client.post("/mijn/taken/even-niet/", {"until": until, "substitute": dilek.pk}, follow=True)
    assert "vervangt Dilek je" in done.content.decode()
    assert f'value="{until}"' in client.get("/mijn/taken/even-niet/").content.decode()
    assert "Welkom terug" in client.post("/mijn/taken/terug/", follow=True).content.decode()


def test_alone_one_hears_whom_to_invite_and_looking_changes_nothing() -> None:
    make.challenge_of_one()
    client = signed_in(make.amina())
    assert "Nodig eerst iemand uit" in client.get("/mijn/taken/even-niet/").content.decode()
    assert "Er wacht niets op je" in client.get("/mijn/taken/").content.decode()
    assert client.get("/mijn/taken/terug/").status_code == 405
    for address in ("/mijn/taken/", "/mijn/taken/even-niet/"):
        assert Client().get(address).status_code == 302
    assert Client().post("/mijn/taken/terug/").status_code == 302


def test_who_stands_in_reads_for_whom_and_until_when_also_while_nothing_waits() -> None:
    challenge, bram, dilek = with_colleague()
    assert "Je vervangt iemand" not in signed_in(dilek).get("/mijn/taken/").content.decode()
    made = away(bram, dilek)
    page = signed_in(dilek).get("/mijn/taken/").content.decode()
    assert f"Bram is er niet tot en met {date_format(made.until, 'l j F Y')}." in page
    assert "Je vervangt iemand" not in signed_in(bram).get("/mijn/taken/").content.decode()
    leave_seat(challenge, by=Actor.of(dilek))
    assert "Je vervangt iemand" not in signed_in(dilek).get("/mijn/taken/").content.decode()
