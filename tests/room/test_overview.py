"""The overview offers what one can do now, and nothing that is refused a moment later."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communityup.people.actions import make_guest
from communityup.people.actors import Actor
from communityup.workspace.challenges.actions import invite_party
from communityup.workspace.challenges.models import Challenge, Party, Reader, Template
from communityup.workspace.facilitation.actions import take_back
from communityup.workspace.facilitation.models import Act
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make
from tests.make_facilitators import guarded

pytestmark = pytest.mark.django_db


def overview(challenge: Challenge, client: Client) -> str:
    return client.get(f"/opgaven/{challenge.slug}/").content.decode()


def test_an_agreement_is_offered_once_a_second_party_takes_part() -> None:
    challenge, client = make.challenge_of_one(), Client()
    client.force_login(make.amina())
    address = f"/opgaven/{challenge.slug}/afspraken/nieuw/"
    assert address not in overview(challenge, client)
    make.join(challenge, make.bram(), "Gemeente Lindeveen", "municipality")
    assert address in overview(challenge, client)
    assert address not in overview(challenge, Client())


def test_e23_who_starts_alone_is_first_offered_to_invite_a_party_until_one_was_asked() -> None:
    challenge, client = make.challenge_of_one(), Client()
    client.force_login(make.amina())
    address = f'href="/opgaven/{challenge.slug}/uitnodigen/"'
    now = overview(challenge, client).partition("Je kunt nu")[2]
    assert 0 < now.find(address) < now.find("Deel een gedachte")
    invite_party(challenge, name="School", kind="other", email="school@example.org", by=Actor.of(make.amina()))
    assert address not in overview(challenge, client)
    other, _amina, _bram = make.challenge_of_two()
    assert "/uitnodigen/" not in overview(other, client)


def test_a_conversation_held_elsewhere_shows_its_map_and_asks_nothing() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert "Deel een gedachte" in overview(challenge, Client())
    Party.objects.filter(challenge=challenge).update(invented=True)
    page = overview(challenge, Client())
    assert "Deel een gedachte" not in page
    assert "Maak de eerste" not in page
    assert f"/opgaven/{challenge.slug}/dialoog/meningenbeeld/" in page


def test_a34_every_part_of_the_lead_in_has_a_sentence_that_says_why(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    page = client.get(f"/opgaven/{challenge.slug}/aanloop/")
    assert page.status_code == 200
    for part in page.context["parts"]:
        assert str(part["why"]) in unescape(page.content.decode())
        assert str(part["why"]).endswith((".", "?"))


def test_who_has_no_place_finds_how_to_follow_and_how_one_joins_and_the_table_reads_no_word_more() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    follow, code = f"/opgaven/{challenge.slug}/kringen/volgen/", 'href="/o/"'
    outsider, seated, visitor = Client(), Client(), Client()
    outsider.force_login(make.chris())
    seated.force_login(amina)
    page = overview(challenge, outsider)
    assert follow in page
    assert code in page
    page = overview(challenge, visitor)
    assert follow not in page
    assert "Log in om deze opgave te volgen" in page
    assert code in page
    page = overview(challenge, seated)
    assert follow not in page
    assert "om deze opgave te volgen" not in page
    assert code not in page


def test_who_follows_reads_so_on_the_overview_and_is_not_asked_again() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    client = Client()
    client.force_login(make.chris())
    assert "Je volgt deze opgave." not in overview(challenge, client)
    client.post(f"/opgaven/{challenge.slug}/kringen/volgen/")
    page = overview(challenge, client)
    assert "Je volgt deze opgave." in page
    assert f"/opgaven/{challenge.slug}/kringen/volgen/" not in page


def test_a_guest_is_not_offered_to_follow_what_needs_an_account() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    client = Client()
    client.force_login(make_guest(language="nl"))
    assert f"/opgaven/{challenge.slug}/kringen/volgen/" not in overview(challenge, client)


def test_an_observer_finds_on_the_overview_where_to_ask_in_public() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    chris, client = make.chris(), Client()
    Reader.objects.create(challenge=challenge, person=chris, role=Reader.Role.COUNCIL, since=timezone.now())
    client.force_login(chris)
    page = overview(challenge, client)
    assert "Je kijkt mee met deze opgave." in page
    assert f"/opgaven/{challenge.slug}/raad/" in page
    assert f"/opgaven/{challenge.slug}/kringen/volgen/" not in page


def test_who_reads_along_in_a_closed_challenge_is_sent_to_the_thoughts_and_not_to_a_field_that_is_not_there() -> None:
    challenge, client = make.challenge_of_one(), Client()
    Reader.objects.create(challenge=challenge, person=make.chris(), role=Reader.Role.COUNCIL, since=timezone.now())
    client.force_login(make.chris())
    page = overview(challenge, client)
    assert "Deel een gedachte" not in page
    assert "Lees de gedachten" in page
    assert (
        "Je kunt ze lezen. Kreeg je een uitnodiging?"
        in client.get(f"/opgaven/{challenge.slug}/dialoog/").content.decode()
    )


@pytest.mark.parametrize(("seated", "queries"), [(True, 17), (False, 18)])
def test_who_has_no_place_costs_one_query_to_ask_how_they_stand_and_one_whether_they_guard(
    seated: bool, queries: int, django_assert_num_queries: Any
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client = Client()
    client.force_login(amina if seated else make.chris())
    overview(challenge, client)
    with django_assert_num_queries(queries):
        overview(challenge, client)


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make.person(name))
    return client


def test_e7_who_guards_the_process_is_offered_to_read_the_thoughts_and_not_to_share_one() -> None:
    challenge, _first, _second = guarded()
    read = f'href="/opgaven/{challenge.slug}/dialoog/naast-elkaar/"'
    for name in ("Dilek", "Femke"):
        now = overview(challenge, signed_in(name)).partition("Je kunt nu")[2]
        assert "Deel een gedachte" not in now, name
        assert read in now, name
    for name in ("Amina", "Bram", "Els"):
        assert "Deel een gedachte" in overview(challenge, signed_in(name)), name


@pytest.mark.parametrize("page", ["", "aanloop/"])
def test_e7_a_first_yes_shows_where_it_was_given_and_asks_the_other_for_the_second(page: str) -> None:
    challenge, _first, _second = guarded()
    address = f"/opgaven/{challenge.slug}/{page}"
    first, second = signed_in("Dilek"), signed_in("Femke")
    assert all("Stel dit voor" in one.get(address).content.decode() for one in (first, second))
    first.post(f"/opgaven/{challenge.slug}/stap/{LEAVE_LEAD_IN}/voorstellen/")
    act = Act.objects.get(challenge=challenge, state=Act.State.WAITS)
    mine, other = first.get(address).content.decode(), second.get(address).content.decode()
    assert "Je zei ja" in mine
    assert "De andere procesbegeleider zei ja" in other
    for shown in (mine, other):
        assert "Stel dit voor" not in shown
        assert f'href="/opgaven/{challenge.slug}/procesbegeleiders/"' in shown
    take_back(act, by=Actor.of(make.dilek()))
    assert "Stel dit voor" in first.get(address).content.decode(), "a yes that was taken back can be said anew"


@pytest.mark.parametrize("page", ["", "aanloop/"])
def test_e7_who_guards_the_process_is_led_to_the_form_with_a_reason_where_something_is_not_there_yet(page: str) -> None:
    challenge, _first, _second = guarded()
    Challenge.objects.filter(pk=challenge.pk).update(template=Template.HEAVY)
    shown = signed_in("Dilek").get(f"/opgaven/{challenge.slug}/{page}").content.decode()
    assert "Stel dit voor" not in shown
    assert "Bekijk wat er nog niet is" in shown
