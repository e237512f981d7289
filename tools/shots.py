"""Pictures of every page of the demonstration, to look at: each role, wide and at 320 pixels, into shots/."""

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, sync_playwright

from communityup.cli import serve
from tools import machine

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "shots"
SCREENSHOT = ROOT / "docs" / "screenshot.png"
WIDTHS = (1200, 320)
READY_WITHIN = 180.0
SAME_SHAPE = 3  # of pages that differ only in whom or what they are about, so many are enough to look at
PARTIES = 2
VISITOR = "visitor"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LEFT_OUT = re.compile(
    r"\.(ics|csv|zip|json|atom|txt)$|/(uitloggen|afmelden|logout)/|^/static/|/demo/rol/|/praktijken/bestanden/"
)


@contextlib.contextmanager
def demonstration(*, invented: bool) -> Iterator[str]:
    """Start a demonstration in an empty folder and yield its address; `invented` leaves out real conversations."""
    folder = tempfile.mkdtemp(prefix="communityup-shots-")
    port = serve.free_port(serve.DEFAULT_HOST)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITYUP_")}
    environment |= {"COMMUNITYUP_MODE": "demo", "COMMUNITYUP_DATA": folder, "DATABASE_URL": ""}
    environment |= {"COMMUNITYUP_SHARED": ""} if invented else {}
    log = Path(folder) / "log"
    with log.open("w") as output:
        words = [sys.executable, "-m", "communityup.cli", "serve", "--with-worker", "--port", str(port)]
        site = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + READY_WITHIN
        while "is ready: " not in log.read_text(encoding="utf-8"):
            if site.poll() is not None or time.monotonic() > deadline:
                message = f"The demonstration did not start:\n{log.read_text(encoding='utf-8')[-3000:]}"
                raise RuntimeError(message)
            time.sleep(0.2)
        yield f"http://{serve.DEFAULT_HOST}:{port}"
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Start the machine's own Chromium."""
    path = machine.browser()
    if path is None:
        raise RuntimeError(machine.advice([machine.CHROMIUM]))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


def roles(page: Page, address: str) -> dict[str, str]:
    """Return a role of each of the first parties: what its button says, and a name for the folder."""
    page.goto(f"{address}/demo/rol/")
    found: dict[str, str] = {}
    parties: set[str] = set()
    for item in page.locator("main li").all():
        party = " ".join(item.locator(".note").all_inner_texts())
        if party and party not in parties and len(parties) < PARTIES:
            parties.add(party)
            role = item.locator("button").inner_text()
            found[role] = re.sub(r"[^a-z0-9]+", "-", f"{party} {role}".lower()).strip("-")
    return found


def step_into(page: Page, address: str, role: str) -> None:
    """Look through the eyes of a demo role."""
    page.goto(f"{address}/demo/rol/")
    page.locator("main").get_by_role("button", name=role, exact=True).first.click()
    page.wait_for_load_state("load")


def shape(path: str) -> str:
    """Return an address with its ids, numbers, filters and the name of the challenge taken out."""
    plain = re.sub(r"[\w-]{24,}|\d+", "#", path.partition("?")[0])
    return re.sub(r"^(/opgaven/)(?!nieuw/|uitnodiging/)[^/]+", r"\1#", plain) + ("?" if "?" in path else "")


def links(page: Page, address: str) -> list[str]:
    """Return where a page leads within the site."""
    found = []
    for link in page.locator("a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        whole = urldefrag(urljoin(page.url, link))[0]
        if whole.startswith(address) and not LEFT_OUT.search(urlsplit(whole).path):
            found.append(whole.removeprefix(address) or "/")
    return found


def opened(page: Page, address: str) -> Response | None:
    """Open an address; what the browser would save to disk is no page."""
    try:
        return page.goto(address)
    except Error as problem:
        if "Download is starting" in problem.message:
            return None
        raise


def walk(page: Page, address: str) -> Iterator[str]:
    """Open every page that can be reached from the first one, a few of each shape, and yield its address."""
    waiting, seen, shapes = ["/"], {"/"}, dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        kind = shape(path)
        if shapes.get(kind, 0) >= SAME_SHAPE:
            continue
        shapes[kind] = shapes.get(kind, 0) + 1
        answer = opened(page, address + path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield path
        for link in links(page, address):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def take(context: BrowserContext, address: str, folder: Path) -> int:
    """Take a picture of every page a role can reach; return how many."""
    page = context.pages[0]
    count = 0
    for path in walk(page, address):
        name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")[:100] or "home"
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        count += 1
    return count


def take_all(started: Browser, address: str) -> int:
    """Take pictures for a visitor and for a role of each party, at each width."""
    with contextlib.closing(started.new_context(locale="nl-NL")) as context:
        everybody = {VISITOR: VISITOR, **roles(context.new_page(), address)}
    count = 0
    for width in WIDTHS:
        for role, name in everybody.items():
            folder = SHOTS / str(width) / name
            folder.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(
                started.new_context(viewport={"width": width, "height": 800}, locale="nl-NL")
            ) as context:
                page = context.new_page()
                if role != VISITOR:
                    step_into(page, address, role)
                taken = take(context, address, folder)
            print(f"{width} pixels, {name}: {taken} pictures", flush=True)
            count += taken
    return count


def take_screenshot(started: Browser, address: str) -> None:
    """Take the picture of the README: the opinion map with most people behind it."""
    with contextlib.closing(started.new_context(viewport={"width": 1200, "height": 800}, locale="nl-NL")) as context:
        page = context.new_page()
        maps = [path for path in walk(page, address) if path.endswith("/meningenbeeld/")]
        drawn = [path for path in maps if page.goto(address + path) and page.locator("main svg").count()]
        page.goto(address + next(iter(drawn or maps), "/"))
        page.screenshot(path=SCREENSHOT)
    print(f"written: {SCREENSHOT.relative_to(ROOT)}")


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__)
    parser.add_argument("--screenshot", action="store_true", help="only make the picture of the README anew")
    options = parser.parse_args()
    try:
        with demonstration(invented=options.screenshot) as address, browser() as started:
            if options.screenshot:
                take_screenshot(started, address)
                return 0
            shutil.rmtree(SHOTS, ignore_errors=True)
            print(f"{take_all(started, address)} pictures in shots/")
    except RuntimeError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
