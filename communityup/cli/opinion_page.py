"""One page of HTML, standing on its own, with the opinion map as a picture and as equal tables."""

from collections.abc import Iterable
from html import escape
from typing import Any

STYLE = """
:root { color-scheme: light dark; font: 1.05rem/1.6 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; max-height: 70vh; }
ellipse { fill: #3a6ea5; fill-opacity: .22; stroke: #3a6ea5; }
text { fill: currentColor; text-anchor: middle; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8888; }
caption { text-align: start; font-weight: bold; padding: .6rem; }
@media print { body { max-width: none; } }
"""
SIZE = 400
MARGIN = 0.12


def page(result: dict[str, Any], reason: str) -> str:
    """The whole page for the result of ``opinion_result.count``; ``reason`` why groups are shown or not."""
    title = escape(result["topic"] or "Opinion map")
    body = [
        f"<h1>{title}</h1>",
        f"<p>{len(result['participants'])} people gave {result['answers']} answers.</p>",
        f"<p>{escape(reason[:1].upper() + reason[1:])}.</p>",
        _map(result) if result["shown"] else "",
        _groups(result) if result["shown"] else "",
        _bridges(result),
        _statements(result),
        "<p>The map says who answered alike. It does not say how many people outside think so, nor who is right.</p>",
    ]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(filter(None, body))
        + "\n</main>\n</body>\n</html>\n"
    )


def _map(result: dict[str, Any]) -> str:
    """Groups as coarse ellipses, parties as marks; the largest ellipse decides the scale."""
    drawn = [(group, group["contour"]) for group in result["groups"] if group["contour"]]
    parties = [(party["name"], party["centre"]) for party in result["parties"] if party["centre"]]
    reach = max(
        [abs(shape[axis]) + shape["long"] for _, shape in drawn for axis in ("x", "y")]
        + [abs(number) for _, centre in parties for number in centre],
        default=1.0,
    )
    scale = SIZE * (1 - MARGIN) / 2 / reach
    shapes = [_ellipse(group, shape, scale) for group, shape in drawn]
    shapes += [
        f'<text x="{centre[0] * scale:.0f}" y="{-centre[1] * scale:.0f}">◆ {escape(name)}</text>'
        for name, centre in parties
    ]
    half = SIZE // 2
    told = "; ".join(f"group {group['id'] + 1}, {group['size']} people" for group, _ in drawn)
    return (
        f'<svg role="img" aria-labelledby="map-title map-desc" viewBox="{-half} {-half} {SIZE} {SIZE}">'
        f'<title id="map-title">Opinion map</title><desc id="map-desc">Groups of people who answered alike: {told}. '
        f"The tables below hold the same.</desc>{''.join(shapes)}</svg>"
    )


def _ellipse(group: dict[str, Any], shape: dict[str, float], scale: float) -> str:
    x, y = shape["x"] * scale, -shape["y"] * scale
    return (
        f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{shape["long"] * scale:.0f}" ry="{shape["short"] * scale:.0f}" '
        f'transform="rotate({-shape["turn"]} {x:.0f} {y:.0f})"/>'
        f'<text x="{x:.0f}" y="{y:.0f}">{group["id"] + 1} ({group["size"]})</text>'
    )


def _table(caption: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table with its first column as row heading; cells are HTML already."""
    top = "".join(f'<th scope="col">{one}</th>' for one in head)
    lines = []
    for first, *rest in rows:
        lines.append(f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>")
    return (
        f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table><caption>{caption}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _text(one: dict[str, Any]) -> str:
    return f'<bdi dir="auto">{escape(one["text"] or "")}</bdi>'


def _groups(result: dict[str, Any]) -> str:
    thoughts = {one["id"]: one for one in result["statements"]}
    rows = [
        (
            f"Group {group['id'] + 1} ({group['size']} people)",
            f"{one['statement']} {_text(thoughts[one['statement']])}",
            "agree" if one["direction"] == "agree" else "see it differently",
            f"{one['share']:.0%}",
        )
        for group in result["groups"]
        for one in group["representative"]
    ]
    return _table("Thoughts typical of each group", ("Group", "Thought", "They", "Share"), rows)


def _bridges(result: dict[str, Any]) -> str:
    if not result["parties"]:
        return ""
    thoughts = {one["id"]: one for one in result["statements"]}
    rows = [
        (str(number), _text(thoughts[number]), f"{thoughts[number]['common_ground']:.2f}")
        for number in result["bridges"]
    ]
    if not rows:
        return "<p>No thought is carried by every party yet.</p>"
    return _table("Bridges: carried by every party", ("Number", "Thought", "Common ground"), rows)


def _statements(result: dict[str, Any]) -> str:
    rows = [
        (str(one["id"]), _text(one), str(one["agree"]), str(one["disagree"]), str(one["seen"]))
        for one in result["statements"]
        if not one["moderated"]
    ]
    return _table("All thoughts", ("Number", "Thought", "Agree", "See it differently", "Answers"), rows)
