"""Everybody introduces themselves in the same space, for the people of the challenge alone; erasing is for good."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.models import Notice
from communityup.people.actions import become, leave_platform, make_guest
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Text, Version
from communityup.workspace.acquaintance import actions, jobs, queries
from communityup.workspace.acquaintance.models import Introduction, NotNow
from communityup.workspace.challenges.models import Challenge, Facilitator, Phase, Reader, Ring, Seat
from communityup.workspace.joining.actions import give_place
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.moderation.actions import hide, take_back
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_acquaintance
from tests.make_acquaintance import card, lines
from tests.make_notices import told

pytestmark = pytest.mark.django_db
WORDS = "Ik woon hier al twintig jaar."


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/kennismaken/"


def all_words() -> list[str]:
    return list(Version.objects.filter(erased_at=None).values_list("body", flat=True))


def test_b23_somebody_introduces_themselves_with_one_line_that_holds_nothing_of_the_words() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    card(challenge, amina, at_stake="Dat we elkaar kwijtraken.")
    assert lines(challenge) == ["introduction_written"]
    assert Line.objects.get(type="acquaintance.introduction_written").content["commit"] is None
    found = queries.cards(challenge, "")["groups"][0]["cards"][0]
    assert (found["name"], found["brings"], found["at_stake"]) == ("Amina", WORDS, "Dat we elkaar kwijtraken.")


def test_an_introduction_says_something_and_is_as_long_as_a_thought_at_most() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused, match="één van de twee"):
        card(challenge, amina, brings=" ", at_stake="\n")
    with pytest.raises(Refused, match="280"):
        card(challenge, amina, brings="a" * 281)
    card(challenge, amina, brings="", at_stake="a" * 280)
    assert lines(challenge) == ["introduction_written"]


def test_changing_an_introduction_erases_what_it_said_and_the_same_again_changes_nothing() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    first = card(challenge, amina, at_stake="De tuin")
    assert card(challenge, amina, at_stake="De tuin").pk == first.pk
    assert lines(challenge) == ["introduction_written"]
    card(challenge, amina, brings="Ik woon hier nu.", at_stake="")
    assert lines(challenge) == ["introduction_written", "introduction_changed"]
    assert {WORDS, "De tuin"}.isdisjoint(all_words())
    found = Introduction.objects.get()
    assert (str(found.brings), found.at_stake) == ("Ik woon hier nu.", None)
    card(challenge, amina, brings="Ik woon hier nu.", at_stake="Het dak")
    assert Introduction.objects.get().at_stake is not None


def test_erasing_is_for_good_and_twice_is_once_also_in_a_closed_challenge() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    card(challenge, amina, at_stake="De tuin")
    Challenge.objects.update(phase=Phase.CLOSED)
    challenge.refresh_from_db()
    with pytest.raises(Refused, match="gesloten"):
        card(challenge, amina, brings="Anders")
    for _twice in range(2):
        actions.erase_introduction(challenge, by=Actor.of(amina))
    assert not Introduction.objects.exists()
    assert {WORDS, "De tuin"}.isdisjoint(all_words())
    assert lines(challenge) == ["introduction_written", "introduction_erased"]


def test_one_answer_is_taken_back_on_the_page_of_ones_own_words_and_with_the_last_the_card_goes() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = card(challenge, amina, at_stake="De tuin")
    assert made.brings is not None
    assert made.at_stake is not None
    with pytest.raises(NotAllowed):
        actions.take_words_back(made, made.brings, by=Actor.of(bram))
    take_back(challenge, made.brings, by=Actor.of(amina))
    assert Introduction.objects.get().brings is None
    take_back(challenge, made.at_stake, by=Actor.of(amina))
    assert not Introduction.objects.exists()
    assert {WORDS, "De tuin"}.isdisjoint(all_words())
    assert lines(challenge)[1:] == ["introduction_erased", "introduction_erased"]


def test_taking_back_the_second_answer_keeps_the_first() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    made = card(challenge, amina, at_stake="De tuin")
    assert made.at_stake is not None
    take_back(challenge, made.at_stake, by=Actor.of(amina))
    assert all_words().count(WORDS) == 1
    assert "De tuin" not in all_words()


def test_who_takes_no_part_cannot_introduce_themselves_and_every_ring_can() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    with pytest.raises(NotAllowed):
        card(challenge, make.chris())
    Reader.objects.create(challenge=challenge, person=make.person("Volger"), since=challenge.started_at)
    with pytest.raises(NotAllowed):
        card(challenge, make.person("Volger"))
    with pytest.raises(NotAllowed):
        actions.introduce(challenge, brings="Hallo", by=Actor.visitor())
    assert signed_in(make.chris()).get(page(challenge) + "mijn-kaartje/").status_code == 403
    for last in ("mijn-kaartje/", "mijn-kaartje/wissen/", "mijn-kaartje/niet-nu/"):
        assert signed_in(make.chris()).post(page(challenge) + last, {"brings": "Hallo"}).status_code == 403
        assert Client().post(page(challenge) + last).status_code == 302
    for last in ("wissen/", "niet-nu/"):
        assert signed_in(amina).get(page(challenge) + "mijn-kaartje/" + last).status_code == 405
    for ring in Ring:
        Seat.objects.filter(person=amina).update(ring=ring)
        card(challenge, amina, brings=f"Ik sta hier: {ring}")


def test_who_guards_the_process_from_outside_introduces_themselves_for_no_party_and_stands_last() -> None:
    challenge, amina, bram = make.challenge_of_two()
    guard = outside_guard(challenge)
    card(challenge, guard, brings="Ik let op de tijd.")
    card(challenge, bram, brings="Ik werk hier.")
    card(challenge, amina)
    groups = queries.cards(challenge, "")["groups"]
    assert [group["number"] for group in groups] == [1, 2, None]
    html = signed_in(bram).get(page(challenge)).content.decode()
    assert "Begeleidt het proces, voor geen partij" in html


def outside_guard(challenge: Challenge) -> Person:
    Facilitator.objects.create(challenge=challenge, party=None, person=make.dilek(), since=timezone.now())
    return make.dilek()


def test_a37_the_card_of_an_alderman_and_of_a_resident_are_alike_but_for_name_and_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    Person.objects.filter(pk=bram.pk).update(display_name="Wethouder")
    for one in (amina, bram):
        card(challenge, one, at_stake="Dat we elkaar kwijtraken.")
    html = signed_in(amina).get(page(challenge)).content.decode()
    cards = re.findall(r'<section aria-labelledby="cards-.*?</section>', html, re.DOTALL)
    assert len(cards) == 2
    plain = [re.sub(r'id="k-\w+"|cards-\d', "", one) for one in cards]
    resident = plain[0].replace("Amina", "NAME").replace("Bewoners Molenwijk", "PARTY")
    alderman = plain[1].replace("Wethouder", "NAME").replace("Gemeente Lindeveen", "PARTY")
    assert re.sub(r"shape-\d tone-\d|>[BG]</i>", "", resident) == re.sub(r"shape-\d tone-\d|>[BG]</i>", "", alderman)
    form = signed_in(bram).get(page(challenge) + "mijn-kaartje/").content.decode()
    fields = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', form)) - {
        "csrfmiddlewaretoken",
        "language",
        "next",
    }
    assert {"brings", "at_stake"} <= fields
    assert not {"title", "role", "job", "function"} & fields


def test_cards_stand_per_party_in_the_order_in_which_they_came_the_same_for_all_and_fifty_on_a_page() -> None:
    challenge, amina, bram = make.challenge_of_two()
    others = make_acquaintance.people_of(challenge, 1, "Eva Fatma Gerard")
    for one in (bram, *reversed(others), amina):
        card(challenge, one)
    groups = queries.cards(challenge, "")["groups"]
    assert [group["name"] for group in groups] == ["Bewoners Molenwijk", "Gemeente Lindeveen"]
    assert [one["name"] for one in groups[0]["cards"]] == ["Gerard", "Fatma", "Eva", "Amina"]
    pages = {
        signed_in(one).get(page(challenge)).content.decode().partition('class="content"')[2] for one in (amina, bram)
    }
    assert len({re.sub(r'value="\w+"', "", one).partition("<footer")[0] for one in pages}) == 1
    queries.ON_A_PAGE, before = 3, queries.ON_A_PAGE
    try:
        second = queries.cards(challenge, "2")
        assert [one["name"] for group in second["groups"] for one in group["cards"]] == ["Amina", "Bram"]
    finally:
        queries.ON_A_PAGE = before


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_cards_asks_as_many_questions_for_one_card_as_for_three(
    number: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    people = [amina, *make_acquaintance.people_of(challenge, 1, "Eva Fatma")]
    for one in people[:number]:
        card(challenge, one)
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.cards(challenge, "")


def test_b22_only_who_takes_part_reads_cards_and_a_visitor_finds_what_the_page_is() -> None:
    challenge, amina, bram = make.challenge_of_two()
    card(challenge, amina)
    Reader.objects.create(challenge=challenge, person=make.person("Volger"), since=challenge.started_at)
    for one in (amina, bram, make.person("Volger")):
        assert WORDS in signed_in(one).get(page(challenge)).content.decode()
    for client in (signed_in(make.chris()), Client()):
        answer = client.get(page(challenge))
        assert answer.status_code == 200
        assert WORDS not in answer.content.decode()
        assert "Amina" not in answer.content.decode()


def test_words_for_who_takes_part_are_looked_up_and_reported_by_these_people_alone() -> None:
    challenge, amina, bram = make.challenge_of_two()
    text = card(challenge, amina).brings
    assert text is not None
    report = f"/opgaven/{challenge.slug}/melden/"
    words = f"{report}{text.public_id}/"
    assert WORDS in signed_in(bram).get(report).content.decode()
    assert signed_in(bram).get(words).status_code == 200
    for client in (signed_in(make.chris()), Client()):
        assert WORDS not in client.get(report).content.decode()
        assert client.get(words).status_code == 404


def test_hidden_words_of_a_card_show_as_hidden_to_others_and_to_who_wrote_them_in_the_form() -> None:
    challenge, amina, bram = make.challenge_of_two()
    text = card(challenge, amina).brings
    assert text is not None
    hide(challenge, Text.objects.get(pk=text.pk), reason="insult", by=Actor.of(bram))
    assert WORDS not in signed_in(bram).get(page(challenge)).content.decode()
    assert "[verborgen]" in signed_in(bram).get(page(challenge)).content.decode()
    assert WORDS in signed_in(amina).get(page(challenge) + "mijn-kaartje/").content.decode()


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client = signed_in(amina)
    answer = client.post(page(challenge) + "mijn-kaartje/", {"brings": "a" * 300, "at_stake": "De tuin"})
    assert answer.status_code == 422
    assert "De tuin" in answer.content.decode()
    empty = client.post(page(challenge) + "mijn-kaartje/", {"brings": " ", "at_stake": ""})
    assert empty.status_code == 422
    assert "allebei hoeft niet" in empty.content.decode()
    assert not Introduction.objects.exists()
    assert client.post(page(challenge) + "mijn-kaartje/", {"brings": "Hallo"}).status_code == 302
    assert client.post(page(challenge) + "mijn-kaartje/wissen/").status_code == 302
    assert not Introduction.objects.exists()


def test_somebody_is_asked_once_another_did_and_no_more_once_they_say_so() -> None:
    challenge, amina, bram = make.challenge_of_two()
    asks = "Stel je je voor?"
    assert asks not in [task.asks for task in my_tasks(bram)]
    card(challenge, amina)
    assert asks in [task.asks for task in my_tasks(bram)]
    assert asks not in [task.asks for task in my_tasks(amina)]
    for _twice in range(2):
        assert signed_in(bram).post(page(challenge) + "mijn-kaartje/niet-nu/").status_code == 302
    assert asks not in [task.asks for task in my_tasks(bram)]
    assert lines(challenge) == ["introduction_written"]
    card(challenge, bram)
    assert not NotNow.objects.exists()
    with pytest.raises(NotAllowed):
        actions.ask_no_more(challenge, by=Actor.of(make.chris()))


@pytest.mark.parametrize("change", [{"off": ["acquaintance"]}, {"skipped": ["acquaintance"]}, {"phase": "dialogue"}])
def test_nobody_is_asked_when_it_is_off_or_skipped_or_after_the_lead_in(change: dict[str, object]) -> None:
    challenge, amina, bram = make.challenge_of_two()
    card(challenge, amina)
    Challenge.objects.filter(pk=challenge.pk).update(**change)
    assert my_tasks(bram) == []


def test_who_leaves_the_challenge_shows_no_more_at_once_and_their_words_are_erased_soon() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    [eva] = make_acquaintance.people_of(challenge, 1, "Eva")
    card(challenge, eva, brings="Ik ga weer weg.")
    card(challenge, amina)
    leave_seat(challenge, by=Actor.of(eva))
    assert [one["name"] for one in queries.cards(challenge, "")["groups"][0]["cards"]] == ["Amina"]
    assert jobs.forget_who_left() == 1
    assert jobs.forget_who_left() == 0
    assert "Ik ga weer weg." not in all_words()
    assert WORDS in all_words()
    with pytest.raises(NotAllowed):
        actions.forget_who_left(challenge, eva, by=Actor.of(amina))
    assert not actions.forget_who_left(challenge, amina, by=Actor.job("acquaintance_forget"))


def test_leaving_the_platform_erases_ones_card_everywhere() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    [eva] = make_acquaintance.people_of(challenge, 1, "Eva")
    card(challenge, eva, brings="Ik ga weer weg.", at_stake="Alles")
    card(challenge, amina)
    leave_platform(eva, by=Actor.of(eva))
    assert {"Ik ga weer weg.", "Alles"}.isdisjoint(all_words())
    assert Introduction.objects.get().person == amina


def test_a_guest_who_turns_out_to_have_an_account_keeps_one_card() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    guest, other = make_guest(language="nl"), make_guest(language="nl")
    party = challenge.parties.get(number=1)
    for one in (guest, other):
        give_place(challenge, party, one)
        card(challenge, one, brings=f"Gast {one.pk}")
    assert queries.cards(challenge, "")["groups"][0]["cards"][0]["name"] == "gast"
    card(challenge, amina)
    become(guest, amina)
    assert sorted(Introduction.objects.values_list("person", flat=True)) == sorted([amina.pk, other.pk])
    assert f"Gast {guest.pk}" not in all_words()


def test_everybody_hears_of_a_new_card() -> None:
    challenge, amina, bram = make.challenge_of_two()
    card(challenge, amina)
    told()
    heard = Notice.objects.filter(line__type="acquaintance.introduction_written").values_list("person", flat=True)
    assert {amina.pk, bram.pk} <= set(heard)
