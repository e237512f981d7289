"""Turns a refusal, and a database that cannot be used, into one page, fragment or JSON object. Views never catch."""

import logging
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from communityup.base.database_trouble import sentence_about
from communityup.base.errors import Sentence
from communityup.base.ids import NUL, is_id

ELSEWHERE, NOT_ALLOWED, NOT_HERE, UNAVAILABLE = 302, 403, 405, 503
SECONDS_TO_RETRY = 5
# A part of a field's name that makes its value something not to show again.
SECRET = ("csrf", "password", "wachtwoord", "code", "token", "otp", "secret", "credential")
# What a page sends along by itself, of what it showed: nobody typed it.
SEEN = "seen"
# What buttons send: the page chose the word, not who pressed it. tests/ui/test_buttons.py holds it beside the pages.
BUTTONS = frozenset(
    {
        "accept", "again", "codes", "decline", "delete", "earlier", "end", "keep", "later", "make", "no", "on",
        "online", "open", "participants", "place", "public", "put_back", "renew", "shield", "stop", "take",
        "take_away", "take_in", "take_out", "terug", "unknown", "withdraw", "yes",
    }
)  # fmt: skip
JSON = ("application/json", "application/problem+json")

logger = logging.getLogger(__name__)


class RefusalMiddleware:
    """Shows the sentence of Refused and NotAllowed, and answers 503 when the database cannot be used now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on: exceptions of views come to process_exception.

        An address that only takes what a form sends answers a reader with nothing; that becomes a page with a way back.
        Whoever types while the session ends is not sent on to sign in: that would lose the words.
        """
        if NUL in request.path_info:
            raise Http404  # no name holds it, and PostgreSQL cannot be asked for it
        response = self.get_response(request)
        if _asks_to_sign_in(request, response) and _has_words(request):
            return _signed_out(request, response)
        if response.status_code != NOT_HERE or request.method not in {"GET", "HEAD"}:
            return response
        shown = _show(request, _("Nothing can be read at this address: it takes what you send from a page."), NOT_HERE)
        shown["Allow"] = response.headers.get("Allow", "POST")
        return shown

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer in one sentence, or leave other exceptions to the last resort."""
        return answer(request, exception)


def answer(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """Return the answer to a refusal or to a database that cannot be used; None for any other exception.

    Also for the handler of status 500, because what fails outside a view never reaches process_exception.
    """
    if isinstance(exception, Sentence):
        more: dict[str, Any] = {"read_on": exception.read_on}
        if exception.once_more is not None:
            more |= {"once_more": exception.once_more, "title": _("Something changed meanwhile")}
        return _show(request, str(exception.sentence), exception.status, **more)
    sentence = sentence_about(exception)
    if sentence is None:
        return None
    logger.error("The database cannot be used: %s", exception, extra={"request": request})
    response = _show(request, sentence, UNAVAILABLE)
    response["Retry-After"] = str(SECONDS_TO_RETRY)
    return response


def typed_by(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names and values that somebody filled in, without the secret ones, so that no words are lost."""
    if request.method != "POST":
        return []
    return [
        (name.replace("_", " ").replace("-", " ").strip(), value)
        for name, values in request.POST.lists()
        if name != SEEN and not any(part in name.lower() for part in SECRET)
        for value in values
        if value.strip()
    ]


def words_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what somebody typed, to copy: not what a page offered, such as ids, choices and the word of a button."""
    offered = _choices() | BUTTONS
    return [(name, value) for name, value in typed_by(request) if not is_id(value) and value not in offered]


@cache
def _choices() -> frozenset[str]:
    """Return the words of all choices that things of this site have, as their forms send them; numbers can be typed."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]  # noqa: SLF001 - Django's name
    values = {value for field in fields for value, _label in getattr(field, "flatchoices", ())}
    return frozenset(value for value in values if isinstance(value, str) and not value.isdigit())


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether a form is sent on to the entrance, which brings one back to this same address."""
    if request.method != "POST" or response.status_code != ELSEWHERE:
        return False
    return QueryDict(urlsplit(response.headers["Location"]).query).get("next") == request.get_full_path()


def _has_words(request: HttpRequest) -> bool:
    """Say whether something was typed: a button sends a number or an id, and that is nothing to lose."""
    return any(not is_id(value) and any(map(str.isalpha, value)) for _name, value in typed_by(request))


def _signed_out(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Show the words again with a way to sign in, alike for every address: nothing was looked up yet."""
    way_back = QueryDict(mutable=True)
    way_back["next"] = _back(request)
    return _show(
        request,
        _("You are not signed in any more, so nothing was saved. Sign in and send it once more."),
        NOT_ALLOWED,
        title=_("You are signed out"),
        sign_in=f"{urlsplit(response.headers['Location']).path}?{way_back.urlencode(safe='/')}",
    )


def _show(request: HttpRequest, sentence: str, status: int, **more: Any) -> HttpResponse:
    response = _in_form(request, {"sentence": sentence, "status": status, "title": _title(status), **more})
    patch_vary_headers(response, ["HX-Request", "Accept"])
    response["Cache-Control"] = "no-store"
    return response


def problem(request: HttpRequest, title: str, sentence: str, status: int) -> HttpResponse | None:
    """Return what went wrong for a program that asks for JSON (RFC 9457); None for whoever reads pages."""
    if request.get_preferred_type(["text/html", *JSON]) not in JSON:
        return None
    told = {"type": "about:blank", "title": title, "detail": sentence, "status": status}
    kept = {"Cache-Control": "no-store"}  # not for who asks the same address for a page
    return JsonResponse(told, status=status, content_type="application/problem+json", headers=kept)


def _in_form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = context["status"]
    if told := problem(request, context["title"], context["sentence"], status):
        return told
    fragment = request.headers.get("HX-Request") == "true"
    context = {**context, "typed": words_of(request), "back": _back(request)}
    try:
        return render(request, "ui/_refused.html" if fragment else "ui/refused.html", context, status=status)
    except DatabaseError:
        # The page asks the database who is signed in; these ask nothing.
        context["site_name"] = settings.SITE_NAME
        bare = render_to_string("ui/_refused.html" if fragment else "ui/503.html", context)
        return HttpResponse(bare, status=status)


def _title(status: int) -> str:
    titles = {403: _("You cannot do this"), 409: _("This is not possible now"), UNAVAILABLE: _("Try again in a moment")}
    return titles.get(status, _("This did not work"))


def _back(request: HttpRequest) -> str:
    address = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return "/"
    parts = urlsplit(address)
    # One slash only: two would lead to another site.
    return "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
