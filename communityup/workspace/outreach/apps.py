"""The outreach app."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Who is missing: perspectives, outreach, the open chair, and a new party by consent."""

    name = "communityup.workspace.outreach"
