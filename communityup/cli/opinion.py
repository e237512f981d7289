"""`communityup opinion`: the opinion map of an open Polis conversation, without any database.

The only place where single positions and pooled figures come out: it is meant for open data that anyone may read
row by row. Exit codes: 0 done, 1 a file is wrong (one sentence on standard error), 2 wrong use.
"""

import argparse
import json
import sys
from pathlib import Path

REASONS = {
    "groups": "the groups are real: chance hardly ever gives any as clear",
    "few_people": "no groups shown: fewer than 25 people answered enough",
    "one_place": "no groups shown: everybody stands in one place",
    "no_structure": "no groups shown: chance alone gives groups as clear as these",
    "not_tested": "no groups shown: they were not tested (--quick)",
}
WIDTH = 100


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "opinion",
        help="the opinion map of an open Polis export, without a database",
        description="Read a Polis export (a folder, or a participants-votes.csv) and show its opinion map.",
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="the export folder or participants-votes.csv")
    parser.add_argument("--parties", type=Path, metavar="FILE", help="CSV with columns participant,party")
    parser.add_argument(
        "--mode", choices=("ours", "polis"), default="ours", help="how groups are found (default: ours)"
    )
    parser.add_argument("--quick", action="store_true", help="leave out the test of the groups")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="everything as JSON on standard output")
    shape.add_argument("--html", type=Path, metavar="FILE", help="write one page with picture and tables")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, count and show; 1 with one sentence on standard error when a file is wrong."""
    from communityup.cli.opinion_page import page
    from communityup.cli.opinion_result import count
    from communityup.cli.polis import PolisFileError, read_conversation

    try:
        conversation = read_conversation(options.path, options.parties)
        result = count(conversation, options.mode, quick=options.quick)
        if options.html:
            options.html.write_text(page(result, REASONS[result["reason"]]), encoding="utf-8")
    except PolisFileError as fault:
        return _refused(str(fault))
    except OSError as fault:
        return _refused(f"{options.html or options.path}: {fault.strerror}")
    if not options.html:
        print(json.dumps(result, ensure_ascii=True, sort_keys=True) if options.json else summary(result))
    return 0


def _refused(sentence: str) -> int:
    print(f"communityup opinion: {sentence}", file=sys.stderr)
    return 1


def plain(text: str, width: int = WIDTH) -> str:
    """A text on one line, without control characters (a thought may come from anybody), cut at ``width``."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= width else line[: width - 1] + "…"


def summary(result: dict) -> str:  # type: ignore[type-arg]
    """The result as a text to read."""
    texts = {one["id"]: plain(one["text"] or "") for one in result["statements"]}
    inside = sum(one["group"] is not None for one in result["participants"])
    lines = [plain(result["topic"]) or "Opinion map", ""]
    lines += [f"{len(result['participants'])} people gave {result['answers']} answers to {len(texts)} thoughts."]
    lines += [f"{inside} people answered enough to be grouped.", f"{REASONS[result['reason']]}.".capitalize()]
    if result["p_value"] is not None:
        lines += [f"p = {result['p_value']}, stability {result['stability']:.2f} (1 is steady)."]
    for group in result["groups"] if result["shown"] else []:
        lines += ["", f"Group {group['id'] + 1}: {group['size']} people. Typical of them:"]
        lines += [_typical(one, texts) for one in group["representative"]]
    if result["bridges"]:
        lines += ["", "Bridges, carried by every party:"]
        lines += [f"  {number}  {texts[number]}" for number in result["bridges"]]
    lines += ["", "What most people share:", *(_typical(one, texts) for one in result["consensus"])]
    return "\n".join(lines)


def _typical(one: dict, texts: dict[int, str]) -> str:  # type: ignore[type-arg]
    word = "agree" if one["direction"] == "agree" else "see it differently"
    return f"  {one['statement']:>4}  {one['share']:.0%} {word}  {texts[one['statement']]}"
