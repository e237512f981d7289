"""What one sees when something cannot be shown, the colours of this site, and the page with every part.

Django calls the first five by position, so each takes what it is given (ARG001).
"""

import sys
from datetime import UTC, datetime
from hashlib import sha256

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from communityup.base.middleware import answer, problem, words_of
from communityup.ui import queries
from communityup.ui.forms import ExampleForm

LAST_RESORT = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Er ging iets mis</title>'
    "<h1>Er ging iets mis bij ons</h1>"
    "<p>Wat je net deed is niet bewaard. Probeer het over een paar minuten opnieuw.</p>"
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: the address or the form is not what a page of ours sends; the request itself is not to be trusted."""
    return HttpResponse(_plain("ui/400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403: one may see it but not do it."""
    return _refusal(request, _("You cannot do this"), _("This is for others at the table."), status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: it does not exist, or not for you; the page does not say which, and shows what was typed, to copy."""
    told = problem(request, _("Not found"), _("This is no longer here."), 404)
    if told is not None:
        return told
    if request.headers.get("HX-Request") == "true":
        return _refusal(request, _("Not found"), _("This is no longer here."), status=404)
    return render(request, "ui/404.html", {"typed": words_of(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, the last resort: no database, no session, no context. A passing trouble of the machine is told as such."""
    known = answer(request, sys.exc_info()[1])
    if known is not None:
        return known
    try:
        page = _plain("ui/500.html")
    except Exception:  # noqa: BLE001 — whatever is broken, a page comes
        page = LAST_RESORT
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form that has expired or came from elsewhere; what was typed is shown, to copy."""
    sentence = _("This form has expired, so nothing was saved. Open the page again and send it once more.")
    return _refusal(request, _("This form has expired"), sentence, status=403)


def _plain(name: str) -> str:
    """A page that asks nothing of the request, the session or the database."""
    return render_to_string(name, {"site_name": settings.SITE_NAME})


def _refusal(request: HttpRequest, title: str, sentence: str, *, status: int) -> HttpResponse:
    name = "ui/_refused.html" if request.headers.get("HX-Request") == "true" else "ui/refused.html"
    context = {"title": title, "sentence": sentence, "status": status, "typed": words_of(request), "back": ""}
    return render(request, name, context, status=status)


def _tokens_tag(_request: HttpRequest) -> str:
    return f'"{sha256(queries.theme_stylesheet().encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_tokens_tag)
def theme_tokens(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The design tokens that this site sets itself, as a stylesheet."""
    response = HttpResponse(queries.theme_stylesheet(), content_type="text/css")
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Every part in every state, for who builds or judges the look; not on a production site."""
    if settings.MODE == "production":
        raise Http404
    sent = {"name": "", "email": "geen adres", "thought": "a" * 300, "kind": "idea", "shown": "", "agreed": ""}
    context = {
        "form": ExampleForm(auto_id="empty_%s"),
        "wrong_form": ExampleForm(sent, auto_id="wrong_%s"),
        "page_obj": Paginator(range(95), 10).get_page(request.GET.get("page", 3)),
        "moment": datetime(2026, 3, 12, 18, 30, tzinfo=UTC),
        **queries.style_facts(),
    }
    return render(request, "ui/style.html", context)
