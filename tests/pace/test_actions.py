"""A step back stops the clock for all, signals have no name, and dates from outside keep their history."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Facilitator, Ring, Seat
from communityup.workspace.challenges.permissions import refuse_while_paused
from communityup.workspace.consent.actions import respond
from communityup.workspace.goals.actions import add_interest, agree_to_goal, propose_goal
from communityup.workspace.pace import actions
from communityup.workspace.pace.models import OutsideDate, Signal, StepBack
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make, make_facilitators

pytestmark = pytest.mark.django_db


def by_amina() -> Actor:
    return Actor.of(make.amina())


def by_bram() -> Actor:
    return Actor.of(make.bram())


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def resumed(challenge: Challenge) -> None:
    respond(actions.ask_to_go_on(challenge, by=by_amina()), agrees=True, by=by_bram())


def test_e12_one_party_stops_the_clock_and_all_parties_let_it_run_again() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    goal = propose_goal(challenge, words="Een dak dat niet lekt", by=by_amina())
    called = actions.call_step_back(challenge, reason="De verkooplijst dook weer op.", by=by_bram())
    assert lines(challenge)[-1] == "pace.step_back_called"
    assert called.pause is not None
    with pytest.raises(Refused):
        refuse_while_paused(challenge)
    with pytest.raises(Refused):
        agree_to_goal(goal, by=by_bram())
    with pytest.raises(Refused):
        propose_step(challenge, LEAVE_LEAD_IN, by=by_amina())
    add_interest(challenge, words="Schrijven gaat gewoon door", by=by_amina())
    asked = actions.ask_to_go_on(challenge, by=by_amina())
    assert not asked.agreed
    assert respond(asked, agrees=True, by=by_bram()).agreed
    assert lines(challenge)[-1] == "pace.went_on"
    refuse_while_paused(challenge)
    agree_to_goal(goal, by=by_bram())


def test_a_second_step_back_and_going_on_without_one_are_refused() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused, match=r"stapje terug|step back"):
        actions.ask_to_go_on(challenge, by=by_amina())
    actions.call_step_back(challenge, reason="Even samen kijken.", by=by_amina())
    with pytest.raises(Refused):
        actions.call_step_back(challenge, reason="Ik ook.", by=by_bram())


def test_e12_beyond_the_agreed_number_another_party_looks_first() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for _time in range(2):
        assert actions.call_step_back(challenge, reason="Te snel.", by=by_amina()).pause is not None
        resumed(challenge)
    third = actions.call_step_back(challenge, reason="Nog een keer.", by=by_amina())
    assert third.pause is None
    assert lines(challenge)[-1] == "pace.step_back_requested"
    refuse_while_paused(challenge)
    with pytest.raises(Refused):
        actions.call_step_back(challenge, reason="En nog een.", by=by_amina())
    with pytest.raises(NotAllowed):
        actions.allow_step_back(third, by=by_amina())
    actions.allow_step_back(third, by=by_bram())
    actions.allow_step_back(third, by=by_bram())
    assert lines(challenge).count("pace.step_back_allowed") == 1
    with pytest.raises(Refused):
        refuse_while_paused(challenge)
    resumed(challenge)
    assert actions.call_step_back(challenge, reason="Wij.", by=by_bram()).pause is not None


def test_a_request_can_be_taken_back_by_its_party_only_and_a_step_back_that_began_cannot() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for _time in range(2):
        began = actions.call_step_back(challenge, reason="Te snel.", by=by_amina())
        with pytest.raises(Refused):
            actions.withdraw_step_back(began, by=by_amina())
        resumed(challenge)
    asked = actions.call_step_back(challenge, reason="Nog een keer.", by=by_amina())
    with pytest.raises(NotAllowed):
        actions.withdraw_step_back(asked, by=by_bram())
    actions.withdraw_step_back(asked, by=by_amina())
    actions.withdraw_step_back(asked, by=by_amina())
    assert lines(challenge).count("pace.step_back_withdrawn") == 1
    with pytest.raises(Refused):
        actions.allow_step_back(asked, by=by_bram())


def test_e7_a_facilitator_of_another_party_may_allow_a_step_back_and_a_member_of_the_table_then_not() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    for _time in range(2):
        actions.call_step_back(challenge, reason="Te snel.", by=by_amina())
        resumed(challenge)
    asked = actions.call_step_back(challenge, reason="Nog een keer.", by=by_amina())
    municipality = challenge.parties.get(number=2)
    make.colleague(municipality, make.dilek(), inviter=bram)
    Facilitator.objects.create(challenge=challenge, party=municipality, person=make.dilek(), since=timezone.now())
    Seat.objects.filter(person=make.dilek()).update(ring=Ring.ASIDE)
    with pytest.raises(NotAllowed):
        actions.allow_step_back(asked, by=by_bram())
    assert actions.allow_step_back(asked, by=Actor.of(make.dilek())).pause is not None


def test_each_party_tells_its_own_reading_of_the_moment_once() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    called = actions.call_step_back(challenge, reason="De lijst.", by=by_amina())
    actions.tell_moment(called, words="Wij hoorden het uit de krant.", by=by_amina())
    with pytest.raises(Refused):
        actions.tell_moment(called, words="Nog eens.", by=by_amina())
    actions.tell_moment(called, words="Wij wisten niet dat het stuk al buiten lag.", by=by_bram())
    assert [moment.party.number for moment in called.moments.all()] == [1, 2]
    with pytest.raises(NotAllowed):
        actions.tell_moment(called, words="Ik ook.", by=Actor.of(make.chris()))
    resumed(challenge)
    with pytest.raises(Refused):
        actions.tell_moment(StepBack.objects.get(), words="Te laat.", by=by_bram())


def test_b28_a_signal_shows_no_name_waits_in_view_and_is_answered_by_who_keeps_the_process() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    given = actions.signal_pace(challenge, kind="fast", words="Drie avonden in een week.", by=by_amina())
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert (line.type, line.actor, line.party) == ("pace.pace_signalled", "", "")
    page = Client().get(f"/opgaven/{challenge.slug}/tempo/").content.decode()
    assert "Drie avonden in een week." in page
    assert "Bewoners Molenwijk" not in page.split("Drie avonden")[1].split("</li>")[0]
    with pytest.raises(Refused):
        actions.signal_pace(challenge, kind="slow", by=by_amina())
    with pytest.raises(NotAllowed):
        actions.answer_signal(given, words="Nee", by=Actor.of(make.chris()))
    actions.answer_signal(given, words="We slaan een week over.", by=by_bram())
    with pytest.raises(Refused):
        actions.answer_signal(given, words="Nog eens.", by=by_bram())
    assert not Signal.objects.filter(person=amina).exists()
    actions.signal_pace(challenge, kind="slow", by=by_amina())


def test_who_leaves_the_platform_is_no_longer_tied_to_a_signal() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    actions.signal_pace(challenge, kind="fast", by=Actor.of(bram))
    leave_platform(bram, by=Actor.of(bram))
    assert Signal.objects.get().person is None


def test_b28_a_date_from_outside_says_who_set_it_and_keeps_what_it_was() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    first = actions.tell_outside_date(
        challenge, what="De straat gaat open", day=dt.date(2028, 3, 1), origin="Planning riool", by=by_bram()
    )
    second = actions.move_outside_date(first, day=dt.date(2028, 9, 1), origin="De aannemer", by=by_amina())
    page = Client().get(f"/opgaven/{challenge.slug}/tempo/").content.decode()
    assert "De aannemer" in page
    assert "1 maart 2028" in page
    assert "1 september 2028" in page
    with pytest.raises(Refused):
        actions.move_outside_date(first, day=dt.date(2029, 1, 1), origin="Te laat", by=by_bram())
    actions.drop_outside_date(second, by=by_bram())
    with pytest.raises(Refused):
        actions.drop_outside_date(second, by=by_bram())
    assert lines(challenge)[-3:] == ["pace.outside_date_told", "pace.outside_date_moved", "pace.outside_date_gone"]
    assert OutsideDate.objects.count() == 2


def test_every_form_of_the_pace_works_without_javascript_and_keeps_what_was_typed() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, other = Client(), Client()
    client.force_login(amina)
    other.force_login(bram)
    base = f"/opgaven/{challenge.slug}/tempo/"
    assert client.post(f"{base}signaal/", {"kind": "fout", "words": "Bewaar mij"}).status_code == 422
    assert "Bewaar mij" in client.post(f"{base}signaal/", {"kind": "fout", "words": "Bewaar mij"}).content.decode()
    assert client.post(f"{base}signaal/", {"kind": "slow"}).status_code == 302
    signal = Signal.objects.get()
    assert other.post(f"{base}signaal/{signal.public_id}/antwoord/", {"words": ""}).status_code == 422
    assert other.post(f"{base}signaal/{signal.public_id}/antwoord/", {"words": "Dank"}).status_code == 302
    told = {"what": "Dak", "day": "2027-01-01", "origin": "De raad"}
    assert client.post(f"{base}data-van-buiten/", {**told, "day": "31-31-2027"}).status_code == 422
    assert client.post(f"{base}data-van-buiten/", told).status_code == 302
    date = OutsideDate.objects.get()
    moved = f"{base}data-van-buiten/{date.public_id}/"
    assert other.post(f"{moved}verplaatst/", {"day": "", "origin": "x"}).status_code == 422
    assert other.post(f"{moved}verplaatst/", {"day": "2027-02-01", "origin": "De raad"}).status_code == 302
    newest = OutsideDate.objects.get(replaced_by=None)
    assert other.post(f"{base}data-van-buiten/{newest.public_id}/vervallen/").status_code == 302


def test_a_step_back_works_without_javascript() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, other = Client(), Client()
    client.force_login(amina)
    other.force_login(bram)
    base = f"/opgaven/{challenge.slug}/tempo/"
    assert client.post(f"{base}stapje-terug/", {"reason": ""}).status_code == 422
    assert client.post(f"{base}stapje-terug/", {"reason": "Kijken"}).status_code == 302
    step = StepBack.objects.get()
    assert client.get(f"{base}stapje-terug/{step.public_id}/moment/").status_code == 200
    assert other.post(f"{base}stapje-terug/{step.public_id}/moment/", {"words": "Wij ook"}).status_code == 302
    assert other.post(f"{base}stapje-terug/{step.public_id}/intrekken/").status_code == 403
    assert client.post(f"{base}stapje-terug/verder/").status_code == 302
    assert "Wij ook" in client.get(base).content.decode()
    for address in (f"{base}stapje-terug/{'0' * 32}/akkoord/", f"{base}stapje-terug/{'0' * 32}/intrekken/"):
        assert other.post(address).status_code == 404


def test_a_request_is_allowed_and_taken_back_on_the_page() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, other = Client(), Client()
    client.force_login(amina)
    other.force_login(bram)
    base = f"/opgaven/{challenge.slug}/tempo/stapje-terug/"
    for _time in range(2):
        actions.call_step_back(challenge, reason="Te snel.", by=by_amina())
        resumed(challenge)
    client.post(base, {"reason": "Nog eens"})
    first = StepBack.objects.get(pause=None)
    assert f"{base}{first.public_id}/intrekken/" in client.get(f"/opgaven/{challenge.slug}/tempo/").content.decode()
    assert client.post(f"{base}{first.public_id}/intrekken/").status_code == 302
    client.post(base, {"reason": "Toch"})
    second = StepBack.objects.get(pause=None, withdrawn_at=None)
    assert f"{base}{second.public_id}/akkoord/" in other.get(f"/opgaven/{challenge.slug}/tempo/").content.decode()
    assert other.post(f"{base}{second.public_id}/akkoord/").status_code == 302
    assert "aanloop" in client.get(f"/opgaven/{challenge.slug}/aanloop/").content.decode()


def test_e12_who_guards_the_process_alone_and_from_outside_may_allow_a_step_back() -> None:
    challenge, amina, bram = make.challenge_of_two()
    femke = make.person("Femke")
    make_facilitators.outsider(challenge, femke, proposer=amina, others=[bram])
    for _time in range(2):
        actions.call_step_back(challenge, reason="Te snel.", by=by_amina())
        resumed(challenge)
    asked = actions.call_step_back(challenge, reason="Nog een keer.", by=by_amina())
    for by in (by_amina(), by_bram(), Actor.of(make.person("Yara")), Actor.visitor()):
        with pytest.raises(NotAllowed):
            actions.allow_step_back(asked, by=by)
    assert actions.allow_step_back(asked, by=Actor.of(femke)).pause is not None
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert (line.type, line.role, line.party) == ("pace.step_back_allowed", "facilitator", "")
