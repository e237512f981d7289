"""Finding practices: stumbling blocks (B4), the three modes (A16), themes and the other facets, and words in Dutch."""

import re
from dataclasses import replace
from typing import Any

import pytest

from communityup.network.library import actions, forms, queries
from communityup.network.library.models import Practice, Stem
from communityup.people.actors import Actor
from communityup.texts.actions import erase, hide, show
from communityup.texts.models import HIDDEN, stand_in
from communityup.texts.queries import kinds
from tests import make
from tests.make_network import browser
from tests.make_practice import ACCOUNT, TITLE, published, shown, two, writer
from tests.nasty import some

pytestmark = pytest.mark.django_db
HERE = "/praktijken/"


def other(**told: Any) -> Practice:
    """Publish another practice of the same network, with other words."""
    first = writer(Practice.objects.latest("pk"))
    second = first.network.members.exclude(pk=first.pk).get()
    return published(first, make.amina(), second, make.person("Lezer"), account=replace(ACCOUNT, **told))


def found(**filters: str | list[str]) -> list[str]:
    return [row["title"] for row in queries.practices(filters, "1").object_list]


def test_b4_filter_by_stumbling_block_returns_what_stumbled_over_it_and_nothing_else() -> None:
    shown()
    other(title="Samen koken", stumbles=("money", "people"), stumbling="Het geld was op.")
    assert found(stumble="rules") == [TITLE]
    assert found(stumble="money") == ["Samen koken"]
    assert found(stumble="power") == []
    page = browser().get(HERE, {"stumble": "money"}).content.decode()
    assert "Samen koken" in page
    assert TITLE not in page
    assert "1 praktijk gevonden" in page
    assert '<a href="/praktijken/?">Geld&nbsp;<span' in page, "what one chose is said, and can be left out"
    assert found(words="geld") == ["Samen koken"], "and search on stumbling blocks"


def test_a16_facet_of_how_big_a_municipality_is_says_so() -> None:
    shown()
    other(title="Samen koken", size="city")
    page = browser().get(HERE).content.decode()
    assert re.search(r"<legend[^>]*>\s*Grootte van de gemeente", page)
    assert not re.search(r"<legend[^>]*>\s*Gemeente\s*<", page)
    practice = Practice.objects.get(title="Samen koken")
    assert "<dt>Grootte van de gemeente</dt>" in browser().get(f"{HERE}{practice.public_id}/").content.decode()


def test_a16_b13_every_other_facet_finds_what_it_says() -> None:
    shown()
    other(title="Samen koken", mode="top_down", size="city", place="Heidelo", conditions=("safety",), themes=("Eten",))
    for one, name in (
        ({"mode": "top_down"}, "Samen koken"), ({"mode": "community_up"}, TITLE), ({"size": "city"}, "Samen koken"),
        ({"place": "heid"}, "Samen koken"), ({"condition": "safety"}, "Samen koken"), ({"condition": "time"}, TITLE),
        ({"theme": "eten"}, "Samen koken"), ({"theme": "Gebouwen loslaten"}, TITLE),
        ({"words": "programmering", "mode": "community_up"}, TITLE),
    ):  # fmt: skip
        assert found(**one) == [name], one
    assert found(words="programmering", mode="top_down") == []
    assert found(mode="bottom_up") == []


@pytest.mark.parametrize(
    "words", ["sleutel", "SLEUTELS", "de sleutels", "brandweer maand", "bewoner", "oeverstad", "loslaten"]
)
def test_practice_is_found_by_any_form_of_its_words_anywhere_in_it(words: str) -> None:
    shown()
    assert found(words=words) == [TITLE]


def test_all_words_have_to_be_there_and_words_that_are_everywhere_do_not_count() -> None:
    shown()
    assert found(words="sleutel zwembad") == []
    assert found(words="zwembad") == []
    assert found(words="de het een") == [TITLE], "nothing was asked"


def test_words_in_the_title_come_first_then_what_is_newest() -> None:
    shown()
    other(title="De brandweer aan tafel")
    other(title="Samen koken")
    assert found(words="brandweer") == ["De brandweer aan tafel", "Samen koken", TITLE]
    assert found() == ["Samen koken", "De brandweer aan tafel", TITLE]


def test_what_is_being_written_is_not_found() -> None:
    _made, first, _second = two()
    begun = actions.begin_practice(first, title=TITLE, by=Actor.of(make.amina()))
    actions.write_practice(begun, account=ACCOUNT, by=Actor.of(make.amina()))
    assert not Stem.objects.exists()
    assert found(words="sleutel") == []


def test_words_that_were_taken_back_are_found_no_more() -> None:
    _made, practice, voice = shown()
    assert found(words="getekend") == [TITLE]
    actions.take_words_back(voice, by=Actor.of(make.bram()))
    assert found(words="getekend") == []
    assert found(words="bewoners") == []
    assert found(words="sleutel") == [TITLE]
    actions.take_back(practice, by=Actor.of(make.amina()))
    assert found(words="sleutel") == []
    assert not Stem.objects.exists()


def test_hidden_and_erased_words_are_found_no_more_and_hidden_ones_again_when_they_are_back() -> None:
    _made, practice, _voice = shown()
    text = practice.stumbling
    assert text is not None
    changed = kinds()["library.Practice.stumbling"].changed
    hide(text)
    changed(text)
    assert found(words="brandweer") == []
    assert found(words=str(stand_in(HIDDEN))) == [], "what stands in its place is no word of it"
    assert found(words="sleutel") == [TITLE]
    show(text)
    changed(text)
    assert found(words="brandweer") == [TITLE]
    erase(text.versions.all())
    changed(text)
    assert found(words="brandweer") == []


