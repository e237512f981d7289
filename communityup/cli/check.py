"""`communityup check`: say whether this site is set up safely."""

import argparse


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("check", help="say whether this site is set up safely")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run Django's checks, with those for a real site in production."""
    del options
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    django.setup()
    try:
        call_command("check", deploy=settings.MODE == "production", fail_level="WARNING")
    except SystemCheckError as problem:
        print(problem)
        return 1
    return 0
