"""A real site with the demo on a free port, and a real browser. One site for all; each journey makes its own things."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests import migrated

START_SECONDS = 240


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the site as `make run` does, in an empty data folder, and return its address."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    folder = tmp_path_factory.mktemp("site") / "data"
    migrated.lay_down(folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMMUNITYUP_", "DATABASE_URL"))}
    environment = {**kept, "COMMUNITYUP_MODE": "demo", "COMMUNITYUP_DATA": str(folder), "COMMUNITYUP_SHARED": ""}
    output = (folder / "site.log").open("w")
    command = [sys.executable, "-m", "communityup.cli", "serve", "--with-worker", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, folder / "site.log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)
        output.close()


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_healthz/readyz/", timeout=2) as answer:  # noqa: S310 - our own site
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The site did not start:\n{log.read_text()[-3000:]}")


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(chromium: Browser, site: str) -> Iterator[NewPage]:
    """Return a function that opens a page for one person: own cookies, on a phone or without script when asked."""
    contexts: list[BrowserContext] = []

    def open_page(*, phone: bool = False, script: bool = True) -> Page:
        size: ViewportSize = {"width": 320, "height": 640} if phone else {"width": 1200, "height": 900}
        context = chromium.new_context(
            base_url=site,
            viewport=size,
            java_script_enabled=script,
            locale="nl-NL",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
