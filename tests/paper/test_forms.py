"""Printing forms: equal for every party, counted, taken back, and a code on each strip that works once."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.codes.models import Code
from communityup.log.models import Line
from communityup.log.queries import sentence_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Facilitator, Phase, Ring, Seat
from communityup.workspace.dialogue.actions import share_thought
from communityup.workspace.dialogue.models import Dialogue, Participant
from communityup.workspace.paper import actions, permissions
from communityup.workspace.paper.models import Form, Pile
from tests import make, make_paper
from tests.make_dialogue import thoughts
from tests.make_paper import code_of, printed

pytestmark = pytest.mark.django_db


def types(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="paper.").order_by("n")
    return list(found.values_list("type", flat=True))


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/papier/"


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def typed(**more: str) -> dict[str, str]:
    return {"public_id": new_id(), "kind": "thought", "whose": "own", "number": "2", "size": "a4", **more}


def test_forms_are_numbered_on_and_printing_is_one_line() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    first, second = printed(challenge, amina, number=2), printed(challenge, bram, kind="interest", number=1)
    assert [one.form.number for one in (*first, *second)] == [1, 2, 3]
    assert {one.form.party for one in first} == {challenge.parties.get(number=1)}
    assert len({one.code for one in (*first, *second)}) == 3
    assert types(challenge) == ["paper.forms_printed"] * 2
    line = Line.objects.filter(type="paper.forms_printed").order_by("n")[0]
    assert (line.content["kind"], line.content["number"]) == ("thought", 2)
    with override("nl"):
        told = [
            sentence_of(bytes(one.bytes), {}) for one in Line.objects.filter(type="paper.forms_printed").order_by("n")
        ]
    assert [one.split("; ")[1] for one in told] == ["aantal: 2", "aantal: 1"]


@pytest.mark.parametrize("kind", ["residents", "municipality", "housing_association", "institution"])
def test_e4_every_kind_of_party_prints_forms_for_itself(kind: str) -> None:
    challenge = make.challenge_of_one(kind=kind)
    assert len(printed(challenge, make.amina(), number=3)) == 3


def test_printing_twice_with_the_same_page_makes_one_pile() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    public_id = new_id()
    printed(challenge, amina, public_id=public_id)
    with pytest.raises(Refused, match="maar één keer"):
        printed(challenge, amina, public_id=public_id)
    assert Pile.objects.count() == 1
    assert types(challenge) == ["paper.forms_printed"]


@pytest.mark.parametrize("number", [0, 51])
def test_more_or_fewer_forms_than_one_can_print_are_refused(number: int) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    with pytest.raises(Refused, match="van 1 tot en met 50"):
        printed(challenge, amina, number=number)
    assert not Form.objects.exists()


def test_x7_a_party_has_a_limited_number_of_forms_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "MOST_OUT", 3)
    challenge, amina, bram = make.closed_challenge_of_two()
    pile = printed(challenge, amina, number=2)[0].form.pile
    assert pile is not None
    with pytest.raises(Refused, match="3 formulieren"):
        printed(challenge, amina, number=2)
    printed(challenge, bram, number=2)
    actions.revoke_pile(pile, by=Actor.of(amina))
    printed(challenge, amina, number=2)


def test_forms_for_the_open_conversation_wait_for_all_parties_and_a_public_challenge() -> None:
    closed, amina, _bram = make.closed_challenge_of_two()
    with pytest.raises(Refused):
        printed(closed, amina, for_all=True)
    challenge, amina, _bram = make.challenge_of_two(title="Het plein")
    with pytest.raises(Refused):
        printed(challenge, amina, for_all=True)
    make_paper.open_conversation(challenge)
    assert printed(challenge, amina, for_all=True)[0].form.party is None


def test_printing_is_for_the_table_and_not_for_who_is_around_guards_or_is_outside() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    Seat.objects.filter(challenge=challenge, person=make.dilek()).update(ring=Ring.CONTRIBUTOR)
    for one in (make.dilek(), make.chris()):
        with pytest.raises(NotAllowed):
            printed(challenge, one)
    challenge.phase = Phase.CLOSED
    challenge.save()
    with pytest.raises(Refused, match="gesloten"):
        printed(challenge, amina)
    assert not Pile.objects.exists()


def test_forms_with_answers_hold_the_thoughts_of_now_and_are_refused_without() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    with pytest.raises(Refused, match="geen gedachten"):
        printed(challenge, amina, kind="answers")
    found = [*thoughts(challenge, amina), *thoughts(challenge, bram, ["Een lift.", "Een tuin."])]
    pile = printed(challenge, amina, kind="answers")[0].form.pile
    assert pile is not None
    assert {one.statement for one in pile.thoughts.all()} == set(found)
    assert [one.place for one in pile.thoughts.all()] == [1, 2, 3, 4, 5]
    Dialogue.objects.update(closed_at=timezone.now())
    with pytest.raises(Refused, match="geen gedachten"):
        printed(challenge, amina, kind="answers")


def test_a_pile_is_taken_back_once_by_its_own_party() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    (one, _other) = printed(challenge, amina)
    pile = one.form.pile
    assert pile is not None
    with pytest.raises(NotAllowed, match="Alleen de partij"):
        actions.revoke_pile(pile, by=Actor.of(bram))
    for _time in range(2):
        actions.revoke_pile(pile, by=Actor.of(amina))
    assert types(challenge) == ["paper.forms_printed", "paper.forms_revoked"]
    with pytest.raises(Refused, match="ingetrokken"):
        actions.come_in(code_of(one.code), language="nl", by=None)


def test_any_party_takes_forms_of_the_open_conversation_back() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_paper.open_conversation(challenge)
    pile = printed(challenge, amina, for_all=True)[0].form.pile
    assert pile is not None
    assert actions.revoke_pile(pile, by=Actor.of(bram)).revoked_at is not None


def test_who_has_a_blank_form_can_do_the_same_online_once_and_as_a_guest_of_that_party() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (one, _other) = printed(challenge, amina)
    guest = actions.come_in(code_of(one.code), language="nl", by=None)
    seat = Seat.objects.get(person=guest)
    assert (guest.is_guest, seat.ring, seat.party.number) == (True, Ring.CONTRIBUTOR, 1)
    assert share_thought(challenge, body="De deur klemt.", by=Actor.of(guest)).party == seat.party
    form = Form.objects.get(pk=one.form.pk)
    assert (form.state, form.author) == (Form.State.ONLINE, guest)
    assert Code.objects.filter(uses=1).count() == 1
    assert types(challenge) == ["paper.forms_printed", "paper.came_by_form"]
    line = Line.objects.get(type="paper.came_by_form")
    assert line.role == "person"


def test_a_blank_form_of_the_open_conversation_gives_a_place_in_ones_own_name() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make_paper.open_conversation(challenge)
    (one, _other) = printed(challenge, amina, for_all=True)
    guest = actions.come_in(code_of(one.code), language="nl", by=None)
    assert Participant.objects.get(person=guest).party is None
    assert not Seat.objects.filter(person=guest).exists()


def test_r33_who_sits_for_another_party_is_refused_and_the_code_still_works() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    (one, _other) = printed(challenge, amina)
    with pytest.raises(Refused, match="Je doet al mee voor Gemeente Lindeveen"):
        actions.come_in(code_of(one.code), language="nl", by=Actor.of(bram))
    came = actions.come_in(code_of(one.code), language="nl", by=Actor.of(make.chris()))
    assert came == make.chris()
    assert Seat.objects.get(person=make.chris()).party.number == 1


def test_e7_who_guards_the_process_does_not_come_in_with_a_form() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (one, _other) = printed(challenge, amina)
    Facilitator.objects.create(challenge=challenge, person=make.dilek(), since=timezone.now())
    with pytest.raises(NotAllowed):
        actions.come_in(code_of(one.code), language="nl", by=Actor.of(make.dilek()))


def test_two_at_once_use_a_code_once() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (one, _other) = printed(challenge, amina)
    found = code_of(one.code)
    actions.come_in(found, language="nl", by=None)
    with pytest.raises(Refused, match="net gebruikt"):
        actions.come_in(found, language="nl", by=None)


# Over HTTP


def test_b1_the_printed_page_has_number_code_square_consent_and_what_happens_with_it() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    page = signed_in(amina).post(base(challenge) + "maken/", typed()).content.decode()
    assert page.count('class="paper-form paper-form--thought"') == 2
    assert page.count('class="qr"') == 2
    assert "Ja, een helper mag dit voor mij invoeren." in page
    assert "Woo" in page
    assert len(set(re.findall(r'letter__code">([^<]+)<', page))) == 2
    assert "Bewoners Molenwijk" in page
    again = signed_in(amina).get(base(challenge)).content.decode()
    assert "letter__code" not in again
    assert "0 van de 2 formulieren terug" in again


@pytest.mark.parametrize(("size", "kind"), [("a5", "thought"), ("a4", "interest"), ("a5", "answers")])
def test_every_kind_of_form_prints_in_both_sizes(size: str, kind: str) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    thoughts(challenge, amina)
    page = signed_in(amina).post(base(challenge) + "maken/", typed(kind=kind, size=size)).content.decode()
    assert f"paper-forms--{size}" in page
    assert page.count(f"paper-form--{kind}") == 2
    assert ("De achterdeur is de echte ingang." in page) == (kind == "answers")


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "poem"}, {"number": "0"}, {"number": "51"}, {"number": ""}, {"size": "a3"}, {"whose": "all"}],
)
def test_a_wrong_page_of_printing_comes_back_with_a_sentence(wrong: dict[str, str]) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    answer = signed_in(amina).post(base(challenge) + "maken/", typed(**wrong))
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert not Pile.objects.exists()


def test_a_page_of_printing_without_its_id_is_asked_to_open_again() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    answer = signed_in(amina).post(base(challenge) + "maken/", typed(public_id="x"))
    assert answer.status_code == 422
    assert "Open deze pagina opnieuw" in answer.content.decode()


def test_nobody_prints_an_interest_in_their_own_name() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make_paper.open_conversation(challenge)
    answer = signed_in(amina).post(base(challenge) + "maken/", typed(kind="interest", whose="all"))
    assert answer.status_code == 422
    assert "Een belang is van een partij" in answer.content.decode()


def test_pages_of_paper_answer_each_kind_of_visitor() -> None:
    challenge, amina, bram = make.challenge_of_two()
    pile = printed(challenge, amina)[0].form.pile
    assert pile is not None
    back = base(challenge) + f"{pile.public_id}/terug/"
    for person, made, taken in ((None, 302, 302), (make.chris(), 403, 403), (bram, 200, 403), (amina, 200, 302)):
        client = signed_in(person)
        assert client.get(base(challenge)).status_code == 200
        assert client.get(base(challenge) + "maken/").status_code == made
        assert client.get(back).status_code == 405
        assert client.post(back).status_code == taken
    closed = make.challenge_of_one(title="Dicht")
    assert signed_in(make.chris()).get(base(closed)).status_code == 404
    assert signed_in(amina).post(base(closed) + f"{pile.public_id}/terug/").status_code == 404


def test_the_square_leads_without_an_account_to_the_dialogue() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (one, _other) = printed(challenge, amina)
    client = Client()
    before = Form.objects.get(pk=one.form.pk)
    page = client.get(f"/papier/{one.code}/").content.decode()
    assert "Formulier 1" in page
    assert "nog niet ingevoerd" in page
    assert Form.objects.get(pk=one.form.pk).state == before.state == Form.State.BLANK
    answer = client.post(f"/papier/{one.code}/")
    assert answer.headers["Location"] == f"/opgaven/{challenge.slug}/dialoog/"
    assert "Welkom" in client.get(answer.headers["Location"]).content.decode()
    assert Client().get(f"/papier/{one.code}/").status_code == 404


def test_a_typed_code_goes_on_and_a_wrong_one_gets_a_sentence() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (one, _other) = printed(challenge, amina)
    assert Client().get("/papier/").status_code == 200
    assert Client().post("/papier/", {"code": one.code.lower()}).headers["Location"] == f"/papier/{one.code}/"
    assert Client().post("/papier/", {"code": "x"}).status_code == 422
    assert Client().get("/papier/BCDFG23456/").status_code == 404


def test_x3_after_five_wrong_codes_a_browser_waits() -> None:
    client = Client()
    answers = [client.get("/papier/BCDFG23456/").status_code for _time in range(7)]
    assert answers == [404] * 6 + [409]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_paper_asks_the_same_questions_for_one_and_for_three_piles(
    count: int, django_assert_num_queries: object
) -> None:
    from communityup.workspace.paper.queries import page

    challenge, amina, _bram = make.closed_challenge_of_two()
    for _time in range(count):
        printed(challenge, amina)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(page(challenge, None)["rows"]) == count
