"""Links of invitations that no longer count say so, a no is never too late, and a slip is taken back by who made it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge, Invitation, Party
from communityup.workspace.challenges.permissions import INVITATION_DAYS
from communityup.workspace.reach import actions
from communityup.workspace.tasks.queries import my_tasks
from tests import make

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()


def invited(challenge: Challenge, address: str = "bram@example.org") -> Party:
    return challenges.invite_party(
        challenge, name="Gemeente Lindeveen", kind="municipality", email=address, by=Actor.of(make.amina())
    )


def link_to(address: str) -> str:
    found = re.search(r"/opgaven/uitnodiging/[^/\s]+/", Mail.objects.filter(to=address).latest("pk").text)
    assert found is not None
    return found[0]


def grown_old(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - timedelta(days=INVITATION_DAYS + 1))


def last_line(challenge: Challenge) -> str:
    return Line.objects.filter(stream=challenge.stream).latest("n").type


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_s03_a_link_that_was_replaced_says_so_and_nothing_of_the_challenge(client: Client) -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    old = link_to("bram@example.org")
    asked = challenges.ask_before_answering(make.invitation_of(party), question="Hoe lang?", by=VISITOR)
    challenges.invite_again(party, email="loket@example.org", by=Actor.of(make.amina()))
    words = page(client, old)
    assert "Ze is vervangen op" in words
    assert challenge.title not in words
    for way in ("vragen", "afslaan"):
        assert client.get(f"{old}{way}/").status_code == 302
    assert client.post(f"{old}afslaan/", {"reason": "Nee"}).status_code in {409, 422}
    asked.refresh_from_db()
    assert asked.invitation.email == "loket@example.org", "the question goes along"
    assert not Invitation.objects.filter(email="bram@example.org").exists(), "of the old address nothing is kept"
    assert "Hoe lang?" in page(client, link_to("loket@example.org"))
    assert client.get("/opgaven/uitnodiging/geraden-1234567/").status_code == 404


def test_s03_a_colleagues_link_that_was_taken_back_says_so(client: Client) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    sent = challenges.invite_colleague(challenge.parties.get(number=1), email="dilek@example.org", by=Actor.of(amina))
    link = link_to("dilek@example.org")
    challenges.take_back_invitation(sent, by=Actor.of(amina))
    words = page(client, link)
    assert "Ze is ingetrokken op" in words
    assert challenge.title not in words
    client.force_login(make.dilek())
    assert client.post(f"{link}aannemen/").status_code == 409


def test_s03_an_old_link_offers_a_no_and_a_new_one_and_no_yes_that_is_refused(client: Client) -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    link = link_to("bram@example.org")
    grown_old(make.invitation_of(party))
    for person in (None, make.bram()):
        if person is not None:
            client.force_login(person)
        words = page(client, link)
        assert f'action="{link}aannemen/"' not in words
        assert "Log in om mee te doen" not in words
        assert f'href="{link}vragen/"' not in words
        assert f'action="{link}opnieuw/"' in words
        assert f'href="{link}afslaan/"' in words
    assert client.post(f"{link}opnieuw/").status_code == 302
    assert last_line(challenge) == "reach.new_invitation_asked"
    before = Line.objects.count()
    assert client.post(f"{link}opnieuw/").status_code == 302
    assert Line.objects.count() == before, "asked twice is heard once"
    assert Client().post(f"{link}afslaan/", {"reason": "Geen tijd"}).status_code == 302
    party.refresh_from_db()
    assert (party.state, str(party.reason)) == (Party.State.DECLINED, "Geen tijd")


def test_a_new_invitation_is_asked_only_for_one_that_is_too_old_and_not_by_another_party() -> None:
    challenge = make.challenge_of_one()
    invitation = make.invitation_of(invited(challenge))
    with pytest.raises(Refused):
        actions.ask_anew(invitation, by=VISITOR)
    grown_old(invitation)
    with pytest.raises(NotAllowed):
        actions.ask_anew(invitation, by=Actor.of(make.amina()))


def test_s03_my_page_says_that_an_invitation_is_too_old_and_what_is_possible(client: Client) -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    sent = make.invitation_of(party)
    own = f"/opgaven/mijn-uitnodiging/{sent.pk}/"
    client.force_login(make.bram())
    assert "Te oud" not in page(client, "/mijn/")
    grown_old(sent)
    assert "Te oud" in page(client, "/mijn/")
    words = page(client, f"{own}aannemen/")
    assert f'action="{own}opnieuw/"' in words
    assert client.post(f"{own}opnieuw/").status_code == 302
    assert last_line(challenge) == "reach.new_invitation_asked"
    assert client.get(f"{own}afslaan/").status_code == 200
    assert client.post(f"{own}afslaan/", {"reason": "Nee"}).status_code == 302
    party.refresh_from_db()
    assert party.state == Party.State.DECLINED
    client.force_login(make.chris())
    for way in ("opnieuw", "afslaan"):
        assert client.post(f"{own}{way}/").status_code == 404


def test_s03_an_invited_colleague_says_no_too_however_late_and_can_be_asked_again(client: Client) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    party = challenge.parties.get(number=1)
    first = challenges.invite_colleague(party, email="dilek@example.org", by=Actor.of(amina))
    link = link_to("dilek@example.org")
    grown_old(first)
    again = challenges.invite_colleague(party, email="dilek@example.org", by=Actor.of(amina))
    assert again.pk == first.pk
    assert "vervangen" in page(client, link)
    link = link_to("dilek@example.org")
    assert f'href="{link}afslaan/"' in page(client, link)
    grown_old(again)
    assert client.post(f"{link}afslaan/", {"reason": ""}).status_code == 302
    assert last_line(challenge) == "challenges.colleague_declined"
    party.refresh_from_db()
    assert party.state == Party.State.ACTIVE
    challenges.invite_colleague(party, email="dilek@example.org", by=Actor.of(amina))


def test_s03_who_passed_it_on_to_a_wrong_address_takes_that_back_and_answers(client: Client) -> None:
    challenge = make.challenge_of_one()
    invited(challenge)
    link = link_to("bram@example.org")
    client.post(f"{link}doorsturen/", {"email": "tikfout@example.org"})
    wrong = link_to("tikfout@example.org")
    assert f'action="{link}doorsturen/terug/"' in page(client, link)
    assert client.post(f"{link}doorsturen/terug/").status_code == 302
    assert last_line(challenge) == "reach.forward_taken_back"
    assert "ingetrokken" in page(client, wrong)
    assert not Invitation.objects.filter(email="tikfout@example.org").exists()
    client.force_login(make.bram())
    assert f'action="{link}aannemen/"' in page(client, link)
    assert client.post(f"{link}doorsturen/", {"email": "goed@example.org"}).status_code == 302
    client.force_login(Person.objects.create(email="goed@example.org", display_name="Gerda"))
    assert client.post(f"{link_to('goed@example.org')}aannemen/").status_code == 302
    assert f'action="{link}doorsturen/terug/"' not in page(client, link)
    assert client.post(f"{link}doorsturen/terug/").status_code == 409


def test_what_was_sent_elsewhere_by_who_invited_is_not_taken_back_by_who_passed_it_on() -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    first = make.invitation_of(party)
    actions.forward_invitation(first, email="tikfout@example.org", by=Actor.of(make.bram()))
    challenges.invite_again(party, email="loket@example.org", by=Actor.of(make.amina()))
    with pytest.raises(Refused):
        actions.take_back_forward(first, by=Actor.of(make.bram()))
    with pytest.raises(NotAllowed):
        actions.take_back_forward(first, by=Actor.of(make.amina()))


def test_e5_who_invited_a_party_by_mistake_takes_that_back_and_who_was_invited_gets_a_letter(client: Client) -> None:
    challenge, amina, bram = make.challenge_of_two()
    school = challenges.invite_party(
        challenge, name="School", kind="institution", email="school@example.org", by=Actor.of(amina)
    )
    link, address = link_to("school@example.org"), f"/opgaven/{challenge.slug}/partijen/{school.number}/intrekken/"
    for person, may in ((amina, True), (bram, False)):
        client.force_login(person)
        assert (address in page(client, f"/opgaven/{challenge.slug}/partijen/")) is may
    assert client.post(address).status_code == 403, "another party sent it"
    client.force_login(amina)
    assert client.post(address).status_code == 302
    assert last_line(challenge) == "reach.party_invitation_taken_back"
    school.refresh_from_db()
    assert school.state == Party.State.RECALLED
    letter = Mail.objects.filter(to="school@example.org").latest("pk")
    assert letter.subject.startswith("Ingetrokken: ")
    assert "ingetrokken" in page(Client(), link)
    assert "de uitnodiging is ingetrokken" in page(client, f"/opgaven/{challenge.slug}/partijen/")
    assert not Invitation.objects.filter(email="school@example.org").exists()
    assert client.post(address).status_code == 409
    again = challenges.invite_again(school, email="basis@example.org", by=Actor.of(bram))
    assert again.party.state == Party.State.INVITED
    with pytest.raises(NotAllowed):
        actions.take_party_back(school, by=Actor.of(amina))
    seat = challenges.accept_invitation(again, by=Actor.of(make.dilek()))
    with pytest.raises(Refused):
        actions.take_party_back(seat.party, by=Actor.of(bram))


def test_s03_a_question_before_joining_is_no_task_of_who_asked_and_the_answer_reaches_who_joined() -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    asked = challenges.ask_before_answering(make.invitation_of(party), question="Hoe lang?", by=VISITOR)
    actions.forward_invitation(make.invitation_of(party), email="dilek@example.org", by=Actor.of(make.bram()))
    sent = Invitation.objects.get(email="dilek@example.org")
    challenges.accept_invitation(sent, by=Actor.of(make.dilek()))
    for person, may in ((make.amina(), True), (make.dilek(), False)):
        assert ("Hoe lang?" in {task.about for task in my_tasks(person)}) is may
        client = Client()
        client.force_login(person)
        reply = f"/opgaven/{challenge.slug}/partijen/vragen/{asked.pk}/"
        assert (reply in page(client, f"/opgaven/{challenge.slug}/partijen/")) is may
    challenges.answer_question(asked, reply="Een jaar", by=Actor.of(make.amina()))
    letters = {one.to: one.text for one in Mail.objects.filter(text__contains="Een jaar")}
    assert set(letters) == {"bram@example.org", "dilek@example.org"}
    assert "Je stuurde de uitnodiging door" in letters["bram@example.org"]
    assert "voordat je meedeed" in letters["dilek@example.org"]
    assert not any("afslaan" in text for text in letters.values())
