"""`communityup import addresses`: bring in a list of addresses that a network had before, for its letters.

Who can be shown to have said yes gets letters. Everybody else is asked once by mail, and gets nothing without a yes.
No address comes into the output or the log: what is wrong is told by the number of its line.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from communityup.cli.places import PlacesFileError, text_of

if TYPE_CHECKING:
    from communityup.network.newsletter.actions import Listed

DONE, REFUSED = 0, 1
TOPICS = ("developments", "online", "sessions")
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
    from django.utils.translation import override

    from communityup.network.newsletter.forms import ListError, read_list

    with override("en"):
        try:
            return read_list(text_of(path))
        except ListError as problem:
            raise PlacesFileError(f"{path.name}, {problem}") from problem
