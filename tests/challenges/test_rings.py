"""Rings, places at the table, who guards the process, and the clock that stands still."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Pause, Reader, Ring, Seat
from communityup.workspace.challenges.queries import clock, places_per_party
from communityup.workspace.consent.actions import answer, open_round, respond
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make

pytestmark = pytest.mark.django_db


def crowd(party: Party, number: int) -> None:
    inviter = party.seats.earliest("pk").person
    for place in range(number):
        make.colleague(party, make.person(f"Lid{party.number}x{place}"), inviter=inviter)


def paused(challenge: Challenge) -> Pause:
    return Pause.objects.create(challenge=challenge, began_at=timezone.now())


def test_r31_twelve_places_are_shared_equally_and_rounded_up() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    assert places_per_party(challenge) == 6
    make.join(challenge, make.dilek(), "School", "institution")
    assert places_per_party(challenge) == 4
    for place in range(2):
        make.join(challenge, make.person(f"Extra{place}"), f"Partij {place}", "other")
    assert places_per_party(challenge) == 3


def test_b18_who_comes_after_the_last_place_contributes_and_does_not_decide() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    residents = challenge.parties.get(number=1)
    crowd(residents, 6)
    rings = list(residents.seats.order_by("pk").values_list("ring", flat=True))
    assert rings == [Ring.TABLE] * 6 + [Ring.CONTRIBUTOR]
    last = residents.seats.latest("pk").person
    assert permissions.own_place(challenge, Actor.of(last)).ring == Ring.CONTRIBUTOR
    with pytest.raises(NotAllowed, match=r"tafel|table"):
        propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(last))


def test_a34_a_place_counts_after_its_person_accepted_the_working_agreement() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    Seat.objects.filter(person=amina).update(rules=None)
    with pytest.raises(NotAllowed, match=r"spelregels|working agreement"):
        propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(amina))


def test_e7_who_guards_the_process_has_no_say_on_content() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    Seat.objects.filter(person=amina).update(ring=Ring.ASIDE)
    with pytest.raises(NotAllowed, match=r"begeleid|guard"):
        propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(amina))


def test_r15_a_sleeping_party_first_wakes_and_consent_does_not_wait_for_it() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    school = make.join(challenge, make.dilek(), "School", "institution")
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    Party.objects.filter(pk=school.pk).update(state=Party.State.ASLEEP)
    with pytest.raises(NotAllowed, match=r"slaapt|sleeps"):
        respond(asked, agrees=True, by=Actor.of(make.dilek()))
    assert respond(asked, agrees=True, by=Actor.of(bram)).agreed


def test_r15_two_awake_parties_of_one_kind_do_not_decide_past_a_sleeping_one() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.join(challenge, make.dilek(), "Bewoners Zuid", "residents")
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    challenge.parties.filter(number=2).update(state=Party.State.ASLEEP)
    assert not respond(asked, agrees=True, by=Actor.of(make.dilek())).agreed
    challenge.parties.filter(number=2).update(state=Party.State.ACTIVE)
    assert respond(asked, agrees=True, by=Actor.of(bram)).agreed


def test_r16_without_facilitators_everybody_at_the_table_keeps_the_process_and_with_them_only_they() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    assert permissions.keeps_process(challenge, Actor.of(amina))
    assert not permissions.keeps_process(challenge, Actor.of(make.chris()))
    assert not permissions.keeps_process(challenge, Actor.operator())
    Facilitator.objects.create(challenge=challenge, person=make.dilek(), since=timezone.now())
    assert permissions.keeps_process(challenge, Actor.of(make.dilek()))
    assert not permissions.keeps_process(challenge, Actor.of(amina))
    assert not permissions.keeps_process(challenge, Actor.of(bram))


def test_readers_and_an_outside_facilitator_see_a_closed_challenge_and_an_outsider_does_not() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    assert not permissions.may_see(challenge, make.chris())
    Reader.objects.create(challenge=challenge, person=make.chris(), since=timezone.now())
    assert permissions.may_see(challenge, make.chris())
    guard = Facilitator.objects.create(challenge=challenge, person=make.dilek(), since=timezone.now())
    assert permissions.may_see(challenge, make.dilek())
    guard.until = timezone.now()
    guard.save()
    assert not permissions.may_see(challenge, make.dilek())


def test_e12_during_a_step_back_nothing_is_asked_or_answered() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    pause = paused(challenge)
    with pytest.raises(Refused, match=r"stapje terug|step back"):
        respond(asked, agrees=True, by=Actor.of(bram))
    with pytest.raises(Refused):
        open_round(challenge, "iets", by=Actor.of(bram))
    with pytest.raises(Refused):
        answer(asked, agrees=True, by=Actor.of(bram))
    pause.ended_at = timezone.now()
    pause.save()
    assert respond(asked, agrees=True, by=Actor.of(bram)).agreed


def test_a_challenge_has_one_open_pause_and_one_outside_facilitator_at_a_time() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    paused(challenge)
    with pytest.raises(IntegrityError), transaction.atomic():
        paused(challenge)
    Facilitator.objects.create(challenge=challenge, person=amina, since=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Facilitator.objects.create(challenge=challenge, person=bram, since=timezone.now())


def test_the_clock_moves_a_deadline_by_the_days_of_a_pause() -> None:
    challenge = make.challenge_of_one()
    start = dt.datetime(2026, 3, 2, 11, tzinfo=dt.UTC)
    since, day = start, dt.date(2026, 3, 20)
    assert clock(challenge).day(day, since=since) == day
    pause = Pause.objects.create(
        challenge=challenge, began_at=start + dt.timedelta(days=3), ended_at=start + dt.timedelta(days=8)
    )
    assert clock(challenge).day(day, since=since) == dt.date(2026, 3, 25)
    assert not clock(challenge).stands_still
    assert clock(challenge).deadline(start, dt.timedelta(days=1)) == start + dt.timedelta(days=1)
    pause.ended_at = None
    pause.save()
    assert clock(challenge).stands_still
    assert clock(challenge).day(day, since=since) is None
