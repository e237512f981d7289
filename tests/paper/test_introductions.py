"""An introduction on paper is its author's: typed in with their yes, for a party alone, erased with the code."""

import pytest
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.acquaintance import queries
from communityup.workspace.acquaintance.actions import erase_introduction
from communityup.workspace.acquaintance.models import Introduction
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.paper import actions
from communityup.workspace.paper.models import Form
from tests import make
from tests.make_paper import blank, code_of, entered, last, lines, open_conversation, printed, spoken, told, two

pytestmark = pytest.mark.django_db
BRINGS, STAKE = "Ik kom hier elke week.", "Dat het te druk wordt."
CARD = "introduction"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words() -> set[str]:
    return set(Version.objects.filter(erased_at=None).values_list("body", flat=True))


def cards(challenge: Challenge) -> list[dict[str, object]]:
    return [one for group in queries.cards(challenge, "")["groups"] for one in group["cards"]]


def test_a19_an_introduction_on_paper_is_a_card_of_its_author_with_source_helper_and_consent() -> None:
    challenge, amina, _bram, party, _other = two()
    form, before = blank(challenge, amina, CARD), last(challenge)
    entered(form, amina, words=BRINGS, at_stake=STAKE)
    form = Form.objects.get(pk=form.pk)
    card = Introduction.objects.get()
    assert (form.state, form.introduction, form.agreed, form.source) == ("entered", card, True, "paper")
    assert card.person == form.author
    assert card.person.is_guest
    assert card.person.seats.get().party == party
    version = card.brings.current if card.brings else None
    assert version is not None
    assert (version.author, version.entered_by, version.source) == (form.author, amina, "paper")
    assert lines(challenge, before) == ["acquaintance.introduction_written"]
    [shown] = cards(challenge)
    assert (shown["name"], shown["brings"], shown["at_stake"], shown["entered"]) == ("gast", BRINGS, STAKE, True)
    html = signed_in(amina).get(f"/opgaven/{challenge.slug}/kennismaken/").content.decode()
    assert "ingevoerd door een helper" in html


def test_without_the_yes_of_its_author_nothing_is_entered_and_one_answer_is_enough() -> None:
    challenge, amina, _bram, _party, _other = two()
    form = blank(challenge, amina, CARD)
    with pytest.raises(Refused):
        entered(form, amina, words=BRINGS, agreed=False)
    with pytest.raises(Refused):
        entered(form, amina, words=" ", at_stake=" ")
    assert not Introduction.objects.exists()
    entered(form, amina, at_stake=STAKE)
    assert Introduction.objects.get().brings is None


@pytest.mark.parametrize("said", [{"words": BRINGS}, {"at_stake": STAKE}, {"words": BRINGS, "at_stake": STAKE}])
def test_e2_typed_in_for_another_party_it_waits_until_that_party_says_it_is_from_its_people(
    said: dict[str, str],
) -> None:
    challenge, amina, bram, _own, other = two()
    waiting = spoken(challenge, amina, other, CARD, **said).form
    assert waiting.state == "waiting"
    assert cards(challenge) == []
    html = signed_in(bram).get(f"/opgaven/{challenge.slug}/papier/").content.decode()
    assert all(one in html for one in said.values())
    assert not any(
        one in signed_in(amina).get(f"/opgaven/{challenge.slug}/papier/").content.decode() for one in said.values()
    )
    with pytest.raises(NotAllowed):
        actions.confirm_form(waiting, by=Actor.of(amina))
    actions.confirm_form(waiting, by=Actor.of(bram))
    [shown] = cards(challenge)
    assert (shown["brings"], shown["at_stake"]) == (said.get("words", ""), said.get("at_stake", ""))
    assert shown["number"] == other.number


def test_declined_by_its_party_both_answers_stay_with_the_helper_who_takes_them_away() -> None:
    challenge, amina, bram, _own, other = two()
    waiting = spoken(challenge, amina, other, CARD, words=BRINGS, at_stake=STAKE).form
    actions.decline_form(waiting, by=Actor.of(bram))
    assert {BRINGS, STAKE} <= words()
    actions.undo_form(waiting, by=Actor.of(amina))
    assert {BRINGS, STAKE}.isdisjoint(words())


