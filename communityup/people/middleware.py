"""The language of a page: the cookie somebody chose, else Dutch."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

KNOWN = ("nl", "en")
COOKIE_AGE = 365 * 24 * 3600


class LanguageMiddleware:
    """Shows each page in the chosen language. Dutch when nothing was chosen, whatever the browser asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Show the page in the language of the cookie."""
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = language if language in KNOWN else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def keep_language(response: HttpResponse, language: str) -> None:
    """Set the cookie of the chosen language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language if language in KNOWN else settings.LANGUAGE_CODE,
        max_age=COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
