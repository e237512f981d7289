"""`communityup import places`: renew the list of municipalities, with their borders for the map of members if given.

The file is the whole list: a place that is not in it is no longer offered, and stays for what was said with its name.
"""

import argparse
import csv
import json
import math
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communityup.methods import outlines

if TYPE_CHECKING:
    pass

CODE = re.compile(r"[A-Z]{0,4}[0-9]{1,10}")
NAME_LENGTH, LONGEST_SOURCE = 80, 500
LARGEST, MOST_POINTS = 50_000_000, 2_000_000
# In units of methods.outlines: what one cannot see on a map of a country as wide as a screen.
TOLERANCE = 4.0
# How the columns are called in the files that go round, each with how we call it.
COLUMNS = {
    "code": ("code", "gemeentecode", "gm_code", "statcode"),
    "name": ("name", "naam", "gemeentenaam", "gemeente", "statnaam"),
    "province": ("province", "provincie", "provincienaam", "provincie_afgeleid"),
    "size": ("size", "population", "population_class", "inwonersklasse", "grootteklasse"),
    "longitude": ("longitude", "lon", "lengtegraad"),
    "latitude": ("latitude", "lat", "breedtegraad"),
    "went_into": ("went_into", "merged_into", "opgegaan_in"),
}
DEGREES = {"longitude": 180.0, "latitude": 90.0}
Told = dict[str, Any]


class PlacesFileError(Exception):
    """A file is not right; the sentence says where and what."""


