"""The consent app."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The simple form of consent: all parties, silence visible and never a yes."""

    name = "communityup.workspace.consent"
