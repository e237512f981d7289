"""The parts of a page say what they promise, to the eye and to the ear."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.paginator import Paginator
from django.test import RequestFactory
from django.utils.translation import override

from communityup.ui.forms import ExampleForm

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
Draw = Callable[..., str]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(html: str, name: str = "") -> list[dict[str, str | None]]:
    parser = Tags()
    parser.feed(html)
    return [attributes for tag, attributes in parser.seen if tag == name or not name]


def names(html: str) -> set[str]:
    parser = Tags()
    parser.feed(html)
    return {tag for tag, _attributes in parser.seen}


@pytest.mark.usefixtures("dutch")
def test_long_datetime_is_written_the_dutch_way_on_the_clock_of_amsterdam(draw: Draw) -> None:
    moment = datetime(2026, 3, 12, 18, 30, tzinfo=UTC)
    assert draw("{{ m|long_datetime }}", m=moment) == "donderdag 12 maart 2026, 19.30 uur"
    summer = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
    assert draw("{{ m|long_datetime }}", m=summer) == "donderdag 2 juli 2026, 00.05 uur"
    assert draw("{{ m|long_date }}", m=summer) == "donderdag 2 juli 2026"
    assert draw("{{ m|long_date }}", m=date(2026, 10, 1)) == "donderdag 1 oktober 2026"
    assert draw("{{ m|long_date }}{{ m|long_datetime }}", m=None) == ""


@pytest.mark.usefixtures("english")
def test_long_datetime_is_english_for_who_reads_english(draw: Draw) -> None:
    moment = datetime(2026, 3, 12, 18, 30, tzinfo=UTC)
    assert draw("{{ m|long_datetime }}", m=moment) == "Thursday 12 March 2026, 19:30"


@pytest.mark.parametrize(
    "source",
    [
        "{% party_mark x 3 %}",
        "{% party_mark x %}",
        "{% button x %}",
        "{% link_button '/' x %}",
        "{% link_button x 'y' %}",
        "{% card x %}{{ x }}{% endcard %}",
        "{% notice 'warm' x %}{{ x }}{% endnotice %}",
        "{% empty_state x x x x %}",
        "{% tag_label x 'ok' %}",
        "{% crumbs '/' x x %}",
        "{% legend pairs %}",
        "{% steps list 1 %}",
        "{% matrix x x list rows %}",
        "{% entries rows %}",
    ],
)
def test_every_part_escapes_hostile_words(draw: Draw, source: str) -> None:
    row = {"label": HOSTILE, "party": (HOSTILE, 1), "cells": [{"mark": HOSTILE, "text": HOSTILE}] * 2}
    row |= {"url": HOSTILE, "title": HOSTILE, "note": HOSTILE}
    html = draw(source, x=HOSTILE, pairs=[(HOSTILE, 2)], list=[HOSTILE, HOSTILE], rows=[row])
    assert "&lt;script&gt;" in html or "%3Cscript" in html
    assert not names(html) & {"script", "img"}


def test_party_mark_has_letter_shape_colour_and_name(draw: Draw) -> None:
    html = draw("{% party_mark 'Bewonersgroep' 4 %}")
    assert tags(html, "span")[0]["class"] == "party shape-4 tone-4"
    assert '<i aria-hidden="true">B</i>Bewonersgroep' in html
    assert "shape-2 tone-3" in draw("{% party_mark 'Zorg' 10 %}")


def test_someone_on_their_own_name_has_no_party_colour(draw: Draw) -> None:
    html = draw("{% party_mark 'Chris' %}")
    assert "own-name" in html
    assert "tone-" not in html


@pytest.mark.usefixtures("dutch")
def test_form_body_ties_label_hint_fault_and_control_together(form_drawn: Callable[[forms.BaseForm], str]) -> None:
    html = form_drawn(ExampleForm({"name": "", "email": "nee", "thought": "a" * 281, "kind": "idea"}))
    identifiers = {str(one["id"]) for one in tags(html) if one.get("id")}
    controls = {one["name"]: one for one in [*tags(html, "input"), *tags(html, "textarea")] if one.get("name")}
    for name in ("name", "email", "thought", "agreed"):
        described = str(controls[name]["aria-describedby"]).split()
        assert controls[name]["aria-invalid"] == "true"
        assert f"id_{name}-wrong" in described
        assert set(described) <= identifiers
    assert {one["for"] for one in tags(html, "label")} <= identifiers
    assert {str(one["href"])[1:] for one in tags(html, "a")} <= identifiers
    assert controls["csrfmiddlewaretoken"]["value"] == "t0k3n"


@pytest.mark.usefixtures("dutch")
def test_what_was_typed_stays_even_when_it_is_too_long(form_drawn: Callable[[forms.BaseForm], str]) -> None:
    html = form_drawn(ExampleForm({"name": "Amina <b>", "thought": "é" * 300, "email": "nee"}))
    assert 'value="Amina &lt;b&gt;"' in html
    assert "é" * 300 in html
    assert 'value="nee"' in html
    assert "hooguit 280 tekens, het zijn er nu 300" in html
    assert "maxlength" not in dict(tags(html, "textarea")[0])


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_date_field_shows_the_day_it_begins_with_in_every_language(
    language: str, form_drawn: Callable[[forms.BaseForm], str]
) -> None:
    class DayForm(forms.Form):
        day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    with override(language):
        assert 'value="2027-03-09"' in form_drawn(DayForm(initial={"day": date(2027, 3, 9)}))


def test_summary_leads_to_the_first_option_of_a_choice(form_drawn: Callable[[forms.BaseForm], str]) -> None:
    html = form_drawn(ExampleForm({}))
    summary = next(one for one in tags(html) if "data-error-summary" in one)
    assert summary["tabindex"] == "-1"
    assert summary["role"] == "alert"
    assert '<a href="#id_shown_0">Wie mag je naam zien? Vul dit nog in.</a>' in html
    radios = [one for one in tags(html, "input") if one.get("type") == "radio"]
    assert radios[0]["id"] == "id_shown_0"


def test_a_good_form_has_no_summary(draw: Draw) -> None:
    assert draw("{% error_summary form %}", form=ExampleForm()) == ""


def test_faults_of_hidden_fields_and_of_the_whole_form_are_told(draw: Draw) -> None:
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

        def clean(self) -> None:
            raise forms.ValidationError("Samen klopt het niet <i>.")

    html = draw("{% error_summary form %}", form=Hidden({"version": "x"}))
    assert "Samen klopt het niet &lt;i&gt;." in html
    assert html.count("<li>") == 2


@pytest.mark.usefixtures("dutch")
def test_pagination_keeps_the_other_words_of_the_address(draw: Draw, rf: RequestFactory) -> None:
    request = rf.get("/", {"soort": ["a", "b&c"], "page": "2"})
    page = Paginator(range(30), 10).get_page(2)
    links = [one["href"] for one in tags(draw("{% pagination page %}", request=request, page=page), "a")]
    assert links == ["?soort=a&soort=b%26c&page=1", "?soort=a&soort=b%26c&page=3"]
    assert draw("{% pagination page %}", request=request, page=Paginator([1], 10).get_page(1)) == ""


@pytest.mark.usefixtures("dutch")
def test_steps_say_in_words_what_is_done_and_what_is_now(draw: Draw) -> None:
    html = draw("{% steps labels 1 %}", labels=["Aanloop", "Belangen", "Dialoog"])
    assert html.count("(klaar)") == 1
    assert html.count('aria-current="step"') == 1
    assert html.index("Aanloop") < html.index("(klaar)") < html.index('aria-current="step"') < html.index("Belangen")


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("level", "words"),
    list(enumerate(["bijna niemand", "enkelen", "ongeveer de helft", "de meesten", "bijna allen"])),
)
def test_band_says_in_words_what_its_blocks_show(draw: Draw, level: int, words: str) -> None:
    html = draw("{% band level %}", level=level)
    assert html.count('class="full"') == level
    assert html.count("<rect") == 4
    assert words in html


def test_matrix_is_a_table_that_keeps_its_columns_on_a_phone(draw: Draw) -> None:
    rows = [{"label": "Dak", "cells": [{"mark": "yes", "text": "helpt"}, {"mark": "no", "text": "nog niet"}]}]
    html = draw("{% matrix 'Belangen' 'Belang' columns rows %}", columns=["Open", "Welkom"], rows=rows)
    assert [one["data-label"] for one in tags(html, "td")] == ["Open", "Welkom"]
    assert [one["scope"] for one in tags(html, "th")] == ["col", "col", "col", "row"]
    assert {"●", "○"} <= set(html)


def test_a_matrix_row_with_a_cell_too_many_is_a_fault(draw: Draw) -> None:
    with pytest.raises(ValueError, match="zip"):
        draw("{% matrix 'x' 'y' columns rows %}", columns=["a"], rows=[{"label": "z", "cells": [{}, {}]}])
