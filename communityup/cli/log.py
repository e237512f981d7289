"""`communityup log`: hand out the log as one file, and check such a file without database or network."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from communityup.cli import log_file
from communityup.methods.logbook import Finding

INTACT, WRONG, UNREADABLE = 0, 1, 2
MOST_SHOWN = 100
# The codes of communityup.log.events, which stands in Django and is not read for `verify`; a test compares them.
ROLES = ("operator", "privacy", "clerk", "archivist", "facilitator")
REASONS = ("order", "incident", "supervision", "archive")
TOGETHER = (
    "This holds {count} closed challenges, of which nobody outside may read. Two people open them together: add "
    "--first ROLE --second ROLE --reason WHY, for two roles. Everybody in these challenges reads that in the log."
)
# What each kind of finding is called, in English and in Dutch.
SENTENCES = {
    "edited": (
        "Line {n} of stream {stream} was edited: its bytes are not the ones that were written.",
        "Regel {n} van stroom {stream} is veranderd: dit zijn niet de bytes die er stonden.",
    ),
    "dropped": (
        "Line {n} of stream {stream} was dropped: it is not in this file.",
        "Regel {n} van stroom {stream} is weggelaten: de regel staat niet in dit bestand.",
    ),
    "dropped_from": (
        "Lines {n} to {other} of stream {stream} were dropped: they are not in this file.",
        "Regels {n} tot en met {other} van stroom {stream} zijn weggelaten: ze staan niet in dit bestand.",
    ),
    "inserted": (
        "Line {n} of stream {stream}, at row {other}, was inserted: it was never written there.",
        "Regel {n} van stroom {stream}, op rij {other}, is toegevoegd: die stond daar nooit.",
    ),
    "swapped": (
        "Line {n} of stream {stream} was swapped: it stands at row {other}.",
        "Regel {n} van stroom {stream} is verwisseld: de regel staat op rij {other}.",
    ),
    "withheld": (
        "The words of line {n} of stream {stream} are withheld: no later line says that they were erased.",
        "De woorden bij regel {n} van stroom {stream} zijn achtergehouden: geen latere regel zegt dat ze zijn gewist.",
    ),
    "words_edited": (
        "The words of line {n} of stream {stream} were edited: they do not fit their commitment.",
        "De woorden bij regel {n} van stroom {stream} zijn veranderd: ze passen niet bij de vastgelegde code.",
    ),
    "words_inserted": (
        "Words at row {other} belong to no line: they were inserted.",
        "De woorden op rij {other} horen bij geen enkele regel: ze zijn toegevoegd.",
    ),
    "stream_withheld": ("Stream {stream} is withheld.", "Stroom {stream} is achtergehouden."),
    "stream_inserted": (
        "Stream {stream} was inserted: the manifest does not name it.",
        "Stroom {stream} is toegevoegd: de lijst noemt deze stroom niet.",
    ),
    "leaf_dropped": (
        "The tree was cut: it had {other} entries, here are {index}.",
        "De boom is afgekapt: die had {other} plekken, hier zijn er {index}.",
    ),
    "leaf_inserted": ("Entry {index} of the tree was inserted.", "Plek {index} van de boom is toegevoegd."),
    "leaf_edited": (
        "Entry {index} of the tree was edited: it is not that of line {n} of stream {stream}.",
        "Plek {index} van de boom is veranderd: die hoort niet bij regel {n} van stroom {stream}.",
    ),
    "leaf_misplaced": (
        "Entry {index} of the tree was swapped: line {n} of stream {stream} does not belong there.",
        "Plek {index} van de boom is verwisseld: regel {n} van stroom {stream} hoort daar niet.",
    ),
    "leaf_without_line": (
        "Entry {index} of the tree has no line in this file: it is withheld.",
        "Bij plek {index} van de boom hoort een regel die niet in dit bestand staat: die is achtergehouden.",
    ),
    "leaves_without_line": (
        "{index} entries of the tree have no line in this file, and the manifest says {other}.",
        "Bij {index} plekken van de boom staat geen regel in dit bestand, en de lijst noemt er {other}.",
    ),
    "left_out": (
        "Line {n} of stream {stream} was left out of the tree.",
        "Regel {n} van stroom {stream} is uit de boom weggelaten.",
    ),
    "root": (
        "The root of the tree does not fit its entries: one was edited or swapped.",
        "De wortel van de boom past niet bij de plekken: er is er een veranderd of verwisseld.",
    ),
    "last": (
        "The manifest names another last line for stream {stream} than line {n}.",
        "De lijst noemt voor stroom {stream} een andere laatste regel dan regel {n}.",
    ),
    "chain": (
        "Line {n} of stream {stream} does not follow on the line before it: one of the two was edited.",
        "Regel {n} van stroom {stream} sluit niet aan op de regel ervoor: een van de twee is veranderd.",
    ),
    "clock": (
        "Line {n} of stream {stream} says it is older than the line before it.",
        "Regel {n} van stroom {stream} zegt ouder te zijn dan de regel ervoor.",
    ),
    "format": (
        "Line {n} of stream {stream} does not have the form of a line of this log.",
        "Regel {n} van stroom {stream} heeft niet de vorm van een regel van dit logboek.",
    ),
    "shorter_than_known": (
        "The log was cut: a tree of {other} entries was known, here are {index}.",
        "Het logboek is afgekapt: er waren {other} plekken bekend, hier zijn er {index}.",
    ),
    "not_as_known": (
        "The log was rewritten: its first {other} entries are not those that were known.",
        "Het logboek is herschreven: de eerste {other} plekken zijn niet die welke bekend waren.",
    ),
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("log", help="hand out the log as one file, or check such a file")
    acts = parser.add_subparsers(dest="act", required=True, metavar="export|verify")
    export = acts.add_parser(
        "export", help="write what is public of the log, with what anybody needs to check it, into one ZIP"
    )
    export.add_argument("file", type=Path, metavar="FILE.zip")
    chosen = export.add_mutually_exclusive_group()
    chosen.add_argument("--stream", metavar="ID", help="only the lines of this stream, public or not")
    chosen.add_argument(
        "--everything",
        action="store_true",
        help="also the lines and words of closed challenges, which others may not see: do not hand this file out",
    )
    together = export.add_argument_group("for what is closed: two people together, and everybody there can read it")
    together.add_argument("--first", metavar="ROLE", choices=ROLES, help=f"who opens it: {', '.join(ROLES)}")
    together.add_argument("--second", metavar="ROLE", choices=ROLES, help="who opens it together with the first")
    together.add_argument("--reason", metavar="WHY", choices=REASONS, help=f"why: {', '.join(REASONS)}")
    export.set_defaults(run=export_log)
    verify = acts.add_parser("verify", help="check such a ZIP, without database or network")
    verify.add_argument("file", type=Path, metavar="FILE.zip")
    verify.add_argument(
        "--known",
        type=log_file.known_root,
        metavar="SIZE:ROOT",
        help="size and root of the tree as you saw them earlier",
    )
    verify.set_defaults(run=verify_log)


def export_log(options: argparse.Namespace) -> int:
    """Write the ZIP; 0 when it stands there, 1 when it cannot be written, 2 when it may not be or there is no stream.

    Closed challenges are opened by two people together, and each of them gets a line in its log first (E26).
    """
    import django

    django.setup()
    from communityup.log import exports
    from communityup.log.actions import record_opening
    from communityup.log.models import Stream
    from communityup.people.actors import Actor

    closed = exports.closed_streams(options.stream, everything=options.everything)
    if closed and (not (options.first and options.second and options.reason) or options.first == options.second):
        return _say(TOGETHER.format(count=len(closed)), UNREADABLE)
    if closed:
        opened = {"first": options.first, "second": options.second, "reason": options.reason}
        record_opening(closed, **opened, by=Actor.operator())
    try:
        ends = exports.write(options.file, stream=options.stream, everything=options.everything)
    except Stream.DoesNotExist:
        return _say(f"There is no stream {options.stream} in this log.", UNREADABLE)
    except OSError as problem:
        return _say(f"The file {options.file} cannot be written: {problem.strerror or problem}.", WRONG)
    lines = sum(stream["last_n"] for stream in ends.streams)
    print(f"{options.file}: {lines} lines in {len(ends.streams)} streams, a tree of {ends.size}")
    return 0


def verify_log(options: argparse.Namespace) -> int:
    """Check the ZIP; 0 when intact, 1 with a sentence per thing that is wrong, 2 when it is no export of a log."""
    try:
        with log_file.opened(options.file) as export:
            findings = log_file.check(export, known=options.known)
            summary = export.summary()
    except log_file.NotAnExportError as problem:
        return _say(str(problem), UNREADABLE)
    for sentence in sentences(findings):
        print(sentence)
    if findings:
        return _say(f"{options.file}: {len(findings)} things are wrong.", WRONG)
    print(f"{options.file}: intact. {summary}")
    return INTACT


def sentences(findings: Sequence[Finding]) -> list[str]:
    """Return one sentence per finding, in Dutch when the caller's machine speaks it; the rest of very many counted."""
    dutch = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "").startswith("nl")
    told = [
        SENTENCES[f.kind][dutch].format(stream=f.stream, n=f.n, index=f.index, other=f.other)
        for f in findings[:MOST_SHOWN]
    ]
    if len(findings) > MOST_SHOWN:
        told.append(f"… {len(findings) - MOST_SHOWN}")
    return told


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
