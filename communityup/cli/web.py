"""The web server as a child of `communityup serve`: two processes with two threads each answer requests."""

import argparse
import os
import sys

from communityup.cli import lifeline
from communityup.cli.parent import NOT_PREPARED

PROCESSES, THREADS = 2, 2
PATIENCE_TO_STOP = 3


def main() -> int:
    """Prepare the site, load it, and serve it until told to stop."""
    parser = argparse.ArgumentParser(prog="communityup.cli.web", description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--lifeline", type=int)
    options = parser.parse_args()
    lifeline.hold(options.lifeline)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communityup.config.settings")
    import django
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from communityup.cli import prepare

    django.setup()
    if prepare.prepare():
        return NOT_PREPARED
    # Only now: loading the site looks once which static files there are.
    from communityup.cli import site

    site.load()
    Server(
        "communityup.cli.site:application_of_a_process",
        factory=True,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        workers_kill_timeout=PATIENCE_TO_STOP,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        log_level=LogLevels.warning,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
