"""The pages about rings: the same for everybody, without JavaScript, each address for each kind of visitor."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.people.actors import Actor
from communityup.people.forms import MOST_OFFERED
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Reader, Ring, Seat
from communityup.workspace.consent.models import Round
from communityup.workspace.rings import actions
from tests import make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

POSTS = ["aan-tafel/", "rondom/", "volgen/", "niet-meer-volgen/", "vervanger/geen/", "vervangen/niet/"]
FORMS = ["plekken/", "vervanger/", "vervangen/"]


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/kringen/"


@built_once
def with_carla() -> tuple[Challenge, Person, Person, Person]:
    """Return a public challenge with Amina, Bram, and Carla of Amina's party around the table."""
    challenge, amina, bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=1), carla, inviter=amina)
    actions.leave_table(challenge, by=Actor.of(carla))
    return challenge, amina, bram, carla


def shared(page: str) -> str:
    """Return what the page says to everybody: all but one's own place and the frame of who is signed in."""
    content = page.split('<div class="content">', 1)[1].split('<div class="aside">', 1)[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", content)


def test_e3_b17_the_page_says_the_same_to_every_party_ring_and_visitor() -> None:
    challenge, amina, bram, carla = with_carla()
    actions.follow(challenge, by=Actor.of(make.chris()))
    pages = {
        shared(signed_in(one).get(base(challenge)).content.decode())
        for one in (amina, bram, carla, make.chris(), make.dilek(), None)
    }
    (page,) = pages
    assert "1 van 6 bezet" in page
    assert page.count('<i class="taken"></i>') == 2
    assert page.count("<i></i>") == 10
    assert "1 persoon volgt deze opgave." in page


@pytest.mark.parametrize("url", [*POSTS, *FORMS])
def test_a_visitor_is_asked_to_sign_in_and_an_outsider_of_a_closed_challenge_finds_nothing(url: str) -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    answer = Client().post(base(challenge) + url)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/inloggen/")
    assert signed_in(make.chris()).post(base(challenge) + url).status_code == 404


@pytest.mark.parametrize("url", [one for one in [*POSTS, *FORMS] if "volgen" not in one])
def test_who_has_no_place_can_do_nothing_with_one(url: str) -> None:
    challenge, *_people = with_carla()
    assert signed_in(make.chris()).post(base(challenge) + url, {"places": "7", "number": "1"}).status_code == 403


@pytest.mark.parametrize("url", POSTS)
def test_reading_never_changes_a_ring(url: str) -> None:
    challenge, amina, _bram, _carla = with_carla()
    assert signed_in(amina).get(base(challenge) + url).status_code == 405


def test_who_contributes_comes_to_the_table_and_goes_back_with_one_tap() -> None:
    challenge, _amina, _bram, carla = with_carla()
    client = signed_in(carla)
    assert "Kom aan tafel" in client.get(base(challenge)).content.decode()
    assert client.post(f"{base(challenge)}aan-tafel/").status_code == 302
    assert Seat.objects.get(person=carla).ring == Ring.TABLE
    assert "Van tafel gaan en meedenken" in client.get(base(challenge)).content.decode()
    assert client.post(f"{base(challenge)}rondom/").status_code == 302
    assert Seat.objects.get(person=carla).ring == Ring.CONTRIBUTOR


def test_following_and_stopping_are_one_tap_each() -> None:
    challenge, *_people = with_carla()
    client = signed_in(make.chris())
    assert client.post(f"{base(challenge)}volgen/").status_code == 302
    assert Reader.objects.get().person == make.chris()
    assert "Niet meer volgen" in client.get(base(challenge)).content.decode()
    assert client.post(f"{base(challenge)}niet-meer-volgen/").status_code == 302
    assert not Reader.objects.exists()


def test_who_stops_following_a_challenge_that_is_not_public_is_not_sent_to_a_page_that_is_gone() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    Reader.objects.create(challenge=challenge, person=make.chris(), since=challenge.started_at)
    answer = signed_in(make.chris()).post(f"{base(challenge)}niet-meer-volgen/")
    assert answer.headers["Location"] == "/opgaven/"
    assert signed_in(amina).get(base(challenge)).status_code == 200


@pytest.mark.parametrize("typed", ["", "zeven", "-1", "31", "6.5", "9" * 40])
def test_a_number_of_places_that_is_none_gets_a_sentence_and_asks_nothing(typed: str) -> None:
    challenge, amina, *_others = with_carla()
    answer = signed_in(amina).post(f"{base(challenge)}plekken/", {"places": typed})
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert not Round.objects.filter(about__startswith="places").exists()


def test_b18_asking_for_a_place_more_shows_the_question_to_everybody() -> None:
    challenge, amina, bram, carla = with_carla()
    client = signed_in(amina)
    assert 'value="7"' in client.get(f"{base(challenge)}plekken/").content.decode()
    assert client.post(f"{base(challenge)}plekken/", {"places": "7"}).status_code == 302
    assert "een ander aantal plekken gevraagd" in Client().get(base(challenge)).content.decode()
    assert signed_in(carla).post(f"{base(challenge)}plekken/", {"places": "8"}).status_code == 403
    asked = Round.objects.get(about="places:7")
    question = reverse("consent:question", args=[challenge.slug, asked.public_id])
    assert "7 plekken aan tafel voor elke partij" in signed_in(bram).get(question).content.decode()
    agree = reverse("consent:agree", args=[challenge.slug, asked.public_id])
    assert signed_in(bram).post(agree).headers["Location"] == base(challenge)
    assert "Elke partij heeft 7 plekken aan tafel." in Client().get(base(challenge)).content.decode()


def test_naming_a_substitute_and_saying_yes_go_by_the_pages() -> None:
    challenge, amina, bram, carla = with_carla()
    client, other = signed_in(amina), signed_in(carla)
    assert "Carla" in client.get(f"{base(challenge)}vervanger/").content.decode()
    assert client.post(f"{base(challenge)}vervanger/", {"substitute": "999999"}).status_code == 422
    assert client.post(f"{base(challenge)}vervanger/", {"substitute": str(carla.pk)}).status_code == 302
    assert "heeft nog niet geantwoord" in client.get(base(challenge)).content.decode()
    briefing = other.get(f"{base(challenge)}vervangen/").content.decode()
    assert "Amina vervangen" in briefing
    assert "Gemeente Lindeveen" in briefing
    assert signed_in(bram).get(f"{base(challenge)}vervangen/").status_code == 403
    assert other.post(f"{base(challenge)}vervangen/", {"number": "x"}).status_code == 409
    assert other.post(f"{base(challenge)}vervangen/", {"number": "1"}).status_code == 302
    assert "1 met vervanger" in Client().get(base(challenge)).content.decode()
    assert other.post(f"{base(challenge)}vervangen/niet/").status_code == 302
    assert client.post(f"{base(challenge)}vervanger/geen/").status_code == 302


def test_without_anybody_around_the_table_the_page_says_whom_to_invite() -> None:
    challenge, _amina, bram, _carla = with_carla()
    page = signed_in(bram).get(f"{base(challenge)}vervanger/").content.decode()
    assert "Nodig eerst iemand van je partij uit" in page
    assert reverse("challenges:invite_colleague", args=[challenge.slug]) in page


def test_the_lead_in_offers_who_takes_part() -> None:
    challenge, *_people = with_carla()
    page = Client().get(f"/opgaven/{challenge.slug}/aanloop/").content.decode()
    assert base(challenge) in page
    assert "2 mensen aan tafel" in page


@pytest.mark.parametrize("parties", [1, 3])
def test_the_page_asks_as_much_of_the_database_however_many_parties_there_are(
    parties: int, django_assert_max_num_queries: object
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    for number in range(parties - 1):
        make.join(challenge, make.person(f"Partij{number}"), f"Partij {number}", "other")
    client = signed_in(amina)
    client.get(base(challenge))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(base(challenge))


def test_of_a_crowd_the_first_names_are_offered_and_anybody_is_found_by_name() -> None:
    challenge, amina, _bram, carla = with_carla()
    now, party = timezone.now(), challenge.parties.get(number=1)
    crowd = Person.objects.bulk_create(
        Person(email=f"mens{one}@example.org", display_name=f"Mens {one:03}") for one in range(60)
    )
    Seat.objects.bulk_create(
        Seat(challenge=challenge, party=party, person=one, since=now, ring=Ring.CONTRIBUTOR) for one in crowd
    )
    client, address = signed_in(amina), base(challenge) + "vervanger/"
    page = client.get(address).content.decode()
    assert page.count('type="radio"') == MOST_OFFERED
    assert "Carla" in page
    assert "Mens 059" not in page
    assert "Staat iemand er niet bij? Zoek dan op naam." in page
    found = client.get(address, {"wie": "mens 059"}).content.decode()
    assert found.count('type="radio"') == 1
    assert 'value="mens 059"' in found
    assert "Hier heet niemand zo" in client.get(address, {"wie": "Zzz"}).content.decode()
    client.post(f"{address}?wie=mens", {"substitute": str(crowd[-1].pk)})
    assert Seat.objects.get(person=amina).substitute == crowd[-1]
    assert client.post(address, {"substitute": str(make.chris().pk)}).status_code == 422
    assert Seat.objects.get(person=amina).substitute != carla
