"""A PostgreSQL of our own for the tests: in a temporary folder, on a socket nobody else knows, gone afterwards."""

import contextlib
import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

OLDEST = 15
ROLE = "communityup"
START_WITHIN = 30.0
# Quick rather than safe: what it holds is thrown away. Tests roll back what they write, so statistics would say that
# every table is empty, and a page would take half a minute.
QUICK = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=128MB",
    "jit=off", "autovacuum=off",
)  # fmt: skip


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL on this machine that is new enough."""
    found = {}
    for path in [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/pgsql").glob("*/bin")]:
        if (path / "initdb").exists() and path.parent.name.isdigit():
            found[int(path.parent.name)] = path
    somewhere = shutil.which("initdb")
    if not found and somewhere:
        words = subprocess.run([somewhere, "--version"], capture_output=True, text=True, check=False).stdout.split()
        major = next((int(word.split(".")[0]) for word in words if word[0].isdigit()), 0)
        found[major] = Path(somewhere).resolve().parent
    newest = max(found, default=0)
    return found[newest] if newest >= OLDEST else None


def owner() -> str:
    """Return who may run it: PostgreSQL refuses root."""
    if os.geteuid():
        return getpass.getuser()
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def as_owner(*words: str | Path) -> list[str]:
    """Return a command as its owner must start it."""
    plain = [str(word) for word in words]
    return plain if os.geteuid() else ["runuser", "-u", owner(), "--", *plain]


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Start a PostgreSQL and yield its DATABASE_URL; stop and remove it afterwards, whatever happened."""
    folder = programs()
    if folder is None:
        message = f"PostgreSQL {OLDEST} or newer is missing."
        raise FileNotFoundError(message)
    home = Path(tempfile.mkdtemp(prefix="communityup-pg-"))
    try:
        if not os.geteuid():
            shutil.chown(home, owner())
        yield from _running(folder, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def named(address: str, name: str) -> str:
    """Return the address of a database with this name on the same server; nobody else works in it."""
    return address.replace(f"@/{ROLE}?", f"@/{name.replace('-', '_')}?")


def _running(folder: Path, home: Path) -> Iterator[str]:
    place = home / "cluster"
    make = as_owner(
        folder / "initdb", "-D", place, "--username", ROLE, "--auth", "trust",
        "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
    )  # fmt: skip
    subprocess.run(make, cwd="/", check=True, capture_output=True)
    options = ["listen_addresses=", f"unix_socket_directories={home}", *QUICK]
    words = [part for option in options for part in ("-c", option)]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(as_owner(folder / "postgres", "-D", place, *words), cwd="/", stdout=log, stderr=log)
    try:
        _wait_for(folder, home, server)
        create = [str(folder / "createdb"), "-h", str(home), "-U", ROLE, ROLE]
        subprocess.run(create, check=True, capture_output=True)
        yield f"postgresql://{ROLE}@/{ROLE}?host={home}"
    finally:
        _stop(place, server)


def _wait_for(folder: Path, home: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN
    ready = [str(folder / "pg_isready"), "-q", "-h", str(home), "-U", ROLE]
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            log = (home / "server.log").read_text(encoding="utf-8", errors="replace")
            message = f"PostgreSQL did not start: {log.strip().splitlines()[-1:]}"
            raise RuntimeError(message)
        time.sleep(0.1)


def _stop(place: Path, server: subprocess.Popen[bytes]) -> None:
    """Stop at once: the server's own process, not the program that changed user for it."""
    mark = place / "postmaster.pid"
    if mark.exists() and server.poll() is None:
        number = int(mark.read_text(encoding="ascii").splitlines()[0])
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, 3)  # SIGQUIT: at once, without writing anything down
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(10)
    if server.poll() is None:
        server.kill()
        server.wait()
