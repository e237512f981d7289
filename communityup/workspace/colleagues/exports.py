"""What an organisation takes along as a spreadsheet: the same columns for every kind of party (E25), and no people.

It holds what the page of the organisation shows to the one who asks, and nothing more.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING, Cell
from openpyxl.styles import Font
from openpyxl.writer.excel import save_workbook

from communityup.workspace.colleagues import queries
from communityup.workspace.colleagues.queries import Own

FILE_NAME = "organisatie.xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet takes words that begin like this for a formula, at the latest when they are copied or saved as CSV.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 60


def spreadsheet(own: Own) -> bytes:
    """Return the challenges, the inbox and the promises of an organisation as a workbook of three sheets."""
    rows = queries.challenges_of(own)
    book = Workbook()
    book.remove(book.active)
    _sheet(
        book,
        _("Challenges"),
        [_("Challenge"), _("Where"), _("Phase"), _("Our party"), _("State"), _("Our people")],
        ([r["title"], r["place"], r["phase_label"], r["name"], r["state_label"], r["people"]] for r in rows),
    )
    _sheet(
        book,
        _("Inbox"),
        [_("What is asked"), _("About"), _("Challenge"), _("Around"), _("Since")],
        (
            [e["task"].asks, e["task"].about, e["task"].challenge, e["task"].due, e["task"].since.date()]
            for e in queries.inbox(own, rows)
        ),
    )
    _sheet(
        book,
        _("Promises"),
        [_("What"), _("By"), _("For"), _("Date"), _("State"), _("Challenge")],
        (
            [r["what"], r["by"]["name"], r["to"]["name"], r["due"], r["state_label"], r["challenge__title"]]
            for r in queries.promises(rows)
        ),
    )
    kept = BytesIO()
    save_workbook(book, kept)
    return kept.getvalue()


def safe(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula: such words get an apostrophe before them."""
    if isinstance(value, Promise):
        value = str(value)  # words of a list of choices, in the language of who asks
    if not isinstance(value, str):
        return value
    words = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{words}" if words.lstrip(" \u00a0").startswith(_BEGINS_A_FORMULA) else words


def _sheet(book: Any, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.create_sheet(title[:31])
    for place, row in enumerate([columns, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell: Cell = sheet.cell(row=place, column=column, value=safe(value))
            if isinstance(cell.value, str):
                cell.data_type = TYPE_STRING
            if place == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for cells in sheet.columns:
        width = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[cells[0].column_letter].width = min(max(width + 2, 12), _WIDEST)