def test_only_the_edition_of_now_is_found() -> None:
    _made, practice, _voice = shown()
    second = actions.begin_edition(practice, by=Actor.of(make.amina()))
    actions.write_practice(second, account=replace(ACCOUNT, stumbling="De sleutel brak af."), by=Actor.of(make.amina()))
    actions.leave_out(second.voices.get(), by=Actor.of(make.amina()))
    actions.ask_review(second, by=Actor.of(make.amina()))
    actions.review(second, good=True, by=Actor.of(make.person("Lezer")))
    assert found(words="brandweer") == [TITLE]
    actions.publish(second, by=Actor.of(make.amina()))
    assert found(words="brandweer") == []
    assert found(words="brak") == [TITLE]


def test_nothing_found_says_what_to_try() -> None:
    shown()
    page = browser().get(HERE, {"words": "zwembad"}).content.decode()
    assert "Geen praktijk past bij deze keuze." in page
    assert 'value="zwembad"' in page


def test_pages_hold_fifty_and_keep_what_one_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    shown()
    for number in range(2):
        other(title=f"De brandweer {number}")
    monkeypatch.setattr(queries, "ON_A_PAGE", 2)
    first = browser().get(HERE, {"words": "brandweer"}).content.decode()
    assert "3 praktijken gevonden" in first
    assert "?words=brandweer&amp;page=2" in first
    assert TITLE in browser().get(HERE, {"words": "brandweer", "page": "2"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_searching_asks_the_same_with_one_and_with_three_practices(count: int, django_assert_num_queries: Any) -> None:
    shown()
    for number in range(count - 1):
        other(title=f"Praktijk {number}")
    with django_assert_num_queries(4):
        assert len(found(words="brandweer", stumble="rules", theme="Gebouwen loslaten")) == count
    with django_assert_num_queries(8):
        browser().get(HERE, {"words": "brandweer"})


@pytest.mark.parametrize("typed", some(__name__))
def test_anything_can_be_typed(typed: str) -> None:
    shown()
    for name in ("words", "condition", "stumble", "theme", "mode", "size", "place", "page"):
        assert browser().get(HERE, {name: typed}).status_code == 200


# More than one of each, with how many there are (B41)


def test_b41_more_themes_find_what_has_one_of_them_and_each_is_left_out_apart() -> None:
    shown()
    other(title="Samen koken", themes=("Eten",))
    other(title="De tuin", themes=("Groen", "Eten"))
    assert found(theme=["eten", "gebouwen-loslaten"]) == ["De tuin", "Samen koken", TITLE]
    assert found(theme=["eten"], stumble=["rules"]) == ["De tuin", "Samen koken"]
    assert found(theme=["Groen", "niets"]) == ["De tuin"]
    page = browser().get(HERE, {"theme": ["eten", "groen"], "words": "tuin"}).content.decode()
    for address in ("words=tuin&amp;theme=groen", "words=tuin&amp;theme=eten", "theme=eten&amp;theme=groen"):
        assert f'href="/praktijken/?{address}"' in page, address
    assert page.count(" checked") == 2, "what is chosen is ticked"


def test_b41_every_facet_says_how_many_one_finds_then_and_offers_nothing_that_finds_nothing() -> None:
    shown()
    other(title="Samen koken", themes=("Eten",), stumbles=("money",), mode="top_down", size="city")
    other(title="De tuin", themes=("Eten", "Groen"), stumbles=("money", "rules"))

    def counts(**filters: str | list[str]) -> dict[str, dict[str, int]]:
        return {kind: dict(rows) for kind, rows in queries.facets(filters).items()}

    assert counts()["theme"] == {"eten": 2, "gebouwen-loslaten": 1, "groen": 1}
    assert counts()["mode"] == {"community_up": 2, "top_down": 1}
    assert counts()["size"] == {"city": 1, "middle": 2}
    chosen = counts(theme=["groen"], words="tuin")
    assert chosen["theme"] == {"eten": 1, "groen": 1}, "of its own kind one can choose more"
    assert chosen["stumble"] == {"money": 1, "rules": 1}
    assert chosen["mode"] == {"community_up": 1}
    page = browser().get(HERE, {"stumble": "money"}).content.decode()
    for label, there in (("Geld (2)", True), ("Eten (2)", True), ("Gebouwen loslaten (", False), ("Geld (0)", False)):
        assert (label in page) == there, label
    none = browser().get(HERE, {"stumble": "money", "words": "zwembad"}).content.decode()
    assert "Geld (0)" in none, "what one chose stays to be unticked"


def test_b41_of_many_themes_those_of_most_practices_are_offered_from_a_to_z(monkeypatch: pytest.MonkeyPatch) -> None:
    shown()
    other(title="Samen koken", themes=("Eten", "Zorg"))
    other(title="De tuin", themes=("Groen", "Eten", "Zorg"))
    monkeypatch.setattr(forms, "MOST_THEMES", 2)
    page = browser().get(HERE, {"theme": "groen"}).content.decode()
    assert [page.index(one) for one in ("Eten (2)", "Groen (1)", "Zorg (2)")] == sorted(
        page.index(one) for one in ("Eten (2)", "Groen (1)", "Zorg (2)")
    )
    assert "Gebouwen loslaten (" not in page


def test_choice_that_is_none_says_so_and_shows_all() -> None:
    shown()
    page = browser().get(HERE, {"stumble": "niets"}).content.decode()
    assert "Je ziet daarom alle praktijken" in page
    assert TITLE in page
