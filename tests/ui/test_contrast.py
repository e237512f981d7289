"""Every pair of colours that words are set in has a contrast of at least 4.5 (WCAG 2.2, 1.4.3), marks 3 (1.4.11)."""

import re
from pathlib import Path

import pytest

import communityup.ui

STYLES = Path(communityup.ui.__file__).parent / "static" / "ui"
PALETTE = re.compile(r"--([cp][\w-]*|on-party):\s*(#[0-9a-f]{6})")

TEXT = [
    *[(ink, ground) for ink in ("c-ink", "c-soft", "c-accent", "c-accent-deep") for ground in ("c-ground", "c-paper")],
    *[("c-ink", f"c-{tint}-soft") for tint in ("accent", "warm", "ok", "wrong")],
    *[(link, f"c-{tint}-soft") for link in ("c-accent", "c-accent-deep") for tint in ("accent", "warm", "ok")],
    *[("c-on-accent", fill) for fill in ("c-accent", "c-accent-deep")],
    *[("c-wrong", ground) for ground in ("c-paper", "c-ground", "c-wrong-soft", "c-accent-soft", "c-warm-soft")],
    *[("c-warm", ground) for ground in ("c-paper", "c-shape")],
    *[("c-ink", "c-shape"), ("c-soft", "c-paper"), ("c-on-band", "c-band"), ("c-focus-ink", "c-focus-back")],
]
MARKS = [
    *[
        (line, ground)
        for line in ("c-edge", "c-shape-line", "c-accent", "c-warm")
        for ground in ("c-paper", "c-ground")
    ],
    *[("c-shape-line", "c-shape"), ("c-band-mark", "c-band"), ("c-wrong", "c-paper")],
    *[("c-focus", ground) for ground in ("c-ground", "c-paper", "c-accent-soft", "c-warm-soft")],
]


def palette(mode: str) -> dict[str, str]:
    """The colours of light, or of light with those of dark over them."""
    css = (STYLES / "look.css").read_text(encoding="utf-8")
    light, rest = css.split("@media (prefers-color-scheme: dark)", 1)
    dark = rest.split("/* 2 Layer", 1)[0]
    colours = dict(PALETTE.findall(light))
    return colours if mode == "light" else colours | dict(PALETTE.findall(dark))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_stand_out_from_what_they_stand_on(mode: str) -> None:
    colours = palette(mode)
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_edges_and_marks_stand_out_from_the_ground(mode: str) -> None:
    colours = palette(mode)
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in MARKS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("number", range(1, 9))
def test_party_colour_carries_its_letter_and_is_readable_on_its_tint(mode: str, number: int) -> None:
    colours = palette(mode)
    fill, tint = colours[f"p{number}"], colours[f"p{number}s"]
    assert contrast(colours["on-party"], fill) >= 4.5
    assert contrast(fill, tint) >= 4.5
    assert contrast(fill, colours["c-paper"]) >= 4.5


def test_no_style_stands_in_a_template_or_a_tag() -> None:
    root = STYLES.parents[1]
    sources = [*root.rglob("*.html"), *root.rglob("*.py")]
    assert sources
    guilty = [path.name for path in sources if re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", path.read_text())]
    assert guilty == []
