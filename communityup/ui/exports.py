"""Spreadsheets, as every app hands them out: sheets with bold heads, and no words that become a formula."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING, Cell
from openpyxl.styles import Font
from openpyxl.writer.excel import save_workbook

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet takes words that begin like this for a formula, at the latest when they are copied or saved as CSV.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 60

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
"""The name of a sheet, the heads of its columns, and its rows."""


def workbook(*sheets: Sheet) -> bytes:
    """Return a workbook of these sheets."""
    book = Workbook()
    book.remove(book.active)
    for title, columns, rows in sheets:
        _sheet(book, title, columns, rows)
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
