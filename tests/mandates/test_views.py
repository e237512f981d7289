"""The pages of mandates: the same for everybody, and forms that keep what was typed."""

import pytest
from django.test import Client

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.mandates import actions
from communityup.workspace.mandates.models import Commitment, Mandate, SponsorAddress
from communityup.workspace.mandates.notices import stop_url
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make
from tests.make_agreements import proposed
from tests.mandates.test_actions import GOES_BACK, PUT_IN

pytestmark = pytest.mark.django_db

RETURNS = "Alles met geld: moet terug naar het college, duurt ± 3 weken"
FORMS = ("mijn/", "inzet/", "erachter/")
BUTTONS = ("inzet/bevestigen/", "erachter/weg/")


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/mandaat/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_e3_everybody_reads_the_same_page_and_nobody_is_named() -> None:
    challenge, amina, bram = make.challenge_of_two()
    actions.state_mandate(challenge, **GOES_BACK, role="gebiedsmanager", by=Actor.of(bram))
    actions.commit_party(challenge, **PUT_IN, by=Actor.of(bram))
    actions.give_sponsor_address(challenge, email="wethouder@example.org", by=Actor.of(bram))
    for client in (Client(), signed_in(make.chris()), signed_in(amina), signed_in(bram)):
        page = client.get(base(challenge))
        assert page.status_code == 200
        content = page.content.decode().split("<main")[1]
        for words in ("Gebiedsmanager", "wethouder wonen", "naar het college, duurt ± 3 weken", "Nog niemand van deze"):
            assert words in content
        assert "Bram" not in content
    assert "wethouder@example.org" in signed_in(bram).get(base(challenge)).content.decode()
    for client in (Client(), signed_in(amina), signed_in(make.chris())):
        assert "wethouder@example.org" not in client.get(base(challenge)).content.decode()


def test_the_return_time_stands_beside_every_decision() -> None:
    challenge, amina, bram = make.challenge_of_two()
    actions.state_mandate(challenge, **GOES_BACK, by=Actor.of(bram))
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(amina))
    agreement = proposed(challenge, amina, bram)
    start = f"/opgaven/{challenge.slug}/"
    places = ("", "akkoord/", f"akkoord/{asked.public_id}/", "doelen/", f"afspraken/{agreement.public_id}/")
    for place in places:
        assert RETURNS in Client().get(start + place).content.decode(), place
    for place in places[1:4]:
        page = Client().get(start + place).content.decode()
        missing = page.split("Nog niet verteld wat zij hier mogen toezeggen:")[1].split("</p>")[0]
        assert "Bewoners Molenwijk" in missing
        assert "Gemeente" not in missing


def test_b16_a_banner_tells_everybody_in_neutral_words_who_did_not_confirm() -> None:
    challenge, amina, bram = make.challenge_of_two()
    overview = f"/opgaven/{challenge.slug}/"
    words = "Nog niet gezegd wat zij in deze fase inzetten:"
    assert words not in Client().get(overview).content.decode()
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    actions.commit_party(challenge, **PUT_IN, by=Actor.of(bram))
    for client in (Client(), signed_in(amina), signed_in(bram)):
        named = client.get(overview).content.decode().split(words)[1].split("</p>")[0]
        assert "Bewoners Molenwijk" in named
        assert "Gemeente" not in named
    actions.commit_party(challenge, **PUT_IN, by=Actor.of(amina))
    assert words not in Client().get(overview).content.decode()


def test_the_lead_in_says_how_far_it_is() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    lead_in = f"/opgaven/{challenge.slug}/aanloop/"
    assert "nog door niemand verteld" in Client().get(lead_in).content.decode()
    actions.state_mandate(challenge, **GOES_BACK, by=Actor.of(bram))
    assert "1 van 2 partijen" in Client().get(lead_in).content.decode()


