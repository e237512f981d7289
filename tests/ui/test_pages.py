"""The page around everything, the pages for when it goes wrong, and how this site's own colours get in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django.fixtures import Settings

from communityup.ui import queries, urls, views

pytestmark = pytest.mark.usefixtures("own_addresses")
STATIC = re.compile(r'(?:href|src)="/static/([^"]+)"')


def _raise(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


PAGE = """{% extends "ui/page.html" %}{% block title %}Een &lt;b&gt;titel{% endblock %}
{% block content %}<h1>Hier</h1>{% endblock %}"""
urlpatterns = [
    path("", home, name="home"),
    path("opgaven/", home, name="challenges"),
    path("opgaven/lijst/", home),
    path("inloggen/", home, name="account_login"),
    path("kapot/", _raise(RuntimeError("geheim"))),
    path("vol/", _raise(OperationalError("database or disk is full"))),
    path("raar/", _raise(SuspiciousOperation("geheim"))),
    path("mag-niet/", _raise(PermissionDenied("geheim"))),
    path("weg/", _raise(Http404("geheim"))),
    path("stuur/", home),
    path("taal/", home, name="set_language"),
    *urls.urlpatterns,
]
handler400 = "communityup.ui.views.bad_request"
handler403 = "communityup.ui.views.permission_denied"
handler404 = "communityup.ui.views.page_not_found"
handler500 = "communityup.ui.views.server_error"


@pytest.fixture
def own_addresses(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [
        "csp.middleware.CSPMiddleware",
        "communityup.people.middleware.LanguageMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "communityup.base.middleware.RefusalMiddleware",
    ]
    for name in ("_menu", "_footer", "_banners"):
        monkeypatch.setattr(queries, name, {})


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_page_says_its_language_title_and_way_to_the_content(visitor: Client) -> None:
    page = text(visitor.get("/"))
    assert '<html lang="nl" class="voorbeeld-theme">' in page
    assert "<title>Een &lt;b&gt;titel · Community-up</title>" in page
    assert page.index('href="#main"') < page.index("<header") < page.index('id="main"')
    assert "Dezelfde pagina voor iedereen: bewoner, ambtenaar, raadslid" in page
    assert "{%" not in page
    assert "style=" not in page
    assert "<style" not in page


def test_page_asks_nothing_of_another_site_and_holds_no_inline_script(visitor: Client) -> None:
    page = text(visitor.get("/"))
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", page) == []
    assert '"allowEval":false' in page


def test_page_asks_for_another_language_by_post_and_names_where_one_was(visitor: Client) -> None:
    page = text(visitor.get("/opgaven/?soort=a"))
    assert '<form class="languages" action="/taal/" method="post"' in page
    assert 'name="next" value="/opgaven/?soort=a"' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert '<button type="submit" name="language" value="en" lang="en"' in page
    assert 'value="nl"' not in page
    visitor.cookies["language"] = "en"
    assert '<html lang="en"' in text(visitor.get("/"))


def test_menu_shows_only_what_leads_somewhere_in_order_and_marks_where_one_is(visitor: Client) -> None:
    queries.register_menu("Later", "no_such_page", 1)
    queries.register_menu("Opgaven", "challenges", 20)
    queries.register_menu("Begin", "home", 10)
    page = text(visitor.get("/opgaven/lijst/"))
    assert "Later" not in page
    menu = re.search(r'<nav class="menu".*?</nav>', page, flags=re.DOTALL)
    assert menu is not None
    assert re.findall(r'<a href="([^"]+)"( aria-current="page")?>(\w+)</a>', menu[0]) == [
        ("/", "", "Begin"),
        ("/opgaven/", ' aria-current="page"', "Opgaven"),
    ]


def test_banner_stands_above_the_header_while_its_condition_holds(visitor: Client) -> None:
    queries.register_banner("ui/_matrix.html", lambda request: request.path == "/opgaven/")
    there, elsewhere = text(visitor.get("/opgaven/")), text(visitor.get("/"))
    assert there.index('<table class="table') < there.index("<header")
    assert "<table" not in elsewhere


def test_signed_in_person_sees_their_name_and_no_sign_in_link(rf: RequestFactory) -> None:
    class Amina:
        is_authenticated = True

        def __str__(self) -> str:
            return "Amina <Demo>"

    request = rf.get("/")
    page = engines["django"].from_string(PAGE).render({"user": Amina()}, request)
    assert "Amina &lt;Demo&gt;" in page
    assert "Inloggen" not in page
    assert "Inloggen" in engines["django"].from_string(PAGE).render({"user": AnonymousUser()}, request)


def test_site_brings_its_own_theme_logo_and_name(visitor: Client, settings: Settings) -> None:
    settings.SITE_NAME, settings.THEME_CLASS, settings.LOGO = "Oeverstad <samen>", "oever-theme", "/static/logo.svg"
    settings.THEME_CSS = "/static/oever.css"
    settings.THEME_TOKENS = {"utrecht-link-color": "#123456"}
    page = text(visitor.get("/"))
    assert 'class="oever-theme"' in page
    assert '<img src="/static/logo.svg" alt=""' in page
    assert "Oeverstad &lt;samen&gt;" in page
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert styles.index("/static/ui/parts.css") < styles.index("/static/oever.css") < styles.index("/huisstijl.css")
    assert text(visitor.get("/huisstijl.css")) == ".oever-theme {\n  --utrecht-link-color: #123456;\n}\n"


def test_theme_tokens_are_asked_for_again_only_when_they_changed(visitor: Client, settings: Settings) -> None:
    settings.THEME_TOKENS = {"utrecht-link-color": "#123456"}
    first = visitor.get("/huisstijl.css")
    mark = first.headers["ETag"]
    assert visitor.get("/huisstijl.css", headers={"if-none-match": mark}).status_code == 304
    settings.THEME_TOKENS = {"utrecht-link-color": "#654321"}
    assert visitor.get("/huisstijl.css", headers={"if-none-match": mark}).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("utrecht-link-color", "red;} body{display:none"),
        ("utrecht-link-color", "url(https://elders.example/x)"),
        ("utrecht-link-color", 'red"'),
        ("utrecht-link-color", "red/*"),
        ("utrecht-link-color", ""),
        ("a:b;c", "red"),
        ("", "red"),
    ],
)
def test_theme_token_that_could_end_its_rule_or_fetch_something_is_refused(
    name: str, value: str, settings: Settings
) -> None:
    settings.THEME_TOKENS = {name: value, "utrecht-button-color": "rgb(10, 20%, 30%)"}
    sheet = queries.theme_stylesheet()
    assert sheet == ".voorbeeld-theme {\n  --utrecht-button-color: rgb(10, 20%, 30%);\n}\n"
    assert [error.id for error in queries.check_theme_tokens()] == ["ui.E001"]


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/weg/", 404, "Hier is geen pagina"),
        ("/bestaat-niet/", 404, "Hier is geen pagina"),
        ("/mag-niet/", 403, "Dit kun je niet doen"),
        ("/raar/", 400, "Dit begrijpen we niet"),
        ("/kapot/", 500, "Er ging iets mis bij ons"),
        ("/vol/", 503, "Probeer het zo opnieuw"),
    ],
)
def test_error_page_says_what_is_wrong_what_to_do_and_no_secrets(
    visitor: Client, address: str, status: int, title: str
) -> None:
    response = visitor.get(address)
    page = text(response)
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in page
    assert "geheim" not in page
    assert "<a" in page
    assert "Traceback" not in page


def test_e500_comes_in_full_when_even_the_look_is_broken(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def broken(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(views, "_plain", broken)
    response = visitor.get("/kapot/")
    assert response.status_code == 500
    assert "Er ging iets mis bij ons" in text(response)


def test_full_disk_outside_a_view_is_told_as_a_passing_trouble(rf: RequestFactory) -> None:
    try:
        _raise(OperationalError("database or disk is full"))(rf.get("/"))
    except OperationalError:
        response = views.server_error(rf.get("/"))
    assert response.status_code == 503
    assert response.headers["Retry-After"]


def test_error_pages_of_last_resort_ask_the_database_nothing(
    visitor: Client, django_assert_num_queries: Callable[[int], Any], db: None
) -> None:
    with django_assert_num_queries(0):
        visitor.get("/kapot/")
        visitor.get("/raar/")


def test_expired_form_keeps_what_was_typed_and_hides_secrets() -> None:
    strict = Client(enforce_csrf_checks=True)
    sent = {"gedachte": "De <b>achterdeur", "csrfmiddlewaretoken": "oud", "password": "hunter2"}
    response = strict.post("/stuur/", sent)
    page = text(response)
    assert response.status_code == 403
    assert "Dit formulier is verlopen" in page
    assert "De &lt;b&gt;achterdeur" in page
    assert "hunter2" not in page


def test_fragment_gets_a_sentence_and_not_a_whole_page(visitor: Client) -> None:
    response = visitor.get("/weg/", headers={"HX-Request": "true"})
    assert response.status_code == 404
    assert "<html" not in text(response)
    assert 'role="alert"' in text(response)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_style_page_shows_every_part_in_both_languages(visitor: Client, language: str) -> None:
    visitor.cookies["language"] = language
    response = visitor.get("/stijl/")
    page = text(response)
    assert response.status_code == 200
    for part in (
        "goals-band",
        "tabs",
        "sub-tabs",
        "answers",
        "steps",
        "map-contour",
        "share",
        "paging",
        "empty",
        "typed",
    ):
        assert f'class="{part}' in page, part
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers))


def test_style_page_is_not_there_in_production(visitor: Client, settings: Settings) -> None:
    settings.MODE = "production"
    assert visitor.get("/stijl/").status_code == 404


def test_every_style_and_script_that_a_page_names_is_in_the_product(visitor: Client) -> None:
    from django.contrib.staticfiles import finders

    names = STATIC.findall(text(visitor.get("/")))
    assert len(names) >= 7
    built = [name for name in names if not name.startswith("ui/built/")]
    assert [name for name in built if finders.find(name) is None] == []


def test_a_program_that_asks_for_json_hears_in_it_that_nothing_is_there(client: Client) -> None:
    answer = client.get("/bestaat-niet/", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/problem+json", "no-store")
    assert (answer.json()["status"], answer.json()["title"]) == (404, "Niet gevonden")
    assert "<html" in client.get("/bestaat-niet/", headers={"Accept": "*/*"}).content.decode()
