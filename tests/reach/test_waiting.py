"""The day around which an answer is expected, the one reminder before it, and silence that stays silence."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.reach import actions, jobs
from communityup.workspace.reach.actions import forward_invitation
from tests import make
from tests.make_notices import at

pytestmark = pytest.mark.django_db


def days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def later(number: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=number)


def invited(challenge: Challenge, day: dt.date | None = None) -> Party:
    return challenges.invite_party(
        challenge,
        name="Gemeente Lindeveen",
        kind="municipality",
        email="bram@example.org",
        respond_by=day,
        by=Actor.of(make.amina()),
    )


def reminders() -> list[Mail]:
    return list(Mail.objects.filter(to="bram@example.org", subject__startswith="Doe je mee?"))


@pytest.mark.parametrize("number", [3, 20, 90])
def test_s03_one_chooses_the_day_around_which_an_answer_is_expected(number: int) -> None:
    assert invited(make.challenge_of_one(), days(number)).respond_by == days(number)


@pytest.mark.parametrize("number", [-1, 0, 2, 91, 4000])
def test_s03_a_day_that_presses_or_never_comes_is_refused(number: int) -> None:
    challenge = make.challenge_of_one()
    with pytest.raises(Refused):
        invited(challenge, days(number))
    assert challenge.parties.count() == 1
    party = invited(challenge)
    with pytest.raises(Refused):
        challenges.invite_again(party, email="x@example.org", respond_by=days(number), by=Actor.of(make.amina()))


def test_s03_the_form_begins_without_a_day_and_tells_what_is_wrong_with_one(client: Client) -> None:
    challenge = make.challenge_of_one()
    client.force_login(make.amina())
    address = f"/opgaven/{challenge.slug}/uitnodigen/"
    page = client.get(address).content.decode()
    assert re.search(r'<details class="folded"><summary>Meer keuzes</summary>.*name="respond_by"', page, re.DOTALL)
    data = {"name": "Gemeente Lindeveen", "kind": "municipality", "email": "bram@example.org"}
    wrong = client.post(address, {**data, "respond_by": "morgen"})
    assert wrong.status_code == 422
    assert '<details class="folded" open>' in wrong.content.decode(), "what is wrong is not folded away"
    assert client.post(address, {**data, "respond_by": days(1).isoformat()}).status_code == 422
    assert client.post(address, {**data, "respond_by": days(10).isoformat()}).status_code == 302
    assert challenge.parties.get(number=2).respond_by == days(10)
    again = f"/opgaven/{challenge.slug}/partijen/2/opnieuw/"
    assert client.post(again, {"email": "x@example.org", "respond_by": days(14).isoformat()}).status_code == 302
    assert challenge.parties.get(number=2).respond_by == days(14)


def test_a22_residents_invite_the_municipality_and_its_silence_stays_silence_also_after_the_day(client: Client) -> None:
    challenge = make.challenge_of_one(kind="residents")
    party = invited(challenge, days(10))
    for moment in (later(0), later(8), later(60)):
        with at(moment):
            client.force_login(make.amina())
            jobs.remind_invited()
            page = client.get(f"/opgaven/{challenge.slug}/partijen/").content.decode()
            over = client.get(f"/opgaven/{challenge.slug}/").content.decode()
        assert "Nog geen antwoord" in page
        assert "verwacht rond" in page
        assert "nog geen antwoord op de uitnodiging" in over
        party.refresh_from_db()
        assert (party.state, party.seats.count()) == (Party.State.INVITED, 0), "silence is no yes and no no"


@pytest.mark.parametrize(("given", "before", "day"), [(42, 34, 35), (10, 4, 5), (3, 1, 2)])
def test_s03_one_reminder_goes_out_before_the_day_and_never_a_second(given: int, before: int, day: int) -> None:
    party = invited(make.challenge_of_one(), days(given))
    with at(later(before)):
        assert (jobs.remind_invited(), reminders()) == (0, [])
    lines = Line.objects.count()
    with at(later(day)):
        assert jobs.remind_invited() == 1
        assert jobs.remind_invited() == 0
        assert not actions.remind_invited(make.invitation_of(party), by=Actor.job("another worker"))
    with at(later(given + 1)):
        assert jobs.remind_invited() == 0
    line = Line.objects.latest("pk")
    assert (len(reminders()), Line.objects.count() - lines, line.type) == (1, 1, "reach.invitation_reminded")
    assert (line.role, line.party) == ("job", party.public_id)


def test_the_reminder_has_a_link_of_its_own_and_the_first_keeps_working(client: Client) -> None:
    party = invited(make.challenge_of_one(), days(10))
    with at(later(6)):
        jobs.remind_invited()
    links = [
        found[0]
        for mail in Mail.objects.filter(to="bram@example.org").order_by("pk")
        if (found := re.search(r"/opgaven/uitnodiging/[^/\s]+/", mail.text))
    ]
    assert len(set(links)) == 2
    client.force_login(make.bram())
    assert [client.get(link).status_code for link in links] == [200, 200]
    assert client.post(f"{links[1]}aannemen/").status_code == 302
    party.refresh_from_db()
    assert party.state == Party.State.ACTIVE
    challenges_again = invited(make.challenge_of_one(title="Een tweede"))
    assert challenges_again.invitations.get().reminder_hash == ""


def test_inviting_again_ends_the_link_of_the_reminder_too(client: Client) -> None:
    party = invited(make.challenge_of_one(), days(10))
    with at(later(6)):
        jobs.remind_invited()
    link = re.search(r"/opgaven/uitnodiging/[^/\s]+/", reminders()[0].text)
    assert link is not None
    challenges.invite_again(party, email="ander@example.org", by=Actor.of(make.amina()))
    client.force_login(make.bram())
    assert "Ze is vervangen op" in client.get(link[0]).content.decode()
    assert client.post(f"{link[0]}aannemen/").status_code == 409


def test_nobody_is_reminded_who_answered_left_it_to_another_or_while_all_step_back() -> None:
    declined = invited(make.challenge_of_one(), days(10))
    challenges.decline_invitation(make.invitation_of(declined), reason="Nee", by=Actor.of(make.bram()))
    passed_on = invited(make.challenge_of_one(title="Tweede"), days(10))
    forward_invitation(make.invitation_of(passed_on), email="juist@example.org", by=Actor.of(make.bram()))
    challenge, amina, _bram = make.closed_challenge_of_two()
    challenges.invite_party(
        challenge, name="School", kind="institution", email="school@example.org", respond_by=days(10),
        by=Actor.of(amina),
    )  # fmt: skip
    call_step_back(challenge, reason="Even samen kijken.", by=Actor.of(amina))
    with at(later(6)):
        assert jobs.remind_invited() == 1
    assert Mail.objects.filter(to="juist@example.org").count() == 2
    assert (reminders(), Mail.objects.filter(to="school@example.org").count()) == ([], 1)


def test_a_party_that_took_part_already_is_not_reminded_by_an_open_invitation_of_a_colleague() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    party = challenge.parties.get(number=1)
    colleague = challenges.invite_colleague(party, email="dilek@example.org", by=Actor.of(amina))
    Party.objects.filter(pk=party.pk).update(respond_by=days(2))
    with at(later(1)):
        assert not actions.remind_invited(colleague, by=Actor.job("reach"))


def test_a_reminder_is_sent_by_itself_and_by_nobody() -> None:
    party = invited(make.challenge_of_one(), days(10))
    with at(later(6)), pytest.raises(NotAllowed):
        actions.remind_invited(make.invitation_of(party), by=Actor.of(make.amina()))
    Party.objects.filter(pk=party.pk).update(respond_by=None)
    with at(later(6)):
        assert not actions.remind_invited(make.invitation_of(party), by=Actor.job("reach"))


def test_a_reminder_without_its_link_cannot_be_kept() -> None:
    invitation = make.invitation_of(invited(make.challenge_of_one()))
    invitation.reminded_at = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation.save()
