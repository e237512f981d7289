"""Readers of source text: each takes text and names what is against the habits of the repository.

They work on text, so that the tests can show each of them a planted fault.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "communityup"

TWELVE = {
    "models", "events", "permissions", "queries", "actions", "notices",
    "jobs", "forms", "views", "exports", "privacy", "urls",
}  # fmt: skip
FORBIDDEN_WORDS = {"utils", "util", "common", "core", "helpers", "helper", "services", "service", "misc", "shared"}
QUERYSET_WRITES = {
    "create", "acreate", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "abulk_create",
    "save", "asave", "save_base",
}  # fmt: skip
BARE_WRITES = {"delete", "adelete"}
KEYWORD_WRITES = {"update", "aupdate"}
RAW_WRITES = {"execute", "executemany", "executescript"}


def apps() -> list[Path]:
    """Return the folder of every Django app."""
    return sorted(path.parent for path in PACKAGE.glob("**/apps.py"))


def sources(folder: Path = PACKAGE) -> Iterator[Path]:
    """Yield every Python file written by people."""
    for path in sorted(folder.rglob("*.py")):
        if not {"migrations", "node_modules", "__pycache__"} & set(path.parts):
            yield path


def writes(text: str) -> list[str]:
    """Name each call in Python source that writes to the database.

    A call is judged by its name and shape: `x.update(field=…)` writes, `digest.update(bytes)` does not;
    `rows.delete()` writes, `cache.delete("key")` does not.
    """
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "PreparedUpdate":
            found.append(f"line {node.lineno}: PreparedUpdate()")
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        if calls_super(node.func) or only_asks(node):
            continue
        bare = not node.args and not node.keywords
        by_keyword = bool(node.keywords) and not node.args
        if (
            name in QUERYSET_WRITES | RAW_WRITES
            or (name in BARE_WRITES and bare)
            or (name in KEYWORD_WRITES and by_keyword)
        ):
            found.append(f"line {node.lineno}: .{name}()")
    return found


def calls_super(function: ast.Attribute) -> bool:
    """Say whether a method hands over to the one it extends: that starts no write of its own."""
    owner = function.value
    return isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "super"


def only_asks(call: ast.Call) -> bool:
    """Say whether raw SQL, written out, only reads."""
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Constant) and str(first.value).lstrip().upper().startswith("SELECT")


def thick_views(text: str, limit: int = 20) -> list[str]:
    """Name each view that is no function, or longer than the limit from its `def` to its end."""
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            found.append(f"{node.name} is a class")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                found.append(f"{node.name} has {lines} lines")
    return found


def imported(text: str) -> set[str]:
    """Return the first word of every module that Python source imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def undocumented(text: str, *, functions: bool = True, classes: bool = True) -> list[str]:
    """Name everything public at the top of a module that has no docstring."""
    found = []
    for node in ast.parse(text).body:
        wanted = (functions and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)) or (
            classes and isinstance(node, ast.ClassDef)
        )
        if wanted and not node.name.startswith("_") and not ast.get_docstring(node):  # type: ignore[attr-defined,arg-type]
            found.append(node.name)  # type: ignore[attr-defined]
    return found


def foreign_templates(text: str, app: str, below: set[str]) -> list[str]:
    """Name each template that a template of `app` includes from elsewhere than itself or `ui`.

    It may extend a frame of an app in `below`, the apps under it on the ladder.
    """
    found = []
    for kind, quoted, other in re.findall(r"""\{%-?\s*(include|extends)\s+(?:["']([^"']+)["']|(\S+))""", text):
        if not quoted and app == "ui":
            continue  # the frame of a page shows what upper apps registered
        if not quoted:
            found.append(f"{kind} {other}: the name must be written out")
            continue
        owner = quoted.split("/")[0]
        allowed = {app, "ui"} | (below if kind == "extends" else set())
        if owner not in allowed:
            found.append(f"{kind} {quoted}")
    return found


def strange_names(folder: Path, allowed: set[str]) -> list[str]:
    """Name each module in an app's folder that is none of the twelve, nor of what this app may have besides."""
    names = {path.stem for path in folder.glob("*.py")} - {"__init__", "apps"}
    names |= {path.name for path in folder.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    return sorted(names - TWELVE - {"migrations"} - allowed)


def places(text: str) -> list[str]:
    """Name each host of a package registry and each folder of somebody's machine in a text."""
    registries = [
        "pypi" + r"\.org",
        "pythonhosted" + r"\.org",
        "registry" + r"\.npmjs",
        "npmjs" + r"\.org",
        "yarnpkg" + r"\.com",
    ]
    machines = ["/work" + "/", "/root" + "/", "/home" + r"/[a-z]", "/Users" + "/", "/opt" + "/(?:pypi|wheels)"]
    return [match.group(0) for pattern in registries + machines for match in re.finditer(pattern, text)]


def spoken_codes(text: str) -> list[str]:
    """Name each place where a password or code is written out beside its name, as the seed text once did."""
    word = "(?:wachtwoord|toegangscode|password)"
    return [match.group(0) for match in re.finditer(rf"(?i)\b{word}\s*:[ \t]*[\"']?[^\s\"'{{}}<|`.,…]{{4,}}", text)]


def environment_names(text: str) -> set[str]:
    """Return the name of every setting that settings source takes from the environment with env()."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "env" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                names.add(first.value)
    return names


def variables_named(text: str) -> set[str]:
    """Return every word in Python source that is the name of one of our environment variables."""
    constants = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    return {word for word in constants if isinstance(word, str) and re.fullmatch(r"COMMUNITYUP_[A-Z_]+", word)}


def settings_asked(text: str) -> set[str]:
    """Return the name of every setting that a module reads from django.conf."""
    return {
        node.attr
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "settings"
    }
