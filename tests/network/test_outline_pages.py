"""The pages of first sketches: from an empty list to a final text, bad input, who is kept out, many of them (A9)."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.log.models import Line
from communityup.network.outlines import queries
from communityup.network.outlines.models import Outline, Reaction
from communityup.texts.models import Text
from tests import make
from tests.make_network import browser
from tests.make_outlines import (
    ASKS,
    HERE,
    SECOND,
    TITLE,
    WORDS,
    colleague,
    ended,
    page,
    reacted,
    revised,
    shown,
    world,
)

pytestmark = pytest.mark.django_db


def test_a9_pages_lead_from_an_empty_list_to_a_final_text() -> None:
    made, _one, _other = world()
    assert "Er is nog geen eerste schets" in page()
    assert "Laat een eerste schets zien" not in page(person=make.chris())
    client, other = browser(make.amina()), browser(make.bram())
    answer = client.post(f"{HERE}nieuw/", {"title": TITLE, "words": WORDS, "asks": ""})
    outline = Outline.objects.get()
    here = f"{HERE}{outline.public_id}/"
    assert (answer.status_code, answer["Location"]) == (302, here)
    assert other.post(f"{here}versie/1/reageren/", {"words": "Mooi."}).status_code == 302
    assert "Verander je reactie" in page(outline, make.bram())
    assert "Mooi." in page(outline, make.bram(), "versie/1/reageren/")
    form = page(outline, make.amina(), "nieuwe-versie/")
    assert (WORDS in form, 'name="after" value="1"' in form, "Mooi." in form) == (True, True, True)
    new = {"title": TITLE, "words": SECOND, "done": "", "after": "1"}
    answer = client.post(f"{here}nieuwe-versie/", new)
    assert (answer.status_code, SECOND in answer.content.decode()) == (422, True)
    assert client.post(f"{here}nieuwe-versie/", {**new, "done": "Bellen."}).status_code == 302
    assert client.post(f"{here}afronden/", {"outcome": "final", "sure": "on"}).status_code == 302
    assert client.get(f"{here}afronden/").status_code == 409
    reaction = Reaction.objects.get()
    assert other.post(f"{HERE}reacties/{reaction.public_id}/terugnemen/").status_code == 302
    assert "Mooi." not in page(outline, more="versie/1/")
    assert made.outlines.get().state == "final"


def test_a9_ending_is_asked_once_more_with_what_it_does_and_can_be_undone() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    client, here = browser(make.amina()), f"{HERE}{outline.public_id}/"
    told = {"outcome": "withdrawn", "words": "Nog niet rijp."}
    sure = client.post(f"{here}afronden/", told)
    html = sure.content.decode()
    assert (sure.status_code, made.outlines.get().state) == (200, "sketch"), "nothing happened yet"
    for words in ("Niemand kan nog reageren", "Nog niet rijp.", "We trekken het in", "later weer openstellen"):
        assert words in html, words
    again = client.post(f"{here}afronden/", {**told, "again": "on"}).content.decode()
    assert ("Nog niet rijp.</textarea>" in again, "checked" in again) == (True, True), "what was typed is still there"
    assert client.post(f"{here}afronden/", {**told, "sure": "on"}).status_code == 302
    assert "heropenen/" in page(outline, make.amina())
    assert "heropenen/" not in page(outline, make.bram())
    assert "Nog niet rijp." in page(outline, make.amina(), "heropenen/"), "one sees what goes"
    assert client.post(f"{here}heropenen/").status_code == 302
    assert "Maak een nieuwe versie" in page(outline, make.amina())
    assert client.get(f"{here}heropenen/").status_code == 409
    assert browser(make.bram()).get(f"{here}heropenen/").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Vul "),
        ({"words": " \n "}, "Vul "),
        ({"title": "x" * 121}, "120"),
        ({"words": "x" * 6001}, "6000"),
        ({"asks": "x" * 301}, "300"),
    ],
)
def test_a9_bad_form_says_what_is_wrong_and_loses_nothing(wrong: dict[str, str], sentence: str) -> None:
    world()
    told = {"title": TITLE, "words": WORDS, "asks": ASKS, **wrong}
    answer = browser(make.amina()).post(f"{HERE}nieuw/", told)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "error" in html
    assert re.search(sentence, html), html[:2000]
    assert all(value in html for value in told.values() if value.strip())
    assert not Outline.objects.exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("versie/1/reageren/", {"words": ""}),
        ("versie/1/reageren/", {"words": "x" * 1001}),
        ("nieuwe-versie/", {"title": TITLE, "words": SECOND, "after": "nul"}),
        ("afronden/", {"outcome": "sketch"}),
        ("afronden/", {"outcome": "final", "words": "x" * 1001}),
    ],
)
def test_a9_bad_form_about_a_sketch_writes_nothing(more: str, told: dict[str, str]) -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    count, texts = Line.objects.count(), Text.objects.count()
    assert browser(make.amina()).post(f"{HERE}{outline.public_id}/{more}", told).status_code == 422
    assert (Line.objects.count(), Text.objects.count()) == (count, texts)


def test_a9_what_is_not_there_is_not_found_and_strangers_are_kept_out() -> None:
    made, _one, _other = world()
    outline = shown(made, make.amina())
    here = f"{HERE}{outline.public_id}/"
    for address in (f"{here}versie/2/", f"{here}versie/0/", f"{HERE}{'a' * 32}/", f"{HERE}reacties/{'a' * 32}/"):
        assert browser().get(address).status_code == 404, address
    assert browser(make.bram()).get(f"{here}versie/2/reageren/").status_code == 404
    for address in (f"{HERE}nieuw/", f"{here}nieuwe-versie/", f"{here}afronden/", f"{here}versie/1/reageren/"):
        assert browser(make.chris()).get(address).status_code == 403, address
        assert browser(make.chris()).post(address, {"words": "Hoi."}).status_code == 403, address
        assert browser().get(address).status_code == 302, address
    for address in (f"{here}nieuwe-versie/", f"{here}afronden/"):
        assert browser(make.bram()).get(address).status_code == 403, address


def test_a9_many_reactions_and_sketches_stand_on_pages() -> None:
    made, one, _other = world()
    outline = shown(made, make.amina())
    for number in range(51):
        kept = reacted(outline, colleague(one, make.amina(), f"persoon{number}"), f"Reactie nummer {number}.")
    assert ("Reactie nummer 50." in page(outline), "Pagina 1 van 2" in page(outline)) == (False, True)
    assert "Reactie nummer 50." in page(outline, more="?page=2")
    assert "?page=2#" in browser().get(f"{HERE}reacties/{kept.public_id}/")["Location"]


def test_a9_list_shows_what_is_open_first() -> None:
    made, _one, _other = world()
    for title in ("Oud", "Af", "Nieuw"):
        outline = shown(made, make.amina(), title=title)
        if title == "Af":
            ended(outline, make.amina())
    assert [row["title"] for row in queries.sketches(made, "1")] == ["Nieuw", "Oud", "Af"]


@pytest.mark.parametrize("count", [1, 3])
def test_a9_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, one, _other = world()
    for number in range(count):
        outline = shown(made, make.amina(), title=f"Schets {number}")
    for number in range(count):
        reacted(outline, colleague(one, make.amina(), f"persoon{number}"), number=number + 1)
        revised(outline, make.amina(), words=f"Versie {number}.", done="Gedaan.", after=number + 1)
    for number in range(count):
        reacted(outline, make.person(f"persoon{number}"), number=count + 1)
    client = browser()
    with django_assert_num_queries(5):
        assert client.get(HERE).status_code == 200
    with django_assert_num_queries(7):
        assert client.get(f"{HERE}{outline.public_id}/").status_code == 200
    with django_assert_num_queries(1):
        queries.facts(made)


def test_a9_database_refuses_a_second_reaction_and_an_end_without_a_day() -> None:
    made, one, _other = world()
    outline = shown(made, make.amina())
    kept = reacted(outline, make.bram())
    again = {"outline": outline, "version": kept.version, "member": one, "words": kept.words}
    with pytest.raises(IntegrityError), transaction.atomic():
        Reaction.objects.create(**again, person=make.bram(), said_at=timezone.now())
    for wrong in ({"state": "final"}, {"ended_at": timezone.now()}, {"state": "burnt", "ended_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Outline.objects.filter(pk=outline.pk).update(**wrong)
