"""Every link between pages leads somewhere, and every page is found."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def anchors(text: str) -> set[str]:
    """Return the anchors that the headings of a page make."""
    headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    """Name each link of a page to a file or heading that is not there."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = page if not name else (page.parent / name)
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_link_reader_finds_a_planted_dead_link(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](nowhere.md) [b](#one) [c](#two) [d](https://example.org/x)\n", encoding="utf-8")
    assert broken_links(page) == ["nowhere.md", "#two"]


def test_every_page_stands_in_the_contents() -> None:
    contents = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    docs = ROOT / "docs"
    pages = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")}
    pages = {page for page in pages if not page.startswith("reports/")}
    named = set(re.findall(r": (\S+\.md)$|^ +- (\S+\.md)$", contents, flags=re.MULTILINE))
    assert {one or other for one, other in named} == pages


def test_every_decision_stands_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "index.md").read_text(encoding="utf-8")
    for page in folder.glob("[0-9]*.md"):
        assert f"({page.name})" in listed
        text = page.read_text(encoding="utf-8")
        assert re.match(rf"# {page.name[:4]}: ", text)
        headings = ["## What we met", "## What we decided", "## What we did not choose", "## What follows"]
        assert re.findall(r"^## .*$", text, flags=re.MULTILINE) == headings
