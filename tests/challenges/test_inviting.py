"""Inviting again, and what nobody can do with invitations: bury people under mail, or take a name or a place."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.organisations.models import Domain
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.workspace.challenges import actions
from communityup.workspace.challenges.forms import perhaps_of
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Template
from communityup.workspace.challenges.queries import rules_now
from tests import make

pytestmark = pytest.mark.django_db


def invited(challenge: Challenge, address: str = "bram@example.org") -> Party:
    return actions.invite_party(
        challenge, name="Gemeente Lindeveen", kind="municipality", email=address, by=Actor.of(make.amina())
    )


def test_inviting_again_keeps_the_question_and_only_the_newest_link_works() -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    before = make.invitation_of(party)
    asked = actions.ask_before_answering(before, question="Hoe lang duurt dit?", by=Actor.of(make.bram()))
    again = actions.invite_again(party, email="ander@example.org", by=Actor.of(make.amina()))
    assert (again.pk, again.email) == (asked.invitation_id, "ander@example.org")
    assert again.token_hash != before.token_hash
    assert Mail.objects.filter(to="ander@example.org", text__contains="/opgaven/uitnodiging/").count() == 1
    actions.answer_question(asked, reply="Een jaar", by=Actor.of(make.amina()))


def test_inviting_again_never_takes_the_place_of_a_party_that_accepted_meanwhile() -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    on_screen = Party.objects.get(pk=party.pk)
    actions.accept_invitation(make.invitation_of(party), by=Actor.of(make.bram()))
    with pytest.raises(Refused):
        actions.invite_again(on_screen, email="ander@example.org", by=Actor.of(make.amina()))
    party.refresh_from_db()
    assert party.state == Party.State.ACTIVE


def test_e2_inviting_again_leaves_the_reason_of_who_declined() -> None:
    party = invited(make.challenge_of_one())
    actions.decline_invitation(make.invitation_of(party), reason="Niet dit jaar", by=Actor.of(make.bram()))
    actions.invite_again(party, email="ander@example.org", by=Actor.of(make.amina()))
    party.refresh_from_db()
    assert str(party.reason) == "Niet dit jaar"


def test_e22_x3_in_the_place_of_a_party_without_people_others_begin_anew() -> None:
    challenge, amina, bram = make.challenge_of_two()
    leave_platform(bram, by=Actor.of(bram))
    party = challenge.parties.get(number=2)
    assert party.state == Party.State.LEFT
    again = actions.invite_again(party, email="dilek@example.org", by=Actor.of(amina))
    seat = actions.accept_invitation(again, by=Actor.of(make.dilek()))
    party.refresh_from_db()
    assert (party.state, seat.party.number, seat.party.state) == (Party.State.LEFT, 3, Party.State.ACTIVE)
    assert (seat.party.name, seat.party.organisation) == ("Gemeente Lindeveen (2)", party.organisation)


def test_x6_one_address_gets_three_invitations_a_day_whatever_one_starts() -> None:
    party = invited(make.challenge_of_one(), "slachtoffer@example.org")
    actions.invite_again(party, email="slachtoffer@example.org", by=Actor.of(make.amina()))
    invited(make.challenge_of_one(title="Een tweede"), "Slachtoffer@Example.org")
    with pytest.raises(Refused):
        invited(make.challenge_of_one(title="Een derde"), "slachtoffer@example.org")
    with pytest.raises(Refused):
        actions.invite_again(party, email="slachtoffer@example.org", by=Actor.of(make.amina()))
    assert Mail.objects.filter(to="slachtoffer@example.org").count() == 3


def test_x6_questions_wait_for_an_answer_after_three() -> None:
    invitation = make.invitation_of(invited(make.challenge_of_one()))
    asked = [
        actions.ask_before_answering(invitation, question=f"Vraag {number}?", by=Actor.of(make.bram()))
        for number in range(3)
    ]
    with pytest.raises(Refused):
        actions.ask_before_answering(invitation, question="Nog een?", by=Actor.of(make.bram()))
    actions.answer_question(asked[0], reply="Ja", by=Actor.of(make.amina()))
    fourth = actions.ask_before_answering(invitation, question="Nog een?", by=Actor.of(make.bram()))
    assert str(fourth.question) == "Nog een?"


@pytest.mark.parametrize(
    "name", ["Bewoners\u200b Molenwijk", "Bewoners  Molenwijk", "\u202eBewoners Molenwijk", "ＢEWONERS Molenwijk"]
)
def test_e5_a_name_that_reads_the_same_is_taken(name: str) -> None:
    with pytest.raises(Refused):
        actions.invite_party(
            make.challenge_of_one(), name=name, kind="municipality", email="x@example.org", by=Actor.of(make.amina())
        )


HALF = [
    pytest.param("dilek@example.org", id="already takes part"),
    pytest.param("fatma@example.org", id="already waits"),
]


def table_with_dilek_seated_and_fatma_invited() -> Challenge:
    challenge = make.challenge_of_one()
    own = challenge.parties.get(number=1)
    make.colleague(own, make.dilek(), inviter=make.amina())
    actions.invite_colleague(own, email="fatma@example.org", by=Actor.of(make.amina()))
    return challenge


@pytest.mark.parametrize("known", HALF)
def test_inviting_a_party_with_a_colleague_does_both_or_nothing(client: Client, known: str) -> None:
    challenge = table_with_dilek_seated_and_fatma_invited()
    client.force_login(make.amina())
    address = f"/opgaven/{challenge.slug}/uitnodigen/"
    data = {"name": "Gemeente Lindeveen", "kind": "municipality", "email": "bram@example.org"}
    refused = client.post(address, {**data, "colleague": known})
    assert refused.status_code == 422
    assert 'value="Gemeente Lindeveen"' in refused.content.decode(), "what was typed stands in the form"
    assert not challenge.parties.filter(number=2).exists()
    assert not Mail.objects.filter(to="bram@example.org").exists()
    assert not Line.objects.filter(stream=challenge.stream, type="challenges.party_invited").exists()
    assert client.post(address, {**data, "colleague": "bas@example.org"}).status_code == 302
    assert Mail.objects.filter(to__in=["bram@example.org", "bas@example.org"]).count() == 2


@pytest.mark.parametrize("known", HALF)
def test_accepting_with_a_colleague_does_both_or_nothing(client: Client, known: str) -> None:
    challenge = table_with_dilek_seated_and_fatma_invited()
    party = invited(challenge)
    link = re.search(r"/opgaven/uitnodiging/[^/\s]+/", Mail.objects.get(to="bram@example.org").text)
    assert link is not None
    client.force_login(make.bram())
    address = f"{link[0]}aannemen/"
    assert client.post(address, {"colleague": known}).status_code == 409
    party.refresh_from_db()
    assert (party.state, party.seats.count()) == (Party.State.INVITED, 0)
    for _click in range(2):
        assert client.post(address, {"colleague": "bas@example.org"}).status_code == 302
    assert (party.seats.count(), Mail.objects.filter(to="bas@example.org").count()) == (1, 1)


def test_e5_only_the_party_that_invited_leads_a_waiting_invitation_to_another_address() -> None:
    challenge, amina, bram = make.challenge_of_two()
    party = actions.invite_party(
        challenge, name="School", kind="institution", email="dilek@example.org", by=Actor.of(amina)
    )
    with pytest.raises(NotAllowed):
        actions.invite_again(party, email="bas@example.org", by=Actor.of(bram))
    assert make.invitation_of(party).email == "dilek@example.org"
    pages = {}
    for person in (amina, bram):
        client = Client()
        client.force_login(person)
        pages[person] = client.get(f"/opgaven/{challenge.slug}/partijen/").content.decode()
        found = client.get(f"/opgaven/{challenge.slug}/partijen/{party.number}/opnieuw/").status_code
        assert found == (200 if person == amina else 403)
    assert "opnieuw/" in pages[amina]
    assert "opnieuw/" not in pages[bram]
    assert "Bewoners Molenwijk heeft de uitnodiging verstuurd" in pages[bram]
    actions.invite_again(party, email="ander@example.org", by=Actor.of(amina))
    leave_platform(amina, by=Actor.of(amina))
    actions.invite_again(party, email="bas@example.org", by=Actor.of(bram))
    assert make.invitation_of(party).email == "bas@example.org"


def test_e5_who_invites_again_after_a_refusal_is_the_one_who_invited() -> None:
    challenge, amina, bram = make.challenge_of_two()
    party = actions.invite_party(
        challenge, name="School", kind="institution", email="dilek@example.org", by=Actor.of(amina)
    )
    actions.decline_invitation(make.invitation_of(party), reason="Niet nu", by=Actor.of(make.dilek()))
    actions.invite_again(party, email="dilek@example.org", by=Actor.of(bram))
    with pytest.raises(NotAllowed):
        actions.invite_again(party, email="ander@example.org", by=Actor.of(amina))


def test_e5_nobody_invites_others_in_the_place_of_a_party_that_sleeps() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    party = challenge.parties.get(number=2)
    Party.objects.filter(pk=party.pk).update(state=Party.State.ASLEEP)
    with pytest.raises(Refused):
        actions.invite_again(party, email="bas@example.org", by=Actor.of(amina))
    party.refresh_from_db()
    assert party.state == Party.State.ASLEEP


@pytest.mark.parametrize("kind", ["municipality", "residents", "institution"])
def test_e5_a_department_is_asked_about_before_it_is_invited_beside_its_own_organisation(
    client: Client, kind: str
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client.force_login(amina)
    address = f"/opgaven/{challenge.slug}/uitnodigen/"
    data = {"name": "Gemeente Lindeveen, afdeling Groen", "kind": kind, "email": "groen@example.org"}
    assert 'name="apart"' not in client.get(address).content.decode()
    asked = client.post(address, data)
    assert asked.status_code == 422
    assert (
        "Hoort dit bij Gemeente Lindeveen? Eén organisatie is één partij, met al haar afdelingen"
        in asked.content.decode()
    )
    assert asked.context["form"].errors.keys() == {"name"}
    assert not challenge.parties.filter(number=3).exists()
    assert client.post(address, {**data, "apart": "on"}).status_code == 302
    assert challenge.parties.get(number=3).name == data["name"]


def test_e5_an_address_at_a_proved_mail_domain_is_asked_about_and_another_name_is_not() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    town = challenge.parties.get(number=2)
    organisation = town.organisation
    assert organisation is not None
    Domain.objects.create(name="lindeveen.example", organisation=organisation, since=timezone.now())
    assert perhaps_of(challenge, "Team Groen", "groen@lindeveen.example") == town
    assert perhaps_of(challenge, "Team Groen", "groen@elders.example") is None
    assert perhaps_of(challenge, "Lindeveense Boeren", "") is None
    assert perhaps_of(challenge, town.name, "", besides=town) is None
    Party.objects.filter(pk=town.pk).update(state=Party.State.LEFT, left_at=timezone.now())
    assert perhaps_of(challenge, "Gemeente Lindeveen, afdeling Groen") is None


def test_one_who_speaks_for_the_invited_organisation_is_offered_it_once(client: Client) -> None:
    _first, _amina, bram = make.challenge_of_two()
    challenge = make.challenge_of_one(title="Het plein")
    invited(challenge)
    pk = Invitation.objects.get(party__challenge=challenge).pk
    client.force_login(bram)
    address = f"/opgaven/mijn-uitnodiging/{pk}/aannemen/"
    assert client.get(address).content.decode().count('name="organisation"') == 1


def test_e5_all_read_on_the_page_of_a_newcomer_that_it_may_belong_to_one_of_the_parties(client: Client) -> None:
    challenge, amina, bram = make.challenge_of_two()
    name = "Gemeente Lindeveen, afdeling Groen"
    third = actions.invite_party(challenge, name=name, kind="other", email=make.chris().email, by=Actor.of(amina))
    actions.accept_invitation(make.invitation_of(third), by=Actor.of(make.chris()))
    third.refresh_from_db()
    assert third.state == Party.State.WAITING
    page = reverse("outreach:newcomer", args=[challenge.slug, third.number])
    for person in (amina, bram):
        said = "Misschien hoort dit bij Gemeente Lindeveen. Eén organisatie is één partij"
        assert said in _page_of(client, person, page)


def _page_of(client: Client, person: Person, address: str) -> str:
    client.force_login(person)
    return client.get(address).content.decode()


def test_a_letter_with_an_answer_leads_to_where_it_stands_and_only_who_asked_opens_that(client: Client) -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    asked = actions.ask_before_answering(
        make.invitation_of(party), question="Hoe lang duurt dit?", by=Actor.of(make.bram())
    )
    actions.answer_question(asked, reply="Een jaar", by=Actor.of(make.amina()))
    letter = Mail.objects.get(key=f"reply:{asked.pk}")
    found = re.search(r"https?://[^/\s]+(/opgaven/\S+)", letter.text)
    assert found is not None
    address = found[1]
    assert client.get(address).status_code == 302, "without an account one signs in first, with that address"
    for words in ("Hoe lang duurt dit?", "Een jaar", "Doe mee"):
        assert words in _page_of(client, make.bram(), address)
    client.force_login(make.chris())
    assert client.get(address).status_code == 404
    actions.accept_invitation(make.invitation_of(party), by=Actor.of(make.bram()))
    page = _page_of(client, make.bram(), address)
    assert "Een jaar" in page
    assert reverse("room:overview", args=[challenge.slug]) in page


def test_a34_the_rules_of_each_size_stand_where_one_starts_and_those_of_the_chosen_one_count(client: Client) -> None:
    client.force_login(make.amina())
    typed = {"title": "Wie veegt het plein?", "place": "Molenwijk", "why": "Het is leeg.", "kind": "residents"}
    for size in Template:
        page = client.get("/opgaven/nieuw/").content.decode()
        client.post("/opgaven/nieuw/", {**typed, "template": size, "practice": "on"})
        challenge = Challenge.objects.latest("pk")
        accepted = [article["body"] for article in rules_now(challenge)]
        with override("nl"):
            assert f"Spelregels voor {escape(size.label)}" in page
        assert (challenge.template, challenge.seats.get().rules) == (size, 1)
        assert all(escape(line) in page for body in accepted for line in body.splitlines() if line)
    wrong = client.post("/opgaven/nieuw/", {"template": "heavy"}).content.decode()
    assert "Spelregels voor zwaar" in wrong
