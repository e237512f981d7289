"""Pictures as SVG text: pure functions of plain facts, readable without colour, with a title and a description.

No styles stand in the picture: classes from parts.css, so that themes, dark mode and print reach them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext, pgettext_lazy

KINDS = 8
MARK = 14.0
PULL_WIDTH = 340.0
BANDS = [
    pgettext_lazy("share of people", "hardly anyone"),
    pgettext_lazy("share of people", "some"),
    pgettext_lazy("share of people", "about half"),
    pgettext_lazy("share of people", "most"),
    pgettext_lazy("share of people", "nearly all"),
]

# Shapes around (0, 0), as large as a mark; in the order in which parties are assigned one.
SHAPES = [
    "M-14 0a14 14 0 1 1 28 0a14 14 0 1 1 -28 0z",
    "M-10 -13h20a3 3 0 0 1 3 3v20a3 3 0 0 1 -3 3h-20a3 3 0 0 1 -3 -3v-20a3 3 0 0 1 3 -3z",
    "M-13 11v-11a13 13 0 0 1 26 0v11a3 3 0 0 1 -3 3h-20a3 3 0 0 1 -3 -3z",
    "M-13 -13h13a13 13 0 0 1 13 13v13h-13a13 13 0 0 1 -13 -13z",
    "M-16 0l8 -14h16l8 14l-8 14h-16z",
    "M0 -18l18 18l-18 18l-18 -18z",
    "M-13 -14h26v19l-13 12l-13 -12z",
    "M-6 -14h12l8 8v12l-8 8h-12l-8 -8v-12z",
]


@dataclass(frozen=True)
class Canvas:
    """The measures of a drawing: on a phone another drawing of the same facts is shown, so that words stay readable."""

    name: str
    width: float
    height: float
    margin: float
    least: float


WIDE = Canvas("wide", 680, 430, 62, 26)
NARROW = Canvas("narrow", 340, 400, 40, 22)


@dataclass(frozen=True)
class Group:
    """A group as a contour: an ellipse with its half-axes, turned by `angle` degrees (clockwise, y downward)."""

    label: str
    size: int
    cx: float
    cy: float
    rx: float
    ry: float
    angle: float = 0.0


@dataclass(frozen=True)
class Party:
    """A party of five or more at the middle of its people."""

    name: str
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing that something stands in."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def outside(self, canvas: Canvas) -> float:
        over = max(0.0, -self.left) + max(0.0, self.right - canvas.width)
        return over + max(0.0, -self.top) + max(0.0, self.bottom - canvas.height)


def shape(number: int) -> int:
    """The shape (1 to 8) of the party that came in as `number` (from 1)."""
    return (number - 1) % KINDS + 1


def tone(number: int) -> int:
    """The colour (1 to 8) of the party that came in as `number`: a second round gives other pairs with the shapes."""
    return (number - 1 + (number - 1) // KINDS) % KINDS + 1


def letter(name: str) -> str:
    """The first letter or digit of a name, as a capital."""
    return next((character.upper() for character in name if character.isalnum()), "?")[:1]


def qr_code(address: str) -> SafeString:
    """An address as a square for the camera of a phone: black on white, on a dark page too; the address stands beside.

    One fixed mask of the eight that the standard allows: choosing the prettiest takes most of the time.
    """
    drawn = segno.make(address, error="m", mask=3, micro=False)
    side = drawn.symbol_size(border=2)[0]
    rows = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(drawn.matrix_iter(border=2)) for x, dark in enumerate(row) if dark
    ]
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" shape-rendering="crispEdges" aria-hidden="true">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path fill="#000" d="{1}"/></svg>',
        side,
        "".join(rows),
    )


def band(level: int) -> SafeString:
    """Four blocks, `level` of them filled, and the words; level 0 to 4."""
    if not 0 <= level < len(BANDS):
        raise ValueError(f"a band is 0 to {len(BANDS) - 1}, not {level}")
    blocks = format_html_join(
        "",
        '<rect class="{}" x="{}" y="1" width="19" height="12" rx="3"/>',
        (("full" if number < level else "open", 1 + number * 23) for number in range(4)),
    )
    return format_html(
        '<span class="share"><svg viewBox="0 0 92 14" aria-hidden="true">{}</svg> <span>{}</span></span>',
        blocks,
        BANDS[level],
    )


def pull(*, right: Sequence[tuple[int, str]], left: Sequence[tuple[int, str]], words: tuple[str, str]) -> SafeString:
    """Parties (number, name) on the two sides of a line, as a tug of war: `words` say what left and right mean.

    With many on a side the marks move closer; names stand in the title of each mark and in the label of the whole.
    """
    middle, y = PULL_WIDTH / 2, 40.0
    marks = [
        _mark(Party(name, number, 0, 0), spot, spot)
        for side, parties in ((-1, left), (1, right))
        for place, (number, name) in enumerate(parties)
        for spot in [(middle + side * (26 + place * min(32.0, (middle - 42) / max(len(parties) - 1, 1))), y)]
    ]
    return format_html(
        '<svg class="pull" viewBox="0 0 {width} 62" role="img" aria-label="{label}">'
        '<text class="pull-word" x="{before}" y="14" text-anchor="end">{less}</text>'
        '<text class="pull-word" x="{after}" y="14">{more}</text>'
        '<line class="pull-line" x1="12" y1="40" x2="{end}" y2="40"/>'
        '<line class="pull-middle" x1="{middle}" y1="2" x2="{middle}" y2="60"/>{marks}</svg>',
        width=f"{PULL_WIDTH:.0f}",
        label=_pull_text(right, left, words),
        middle=f"{middle:.0f}",
        before=f"{middle - 10:.0f}",
        after=f"{middle + 10:.0f}",
        end=f"{PULL_WIDTH - 12:.0f}",
        less=words[0],
        more=words[1],
        marks=format_html_join("", "{}", ((mark,) for mark in marks)),
    )


def _pull_text(right: Sequence[tuple[int, str]], left: Sequence[tuple[int, str]], words: tuple[str, str]) -> str:
    sides = [(words[0], left), (words[1], right)]
    return "; ".join(f"{word}: {', '.join(name for _number, name in side) or '–'}" for word, side in sides)


def opinion_map(
    *,
    groups: Sequence[Group],
    parties: Sequence[Party] = (),
    own: tuple[float, float] | None = None,
    title: str,
    description: str,
    identifier: str = "opinion-map",
) -> SafeString:
    """The opinion map, once for wide and once for narrow screens (a style sheet shows one of them).

    Positions are in any unit, x to the right and y downward; all are scaled alike to fit.
    """
    return format_html_join(
        "",
        '<div class="picture--{}">{}</div>',
        (
            (canvas.name, _draw(canvas, groups, parties, own, (title, description, f"{identifier}-{canvas.name}")))
            for canvas in (WIDE, NARROW)
        ),
    )


def _draw(
    canvas: Canvas,
    groups: Sequence[Group],
    parties: Sequence[Party],
    own: tuple[float, float] | None,
    words: tuple[str, str, str],
) -> SafeString:
    scale, move_x, move_y = _fit(canvas, groups, parties, own)

    def place(x: float, y: float) -> tuple[float, float]:
        return x * scale + move_x, y * scale + move_y

    contours = [_scaled(group, scale, *place(group.cx, group.cy), canvas.least) for group in groups]
    ring = place(*own) if own else None
    spots = [place(party.x, party.y) for party in parties]
    marks = apart(spots, canvas, fixed=[ring] if ring else [])
    taken = [Box(x - 18, y - 18, x + 18, y + 18) for x, y in [*marks, *([ring] if ring else [])]]
    labels = [_group_text(group) for group in contours]
    boxes = place_labels(labels, contours, taken, canvas)
    title, description, identifier = words
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-text">'
        '<title id="{}-title">{}</title><desc id="{}-text">{}</desc>{}{}{}{}</svg>',
        *(int(canvas.width), int(canvas.height), *[identifier] * 3, title, identifier, description),
        format_html_join("", "{}", ((_contour(group),) for group in contours)),
        format_html_join("", "{}", ((_label(text, box),) for text, box in zip(labels, boxes, strict=True))),
        format_html_join("", "{}", ((_mark(*three),) for three in zip(parties, spots, marks, strict=True))),
        _own(ring, [*taken, *boxes], canvas) if ring else mark_safe(""),
    )


def _fit(
    canvas: Canvas, groups: Sequence[Group], parties: Sequence[Party], own: tuple[float, float] | None
) -> tuple[float, float, float]:
    """Scale and shift that bring everything inside the margins, with one scale for both directions."""
    reach = [(group.cx, group.cy, *_reach(group)) for group in groups]
    points = [(party.x, party.y, 0.0, 0.0) for party in parties] + ([(*own, 0.0, 0.0)] if own else [])
    everything = reach + points or [(0.0, 0.0, 1.0, 1.0)]
    if not all(math.isfinite(number) for four in everything for number in four):
        raise ValueError("a position on the map is not a number")
    left, right = min(x - w for x, _y, w, _h in everything), max(x + w for x, _y, w, _h in everything)
    top, bottom = min(y - h for _x, y, _w, h in everything), max(y + h for _x, y, _w, h in everything)
    wide, high = max(right - left, 1e-9), max(bottom - top, 1e-9)
    scale = min((canvas.width - 2 * canvas.margin) / wide, (canvas.height - 2 * canvas.margin) / high)
    return scale, (canvas.width - (left + right) * scale) / 2, (canvas.height - (top + bottom) * scale) / 2


def _reach(group: Group) -> tuple[float, float]:
    """Half the width and half the height of a turned ellipse."""
    turn = math.radians(group.angle)
    wide = math.hypot(group.rx * math.cos(turn), group.ry * math.sin(turn))
    high = math.hypot(group.rx * math.sin(turn), group.ry * math.cos(turn))
    return wide, high


def _scaled(group: Group, scale: float, x: float, y: float, least: float) -> Group:
    # A contour is never so small that it looks like one person.
    rx, ry = max(group.rx * scale, least), max(group.ry * scale, least)
    return Group(group.label, group.size, x, y, rx, ry, group.angle)


def _group_text(group: Group) -> str:
    return f"{group.label} · {group.size}"


def apart(
    spots: Sequence[tuple[float, float]], canvas: Canvas, *, fixed: Sequence[tuple[float, float]] = ()
) -> list[tuple[float, float]]:
    """Where marks stand so that none covers another or a fixed spot; the order of the spots decides ties."""
    placed: list[tuple[float, float]] = []
    room = 2 * MARK + 6
    for x, y in spots:
        choices = [(x, y)] + [
            (x + radius * math.cos(step * math.pi / 6), y + radius * math.sin(step * math.pi / 6))
            for radius in (room * 0.6, room * 0.9, room * 1.2, room * 1.6, room * 2.1, room * 2.7)
            for step in range(12)
        ]
        placed.append(min(choices, key=lambda spot: _crowd(spot, (x, y), [*placed, *fixed], room, canvas)))
    return placed


def _crowd(
    spot: tuple[float, float],
    true: tuple[float, float],
    others: Sequence[tuple[float, float]],
    room: float,
    canvas: Canvas,
) -> float:
    """How bad a place is: much for standing on another, a little for every step away from the true place."""
    covered = sum(max(0.0, room - math.dist(spot, other)) for other in others)
    edge = Box(spot[0] - MARK - 4, spot[1] - MARK - 4, spot[0] + MARK + 4, spot[1] + MARK + 4).outside(canvas)
    return round(covered * 100 + edge * 100 + math.dist(spot, true), 6)


def place_labels(labels: Sequence[str], groups: Sequence[Group], taken: Sequence[Box], canvas: Canvas) -> list[Box]:
    """A place for each group's label: above, below or beside its contour, wherever it covers least."""
    placed: list[Box] = []
    contours = [_contour_box(group) for group in groups]
    for text, own in zip(labels, contours, strict=True):
        wide, high = 9.6 * len(text) + 6, 22.0
        middle = (own.left + own.right) / 2
        half = (own.top + own.bottom) / 2
        choices = [
            Box(middle - wide / 2, own.top - high - 6, middle + wide / 2, own.top - 6),
            Box(middle - wide / 2, own.bottom + 6, middle + wide / 2, own.bottom + 6 + high),
            Box(own.right + 8, half - high / 2, own.right + 8 + wide, half + high / 2),
            Box(own.left - 8 - wide, half - high / 2, own.left - 8, half + high / 2),
            Box(middle - wide / 2, half - high / 2, middle + wide / 2, half + high / 2),
        ]
        # Inside its own contour a label covers nothing that matters.
        others = [box for box in contours if box is not own]
        placed.append(min(choices, key=lambda box: _covered(box, [*taken, *placed], others, canvas)))
    return placed


