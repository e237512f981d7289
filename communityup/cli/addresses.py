"""`communityup import addresses`: bring in a list of addresses that a network had before, for its letters.

Who can be shown to have said yes gets letters. Everybody else is asked once by mail, and gets nothing without a yes.
No address comes into the output or the log: what is wrong is told by the number of its line.
"""

import argparse
import csv
import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from communityup.cli.places import PlacesFileError, text_of

if TYPE_CHECKING:
    from communityup.network.newsletter.actions import Listed

DONE, REFUSED = 0, 1
COLUMNS = {
    "email": ("email", "e-mail", "emailadres", "e-mailadres", "mail"),
    "language": ("language", "taal"),
    "said_at": ("consent_at", "toestemming_op"),
    "said_where": ("consent_where", "toestemming_waar"),
    "said_to": ("consent_words", "toestemming_tekst"),
}
TOPICS = ("developments", "online", "sessions")
WHERE_LENGTH, WORDS_LENGTH, ADDRESS_LENGTH = 300, 5000, 254
# So many addresses go in at once: a stop in between loses nothing, and running it again goes on.
AT_ONCE = 500
MOST_TOLD = 50
Problems = list[tuple[int, str]]


def add_parser(sources: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the source to the parser of `communityup import`."""
    parser = sources.add_parser(
        "addresses",
        help="addresses of an earlier list, for the letters of a network",
        description=(
            "Read a CSV file with a column email; consent_at (2025-03-12), consent_where and consent_words together "
            "are the proof that somebody said yes. Rows without it are asked once by mail. Running it again goes on "
            "where it stopped, and asks nobody twice."
        ),
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="the CSV file")
    parser.add_argument("--network", required=True, metavar="SLUG", help="its name in the address: /netwerken/SLUG/")
    parser.add_argument(
        "--topic", required=True, action="append", choices=TOPICS, help="about what the letters are; may be repeated"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read everything first; then bring in the good rows, and tell of the others by the numbers of their lines."""
    import django

    django.setup()
    from communityup.network.networks.models import Network

    network = Network.objects.select_related("stream").filter(slug=options.network).first()
    if network is None:
        print("There is no network at this address.", file=sys.stderr)
        return REFUSED
    try:
        rows, problems = read(options.path)
    except PlacesFileError as problem:
        print(problem, file=sys.stderr)
        return REFUSED
    print(_told(_bring_in(network, rows, options.topic), len(problems)))
    for line, words in problems[:MOST_TOLD]:
        print(f"  line {line}: {words}")
    if len(problems) > MOST_TOLD:
        print(f"  and {len(problems) - MOST_TOLD} more lines")
    return DONE


def _bring_in(network: object, rows: "list[Listed]", topics: list[str]) -> Counter[str]:
    from communityup.network.newsletter.actions import bring_in
    from communityup.people.actors import Actor

    done: Counter[str] = Counter()
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        done.update(bring_in(network, part, topics=sorted(set(topics)), by=Actor.operator()))  # type: ignore[arg-type]
        if sys.stderr.isatty():
            print(f"\r{start + len(part)} of {len(rows)} addresses", end="", file=sys.stderr, flush=True)
    return done


def _told(done: Counter[str], wrong: int) -> str:
    told = [
        f"{done['proved']} with proof of a yes get letters",
        f"{done['asked']} are asked once by mail",
        f"{done['known']} were known or asked before",
        f"{done['shielded']} want no such mail",
        f"{done['later']} got enough mail today: run this again tomorrow",
        f"{wrong} lines were left out",
    ]
    return "Addresses: " + "; ".join(told) + "."


def read(path: Path) -> "tuple[list[Listed], Problems]":
    """Return the good rows, each address once, and what is wrong with the others; raises PlacesFileError."""
    text = text_of(path)
    first = text.split("\n", 1)[0]
    lines = csv.reader(text.splitlines(keepends=True), delimiter=";" if first.count(";") > first.count(",") else ",")
    rows: list[Listed] = []
    problems: Problems = []
    seen: dict[str, int] = {}
    try:
        places = _columns(path, next(lines, []))
        for number, cells in _numbered(lines):
            try:
                row = _row(cells, places)
                if row.email in seen:
                    raise ValueError(f"the same address as in line {seen[row.email]}")  # noqa: TRY301 - as the others
            except ValueError as problem:
                problems.append((number, str(problem)))
            else:
                seen[row.email] = number
                rows.append(row)
    except csv.Error as problem:
        raise PlacesFileError(f"{path.name}, line {lines.line_num}: {problem}.") from problem
    return rows, problems


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield lines.line_num, cells  # type: ignore[attr-defined]  # a reader counts its lines


def _columns(path: Path, header: list[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    found = {ours: names.index(one) for ours, called in COLUMNS.items() for one in called[::-1] if one in names}
    if "email" not in found:
        raise PlacesFileError(f"{path.name}, line 1: there is no column email.")
    return found


def _row(cells: list[str], places: dict[str, int]) -> "Listed":
    """Return what a row says; raises ValueError with what is wrong, without the address."""
    from communityup.network.newsletter.actions import Listed

    told = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
    if len(told.get("said_where", "")) > WHERE_LENGTH or len(told.get("said_to", "")) > WORDS_LENGTH:
        raise ValueError(f"where is longer than {WHERE_LENGTH} characters, or the words longer than {WORDS_LENGTH}")
    if "\0" in "".join(told.values()):
        raise ValueError("there is a sign in it that is no text")
    return Listed(
        email=_address(told["email"]),
        language=_language(told.get("language", "")),
        said_at=_moment(told.get("said_at", "")),
        said_where=told.get("said_where", ""),
        said_to=told.get("said_to", ""),
    )


def _address(words: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from communityup.people.models import normalised

    try:
        validate_email(words)
    except ValidationError as problem:
        raise ValueError("this is no e-mail address") from problem
    if len(words) > ADDRESS_LENGTH:
        raise ValueError("this is no e-mail address")
    return normalised(words)


def _language(words: str) -> str:
    if words.lower() not in {"", "nl", "en"}:
        raise ValueError("the language is not nl or en")
    return words.lower() or "nl"


def _moment(words: str) -> dt.datetime | None:
    from django.utils import timezone

    if not words:
        return None
    try:
        moment = dt.datetime.fromisoformat(words)
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        is_over = moment <= timezone.now()
    except (ValueError, OverflowError) as problem:
        raise ValueError("the day of the yes is not written as 2025-03-12") from problem
    if not is_over:
        raise ValueError("the day of the yes is still to come")
    return moment
