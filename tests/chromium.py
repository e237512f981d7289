"""One real browser for all tests that need one; loaded by pytest as a plugin."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Playwright, sync_playwright

from tools.machine import LIGHT_BROWSER

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# The light one has everything but what a whole one keeps of a person.
LIGHT, WHOLE = (LIGHT_BROWSER,), ("chromium", "chromium-browser", "google-chrome")


def chromium_path(*names: str) -> str:
    """Return where a browser of one of these names is; `make test` installs it."""
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.fail("No Chromium found: run `make test`, or install the package chromium.")


CLICK = Locator.click


def click_and_wait(locator: Locator, **options: Any) -> None:
    """Click, and wait until the page that follows is whole: by itself a click waits until its first byte only."""
    CLICK(locator, **options)
    locator.page.wait_for_load_state("load")


@pytest.fixture(scope="session")
def player() -> Iterator[Playwright]:
    """Start the one player: a second one in the same process would refuse to start."""
    # The player keeps a loop running in this thread, in which Django would otherwise refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as started, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", click_and_wait)
        yield started


@pytest.fixture(scope="session")
def chromium(player: Playwright) -> Iterator[Browser]:
    """Start one browser for all tests, a light one where there is one."""
    browser = player.chromium.launch(executable_path=chromium_path(*LIGHT, *WHOLE), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def whole_chromium(player: Playwright) -> Iterator[Browser]:
    """Start a whole browser, for what it keeps of a person."""
    browser = player.chromium.launch(executable_path=chromium_path(*WHOLE), args=FLAGS)
    yield browser
    browser.close()