def test_forms_keep_what_was_typed_and_say_what_is_missing() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client = signed_in(amina)
    half = {"alone": "Bewaar mij", "back": "Geld", "whom": "", "weeks": ""}
    answer = client.post(f"{base(challenge)}mijn/", half)
    content = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Bewaar mij", "Vul in naar wie dit terug moet.", "Vul in hoeveel weken dat ongeveer duurt."):
        assert words in content
    assert "Vul in wat je mee terug moet nemen." not in content
    for wrong in ({"alone": ""}, {"alone": "x" * 10_000}, {**half, "whom": "de leden", "weeks": "-3"}):
        assert client.post(f"{base(challenge)}mijn/", wrong).status_code == 422
    for weeks in ("drie", "1e9", "999999999999"):
        content = client.post(f"{base(challenge)}mijn/", {**half, "whom": "de leden", "weeks": weeks}).content.decode()
        assert "Vul in hoeveel weken" not in content
        assert "Bewaar mij" in content
    assert client.post(f"{base(challenge)}inzet/", {"time": "Veel", "sponsor": " "}).status_code == 422
    assert client.post(f"{base(challenge)}inzet/", {"time": "x" * 10_000, "sponsor": "y"}).status_code == 422
    assert client.post(f"{base(challenge)}erachter/", {"email": "geen adres"}).status_code == 422
    assert not Mandate.objects.exists()
    assert not Commitment.objects.exists()
    assert not SponsorAddress.objects.exists()


def test_the_whole_way_works_without_javascript() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client = signed_in(amina)
    filled = {"alone": "Alles wat de buurt aangaat", "back": "Geld", "whom": "onze leden", "weeks": "2", "role": ""}
    assert client.post(f"{base(challenge)}mijn/", filled).status_code == 302
    assert "onze leden" in client.get(f"{base(challenge)}mijn/").content.decode()
    first = client.get(f"{base(challenge)}inzet/").content.decode()
    assert 'name="change"' not in first
    assert client.post(f"{base(challenge)}inzet/", {"time": "Elke maandag", "sponsor": "voorzitter"}).status_code == 302
    assert 'name="change"' in client.get(f"{base(challenge)}inzet/").content.decode()
    assert client.post(f"{base(challenge)}inzet/", {"time": "Nooit", "sponsor": "voorzitter"}).status_code == 422
    less = {"time": "Elke maand", "sponsor": "voorzitter", "change": "less"}
    assert client.post(f"{base(challenge)}inzet/", less).status_code == 302
    assert "minder dan eerst" in Client().get(base(challenge)).content.decode()
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    assert "inzet/bevestigen/" in client.get(base(challenge)).content.decode()
    assert client.post(f"{base(challenge)}inzet/bevestigen/").status_code == 302
    assert "inzet/bevestigen/" not in client.get(base(challenge)).content.decode()
    assert client.post(f"{base(challenge)}erachter/", {"email": "v@example.org"}).status_code == 302
    assert client.post(f"{base(challenge)}erachter/weg/").status_code == 302
    assert not SponsorAddress.objects.exists()


def test_who_may_not_gets_a_clear_answer_and_reading_changes_nothing() -> None:
    challenge, amina, bram = make.challenge_of_two()
    actions.commit_party(challenge, **PUT_IN, by=Actor.of(bram))
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    for place in FORMS:
        assert Client().get(base(challenge) + place).status_code == 302
        assert signed_in(make.chris()).get(base(challenge) + place).status_code == 403
        assert signed_in(make.chris()).post(base(challenge) + place, {**PUT_IN, "email": "a@b.nl"}).status_code == 403
        assert signed_in(bram).get(base(challenge) + place).status_code == 200
    for place in BUTTONS:
        assert Client().post(base(challenge) + place).status_code == 302
        assert signed_in(make.chris()).post(base(challenge) + place).status_code == 403
        assert signed_in(bram).get(base(challenge) + place).status_code == 405
    assert Commitment.objects.count() == 1
    assert not Mandate.objects.exists()


def test_a_closed_challenge_shows_nobody_outside_what_its_people_may_promise() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    for place in ("", *FORMS):
        assert signed_in(make.chris()).get(base(challenge) + place).status_code == 404
    assert Client().get(base(challenge)).status_code == 404
    assert signed_in(amina).get(base(challenge)).status_code == 200


def test_the_reader_of_the_letters_has_the_address_taken_away_without_signing_in() -> None:
    challenge, _amina, bram = make.closed_challenge_of_two()
    given = actions.give_sponsor_address(challenge, email="wethouder@example.org", by=Actor.of(bram))
    link = stop_url(given).partition("/opgaven/")[2]
    assert "wethouder@example.org" not in Client().get(f"/opgaven/{link}").content.decode()
    assert SponsorAddress.objects.exists()
    assert Client().get(f"/opgaven/{link[:-3]}xx/").status_code == 404
    assert Client().post(f"/opgaven/{link}").status_code == 200
    assert not SponsorAddress.objects.exists()
    assert Client().post(f"/opgaven/{link}").status_code == 404
