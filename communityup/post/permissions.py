"""Who may read the outbox: anybody where no letter ever leaves the computer, nobody on a real site."""

from django.conf import settings


def may_see_outbox() -> bool:
    """Say whether this site shows its outbox: a demonstration, development or test, never production."""
    return bool(settings.OUTBOX_PAGE) and settings.MODE != "production"
