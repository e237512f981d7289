"""One's messages on the site and on paper, how often one gets mail, and the link that stops it without signing in."""

import dataclasses
import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed
from communityup.log.models import Line
from communityup.notices import actions, permissions, queries
from communityup.notices.models import Listener, Notice, Rhythm
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import hide
from communityup.texts.models import Level
from communityup.texts.queries import kinds
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.queries import subject_of
from communityup.workspace.goals.actions import add_interest, propose_goal, say_not_yet
from communityup.workspace.goals.models import Goal, Interest
from communityup.workspace.joining.actions import ask_open_codes
from communityup.workspace.reach.actions import be_contact
from tests import make, make_paper
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


def test_b24_paper_has_the_same_facts_of_the_last_days_in_their_days(monkeypatch: pytest.MonkeyPatch) -> None:
    client = with_news()
    with at(WEDNESDAY_MORNING):
        page = words(client.get(f"{ALL}papier/"))
    assert "Bewoners Molenwijk stelde een gemeenschappelijk doel voor" in page
    assert "woensdag 18 november 2026" in page
    monkeypatch.setattr(queries, "MOST_ON_PAPER", 0)
    with at(WEDNESDAY_MORNING):
        assert "Er is meer dan hier past" in words(client.get(f"{ALL}papier/"))
    assert "niets" in words(signed_in(make.chris()).get(f"{ALL}papier/"))


def test_b24_paper_is_as_long_as_one_chooses_and_says_so() -> None:
    with_news()
    with at(timezone.now() + dt.timedelta(days=9)):
        client = signed_in(make.bram())
        short, long = (words(client.get(f"{ALL}papier/?periode={one}")) for one in ("week", "maand"))
        for usual in ("?periode=jaar", ""):
            assert "De laatste week, sinds " in words(client.get(f"{ALL}papier/{usual}"))
        assert "De laatste week, sinds " in short
        assert "?periode=maand" in short
        assert "stelde een gemeenschappelijk doel voor" not in short
        assert "De laatste maand, sinds " in long
        assert "?periode=week" in long
        assert "stelde een gemeenschappelijk doel voor" in long
        actions.choose_rhythm(make.bram(), rhythm=Rhythm.SITE, by=Actor.of(make.bram()))
        assert "De laatste maand, sinds " in words(client.get(f"{ALL}papier/")), "who reads no mail prints a month"


def paper_of(client: Client) -> str:
    with at(WEDNESDAY_MORNING):
        page = words(client.get(f"{ALL}papier/"))
    return page[page.index("<main") :]


def test_b24_on_paper_stand_the_words_as_they_are_now_and_where_to_ask() -> None:
    client = with_news()
    goal, bram = Goal.objects.get(), Actor.of(make.bram())
    contact = {"name": "Balie Wonen", "phone": "0123 - 45 67 89", "email": "", "hours": "Elke ochtend"}
    be_contact(goal.challenge, **contact, by=bram)
    told(lambda: say_not_yet(goal, reason="Eerst de kosten van de goot.", by=bram))
    page = paper_of(client)
    assert page.count("Een dak dat niet lekt") == 2, "the goal beside who proposed it, and beside who says not yet"
    assert "Eerst de kosten van de goot." in page
    assert "Balie Wonen, 0123 - 45 67 89. Elke ochtend" in page
    assert f"/opgaven/{goal.challenge.slug}/</strong>" in page
    assert 'class="qr"' in page
    hide(goal.text)
    assert "Een dak dat niet lekt" not in paper_of(client)


def test_b24_the_question_to_all_parties_stands_beside_who_answered_it() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    asked = ask_open_codes(challenge, by=Actor.of(amina))
    told(lambda: respond(asked, agrees=False, reason="Wie leest de namen?", by=Actor.of(bram)))
    page = paper_of(signed_in(amina))
    label = str(subject_of(asked.about).label(asked))
    assert label in unescape(page)
    assert "Wie leest de namen?" in page


def test_b24_lines_that_say_the_same_are_one_with_a_count_and_housekeeping_is_left_off() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    told()
    Notice.objects.all().delete()
    for number in range(3):
        told(lambda number=number: propose_goal(challenge, words=f"Doel {number}", by=Actor.of(amina)))  # type: ignore[misc]
    told(lambda: make_paper.printed(challenge, amina, number=1))
    assert "formulieren geprint" in words(signed_in(bram).get(ALL))
    page = paper_of(signed_in(bram))
    assert "formulieren geprint" not in page
    assert page.count("stelde een gemeenschappelijk doel voor") == 1
    assert "(3 keer)" in page
    assert [number for number in range(3) if f"Doel {number}" in page] == [0, 1, 2]


def test_e24_who_may_only_look_reads_on_paper_no_words_for_who_takes_part(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = make.challenge_of_two()
    add_interest(challenge, words="Een droge zolder", by=Actor.of(amina))
    line = Line.objects.filter(commit=Interest.objects.get().text.commit).get()
    assert queries.words_of([line], [make.chris()])[line.pk] == ["Een droge zolder"]
    kind = dataclasses.replace(kinds()["goals.Interest.text"], level=Level.CHALLENGE)
    monkeypatch.setitem(kinds(), kind.field, kind)
    assert queries.words_of([line], [bram])[line.pk] == ["Een droge zolder"]
    assert queries.words_of([line], [make.chris()])[line.pk] == []
    assert queries.words_of([line], [bram, make.chris()])[line.pk] == []


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
