"""`communityup demo`: load the demo content through the real actions."""

import argparse
import sys


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("demo", help="load the demo content (not on a production site)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Load what is missing of the demo; a second run changes nothing."""
    del options
    import django

    django.setup()
    from django.apps import apps
    from django.utils.translation import override

    if not apps.is_installed("communityup.demo"):
        print("The demo is not available on a production site.", file=sys.stderr)
        return 1
    from communityup.demo.actions import load_demo

    with override("nl"):
        for line in load_demo():
            print(line, file=sys.stderr)
    return 0
