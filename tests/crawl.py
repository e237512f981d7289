"""Walks through every page of a site by its links, as a reader without JavaScript would."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client

from tests.nasty import FULL

MOST = 600
# One address of each kind is enough for lists that repeat; this many of the same shape are read.
SAME_SHAPE = 6 if FULL else 2


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links(html: str, base: str) -> list[str]:
    """Return the addresses on this site that a page links to."""
    parser = _Links()
    parser.feed(html)
    whole = [urldefrag(urljoin(base, link))[0] for link in parser.found if not link.startswith(("mailto:", "tel:"))]
    return [link for link in whole if urlsplit(link).netloc in {"", "testserver"}]


def shape(address: str) -> str:
    """Return an address with its ids and numbers taken out."""
    path = re.sub(r"[0-9a-f]{32}|\d+", "#", address)
    return re.sub(r"(/opgaven/)[^/]+", r"\1#", path).split("?")[0] + ("?" if "?" in address else "")


def pages(
    client: Client, start: str = "/", *, alike: int = SAME_SHAPE, within: str = "/"
) -> Iterator[tuple[str, int, str, str]]:
    """Yield (address, status, content type, text) of every page `within` that can be reached from `start`."""
    waiting, seen, shapes = [start], {start}, dict[str, int]()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if shapes.get(shape(address), 0) >= alike:
            continue
        shapes[shape(address)] = shapes.get(shape(address), 0) + 1
        response = client.get(address, follow=False)
        kind = response.headers.get("Content-Type", "")
        text = "" if response.streaming else response.content.decode("utf-8", "replace")
        yield address, response.status_code, kind, text
        found = [response.headers["Location"]] if "Location" in response.headers else []
        found += links(text, address) if kind.startswith("text/html") else []
        for link in found:
            if link not in seen and link.startswith(within):
                seen.add(link)
                waiting.append(link)


def paths(patterns: Any, before: str) -> Iterator[str]:
    """Yield the path of every address below these patterns, with its parameters in <> as they are written there."""
    for one in patterns:
        place = f"{before}{one.pattern}"
        if hasattr(one, "url_patterns"):
            yield from paths(one.url_patterns, place)
        else:
            yield place
