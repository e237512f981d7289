"""The site as the web server loads it: once, before its processes part, so that they share the memory and the wait."""

import gc
import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from communityup.cli import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communityup.config.settings")
application = get_wsgi_application()


def load() -> None:
    """Load every page's code and let go of the database: each process opens its own connection."""
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()


def application_of_a_process() -> WSGIHandler:
    """Return the site for one process of the server, tied to the life of the server."""
    lifeline.hold_to_process()
    return application
