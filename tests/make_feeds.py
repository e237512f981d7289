"""Another site for tests: one that tells of its practices, or one that means no good; and a network that follows it."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from communityup.network.feeds import actions
from communityup.network.feeds.models import Feed
from communityup.network.library import queries
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.texts.models import Version
from tests import make

JSON = "application/json"
HERE = "/netwerken/community-up/praktijken/van-elders/"
TITLE = "Sleutels bij de buren 1"
OFTEN = 0.02  # seconds after which a server looks whether it may stop
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A site on this machine: what it answers at a path, and which requests came."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def at(self, path: str) -> str:
        return f"http://{self.place}{path}"


def missing(it: BaseHTTPRequestHandler) -> None:
    """Answer that nothing is here."""
    it.send_error(404)


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """Run a site on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            with contextlib.suppress(OSError):
                site.answers.get(self.path, missing)(self)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(OFTEN,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(body: bytes, kind: str = JSON, **headers: str) -> Answer:
    """Answer with these bytes."""

    def answer(it: BaseHTTPRequestHandler) -> None:
        it.send_response(200)
        it.send_header("Content-Type", kind)
        it.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            it.send_header(name.replace("_", "-"), value)
        it.end_headers()
        it.wfile.write(body)

    return answer


def leads_to(address: str) -> Answer:
    """Answer that it is elsewhere."""

    def answer(it: BaseHTTPRequestHandler) -> None:
        it.send_response(302)
        it.send_header("Location", address)
        it.send_header("Content-Length", "0")
        it.end_headers()

    return answer


def row(site: Site, number: int = 1, **told: Any) -> dict[str, Any]:
    """Return a practice as that site tells it."""
    kept = {
        "id": site.at(f"/praktijken/{number}/"), "version": 1, "publishedAt": "2026-05-01T10:00:00+00:00",
        "title": f"Sleutels bij de buren {number}", "place": "Elders", "size": "small", "mode": "bottom_up",
        "context": "Het huis was dicht.", "did": "Wij gaven sleutels weg.", "why": "Het vertrouwen groeide.",
        "stumbling": "Een sleutel raakte kwijt.", "stumblingBlocks": ["people"], "conditions": ["trust"],
        "themes": ["Beheer"], "voices": [{"as": "buren", "words": "Wij passen op."}], "writtenBy": "Huis van Elders",
        "contactRole": "de beheerder", "licence": "CC-BY-4.0",
    }  # fmt: skip
    return {**kept, **told}


def tells(*rows: Any, withdrawn: tuple[str, ...] = (), **told: Any) -> bytes:
    """Return the practices of a site as bytes."""
    gone = [{"id": one, "withdrawnAt": "2026-06-01T10:00:00+00:00"} for one in withdrawn]
    kept = {"format": "communityup-practices", "formatVersion": 1, "site": "Elders", "network": "Samen"}
    return json.dumps({**kept, "practices": list(rows), "withdrawn": gone, **told}).encode()


def trust(settings: Any, *sites: Site) -> None:
    settings.FEEDS_TRUSTED = [one.place for one in sites]


def dilek() -> Actor:
    return Actor.of(make.dilek())


def fetched(feed: Feed) -> Feed:
    """Let the job fetch this one now."""
    Feed.objects.filter(pk=feed.pk).update(next_at="2020-01-01T00:00:00Z")
    assert actions.fetch_due() == 1
    feed.refresh_from_db()
    return feed


def followed(network: Network, site: Site) -> Feed:
    """Return a feed that was followed, looked at and let in, with what it brought."""
    feed = fetched(actions.follow(network, address=site.at("/feed"), by=dilek()))
    assert feed.state == "waits", feed.problem
    return fetched(actions.let_in(feed, by=dilek()))


def of(made: Network, *rows: Any, at: Site, **told: Any) -> Feed:
    """Return a feed of these practices that was let in."""
    at.answers["/feed"] = says(tells(*rows, **told))
    return followed(made, at)


def listed(words: str = "") -> list[str]:
    """Return the titles of the practices that are found with these words."""
    return [one["title"] for one in queries.practices({"words": words}, "1")]


def bodies() -> str:
    """Return all words that are kept."""
    return str(list(Version.objects.values_list("body", flat=True)))
