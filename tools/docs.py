"""Write the generated pages of the documentation and build it as a site."""

import argparse
import csv
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
INTRODUCTION = """# Glossary

The words of the platform: what people read (Dutch), what the code says, and what it means. Made from `glossary.csv` in
this folder by `make docs`; change the words there.

| Dutch | in code | meaning |
|---|---|---|
"""


def glossary(source: Path) -> str:
    """Return the page of the glossary."""
    with source.open(encoding="utf-8", newline="") as lines:
        rows = [[cell(row[column]) for column in ("dutch", "code", "definition")] for row in csv.DictReader(lines)]
    return INTRODUCTION + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def cell(text: str) -> str:
    """Return a text that stays within its cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def write_pages() -> list[str]:
    """Write every generated page that changed; return their names."""
    changed = []
    page = DOCS / "glossary.md"
    text = glossary(DOCS / "glossary.csv")
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        page.write_text(text, encoding="utf-8")
        changed.append(page.name)
    for name in ("event_docs.py", "publicity_docs.py"):
        subprocess.run([sys.executable, str(ROOT / "tools" / name)], cwd=ROOT, check=True)
    return changed


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages-only", action="store_true", help="do not build the site")
    options = parser.parse_args()
    for name in write_pages():
        print(f"written: docs/{name}")
    if options.pages_only:
        return 0
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=ROOT, check=False)
    if done.returncode == 0:
        print("built: site/index.html")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
