"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, sign-in, and who acts."""

    name = "communityup.people"
