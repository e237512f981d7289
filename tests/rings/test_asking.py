"""Who holds a code that anybody can hold asks the party's own table for a place at it (X7, X3)."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.organisations.models import Membership
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.joining.actions import give_place
from communityup.workspace.leaving.actions import ask_to_go
from communityup.workspace.rings import actions, queries
from communityup.workspace.rings.models import PlaceAsked
from communityup.workspace.rings.permissions import mark_of
from communityup.workspace.rings.privacy import answers_seen_by
from communityup.workspace.rules.actions import accept_rules
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_notices
from tests.forms_on_pages import filled
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


def by(person: Person) -> Actor:
    return Actor.of(person)


@built_once
def asking() -> tuple[Challenge, Person]:
    """Return a challenge in which Carla, who came around the table of the residents by a code, asks to sit at it."""
    challenge, _amina, _bram = make.challenge_of_two()
    carla = make.person("Carla")
    give_place(challenge, challenge.parties.get(number=1), carla)
    assert actions.come_to_table(challenge, by=by(carla)).ring == Ring.CONTRIBUTOR
    return challenge, carla


def the_question() -> PlaceAsked:
    return PlaceAsked.objects.select_related("seat__party__challenge").get()


def types(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="rings.").order_by("n")
    return list(found.values_list("type", flat=True))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_x7_who_came_by_a_code_decides_nothing_before_somebody_at_the_table_says_yes() -> None:
    challenge, carla = asking()
    assert actions.come_to_table(challenge, by=by(carla)).ring == Ring.CONTRIBUTOR
    for number in (1, challenge.rules):
        with pytest.raises(NotAllowed):
            accept_rules(challenge, number=number, by=by(carla))
    for forbidden in (
        lambda: propose_goal(challenge, words="Weg", by=by(carla)),
        lambda: ask_to_go(challenge, by=by(carla)),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    actions.answer_asking(the_question(), agrees=True, words="Welkom!", by=by(make.amina()))
    actions.answer_asking(the_question(), agrees=True, by=by(make.amina()))
    with pytest.raises(NotAllowed):
        own_seat(challenge, by(carla))
    accept_rules(challenge, number=1, by=by(carla))
    assert own_seat(challenge, by(carla)).party.number == 1
    assert types(challenge) == ["rings.place_asked_for", "rings.place_given"]


def test_x3_no_other_party_nobody_around_the_table_and_not_oneself_says_yes() -> None:
    challenge, carla = asking()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=make.amina())
    actions.leave_table(challenge, by=by(make.dilek()))
    before = types(challenge)
    for person in (carla, make.bram(), make.chris(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.answer_asking(the_question(), agrees=True, by=by(person))
    assert types(challenge) == before


def test_a_no_has_its_word_stays_and_can_become_a_yes() -> None:
    challenge, carla = asking()
    actions.answer_asking(the_question(), agrees=False, words="Eerst kennismaken, dinsdag?", by=by(make.amina()))
    with pytest.raises(Refused):
        actions.come_to_table(challenge, by=by(carla))
    assert "Eerst kennismaken, dinsdag?" in signed_in(carla).get(f"/opgaven/{challenge.slug}/kringen/").content.decode()
    for reader in (make.bram(), make.chris()):
        page = signed_in(reader).get(f"/opgaven/{challenge.slug}/kringen/").content.decode()
        assert "Eerst kennismaken" not in page
        assert "Carla" not in page
    actions.take_back_asking(challenge, by=by(carla))
    assert the_question().agrees is False
    actions.answer_asking(the_question(), agrees=True, seen=mark_of(the_question()), by=by(make.amina()))
    assert Seat.objects.get(person=carla).ring == Ring.TABLE
    assert types(challenge)[-2:] == ["rings.place_not_given", "rings.place_given"]


def test_e6_who_has_an_older_page_turns_no_answer_of_a_colleague_unseen() -> None:
    challenge, carla = asking()
    make.colleague(the_question().seat.party, make.chris(), inviter=make.amina())
    first, second = signed_in(make.amina()), signed_in(make.chris())
    place = f"/opgaven/{challenge.slug}/kringen/verzoek/{the_question().public_id}/"
    seen = {client: filled(client.get(place).content.decode())["seen"] for client in (first, second)}
    assert first.post(place, {"agrees": "no", "words": "Dinsdag?", "seen": seen[first]}).status_code == 302
    late = second.post(place, {"agrees": "yes", "words": "Welkom!", "seen": seen[second]})
    html = late.content.decode()
    assert late.status_code == 422
    assert "Dit is intussen beantwoord: nu niet, “Dinsdag?”." in html
    assert "Welkom!" in html, "what was typed is kept"
    assert the_question().agrees is False
    again = filled(html)["seen"]
    assert again != seen[second]
    assert second.post(place, {"agrees": "yes", "words": "Welkom!", "seen": again}).status_code == 302
    assert Seat.objects.get(person=carla).ring == Ring.TABLE
    assert second.post(place, {"agrees": "yes", "words": "", "seen": ""}).status_code == 302, "the same again is once"


def test_a_yes_can_be_undone_until_the_working_agreement_is_accepted() -> None:
    challenge, carla = asking()
    actions.answer_asking(the_question(), agrees=True, by=by(make.amina()))
    actions.answer_asking(the_question(), agrees=False, seen=mark_of(the_question()), by=by(make.amina()))
    assert Seat.objects.get(person=carla).ring == Ring.CONTRIBUTOR
    actions.answer_asking(the_question(), agrees=True, seen=mark_of(the_question()), by=by(make.amina()))
    accept_rules(challenge, number=1, by=by(carla))
    with pytest.raises(Refused, match="spelregels geaccepteerd"):
        actions.answer_asking(the_question(), agrees=False, seen=mark_of(the_question()), by=by(make.amina()))
    assert Seat.objects.get(person=carla).ring == Ring.TABLE


def test_who_asks_takes_it_back_once_and_asks_again() -> None:
    challenge, carla = asking()
    for _twice in range(2):
        actions.take_back_asking(challenge, by=by(carla))
    assert not PlaceAsked.objects.exists()
    assert types(challenge) == ["rings.place_asked_for", "rings.place_ask_taken_back"]
    actions.come_to_table(challenge, by=by(carla))
    assert the_question().agrees is None


def test_a_yes_needs_a_free_place() -> None:
    challenge, _carla = asking()
    for number in range(5):
        make.colleague(challenge.parties.get(number=1), make.person(f"Lid{number}"), inviter=make.amina())
    with pytest.raises(Refused, match="6 plekken"):
        actions.answer_asking(the_question(), agrees=True, by=by(make.amina()))


def test_a_party_without_a_table_is_answered_by_who_keeps_the_process() -> None:
    _challenge, carla = asking()
    Seat.objects.filter(person=make.amina()).delete()
    with pytest.raises(NotAllowed):
        actions.answer_asking(the_question(), agrees=True, by=by(carla))
    assert [task.about for task in my_tasks(make.bram()) if "/kringen/" in task.url] == ["Carla"]
    actions.answer_asking(the_question(), agrees=True, by=by(make.bram()))
    assert Seat.objects.get(person=carla).ring == Ring.TABLE


def test_who_was_invited_by_name_or_belongs_to_the_confirmed_organisation_comes_at_once() -> None:
    challenge, _carla = asking()
    party = challenge.parties.get(number=2)
    make.colleague(party, make.dilek(), inviter=make.bram())
    actions.leave_table(challenge, by=by(make.dilek()))
    assert actions.come_to_table(challenge, by=by(make.dilek())).ring == Ring.TABLE
    near = make.person("Ambtenaar")
    give_place(challenge, party, near)
    assert party.organisation is not None
    Membership.objects.create(
        organisation=party.organisation, person=near, since=party.organisation.named_at, proof="domain",
        proved_at=party.organisation.named_at, domain="lindeveen.nl",
    )  # fmt: skip
    assert actions.come_to_table(challenge, by=by(near)).ring == Ring.TABLE


def test_it_stands_between_the_tasks_of_the_own_table_and_all_concerned_hear_it() -> None:
    _challenge, carla = asking()
    assert [task.about for task in my_tasks(make.amina()) if "/kringen/" in task.url] == ["Carla"]
    assert not [task for task in my_tasks(make.bram()) if "/kringen/" in task.url]
    make_notices.told()
    assert "rings.place_asked_for" in make_notices.own(make.amina())
    assert "rings.place_asked_for" not in make_notices.own(make.bram()) + make_notices.own(carla)
    make_notices.told(lambda: actions.answer_asking(the_question(), agrees=True, by=by(make.amina())))
    assert "rings.place_given" in make_notices.own(carla)
    assert not [task for task in my_tasks(make.amina()) if "/kringen/" in task.url]


def test_the_answer_is_given_on_a_page_without_javascript_and_only_by_the_own_table() -> None:
    challenge, carla = asking()
    address = f"/opgaven/{challenge.slug}/kringen/verzoek/{the_question().public_id}/"
    assert Client().get(address).status_code in {302, 404}
    assert signed_in(make.bram()).get(address).status_code == 403
    assert signed_in(carla).post(address, {"agrees": "yes"}).status_code == 403
    amina = signed_in(make.amina())
    assert "Carla" in amina.get(f"/opgaven/{challenge.slug}/kringen/").content.decode()
    assert "Mag Carla aan tafel" in amina.get(address).content.decode()
    assert amina.post(address, {"agrees": ""}).status_code == 422
    assert the_question().agrees is None
    assert amina.post(address, {"agrees": "yes", "words": "Welkom!"}).status_code == 302
    assert the_question().agrees is True
    back = signed_in(carla).post(f"/opgaven/{challenge.slug}/kringen/verzoek/terug/")
    assert back.status_code == 302
    other, _amina, _bram = make.challenge_of_two("Hoe blijft het plein groen?")
    with pytest.raises(Http404):
        queries.asked_of(other, the_question().public_id)


def test_who_presses_come_reads_that_the_question_waits() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    carla = make.person("Carla")
    give_place(challenge, challenge.parties.get(number=1), carla)
    page = signed_in(carla).post(f"/opgaven/{challenge.slug}/kringen/aan-tafel/", follow=True).content.decode()
    assert "Je vraag ligt bij de mensen van je partij aan tafel" in page
    assert "Niet meer vragen" in page


def test_the_words_are_for_who_asked_and_the_own_table() -> None:
    challenge, carla = asking()
    actions.answer_asking(the_question(), agrees=False, words="Dinsdag?", by=by(make.amina()))
    seen = {
        person.display_name: PlaceAsked.objects.filter(answers_seen_by(person, challenge.stream.pk)).exists()
        for person in (carla, make.amina(), make.bram())
    }
    assert list(seen.values()) == [True, True, False]


def test_an_answer_has_its_time() -> None:
    asking()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceAsked.objects.update(agrees=True)
