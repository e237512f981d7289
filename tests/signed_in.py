"""Signs a browser of the tests in with one row, as `Client.force_login` does in a dozen steps.

Django signs in as somebody who comes through the door: it makes a session, gives that another key, and writes down
when. Most tests begin with it, and none is about it: signing in by a letter or a passkey is tried where the entrance
is. A browser that was somewhere already keeps what it was given there, so it is signed in as Django does.

Loaded as a plugin of pytest (`-p tests.signed_in`).
"""

from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.test import client

BROWSER: Any = client.ClientMixin
AS_DJANGO_DOES = BROWSER._login


def sign_in(self: Any, user: Any, backend: str) -> None:
    """Keep in a new session who it is of, and give the browser its key."""
    if self.cookies:
        AS_DJANGO_DOES(self, user, backend)
        return
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.session[SESSION_KEY] = str(user.pk)
    request.session[BACKEND_SESSION_KEY] = backend
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request.session.create()
    self._set_login_cookies(request)


def pytest_configure(config: pytest.Config) -> None:
    """Take the place of Django's way."""
    config.add_cleanup(lambda: setattr(BROWSER, "_login", AS_DJANGO_DOES))
    BROWSER._login = sign_in
