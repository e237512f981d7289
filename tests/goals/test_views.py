"""The pages of goals and interests: who sees what, bad input, goals in view."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.goals import actions
from communityup.workspace.goals.models import Goal, Interest, Relation
from tests import make, make_goals

pytestmark = pytest.mark.django_db

BAD_WORDS = ["", "   ", "\x00", "x" * 2000, "\u200b", "\n\t"]


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def words_in_main(html: str) -> int:
    main = html[html.index("<main") : html.index("</main>")]
    return len(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", main, flags=re.DOTALL).split())


def address(name: str, challenge: Challenge, public_id: str = "") -> str:
    return reverse(f"goals:{name}", args=[challenge.slug, public_id] if public_id else [challenge.slug])


@pytest.mark.parametrize("page", ["page", "interests"])
def test_b15_the_goals_are_in_view_on_the_pages_of_goals_and_interests(page: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.shared_goal(challenge, amina, bram)
    interest = make_goals.interest(challenge, amina)
    for person in (amina, bram, make.chris(), None):
        html = signed_in(person).get(address(page, challenge)).content.decode()
        band = html[html.index('class="goals-band"') :]
        assert make_goals.WORDS in band[: band.index("</section>")]
    client = signed_in(amina)
    for name, public_id in (("retire", goal.public_id), ("interest", interest.public_id)):
        html = client.get(address(name, challenge, public_id)).content.decode()
        band = html[html.index('class="goals-band"') :]
        assert make_goals.WORDS in band[: band.index("</section>")]


def test_two_parties_share_a_goal_through_the_pages() -> None:
    challenge, amina, bram = make.challenge_of_two()
    response = signed_in(amina).post(address("page", challenge), {"words": "Samen open"})
    assert (response.status_code, response["Location"]) == (302, address("page", challenge))
    goal = Goal.objects.get()
    html = signed_in(bram).get(address("page", challenge)).content.decode()
    assert address("agree", challenge, goal.public_id) in html
    assert "Bewoners Molenwijk" in html
    signed_in(bram).post(address("agree", challenge, goal.public_id))
    goal.refresh_from_db()
    assert goal.state == Goal.State.SHARED


def test_e3_everybody_sees_the_same_but_for_the_buttons() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_goals.shared_goal(challenge, amina, bram)
    make_goals.proposed_goal(challenge, amina, "Een tweede doel")
    make_goals.interest(challenge, bram)

    def read(person: Person, page: str) -> str:
        html = signed_in(person).get(address(page, challenge)).content.decode()
        content = html[html.index('<div class="content">') : html.index('<div class="aside">')]
        plain = re.sub(r'<form.*?</form>|<a .*?</a>|<div class="button-row">\s*|</?div>', "", content, flags=re.DOTALL)
        return re.sub(r"<[^>]+>|\s+", " ", plain)

    for page in ("page", "interests"):
        seen = {re.sub(r"\s+", " ", read(person, page)).strip() for person in (amina, bram, make.chris())}
        assert len(seen) == 1


@pytest.mark.parametrize("words", BAD_WORDS)
@pytest.mark.parametrize("page", ["page", "interests"])
def test_bad_words_get_a_sentence_and_keep_nothing(page: str, words: str) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    before = Line.objects.count()
    response = signed_in(amina).post(address(page, challenge), {"words": words})
    assert response.status_code in {409, 422}
    assert Line.objects.count() == before
    assert not Goal.objects.exists()
    assert not Interest.objects.exists()


def test_what_was_typed_stays_after_a_mistake() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    typed = "Te lang " * 40
    for page in ("page", "interests"):
        response = signed_in(amina).post(address(page, challenge), {"words": typed})
        assert response.status_code == 422
        assert typed.strip() in response.content.decode()


def test_outsiders_read_a_public_challenge_and_cannot_act() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.proposed_goal(challenge, amina)
    interest = make_goals.interest(challenge, amina)
    chris = signed_in(make.chris())
    for page in ("page", "interests"):
        html = chris.get(address(page, challenge)).content.decode()
        assert "<textarea" not in html
        assert chris.post(address(page, challenge), {"words": "Iets"}).status_code == 403
    for name in ("agree", "withdraw", "not_yet", "retire", "agree_to_retire", "keep_for_now", "withdraw_retirement"):
        data = {"reason": "Zomaar"}
        assert chris.post(address(name, challenge, goal.public_id), data).status_code in {403, 409}, name
    for name in ("interest", "withdraw_interest", "relate"):
        data = {"words": "Anders", "goal": goal.public_id, "effect": "none"}
        assert chris.post(address(name, challenge, interest.public_id), data).status_code == 403
        assert signed_in(bram).post(address(name, challenge, interest.public_id), data).status_code == 403
    goal.refresh_from_db()
    assert goal.state == Goal.State.PROPOSED


def test_a_closed_challenge_is_not_there_for_outsiders() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    goal, interest = make_goals.proposed_goal(challenge, amina), make_goals.interest(challenge, amina)
    chris = signed_in(make.chris())
    for name in ("page", "interests"):
        assert chris.get(address(name, challenge)).status_code == 404
        assert chris.post(address(name, challenge), {"words": "Iets"}).status_code == 404
    assert chris.post(address("agree", challenge, goal.public_id)).status_code == 404
    assert chris.get(address("interest", challenge, interest.public_id)).status_code == 404


@pytest.mark.parametrize("public_id", ["0" * 32, "x", "1 or 1=1", "%00", "..", "a" * 300])
def test_an_unknown_id_is_not_there(public_id: str) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client = signed_in(amina)
    base = address("page", challenge)
    assert client.post(f"{base}{public_id}/akkoord/").status_code == 404
    assert client.get(f"{address('interests', challenge)}{public_id}/").status_code == 404


def test_things_of_another_challenge_are_not_there() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    other = make.challenge_of_one(title="Iets anders")
    goal, interest = make_goals.proposed_goal(other, amina), make_goals.interest(other, amina)
    client = signed_in(amina)
    assert client.post(address("agree", challenge, goal.public_id)).status_code == 404
    assert client.get(address("interest", challenge, interest.public_id)).status_code == 404
    own = make_goals.interest(challenge, amina)
    data = {"goal": goal.public_id, "effect": "helps"}
    assert client.post(address("relate", challenge, own.public_id), data).status_code == 422
    assert not Relation.objects.exists()


def test_looking_changes_nothing_and_buttons_need_a_post() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.proposed_goal(challenge, amina)
    client, before = signed_in(bram), Line.objects.count()
    for name in ("agree", "withdraw", "agree_to_retire", "withdraw_retirement"):
        assert client.get(address(name, challenge, goal.public_id)).status_code == 405
    assert client.get(address("not_yet", challenge, goal.public_id)).status_code == 200
    assert Line.objects.count() == before
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bram)
    assert strict.post(address("agree", challenge, goal.public_id)).status_code == 403


def test_a_visitor_is_asked_to_sign_in_first() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    response = Client().post(address("page", challenge), {"words": ""})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
    typed = Client().post(address("page", challenge), {"words": "Iets moois"})
    assert typed.status_code == 403
    assert "Iets moois" in typed.content.decode()
    assert reverse("account_login") in typed.content.decode()


def test_the_matrix_is_a_table_and_a_cell_is_set_with_one_button() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.shared_goal(challenge, amina, bram)
    interest = make_goals.interest(challenge, amina)
    client, page = signed_in(amina), address("interest", challenge, interest.public_id)
    assert "<caption>" in client.get(address("interests", challenge)).content.decode()
    assert client.get(page).content.decode().count('aria-pressed="false"') == 3
    data = {"goal": goal.public_id, "effect": "strains"}
    response = client.post(address("relate", challenge, interest.public_id), data)
    assert (response.status_code, response["Location"]) == (302, page)
    assert client.get(page).content.decode().count('aria-pressed="true"') == 1
    assert "aria-pressed" not in signed_in(bram).get(page).content.decode()
    table = signed_in(bram).get(address("interests", challenge)).content.decode()
    assert "schuurt" in table[table.index("<tbody") : table.index("</tbody>")]
    for wrong in (
        {"goal": goal.public_id, "effect": "kills"},
        {"effect": "helps"},
        {},
        {"goal": "\x00", "effect": "helps"},
    ):
        assert client.post(address("relate", challenge, interest.public_id), wrong).status_code == 422
    assert Relation.objects.get().effect == "strains"


def test_the_goals_page_of_an_empty_challenge_is_short() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    html = signed_in(amina).get(address("page", challenge)).content.decode()
    assert words_in_main(html) <= 70


def test_a_withdrawn_interest_shows_no_words_anywhere() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina, "Kanariewoorden")
    actions.withdraw_interest(interest, by=Actor.of(amina))
    client = signed_in(amina)
    for url in (address("interests", challenge), address("interest", challenge, interest.public_id)):
        assert "Kanariewoorden" not in client.get(url).content.decode()


def test_b7_a_goal_that_is_there_already_is_refused_in_the_filled_form() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_goals.proposed_goal(challenge, amina, "Het dak blijft droog")
    answer = signed_in(bram).post(address("page", challenge), {"words": "Het dak blijft droog"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ligt al op tafel" in page
    assert "Het dak blijft droog</textarea>" in page or 'value="Het dak blijft droog"' in page
    assert Goal.objects.count() == 1
