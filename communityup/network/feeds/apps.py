"""The feeds app."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    """Practices of other sites, so that a library of the whole sector needs no owner."""

    name = "communityup.network.feeds"

    def ready(self) -> None:
        """Let coordinators hear what waits for their look, and refuse a live site that trusts its own machine."""
        from communityup.network.feeds.notices import register as register_notices
        from communityup.network.feeds.permissions import check_trusted
        from communityup.network.networks.queries import Work, register_work

        checks.register(check_trusted, deploy=True)
        register_work(Work(label=_("Practices of other sites"), url_name="feeds:list", order=50))
        register_notices()
