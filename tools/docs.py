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
PERMISSIONS = """# Who may do what

Every address of the site, who reads it and who may send something to it. The rows are in `permissions.csv` in this
folder, reviewed by a person; `tests/permissions/test_matrix.py` asks every address as everybody over HTTP and compares.
Kinds of parties are no column: `tests/permissions/test_functions.py` asks every permission for every kind (E4). Rows
about a thing of one party say "whose it is". What only a secret in a letter opens is "–" here.

"The table" is who sits there for any party, "contributors" bring in, "who guards the process" is a facilitator from one
of the parties, "observers" read along for council or executive, "followers" were let in to read, and "guests" came with
a code of a party, without an account. The challenge is closed for all of these. For the next three groups it is public:
observers then, others with an account, and visitors. Pages of a network are open to everybody; what more a member or a
coordinator of it may is said there.

What a state of a challenge changes stands in `permissions-by-state.csv` in this folder, reviewed too: each question of
the code about who may, asked as fifteen roles in the lead-in; and again where that is otherwise once the challenge is
public, paused, in a later phase or closed, or while the municipality sleeps. "both" depends on the thing it is about.

| address | read by | used by |
|---|---|---|
"""
PARTIES = ("residents", "municipality")
ROLES = {
    "residents": "the table",
    "municipality": "the table",
    "facilitator": "who guards the process",
    "contributor": "contributors",
    "observer": "observers",
    "clerk": "the clerk",
    "follower": "followers",
    "guest": "guests",
    "observer_of_public": "observers of what is public",
    "account": "others with an account",
    "visitor": "visitors",
}
# In a network; elsewhere they are others with an account.
NETWORK = {"member": "a member of the network", "coordinator": "a coordinator of the network"}


def glossary(source: Path) -> str:
    """Return the page of the glossary."""
    with source.open(encoding="utf-8", newline="") as lines:
        rows = [[cell(row[column]) for column in ("dutch", "code", "definition")] for row in csv.DictReader(lines)]
    return INTRODUCTION + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def permissions(source: Path) -> str:
    """Return the page of who may do what: one line for each address, in words instead of ten columns."""
    with source.open(encoding="utf-8", newline="") as lines:
        rows = {(row["address"], row["method"]): row for row in csv.DictReader(lines)}
    page = PERMISSIONS
    for name in sorted({name for name, _method in rows}):
        page += f"| `{name}` | {who(rows.get((name, 'GET'), {}))} | {who(rows.get((name, 'POST'), {}))} |\n"
    return page


def who(row: dict[str, str]) -> str:
    """Return who may, in words."""
    may = [role for role in ROLES if row.get(role) == "yes"]
    if may == list(ROLES):
        return "everybody"
    if [role for role in may if role != "guest"] == [role for role in ROLES if role not in {"guest", "visitor"}]:
        return "everybody with an account and guests" if "guest" in may else "everybody with an account"
    if row.get("own"):
        may = [role for role in may if role not in PARTIES]
        return ", ".join(["whose it is", *(ROLES[role] for role in may)])
    words = [ROLES[role] for role in may if role not in PARTIES]
    words += [NETWORK[role] for role in NETWORK if row.get(role) == "yes"]
    return ", ".join((["the table"] if may[:2] == list(PARTIES) else []) + words) or "–"


def cell(text: str) -> str:
    """Return a text that stays within its cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def write_pages() -> list[str]:
    """Write every generated page that changed; return their names."""
    changed = []
    for name, made in (("glossary", glossary), ("permissions", permissions)):
        page, text = DOCS / f"{name}.md", made(DOCS / f"{name}.csv")
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
