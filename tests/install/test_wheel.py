"""One file holds everything: installed into an empty environment, it shows the same first page."""

import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from communityup.cli import serve
from tests.migrated import lay_down
from tests.nasty import FULL

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "communityup"
READY_WITHIN = 180.0

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pack the checkout as `make wheel` does, beside it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "tools.messages"], cwd=ROOT, check=True, capture_output=True)
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_everything_a_site_needs(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.yaml"), *PACKAGE.rglob("*.po")]
    wanted += [path for folder in PACKAGE.rglob("static") for path in folder.rglob("*") if path.is_file()]
    wanted.append(PACKAGE / "locale" / "nl" / "LC_MESSAGES" / "django.mo")
    missing = {path.relative_to(ROOT).as_posix() for path in wanted} - held
    assert {name for name in missing if "__pycache__" not in name} == set()
    assert "communityup/ui/static/ui/built/nlds.css" in held
    assert any(name.endswith(".woff2") for name in held)
    assert any(name.endswith("LICENSE") for name in held)
    assert not [name for name in held if name.startswith(("tests/", "tools/", "docs/"))]


def first_page(command: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    """Start a site, fetch its first page and stop it again."""
    port = serve.free_port("127.0.0.1")
    log = folder / f"log-{port}"
    with log.open("w") as output:
        site = subprocess.Popen(
            [*command, "serve", "--port", str(port)],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=output,
            text=True,
        )
    try:
        assert until_ready(site, log), log.read_text(encoding="utf-8")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            text: str = page.read().decode()
        for name in re.findall(r'<link rel="stylesheet" href="(/static/[^"]+)"', text):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{name}", timeout=30) as style:
                assert len(style.read()) > 0
    finally:
        site.terminate()
        site.wait(10)
    return re.sub(r'nonce="[^"]+"|value="[A-Za-z0-9]{64}"|127\.0\.0\.1:\d+', "…", text)


def until_ready(site: "subprocess.Popen[str]", log: Path) -> bool:
    """Wait until the site says that it is ready, or ends."""
    import time

    deadline = time.monotonic() + READY_WITHIN
    while site.poll() is None and time.monotonic() < deadline:
        if "is ready: " in log.read_text(encoding="utf-8"):
            return True
        time.sleep(0.2)
    return False


def test_wheel_in_an_empty_environment_shows_the_same_first_page(wheel: Path, tmp_path: Path) -> None:
    venv, uv = tmp_path / "venv", str(Path(sys.executable).parent / "uv")
    python = str(venv / "bin" / "python")
    lock = str(ROOT / "requirements" / "run.txt")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(venv)], check=True)
    words = [uv, "pip", "install", "--quiet", "--python", python]
    subprocess.run([*words, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*words, "--no-deps", str(wheel)], check=True)
    plain = {"PATH": "/nowhere", "HOME": str(tmp_path), "LANG": "C.UTF-8", "COMMUNITYUP_SHARED": ""}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if not FULL:
        lay_down(elsewhere / "data")
    from_wheel = first_page([str(venv / "bin" / "communityup")], elsewhere, plain)
    assert "<h1" in from_wheel
    assert '<link rel="stylesheet" href="/static/' in from_wheel
    assert (elsewhere / "data" / "communityup.sqlite3").exists()
    from_checkout = first_page([sys.executable, "-m", "communityup.cli"], elsewhere, {**plain, "PYTHONPATH": str(ROOT)})
    assert from_wheel == from_checkout
    assert not os.path.lexists(elsewhere / "node_modules")
