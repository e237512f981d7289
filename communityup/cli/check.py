"""`communityup check`: say whether this site is set up safely."""

import argparse


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("check", help="say whether this site is set up safely")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run Django's checks, with those for a real site in production."""
    del options
    import django  # noqa: PLC0415 - a command loads Django only when it runs
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.management.base import SystemCheckError  # noqa: PLC0415

    django.setup()
    try:
        call_command("check", deploy=settings.MODE == "production", fail_level="WARNING")
    except SystemCheckError as problem:
        print(problem)  # noqa: T201 - this command speaks to its caller
        return 1
    return 0
