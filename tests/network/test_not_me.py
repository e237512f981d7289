"""“That was not me”: the link takes back what it is about and no more, and only who reads the mail opens again (X6)."""

import datetime as dt
import re
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.network.members import actions as members
from communityup.network.networks.models import Network
from communityup.network.newsletter import permissions
from communityup.network.newsletter.models import Ask, Suppression
from communityup.post.models import Mail
from tests import make, make_network
from tests.make_network import application, coordinated, lines
from tests.make_newsletter import letters, link, sign_up
from tests.network.test_members import by, two_members

pytestmark = pytest.mark.django_db
ZUID = "zuid@example.org"


def receipt(made: Network) -> str:
    """Let somebody ask to join, and return the link “not me” of the receipt."""
    application(made, "Zuid", email=ZUID)
    return link(Mail.objects.filter(to=ZUID).order_by("-pk")[0], "niet-ik")


def shield(address: str) -> str:
    return Client().post(address, {"answer": "shield"}).content.decode()


def waiting(made: Network) -> bool:
    return made.applications.filter(state="waiting", email=ZUID).exists()


def test_x6_old_link_takes_back_no_application_to_another_network_and_no_later_one() -> None:
    made, dilek = coordinated()
    other = make_network.network("ander")
    make_network.coordinator(other, dilek)
    old = receipt(made)
    members.take_back(made.applications.get(), by=by(dilek))
    with mock.patch.object(timezone, "now", return_value=timezone.now() + dt.timedelta(days=400)):
        newer = receipt(other)
        receipt(made)
        shield(old)
        assert (waiting(made), waiting(other)) == (True, True)
        shield(newer)
        assert (waiting(made), waiting(other)) == (True, False)


def test_x6_old_link_takes_no_later_question_for_letters_away_and_none_of_another_network() -> None:
    made, other = make_network.network(), make_network.network("ander")
    sign_up(made)
    sign_up(other)
    old = link(letters()[0], "niet-ik")
    later = timezone.now() + dt.timedelta(days=8)
    Ask.objects.filter(network=made).update(asked_at=later)
    with mock.patch.object(timezone, "now", return_value=later):
        shield(old)
    assert Ask.objects.count() == 2
    shield(link(letters()[0], "niet-ik"))
    assert [one.network for one in Ask.objects.all()] == [other]


def test_x6_link_of_a_letter_from_before_shields_and_says_that_it_takes_nothing_back() -> None:
    made, _dilek = coordinated()
    receipt(made)
    old = permissions.token(permissions.NOT_ME, f"{made.public_id}-{permissions.address_hash(ZUID)}")
    address = reverse("newsletter:not_me", args=[old])
    assert "trekt geen aanvraag in" in Client().get(address).content.decode()
    assert "Wil je toch weer mail?" in shield(address)
    assert waiting(made)


@pytest.mark.parametrize("about", ["", "-x", "-x-y", "-x-20260101-z", "-x-99999999999999999999"])
def test_link_about_nothing_that_we_write_leads_nowhere_and_breaks_nothing(about: str) -> None:
    made = make_network.network()
    token = permissions.token(permissions.NOT_ME, f"{made.public_id}{about}")
    assert Client().get(reverse("newsletter:not_me", args=[token])).status_code in {200, 404}


def test_x6_only_who_reads_the_mail_of_an_address_opens_it_again() -> None:
    made, _dilek = coordinated()
    address = receipt(made)
    shield(address)
    Client().post(address, {"answer": "open"})
    assert Suppression.objects.exists(), "who kept a letter that was passed on opens nothing"
    kept = Mail.objects.count()
    for wrong in ("ander@example.org", ZUID, ZUID.upper()):
        answer = Client().post(address, {"answer": "ask", "email": wrong}, follow=True)
        assert "Is dit het adres" in answer.content.decode(), "the same for every address"
    assert Mail.objects.count() == kept + 1, "one letter a day, and to nobody else"
    assert Client().post(address, {"answer": "ask", "email": "geen adres"}).status_code == 422
    letter = Mail.objects.filter(to=ZUID).order_by("-pk")[0]
    opens = link(letter, "niet-ik")
    assert Client().get(opens).status_code == 200
    assert Suppression.objects.exists(), "reading changes nothing"
    for _click in range(2):
        assert "kunt weer mail van" in Client().post(opens, {"answer": "open"}).content.decode()
    assert not Suppression.objects.exists()
    assert lines(made).count("newsletter.address_opened") == 1


def test_x6_link_that_opens_ends_after_seven_days() -> None:
    made, _dilek = coordinated()
    address = receipt(made)
    shield(address)
    Client().post(address, {"answer": "ask", "email": ZUID})
    opens = link(Mail.objects.filter(to=ZUID).order_by("-pk")[0], "niet-ik")
    with mock.patch.object(timezone, "now", return_value=timezone.now() + dt.timedelta(days=8)):
        Client().post(opens, {"answer": "open"})
    assert Suppression.objects.exists()


def test_x6_page_promises_no_more_than_what_is_true_of_an_invitation() -> None:
    made, _dilek, first, _second = two_members()
    html = re.sub(r"\s+", " ", shield(receipt(made)))
    assert "Een uitnodiging van iemand die is ingelogd, en een code om in te loggen, komen wel." in html
    members.invite_delegate(first, email=ZUID, by=by(make.amina()))
    assert Mail.objects.filter(to=ZUID, key__startswith="form:member:").count() == 1
