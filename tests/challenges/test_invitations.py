"""Invitations end: after a while by themselves, and when the own party takes one back."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.challenges import actions, permissions
from communityup.workspace.challenges.forms import InviteForm
from communityup.workspace.challenges.models import Invitation
from tests import make

pytestmark = pytest.mark.django_db


def test_an_old_invitation_opens_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    invitation = actions.invite_colleague(
        challenge.parties.get(number=1), email="dilek@example.org", by=Actor.of(amina)
    )
    assert permissions.may_see(challenge, make.dilek())
    later = timezone.now() + dt.timedelta(days=permissions.INVITATION_DAYS + 1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not permissions.may_see(challenge, make.dilek())
    with pytest.raises(Refused):
        actions.accept_invitation(invitation, by=Actor.of(make.dilek()))


def test_a_party_takes_back_an_invitation_to_a_wrong_address() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    invitation = actions.invite_colleague(
        challenge.parties.get(number=1), email="dilek@example.org", by=Actor.of(amina)
    )
    with pytest.raises(NotAllowed):
        actions.take_back_invitation(invitation, by=Actor.of(bram))
    client, other = Client(), Client()
    client.force_login(amina)
    other.force_login(bram)
    page = f"/opgaven/{challenge.slug}/partijen/"
    assert "dilek@example.org" in client.get(page).content.decode()
    assert "dilek@example.org" not in other.get(page).content.decode()
    address = f"{page}collega/{invitation.pk}/intrekken/"
    assert other.post(address).status_code == 404
    assert client.post(address).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.email) == (Invitation.Answer.WITHDRAWN, "")
    assert "dilek@example.org" not in client.get(page).content.decode()
    assert not permissions.may_see(challenge, make.dilek())
    assert Line.objects.filter(stream=challenge.stream).latest("n").type == "challenges.colleague_invitation_taken_back"


def test_the_mail_says_who_invites_and_what_for() -> None:
    challenge = make.challenge_of_one()
    actions.invite_party(
        challenge, name="Gemeente", kind="municipality", email="bram@example.org", by=Actor.of(make.amina())
    )
    text = Mail.objects.get(to="bram@example.org").text
    assert "Bewoners Molenwijk" in text
    assert "Het gebouw is oud." in text


def test_one_address_is_not_invited_for_two_parties_at_once() -> None:
    sent = {"name": "Gemeente", "kind": "municipality", "email": "x@example.org", "colleague": "X@example.org"}
    form = InviteForm(sent, challenge=make.challenge_of_one())
    assert list(form.errors) == ["colleague"]
