"""Everybody chooses how close they stand; places are equal, more of them takes consent, and substitutes stand in."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party, Reader, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import places_per_party
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.pace.actions import call_step_back, signal_pace
from communityup.workspace.rings import actions
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.tasks.actions import come_back, go_away
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_notices
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


def by(person: Person) -> Actor:
    return Actor.of(person)


def crowd(party: Party, number: int, *, stem: str = "Lid") -> list[Person]:
    inviter = party.seats.earliest("pk").person
    found = [make.person(f"{stem}{party.number}x{place}") for place in range(number)]
    for person in found:
        make.colleague(party, person, inviter=inviter)
    return found


@built_once
def full_table() -> tuple[Challenge, list[Person]]:
    """Return a challenge in which all twelve places are taken, and the residents in it but Amina."""
    challenge, _amina, _bram = make.challenge_of_two()
    residents = crowd(challenge.parties.get(number=1), 5)
    crowd(challenge.parties.get(number=2), 5)
    return challenge, residents


@built_once
def with_substitute() -> tuple[Challenge, Person, Person]:
    """Return a challenge with Amina at the table and Carla around it, who said yes to standing in for her."""
    challenge, amina, _bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=1), carla, inviter=amina)
    actions.leave_table(challenge, by=by(carla))
    actions.name_substitute(challenge, substitute=carla, by=by(amina))
    actions.accept_substitution(challenge, number=1, by=by(carla))
    return challenge, amina, carla


def ring_of(challenge: Challenge, person: Person) -> str:
    return Seat.objects.get(challenge=challenge, person=person).ring


def types(challenge: Challenge, prefix: str = "rings.") -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith=prefix).order_by("n")
    return list(found.values_list("type", flat=True))


def test_b18_a_thirteenth_place_takes_the_consent_of_all_parties() -> None:
    challenge, _residents = full_table()
    assert Seat.objects.filter(challenge=challenge, ring=Ring.TABLE).count() == 12
    (late,) = crowd(challenge.parties.get(number=1), 1, stem="Laat")
    assert ring_of(challenge, late) == Ring.CONTRIBUTOR
    with pytest.raises(Refused, match="6 plekken"):
        actions.come_to_table(challenge, by=by(late))
    asked = actions.ask_places(challenge, places=7, by=by(make.amina()))
    with pytest.raises(Refused):
        actions.come_to_table(challenge, by=by(late))
    assert respond(asked, agrees=True, by=by(make.bram())).agreed
    challenge.refresh_from_db()
    assert places_per_party(challenge) == 7
    actions.come_to_table(challenge, by=by(late))
    actions.come_to_table(challenge, by=by(late))
    assert ring_of(challenge, late) == Ring.TABLE
    assert types(challenge) == ["rings.places_agreed", "rings.came_to_table"]


def test_e6_one_more_place_is_one_more_for_every_party_and_no_party_gets_past_it() -> None:
    challenge, _residents = full_table()
    asked = actions.ask_places(challenge, places=7, by=by(make.bram()))
    respond(asked, agrees=True, by=by(make.amina()))
    challenge.refresh_from_db()
    for number in (1, 2):
        seventh, eighth = crowd(challenge.parties.get(number=number), 2, stem="Nieuw")
        assert ring_of(challenge, seventh) == Ring.TABLE
        assert ring_of(challenge, eighth) == Ring.CONTRIBUTOR
        with pytest.raises(Refused, match="7 plekken"):
            actions.come_to_table(challenge, by=by(eighth))


def test_e7_b18_the_place_of_who_guards_the_process_is_kept_for_them() -> None:
    challenge, residents = full_table()
    (late,) = crowd(challenge.parties.get(number=1), 1, stem="Laat")
    asked = facilitators.propose_own(challenge, person=residents[0], by=by(make.amina()))
    facilitators.accept(asked, substitute=residents[1], by=by(residents[0]))
    assert asked.asked is not None
    respond(asked.asked, agrees=True, by=by(make.bram()))
    assert ring_of(challenge, residents[0]) == Ring.ASIDE
    with pytest.raises(Refused, match="6 plekken"):
        actions.come_to_table(challenge, by=by(late))
    facilitators.stop(challenge, by=by(residents[0]))
    assert ring_of(challenge, residents[0]) == Ring.TABLE
    assert places_per_party(challenge) == 6


def test_e6_seven_people_of_one_party_are_still_one_voice() -> None:
    challenge, residents = full_table()
    asked = actions.ask_places(challenge, places=8, by=by(make.amina()))
    for person in residents:
        assert not respond(asked, agrees=True, by=by(person)).agreed
    assert asked.answers.count() == 1


def test_e6_nobody_loses_a_place_because_a_party_came_and_then_all_have_as_many() -> None:
    challenge, _residents = full_table()
    make.join(challenge, make.dilek(), "School", "institution")
    assert places_per_party(challenge) == 6
    school = challenge.parties.get(number=3)
    assert [ring_of(challenge, one) for one in crowd(school, 6)] == [Ring.TABLE] * 5 + [Ring.CONTRIBUTOR]


def test_r31_who_starts_alone_does_not_fill_the_places_of_who_comes() -> None:
    challenge = make.challenge_of_one()
    assert places_per_party(challenge) == 6


def test_r15_a_sleeping_party_keeps_its_places() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    challenge.parties.filter(number=3).update(state=Party.State.ASLEEP)
    assert places_per_party(challenge) == 4


@pytest.mark.parametrize(("places", "says"), [(6, "al zoveel"), (0, "1 tot"), (31, "1 tot")])
def test_an_impossible_number_of_places_is_refused_with_a_sentence(places: int, says: str) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused, match=says):
        actions.ask_places(challenge, places=places, by=by(amina))
    assert not Round.objects.filter(about__startswith="places").exists()


def test_fewer_places_never_send_somebody_away() -> None:
    challenge, _residents = full_table()
    with pytest.raises(Refused, match="Niemand wordt weggestuurd"):
        actions.ask_places(challenge, places=5, by=by(make.amina()))


def test_only_one_number_is_asked_at_a_time_and_only_by_the_table() -> None:
    challenge, amina, bram = make.challenge_of_two()
    actions.ask_places(challenge, places=7, by=by(amina))
    with pytest.raises(Refused):
        actions.ask_places(challenge, places=8, by=by(bram))
    with pytest.raises(NotAllowed):
        actions.ask_places(challenge, places=8, by=by(make.chris()))


def test_e12_during_a_step_back_no_places_are_asked() -> None:
    challenge, amina, bram = make.challenge_of_two()
    call_step_back(challenge, reason="Even kijken.", by=by(bram))
    with pytest.raises(Refused, match="stapje terug"):
        actions.ask_places(challenge, places=7, by=by(amina))


def test_b17_the_ring_decides_the_rights_and_one_changes_it_and_back() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=1), carla, inviter=amina)
    propose_goal(challenge, words="Een dak dat niet lekt", by=by(carla))
    actions.leave_table(challenge, by=by(carla))
    actions.leave_table(challenge, by=by(carla))
    with pytest.raises(NotAllowed):
        propose_goal(challenge, words="Iets anders", by=by(carla))
    signal_pace(challenge, kind="fast", by=by(carla))
    actions.come_to_table(challenge, by=by(carla))
    propose_goal(challenge, words="De deur is open", by=by(carla))
    assert types(challenge) == ["rings.left_table", "rings.came_to_table"]


def test_the_last_one_of_a_party_at_the_table_stays_there() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused, match="enige van je partij aan tafel"):
        actions.leave_table(challenge, by=by(amina))


def test_e7_who_guards_the_process_does_not_change_ring() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    crowd(challenge.parties.get(number=1), 1)
    Seat.objects.filter(person=amina).update(ring=Ring.ASIDE)
    with pytest.raises(NotAllowed):
        actions.come_to_table(challenge, by=by(amina))


def test_who_comes_to_the_table_without_having_accepted_the_rules_first_does_so() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=1), carla, inviter=amina)
    Seat.objects.filter(person=carla).update(ring=Ring.CONTRIBUTOR, rules=None)
    actions.come_to_table(challenge, by=by(carla))
    with pytest.raises(NotAllowed, match="spelregels"):
        own_seat(challenge, by(carla))


def test_who_contributes_leaves_too() -> None:
    challenge, amina, carla = with_substitute()
    leave_seat(challenge, by=by(carla))
    seat = Seat.objects.get(challenge=challenge, person=amina)
    assert (seat.substitute, seat.substitute_at) == (None, None)


def test_who_leaves_the_platform_is_nobodys_substitute() -> None:
    challenge, amina, carla = with_substitute()
    leave_platform(carla, by=by(carla))
    seat = Seat.objects.get(challenge=challenge, person=amina)
    assert (seat.substitute, seat.substitute_at) == (None, None)


def test_anybody_who_may_see_it_follows_a_challenge_and_stops_again_without_a_line() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    before = Line.objects.count()
    actions.follow(challenge, by=by(make.chris()))
    actions.follow(challenge, by=by(make.chris()))
    assert list(Reader.objects.values_list("person__display_name", "role")) == [("Chris", "follower")]
    actions.stop_following(challenge, by=by(make.chris()))
    actions.stop_following(challenge, by=by(make.chris()))
    assert not Reader.objects.exists()
    assert Line.objects.count() == before
    with pytest.raises(Refused, match="al mee"):
        actions.follow(challenge, by=by(amina))


def test_r20_nobody_follows_what_they_may_not_see() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    with pytest.raises(NotAllowed):
        actions.follow(challenge, by=by(make.chris()))


def test_an_observer_of_the_council_stays_an_observer() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    Reader.objects.create(challenge=challenge, person=make.chris(), role=Reader.Role.COUNCIL, since=timezone.now())
    assert actions.follow(challenge, by=by(make.chris())).role == Reader.Role.COUNCIL
    actions.stop_following(challenge, by=by(make.chris()))
    assert Reader.objects.get().role == Reader.Role.COUNCIL


def test_x7_many_followers_decide_nothing() -> None:
    challenge, amina, bram = make.challenge_of_two()
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=by(amina))
    for number in range(20):
        follower = make.person(f"Volger{number}")
        actions.follow(challenge, by=by(follower))
        with pytest.raises(NotAllowed):
            respond(asked, agrees=True, by=by(follower))
    asked.refresh_from_db()
    assert asked.answers.count() == 1
    assert places_per_party(challenge) == 6
    assert respond(asked, agrees=True, by=by(bram)).agreed


def test_a_substitute_acts_only_while_the_holder_is_not_there() -> None:
    challenge, amina, carla = with_substitute()
    with pytest.raises(NotAllowed):
        own_seat(challenge, by(carla))
    go_away(until=timezone.localdate() + dt.timedelta(days=9), substitute=carla, by=by(amina))
    assert own_seat(challenge, by(carla)).person == carla
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=by(make.bram()))
    assert [task.instead_of for task in my_tasks(carla)] == ["Amina"]
    assert respond(asked, agrees=True, by=by(carla)).agreed
    come_back(by=by(amina))
    with make_notices.at(timezone.now() + dt.timedelta(minutes=1)), pytest.raises(NotAllowed):
        own_seat(challenge, by(carla))


def test_r16_after_three_days_of_waiting_the_substitute_acts_and_finishes_what_follows() -> None:
    challenge, _amina, carla = with_substitute()
    now = timezone.now()
    with make_notices.at(now):
        asked = propose_step(challenge, LEAVE_LEAD_IN, by=by(make.bram()))
    with make_notices.at(now + dt.timedelta(days=2)), pytest.raises(NotAllowed):
        respond(asked, agrees=True, by=by(carla))
    with make_notices.at(now + dt.timedelta(days=3, hours=1)):
        assert [task.instead_of for task in my_tasks(carla)] == ["Amina"]
        assert respond(asked, agrees=True, by=by(carla)).agreed
    challenge.refresh_from_db()
    assert challenge.phase == "interests"
    with make_notices.at(now + dt.timedelta(days=4)), pytest.raises(NotAllowed):
        own_seat(challenge, by(carla))


def test_e12_days_of_a_step_back_do_not_count_for_the_substitute() -> None:
    challenge, amina, carla = with_substitute()
    now = timezone.now()
    with make_notices.at(now):
        propose_step(challenge, LEAVE_LEAD_IN, by=by(make.bram()))
        call_step_back(challenge, reason="Even kijken.", by=by(amina))
    with make_notices.at(now + dt.timedelta(days=8)), pytest.raises(NotAllowed):
        own_seat(challenge, by(carla))


def test_e6_a_substitute_is_no_second_voice() -> None:
    challenge, amina, carla = with_substitute()
    go_away(until=timezone.localdate() + dt.timedelta(days=9), substitute=carla, by=by(amina))
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=by(carla))
    assert not respond(asked, agrees=True, by=by(amina)).agreed
    assert asked.answers.count() == 1


def test_a_substitute_acts_after_saying_yes_and_accepting_the_rules() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=1), carla, inviter=amina)
    actions.leave_table(challenge, by=by(carla))
    actions.name_substitute(challenge, substitute=carla, by=by(amina))
    actions.name_substitute(challenge, substitute=carla, by=by(amina))
    go_away(until=timezone.localdate() + dt.timedelta(days=9), by=by(amina))
    assert [task.asks for task in my_tasks(carla)] == ["Wil je Amina vervangen?"]
    with pytest.raises(NotAllowed):
        own_seat(challenge, by(carla))
    with pytest.raises(Refused, match="nieuwe versie"):
        actions.accept_substitution(challenge, number=2, by=by(carla))
    actions.accept_substitution(challenge, number=1, by=by(carla))
    actions.accept_substitution(challenge, number=1, by=by(carla))
    own_seat(challenge, by(carla))
    assert types(challenge) == ["rings.left_table", "rings.substitute_named", "rings.substitute_accepted"]


def test_a_substitute_stops_or_is_let_go_with_one_line() -> None:
    challenge, amina, carla = with_substitute()
    actions.decline_substitution(challenge, by=by(carla))
    with pytest.raises(NotAllowed):
        actions.decline_substitution(challenge, by=by(carla))
    actions.name_substitute(challenge, substitute=carla, by=by(amina))
    actions.drop_substitute(challenge, by=by(amina))
    actions.drop_substitute(challenge, by=by(amina))
    assert types(challenge).count("rings.substitute_ended") == 2


def test_a_substitute_is_of_ones_own_party_and_around_the_table() -> None:
    challenge, amina, carla = with_substitute()
    for other in (make.chris(), make.bram(), amina):
        with pytest.raises(NotAllowed):
            actions.name_substitute(challenge, substitute=other, by=by(amina))
    with pytest.raises(NotAllowed):
        actions.name_substitute(challenge, substitute=carla, by=by(carla))
    with pytest.raises(NotAllowed):
        actions.name_substitute(challenge, substitute=carla, by=by(make.bram()))
    with pytest.raises(NotAllowed):
        actions.accept_substitution(challenge, number=1, by=by(make.bram()))


def test_a_substitute_who_comes_to_the_table_stands_in_no_more() -> None:
    challenge, amina, carla = with_substitute()
    actions.come_to_table(challenge, by=by(carla))
    assert Seat.objects.get(challenge=challenge, person=amina).substitute is None


def test_who_goes_around_the_table_leaves_no_substitute_behind() -> None:
    challenge, amina, carla = with_substitute()
    crowd(challenge.parties.get(number=1), 1)
    actions.leave_table(challenge, by=by(amina))
    assert not Seat.objects.filter(substitute=carla).exists()


def test_the_database_refuses_ones_own_substitute_and_a_second_place_for_one() -> None:
    challenge, amina, carla = with_substitute()
    (other,) = crowd(challenge.parties.get(number=1), 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(person=amina).update(substitute=amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(person=other).update(substitute=carla)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(person=other).update(substitute_at=timezone.now())
