"""The pages on which a helper types in, and what the holder of a code sees, for each kind of visitor."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.ids import new_id
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Ring, Seat
from communityup.workspace.dialogue.actions import answer_thought
from communityup.workspace.dialogue.models import Answer, Dialogue, Statement
from communityup.workspace.goals.models import Interest
from communityup.workspace.paper import actions
from communityup.workspace.paper.models import Form
from tests import make, make_paper
from tests.make_dialogue import thoughts
from tests.make_paper import printed, told

pytestmark = pytest.mark.django_db
WORDS = "De stoep is te smal."


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/papier/"


def typed(**more: str) -> dict[str, str]:
    return {"words": WORDS, "shows": "party", "source": "paper", "agreed": "on", **more}


def spoken(challenge: Challenge, **more: str) -> dict[str, str]:
    party = challenge.parties.get(number=1).public_id
    return {**typed(source="phone"), "public_id": new_id(), "party": party, **more}


def test_a19_a_helper_types_in_form_after_form_and_can_undo() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    forms = printed(challenge, amina, number=2)
    client = signed_in(amina)
    assert "Invoeren voor iemand anders" in client.get(base(challenge) + "invoeren/").content.decode()
    for one in forms:
        found = client.get(base(challenge) + f"invoeren/?nummer={one.form.number}")
        page = client.get(found.headers["Location"]).content.decode()
        assert f"Formulier {one.form.number}" in page
        answer = client.post(found.headers["Location"], typed(words=f"{WORDS} {one.form.number}"))
        assert answer.headers["Location"] == base(challenge) + "invoeren/"
        after = client.get(base(challenge) + "invoeren/").content.decode()
        assert f"Formulier {one.form.number} is ingevoerd en telt mee" in after
        assert "Maak ongedaan" in after
    assert Statement.objects.count() == 2
    undone = client.post(base(challenge) + f"formulier/{forms[0].form.public_id}/ongedaan/")
    assert undone.headers["Location"] == base(challenge) + "invoeren/"
    assert Form.objects.get(number=1).state == Form.State.BLANK
    overview = client.get(base(challenge)).content.decode()
    assert "1 van de 2 formulieren terug" in overview


def test_a19_r12_after_ones_own_answer_everybody_sees_that_it_came_on_paper_and_nobody_by_whom() -> None:
    challenge, amina, bram = make.challenge_of_two()
    form = printed(challenge, amina)[0].form
    kept = actions.enter_form(form, told=told(words=WORDS), by=Actor.of(amina)).statement
    assert kept is not None
    place = f"/opgaven/{challenge.slug}/dialoog/gedachte/{kept.public_id}/"

    def shown(person: Person | None) -> str:
        page = signed_in(person).get(place).content.decode()
        main: str = page.split("<main", 1)[1].split("</main>", 1)[0]
        assert "Amina" not in main
        return main

    for person in (None, bram, amina):
        assert "ingevoerd door een helper" not in shown(person)
    answer_thought(kept, value=1, by=Actor.of(bram))
    assert "Op papier, ingevoerd door een helper." in shown(bram)
    Dialogue.objects.update(closed_at=timezone.now())
    assert "Op papier, ingevoerd door een helper." in shown(None)
    own = Statement.objects.get()
    own.text.versions.update(entered_by=None)
    assert "ingevoerd door een helper" not in shown(None)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": ""}, "Typ eerst de woorden in"),
        ({"words": "x" * 281}, "280"),
        ({"agreed": ""}, "goed vindt"),
        ({"source": "dream"}, "Kies"),
        ({"same": "0"}, "1"),
    ],
)
def test_a_wrong_form_comes_back_with_a_sentence_and_what_was_typed(wrong: dict[str, str], sentence: str) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    form = printed(challenge, amina)[0].form
    given = typed(**wrong)
    answer = signed_in(amina).post(base(challenge) + f"invoeren/{form.public_id}/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="wrong"' in page
    assert sentence in page
    assert given["words"] in page
    assert Form.objects.filter(state=Form.State.BLANK).count() == 2


@pytest.mark.parametrize("number", ["99", "x", ""])
def test_a_number_that_is_not_there_gets_a_sentence(number: str) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    answer = signed_in(amina).get(base(challenge) + f"invoeren/?nummer={number}")
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()


def test_a_form_that_was_used_says_so_instead_of_asking_again() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    form = printed(challenge, amina)[0].form
    actions.enter_form(form, told=told(words=WORDS), by=Actor.of(amina))
    page = signed_in(amina).get(base(challenge) + f"invoeren/{form.public_id}/").content.decode()
    assert "al gebruikt: ingevoerd" in page
    assert WORDS not in page
    assert signed_in(amina).post(base(challenge) + f"invoeren/{form.public_id}/", typed()).status_code == 409


def test_crosses_are_typed_in_row_by_row() -> None:
    challenge, amina, bram = make.challenge_of_two()
    thoughts(challenge, bram)
    form = printed(challenge, amina, kind="answers")[0].form
    client, place = signed_in(amina), base(challenge) + f"invoeren/{form.public_id}/"
    page = client.get(place).content.decode()
    assert page.count("<fieldset") >= 3
    assert client.post(place, {"source": "paper", "r1": "7", "agreed": "on"}).status_code == 422
    assert client.post(place, {"source": "paper", "r1": "1", "r3": "2", "agreed": "on"}).status_code == 302
    assert set(Answer.objects.values_list("value", flat=True)) == {1, 2}
    assert signed_in(bram).post(place, {"source": "paper", "agreed": "on"}).status_code == 409


def test_what_somebody_said_gets_a_number_and_a_code_that_show_once() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    client, place = signed_in(amina), base(challenge) + "zonder-formulier/thought/"
    assert client.get(place).status_code == 200
    given = spoken(challenge)
    page = client.post(place, given).content.decode()
    (code,) = re.findall(r'letter__code">([^<]+)<', page)
    assert "Formulier 1 telt mee" in page
    assert client.post(place, given).status_code == 409
    found = Client().get(f"/papier/{code.replace('-', '')}/").content.decode()
    assert WORDS in found
    assert client.post(place, spoken(challenge, public_id="x")).status_code == 422
    assert client.post(place, spoken(challenge, party="all")).status_code == 422
    assert client.get(base(challenge) + "zonder-formulier/answers/").status_code == 404
    assert "1 ingevoerd zonder geprint formulier" in client.get(base(challenge)).content.decode()


def test_r14_in_their_own_name_is_offered_after_all_parties_agreed() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    place = base(challenge) + "zonder-formulier/thought/"
    assert '<option value="all">' not in signed_in(amina).get(place).content.decode()
    make_paper.open_conversation(challenge)
    assert '<option value="all">' in signed_in(amina).get(place).content.decode()
    assert signed_in(amina).post(place, spoken(challenge, party="all")).status_code == 200
    assert Statement.objects.get().party is None
    interest = base(challenge) + "zonder-formulier/interest/"
    assert signed_in(amina).post(interest, spoken(challenge, party="all")).status_code == 422


def test_e2_the_party_it_is_for_says_yes_or_no_and_others_only_see_that_it_waits() -> None:
    challenge, amina, bram = make.challenge_of_two()
    town = challenge.parties.get(number=2)
    yes, no = (make_paper.waiting(challenge, amina, town) for _time in range(2))
    for person in (None, make.chris(), amina):
        page = signed_in(person).get(base(challenge)).content.decode()
        assert "2 formulieren wachten" in page
        assert "Ik hoor de bel niet." not in page
    page = signed_in(bram).get(base(challenge)).content.decode()
    assert page.count("Ik hoor de bel niet.") == 2
    assert "ingevoerd door een helper van Bewoners Molenwijk" in page
    for one, end in ((yes, "van-ons"), (no, "niet-van-ons")):
        place = base(challenge) + f"formulier/{one.public_id}/{end}/"
        assert signed_in(bram).get(place).status_code == 405
        assert signed_in(None).post(place).status_code == 302
        assert signed_in(amina).post(place).status_code == 403
        assert signed_in(bram).post(place).status_code == 302
    assert Statement.objects.get().party == town
    assert signed_in(bram).post(base(challenge) + f"formulier/{new_id()}/van-ons/").status_code == 404


def test_an_interest_on_paper_says_so_on_its_page() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    form = printed(challenge, amina, kind="interest")[0].form
    actions.enter_form(form, told=told(words="Rust in huis", source="spoken"), by=Actor.of(amina))
    found = Interest.objects.get()
    page = Client().get(f"/opgaven/{challenge.slug}/belangen/{found.public_id}/").content.decode()
    assert "Mondeling, ingevoerd door een helper." in page


def test_pages_of_helping_answer_each_kind_of_visitor() -> None:
    challenge, amina, bram = make.challenge_of_two()
    form = printed(challenge, amina)[0].form
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    Seat.objects.filter(challenge=challenge, person=make.dilek()).update(ring=Ring.CONTRIBUTOR)
    places = ("invoeren/", f"invoeren/{form.public_id}/", "zonder-formulier/thought/")
    for person, status in ((None, 302), (make.chris(), 403), (make.dilek(), 200), (bram, 200), (amina, 200)):
        for place in places:
            assert signed_in(person).get(base(challenge) + place).status_code == status, (person, place)
    for place in places[1:]:
        assert signed_in(make.chris()).post(base(challenge) + place, {}).status_code == 403
    undo = base(challenge) + f"formulier/{form.public_id}/ongedaan/"
    assert signed_in(amina).get(undo).status_code == 405
    for person, status in ((None, 302), (make.chris(), 403), (bram, 403)):
        assert signed_in(person).post(undo).status_code == status
    assert not Statement.objects.exists()


# The holder of a code


def test_e22_who_holds_the_code_sees_the_own_words_and_takes_them_back_without_an_account() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    one = printed(challenge, amina)[0]
    actions.enter_form(one.form, told=told(words=WORDS), by=Actor.of(amina))
    client, place = Client(), f"/papier/{one.code}/"
    page = client.get(place).content.decode()
    assert WORDS in page
    assert "Ingevoerd door een helper" in page
    assert client.get(place + "terugnemen/").status_code == 405
    assert client.post("/papier/BCDFG23456/terugnemen/").status_code == 404
    assert client.post(place + "terugnemen/").headers["Location"] == place
    page = client.get(place).content.decode()
    assert WORDS not in page
    assert "is ingetrokken. Het telt niet mee" in page
    assert Statement.objects.get().state == Statement.State.WITHDRAWN
    assert client.post(place).status_code == 409


def test_the_page_of_a_code_tells_of_waiting_declined_answers_and_interests() -> None:
    challenge, amina, bram = make.challenge_of_two()
    thoughts(challenge, bram)
    (crosses, _other), (wish, _more) = (printed(challenge, amina, kind=kind) for kind in ("answers", "interest"))
    actions.enter_form(crosses.form, told=told(answers={1: 1}), by=Actor.of(amina))
    actions.enter_form(wish.form, told=told(words="Rust"), by=Actor.of(amina))
    assert "1 antwoord van jou telt mee" in Client().get(f"/papier/{crosses.code}/").content.decode()
    assert "nu een belang van Bewoners Molenwijk" in Client().get(f"/papier/{wish.code}/").content.decode()
    waits = actions.enter_without_form(
        challenge,
        public_id=new_id(),
        kind="thought",
        party=challenge.parties.get(number=2),
        told=told(words=WORDS),
        by=Actor.of(amina),
    )
    assert "Dit wacht tot Gemeente Lindeveen" in Client().get(f"/papier/{waits.code}/").content.decode()
    assert Client().post(f"/papier/{waits.code}/").status_code == 409
    actions.decline_form(waits.form, by=Actor.of(bram))
    strip = Client().get(f"/papier/{waits.code}/").content.decode()
    assert "niet van een van haar mensen" in strip
    assert WORDS in strip
    assert Client().post(f"/papier/{waits.code}/terugnemen/").status_code == 302
    assert WORDS not in Client().get(f"/papier/{waits.code}/").content.decode()


def test_not_from_us_asks_once_more_and_its_helper_brings_it_in_for_another_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    town = challenge.parties.get(number=2)
    form = make_paper.waiting(challenge, amina, town)
    place, clients = f"/opgaven/{challenge.slug}/papier/", {}
    for person in (amina, bram):
        clients[person] = Client()
        clients[person].force_login(person)
    page = clients[bram].get(place).content.decode()
    assert "Ja, het is niet van ons" in page.split("Nee, niet van ons")[1].split("</details>")[0]
    clients[bram].post(f"{place}formulier/{form.public_id}/niet-van-ons/")
    page = clients[bram].get(place).content.decode()
    assert "Het is toch van een van ons" in page
    assert "Ik hoor de bel niet." not in page
    assert "Ik hoor de bel niet." in clients[amina].get(f"{place}invoeren/").content.decode()
    typing = f"{place}invoeren/{form.public_id}/"
    page = clients[amina].get(typing).content.decode()
    assert "Ik hoor de bel niet." in page
    assert town.public_id not in page, "the party that said no is not offered"
    sent = {
        "public_id": form.public_id,
        "party": challenge.parties.get(number=1).public_id,
        "words": "Ik hoor de bel niet.",
    }
    assert clients[amina].post(typing, {**sent, "source": "phone", "shows": "party"}).status_code == 422
    done = clients[amina].post(typing, {**sent, "source": "phone", "shows": "party", "agreed": "on"})
    assert done.headers["Location"] == f"{place}invoeren/"
    assert Statement.objects.get().party == challenge.parties.get(number=1)
    assert clients[bram].get(typing).content.decode().count("<textarea") == 0


def test_a_form_of_a_pile_that_was_taken_back_says_so_at_once() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    one = printed(challenge, amina, number=1)[0]
    client, place = Client(), f"/opgaven/{challenge.slug}/papier/"
    client.force_login(amina)
    page = client.get(place).content.decode()
    assert "Ja, trek ze in" in page.split("Trek in")[1].split("</details>")[0]
    client.post(f"{place}{one.form.pile.public_id}/terug/")  # type: ignore[union-attr]
    typing = client.get(f"{place}invoeren/{one.form.public_id}/").content.decode()
    assert "Dit formulier is ingetrokken" in typing
    assert "<textarea" not in typing
    strip = Client().get(f"/papier/{one.code}/").content.decode()
    assert "Dit formulier is ingetrokken" in strip
    assert "Ga verder, op dit apparaat" not in strip
    assert "Je kunt het ook hier online doen" not in strip


def test_the_author_goes_on_on_a_phone_and_finds_the_own_thought() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    one = printed(challenge, amina)[0]
    actions.enter_form(one.form, told=told(words=WORDS), by=Actor.of(amina))
    client = Client()
    assert client.post(f"/papier/{one.code}/").status_code == 302
    assert WORDS in client.get(f"/opgaven/{challenge.slug}/dialoog/mijn/").content.decode()
