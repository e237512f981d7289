"""`communityup bounces`: read the mail that came back, so that letters stop going where nobody is.

Reads a mailbox (mbox) or one mail, from a file or from standard input, as a mail server hands it over. It changes
nothing else, and nobody sees an address: neither here nor on the site. Reading the same mail twice changes nothing.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

DONE, WRONG_USE = 0, 2
LINE = 64 * 1024
TOLD = (
    ("counted", "a letter came back from there; the address stays for now"),
    ("stopped", "nobody is there; the address was deleted and can be signed up again"),
    ("foreign", "came back, but is no letter of this site"),
    ("other", "no report that a letter came back"),
    ("large", "too large to read"),
)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("bounces", help="read mail that came back, and stop letters to where nobody is")
    parser.add_argument("path", metavar="FILE", help="a mailbox (mbox) or one mail; - for standard input")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read all of it; 0 when it could be read, whatever stood in it, 2 when there is nothing to read."""
    import django

    django.setup()
    try:
        with sys.stdin.buffer if options.path == "-" else Path(options.path).open("rb") as mailbox:
            found = _read(mailbox)
    except OSError as problem:
        print(f"{options.path} cannot be read: {problem.strerror or problem}.", file=sys.stderr)
        return WRONG_USE
    if not found:
        print("There is no mail in it.", file=sys.stderr)
        return WRONG_USE
    for name, words in TOLD:
        if found[name]:
            print(f"{found[name]}: {words}.")
    return DONE


def _read(mailbox: BinaryIO) -> Counter[str]:
    from communityup.methods.returned import mails

    return Counter(_became(mail) for mail in mails(_lines(mailbox)))


def _lines(mailbox: BinaryIO) -> Iterator[bytes]:
    return iter(partial(mailbox.readline, LINE), b"")


def _became(mail: bytes | None) -> str:
    from communityup.methods.returned import returned
    from communityup.network.letters.actions import note_return
    from communityup.network.letters.notices import MARK

    if mail is None:
        return "large"
    report = returned(mail, MARK)
    if report is None:
        return "other"
    stopped = note_return(report.mark, is_final=report.is_final)
    if stopped is None:
        return "foreign"
    return "stopped" if stopped else "counted"
