"""The habits of ARCHITECTURE and CONTRIBUTING, asked of the real source."""

import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.architecture import scan
from tests.architecture.scan import PACKAGE, ROOT

FILE_LIMIT = 400

# What an app may have besides the twelve names, and why.
BESIDES = {
    "base": {
        "database_trouble",
        "documents",
        "errors",
        "fetching",
        "ids",
        "jobs",
        "masking",
        "middleware",
        "prepared",
        "sqlite",
        "startup",
        "uploads",
        "worker",
    },  # the floor
    "people": {
        "actors",  # who does something: asked by every app above
        "adapters",  # allauth asks for a class
        "middleware",  # Django asks for a class: the language of a page
        "sessions",  # Django asks for a class: the row of a session, on every page
    },
    "demo": {"chapters"},  # the parts of the content, each calling the actions of one subject
    "post": {"backend"},  # Django asks for a class: where mail goes
    "texts": {"places"},  # where words stand, of all kinds; queries.py declares the kinds
    "ui": {"templatetags", "pictures"},  # the components; drawings as SVG
    "facts": {"tasks"},  # what waits for parties: with it, queries.py would be too long
    "goals": {"tasks"},  # what waits for parties: with it, queries.py would be too long
}

# Who writes without being actions.py, and why.
WRITERS = {
    "base/sqlite": "the database backend itself",
    "base/startup.py": "asks the database about itself at the start",
    "base/prepared.py": "asks the database what a queryset would ask it; Django only gives such questions to it",
    "people/adapters.py": "allauth saves the person it made",
    "cli": "commands ask the database about itself; content goes through actions",
}

# Folders of templates that a package of others looks in, and the app that fills them.
OVERRIDES = {"account", "allauth", "mfa", "usersessions", "registration", "django"}


@cache
def app_of(path: Path) -> Path:
    """Return the folder of the app that a file belongs to."""
    return next(folder for folder in scan.apps() if folder in path.parents)


@cache
def ladder() -> list[set[str]]:
    """Return the labels of the apps in layers, from the top of the ladder down."""
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = {contract["id"]: contract["layers"] for contract in contracts if contract["type"] == "layers"}
    labels: list[set[str]] = []
    for layer in layers["ladder"]:
        halves = one(layer) & {"workspace", "network"}
        labels += [one(inner) for half in sorted(halves) for inner in layers[half]] if halves else [one(layer)]
    return labels


def one(layer: str) -> set[str]:
    """Return the labels of one layer, as in "(config) | (cli)"."""
    return {part.strip("() ") for part in layer.split("|")}


def place(path: Path) -> str:
    """Return where a file stands in the package: the name of a test's case."""
    return path.relative_to(PACKAGE).as_posix()


def readers() -> list[Path]:
    """Return every source file that must not write."""
    files = [path for path in scan.sources() if path.name != "actions.py"]
    return [path for path in files if not any(place(path).startswith(writer) for writer in WRITERS)]


@pytest.mark.parametrize("path", readers(), ids=place)
def test_only_actions_write(path: Path) -> None:
    assert scan.writes(path.read_text(encoding="utf-8")) == [], f"{place(path)} writes; that is for actions.py"


def test_list_of_writers_holds_nobody_who_left() -> None:
    assert [writer for writer in WRITERS if not (PACKAGE / writer).exists()] == []


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("**/views.py")), ids=place)
def test_views_are_thin_functions(path: Path) -> None:
    assert scan.thick_views(path.read_text(encoding="utf-8")) == []


def test_files_stay_within_their_length() -> None:
    files = [path for folder in ("communityup", "tests", "tools") for path in scan.sources(ROOT / folder)]
    files += list(PACKAGE.rglob("*.html"))
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: count for name, count in lengths.items() if count > FILE_LIMIT} == {}


@pytest.mark.parametrize("folder", scan.apps(), ids=lambda folder: folder.name)
def test_app_has_only_the_twelve_names(folder: Path) -> None:
    assert scan.strange_names(folder, BESIDES.get(folder.name, set())) == []


def test_no_module_is_a_drawer_for_anything() -> None:
    names = {part for path in scan.sources() for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert names & scan.FORBIDDEN_WORDS == set()


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("**/templates/**/*.html")), ids=place)
def test_templates_include_from_their_app_or_ui(path: Path) -> None:
    app = app_of(path).name
    order = ladder()
    height = next(place for place, layer in enumerate(order) if app in layer)
    below = set().union(*order[height + 1 :])
    if app == "people":
        below |= OVERRIDES
    assert scan.foreign_templates(path.read_text(encoding="utf-8"), app, below) == []


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("**/templates/*/")), ids=place)
def test_template_folder_carries_the_name_of_its_app(path: Path) -> None:
    app = app_of(path).name
    assert path.name == app or (app in {"people", "ui"} and path.name in OVERRIDES)


def test_nothing_imports_sqlite_of_the_standard_library() -> None:
    files = [*scan.sources(), *scan.sources(ROOT / "tools")]
    assert [str(path) for path in files if "sqlite3" in scan.imported(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("**/actions.py")), ids=place)
def test_actions_say_what_they_do(path: Path) -> None:
    assert scan.undocumented(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("**/events.py")), ids=place)
def test_events_say_what_they_mean(path: Path) -> None:
    assert scan.undocumented(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "methods").glob("*.py")), ids=place)
def test_methods_say_how_they_count(path: Path) -> None:
    assert scan.undocumented(path.read_text(encoding="utf-8")) == []


def tracked_texts() -> list[tuple[str, str]]:
    """Return every text that git knows or would take, with its name."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    texts = []
    for name in sorted(set(listing.stdout.split("\0")) - {""}):
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".woff2", ".ico"}:
            texts.append((name, path.read_text(encoding="utf-8")))
    return texts


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert {name: found for name, text in tracked_texts() if (found := scan.places(text))} == {}


def test_no_file_writes_out_a_code_beside_its_name() -> None:
    assert {name: found for name, text in tracked_texts() if (found := scan.spoken_codes(text))} == {}


def test_locks_hold_a_hash_for_each_package_and_no_address() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="ascii")
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert pins
        assert all("==" in pin and pin.endswith("\\") for pin in pins), path.name
        assert "://" not in text
        assert not any(line.startswith("-") for line in pins)


def test_run_lock_is_part_of_the_dev_lock() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / "requirements" / name).read_text(encoding="ascii").splitlines()
        return {line.split(";")[0].rstrip(" \\") for line in lines if line and not line.startswith(" ")}

    assert pins("run.txt") - pins("dev.txt") == set()
    assert any(pin.startswith("red-dwarf==") for pin in pins("dev.txt"))
    assert not any(pin.startswith(("red-dwarf==", "pabutools==")) for pin in pins("run.txt"))


def test_no_file_holds_half_of_a_merge() -> None:
    marks = tuple(mark * 7 + " " for mark in "<>")
    assert [name for name, text in tracked_texts() if any(line.startswith(marks) for line in text.splitlines())] == []
