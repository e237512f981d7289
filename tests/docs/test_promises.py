"""What the documentation names exists, and what exists is named."""

import importlib
import re
from pathlib import Path

import pytest

from communityup import cli
from tests.architecture import scan
from tools import docs as pages


def texts(root: Path) -> dict[str, str]:
    """Return every page people read, by name."""
    found = [*root.glob("*.md"), *(root / "docs").glob("*.md"), *(root / "docs" / "decisions").glob("*.md")]
    return {page.relative_to(root).as_posix(): page.read_text(encoding="utf-8") for page in found}


def code(text: str) -> str:
    """Return what a page shows as something to type or to look up."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL))


def targets(makefile: str) -> set[str]:
    """Return the targets of a Makefile that explain themselves."""
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE)) - {"help"}


def test_every_target_of_make_is_in_the_start_page_and_the_other_way_round(root: Path) -> None:
    known = targets((root / "Makefile").read_text(encoding="utf-8"))
    assert set(re.findall(r"make ([a-z-]+)", code(texts(root)["docs/index.md"]))) == known
    for name, text in texts(root).items():
        asked = set(re.findall(r"\bmake ([a-z-]+)", code(text)))
        assert asked <= known, name


def test_every_target_is_phony_and_explained(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"\.PHONY: (.*)", makefile)[0].split())
    defined = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    assert phony == defined == targets(makefile) | {"help"}


def test_every_command_is_in_the_start_page_and_the_other_way_round(root: Path) -> None:
    named = set(re.findall(r"`communityup ([a-z]+)", texts(root)["docs/index.md"]))
    assert named == set(cli.COMMANDS)
    for name, text in texts(root).items():
        for command in re.findall(r"(?<![./])\bcommunityup ([a-z]+)\b", code(text)):
            assert command in cli.COMMANDS, f"{name} names communityup {command}"


def test_every_setting_is_explained_and_the_other_way_round(root: Path) -> None:
    page = texts(root)["docs/settings.md"]
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", page, flags=re.MULTILINE))
    texts_of_code = [path.read_text(encoding="utf-8") for path in [*scan.sources(), *scan.sources(root / "tests")]]
    read = scan.environment_names((scan.PACKAGE / "config" / "settings.py").read_text(encoding="utf-8"))
    named = {name for text in texts_of_code for name in scan.variables_named(text)}
    assert explained - {"HOST", "PORT"} == read | named


def test_every_variable_that_a_page_names_is_a_setting(root: Path) -> None:
    explained = set(re.findall(r"`([A-Z_]+)`", texts(root)["docs/settings.md"])) | {"PYTHON", "PARTS"}  # of make alone
    for name, text in texts(root).items():
        named = set(re.findall(r"\b(COMMUNITYUP_[A-Z_]+|DATABASE_URL)\b|\b([A-Z]{4,})=", code(text)))
        assert {one or other for one, other in named} <= explained, name


def test_every_event_has_its_line_in_the_documentation(root: Path) -> None:
    from communityup.log.events import Event

    for app in scan.apps():
        if (app / "events.py").exists():
            importlib.import_module(".".join(app.relative_to(root).parts) + ".events")
    page = texts(root)["docs/events.md"]
    waiting, kinds = [Event], set()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind is not Event and kind.__module__.startswith("communityup.") and hasattr(kind, "type"):
            kinds.add(kind.type)
    assert kinds
    assert {kind for kind in kinds if f"`{kind}`" not in page} == set()


def test_glossary_page_is_made_from_its_words(root: Path) -> None:
    assert texts(root)["docs/glossary.md"] == pages.glossary(root / "docs" / "glossary.csv")


def test_page_of_permissions_is_made_from_the_reviewed_table(root: Path) -> None:
    assert texts(root)["docs/permissions.md"] == pages.permissions(root / "docs" / "permissions.csv")


@pytest.mark.parametrize("name", ["README.md", "README.nl.md"])
def test_readme_shows_the_two_commands_and_a_picture(root: Path, name: str) -> None:
    text = texts(root)[name]
    assert re.findall(r"```sh\n(.*?)\n```", text, flags=re.DOTALL) == ["make run", "make test"]
    assert "](docs/screenshot.png)" in text


def test_readme_in_both_languages_tells_the_same(root: Path) -> None:
    english, dutch = texts(root)["README.md"], texts(root)["README.nl.md"]
    assert len(re.findall("^## ", english, flags=re.MULTILINE)) == len(re.findall("^## ", dutch, flags=re.MULTILINE))
    files = r"\]\(((?!README)[^)]+)\)"
    assert set(re.findall(files, english)) == set(re.findall(files, dutch))


def test_contributing_names_the_files_in_the_order_of_the_ground_plan(root: Path) -> None:
    steps = re.findall(r"^\d+\. (.*)$", texts(root)["CONTRIBUTING.md"], flags=re.MULTILINE)
    named = [name for step in steps for name in re.findall(r"`(\w+)\.py`", step)]
    assert set(named) == scan.TWELVE
    plan = texts(root)["docs/ground-plan.md"]
    assert set(re.findall(r"^\| `(\w+)` \| [^|]*\?", plan, flags=re.MULTILINE)) == scan.TWELVE


def test_every_app_of_a_challenge_stands_in_the_ground_plan(root: Path) -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", texts(root)["docs/ground-plan.md"], re.MULTILINE))
    apps = {path.parent.name for path in (root / "communityup" / "workspace").glob("*/apps.py")}
    assert apps - told == set()
