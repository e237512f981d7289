"""The opinion map: readable without colour, nothing covers anything, no word becomes markup, no number breaks it."""

import math
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communityup.ui import pictures
from communityup.ui.pictures import NARROW, WIDE, Box, Group, Party

HOSTILE = '</title><script>alert("1")</script><svg onload=alert(1)>&'
SVG = "{http://www.w3.org/2000/svg}"
place = st.floats(-50, 50)
groups = st.lists(
    st.builds(
        Group,
        label=st.text(max_size=20),
        size=st.integers(5, 10**6),
        cx=place,
        cy=place,
        rx=st.floats(0, 20),
        ry=st.floats(0, 20),
        angle=st.floats(-360, 360),
    ),
    max_size=5,
)
parties = st.lists(
    st.builds(Party, name=st.text(max_size=30), number=st.integers(1, 40), x=place, y=place), max_size=12
)


def drawings(markup: str) -> list[ET.Element]:
    """The parsed pictures; parsing fails on anything that is not well-formed."""
    found = re.findall(r"<svg.*?</svg>", markup, flags=re.DOTALL)
    return [
        ET.fromstring(one.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 — our own drawing
        for one in found
    ]


def without_controls(words: str) -> str:
    """Control characters are lawful in HTML and not in the XML parser that judges the drawing here."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", words)


def example(**facts: object) -> str:
    given_facts: dict[str, object] = {
        "groups": [Group("groep 1", 62, 0, 0, 1, 0.7, 20), Group("groep 2", 47, 4, 1, 1, 1)],
        "parties": [Party("Bewoners", 1, 1, 0.5), Party("Gemeente", 2, 2, 0.5)],
        "own": (0.5, 0.2),
        "title": "Meningenbeeld",
        "description": "109 mensen in twee groepen.",
    }
    return str(pictures.opinion_map(**(given_facts | facts)))  # type: ignore[arg-type]  # a mixed bag on purpose


def test_map_is_drawn_for_wide_and_narrow_with_its_own_title_and_description() -> None:
    wide, narrow = drawings(example())
    for drawing in (wide, narrow):
        title, description = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
        assert title is not None
        assert description is not None
        assert title.text == "Meningenbeeld"
        assert description.text == "109 mensen in twee groepen."
        assert drawing.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert wide.get("aria-labelledby") != narrow.get("aria-labelledby")


def test_map_has_no_dot_per_person_only_contours_with_sizes_and_letters() -> None:
    (wide, _narrow) = drawings(example(own=None))
    assert len(wide.findall(f"{SVG}ellipse")) == 2
    assert wide.findall(f"{SVG}circle") == []
    assert [text.text for text in wide.iter(f"{SVG}text")] == ["groep 1 · 62", "groep 2 · 47", "B", "G"]
    assert "map-own" not in example(own=None)


def test_map_escapes_hostile_names() -> None:
    markup = example(
        groups=[Group(HOSTILE, 9, 0, 0, 1, 1)], parties=[Party(HOSTILE, 1, 0, 0)], title=HOSTILE, description=HOSTILE
    )
    assert len(drawings(markup)) == 2
    assert "<script" not in markup
    assert "onload" not in re.sub(r"&lt;svg onload=alert\(1\)&gt;", "", markup)


def test_map_holds_no_inline_styles_so_that_the_security_policy_allows_it() -> None:
    assert "style=" not in example()
    assert "fill=" not in example()


@given(groups=groups, parties=parties, own=st.none() | st.tuples(place, place))
def test_any_map_is_well_formed_and_stays_within_its_frame(
    groups: list[Group], parties: list[Party], own: tuple[float, float] | None
) -> None:
    clean = [replace(group, label=without_controls(group.label)) for group in groups]
    named = [replace(party, name=without_controls(party.name)) for party in parties]
    markup = example(groups=clean, parties=named, own=own)
    for canvas, drawing in zip((WIDE, NARROW), drawings(markup), strict=True):
        for ellipse in drawing.iter(f"{SVG}ellipse"):
            assert 0 <= float(ellipse.get("cx", "-1")) <= canvas.width
            assert 0 <= float(ellipse.get("cy", "-1")) <= canvas.height
            assert float(ellipse.get("rx", "0")) >= canvas.least - 1
    assert "nan" not in markup
    assert "inf" not in re.sub(r"<title.*?</title>|<text.*?</text>", "", markup)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_position_that_is_no_number_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        example(parties=[Party("x", 1, bad, 0)])


@given(spots=st.lists(st.tuples(st.floats(40, 640), st.floats(40, 390)), max_size=8))
def test_marks_never_cover_each_other(spots: list[tuple[float, float]]) -> None:
    marks = pictures.apart(spots, WIDE, fixed=[(340.0, 215.0)])
    everything = [*marks, (340.0, 215.0)]
    for number, one in enumerate(everything):
        for other in everything[number + 1 :]:
            assert math.dist(one, other) >= 2 * pictures.MARK


def test_a_mark_that_moved_keeps_a_line_to_its_true_place() -> None:
    together = [Party("Bewoners", 1, 1, 1), Party("Gemeente", 2, 1, 1)]
    assert example(parties=together, own=None).count("map-lead") == 2  # once in each drawing
    assert "map-lead" not in example(parties=together[:1], own=None)


def test_labels_of_groups_do_not_cover_marks_or_each_other() -> None:
    contours = [Group("groep 1", 62, 200, 200, 70, 50, 0), Group("groep 2", 47, 200, 320, 70, 50, 0)]
    texts = ["groep 1 · 62", "groep 2 · 47"]
    taken = [Box(150, 110, 250, 146)]  # a mark just where the first label would like to stand
    boxes = pictures.place_labels(texts, contours, taken, WIDE)
    assert boxes[0].overlap(taken[0]) == 0
    assert boxes[0].overlap(boxes[1]) == 0
    assert all(box.outside(WIDE) == 0 for box in boxes)


def test_first_sixteen_parties_all_look_different() -> None:
    pairs = [(pictures.shape(number), pictures.tone(number)) for number in range(1, 65)]
    assert len(set(pairs)) == 64
    assert [pair[0] for pair in pairs[:8]] == list(range(1, 9))
    assert all(1 <= tone <= 8 for _shape, tone in pairs)


def test_letter_is_the_first_letter_or_digit() -> None:
    assert pictures.letter("'t Honk") == "T"
    assert pictures.letter("émile") == "É"
    assert pictures.letter("!!!") == "?"
    assert pictures.letter("ßtraat") == "S"


def test_a_band_outside_its_five_steps_is_a_fault() -> None:
    with pytest.raises(ValueError, match="0 to 4"):
        pictures.band(5)
