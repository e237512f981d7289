"""Whoever holds the link of an invitation says no, or asks something first, without an account (S03)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.ui.templatetags.ui import long_date
from communityup.workspace.challenges import actions
from communityup.workspace.challenges.models import Challenge, Invitation, InvitationQuestion, Party
from tests import make
from tests.make_notices import at, own, told

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()


def invited(challenge: Challenge, address: str = "bram@example.org") -> Party:
    return actions.invite_party(
        challenge, name="Gemeente Lindeveen", kind="municipality", email=address, by=Actor.of(make.amina())
    )


def link_to(address: str) -> str:
    found = re.search(r"/opgaven/uitnodiging/[^/\s]+/", Mail.objects.filter(to=address).latest("pk").text)
    assert found is not None
    return found[0]


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_s03_the_page_says_who_invites_whom_until_when_and_offers_the_ways_on(client: Client) -> None:
    party = invited(make.challenge_of_one())
    link = link_to("bram@example.org")
    words = page(client, link)
    assert "Je bent uitgenodigd namens Gemeente Lindeveen, door Bewoners Molenwijk." in words
    with override("nl"):
        assert f"verwacht rond {long_date(party.respond_by)}." in words
    assert "Log in om mee te doen" in words
    for way in ("vragen", "afslaan", "doorsturen"):
        assert f'href="{link}{way}/"' in words


def test_s03_declines_without_an_account_once_and_reading_changes_nothing(client: Client) -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    told()
    address, before = f"{link_to('bram@example.org')}afslaan/", Line.objects.count()
    assert (client.get(address).status_code, client.head(address).status_code) == (200, 200)
    party.refresh_from_db()
    assert (party.state, Line.objects.count()) == (Party.State.INVITED, before)
    answer = client.post(address, {"reason": "Geen tijd"}, follow=True)
    assert "Gemeente Lindeveen zei nee." in answer.content.decode()
    party.refresh_from_db()
    assert (party.state, str(party.reason)) == (Party.State.DECLINED, "Geen tijd")
    line = Line.objects.latest("pk")
    assert (line.type, line.party, line.role) == ("challenges.invitation_declined", party.public_id, "visitor")
    assert client.post(address, {"reason": "Nog eens"}).status_code == 422
    assert client.get(address).status_code == 302
    assert Line.objects.count() == before + 1
    party.refresh_from_db()
    assert str(party.reason) == "Geen tijd"
    told()
    assert own(make.amina())[-1] == "challenges.invitation_declined", "who invited hears it"


def test_a_no_needs_no_reason_and_the_line_holds_no_words() -> None:
    party = actions.decline_invitation(make.invitation_of(invited(make.challenge_of_one())), reason="", by=VISITOR)
    line = Line.objects.latest("pk")
    assert (party.state, party.reason, line.type) == (Party.State.DECLINED, None, "challenges.invitation_declined")
    assert b'"commit":null' in bytes(line.bytes).replace(b" ", b"")


def test_what_was_typed_is_kept_when_a_reason_is_too_long(client: Client) -> None:
    party = invited(make.challenge_of_one())
    answer = client.post(f"{link_to('bram@example.org')}afslaan/", {"reason": "nee " * 200})
    assert answer.status_code == 422
    assert "nee nee" in answer.content.decode()
    party.refresh_from_db()
    assert party.state == Party.State.INVITED


def test_until_the_day_of_the_answer_a_no_becomes_a_yes_and_after_it_no_more(client: Client) -> None:
    party = invited(make.challenge_of_one())
    link, invitation = link_to("bram@example.org"), make.invitation_of(party)
    client.post(f"{link}afslaan/", {})
    client.force_login(make.bram())
    assert f'action="{link}aannemen/"' in page(client, link)
    assert party.respond_by is not None
    with at(timezone.now() + timedelta(days=(party.respond_by - timezone.localdate()).days + 1)):
        assert not Invitation.objects.get(pk=invitation.pk).can_become_yes
        with pytest.raises(Refused):
            actions.accept_invitation(invitation, by=Actor.of(make.bram()))
    assert client.post(f"{link}aannemen/").status_code == 302
    party.refresh_from_db()
    assert party.state == Party.State.ACTIVE
    assert Line.objects.latest("pk").type == "challenges.invitation_accepted"


def test_e21_who_takes_part_after_all_waits_for_the_yes_of_the_parties() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    third = actions.invite_party(
        challenge, name="School", kind="institution", email="chris@example.org", by=Actor.of(amina)
    )
    invitation = make.invitation_of(third)
    actions.decline_invitation(invitation, reason="", by=VISITOR)
    actions.accept_invitation(invitation, by=Actor.of(make.chris()))
    third.refresh_from_db()
    assert third.state == Party.State.WAITING


def test_invited_anew_the_no_of_the_old_link_stays_a_no() -> None:
    party = invited(make.challenge_of_one())
    old = make.invitation_of(party)
    actions.decline_invitation(old, reason="", by=VISITOR)
    actions.invite_again(party, email="loket@example.org", by=Actor.of(make.amina()))
    with pytest.raises(Refused):
        actions.accept_invitation(Invitation.objects.get(pk=old.pk), by=Actor.of(make.bram()))


def test_e5_who_takes_part_for_another_party_answers_for_nobody_else() -> None:
    party = invited(make.challenge_of_one())
    invitation = make.invitation_of(party)
    for act in (
        lambda: actions.decline_invitation(invitation, reason="Nee", by=Actor.of(make.amina())),
        lambda: actions.ask_before_answering(invitation, question="Wat?", by=Actor.of(make.amina())),
    ):
        with pytest.raises(Refused):
            act()
    party.refresh_from_db()
    assert party.state == Party.State.INVITED


def test_x6_one_asks_without_an_account_three_times_and_the_answer_comes_to_the_letter(client: Client) -> None:
    party = invited(make.challenge_of_one())
    address = f"{link_to('bram@example.org')}vragen/"
    assert client.get(address).status_code == 200
    assert InvitationQuestion.objects.count() == 0
    for number in range(3):
        assert client.post(address, {"question": f"Vraag {number}?"}).status_code == 302
    refused = client.post(address, {"question": "Vraag vier?"})
    assert (refused.status_code, "Vraag vier?" in refused.content.decode()) == (422, True)
    assert (InvitationQuestion.objects.count(), Line.objects.latest("pk").role) == (3, "visitor")
    asked = InvitationQuestion.objects.earliest("pk")
    actions.answer_question(asked, reply="Een jaar", by=Actor.of(make.amina()))
    assert Mail.objects.filter(to="bram@example.org", text__contains="Een jaar").count() == 1
    assert make.invitation_of(party).answer == Invitation.Answer.NONE


def test_an_unknown_link_answers_nothing(client: Client) -> None:
    for way in ("afslaan", "vragen"):
        assert client.get(f"/opgaven/uitnodiging/bestaat-niet-1234/{way}/").status_code == 404
        assert client.post(f"/opgaven/uitnodiging/bestaat-niet-1234/{way}/", {"reason": "x"}).status_code == 404