def _covered(box: Box, solid: Sequence[Box], contours: Sequence[Box], canvas: Canvas) -> float:
    cost = sum(box.overlap(other) for other in solid) * 4 + sum(box.overlap(other) for other in contours)
    return round(cost + box.outside(canvas) * 1000, 6)


def _contour_box(group: Group) -> Box:
    wide, high = _reach(group)
    return Box(group.cx - wide, group.cy - high, group.cx + wide, group.cy + high)


def _contour(group: Group) -> SafeString:
    x, y = f"{group.cx:.0f}", f"{group.cy:.0f}"
    return format_html(
        '<ellipse class="map-contour" cx="{}" cy="{}" rx="{}" ry="{}" transform="rotate({} {} {})"/>',
        *(x, y, f"{group.rx:.0f}", f"{group.ry:.0f}", f"{group.angle:.0f}", x, y),
    )


def _label(text: str, box: Box) -> SafeString:
    x, y = (box.left + box.right) / 2, box.bottom - 6
    return format_html(
        '<text class="map-label" x="{}" y="{}" text-anchor="middle">{}</text>', f"{x:.0f}", f"{y:.0f}", text
    )


def _mark(party: Party, spot: tuple[float, float], mark: tuple[float, float]) -> SafeString:
    """The mark of a party; moved aside it keeps a thin line to its true place."""
    lead = mark_safe("")
    if math.dist(spot, mark) > 1:
        numbers = tuple(f"{number:.0f}" for number in (*spot, *mark))
        lead = format_html(
            '<line class="map-lead" x1="{}" y1="{}" x2="{}" y2="{}"/><circle class="map-spot" cx="{}" cy="{}" r="3"/>',
            *(*numbers, *numbers[:2]),
        )
    return format_html(
        '{}<g class="tone-{}" transform="translate({} {})"><title>{}</title><path class="map-party" d="{}"/>'
        '<text class="map-letter" y="5" text-anchor="middle">{}</text></g>',
        *(lead, tone(party.number), f"{mark[0]:.0f}", f"{mark[1]:.0f}", party.name),
        *(SHAPES[shape(party.number) - 1], letter(party.name)),
    )


def _own(ring: tuple[float, float], taken: Sequence[Box], canvas: Canvas) -> SafeString:
    """Oneself: a ring with a word, only ever drawn for the person it is."""
    x, y = ring
    word = pgettext("on the map", "you")
    wide = 10.0 * len(word)
    others = [box for box in taken if box != Box(x - 18, y - 18, x + 18, y + 18)]
    choices = [
        Box(x + 17, y - 10, x + 17 + wide, y + 10),
        Box(x - 17 - wide, y - 10, x - 17, y + 10),
        Box(x - wide / 2, y - 38, x + wide / 2, y - 18),
        Box(x - wide / 2, y + 18, x + wide / 2, y + 38),
    ]
    box = min(choices, key=lambda one: _covered(one, others, [], canvas))
    return format_html(
        '<circle class="map-own" cx="{}" cy="{}" r="12"/>'
        '<text class="map-own-label" x="{}" y="{}" text-anchor="middle">{}</text>',
        *(f"{x:.0f}", f"{y:.0f}", f"{(box.left + box.right) / 2:.0f}", f"{box.bottom - 5:.0f}", word),
    )
