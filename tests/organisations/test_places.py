"""Choosing a place: as people write it, asked about once when it is not known, and never refused."""

import pytest
from django import forms

from communityup.organisations import queries
from communityup.organisations.forms import SEEN, PlaceField
from communityup.organisations.models import Place

pytestmark = pytest.mark.django_db


class WhereForm(forms.Form):
    """A form with nothing but a place."""

    place = PlaceField(label="Waar?", required=False)


def sent(words: str, *, seen: str = "") -> WhereForm:
    return WhereForm({"place": words, f"place{SEEN}": seen})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("den haag", "Den Haag"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("s gravenhage", "'s-Gravenhage"),
        ("DEN BOSCH", "Den Bosch"),
        ("  sudwest fryslan ", "Súdwest-Fryslân"),
        ("hengelo", "Hengelo (O.)"),
        ("Nuenen", "Nuenen"),
        ("", ""),
        ("Buurtschap Achter de Molen", "Buurtschap Achter de Molen"),
        ("Oeverstad", "Oeverstad"),
    ],
)
def test_place_is_kept_as_it_is_called_or_as_typed(typed: str, kept: str) -> None:
    form = sent(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == kept


def test_both_names_of_a_place_are_the_same_place() -> None:
    known = queries.places()
    haag, same = known.at("den haag"), known.at("'s-Gravenhage")
    assert haag is not None
    assert haag is same
    assert haag.code == "GM0518"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Amsterdm", "Amsterdam"), ("Groninge", "Groningen"), ("Uterecht", "Utrecht"), ("bergen", "Bergen (NH.)")],
)
def test_misspelt_or_shared_name_is_asked_about_once(typed: str, meant: str) -> None:
    form = sent(typed)
    assert not form.is_valid()
    assert meant in form.errors["place"][0]
    assert f'name="place{SEEN}" value="{typed}"' in str(form["place"])
    again = sent(typed, seen=typed)
    assert again.is_valid()
    assert again.cleaned_data["place"] == typed
    assert not sent("Amsterdm", seen="Utrech").is_valid()


def test_what_stood_there_already_is_not_asked_about_again() -> None:
    form = WhereForm(initial={"place": "Amsterdm"})
    assert f'name="place{SEEN}" value="Amsterdm"' in str(form["place"])
    assert SEEN not in str(WhereForm()["place"])


def test_shared_name_is_no_place_for_sure() -> None:
    assert queries.places().at("Bergen") is None
    assert queries.places().at("Ergens") is None


def test_field_offers_every_known_place_without_a_script() -> None:
    drawn = str(WhereForm()["place"])
    assert 'list="id_place-places"' in drawn
    assert '<datalist id="id_place-places">' in drawn
    assert drawn.count("<option") > 342
    assert '<option value="Den Haag">&#x27;s-Gravenhage</option>' in drawn


def test_too_long_a_place_gets_a_sentence() -> None:
    form = sent("a" * 81)
    assert not form.is_valid()
    assert form["place"].value() == "a" * 81


def test_imported_list_stands_in_for_the_built_in_one() -> None:
    assert len(queries.places().offered) == len(queries.built_in()) == 342
    Place.objects.create(code="GM0001", name="Oeverstad", earlier=["Oeverdam"])
    assert [spot.name for spot in queries.places().offered] == ["Oeverstad"]
    found = queries.places().at("oeverdam")
    assert found is not None
    assert found.name == "Oeverstad"
    assert sent("Amsterdm").is_valid()


def test_built_in_list_holds_each_code_and_name_once() -> None:
    codes = [spot.code for spot in queries.built_in()]
    keys = [queries.place_key(name) for spot in queries.built_in() for name in spot.names]
    assert len(codes) == len(set(codes))
    assert len(keys) == len(set(keys))
    assert {spot.province for spot in queries.built_in()} == {
        "Drenthe",
        "Flevoland",
        "Fryslân",
        "Gelderland",
        "Groningen",
        "Limburg",
        "Noord-Brabant",
        "Noord-Holland",
        "Overijssel",
        "Utrecht",
        "Zeeland",
        "Zuid-Holland",
    }


def test_circle_of_successors_ends() -> None:
    one = Place.objects.create(code="GM1", name="Een", ended_at="2026-01-01T00:00Z")
    two = Place.objects.create(code="GM2", name="Twee", ended_at="2026-01-01T00:00Z", successor=one)
    Place.objects.filter(pk=one.pk).update(successor=two)
    assert queries.places().at("Een") is not None
