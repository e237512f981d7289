"""Write docs/publicity.md: who may read what, from the one declaration of each kind of words in the code."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "publicity.md"
INTRODUCTION = """# Publicity and removal

Who may read what is fixed per kind of object, in one declaration in the code (`privacy.py` of each app), and this page
is made from it by `make docs`. A level is never set per object and never depends on who asks.

| level | who reads it |
|---|---|
{levels}
A level is lowered only by who wrote the words, by taking them back. It is raised only with their consent: nobody
else can put a name or a party with a thought. A challenge becomes public by consent of all its parties
(R20); whoever does not want to be read by everybody takes their own words back before, on the page "Mijn woorden".

## Words of people

| words | level | besides | stand in |
|---|---|---|---|
{words}
## What else is about people

| what | level | besides | stands in |
|---|---|---|---|
{objects}
## How words go

* **Taken back** by who wrote them: the words of all versions go, a stand-in stays, and so do the links of others.
* **Hidden** for a while, with a reason from the working agreement: the words lie aside, their author reads them on, and
  everybody else reads a stand-in. [Decision 0009](decisions/0009-who-hides-words.md) says who may, and how it ends.
* **Taken away**, whole or one passage, because of personal data: two together do that, and it cannot be undone.
* **Deleted** after a term that was agreed before anybody wrote, as what a group of peers says: words, versions, who
  wrote them and the rows around them. [Decision 0020](decisions/0020-said-for-a-while.md) says when, and what stays.

Lists, pages, letters, exports and the log read words through one field, which gives the stand-in; none has to ask. In
the log each of these has a line with the commitment, so that an export still verifies.

On SQLite the bytes are overwritten at once (`secure_delete`), and the write-ahead log is emptied after the transaction;
when a reader holds it, the worker tries again every minute. On PostgreSQL the bytes go with the next vacuum of the
table, and from its write-ahead log when that is recycled: set `autovacuum` and the term of the archive so that you can
say how long that takes. Backups hold what they held; keep them no longer than you need.
"""


def load() -> None:
    """Load the apps, so that each declared what it keeps."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("COMMUNITYUP_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communityup.config.settings")
    import django

    django.setup()


def page() -> str:
    """Return the page."""
    from django.utils.translation import override

    from communityup.texts.models import Level
    from communityup.texts.queries import kinds, objects

    with override("en"):
        levels = "".join(f"| {level.value} | {level.label} |\n" for level in Level)
        words = "".join(
            f"| {one.label} | {one.level} | {one.also or '–'} | `{one.field}` |\n"
            for _key, one in sorted(kinds().items())
        )
        others = "".join(
            f"| {one.label} | {one.level} | {one.also or '–'} | `{one.model}` |\n"
            for _key, one in sorted(objects().items())
        )
    return INTRODUCTION.format(levels=levels, words=words, objects=others)


def main() -> int:
    """Run the command: write the page when it changed."""
    load()
    wanted = page()
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted:
        PAGE.write_text(wanted, encoding="utf-8")
        print("written: docs/publicity.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
