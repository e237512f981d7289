"""`communityup work`: do what is due, in every app, until told to stop."""

import argparse
import importlib
import os
import signal
import sys
import threading
from importlib.util import find_spec

from communityup.base.jobs import Job
from communityup.cli import lifeline


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("work", help="do what is due: mail, reminders, sealing, new opinion maps")
    parser.add_argument("--once", action="store_true", help="run every job once and stop")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the jobs of all apps until SIGINT or SIGTERM; a job that is running may finish."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communityup.config.settings")
    django.setup()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if options.once:
        for job in all_jobs():
            print(f"{job.name}: {job.run()}")
        return 0
    from communityup.base import worker

    worker.run_forever(all_jobs(), stop)
    return 0


def all_jobs() -> list[Job]:
    """Collect the JOBS of every app that has a jobs.py, in the order of the settings; base only says what a job is."""
    from django.apps import apps

    found: list[Job] = []
    for config in apps.get_app_configs():
        ours = config.name.startswith("communityup.") and config.label != "base"
        if ours and find_spec(f"{config.name}.jobs"):
            found += importlib.import_module(f"{config.name}.jobs").JOBS
    return found


def main() -> int:
    """Work as a child of `communityup serve`: tied to its life from the first moment."""
    parser = argparse.ArgumentParser(prog="communityup.cli.work", description=__doc__)
    parser.add_argument("--lifeline", type=int, required=True)
    lifeline.hold(parser.parse_args().lifeline)
    return run(argparse.Namespace(once=False))


if __name__ == "__main__":
    sys.exit(main())
