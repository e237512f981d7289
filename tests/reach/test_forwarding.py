"""Passing an invitation on to the right person of one's own: who may, how often, and what stays readable."""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.actions import stop_invitations
from communityup.notices.permissions import address_hash
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge, Invitation, Party
from communityup.workspace.challenges.permissions import may_see
from communityup.workspace.reach import actions, permissions
from tests import make
from tests.make_notices import told

pytestmark = pytest.mark.django_db


def invited(challenge: Challenge, address: str = "bram@example.org") -> Party:
    return challenges.invite_party(
        challenge, name="Gemeente Lindeveen", kind="municipality", email=address, by=Actor.of(make.amina())
    )


def link_to(address: str) -> str:
    found = re.search(r"/opgaven/uitnodiging/[^/\s]+/", Mail.objects.filter(to=address).latest("pk").text)
    assert found is not None
    return found[0]


def pass_on(party: Party, address: str, person: Person | None = None) -> Invitation:
    return actions.forward_invitation(make.invitation_of(party), email=address, by=Actor.of(person or make.bram()))


def test_s03_who_is_invited_passes_it_on_and_the_right_person_answers(client: Client) -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    client.force_login(make.bram())
    first = link_to("bram@example.org")
    assert f'href="{first}doorsturen/"' in client.get(first).content.decode()
    answer = client.post(f"{first}doorsturen/", {"email": "Juist@Example.org"}, follow=True)
    assert answer.status_code == 200, "the old link stays readable"
    page = answer.content.decode()
    assert challenge.title in page
    assert f"{first}aannemen/" not in page, "and can no longer answer"
    second = link_to("juist@example.org")
    assert second != first
    assert (
        "Iemand van Gemeente Lindeveen stuurde deze uitnodiging aan je door."
        in Mail.objects.get(to="juist@example.org").text
    )
    client.force_login(Person.objects.create(email="juist@example.org", display_name="Juist"))
    assert client.post(f"{second}aannemen/").status_code == 302
    party.refresh_from_db()
    assert party.state == Party.State.ACTIVE


def test_passing_on_is_one_line_without_an_address_and_everybody_hears_it() -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    told()
    before = Line.objects.count()
    pass_on(party, "juist@example.org")
    line = Line.objects.latest("pk")
    assert (Line.objects.count() - before, line.type, line.party) == (1, "reach.invitation_forwarded", party.public_id)
    assert b"juist" not in bytes(line.bytes)
    assert told() == 1


def test_s03_who_invited_sees_that_it_was_passed_on_and_not_to_whom(client: Client) -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    client.force_login(make.amina())
    address = f"/opgaven/{challenge.slug}/partijen/"
    assert "Doorgestuurd binnen deze partij" not in client.get(address).content.decode()
    pass_on(party, "juist@example.org")
    for place in (address, f"/opgaven/{challenge.slug}/", f"/opgaven/{challenge.slug}/logboek/"):
        page = client.get(place).content.decode()
        assert re.search("[Dd]oorgestuurd binnen deze partij|stuurde de uitnodiging door", page), place
        assert "juist@example.org" not in page
        assert "erwacht rond" in page, "and its silence stays visible with the day"
    party.refresh_from_db()
    assert party.respond_by is not None


def test_the_old_link_answers_nothing_any_more_and_closes_the_door() -> None:
    challenge = make.challenge_of_one()
    party, bram = invited(challenge), make.bram()
    old = make.invitation_of(party)
    assert may_see(challenge, bram)
    pass_on(party, "juist@example.org")
    assert not may_see(challenge, bram), "only who holds the new link is invited now"
    by = Actor.of(bram)
    for act in (
        lambda: challenges.accept_invitation(old, by=by),
        lambda: challenges.decline_invitation(old, reason="Nee", by=by),
        lambda: challenges.ask_before_answering(old, question="Wat?", by=by),
        lambda: actions.forward_invitation(old, email="nog@example.org", by=by),
    ):
        with pytest.raises(Refused):
            act()


def test_a_reply_still_reaches_who_asked_before_passing_it_on() -> None:
    party = invited(make.challenge_of_one())
    asked = challenges.ask_before_answering(
        make.invitation_of(party), question="Hoe lang duurt dit?", by=Actor.of(make.bram())
    )
    pass_on(party, "juist@example.org")
    challenges.answer_question(asked, reply="Een jaar", by=Actor.of(make.amina()))
    assert Mail.objects.filter(to="bram@example.org", text__contains="Een jaar").count() == 1


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("Bram@Example.org", id="oneself"),
        pytest.param("amina@example.org", id="takes part already"),
        pytest.param("school@example.org", id="is invited already"),
    ],
)
def test_passing_on_to_who_has_it_already_is_refused_and_nothing_changes(address: str) -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    challenges.invite_party(
        challenge, name="School", kind="institution", email="school@example.org", by=Actor.of(make.amina())
    )
    letters = Mail.objects.count()
    with pytest.raises(Refused):
        pass_on(party, address)
    assert make.invitation_of(party).email == "bram@example.org"
    assert Mail.objects.count() == letters


def test_with_a_link_from_somebody_else_one_cannot_pass_on_to_ones_own_address() -> None:
    party = invited(make.challenge_of_one())
    for own in ("chris@example.org", "bram@example.org"):
        with pytest.raises(Refused, match="heb je zelf al"):
            pass_on(party, own, make.chris())


def test_e5_people_of_another_party_lead_no_invitation_elsewhere() -> None:
    party = invited(make.challenge_of_one())
    with pytest.raises(NotAllowed):
        pass_on(party, "vriend@example.org", make.amina())


