"""What leaves the site as a file: everything of it is named here, with for whom it is (E25)."""

import csv
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

REVIEWED = Path(__file__).resolve().parents[2] / "docs" / "permissions.csv"
GIVES_A_FILE = re.compile(r"Content-Disposition|exports\.|content_type|JsonResponse")
# Of dates, agreements and requests: for everybody who reads the page they stand on. Of persons: only one's own, and
# who signed up for a network, for who coordinates it, whatever that person's organisation.
FILES = {
    "acquaintance:calendar": "the date of a visit among parties",
    "agreements:calendar": "the date of an agreement",
    "arrivals:spreadsheet": "who signed up for a network, for its coordinators",
    "calendars:network": "the dates of a network",
    "colleagues:spreadsheet": "one's own organisation, the same sheets for every kind of party",
    "course:calendar": "the date of a route",
    "door:calendar": "the date of a request at the formal door",
    "door:letter": "a request at the formal door, to print",
    "letters:feed": "letters of a network that went out",
    "library:as_csv": "practices", "library:as_json": "practices", "library:feed": "practices",
    "meetings:calendar": "the date of a session",
    "opinions:releases": "what was published of an opinion map",
    "outbox_attachment": "a file in the mail that a demonstration keeps",
    "own_calendar_file": "one's own dates", "own_data": "one's own data",
    "visits:calendar": "the date of a visit",
}  # fmt: skip
NO_DATA = {"alive", "ready", "robots_txt", "security_txt", "theme_tokens"}


def files(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Yield the names of all addresses of ours that answer with something else than a page."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from files(pattern.url_patterns, space)
            continue
        view = inspect.unwrap(pattern.callback)
        if pattern.name and view.__module__.startswith("communityup.") and GIVES_A_FILE.search(inspect.getsource(view)):
            yield before + pattern.name


def test_e25_every_file_is_known_and_for_whom_it_is() -> None:
    assert set(files(get_resolver().url_patterns)) - NO_DATA == set(FILES), "say here for whom it is"


def test_e25_no_file_is_for_one_kind_of_party_alone() -> None:
    with REVIEWED.open(encoding="utf-8") as table:
        rows = {row["address"]: row for row in csv.DictReader(table) if row["method"] == "GET"}
    asked = [name for name in FILES if name in rows]
    assert len(asked) > len(FILES) / 2
    assert [name for name in asked if rows[name]["residents"] != rows[name]["municipality"]] == []
