"""Who may step into a demo role: everybody on a demo site, nobody anywhere else."""

from django.conf import settings
from django.http import HttpRequest


def may_step_into_roles() -> bool:
    """Say whether this is a demo site; it follows from the mode of the site alone."""
    return bool(settings.DEMO)


def bar_is_shown(request: HttpRequest) -> bool:
    """Say whether the bar is shown on this page."""
    del request
    return may_step_into_roles()
