"""`communityup import`: bring a conversation that was held in Polis into a challenge; `places` and `addresses` too.

Exit codes: 0 done or nothing new, 1 a file is wrong or the import was refused (one sentence), 2 wrong use.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communityup.cli.polis import Conversation
    from communityup.workspace.imports.actions import Imported, Material

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60
TAKEN = {"nieuw", "uitnodiging", "mijn-uitnodiging"}
BAR = 30


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    from communityup.cli import addresses, places

    parser = subparsers.add_parser(
        "import", help="bring in what comes from elsewhere: a conversation, places or addresses"
    )
    sources = parser.add_subparsers(dest="source", required=True, metavar="source")
    polis = sources.add_parser(
        "polis",
        help="an export of Polis",
        description=(
            "Read a Polis export and bring it into a challenge. Running it again adds only what is new. "
            "A challenge that does not exist yet is opened, public, with the conversation's topic as its title."
        ),
    )
    polis.add_argument("path", type=Path, metavar="PATH", help="the export folder or participants-votes.csv")
    polis.add_argument("--challenge", required=True, type=slug, metavar="SLUG", help="the last part of its address")
    polis.add_argument(
        "--parties", type=Path, metavar="FILE", help="CSV with columns participant,party: invented parties"
    )
    polis.set_defaults(run=run)
    places.add_parser(sources)
    addresses.add_parser(sources)


def slug(text: str) -> str:
    """Return a text that can be the last part of an address."""
    if not SLUG.fullmatch(text) or len(text) > LONGEST_SLUG or text in TAKEN:
        problem = (
            f"{text[:LONGEST_SLUG]!r} cannot be an address; use at most {LONGEST_SLUG} small letters, digits and -"
        )
        raise argparse.ArgumentTypeError(problem)
    return text


def run(options: argparse.Namespace) -> int:
    """Read everything first, so that a faulty file leaves nothing behind; then import and publish the figures."""
    import django

    from communityup.cli.polis import PolisFileError, read_conversation

    try:
        conversation = read_conversation(options.path, options.parties)
    except PolisFileError as problem:
        print(problem, file=sys.stderr)
        return 1
    django.setup()
    from django.utils.translation import override

    from communityup.base.errors import Sentence

    try:
        with override("nl"):
            _bring_in(options.challenge, material_of(conversation))
    except Sentence as refusal:
        with override("en"):
            print(refusal, file=sys.stderr)
        return 1
    return 0


def material_of(conversation: "Conversation") -> "Material":
    """Return a conversation as the import takes it."""
    from communityup.workspace.imports.actions import Material, Person, Thought

    return Material(
        people=[Person(one.id, one.party) for one in conversation.participants],
        thoughts=[
            Thought(str(one.id), one.text, one.author, one.created, set_aside=one.moderation == -1)
            for one in conversation.statements
        ],
        rows=conversation.rows,
        columns=conversation.columns,
        values=conversation.values,
        topic=conversation.topic,
        description=conversation.description,
    )


def _bring_in(challenge: str, material: "Material") -> None:
    from communityup.people.actors import Actor
    from communityup.workspace.dialogue.models import Release
    from communityup.workspace.imports.actions import import_conversation
    from communityup.workspace.releases.actions import release_figures

    done = import_conversation(challenge, material, by=Actor.operator(), progress=_bar())
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(_summary(challenge, done))
    if done.anything or not Release.objects.filter(dialogue=done.dialogue).exists():
        start = time.perf_counter()
        print("Drawing the opinion map and testing its groups …", file=sys.stderr, flush=True)
        release_figures(done.dialogue, by=Actor.operator())
        print(f"The opinion map is published ({time.perf_counter() - start:.0f} s).")


def _summary(challenge: str, done: "Imported") -> str:
    if not done.anything:
        return f"Nothing new: everything in this export is already in the challenge {challenge}."
    opened = f"Opened the challenge {challenge}: {done.dialogue.challenge.title}\n" if done.challenge_is_new else ""
    changed = f", {done.changed} changed" if done.changed else ""
    counts = f"{done.people} people, {done.thoughts} thoughts, {done.answers} answers{changed}"
    return f"{opened}Imported into {challenge}: {counts}."


def _bar() -> Callable[[int, int], None]:
    shown = sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        if shown:
            filled = BAR * done // max(total, 1)
            print(
                f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done} of {total} answers",
                end="",
                file=sys.stderr,
                flush=True,
            )

    return show
