"""The reviews app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Reading over: which member takes a practice on, so that others need not, and everybody sees it."""

    name = "communityup.network.reviews"

    def ready(self) -> None:
        """Put who reads a practice over on its page."""
        from communityup.network.library.queries import register_reading
        from communityup.network.reviews.notices import register as register_notices
        from communityup.network.reviews.queries import reading_of

        register_reading(reading_of)
        register_notices()
