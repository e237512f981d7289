"""What the page around everything shows: menu, footer, banners and the theme of this site.

Other apps add their own entries in `AppConfig.ready`; an entry whose address does not exist is left out.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language, pgettext_lazy

from communityup.ui import pictures

_TOKEN_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
# No quotes, brackets of rules, comments or addresses: a value may never end its declaration or fetch something.
_TOKEN_VALUE = re.compile(r"(?!.*(?:url|/\*|expression))[\w #%.,()+*/-]+", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One word of the menu or the footer."""

    label: str | Promise
    url_name: str
    order: int


@dataclass(frozen=True)
class Banner:
    """A strip above the header, shown while its condition holds."""

    template_name: str
    condition: Callable[[HttpRequest], bool]


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it."""

    label: str | Promise
    url: str
    current: bool


@dataclass(frozen=True)
class OwnEntry:
    """One word in the header for somebody signed in, with how much there is to see."""

    label: str | Promise
    url_name: str
    count: Callable[[HttpRequest], int]


_own: dict[str, OwnEntry] = {}
_menu: dict[str, Entry] = {}
_footer: dict[str, Entry] = {}
_banners: dict[str, Banner] = {}


def register_menu(label: str | Promise, url_name: str, order: int) -> None:
    """Put a word in the menu; the same address twice replaces the first."""
    _menu[url_name] = Entry(label, url_name, order)


def register_footer(label: str | Promise, url_name: str, order: int) -> None:
    """Put a word in the footer; the same address twice replaces the first."""
    _footer[url_name] = Entry(label, url_name, order)


def register_banner(template_name: str, condition: Callable[[HttpRequest], bool]) -> None:
    """Show a template above the header of every page on which the condition holds."""
    _banners[template_name] = Banner(template_name, condition)


def register_own_link(label: str | Promise, url_name: str, count: Callable[[HttpRequest], int]) -> None:
    """Put a word in the header for who is signed in; `count` asks the database once, on every page."""
    _own[url_name] = OwnEntry(label, url_name, count)


def own_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The words of the header that are only for who is signed in, each with its count."""
    found = [(entry, address(entry.url_name)) for entry in _own.values()]
    return [
        {"label": entry.label, "url": url, "current": _inside(request.path, url), "count": entry.count(request)}
        for entry, url in found
        if url
    ]


