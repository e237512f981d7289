"""Who follows asks a party that takes part to contribute with it; its own table answers (B17, X7)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party, Phase, Reader, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.dialogue.actions import share_thought
from communityup.workspace.leaving.actions import leave_all_seats
from communityup.workspace.rings import actions
from communityup.workspace.rings.models import PartAsked
from communityup.workspace.rings.permissions import mark_of
from communityup.workspace.rings.privacy import reasons_seen_by
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_facilitators, make_notices
from tests.forms_on_pages import filled
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


def by(person: Person) -> Actor:
    return Actor.of(person)


def residents(challenge: Challenge) -> Party:
    return Party.objects.select_related("challenge__stream").get(challenge=challenge, number=1)


@built_once
def asking() -> tuple[Challenge, Person]:
    """Return a public challenge in which Carla follows, and asks to contribute with the residents."""
    challenge, _amina, _bram = make.challenge_of_two()
    carla = make.person("Carla")
    actions.follow(challenge, by=by(carla))
    actions.ask_for_part(residents(challenge), by=by(carla))
    return challenge, carla


def the_question() -> PartAsked:
    return PartAsked.objects.select_related("party__challenge", "person").get()


def types(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="rings.part").order_by("n")
    return list(found.values_list("type", flat=True))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_b17_a_follower_contributes_once_the_table_of_that_party_says_yes() -> None:
    challenge, carla = asking()
    with pytest.raises(NotAllowed):
        share_thought(challenge, body="Mag ik al?", by=by(carla))
    for _twice in range(2):
        actions.answer_part(the_question(), agrees=True, words="Welkom!", by=by(make.amina()))
    seat = Seat.objects.get(person=carla)
    assert (seat.party.number, seat.ring, seat.rules) == (1, Ring.CONTRIBUTOR, None)
    assert not Reader.objects.filter(person=carla).exists(), "who contributes no longer only follows"
    assert share_thought(challenge, body="De achterdeur klemt.", by=by(carla)).party == seat.party
    with pytest.raises(NotAllowed):
        own_seat(challenge, by(carla))
    assert actions.come_to_table(challenge, by=by(carla)).ring == Ring.CONTRIBUTOR, "the table is asked anew (X7)"
    assert types(challenge) == ["rings.part_asked_for", "rings.part_given"]


def test_x7_twenty_who_follow_and_ask_have_no_effect_before_a_yes() -> None:
    challenge, carla = asking()
    people = [make.person(f"Volger{number}") for number in range(20)]
    for one in people:
        actions.follow(challenge, by=by(one))
        actions.ask_for_part(residents(challenge), by=by(one))
    assert Seat.objects.filter(challenge=challenge).count() == 2
    for one in (carla, *people[:3]):
        with pytest.raises(NotAllowed):
            share_thought(challenge, body=f"Ik ben {one}.", by=by(one))


def test_x3_no_other_party_nobody_around_the_table_and_not_oneself_lets_in() -> None:
    challenge, carla = asking()
    make.colleague(residents(challenge), make.dilek(), inviter=make.amina())
    actions.leave_table(challenge, by=by(make.dilek()))
    for person in (carla, make.bram(), make.chris(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.answer_part(the_question(), agrees=True, by=by(person))
    assert types(challenge) == ["rings.part_asked_for"]


def test_a_no_says_why_stays_private_and_can_become_a_yes() -> None:
    challenge, carla = asking()
    with pytest.raises(Refused):
        actions.answer_part(the_question(), agrees=False, words=" ", by=by(make.amina()))
    actions.answer_part(the_question(), agrees=False, words="Eerst kennismaken?", by=by(make.amina()))
    address = f"/opgaven/{challenge.slug}/kringen/"
    assert "Eerst kennismaken?" in signed_in(carla).get(address).content.decode()
    for reader in (make.bram(), make.chris()):
        page = signed_in(reader).get(address).content.decode()
        assert "Eerst kennismaken" not in page
        assert "Carla" not in page
    with pytest.raises(Refused):
        actions.ask_for_part(residents(challenge), by=by(carla))
    other = Party.objects.get(challenge=challenge, number=2)
    assert actions.ask_for_part(other, by=by(carla)).party == other, "another party can be asked meanwhile"
    first = PartAsked.objects.get(party__number=1)
    actions.answer_part(first, agrees=True, seen=mark_of(first), by=by(make.amina()))
    assert Seat.objects.get(person=carla).party.number == 1
    with pytest.raises(Refused):
        actions.answer_part(PartAsked.objects.get(party=other), agrees=True, by=by(make.bram()))
    assert not [task for task in my_tasks(make.bram()) if "/meedoen/" in task.url]
    seen = {
        person.display_name: PartAsked.objects.filter(reasons_seen_by(person, challenge.stream.pk)).count()
        for person in (carla, make.amina(), make.chris())
    }
    assert list(seen.values()) == [2, 1, 0]


def test_one_party_at_a_time_twice_is_once_and_taken_back_is_gone() -> None:
    challenge, carla = asking()
    assert actions.ask_for_part(residents(challenge), by=by(carla)) == the_question()
    with pytest.raises(Refused):
        actions.ask_for_part(Party.objects.get(challenge=challenge, number=2), by=by(carla))
    for _twice in range(2):
        actions.take_back_part(challenge, by=by(carla))
    assert not PartAsked.objects.exists()
    actions.ask_for_part(Party.objects.get(challenge=challenge, number=2), by=by(carla))
    actions.stop_following(challenge, by=by(carla))
    assert not PartAsked.objects.exists()
    asked, back = "rings.part_asked_for", "rings.part_ask_taken_back"
    assert types(challenge) == [asked, back, asked, back]


def test_who_asks_follows_has_no_place_and_does_not_guard() -> None:
    challenge, guard, _outside = make_facilitators.guarded()
    party = Party.objects.get(challenge=challenge, number=2)
    for person in (make.chris(), guard.person):
        with pytest.raises(NotAllowed):
            actions.ask_for_part(party, by=by(person))
    with pytest.raises(Refused):
        actions.ask_for_part(party, by=by(make.amina()))
    actions.follow(challenge, by=by(make.chris()))
    Party.objects.filter(pk=party.pk).update(state=Party.State.ASLEEP)
    party.refresh_from_db()
    with pytest.raises(Refused):
        actions.ask_for_part(party, by=by(make.chris()))


def test_a_party_without_a_table_is_answered_by_who_keeps_the_process() -> None:
    _challenge, carla = asking()
    Seat.objects.filter(person=make.amina()).delete()
    assert [task.about for task in my_tasks(make.bram()) if "/meedoen/" in task.url] == ["Carla"]
    actions.answer_part(the_question(), agrees=True, by=by(make.bram()))
    assert Seat.objects.get(person=carla).party.number == 1


def test_a_party_that_went_lets_nobody_in_and_nothing_taken_back_is_answered() -> None:
    challenge, carla = asking()
    gone = make.join(challenge, make.person("Hans"), "Woningcorporatie", "housing_association")
    actions.take_back_part(challenge, by=by(carla))
    actions.ask_for_part(gone, by=by(carla))
    asked = the_question()
    leave_all_seats(make.person("Hans"))
    with pytest.raises(Refused, match="doet nu niet mee"):
        actions.answer_part(asked, agrees=True, by=by(make.amina()))
    assert the_question().agrees is None
    actions.take_back_part(challenge, by=by(carla))
    before = types(challenge)
    for agrees in (True, False):
        with pytest.raises(Refused, match="ingetrokken"):
            actions.answer_part(asked, agrees=agrees, words="Nu niet.", by=by(make.amina()))
    assert not Seat.objects.filter(person=carla).exists()
    assert types(challenge) == before


def test_e6_who_has_an_older_page_turns_no_answer_of_a_colleague_unseen() -> None:
    challenge, _carla = asking()
    client, place = (
        signed_in(make.amina()),
        f"/opgaven/{challenge.slug}/kringen/meedoen/vraag/{the_question().public_id}/",
    )
    old = filled(client.get(place).content.decode())
    actions.answer_part(the_question(), agrees=False, words="Eerst praten.", by=by(make.amina()))
    late = client.post(place, {**old, "agrees": "yes", "words": "Welkom!"})
    html = late.content.decode()
    assert late.status_code == 422
    assert "Dit is intussen beantwoord: nu niet, “Eerst praten”." in html
    assert "Welkom!" in html, "what was typed is kept"
    assert the_question().agrees is False
    assert client.post(place, {**filled(html), "agrees": "yes"}).status_code == 302
    assert the_question().agrees is True


def test_all_concerned_hear_it_and_no_line_names_anybody() -> None:
    challenge, carla = asking()
    assert [task.about for task in my_tasks(make.amina()) if "/meedoen/" in task.url] == ["Carla"]
    make_notices.told()
    assert "rings.part_asked_for" in make_notices.own(make.amina())
    assert "rings.part_asked_for" not in make_notices.own(make.bram()) + make_notices.own(carla)
    line = Line.objects.get(stream=challenge.stream, type="rings.part_asked_for")
    assert "Carla" not in str(line.content)
    make_notices.told(lambda: actions.answer_part(the_question(), agrees=False, words="Nee.", by=by(make.amina())))
    seen = mark_of(the_question())
    make_notices.told(lambda: actions.answer_part(the_question(), agrees=True, seen=seen, by=by(make.amina())))
    assert make_notices.own(carla)[-2:] == ["rings.part_not_given", "rings.part_given"]
    assert not [task for task in my_tasks(make.amina()) if "/meedoen/" in task.url]


def test_it_is_one_tap_and_answered_on_a_page_without_javascript() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    carla = make.person("Carla")
    page, here = signed_in(carla), f"/opgaven/{challenge.slug}/kringen/"
    assert "meedoen/bij" not in page.get(here).content.decode(), "who does not follow is offered to follow first"
    page.post(f"{here}volgen/")
    assert f"{here}meedoen/bij/1/" in page.get(here).content.decode()
    assert page.post(f"{here}meedoen/bij/9/").status_code == 404
    said = page.post(f"{here}meedoen/bij/1/", follow=True).content.decode()
    assert "Je vraag ligt bij de mensen van Bewoners Molenwijk aan tafel" in said
    assert "Niet meer vragen" in said
    address = f"{here}meedoen/vraag/{the_question().public_id}/"
    assert signed_in(make.bram()).get(address).status_code == 403
    assert page.post(address, {"agrees": "yes"}).status_code == 403
    amina = signed_in(make.amina())
    assert "Carla volgt" in amina.get(here).content.decode()
    wrong = amina.post(address, {"agrees": "no"})
    assert wrong.status_code == 422
    assert "Zeg in een paar woorden waarom" in wrong.content.decode()
    assert amina.post(address, {"agrees": "yes"}).status_code == 302
    assert Seat.objects.filter(person=carla).exists()
    assert amina.get(address).status_code == 200
    assert page.post(f"{here}meedoen/terug/").status_code == 302


@pytest.mark.parametrize("wrong", [{"agrees": True}, {"agrees": False}, {"answered_at": "2026-11-26T12:00Z"}])
def test_the_database_knows_no_answer_without_its_time_or_reason(wrong: dict[str, object]) -> None:
    asking()
    with pytest.raises(IntegrityError), transaction.atomic():
        PartAsked.objects.update(**wrong)


def test_the_database_knows_no_second_open_question_of_a_person() -> None:
    challenge, carla = asking()
    other = Party.objects.get(challenge=challenge, number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartAsked.objects.create(challenge=challenge, party=other, person=carla, asked_at=the_question().asked_at)


def test_who_asked_stops_following_a_closed_challenge_too() -> None:
    challenge, carla = asking()
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.CLOSED)
    actions.stop_following(challenge, by=by(carla))
    assert not PartAsked.objects.exists()
    assert not Reader.objects.filter(person=carla).exists()
