"""A letter, a question or a form that is closed says so when it is opened, and shows a way on (A0, X3)."""

import pytest

from communityup.network.members import actions as members
from communityup.network.members.models import Application
from communityup.network.networks.actions import accept_coordinating, ask_coordinator
from communityup.network.peers import actions as peers
from communityup.people.actors import Actor
from communityup.post.models import Mail
from tests import make
from tests.make_network import application, browser, coordinated, link_in, member

pytestmark = pytest.mark.django_db
NETWORK = "/netwerken/community-up/"
WAY_ON = f'<a href="{NETWORK}">Naar het netwerk</a>'


def letter_to(address: str) -> str:
    """Return where the link of the newest letter to this address leads."""
    return link_in(Mail.objects.filter(to=address).order_by("-pk")[0])


def opened(link: str, *people: object) -> list[str]:
    """Return how the page behind a link reads for each of them."""
    return [browser(who).get(link).content.decode() for who in people]  # type: ignore[arg-type]


def test_a0_letter_of_welcome_that_was_used_leads_on_who_used_it_and_asks_nobody_else_to_begin() -> None:
    made, dilek = coordinated()
    asked = application(made, "De Schakel", email=make.amina().email)
    joined = members.accept(asked, buddy=None, by=Actor.of(dilek))
    link = letter_to(make.amina().email)
    [page] = opened(link, None)
    assert "Log in om te beginnen" in page
    members.begin(joined.welcomes.get(), by=Actor.of(make.amina()))
    own, other, visitor = opened(link, make.amina(), make.bram(), None)
    assert ("Je bent al begonnen" in own, f'href="{NETWORK}leden/mijn/"' in own) == (True, True)
    for page in (other, visitor):
        assert "Deze brief opent niets meer" in page
        assert "De Schakel" not in page
        assert WAY_ON in page
    assert f'name="next" value="{NETWORK}leden/mijn/"' in visitor
    for page in (own, other, visitor):
        assert "Je kunt meedoen voor" not in page
        assert "Je kunt nu" not in page
    assert "Log in om te beginnen" not in visitor


def test_a0_letter_of_welcome_says_that_the_member_left() -> None:
    made, _dilek = coordinated()
    joined = member(made, "De Schakel", make.amina())
    members.invite_delegate(joined, email=make.bram().email, by=Actor.of(make.amina()))
    link = letter_to(make.bram().email)
    assert "Je kunt meedoen voor" in opened(link, make.bram())[0]
    members.leave(joined, by=Actor.of(make.amina()))
    for page in opened(link, make.amina(), make.bram(), None):
        assert "Dit lid is uit het netwerk gestapt" in page
        assert "Je kunt meedoen voor" not in page
        assert WAY_ON in page


def test_question_to_coordinate_that_was_answered_asks_nothing_any_more() -> None:
    made, dilek = coordinated()
    asked = ask_coordinator(made, email=make.amina().email, by=Actor.of(dilek))
    link = letter_to(make.amina().email)
    assert "Wil je coördinator worden" in opened(link, make.amina())[0]
    accept_coordinating(asked, by=Actor.of(make.amina()))
    for page in opened(link, make.amina(), None):
        assert "Deze vraag is afgerond" in page
        assert "aangenomen" in page
        assert WAY_ON in page
        for words in ("Wil je coördinator worden", "Je kunt nu"):
            assert words not in page


def test_a0_application_that_was_answered_says_where_the_answer_is() -> None:
    made, dilek = coordinated()
    for name, told in (("Schakel", "per mail een welkomstbrief"), ("Zand", "het antwoord per mail, met de reden")):
        asked = application(made, name)
        link = link_in(Mail.objects.filter(to=f"{name.lower()}@example.org").order_by("pk")[0])
        [page] = opened(link, None)
        assert ("Trek in" in page, WAY_ON in page) == (True, False)
        if name == "Schakel":
            members.accept(asked, buddy=None, by=Actor.of(dilek))
        else:
            members.decline(asked, reason="Nu niet.", by=Actor.of(dilek))
        [page] = opened(link, None)
        assert told in page
        assert WAY_ON in page
        assert "Trek in" not in page


def test_a0_application_that_was_answered_opens_no_form_to_say_no() -> None:
    made, dilek = coordinated()
    asked, client = application(made, "De Schakel"), browser(dilek)
    place = f"{NETWORK}leden/aanmeldingen/{asked.public_id}/afwijzen/"
    assert client.get(place).status_code == 200
    members.decline(asked, reason="Nu niet.", by=Actor.of(dilek))
    answer = client.get(place)
    assert answer.status_code == 409
    assert "al beantwoord of ingetrokken" in answer.content.decode()
    assert "Zeg nee tegen" not in answer.content.decode()
    assert Application.objects.get().state == "declined"


def test_a4_learning_question_that_was_closed_opens_no_form() -> None:
    made, _dilek = coordinated()
    one = member(made, "De Schakel", make.amina())
    asked = peers.ask_question(one, theme="Beheer", words="Wie sluit af?", along=[], by=Actor.of(make.amina()))
    here, client = f"{NETWORK}leervragen/{asked.public_id}/", browser(make.amina())
    places = [f"{here}{name}/" for name in ("verwoorden", "afronden", "ervaring")]
    for place in places:
        assert client.get(place).status_code == 200
    peers.close_question(asked, outcome="answered", words="Samen.", by=Actor.of(make.amina()))
    for place in places:
        answer = client.get(place)
        assert (answer.status_code, "Deze vraag is afgerond" in answer.content.decode()) == (409, True)
