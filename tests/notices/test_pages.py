"""One's messages on the site and on paper, how often one gets mail, and the link that stops it without signing in."""

import re
from typing import Any

import pytest
from django.test import Client

from communityup.base.errors import NotAllowed
from communityup.notices import actions, permissions, queries
from communityup.notices.models import Listener, Notice, Rhythm
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.goals.actions import propose_goal
from tests import make
from tests.make_notices import WEDNESDAY_MORNING, at, letters, told

pytestmark = pytest.mark.django_db
ALL = "/mijn/berichten/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return str(answer.content.decode())


def with_news() -> Client:
    """Return the browser of Bram, who hears of a goal."""
    challenge, amina, bram = make.challenge_of_two(title="Het dak")
    told()
    Notice.objects.all().delete()
    told(lambda: propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(amina)))
    return signed_in(bram)


def stop_address() -> str:
    """Return the link to stop from the letter that Bram got."""
    [letter] = [mail for mail in letters() if mail.to == make.bram().email]
    found = re.search(r"/mijn/berichten/stop/[^\s>]+", letter.text)
    assert found
    return found.group()


def test_messages_stand_on_the_site_are_counted_in_the_header_and_read_by_a_button() -> None:
    client = with_news()
    page = words(client.get(ALL))
    assert "Bewoners Molenwijk stelde een gemeenschappelijk doel voor" in page
    assert "Het dak" in page
    assert ">1<" in page
    newest = Notice.objects.latest("line_id").line_id
    assert client.get(f"{ALL}gelezen/").status_code == 405
    client.post(f"{ALL}gelezen/", {"up_to": "geen getal"})
    assert Notice.objects.filter(person=make.bram(), read_at=None).count() == 1
    client.post(f"{ALL}gelezen/", {"up_to": newest})
    assert not Notice.objects.filter(person=make.bram(), read_at=None).exists()
    assert ">1<" not in words(client.get(ALL))


def test_one_reads_only_ones_own_and_only_what_one_may_still_see() -> None:
    with_news()
    challenge = make.challenge_of_two(title="Besloten")[0]
    told()
    bram = signed_in(make.bram())
    assert "Besloten" in words(bram.get(ALL))
    make.bram().seats.filter(challenge=challenge).delete()
    Challenge.objects.filter(pk=challenge.pk).update(public_at=None)
    assert "Besloten" not in words(bram.get(ALL))
    assert "Nog geen berichten" in words(signed_in(make.chris()).get(ALL))
    with pytest.raises(NotAllowed):
        actions.read_all(make.bram(), up_to=1, by=Actor.of(make.chris()))
    with pytest.raises(NotAllowed):
        actions.choose_rhythm(make.bram(), rhythm=Rhythm.SITE, by=Actor.of(make.chris()))


def test_b24_paper_has_the_same_facts_of_the_last_month_in_their_days(monkeypatch: pytest.MonkeyPatch) -> None:
    client = with_news()
    with at(WEDNESDAY_MORNING):
        page = words(client.get(f"{ALL}papier/"))
    assert "Bewoners Molenwijk stelde een gemeenschappelijk doel voor" in page
    assert "zondag 25 oktober 2026" in page
    monkeypatch.setattr(queries, "MOST_ON_PAPER", 0)
    with at(WEDNESDAY_MORNING):
        assert "Er is meer dan hier past" in words(client.get(f"{ALL}papier/"))
    assert "niets" in words(signed_in(make.chris()).get(f"{ALL}papier/"))


@pytest.mark.parametrize("rhythm", Rhythm.values)
def test_s32_every_rhythm_is_chosen_on_the_page(rhythm: str) -> None:
    client = with_news()
    assert 'value="daily" ' in words(client.get(f"{ALL}instellingen/"))
    assert client.post(f"{ALL}instellingen/", {"rhythm": "elk uur"}).status_code == 422
    assert client.post(f"{ALL}instellingen/", {"rhythm": rhythm}).status_code == 302
    assert queries.rhythm_of(make.bram()) == rhythm


def test_the_link_in_a_letter_stops_it_by_post_without_signing_in_and_looking_changes_nothing() -> None:
    with_news()
    address, anybody = stop_address(), Client(enforce_csrf_checks=True)
    for look in (anybody.get, anybody.head):
        assert look(address).status_code == 200
    assert "noindex" in words(anybody.get(address))
    assert queries.rhythm_of(make.bram()) == Rhythm.DAILY
    assert anybody.put(address).status_code == 405
    for _time in range(2):
        done = anybody.post(address, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
        assert "Je krijgt deze mails niet meer" in words(done)
    assert queries.rhythm_of(make.bram()) == Rhythm.SITE
    assert not Listener.objects.exclude(person=make.bram()).filter(rhythm=Rhythm.SITE).exists()


def test_a_link_that_we_did_not_make_or_of_somebody_who_left_stops_nothing() -> None:
    with_news()
    address = stop_address()
    token = address.removeprefix(f"{ALL}stop/").rstrip("/")
    wrong = [f"{ALL}stop/{other}/" for other in (token[:-1] + ("a" if token[-1] != "a" else "b"), "x", "x.y", "%00")]
    for one in wrong:
        assert Client().get(one).status_code == 404
        assert Client().post(one).status_code == 404
    assert queries.rhythm_of(make.bram()) == Rhythm.DAILY
    Person.objects.filter(pk=make.bram().pk).update(is_active=False)
    assert permissions.who_stops(token) is None
    assert Client().post(address).status_code == 404


@pytest.mark.parametrize("page", ["", "papier/", "instellingen/"])
def test_messages_ask_who_one_is_and_reading_marks_nothing(page: str) -> None:
    client = with_news()
    assert Client().get(ALL + page).status_code == 302
    assert client.get(ALL + page).status_code == 200
    assert Notice.objects.filter(person=make.bram(), read_at=None).count() == 1
    assert Client().post(f"{ALL}gelezen/", {"up_to": 1}).status_code == 302