def test_the_strip_shows_it_and_takes_it_back_for_good_and_the_helper_undoes_a_slip() -> None:
    challenge, amina, _bram, _party, _other = two()
    [one] = printed(challenge, amina, kind=CARD, number=1)
    entered(one.form, amina, words=BRINGS, at_stake=STAKE)
    html = Client().get(f"/papier/{one.code}/").content.decode()
    assert BRINGS in html
    assert STAKE in html
    actions.take_back(code_of(one.code))
    assert not Introduction.objects.exists()
    assert {BRINGS, STAKE}.isdisjoint(words())
    again = blank(challenge, amina, CARD)
    entered(again, amina, words=BRINGS)
    assert actions.undo_form(again, by=Actor.of(amina)).state == "blank"
    assert BRINGS not in words()
    entered(again, amina, words=BRINGS)
    assert len(cards(challenge)) == 1


def test_who_came_online_with_the_strip_changes_their_card_themselves_and_erasing_keeps_the_form() -> None:
    challenge, amina, _bram, _party, _other = two()
    [one] = printed(challenge, amina, kind=CARD, number=1)
    entered(one.form, amina, words=BRINGS)
    guest = actions.come_in(code_of(one.code), language="nl", by=None)
    assert BRINGS in signed_in(guest).get(f"/opgaven/{challenge.slug}/kennismaken/mijn-kaartje/").content.decode()
    erase_introduction(challenge, by=Actor.of(guest))
    form = Form.objects.get(pk=one.form.pk)
    assert (form.introduction, form.state) == (None, "entered")


def test_an_introduction_is_for_a_party_not_in_ones_own_name() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    open_conversation(challenge)
    with pytest.raises(Refused):
        spoken(challenge, amina, None, CARD, words=BRINGS)
    client = signed_in(amina)
    facts = {"public_id": new_id(), "kind": CARD, "whose": "all", "number": "2", "size": "a4"}
    answer = client.post(f"/opgaven/{challenge.slug}/papier/maken/", facts)
    assert answer.status_code == 422
    assert "Kies je eigen partij" in answer.content.decode()


def test_when_getting_to_know_each_other_is_off_no_card_is_typed_in() -> None:
    challenge, amina, _bram, _party, _other = two()
    form = blank(challenge, amina, CARD)
    Challenge.objects.filter(pk=challenge.pk).update(off=["acquaintance"])
    with pytest.raises(Refused, match="uitgezet"):
        entered(Form.objects.get(pk=form.pk), amina, words=BRINGS)


def test_the_printed_sheet_asks_the_two_questions_and_the_page_to_type_in_says_what_is_missing() -> None:
    challenge, amina, _bram, party, _other = two()
    client, base = signed_in(amina), f"/opgaven/{challenge.slug}/papier/"
    facts = {"public_id": new_id(), "kind": CARD, "whose": "own", "number": "2", "size": "a4"}
    sheet = client.post(base + "maken/", facts).content.decode()
    assert sheet.count("Wat brengt je hier?") == 2
    assert sheet.count("Wat mag er niet misgaan?") == 2
    assert "<svg" in sheet
    form = Form.objects.filter(challenge=challenge).first()
    assert form is not None
    fill = f"{base}invoeren/{form.public_id}/"
    missing = client.post(fill, {"words": "", "at_stake": "", "source": "paper", "agreed": "on"})
    assert missing.status_code == 422
    assert "Een van de twee vragen" in missing.content.decode()
    assert client.post(fill, {"words": "", "at_stake": STAKE, "source": "paper", "agreed": "on"}).status_code == 302
    assert cards(challenge)[0]["at_stake"] == STAKE
    loose = f"{base}zonder-formulier/{CARD}/"
    assert client.get(loose).status_code == 200
    kept = client.post(
        loose, {"public_id": new_id(), "party": party.public_id, "words": BRINGS, "source": "phone", "agreed": "on"}
    )
    assert kept.status_code == 200
    assert len(cards(challenge)) == 2


def test_leaving_erases_both_answers_of_a_form_that_waits() -> None:
    challenge, amina, _bram, _own, other = two()
    waiting = spoken(challenge, amina, other, CARD, words=BRINGS, at_stake=STAKE).form
    assert waiting.author is not None
    actions.forget_helped(waiting.author)
    assert {BRINGS, STAKE}.isdisjoint(words())
    assert told().at_stake == ""
