"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo content, and stepping into a demo role."""

    name = "communityup.demo"