def test_a_party_that_takes_part_passes_nothing_on(client: Client) -> None:
    challenge, _amina, bram = make.closed_challenge_of_two()
    own = challenge.parties.get(number=2)
    waiting = challenges.invite_colleague(own, email="dilek@example.org", by=Actor.of(bram))
    client.force_login(make.dilek())
    link = link_to("dilek@example.org")
    assert "doorsturen" not in client.get(link).content.decode()
    assert client.get(f"{link}doorsturen/").status_code == 409
    with pytest.raises(Refused):
        actions.forward_invitation(waiting, email="nog@example.org", by=Actor.of(make.dilek()))


def test_r32_an_invitation_travels_five_times_and_no_further() -> None:
    party = invited(make.challenge_of_one())
    for number in range(permissions.MOST_FORWARDED):
        pass_on(party, f"collega{number}@example.org")
    for number in range(5, 10):
        with pytest.raises(Refused):
            pass_on(party, f"collega{number}@example.org")
    assert Mail.objects.filter(to__startswith="collega").count() == 5


def test_r32_one_address_gets_three_letters_a_day_also_when_they_are_passed_on() -> None:
    for number in range(4):
        party = invited(make.challenge_of_one(title=f"Vraag {number}"), f"contact{number}@example.org")
        if number < 3:
            pass_on(party, "slachtoffer@example.org")
            continue
        with pytest.raises(Refused):
            pass_on(party, "slachtoffer@example.org")
        assert make.invitation_of(party).answer == Invitation.Answer.NONE
    assert Mail.objects.filter(to="slachtoffer@example.org").count() == 3


def test_who_invited_can_still_send_it_elsewhere_after_it_was_passed_on() -> None:
    party = invited(make.challenge_of_one())
    pass_on(party, "juist@example.org")
    again = challenges.invite_again(party, email="loket@example.org", by=Actor.of(make.amina()))
    assert make.invitation_of(party).pk == again.pk
    assert again.email == "loket@example.org"


def test_s03_without_an_account_the_link_is_enough_to_pass_it_on(client: Client) -> None:
    party = invited(make.challenge_of_one())
    first = link_to("bram@example.org")
    assert f'href="{first}doorsturen/"' in client.get(first).content.decode()
    before = Line.objects.count()
    assert (client.get(f"{first}doorsturen/").status_code, Line.objects.count()) == (200, before)
    answer = client.post(f"{first}doorsturen/", {"email": "juist@example.org"}, follow=True)
    assert "doorgestuurd binnen deze partij" in answer.content.decode()
    assert "juist@example.org" not in answer.content.decode()
    line = Line.objects.latest("pk")
    assert (line.type, line.role, Line.objects.count()) == ("reach.invitation_forwarded", "visitor", before + 1)
    assert link_to("juist@example.org") != first
    assert client.post(f"{first}doorsturen/", {"email": "nog@example.org"}).status_code == 409
    assert make.invitation_of(party).email == "juist@example.org"


def test_x6_without_an_account_nobody_is_told_who_takes_part_and_tries_have_an_end(client: Client) -> None:
    challenge = make.challenge_of_one()
    party = invited(challenge)
    challenges.invite_party(
        challenge, name="School", kind="institution", email="school@example.org", by=Actor.of(make.amina())
    )
    address, letters = f"{link_to('bram@example.org')}doorsturen/", Mail.objects.count()
    said = []
    for email in ("amina@example.org", "school@example.org"):
        answer = client.post(address, {"email": email})
        assert answer.status_code == 422
        said.append(re.sub(r'"\w{64}"', "", answer.content.decode().replace(email, "")))
        assert "Doorsturen naar dit adres kan niet." in said[-1]
    assert said[0] == said[1]
    for _try in range(permissions.TRIES):
        last = client.post(address, {"email": "amina@example.org"})
    assert last.status_code == 409
    assert (Mail.objects.count(), make.invitation_of(party).email) == (letters, "bram@example.org")


def test_x6_an_address_that_wants_no_invitations_gets_none_and_the_page_says_the_same(client: Client) -> None:
    said = []
    for number, email in enumerate(("wil@example.org", "niet@example.org")):
        invited(make.challenge_of_one(title=f"Vraag {number}"), f"contact{number}@example.org")
        stop_invitations(address_hash("niet@example.org"))
        link = link_to(f"contact{number}@example.org")
        answer = client.post(f"{link}doorsturen/", {"email": email})
        assert answer.headers["Location"] == link
        said.append([str(one) for one in get_messages(answer.wsgi_request)][-1])
    assert said[0] == said[1]
    assert Mail.objects.get(to="wil@example.org").given_up_at is None
    assert Mail.objects.get(to="niet@example.org").given_up_at is not None


def test_passing_on_over_http_tells_what_is_wrong(client: Client) -> None:
    party = invited(make.challenge_of_one())
    address = f"{link_to('bram@example.org')}doorsturen/"
    assert client.get("/opgaven/uitnodiging/bestaat-niet/doorsturen/").status_code == 404
    client.force_login(make.amina())
    assert client.get(address).status_code == 403
    client.force_login(make.bram())
    assert client.get("/opgaven/uitnodiging/bestaat-niet/doorsturen/").status_code == 404
    before = Line.objects.count()
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"email": "geen adres"})
    assert wrong.status_code == 422
    assert "geen adres" in wrong.content.decode(), "what was typed is kept"
    own = client.post(address, {"email": "bram@example.org"})
    assert (own.status_code, Line.objects.count()) == (422, before)
    assert "bram@example.org" in own.content.decode(), "and so is an address that a rule refuses"
    assert make.invitation_of(party).email == "bram@example.org"
