"""Programs of the system that the tests need: find them, install them where we may, or say exactly what to type."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools import postgres

# Does without windows of its own, which takes a sixth less; not every system has it, and nothing fails without it.
LIGHT_BROWSER = "chromium-headless-shell"
INSTALL = ("install", "-qq", "-y", "--no-install-recommends")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@dataclass(frozen=True)
class Program:
    """A program that comes from the system's package manager."""

    name: str
    package: str
    present: Callable[[], bool]


def browser() -> str | None:
    """Return the path of a Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


CHROMIUM = Program("Chromium", "chromium", lambda: browser() is not None)
GETTEXT = Program("gettext", "gettext", lambda: shutil.which("xgettext") is not None)
# What the first tests need; a browser is installed while these run.
AT_ONCE = (
    Program(f"PostgreSQL {postgres.OLDEST} or newer", "postgresql", lambda: postgres.programs() is not None),
    GETTEXT,
)
PROGRAMS = (CHROMIUM, *AT_ONCE)


def missing(programs: Sequence[Program] = PROGRAMS) -> list[Program]:
    """Return those of these programs that are not here."""
    return [program for program in programs if not program.present()]


def out_of_reach() -> str | None:
    """Return a sentence for the person when something is missing that we may not install."""
    wanted = missing()
    return advice(wanted) if wanted and (administrator() is None or not shutil.which("apt-get")) else None


def administrator() -> list[str] | None:
    """Return how to start a command as administrator, or None when we may not."""
    if not os.geteuid():
        return []
    may = (
        shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    )
    return ["sudo", "-n"] if may else None


def advice(programs: list[Program]) -> str:
    """Return one sentence that says what to install, and how."""
    names = ", ".join(program.name for program in programs)
    packages = " ".join(program.package for program in programs)
    if shutil.which("apt-get"):
        return f"This needs {names}; type: sudo apt-get install --no-install-recommends {packages}"
    return f"This needs {names}; install these with the package manager of this machine."


def provide(programs: Sequence[Program] = PROGRAMS) -> str | None:
    """Install those of these programs that are missing; return a sentence for the person when one still is."""
    wanted = missing(programs)
    rights = administrator()
    if rights is None or not shutil.which("apt-get"):
        return advice(wanted) if wanted else None
    if wanted:
        print(f"Installing {', '.join(program.name for program in wanted)}", flush=True)
        _apt_get(rights, "update", "-qq")
        _apt_get(rights, *INSTALL, *(program.package for program in wanted))
    if CHROMIUM in programs and not shutil.which(LIGHT_BROWSER) and _is_offered(LIGHT_BROWSER):
        _apt_get(rights, *INSTALL, LIGHT_BROWSER)
    still = missing(programs)
    return advice(still) if still else None


def _apt_get(rights: list[str], *words: str) -> None:
    silent = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*rights, "apt-get", *words], env=silent, stdout=subprocess.DEVNULL, check=False)


def _is_offered(package: str) -> bool:
    return not subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode
