"""The command `communityup`: what an operator can do. Every act on a site leaves a line in the log."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS = ("serve", "work", "demo", "migrate", "check", "import", "log", "opinion", "moderate", "network", "bounces")
_MODULES = {"import": "import_"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or failed, 2 wrong use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communityup.config.settings")
    parser = argparse.ArgumentParser(prog="communityup", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name in COMMANDS:
        importlib.import_module(f"communityup.cli.{_MODULES.get(name, name)}").add_parser(subparsers)
    options = parser.parse_args(arguments)
    try:
        result: int = options.run(options)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 1
    except Exception as problem:
        sentence = importlib.import_module("communityup.cli.trouble").sentence_about(problem)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1
    return result
