"""Every kind of words has its level and its row; the page is made from the code (T2)."""

import pytest
from django.apps import apps
from django.db.models import Field, ForeignKey
from django.urls import reverse

from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, kinds, objects, references, uncovered
from tools import publicity_docs


def fields_that_hold_words() -> list[str]:
    """Return every field of every model that points to words."""
    return [
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Text and model._meta.app_label != "texts"
    ]


def test_t2_every_kind_of_words_declares_who_may_read_it() -> None:
    found = fields_that_hold_words()
    assert len(found) > 20
    missing = uncovered(found)
    assert not missing, f"declare these in the privacy.py of their app (see workspace/pace/privacy.py): {missing}"
    assert set(kinds()) | references() == set(found), "a kind was declared for a field that is gone"


def test_t2_a_kind_without_a_declaration_is_found() -> None:
    assert uncovered([*fields_that_hold_words(), "pace.StepBack.planted"]) == ["pace.StepBack.planted"]


def test_t2_page_of_publicity_is_made_from_the_declarations() -> None:
    page = publicity_docs.PAGE.read_text(encoding="utf-8")
    assert page == publicity_docs.page(), "run `make docs`"
    rows = [line for line in page.splitlines() if line.startswith("|")]
    for field, kind in kinds().items():
        assert any(f"`{field}`" in row and f"| {kind.level} |" in row for row in rows)
    assert all(any(f"`{model}`" in row for row in rows) for model in objects())
    assert all(any(row.startswith(f"| {level} |") for row in rows) for level in Level)


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.field)
def test_every_kind_leads_to_a_stream_a_party_and_a_page(kind: Kind, db: None) -> None:
    rows = kind.holders.values(
        kind.place, *([kind.object] if kind.object else []), *([kind.party] if kind.party else [])
    )
    assert list(rows) == []
    places = tuple(reverse(name, args=["een-adres"]) for name in ("room:overview", "networks:page"))
    places = (*places, reverse("library:list"))
    assert kind.url("een-adres", "0" * 32).startswith(places)
    assert isinstance(kind.holders.model._meta.get_field(kind.path), Field)


@pytest.mark.parametrize("one", objects().values(), ids=lambda one: one.model)
def test_everything_else_that_is_declared_exists(one: object) -> None:
    assert apps.get_model(one.model)  # type: ignore[attr-defined]
