"""Who wants no invitations by mail gets none, and who invites cannot tell."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.network.networks import actions as networks
from communityup.notices import permissions
from communityup.notices.models import Uninvited
from communityup.people.actors import Actor
from communityup.post.actions import send_due
from communityup.post.models import Mail
from communityup.post.permissions import LETTERS_A_DAY
from communityup.workspace.challenges import actions
from communityup.workspace.challenges.models import Party
from communityup.workspace.colleagues.actions import ask_colleague
from communityup.workspace.consent.actions import respond
from communityup.workspace.council.actions import propose_observer
from communityup.workspace.facilitators.actions import propose_outsider
from communityup.workspace.reach.jobs import remind_invited
from tests import make, make_invitations
from tests.make_network import coordinated
from tests.make_notices import at

pytestmark = pytest.mark.django_db
TARGET, OTHER, GUEST = "bram@example.org", "chris@example.org", "fatma@example.org"


def invited(address: str, title: str = "") -> Party:
    challenge = make.challenge_of_one(title=title)
    return actions.invite_party(
        challenge, name="Gemeente Lindeveen", kind="municipality", email=address, by=Actor.of(make.amina())
    )


def letter(address: str = TARGET) -> Mail:
    return Mail.objects.filter(to=address).latest("pk")


def stop_link(mail: Mail) -> str:
    found = re.search(r"/mijn/berichten/uitnodigingen/stop/[^/\s]+/", mail.text)
    assert found is not None
    return found[0]


def wants_none(address: str = TARGET) -> None:
    Client().post(f"/mijn/berichten/uitnodigingen/stop/{permissions.invitations_token(address)}/")


def test_x6_a_letter_that_invites_has_the_link_and_the_headers_of_one_click() -> None:
    invited(TARGET)
    found = letter()
    link = stop_link(found)
    assert found.headers["List-Unsubscribe"].endswith(f"{link}>")
    assert found.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "bram" not in link, "the address stands not in it"
    assert link in found.html


def test_x6_one_click_stops_without_a_cookie_and_looking_changes_nothing() -> None:
    invited(TARGET)
    link, strict = stop_link(letter()), Client(enforce_csrf_checks=True)
    assert "Wil je geen uitnodigingen meer?" in strict.get(link).content.decode()
    assert strict.head(link).status_code == 200
    assert not Uninvited.objects.exists()
    for _twice in range(2):
        answer = strict.post(link, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, Uninvited.objects.count()) == (200, 1)
    assert "bram" not in Uninvited.objects.get().address_hash
    assert strict.post("/mijn/berichten/uitnodigingen/stop/verzonnen.token-1234/").status_code == 404


def test_x6_nothing_leaves_for_who_wants_none_and_who_invites_reads_the_same(client: Client) -> None:
    wants_none()
    client.force_login(make.amina())
    seen: list[tuple[int, str]] = []
    for address in (TARGET, OTHER):
        slug = make.challenge_of_one(title=f"Vraag aan {len(seen)}").slug
        form = {"name": "Gemeente", "kind": "municipality", "email": address}
        answer = client.post(f"/opgaven/{slug}/uitnodigen/", form, follow=True)
        words = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        seen.append((answer.status_code, words.replace(slug, "").replace(f"Vraag aan {len(seen)}", "")))
    assert seen[0] == seen[1]
    send_due()
    withheld, sent = letter(), letter(OTHER)
    assert (withheld.sent_at, sent.sent_at is not None) == (None, True)
    assert "uitnodiging/" not in withheld.text + withheld.html
    party = Party.objects.filter(invitations__email=TARGET).get()
    assert party.state == Party.State.INVITED, "silence stays visible as silence"


def test_x6_the_brake_on_letters_is_the_same_so_nobody_finds_out() -> None:
    wants_none()
    for address in (TARGET, OTHER):
        for number in range(LETTERS_A_DAY):
            invited(address, title=f"{address} {number}")
        with pytest.raises(Refused):
            invited(address, title=f"{address} te veel")


def test_x6_the_reminder_is_withheld_too() -> None:
    party = invited(TARGET)
    wants_none()
    assert party.respond_by is not None
    days = (party.respond_by - timezone.localdate()).days
    with at(timezone.now() + timedelta(days=days - 3)):
        remind_invited()
    party.refresh_from_db()
    assert party.invitations.get().reminded_at is not None
    assert letter().given_up_at is not None


def colleague_of_a_party() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    actions.invite_colleague(challenge.parties.get(number=1), email=GUEST, by=Actor.of(amina))


def colleague_of_an_organisation() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    own = challenge.parties.get(number=1).organisation
    assert own is not None
    ask_colleague(own, email=GUEST, parties=[], by=Actor.of(amina))


def observer() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    asked = propose_observer(challenge, watches="council", who="Dilek", email=GUEST, by=Actor.of(amina))
    respond(asked.round, agrees=True, by=Actor.of(bram))


def from_outside() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    propose_outsider(challenge, role="helper", email=GUEST, words="Bemiddelaar uit de streek", by=Actor.of(amina))


def of_a_session() -> None:
    _made, person, session = make_invitations.closed()
    make_invitations.invite(session, person, GUEST)


def coordinator() -> None:
    made, person = coordinated()
    networks.ask_coordinator(made, email=GUEST, by=Actor.of(person))


@pytest.mark.parametrize(
    "deed", [colleague_of_a_party, colleague_of_an_organisation, observer, from_outside, of_a_session, coordinator]
)
@pytest.mark.parametrize("stopped", [False, True])
def test_x6_every_letter_that_invites_asks_first(deed: Callable[[], None], stopped: bool) -> None:
    if stopped:
        wants_none(GUEST)
    deed()
    found = letter(GUEST)
    assert (found.given_up_at is not None) is stopped
    assert ("List-Unsubscribe" in found.headers) is not stopped


def test_x6_only_who_signed_in_with_the_address_lets_them_come_again(client: Client) -> None:
    link = f"/mijn/berichten/uitnodigingen/stop/{permissions.invitations_token(TARGET)}/"
    client.post(link)
    assert client.post(link, {"answer": "open"}).status_code == 403
    client.force_login(make.amina())
    assert 'value="open"' not in client.get(link).content.decode()
    assert client.post(link, {"answer": "open"}).status_code == 403
    assert "geen uitnodigingen per mail" not in client.get("/mijn/berichten/instellingen/").content.decode()
    assert Uninvited.objects.count() == 1
    client.force_login(make.bram())
    assert link in client.get("/mijn/berichten/instellingen/").content.decode()
    assert 'value="open"' in client.get(link).content.decode()
    assert client.post(link, {"answer": "open"}).status_code == 200
    assert not Uninvited.objects.exists()
    invited(TARGET)
    assert letter().given_up_at is None