def address(url_name: str) -> str:
    """The address behind a name, or nothing when no app brings it."""
    return _address(url_name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@cache
def _address(url_name: str, urlconf: Any, _prefix: str) -> str:
    """Find an address once for each table of addresses and path of the site: every page asks for a dozen."""
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return ""


def links(entries: dict[str, Entry], path: str) -> list[Link]:
    """The entries that lead somewhere, in order; the one we are in is marked."""
    found = [(entry, address(entry.url_name)) for entry in sorted(entries.values(), key=lambda one: one.order)]
    return [Link(entry.label, url, _inside(path, url)) for entry, url in found if url]


def _inside(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def languages() -> list[dict[str, Any]]:
    """The languages of the interface, each by its own name in short."""
    active = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return [{"code": code, "current": code == active} for code, _name in settings.LANGUAGES]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Everything the frame of a page needs; only `own_links` asks the database, for who is signed in."""
    return {
        "site_name": settings.SITE_NAME,
        "theme_class": settings.THEME_CLASS,
        "theme_css": settings.THEME_CSS,
        "theme_tokens": address("theme_tokens") if settings.THEME_TOKENS else "",
        "logo": settings.LOGO,
        "organisation_url": settings.ORGANISATION_URL,
        "source_url": settings.SOURCE_URL,
        "home_url": address("home") or "/",
        "menu": links(_menu, request.path),
        "footer": links(_footer, request.path),
        # Called by the header, only for who is signed in.
        "own_links": lambda: own_links(request),
        "banners": [one.template_name for one in _banners.values() if one.condition(request)],
        "languages": languages(),
        "language_url": address("set_language"),
        "login_url": address("account_login"),
        "account_url": address("account") or address("my_page"),
    }


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `ui`, worked out only by templates that draw the frame."""
    return {"ui": SimpleLazyObject(lambda: frame(request))}


def unsafe_tokens() -> list[str]:
    """Names of design-token overrides that cannot go into a stylesheet."""
    return [
        name
        for name, value in settings.THEME_TOKENS.items()
        if not _TOKEN_NAME.fullmatch(name.removeprefix("--")) or not _TOKEN_VALUE.fullmatch(value)
    ]


def theme_stylesheet() -> str:
    """The design-token overrides of this site as a stylesheet; unsafe ones are left out (and `check` names them)."""
    unsafe = set(unsafe_tokens())
    lines = [
        f"  --{name.removeprefix('--')}: {value};"
        for name, value in sorted(settings.THEME_TOKENS.items())
        if name not in unsafe
    ]
    return "\n".join([f".{settings.THEME_CLASS} {{", *lines, "}", ""])


def check_theme_tokens(**_kwargs: object) -> list[CheckMessage]:
    """System check: a design-token override that cannot be used is said at start, not ignored."""
    return [
        Error(
            f"COMMUNITYUP_THEME_TOKENS: {name!r} cannot be used as a design token.",
            hint="Names are lower-case letters, digits and dashes; values hold no quotes, braces or addresses.",
            id="ui.E001",
        )
        for name in unsafe_tokens()
    ]


def share_links(title: str, words: str, link: str) -> dict[str, str]:
    """How somebody brings a page to others from their own phone or computer: plain links, so nobody hears of it."""
    return {
        "link": link,
        "whatsapp": "https://wa.me/?text=" + quote(f"{title}\n{link}"),
        "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url=" + quote(link, safe=""),
        "mail": f"mailto:?subject={quote(title)}&body=" + quote(f"{title}\n\n{words}\n\n{link}"),
    }


def style_facts() -> dict[str, Any]:
    """Invented facts for the style page, the same in every place."""
    names = [
        *(
            pgettext_lazy("example", "Residents"),
            pgettext_lazy("example", "Municipality"),
            pgettext_lazy("example", "Welfare"),
            pgettext_lazy("example", "Tenants"),
            pgettext_lazy("example", "Housing association"),
        ),
        *(
            pgettext_lazy("example", "Shops"),
            pgettext_lazy("example", "Water authority"),
            pgettext_lazy("example", "School"),
            pgettext_lazy("example", "Neighbours' garden"),
            pgettext_lazy("example", "Care"),
        ),
    ]
    parties = [(str(name), number) for number, name in enumerate(names, start=1)]
    middles = [(2.3, 2.1), (3.8, 1.9), (2.4, 2.15), (3.2, 2.9)]
    return {
        "parties": parties,
        "phases": [
            pgettext_lazy("example", "Lead-in"),
            pgettext_lazy("example", "Interests"),
            pgettext_lazy("example", "Dialogue"),
            pgettext_lazy("example", "Puzzle"),
            pgettext_lazy("example", "Deciding"),
            pgettext_lazy("example", "Doing"),
            pgettext_lazy("example", "Learning"),
        ],
        "answers": [
            pgettext_lazy("example", "That is how I see it too"),
            pgettext_lazy("example", "I understand it, I see it differently"),
            pgettext_lazy("example", "I do not understand it yet"),
            pgettext_lazy("example", "Skip"),
        ],
        "map_svg": pictures.opinion_map(
            groups=[
                pictures.Group(str(pgettext_lazy("example", "group 1")), 62, 1.8, 1.9, 0.7, 0.5, -29),
                pictures.Group(str(pgettext_lazy("example", "group 2")), 47, 4.6, 1.3, 0.6, 0.5, -45),
                pictures.Group(str(pgettext_lazy("example", "group 3")), 28, 3.6, 3.4, 0.6, 0.4, -17),
            ],
            parties=[
                pictures.Party(name, number, *middle) for (name, number), middle in zip(parties, middles, strict=False)
            ],
            own=(2.15, 2.2),
            title=str(pgettext_lazy("example", "Opinion map of an invented conversation")),
            description=str(pgettext_lazy("example", "137 people in three groups. The table below says the same.")),
        ),
        "columns": [
            str(pgettext_lazy("example", "Still open in ten years")),
            str(pgettext_lazy("example", "Everybody is welcome")),
        ],
        "interests": [
            {
                "label": str(pgettext_lazy("example", "A roof that does not leak")),
                "party": parties[0],
                "cells": [
                    {"mark": "yes", "text": str(pgettext_lazy("example", "serves it"))},
                    {"mark": "no", "text": str(pgettext_lazy("example", "not yet"))},
                ],
            },
            {
                "label": str(pgettext_lazy("example", "Public money is accounted for")),
                "party": parties[1],
                "cells": [
                    {"mark": "partly", "text": str(pgettext_lazy("example", "partly"))},
                    {"mark": "yes", "text": str(pgettext_lazy("example", "serves it"))},
                ],
            },
        ],
        "typed": [
            (
                str(pgettext_lazy("example", "One thought at a time")),
                str(pgettext_lazy("example", "The back door is the real entrance.")),
            )
        ],
    }
