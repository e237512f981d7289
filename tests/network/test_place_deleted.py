"""Who gave a place back lets their name and address go at once; who was offered one says that they do not need it."""

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from communityup.gatherings.models import Gathering, Registration, Request
from communityup.network.meetings import actions
from communityup.network.meetings.events import Withdrawn
from communityup.people.actors import Actor
from tests import make
from tests.make_meetings import DAY, HOUR
from tests.make_network import last, lines
from tests.make_registrations import asked, comes, link, place_of, sign_up, states, told, with_places

pytestmark = pytest.mark.django_db
DELETE, NOT_NEEDED, BACK = "Wis mijn naam en adres", "Ik hoef deze plek niet", "Geef mijn plek terug"


def page(place: str) -> str:
    return Client().get(place).content.decode()


def test_who_gave_a_place_back_deletes_name_and_address_at_once_with_one_line_that_tells_nobody() -> None:
    made, _dilek, session = with_places()
    sign_up(session)
    to_confirm = link(asked()[0], "bevestigen")
    Client().post(to_confirm)
    place = link(told("wil@example.org")[0], "plek")
    assert DELETE not in page(place), "who has a place gives it back first"
    Client().post(place, {"answer": "withdraw"})
    for way in (place, to_confirm):
        assert DELETE in page(way)
    assert Request.objects.count() == 1, "looking deletes nothing"
    answer = Client().post(place, {"answer": "delete"}, follow=True)
    assert "Je naam en adres zijn hier gewist" in answer.content.decode()
    assert not Request.objects.exists()
    assert not Registration.objects.exists()
    line = last(made)
    assert (line.type, line.content["actor"], line.content["object"]) == (
        "meetings.address_deleted", None, session.public_id,
    )  # fmt: skip
    assert b"wil" not in bytes(line.bytes).lower()
    for way in (place, to_confirm):
        assert Client().post(way, {"answer": "delete"}).status_code == 410
        assert Client().get(way).status_code == 410
    assert lines(made).count("meetings.address_deleted") == 1


def test_who_did_not_say_yes_yet_deletes_it_too_and_twice_is_once() -> None:
    made, _dilek, session = with_places()
    sign_up(session)
    waiting = Request.objects.get()
    Client().post(link(asked()[0], "bevestigen"), {"answer": "delete"})
    assert not Request.objects.exists()
    actions.forget_asked(session, waiting, by=Actor.visitor())
    assert lines(made).count("meetings.address_deleted") == 1
    assert not Registration.objects.exists()


@pytest.mark.parametrize("what", ["cancelled", "over"])
def test_address_is_deleted_also_when_nobody_can_come_any_more(what: str) -> None:
    _made, dilek, session = with_places()
    amina = comes(session, "Amina")
    Client().post(place_of(amina), {"answer": "withdraw"})
    if what == "cancelled":
        actions.cancel_session(session, reason="Ziek.", by=Actor.of(dilek))
    else:
        ago = timezone.now() - 2 * DAY
        Gathering.objects.update(begins_at=ago, ends_at=ago + HOUR)
    answer = Client().get(place_of(amina))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert [words for words in (DELETE, "Je kunt") if words not in shown] == []
    assert "Ja, ik kom" not in shown
    assert "Was dat een vergissing" not in shown
    Client().post(place_of(amina), {"answer": "delete"})
    assert not Request.objects.exists()


def test_who_is_offered_a_place_says_that_they_do_not_need_it_and_it_goes_on() -> None:
    _made, _dilek, session = with_places(1)
    amina, eva, _bo = comes(session, "Amina"), comes(session, "Eva"), comes(session, "Bo")
    assert BACK in page(place_of(amina))
    assert NOT_NEEDED not in page(place_of(amina))
    Client().post(place_of(amina), {"answer": "withdraw"})
    shown = page(place_of(eva))
    assert NOT_NEEDED in shown
    assert "Heb je deze plek niet nodig?" in shown
    assert BACK not in shown
    answer = Client().post(place_of(eva), {"answer": "withdraw"}, follow=True).content.decode()
    assert "Deze plek gaat naar de volgende op de wachtlijst" in answer
    assert states(session) == ["Bo offered"]


def test_who_leaves_the_waiting_list_reads_that_and_nothing_of_a_place() -> None:
    _made, _dilek, session = with_places(1)
    comes(session, "Amina")
    eva = comes(session, "Eva")
    answer = Client().post(place_of(eva), {"answer": "withdraw"}, follow=True).content.decode()
    assert "Je staat niet meer op de wachtlijst" in answer
    assert "Je plek is vrij" not in answer


def test_line_about_a_place_given_back_promises_no_more_than_happens() -> None:
    _made, _dilek, session = with_places()
    Client().post(place_of(comes(session, "Amina")), {"answer": "withdraw"})
    assert Request.objects.get().email == make.amina().email
    with override("nl"):
        assert "binnen een week" in str(Withdrawn.sentence)
    Request.objects.update(asked_at=timezone.now() - 8 * DAY)
    actions.forget_due()
    assert not Request.objects.exists()
