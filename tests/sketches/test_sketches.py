"""A9: a question is published as a first sketch, in versions, and others react before it is final."""

from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.sketches import actions, queries
from communityup.workspace.sketches.models import Proposal, Reaction
from tests import make

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, NOT_FOUND, NOT_HERE, UNPROCESSABLE = 200, 302, 403, 404, 405, 422
TITLE, WHY = "Hoe wordt het buurthuis van de buurt?", "Het gebouw is oud en wij willen het zelf dragen."


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def client_of(name: str | None) -> Client:
    client = Client()
    if name is not None:
        client.force_login(make.person(name))
    return client


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def proposed(challenge: Challenge, title: str = TITLE, why: str = WHY, *, sketch: bool = True) -> Proposal:
    proposal = actions.propose_words(challenge, title=title, why=why, sketch=sketch, by=by("Amina"))
    assert proposal is not None
    return proposal


def sketched(challenge: Challenge, title: str = TITLE, why: str = WHY, *, sketch: bool = True) -> Challenge:
    respond(proposed(challenge, title, why, sketch=sketch).asked, agrees=True, by=by("Bram"))
    challenge.refresh_from_db()
    return challenge


def version_page(challenge: Challenge, number: int, name: str | None = None) -> str:
    return client_of(name).get(f"/opgaven/{challenge.slug}/vraag/versie/{number}/").content.decode()


def test_a9_a_sketch_is_labelled_and_each_version_with_its_reactions_stays_at_its_own_address() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert "eerste schets" not in client_of(None).get(f"/opgaven/{challenge.slug}/").content.decode()
    sketched(challenge)
    assert "eerste schets" in client_of(None).get(f"/opgaven/{challenge.slug}/").content.decode()
    assert challenge.title == TITLE
    actions.react(challenge, number=2, words="Wie is de buurt?", by=by("Bram"))
    sketched(challenge, why="Het gebouw is oud; de hele Molenwijk wil het dragen.")
    first, second, third = (version_page(challenge, number) for number in (1, 2, 3))
    assert "niemand kan het alleen dragen" in first
    assert "Wie is de buurt?" in second
    assert "wij willen het zelf dragen" in second
    assert "Wie is de buurt?" not in third
    assert "de hele Molenwijk" in third
    assert "eerste schets" in third
    assert "een eerdere versie" in second
    assert client_of(None).get(f"/opgaven/{challenge.slug}/vraag/versie/4/").status_code == NOT_FOUND


def test_a9_other_words_count_when_all_parties_agree_and_not_before() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    before, title = len(lines(challenge)), challenge.title
    proposal = proposed(challenge)
    challenge.refresh_from_db()
    assert (challenge.title, challenge.sketch) == (title, False)
    assert TITLE in str(queries.why(proposal.asked))
    with pytest.raises(Refused, match="al open"):
        actions.propose_words(challenge, title="Iets anders?", why=WHY, sketch=False, by=by("Bram"))
    respond(proposal.asked, agrees=True, by=by("Bram"))
    assert lines(challenge)[before:] == ["sketches.words_proposed", "sketches.words_changed"]


def test_a9_a_sketch_becomes_final_by_consent_and_then_takes_no_reactions() -> None:
    challenge = sketched(make.challenge_of_two()[0])
    proposal = proposed(challenge, sketch=False)
    assert str(queries.why(proposal.asked)).startswith("Geen schets meer")
    respond(proposal.asked, agrees=True, by=by("Bram"))
    challenge.refresh_from_db()
    assert not challenge.sketch
    assert len(queries.versions(challenge)) == 2
    with pytest.raises(Refused, match="geen eerste schets"):
        actions.react(challenge, number=2, words="Te laat?", by=by("Bram"))


def test_a9_a_party_that_is_alone_yet_changes_its_own_sketch_at_once() -> None:
    challenge = make.challenge_of_one()
    before = len(lines(challenge))
    assert actions.propose_words(challenge, title=TITLE, why=WHY, sketch=True, by=by("Amina")) is None
    challenge.refresh_from_db()
    assert (challenge.title, challenge.sketch) == (TITLE, True)
    assert lines(challenge)[before:] == ["sketches.words_changed"]
    with pytest.raises(Refused, match="Zo staan"):
        actions.propose_words(challenge, title=TITLE, why=WHY, sketch=True, by=by("Amina"))


