"""The texts app."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    """Every human text as immutable versions."""

    name = "communityup.texts"
