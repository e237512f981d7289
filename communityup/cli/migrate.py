"""`communityup migrate`: bring the database to this version."""

import argparse


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("migrate", help="bring the database to this version")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the tables, triggers and shared counters that this version needs."""
    del options
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return 0
