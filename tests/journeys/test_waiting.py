"""A click is over when the page that follows is whole; otherwise a journey now and then counts half a page."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAUSE_SECONDS = 0.5


class Halting(BaseHTTPRequestHandler):
    """Serve a form, and after it a page of which the second half comes later."""

    def do_GET(self) -> None:
        self._send("<form method=post><button>Verder</button></form>")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._send("<main><p>Eerst</p>")
        time.sleep(PAUSE_SECONDS)
        self.wfile.write(b"<p>Dan</p></main>")

    def _send(self, page: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Proef</title>{page}".encode())

    def log_message(self, *_words: object) -> None:
        """Say nothing: the report of the tests is for people."""


@pytest.fixture
def halting_site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Halting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("script", [True, False])
def test_a_click_ends_when_the_page_that_follows_is_whole(chromium: Browser, halting_site: str, script: bool) -> None:
    page = chromium.new_page(java_script_enabled=script)
    page.goto(halting_site)
    page.get_by_role("button", name="Verder").click()
    assert page.locator("p").count() == 2
    page.close()
