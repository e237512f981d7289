"""Web and worker under one parent: started together, started again when they fall, nobody left behind."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from communityup.cli import serve
from tests.migrated import lay_down

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 240.0
STOPS_WITHIN = 5.0
GONE_WITHIN = 15.0

pytestmark = pytest.mark.slow


@dataclass
class Site:
    """A running `communityup serve --with-worker`."""

    process: subprocess.Popen[str]
    port: int

    def people(self) -> dict[int, str]:
        """Return every living process that the site started, with what it is."""
        mark = f"COMMUNITYUP_ADDRESS=http://127.0.0.1:{self.port}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                ours = mark in (folder / "environ").read_bytes().split(b"\0")
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                state = (folder / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if ours and state != "Z" and int(folder.name) != self.process.pid:
                found[int(folder.name)] = words
        return found

    def named(self, word: str) -> list[int]:
        """Return the leaders of the groups whose command holds a word."""
        return [number for number, words in self.people().items() if word in words and leads(number)]

    def answers(self) -> bool:
        """Say whether the first page comes."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as page:
                return bool(page.status == 200)
        except OSError:
            return False


def leads(number: int) -> bool:
    """Say whether a process leads its group."""
    try:
        return os.getpgid(number) == number
    except ProcessLookupError:
        return False


def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return holds()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Start a site in a new folder and wait until it says that it is ready."""
    port = serve.free_port("127.0.0.1")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITYUP_")}
    environment |= {"COMMUNITYUP_MODE": "development", "COMMUNITYUP_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}
    lay_down(tmp_path / "data")
    words = [sys.executable, "-m", "communityup.cli", "serve", "--with-worker", "--port", str(port)]
    log = (tmp_path / "log").open("w+", encoding="utf-8")
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log, text=True)
    running = Site(process, port)
    try:
        ready = until(lambda: "is ready: http://" in (tmp_path / "log").read_text(encoding="utf-8"), READY_WITHIN)
        assert ready, (tmp_path / "log").read_text(encoding="utf-8")
        assert until(running.answers, 20)
        assert until(lambda: bool(running.named("communityup.cli.work")), 20)
        yield running
    finally:
        process.kill()
        process.wait()
        for number in running.people():
            with contextlib.suppress(ProcessLookupError):  # it ended by itself meanwhile
                os.kill(number, signal.SIGKILL)
        log.close()


def test_site_stops_cleanly_on_request(site: Site) -> None:
    assert site.named("communityup.cli.work")
    assert len(site.named("communityup.cli.web")) == 1
    began = time.monotonic()
    site.process.terminate()
    assert site.process.wait(STOPS_WITHIN) == 0
    assert time.monotonic() - began < STOPS_WITHIN
    assert site.people() == {}


def test_killed_parent_leaves_nobody_behind(site: Site) -> None:
    assert len(site.people()) >= 4
    site.process.kill()
    site.process.wait()
    assert until(lambda: site.people() == {}, GONE_WITHIN), site.people()


def test_killed_child_is_started_again(site: Site) -> None:
    worker, web = site.named("communityup.cli.work"), site.named("communityup.cli.web")
    os.kill(worker[0], signal.SIGKILL)
    assert until(lambda: bool(site.named("communityup.cli.work")) and site.named("communityup.cli.work") != worker, 10)
    os.kill(web[0], signal.SIGKILL)
    assert until(lambda: bool(site.named("communityup.cli.web")) and site.named("communityup.cli.web") != web, 10)
    assert until(site.answers, 20)
    site.process.terminate()
    assert site.process.wait(STOPS_WITHIN) == 0
    assert site.people() == {}


def test_parent_and_web_server_killed_at_once_leave_nobody_behind(site: Site) -> None:
    web = site.named("communityup.cli.web")
    site.process.kill()
    os.kill(web[0], signal.SIGKILL)
    site.process.wait()
    assert until(lambda: site.people() == {}, GONE_WITHIN), site.people()


def test_second_site_on_the_same_port_is_refused(site: Site, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "communityup.cli", "serve", "--port", str(site.port)]
    environment = {**os.environ, "COMMUNITYUP_DATA": str(tmp_path / "other")}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(rf"Port {site.port} on 127.0.0.1 is taken by another program: .*\n", done.stderr)
    assert until(site.answers, 20)
