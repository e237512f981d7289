"""The style page in a real browser: no barrier axe can find, no sideways scrolling, large targets, nothing blocked."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route
from pytest_django.fixtures import Settings

from communityup.ui import queries

AXE = Path(__file__).parents[2] / "tools" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
SMALL = """() => [...document.querySelectorAll('a, button, select, textarea, input:not([type=hidden])')]
.filter(part => {
  const box = part.getBoundingClientRect();
  const inline = getComputedStyle(part).display === 'inline';
  return box.width && box.height < 43.5 && box.top >= 0 && !inline && !part.closest('label');
}).map(part => part.outerHTML.slice(0, 90))"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (make test)"),
]


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The pages of the look alone: no database, and every header a real page has."""
    settings.ROOT_URLCONF = "tests.ui.test_pages"
    settings.MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "csp.middleware.CSPMiddleware",
        "communityup.people.middleware.LanguageMiddleware",
    ]
    for name in ("_menu", "_footer", "_banners"):
        monkeypatch.setattr(queries, name, {})
    queries.register_menu("Opgaven", "challenges", 1)
    queries.register_menu("Praktijken en alles wat daarbij hoort", "home", 2)
    queries.register_footer("Toegankelijkheid", "challenges", 1)
    return Client(raise_request_exception=False)


def serve(route: Route, site: Client) -> None:
    """Answer a request of the browser from the product itself, without a server."""
    parts = urlsplit(route.request.url)
    if parts.path.startswith("/static/"):
        found = finders.find(parts.path.removeprefix("/static/"))
        if not found:
            return route.fulfill(status=404)
        return route.fulfill(body=Path(found).read_bytes(), content_type=KINDS[Path(found).suffix])
    response = site.get(parts.path + (f"?{parts.query}" if parts.query else ""))
    return route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)


def opened(browser: Browser, site: Client, path: str, **options: object) -> tuple[Page, list[str]]:
    context = browser.new_context(**options)  # type: ignore[arg-type]  # the options of Playwright, by name
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", lambda route: serve(route, site))
    page.goto(f"http://localhost{path}")
    return page, complaints


def barriers(page: Page) -> list[str]:
    """What axe finds; it is brought in by the test itself, past the page's security policy."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    found = page.evaluate("() => axe.run()")
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [
        *[("/stijl/", width, scheme) for width in (1200, 320) for scheme in ("light", "dark")],
        *[
            (path, *look)
            for path in ("/bestaat-niet/", "/kapot/", "/mag-niet/")
            for look in ((1200, "light"), (320, "dark"))
        ],
    ],
)
def test_page_has_no_barriers_fits_its_screen_and_has_large_targets(
    browser: Browser, site: Client, path: str, width: int, scheme: str
) -> None:
    page, _complaints = opened(browser, site, path, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(SMALL) == []
    page.context.close()


def test_nothing_of_the_page_is_blocked_by_its_own_security_policy(browser: Browser, site: Client) -> None:
    page, complaints = opened(browser, site, "/stijl/", viewport={"width": 1200, "height": 900})
    assert "script-src" in site.get("/stijl/").headers["Content-Security-Policy"]
    page.wait_for_function("() => window.htmx && document.fonts.check('16px \"Noto Sans\"')")
    assert complaints == []
    assert page.evaluate("() => htmx.config.allowEval") is False
    page.context.close()


def test_counter_counts_and_the_summary_is_where_reading_starts(browser: Browser, site: Client) -> None:
    page, _complaints = opened(browser, site, "/stijl/", viewport={"width": 1200, "height": 900}, locale="nl")
    assert page.evaluate("() => document.activeElement.hasAttribute('data-error-summary')")
    page.fill("#empty_thought", "é" * 279)
    assert page.inner_text("#empty_thought-counter") == "Tekens over: 1"
    page.fill("#empty_thought", "😀" * 281)
    assert page.inner_text("#empty_thought-counter") == "Tekens te veel: 1"
    page.context.close()


def test_on_a_phone_what_you_can_do_comes_before_the_rest(browser: Browser, site: Client) -> None:
    page, _complaints = opened(browser, site, "/stijl/", viewport={"width": 320, "height": 900})
    tops = page.evaluate(
        "() => ['.now', '.content', '.aside'].map(n => document.querySelector(n).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert page.evaluate("() => document.querySelector('.picture--narrow').offsetHeight") > 0
    assert page.evaluate("() => document.querySelector('.picture--wide').offsetHeight") == 0
    page.context.close()


def test_an_empty_column_takes_no_room(browser: Browser, site: Client) -> None:
    page, _complaints = opened(browser, site, "/stijl/", viewport={"width": 1200, "height": 900})
    right = "() => Math.round(document.querySelector('.aside').getBoundingClientRect().right)"
    before = page.evaluate(right)
    page.evaluate("() => document.querySelector('.now').replaceChildren()")
    assert page.evaluate(right) == before
    assert page.evaluate("() => document.querySelector('.now').offsetHeight") == 0
    page.evaluate("() => document.querySelector('.aside').replaceChildren()")
    assert page.evaluate(right.replace(".aside", ".content")) == before
    page.context.close()


def test_keyboard_reaches_the_content_by_the_skip_link_first(browser: Browser, site: Client) -> None:
    page, _complaints = opened(browser, site, "/bestaat-niet/", viewport={"width": 1200, "height": 900})
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getBoundingClientRect().top") >= 0
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    page.context.close()


def test_a_municipal_theme_takes_over_by_its_tokens(browser: Browser, site: Client, settings: Settings) -> None:
    settings.THEME_CLASS = "oever-theme"
    settings.THEME_TOKENS = {
        "utrecht-button-primary-action-background-color": "#6b0f5b",
        "utrecht-button-primary-action-color": "#ffffff",
        "utrecht-document-color": "#202020",
        "utrecht-link-color": "#6b0f5b",
    }
    page, _complaints = opened(browser, site, "/stijl/", viewport={"width": 1200, "height": 900}, color_scheme="dark")
    filled = "() => getComputedStyle(document.querySelector('.utrecht-button--primary-action')).backgroundColor"
    assert page.evaluate(filled) == "rgb(107, 15, 91)"
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(32, 32, 32)"
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(246, 244, 239)"
    assert barriers(page) == []
    page.context.close()
