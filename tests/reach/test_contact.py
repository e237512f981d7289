"""Whom one can ask: by their own act, the same for everybody, and gone at once."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.reach import actions
from communityup.workspace.reach.models import Contact
from tests import make
from tests.make_paper import around
from tests.make_table import client_of

pytestmark = pytest.mark.django_db
WORDS = {"name": "Wijkregisseur", "phone": "06 - 12 34 56 78", "email": "", "hours": "Dinsdag van 10 tot 12 uur"}


def tell(challenge: Challenge, person: Person, **words: str) -> Contact:
    return actions.be_contact(challenge, **{**WORDS, **words}, by=Actor.of(person))


def test_who_says_how_to_be_reached_stands_there_for_everybody_alike() -> None:
    challenge, amina, bram = make.challenge_of_two()
    tell(challenge, bram)
    tell(challenge, amina, name="Amina", email="bel-mij@example.org", phone="")
    for client in (Client(), client_of(make.chris()), client_of(amina)):
        assert f"/opgaven/{challenge.slug}/contact/" in client.get(f"/opgaven/{challenge.slug}/").content.decode()
        for place in ("contact/",):
            page = client.get(f"/opgaven/{challenge.slug}/{place}").content.decode()
            for words in ("Wijkregisseur", 'href="tel:06-12345678"', "Dinsdag van 10", "bel-mij@example.org"):
                assert words in page, (place, words)


def test_telling_is_one_line_without_a_name_and_can_be_changed() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    before = Line.objects.count()
    tell(challenge, bram)
    tell(challenge, bram, hours="Alleen op vrijdag")
    lines = list(Line.objects.order_by("pk")[before:])
    assert [line.type for line in lines] == ["reach.contact_told"] * 2
    assert not any(b"Wijkregisseur" in bytes(line.bytes) for line in lines)
    assert Contact.objects.get().hours == "Alleen op vrijdag"


def test_a_contact_is_gone_at_once_by_their_own_act() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    contact, before = tell(challenge, bram), Line.objects.count()
    actions.stop_contact(contact, by=Actor.of(bram))
    assert not Contact.objects.exists()
    assert [line.type for line in Line.objects.order_by("pk")[before:]] == ["reach.contact_gone"]
    assert "Wijkregisseur" not in Client().get(f"/opgaven/{challenge.slug}/contact/").content.decode()


@pytest.mark.parametrize("leave", [leave_seat, leave_platform])
def test_a_contact_goes_with_their_place(leave: object) -> None:
    challenge, _amina, bram = make.challenge_of_two()
    dilek = make.dilek()
    make.colleague(challenge.parties.get(number=2), dilek, inviter=bram)
    tell(challenge, dilek)
    leave(dilek if leave is leave_platform else challenge, by=Actor.of(dilek))  # type: ignore[operator]
    assert not Contact.objects.exists()


def test_each_party_has_one_contact_and_its_own_people_make_room() -> None:
    challenge, amina, bram = make.challenge_of_two()
    dilek = make.dilek()
    make.colleague(challenge.parties.get(number=2), dilek, inviter=bram)
    first = tell(challenge, bram)
    with pytest.raises(Refused, match="Wijkregisseur"):
        tell(challenge, dilek)
    with pytest.raises(NotAllowed):
        actions.stop_contact(first, by=Actor.of(amina))
    with pytest.raises(NotAllowed):
        actions.stop_contact(first, by=Actor.of(make.chris()))
    actions.stop_contact(first, by=Actor.of(dilek))
    tell(challenge, dilek, name="Dilek")
    assert str(Contact.objects.get()) == "Dilek"


def test_a_contact_of_a_party_that_left_is_shown_no_more() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    tell(challenge, bram)
    challenge.parties.filter(number=2).update(state=Party.State.LEFT, left_at=timezone.now())
    assert "Wijkregisseur" not in Client().get(f"/opgaven/{challenge.slug}/contact/").content.decode()


def test_the_form_begins_with_ones_own_name_and_tells_what_is_missing() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    client, address = client_of(bram), f"/opgaven/{challenge.slug}/contact/worden/"
    assert 'value="Bram"' in client.get(address).content.decode()
    for wrong, sentence in (
        ({**WORDS, "phone": ""}, "Vul een telefoonnummer of een e-mailadres in"),
        ({**WORDS, "phone": "bel mij maar"}, "Gebruik alleen cijfers"),
        ({**WORDS, "hours": ""}, "Wanneer ben je bereikbaar?"),
        ({**WORDS, "email": "geen adres"}, "geen adres"),
    ):
        answer = client.post(address, wrong)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert not Contact.objects.exists()
    assert client.post(address, WORDS).status_code == 302
    assert "Dinsdag van 10 tot 12 uur" in client.get(address).content.decode(), "what stands there can be changed"


@pytest.mark.parametrize("closed", [True, False])
def test_e4_who_contributes_reads_whose_contact_they_become_and_where_that_stands(closed: bool) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two() if closed else make.challenge_of_two()
    who = around(challenge, challenge.parties.get(number=1), amina)
    page = client_of(who).get(f"/opgaven/{challenge.slug}/contact/worden/").content.decode()
    assert f"Je bent dan het contact van {challenge.parties.get(number=1)}." in page
    assert ("Laten alle partijen later iedereen meelezen" in page) is closed
    assert "op briefjes met codes" in page


def test_contact_over_http_for_visitor_outsider_and_the_party_itself() -> None:
    challenge, amina, bram = make.challenge_of_two()
    address = f"/opgaven/{challenge.slug}/contact/"
    assert Client().get(f"{address}worden/").status_code == 302
    assert client_of(make.chris()).get(f"{address}worden/").status_code == 403
    assert client_of(make.chris()).post(f"{address}worden/", {}).status_code == 403
    tell(challenge, bram)
    assert Client().post(f"{address}2/weg/").headers["Location"].startswith("/account/inloggen/")
    assert Contact.objects.exists()
    for client, status in (
        (client_of(make.chris()), 403),
        (client_of(amina), 403),
        (client_of(bram), 302),
    ):
        assert client.get(f"{address}2/weg/").status_code == 405
        assert client.post(f"{address}2/weg/").status_code == status
    assert client_of(bram).post(f"{address}2/weg/").status_code == 404


def test_a_contact_whom_nobody_can_reach_cannot_be_kept() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    contact = tell(challenge, bram)
    for field in ("phone", "name", "hours"):
        setattr(contact, field, "")
        with pytest.raises(IntegrityError), transaction.atomic():
            contact.save()
        contact.refresh_from_db()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_contact_as_for_three(
    count: int, client: Client, django_assert_num_queries: object
) -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    school = make.person("School")
    make.join(challenge, school, "School", "institution")
    for person in (amina, bram, school)[:count]:
        tell(challenge, person)
    client.force_login(make.bram())
    client.get(f"/opgaven/{challenge.slug}/contact/")
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(f"/opgaven/{challenge.slug}/contact/")