def add_parser(sources: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the source to the parser of `communityup import`."""
    parser = sources.add_parser(
        "places",
        help="a list of municipalities",
        description=(
            "Renew the list of municipalities from a CSV file with at least the columns code and name; also read: "
            "province, size (a class of how many people live there), longitude, latitude, and went_into (the code of "
            "the one in which it went). The file is the whole list. Running it again changes nothing."
        ),
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="the CSV file")
    parser.add_argument(
        "--borders", type=Path, metavar="FILE", help="GeoJSON in WGS84 with the code of each, for the map of members"
    )
    parser.add_argument(
        "--source", default="", metavar="WORDS", help="who made the borders, as it has to stand beside the map"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read everything first, so that a faulty file leaves nothing behind; then renew the list in one go."""
    import django

    try:
        told = read_list(options.path)
        drawn = read_borders(options.borders, set(told), progress=_progress()) if options.borders else {}
    except PlacesFileError as problem:
        print(problem, file=sys.stderr)
        return 1
    django.setup()
    from communityup.organisations.actions import Row, renew_places
    from communityup.people.actors import Actor

    source = " ".join(options.source.split())[:LONGEST_SOURCE]
    rows: list[Row] = [Row(**row, rings=drawn.get(code, ()), source=source) for code, row in told.items()]
    done = renew_places(rows, by=Actor.operator())
    if not any(asdict(done).values()):
        print(f"Nothing new: all {len(rows)} places are there already.")
        return 0
    borders = f", {len(drawn)} of them with borders" if drawn else ""
    print(f"Places: {len(rows)} in the list{borders}. {done.new} new, {done.changed} changed, {done.ended} ended.")
    return 0


def read_list(path: Path) -> dict[str, Told]:
    """Return what the list says of each place, by its code, in the order of the file; raises PlacesFileError."""
    text = text_of(path)
    first = text.split("\n", 1)[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        places = _columns(path, header)
        found: dict[str, Told] = {}
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = _row(f"{path.name}, line {reader.line_num}", header, places, cells)
                if row["code"] in found:
                    raise PlacesFileError(
                        f"{path.name}, line {reader.line_num}: the code {row['code']} is there twice."
                    )
                found[row["code"]] = row
    except csv.Error as problem:
        raise PlacesFileError(f"{path.name}, line {reader.line_num}: {problem}.") from problem
    _check_whole(path, found)
    return found


def read_borders(
    path: Path, codes: set[str], *, progress: Callable[[int, int], None]
) -> dict[str, list[outlines.Ring]]:
    """Return the outline of each place, with as few points as a map needs; raises PlacesFileError."""
    try:
        content = json.loads(text_of(path))
    except json.JSONDecodeError as problem:
        where = f"{path.name}, line {problem.lineno}, column {problem.colno}"
        raise PlacesFileError(f"{where}: this is not JSON ({problem.msg}).") from problem
    except (RecursionError, ValueError) as problem:
        raise PlacesFileError(f"{path.name}: this is not GeoJSON of places.") from problem
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        raise PlacesFileError(f"{path.name}: this is not a GeoJSON FeatureCollection with places in it.")
    areas: dict[str, list[outlines.Ring]] = {}
    points = 0
    for number, feature in enumerate(features, start=1):
        code, rings = _feature(f"{path.name}, feature {number}", feature, codes)
        areas.setdefault(code, []).extend(rings)
        points += sum(map(len, rings))
        if points > MOST_POINTS:
            raise PlacesFileError(f"{path.name}: more than {MOST_POINTS:,} points; use borders made for a small map.")
        progress(number, len(features))
    return {code: rings for code, rings in outlines.simplified(areas, TOLERANCE).items() if rings}


def text_of(path: Path) -> str:
    """Return what stands in a file; raises PlacesFileError for one that is too large, not UTF-8 or not there."""
    try:
        if path.stat().st_size > LARGEST:
            raise PlacesFileError(f"{path.name} is larger than {LARGEST // 1_000_000} MB; that is no list.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise PlacesFileError(f"{path.name}, line {line}: this is not UTF-8. Save the file as UTF-8.") from problem
    except OSError as problem:
        raise PlacesFileError(f"{path}: {problem.strerror or problem}.") from problem


def _columns(path: Path, header: list[str]) -> dict[str, int]:
    found = {}
    for ours, names in COLUMNS.items():
        places = [header.index(name) for name in names if name in header]
        if places:
            found[ours] = places[0]
    missing = [name for name in ("code", "name") if name not in found]
    if missing:
        raise PlacesFileError(f"{path.name}, line 1: there is no column {' and no column '.join(missing)}.")
    return found


def _row(where: str, header: list[str], places: Mapping[str, int], cells: list[str]) -> Told:
    if len(cells) != len(header):
        raise PlacesFileError(f"{where}: {len(cells)} cells, while line 1 names {len(header)} columns.")
    row: Told = {}
    for name, place in places.items():
        at = f"{where}, column {place + 1} ({header[place]})"
        row[name] = _cell(at, name, " ".join(cells[place].split()))
    if (row.get("longitude") is None) != (row.get("latitude") is None):
        raise PlacesFileError(f"{where}: longitude and latitude go together.")
    return row


def _cell(at: str, name: str, words: str) -> str | float | None:
    if name in DEGREES:
        return _degrees(at, words, DEGREES[name]) if words else None
    if len(words) > NAME_LENGTH or not words.isprintable():
        raise PlacesFileError(f"{at}: more than {NAME_LENGTH} characters, or signs that nobody can read.")
    if name == "name" and not words:
        raise PlacesFileError(f"{at}: a name is missing.")
    if (name == "code" or (words and name == "went_into")) and not CODE.fullmatch(words):
        raise PlacesFileError(f"{at}: {words[:20]!r} is not a code such as GM0363.")
    return words


def _degrees(at: str, words: str, most: float) -> float:
    try:
        number = float(words)
    except ValueError:
        number = math.nan
    if not -most <= number <= most:
        raise PlacesFileError(f"{at}: {words[:20]!r} is not a number of degrees between {-most:g} and {most:g}.")
    return number


def _check_whole(path: Path, found: Mapping[str, Told]) -> None:
    if not found:
        raise PlacesFileError(f"{path.name}: there is no place in it.")
    for code, row in found.items():
        went, seen = row.get("went_into"), {code}
        while went:
            if went not in found or went in seen:
                what = "is not in the file" if went not in found else "went back into it"
                raise PlacesFileError(f"{path.name}: {code} went into {went}, which {what}.")
            seen.add(went)
            went = found[went].get("went_into")


def _feature(where: str, feature: Any, codes: set[str]) -> tuple[str, list[outlines.Ring]]:
    told = _object(feature)
    properties = _object(told.get("properties"))
    named = [properties[name] for name in COLUMNS["code"] if isinstance(properties.get(name), str)]
    code = next(iter([*named, told.get("id")]), None)
    if not isinstance(code, str) or code not in codes:
        raise PlacesFileError(f"{where}: its code {str(code)[:20]!r} is not in the list.")
    geometry = _object(told.get("geometry"))
    if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise PlacesFileError(f"{where} ({code}): only a Polygon or MultiPolygon is a border.")
    parts = geometry.get("coordinates")
    return code, list(_rings(f"{where} ({code})", parts if geometry["type"] == "MultiPolygon" else [parts]))


def _object(value: Any) -> Told:
    return value if isinstance(value, dict) else {}


def _rings(where: str, parts: Any) -> Iterator[outlines.Ring]:
    try:
        for line in (line for part in parts for line in part):
            yield outlines.ring(outlines.projected(*_point(point)) for point in line)
    except (TypeError, ValueError, OverflowError, IndexError) as problem:
        raise PlacesFileError(f"{where}: a point is not a longitude and a latitude in degrees (WGS84).") from problem


def _point(point: Any) -> tuple[float, float]:
    longitude, latitude = point[0], point[1]
    for number, most in ((longitude, 180), (latitude, 90)):
        if isinstance(number, bool) or not isinstance(number, int | float) or not -most <= number <= most:
            raise ValueError(number)
    return float(longitude), float(latitude)


def _progress() -> Callable[[int, int], None]:
    shown = sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        if shown:
            end = "\n" if done == total else ""
            print(f"\rReading borders: {done} of {total}", end=end, file=sys.stderr, flush=True)

    return show