def test_a9_reactions_are_for_who_takes_part_and_for_the_last_version() -> None:
    challenge = sketched(make.challenge_of_two()[0])
    before = len(lines(challenge))
    for _click in range(2):
        actions.react(challenge, number=2, words="Wie is de buurt?", by=by("Bram"))
    assert lines(challenge)[before:] == ["sketches.reacted"]
    with pytest.raises(Refused, match="nieuwere versie"):
        actions.react(challenge, number=1, words="Oud.", by=by("Bram"))
    with pytest.raises(Http404):
        actions.react(challenge, number=9, words="Nieuw.", by=by("Bram"))
    with pytest.raises(NotAllowed):
        actions.react(challenge, number=2, words="Ik ook.", by=by("Chris"))
    with pytest.raises(NotAllowed):
        actions.propose_words(challenge, title="Iets?", why=WHY, sketch=True, by=by("Chris"))


def test_e22_a_reaction_is_taken_back_by_who_wrote_it_and_leaves_a_tombstone() -> None:
    challenge = sketched(make.challenge_of_two()[0])
    reaction = actions.react(challenge, number=2, words="Wie is de buurt?", by=by("Bram"))
    with pytest.raises(NotAllowed):
        actions.take_reaction_back(reaction, by=by("Amina"))
    before, client = len(lines(challenge)), client_of("Bram")
    address = f"/opgaven/{challenge.slug}/vraag/reacties/{reaction.public_id}/terugnemen/"
    assert "terugnemen" in version_page(challenge, 2, "Bram")
    assert "terugnemen" not in version_page(challenge, 2, "Amina")
    for _click in range(2):
        assert client.post(address).status_code == FOUND
    assert lines(challenge)[before:] == ["sketches.reaction_taken_back", "texts.erased"]
    page = version_page(challenge, 2, "Bram")
    assert "Wie is de buurt?" not in page
    assert "ingetrokken" in page


@pytest.mark.parametrize(
    ("who", "form", "send"), [(None, FOUND, FORBIDDEN), ("Chris", FORBIDDEN, FORBIDDEN), ("Bram", OK, FOUND)]
)
def test_the_addresses_answer_each_role(who: str | None, form: int, send: int) -> None:
    challenge = sketched(make.challenge_of_two()[0])
    client, here = client_of(who), f"/opgaven/{challenge.slug}/vraag/"
    before = Line.objects.count()
    assert client.get(here).status_code == OK
    assert client.get(f"{here}andere-woorden/").status_code == form
    assert client.get(f"{here}versie/2/reageren/").status_code == form
    assert client.get(f"{here}reacties/{'0' * 32}/terugnemen/").status_code == NOT_HERE
    assert Line.objects.count() == before
    assert client.post(f"{here}versie/2/reageren/", {"words": "Mooi zo."}).status_code == send
    assert client.post(f"{here}andere-woorden/", {"title": "En nu?", "why": WHY}).status_code == send
    assert Reaction.objects.count() == int(who == "Bram")


def test_forms_say_what_is_missing_and_keep_what_was_typed() -> None:
    challenge = sketched(make.challenge_of_two()[0])
    client, here = client_of("Amina"), f"/opgaven/{challenge.slug}/vraag/"
    assert TITLE in client.get(f"{here}andere-woorden/").content.decode()
    empty = client.post(f"{here}andere-woorden/", {"title": "Wat nu?", "why": ""})
    assert empty.status_code == UNPROCESSABLE
    assert "Wat nu?" in empty.content.decode()
    assert client.post(f"{here}versie/2/reageren/", {"words": " "}).status_code == UNPROCESSABLE


def test_a9_a_challenge_can_start_as_a_first_sketch() -> None:
    typed = {
        "title": "Hoe houden we de haven open?",
        "place": "Lindeveen",
        "why": "Hij slibt dicht.",
        "kind": "residents",
    }
    client_of("Amina").post("/opgaven/nieuw/", {**typed, "sketch": "on"})
    client_of("Bram").post("/opgaven/nieuw/", {**typed, "title": "En de sluis?"})
    assert list(Challenge.objects.order_by("pk").values_list("sketch", flat=True)) == [True, False]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_reactions(number: int, django_assert_num_queries: Any) -> None:
    challenge = sketched(make.challenge_of_two()[0])
    for which in range(number):
        actions.react(challenge, number=2, words=f"Reactie {which}", by=by("Bram"))
    with django_assert_num_queries(3):
        assert len(queries.page(challenge)["reactions"]) == number
