"""Write docs/events.md: every event of every app, from its one declaration."""

import importlib
import importlib.util
import inspect
import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communityup.log.events import Event

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "events.md"
INTRODUCTION = """# Events

Everything that can happen on a site, made from the code by `make docs`. Each act is one event and one line in the log;
the line holds the fixed keys of [decision 0003](decisions/0003-facts-in-the-line.md) and, beside them, the facts named
here. Facts are nobody's words; the words of people stand in texts, and the line holds only their commitment.
"""
HEADER = "\n## {app}\n\n| event | what happened | facts | version |\n|---|---|---|---|\n"


def load_events() -> "dict[str, type[Event]]":
    """Import the events of every app and return them by type."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("COMMUNITYUP_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communityup.config.settings")
    import django
    from django.apps import apps

    django.setup()
    from communityup.log.events import registry

    for config in apps.get_app_configs():
        if config.name.startswith("communityup.") and importlib.util.find_spec(f"{config.name}.events"):
            importlib.import_module(f"{config.name}.events")
    return {name: event for name, event in sorted(registry().items()) if event.__module__.startswith("communityup.")}


def page(events: "dict[str, type[Event]]") -> str:
    """Return the page: a table per app, a row per event."""
    text, app = INTRODUCTION, ""
    for name, event in events.items():
        if name.split(".", 1)[0] != app:
            app = name.split(".", 1)[0]
            text += HEADER.format(app=app)
        text += row(name, event)
    return text


def row(name: str, event: "type[Event]") -> str:
    """Return the row of one event."""
    facts = ", ".join(f"`{field.name}`" for field in fields(event) if field.name not in {"object", "commit"})
    meaning = " ".join((inspect.getdoc(event) or "").split()).replace("|", "\\|")
    return f"| `{name}` | {meaning} | {facts or '–'} | {event.version} |\n"


def main() -> int:
    """Run the command: write the page, or with --check say whether it is up to date."""
    wanted = page(load_events())
    found = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if wanted == found:
        return 0
    if "--check" in sys.argv[1:]:
        missing = [line for line in wanted.splitlines() if line not in found.splitlines()]
        print("docs/events.md is not up to date: run `make docs`.", *missing, sep="\n")
        return 1
    PAGE.write_text(wanted, encoding="utf-8")
    print("written: docs/events.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
