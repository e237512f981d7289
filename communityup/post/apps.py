"""The post app."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks


def production_keeps_mail_private(
    app_configs: Sequence[AppConfig] | None = None, **options: Any
) -> list[checks.CheckMessage]:
    """Refuse a real site that shows everybody's mail or lets visitors step into a role."""
    del app_configs, options
    problems: list[checks.CheckMessage] = []
    if settings.MODE != "production":
        return problems
    if settings.OUTBOX_PAGE:
        problems.append(checks.Error("A real site must not have the outbox page.", id="communityup.E001"))
    if settings.MAIL_TRANSPORT != "smtp":
        problems.append(
            checks.Error("A real site must send its mail: set COMMUNITYUP_MAIL to smtp.", id="communityup.E002")
        )
    if settings.DEMO or apps.is_installed("communityup.demo"):
        problems.append(checks.Error("A real site must not have the demonstration in it.", id="communityup.E003"))
    return problems


def mail_goes_through_the_outbox(
    app_configs: Sequence[AppConfig] | None = None, **options: Any
) -> list[checks.CheckMessage]:
    """Refuse a transport nobody knows."""
    del app_configs, options
    problems: list[checks.CheckMessage] = []
    if settings.MAIL_TRANSPORT not in {"smtp", "outbox"}:
        problems.append(checks.Error("COMMUNITYUP_MAIL must be smtp or outbox.", id="communityup.E004"))
    return problems


class PostConfig(AppConfig):
    """The outbox and the way mail leaves."""

    name = "communityup.post"

    def ready(self) -> None:
        """Tell Django what a safe site needs."""
        checks.register(production_keeps_mail_private, checks.Tags.security, deploy=True)
        checks.register(mail_goes_through_the_outbox)
